"""The event log against plain pandas and brute force."""

from datetime import date, timedelta

import ibis
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.metrics.events import EventLog

ROLES = {"product": ("product",), "purchase": ("pay",), "share": ("share", "forward"), "registration": None}
LOG = pd.DataFrame(
    [
        ("ann", "2026-05-01 09:00", "product", "s1", "search", 1.0),
        ("ann", "2026-05-01 09:10", "pay", "s1", "search", 2.0),
        ("ann", "2026-05-03 09:00", "share", "s2", "direct", None),
        ("bob", "2026-05-02 23:59", "product", "s1", "social", 5.0),
        ("bob", "2026-05-03 00:01", "forward", "s1", "social", None),
        ("cyd", "2026-05-03 12:00", "pay", "s9", None, None),
    ],
    columns=["user_id", "at", "event", "session_id", "channel", "value"],
)
MAY = (date(2026, 5, 1), date(2026, 5, 31))


def log_of(frame, roles=ROLES):
    con = ibis.duckdb.connect()
    table = con.create_table("events", pa.Table.from_pandas(frame.assign(at=pd.to_datetime(frame["at"]))))
    return EventLog(table, roles)


@pytest.fixture(scope="module")
def log():
    return log_of(LOG)


def test_days(log):
    assert log.daily.assign(day=log.daily["day"].dt.day).values.tolist() == [[1, 1, 1, 2], [2, 1, 1, 1], [3, 3, 1, 3]]


def test_spans_count_people_once_and_only_buyers_who_saw_a_product(log):
    counts = log.spans({"may": MAY, "third": (date(2026, 5, 3), date(2026, 5, 3)), "june": (date(2026, 6, 1),) * 2})
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
    assert log.new_by_channel(*MAY).values.tolist() == [["search", 1], ["social", 1]]


def test_sessions_belong_to_a_user_and_begin_on_their_first_day(log):
    row = log.session_counts(*MAY).iloc[0]
    # ann s1 (600 s, bought), ann s2, bob s1 (120 s over midnight), cyd s9 (bought)
    assert row[["sessions", "users", "seconds", "purchase"]].tolist() == [4, 3, 720, 2]
    second = log.session_counts(date(2026, 5, 2), date(2026, 5, 2)).iloc[0]
    assert second["sessions"] == 1
    assert log.session_counts(*MAY, by="channel").set_index("channel")["sessions"].to_dict() == {
        "search": 1,
        "direct": 1,
        "social": 1,
    }


def test_breakdown_counts_people_under_every_value_they_were_seen(log):
    rows = log.breakdown("channel", *MAY).set_index("channel")
    assert rows["users"].to_dict() == {"search": 1, "direct": 1, "social": 1}
    assert rows["purchase_conversion"].to_dict() == {"search": 1, "direct": 0, "social": 0}


def test_growth(log):
    counts = log.growth((date(2026, 5, 1), date(2026, 5, 2)), (date(2026, 5, 3), date(2026, 5, 3)))
    assert counts == {"new": 1, "retained": 2, "resurrected": 0, "churned": 0, "before": 2, "now": 3}


def test_counts_and_medians_of_a_role(log):
    assert log.count("share", *MAY) == 2
    assert log.median_value("product", *MAY) == (3.0, 2)
    assert log.median_value("share", *MAY) == (None, 0)


def test_value_within_the_horizon_of_the_first_visit(log):
    con = log.events.get_backend()
    orders = pa.Table.from_pandas(
        pd.DataFrame(
            {
                "user_id": ["ann", "ann", "bob", None],
                "day": [date(2026, 5, 1), date(2026, 7, 1), date(2026, 5, 30), date(2026, 5, 1)],
                "net": [10.0, 99.0, 20.0, 50.0],
            }
        )
    )
    found = log.value_after(con.create_table("orders", orders, overwrite=True), *MAY, 30)
    assert found == (3, 30.0, 500.0)  # 10, 20 and nothing; the 61st day is too late


def test_an_empty_log_is_all_zeros():
    empty = log_of(LOG.iloc[:1])
    empty = EventLog(empty.events.filter(empty.events.user_id == "nobody"), ROLES)
    assert empty.daily.empty
    assert empty.spans({"may": MAY}).loc["may"].sum() == 0
    assert empty.growth(MAY, MAY)["now"] == 0
    assert empty.funnel(["product", "pay"], *MAY, 7) == [0, 0]
    assert empty.cohorts("day", MAY[0], 30).empty


moments = st.integers(0, 20 * 24 * 60)
visits = st.lists(
    st.tuples(st.sampled_from("abcd"), moments, st.sampled_from(["open", "cart", "pay", "x"])), min_size=1, max_size=40
)


def frame_of(rows):
    frame = pd.DataFrame(rows, columns=["user_id", "minute", "event"])
    return frame.assign(at=pd.Timestamp("2026-05-01") + pd.to_timedelta(frame.pop("minute"), unit="min"))


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


@settings(max_examples=25)
@given(visits)
def test_cohorts_and_growth_equal_plain_pandas(rows):
    frame = frame_of(rows)
    log = log_of(frame, {})
    days = frame.assign(day=frame["at"].dt.normalize())[["user_id", "day"]].drop_duplicates()
    days["cohort"] = days.groupby("user_id")["day"].transform("min")
    days["offset"] = (days["day"] - days["cohort"]).dt.days
    expected = days.groupby(["cohort", "offset"]).size().to_dict()
    cohorts = log.cohorts("day", date(2026, 5, 1), 30)
    assert {(row.cohort, row.offset): row.users for row in cohorts.itertuples()} == expected

    weeks = days.assign(week=days["day"].dt.to_period("W-SUN"), cohort=days["cohort"].dt.to_period("W-SUN"))
    by_week = weeks.drop_duplicates(["user_id", "week"]).assign(
        offset=lambda f: f["week"].astype("int64") - f["cohort"].astype("int64")
    )
    found = log.cohorts("week", date(2026, 4, 27), 8)
    assert sorted(found["users"]) == sorted(by_week.groupby(["cohort", "offset"]).size())

    before, now = (date(2026, 5, 1), date(2026, 5, 7)), (date(2026, 5, 8), date(2026, 5, 14))

    def active(span):
        inside = days[(days["day"] >= pd.Timestamp(span[0])) & (days["day"] <= pd.Timestamp(span[1]))]
        return set(inside["user_id"])

    was, is_ = active(before), active(now)
    new = {user for user in is_ if days.loc[days["user_id"] == user, "cohort"].iloc[0] >= pd.Timestamp(now[0])}
    assert log.growth(before, now) == {
        "new": len(new),
        "retained": len(was & is_),
        "resurrected": len(is_ - was - new),
        "churned": len(was - is_),
        "before": len(was),
        "now": len(is_),
    }
