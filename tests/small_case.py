"""A case built from a few rows of CSV, the way a report builds it."""

from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from tests.small_review import csv, small_review
from toolkit.effect.case import Case

START = date(2026, 9, 1)
FASHION_SHOP = {
    "language": "en",
    "reports": {
        "case_study": {
            "fee": 50000,
            "fee_parts": [
                {"name": "Labour", "amount": 45000},
                {"name": "Marketing", "amount": 35000},
                {"name": "Redesign", "amount": 80000, "months": 2},
            ],
            "claims": [
                {"text": "Users +300 %", "metric": "users", "after": 50000},
                {"text": "Sales five-fold", "metric": "gmv", "before": 50000, "after": 300000},
                {"text": "Retention +40 %", "metric": "retention"},
            ],
        }
    },
}
"""A fashion shop after one year with its agency, as it tells the story; every part of it is inconsistent."""


@contextmanager
def small_case(root: Path, tables: dict[str, str], until: str = "2026-10-31", period: str = "2026-10", **settings):
    """The case of a client whose tables are given as CSV text; `settings` are further keys of the client file."""
    with small_review(root, tables, period, until, **settings) as review:
        yield Case(review.client, review.warehouse, review.period, review.until)


def panel(count: int = 24, lift: float = 0.0, treated: int = 1, seed: int = 7) -> str:
    """Units s00, s01 … from 1 July to 31 October; the first ones gain `lift` a day from START on."""
    rng = np.random.default_rng(seed)
    days = [date(2026, 7, 1) + timedelta(days=i) for i in range(123)]
    mood = rng.normal(0, 1.5, len(days)).cumsum()
    rows = []
    for number in range(count):
        values = 80 + 5 * number + mood + rng.normal(0, 1.5, len(days))
        for day, value in zip(days, values, strict=True):
            gained = lift if number < treated and day >= START else 0
            rows.append(f"s{number:02},{day},{value + gained:.3f}")
    return csv("unit,date,value", *rows)


def orders(before: int = 10, after: int = 15) -> str:
    """So many orders of 100 yuan a day before START and since, from 1 July to 31 October."""
    rows, number = [], 0
    for i in range(123):
        day = date(2026, 7, 1) + timedelta(days=i)
        for _ in range(after if day >= START else before):
            number += 1
            rows.append(f"o{number},{day} 10:00:00,100,u{number}")
    return csv("order_id,at,amount,user_id", *rows)


def wanted(**options) -> dict:
    """`reports:` with these options of the case study."""
    return {"language": ["en", "zh"], "reports": {"case_study": options}}


CONTROLLED = {"outcome": "panel", "treated": ["s00", "s01"], "start": str(START)}
