"""People and days, drawn from an event log, against plain pandas."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings

from tests.small_log import LOG, MAY, frame_of, log_of, visits


@pytest.fixture(scope="module")
def log():
    return log_of(LOG)


def test_days(log):
    assert log.people.daily.assign(day=log.people.daily["day"].dt.day).values.tolist() == [
        [1, 1, 1, 2],
        [2, 1, 1, 1],
        [3, 3, 1, 3],
    ]


def test_spans_count_people_once_and_only_buyers_who_saw_a_product(log):
    counts = log.people.spans(
        {"may": MAY, "third": (date(2026, 5, 3), date(2026, 5, 3)), "june": (date(2026, 6, 1),) * 2}
    )
    assert counts.loc["may", ["users", "new_users", "days", "product", "purchase", "share"]].tolist() == [
        3,
        3,
        5,
        2,
        2,
        2,
    ]
    assert counts.loc["may", "purchase_conversion"] == 1
    assert counts.loc["third", ["users", "new_users"]].tolist() == [3, 1]
    assert counts.loc["june"].sum() == 0


def test_first_touch_is_the_channel_of_the_first_event(log):
    assert log.people.new_by_channel(*MAY).values.tolist() == [["search", 1], ["social", 1]]


def test_sessions_belong_to_a_user_and_begin_on_their_first_day(log):
    row = log.sessions.counts(*MAY).iloc[0]
    # ann s1 (600 s, bought), ann s2, bob s1 (120 s over midnight), cyd s9 (bought)
    assert row[["sessions", "users", "seconds", "purchase"]].tolist() == [4, 3, 720, 2]
    second = log.sessions.counts(date(2026, 5, 2), date(2026, 5, 2)).iloc[0]
    assert second["sessions"] == 1
    assert log.sessions.counts(*MAY, by="channel").set_index("channel")["sessions"].to_dict() == {
        "search": 1,
        "direct": 1,
        "social": 1,
    }


def test_growth(log):
    counts = log.people.growth((date(2026, 5, 1), date(2026, 5, 2)), (date(2026, 5, 3), date(2026, 5, 3)))
    assert counts == {"new": 1, "retained": 2, "resurrected": 0, "churned": 0, "before": 2, "now": 3}


def test_value_within_the_horizon_of_the_first_visit(log):
    orders = pd.DataFrame(
        {
            "user_id": ["ann", "ann", "bob", "eve", None],
            "day": pd.to_datetime(["2026-05-01", "2026-07-01", "2026-05-30", "2026-05-30", "2026-05-01"]),
            "net": [10.0, 99.0, 20.0, 7.0, 50.0],
        }
    )
    # 10, 20 and nothing; the 61st day is too late, and eve was never here
    assert log.people.value_after(orders, *MAY, 30) == (3, 30.0, 500.0)


def test_who_comes_back_of_all_who_were_there(log):
    found = log.people.returns(date(2026, 5, 1), date(2026, 5, 2), (0, 1, 2))
    rows = [(row.cohort.day, row.offset, row.users) for row in found.itertuples()]
    assert rows == [(1, 0, 1), (1, 2, 1), (2, 0, 1), (2, 1, 1)]  # ann on the 1st and 3rd, bob on the 2nd and 3rd


def test_months_are_counted_by_the_calendar():
    frame = pd.DataFrame(
        {"user_id": ["ann"] * 3, "at": ["2025-12-31", "2026-01-01", "2026-03-31"], "event": ["open"] * 3}
    )
    found = log_of(frame, {}).people.cohorts("month", date(2025, 12, 1), 6)
    assert found.assign(cohort=found["cohort"].dt.strftime("%Y-%m-%d")).values.tolist() == [
        ["2025-12-01", 0, 1],
        ["2025-12-01", 1, 1],
        ["2025-12-01", 3, 1],
    ]


@settings(max_examples=25)
@given(visits)
def test_cohorts_and_growth_equal_plain_pandas(rows):
    frame = frame_of(rows)
    log = log_of(frame, {})
    days = frame.assign(day=frame["at"].dt.normalize())[["user_id", "day"]].drop_duplicates()
    days["cohort"] = days.groupby("user_id")["day"].transform("min")
    days["offset"] = (days["day"] - days["cohort"]).dt.days
    expected = days.groupby(["cohort", "offset"]).size().to_dict()
    cohorts = log.people.cohorts("day", date(2026, 5, 1), 30)
    assert {(row.cohort, row.offset): row.users for row in cohorts.itertuples()} == expected

    weeks = days.assign(week=days["day"].dt.to_period("W-SUN"), cohort=days["cohort"].dt.to_period("W-SUN"))
    by_week = weeks.drop_duplicates(["user_id", "week"]).assign(
        offset=lambda f: f["week"].astype("int64") - f["cohort"].astype("int64")
    )
    found = log.people.cohorts("week", date(2026, 4, 27), 8)
    assert sorted(found["users"]) == sorted(by_week.groupby(["cohort", "offset"]).size())

    before, now = (date(2026, 5, 1), date(2026, 5, 7)), (date(2026, 5, 8), date(2026, 5, 14))

    def active(span):
        inside = days[(days["day"] >= pd.Timestamp(span[0])) & (days["day"] <= pd.Timestamp(span[1]))]
        return set(inside["user_id"])

    was, is_ = active(before), active(now)
    new = {user for user in is_ if days.loc[days["user_id"] == user, "cohort"].iloc[0] >= pd.Timestamp(now[0])}
    assert log.people.growth(before, now) == {
        "new": len(new),
        "retained": len(was & is_),
        "resurrected": len(is_ - was - new),
        "churned": len(was - is_),
        "before": len(was),
        "now": len(is_),
    }
