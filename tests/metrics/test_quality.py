"""Inputs, gaps, and two sources of the same thing."""

from datetime import date, timedelta

import pytest

from tests.small_review import csv, small_review
from toolkit.metrics import quality

DAYS = [date(2026, 9, 1) + timedelta(days=i) for i in range(61)]
GAP = date(2026, 10, 14)


def log(users=20, without=()):
    people = [f"u{i}" for i in range(users)]
    return csv("user_id,at,event", *(f"{u},{d} 09:00:00,open" for d in DAYS if d not in without for u in people))


def visits(users):
    return csv("grain,start,users,new_users", *(f"day,{day},{users},0" for day in DAYS))


def test_a_day_without_tracking_is_named(tmp_path):
    with small_review(tmp_path, {"events": log(without=[GAP])}, "2026-10", "2026-10-31") as review:
        (events,) = quality.quality(review)
        assert (events.rows, events.first, events.last) == (1200, date(2026, 9, 1), date(2026, 10, 31))
        assert events.missing == (GAP,)
        assert (review.now["dau_mean"].value, review.now["dau_mean"].n) == (20, 30)


def test_two_sources_of_the_same_thing(tmp_path):
    """25 users a day on the platform, 20 in the log: 20 % less on every day of the drawn span."""
    with small_review(tmp_path, {"events": log(), "visits": visits(25)}, "2026-10", "2026-10-31") as review:
        pairs = {ours.id: (ours.value, theirs.value, theirs.dims) for ours, theirs in quality.reconciliation(review)}
        assert pairs["dau_mean"] == (20, 25, {"source": "visits"})
        days = quality.disagreeing_days(review)
        assert len(days) == 61
        assert days["difference"].tolist() == pytest.approx([-0.2] * 61)


def test_sources_that_agree_have_no_day_to_name(tmp_path):
    with small_review(tmp_path, {"events": log(), "visits": visits(20)}, "2026-10", "2026-10-31") as review:
        assert quality.disagreeing_days(review).empty


def test_one_source_has_nothing_to_agree_with(tmp_path):
    with small_review(tmp_path, {"events": log()}, "2026-10", "2026-10-31") as review:
        assert quality.reconciliation(review) == []
        assert quality.disagreeing_days(review).empty
