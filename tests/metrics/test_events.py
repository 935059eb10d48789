"""The event log against plain pandas and brute force."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from tests.small_log import LOG, MAY, ROLES, frame_of, log_of, visits
from toolkit.metrics.events import EventLog


@pytest.fixture(scope="module")
def log():
    return log_of(LOG)


def test_breakdown_counts_people_under_every_value_they_were_seen(log):
    rows = log.breakdown("channel", *MAY).set_index("channel")
    assert rows["users"].to_dict() == {"search": 1, "direct": 1, "social": 1}
    assert rows["purchase_conversion"].to_dict() == {"search": 1, "direct": 0, "social": 0}


def test_counts_and_medians_of_a_role(log):
    assert log.count("share", *MAY) == 2
    assert log.median_value("product", *MAY) == (3.0, 2)
    assert log.median_value("share", *MAY) == (None, 0)


def test_an_empty_log_is_all_zeros():
    empty = log_of(LOG.iloc[:1])
    empty = EventLog(empty.events.filter(empty.events.user_id == "nobody"), ROLES)
    assert empty.people.daily.empty
    assert empty.people.spans({"may": MAY}).loc["may"].sum() == 0
    assert empty.people.growth(MAY, MAY)["now"] == 0
    assert empty.funnel(["product", "pay"], *MAY, 7) == [0, 0]
    assert empty.people.cohorts("day", MAY[0], 30).empty


def brute_funnel(frame, steps, start, end, window):
    """Try every start of every user, taking each next step as early as possible."""
    reached = [0] * len(steps)
    frame = frame[frame["event"].isin(steps)]
    for _, rows in frame.groupby("user_id"):
        events = sorted((at, steps.index(event)) for at, event in zip(rows["at"], rows["event"], strict=True))
        best = -1
        for index, (begin, rank) in enumerate(events):
            if rank != 0 or not start <= begin.date() <= end:
                continue
            depth = 0
            for at, rank_later in events[index + 1 :]:
                if at - begin <= window and rank_later == depth + 1:
                    depth += 1
            best = max(best, depth)
        for depth in range(best + 1):
            reached[depth] += 1
    return reached


@settings(max_examples=40)
@given(visits)
def test_the_funnel_equals_brute_force(rows):
    frame, steps = frame_of(rows), ["open", "cart", "pay"]
    start, end = date(2026, 5, 3), date(2026, 5, 15)
    expected = brute_funnel(frame, steps, start, end, timedelta(days=2))
    assert log_of(frame, {}).funnel(steps, start, end, 2) == expected
