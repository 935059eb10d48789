"""A proposal built from options and a few orders, the way a report builds it."""

from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tests.small_review import csv, small_review
from toolkit.quote.proposal import Proposal

TODAY = date(2026, 11, 6)
CARD = (Path(__file__).parents[2] / "params" / "rates" / "shanghai.yml").read_text("utf-8")
# 8 months from March to October 2026: 1,000, 1,100, … 1,700 a month in one order on the 10th, and one of 10 on each end
ORDERS = csv(
    "order_id,at,amount,user_id",
    *(f"m{m},2026-{m:02d}-10 10:00:00,{980 + 100 * (m - 3)},u{m}" for m in range(3, 11)),
    *(f"a{m},2026-{m:02d}-01 10:00:00,10,u1" for m in range(3, 12)),
    *(f"z{m},2026-{m:02d}-{30 if m in (4, 6, 9) else 31} 10:00:00,10,u2" for m in range(3, 11)),
    *(f"d{day},2026-{m:02d}-{day:02d} 11:00:00,0.01,u3" for m in range(3, 11) for day in range(2, 29)),
)
BASIC = {
    "price": 15_000,
    "term_months": 6,
    "parts": {"labour": 8_000, "technology": 3_000, "operation": 2_000, "profit": 1_500, "risk": 500},
}
STANDARD = {
    "price": 30_000,
    "term_months": 12,
    "parts": {
        "labour": 18_000,
        "technology": 5_000,
        "marketing": 4_000,
        "operation": 2_000,
        "profit": 7_500,
        "risk": 1_500,
    },
}


@contextmanager
def small_proposal(root, options, tables=None, card=CARD, **settings):
    """The proposal of a client with these options for October 2026, seen on 6 November."""
    if card is not None:
        (root / "rates").mkdir(exist_ok=True)
        (root / "rates" / "shanghai.yml").write_text(card, encoding="utf-8")
    reports = {"proposal": options}
    with small_review(root, tables or {}, "2026-10", "2026-11-05", reports=reports, **settings) as review:
        yield Proposal(review, TODAY)
