"""Shares of spending and segments of buyers, refunds respected, by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from toolkit.market import spending
from toolkit.market.suppression import OTHER
from toolkit.metrics.fact import Scope

SCOPE = Scope(date(2026, 10, 1), date(2026, 10, 31), "CNY", "orders")
END = date(2026, 10, 31)


def orders(*rows: tuple[str, str, float, str | None, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["order_id", "at", "amount", "user_id", "product"])
    return frame.assign(at=pd.to_datetime(frame["at"]))


def of_buyers(product: str, n: int, amount: float = 10.0):
    return [(f"{product}{i}", "2026-10-05", amount, f"{product}-{i}", product) for i in range(n)]


def shares(rows, name="product"):
    facts = spending.shares(spending.lines(orders(*rows)), 5, SCOPE).get(name, [])
    return {fact.dims["value"]: fact.value for fact in facts}


def test_shares_are_of_what_was_paid():
    """6 x 10 tea and 6 x 30 cups: a quarter and three quarters."""
    assert shares([*of_buyers("tea", 6), *of_buyers("cup", 6, 30)]) == pytest.approx({"cup": 0.75, "tea": 0.25})


def test_refunds_are_taken_off_and_a_returned_order_is_none():
    """Of six cups one is sent back whole and of another 20 of 30: 4 x 30 + 10 against 60 for tea."""
    back = [("cup0", "2026-10-06", -30, "cup-0", "cup"), ("cup1", "2026-10-06", -20, "cup-1", "cup")]
    rows = [*of_buyers("tea", 6), *of_buyers("cup", 6, 30), *back]
    assert shares(rows) == pytest.approx({"cup": 130 / 190, "tea": 60 / 190})
    earlier = [("old", "2026-10-06", -30, "cup-0", "cup")]
    assert shares([*of_buyers("tea", 6), *of_buyers("cup", 6, 30), *earlier])["cup"] == pytest.approx(0.75)


def test_a_product_of_few_buyers_goes_together_with_others():
    """Many orders of two people are still two people."""
    rows = [
        *of_buyers("tea", 9),
        *of_buyers("cup", 6),
        *[(f"p{i}", "2026-10-05", 5, f"pot-{i % 2}", "pot") for i in range(9)],
    ]
    assert set(shares(rows)) == {"tea", OTHER}


def test_unnamed_orders_are_no_proof_of_many_buyers():
    rows = [*of_buyers("tea", 9), *of_buyers("cup", 9), *[(f"p{i}", "2026-10-05", 5, None, "pot") for i in range(9)]]
    assert set(shares(rows)) == {"tea", OTHER} or set(shares(rows)) == {"cup", OTHER}
    nobody_named = [(order, at, amount, None, product) for order, at, amount, _, product in rows]
    assert set(shares(nobody_named)) == {"tea", "cup", "pot"}


def test_shares_add_up_and_have_intervals():
    rng = np.random.default_rng(2)
    rows = [
        (f"o{i}", f"2026-10-{1 + i % 28:02d}", float(rng.integers(5, 300)), f"u{i % 60}", "abc"[i % 3])
        for i in range(200)
    ]
    found = spending.shares(spending.lines(orders(*rows)), 5, SCOPE)
    assert set(found) == {"product", "order_value", "weekday"}
    for facts in found.values():
        assert sum(fact.value for fact in facts) == pytest.approx(1)
        assert all(0 <= fact.low <= fact.value <= fact.high <= 1 and fact.n == 60 for fact in facts)


def test_one_value_or_none_tells_nothing():
    assert shares(of_buyers("tea", 9)) == {}
    assert spending.shares(spending.lines(orders()), 5, SCOPE) == {}
    assert shares([("a", "2026-10-05", -5, "u", "tea")]) == {}


def test_segments_by_hand():
    """The median of the buyers' spending is 30."""
    found = spending.segments(
        spending.lines(
            orders(
                ("1", "2026-10-01", 50, "best", "t"),
                ("2", "2026-09-01", 50, "best", "t"),
                ("3", "2026-10-01", 30, "new and large", "t"),
                ("4", "2025-12-01", 10, "gone and small", "t"),
                ("5", "2026-01-01", 40, "gone regular", "t"),
                ("6", "2026-02-01", 40, "gone regular", "t"),
                ("7", "2026-10-01", 5, "small regular", "t"),
                ("8", "2026-10-02", 5, "small regular", "t"),
                ("9", "2026-10-02", 90, "sent back", "t"),
                ("9", "2026-10-05", -90, "sent back", "t"),
                ("10", "2026-10-02", 90, None, "t"),
            )
        ),
        END,
    )
    assert found.to_dict() == {
        "best": "important_value",
        "new and large": "important_develop",
        "gone and small": "general_win_back",
        "gone regular": "important_keep",
        "small regular": "general_value",
    }


def test_recent_is_ninety_days():
    """4 August is day 89 before 31 October."""
    days = {"in": "2026-08-03", "out": "2026-08-02"}
    found = spending.segments(spending.lines(orders(*[(k, day, 10, k, "t") for k, day in days.items()])), END)
    assert found.to_dict() == {"in": "important_develop", "out": "important_win_back"}


def test_the_window_is_a_year_or_what_there_is():
    assert spending.window(END, date(2020, 1, 1))[0] == date(2025, 11, 1)
    assert spending.window(END, date(2026, 3, 1))[0] == date(2026, 3, 1)
