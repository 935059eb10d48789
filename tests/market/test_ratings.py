"""Means, intervals and changes of reviews, against hand calculation and scipy."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from toolkit.market.ratings import ratings

END = date(2026, 10, 31)


def reviews(*rows):
    """(competitor, days before the end, rating)."""
    found = [
        (name, pd.Timestamp(END - timedelta(days=days)) + pd.Timedelta("20h"), rating) for name, days, rating in rows
    ]
    return pd.DataFrame(found, columns=["competitor", "at", "rating"]).astype({"at": "datetime64[us]", "rating": float})


def test_a_mean_with_its_interval():
    """4, 4, 5, 3: mean 4, standard error 0.41, 3.18 of them on either side; 5.3 is beyond five stars."""
    row = ratings(reviews(("a", 1, 4), ("a", 5, 4), ("a", 100, 5), ("a", 200, 3)), END).loc["a"]
    assert (row["n"], row["mean"], row["recent_n"], row["earlier_n"]) == (4, 4, 2, 2)
    assert row["low"] == pytest.approx(2.70, abs=0.01) and row["high"] == 5
    assert (row["recent"], row["earlier"]) == (4, 4)
    assert np.isnan(row["change"])  # two and two are too few
    assert row["first"].date() == END - timedelta(days=200) and row["last"].date() == END - timedelta(days=1)


@pytest.mark.parametrize("same", [[("a", 3, 5)], [("a", 3, 5), ("a", 8, 5), ("a", 9, 5)]])
def test_one_review_or_one_opinion_has_no_interval(same):
    row = ratings(reviews(*same), END).loc["a"]
    assert row["mean"] == 5 and row[["low", "high"]].isna().all()


def test_the_window_is_a_year_up_to_the_end():
    found = ratings(reviews(("a", 0, 5), ("a", 364, 3), ("a", 365, 1), ("a", -1, 1), ("b", 400, 2)), END)
    assert list(found.index) == ["a"]
    assert (found.loc["a", "n"], found.loc["a", "mean"], found.loc["a", "older"]) == (2, 4, 1)


def test_the_recent_part_is_ninety_days():
    row = ratings(reviews(("a", 89, 5), ("a", 90, 1)), END).loc["a"]
    assert (row["recent_n"], row["recent"], row["earlier"]) == (1, 5, 1)


def test_a_change_agrees_with_welch():
    draw = np.random.default_rng(3)
    recent, earlier = draw.integers(1, 6, 40), draw.integers(3, 6, 25)
    rows = [("a", i, v) for i, v in enumerate(recent)] + [("a", 100 + i, v) for i, v in enumerate(earlier)]
    row = ratings(reviews(*rows), END).loc["a"]
    theirs = stats.ttest_ind(recent, earlier, equal_var=False).confidence_interval()
    assert row["change"] == pytest.approx(recent.mean() - earlier.mean())
    assert (row["change_low"], row["change_high"]) == pytest.approx((theirs.low, theirs.high))


def test_a_change_between_two_opinions_without_spread():
    rows = [("a", i, 4) for i in range(10)] + [("a", 100 + i, 5) for i in range(10)]
    row = ratings(reviews(*rows), END).loc["a"]
    assert (row["change"], row["change_low"], row["change_high"]) == (-1, -1, -1)


def test_ten_point_scales_and_no_reviews():
    row = ratings(reviews(("a", 1, 10), ("a", 2, 9), ("a", 3, 10)), END).loc["a"]
    assert 8 < row["low"] < row["high"] <= 10
    assert ratings(reviews(), END).empty
