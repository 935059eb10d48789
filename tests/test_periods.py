from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import UsageError
from toolkit.periods import Period, last_complete_day, latest, month_start, parse, week_start

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
KINDS = st.sampled_from(["week", "two_weeks", "month", "quarter", "half_year"])


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("2026-10", "2026-10-01", "2026-10-31", "month"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2026-12", "2026-12-01", "2026-12-31", "month"),
        ("2026-W41", "2026-10-05", "2026-10-11", "week"),
        ("2026-W01", "2025-12-29", "2026-01-04", "week"),  # starts in the year before
        ("2026-W53", "2026-12-28", "2027-01-03", "week"),  # 2026 begins on a Thursday: 53 weeks
        ("2026-Q3", "2026-07-01", "2026-09-30", "quarter"),
        ("2026-H1", "2026-01-01", "2026-06-30", "half"),
        ("2026-H2", "2026-07-01", "2026-12-31", "half"),
        ("2026", "2026-01-01", "2026-12-31", "year"),
        ("2026-05-03..2026-05-31", "2026-05-03", "2026-05-31", "range"),
        ("2026-05-03..2026-05-03", "2026-05-03", "2026-05-03", "range"),
        ("2026-05-01..2026-05-31", "2026-05-01", "2026-05-31", "month"),
        ("2026-01-01..2026-03-31", "2026-01-01", "2026-03-31", "quarter"),
        ("2026-01-01..2026-06-30", "2026-01-01", "2026-06-30", "half"),
        ("2026-01-01..2026-12-31", "2026-01-01", "2026-12-31", "year"),
        ("2026-10-05..2026-10-11", "2026-10-05", "2026-10-11", "week"),
        ("2026-10-05..2026-10-18", "2026-10-05", "2026-10-18", "two_weeks"),
        ("2026-10-06..2026-10-19", "2026-10-06", "2026-10-19", "range"),  # fourteen days, but from a Tuesday
    ],
)
def test_parse(text, start, end, kind):
    assert parse(text) == Period(text, date.fromisoformat(start), date.fromisoformat(end), kind)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "October",
        "2026-13",
        "2026-00",
        "2026-W00",
        "2026-W54",
        "2025-W53",  # 2025 has 52 weeks
        "2026-Q5",
        "2026-H3",
        "26-10",
        "0001",
        "2026-10\n",
        "２０２６-10",
        "2026-1",
        "../2026",
        "2026-02-30..2026-03-01",
        "2026-05-31..2026-05-01",
        "2026-05-01..",
        "0001-01-01..2026-05-01",
    ],
)
def test_what_is_no_period_is_refused_with_examples(text):
    with pytest.raises(UsageError, match=r"period: expected .*2026-10, 2026-W41.*, got ") as caught:
        parse(text)
    assert caught.value.exit_code == 2


def test_the_reason_is_named():
    with pytest.raises(UsageError, match="weeks are 01 to 52"):
        parse("2025-W53")
    with pytest.raises(UsageError, match="does not exist"):
        parse("2026-02-30..2026-03-01")


@pytest.mark.parametrize(
    ("text", "previous", "year_ago"),
    [
        ("2026-10", "2026-09", "2025-10"),
        ("2026-01", "2025-12", "2025-01"),
        ("2026-W41", "2026-W40", "2025-W41"),
        ("2026-W01", "2025-W52", "2025-W01"),
        ("2027-W01", "2026-W53", "2026-W01"),
        ("2026-W53", "2026-W52", "2025-W52"),
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2026-H1", "2025-H2", "2025-H1"),
        ("2026", "2025", "2025"),
        ("2026-10-01..2026-10-31", "2026-09", "2025-10"),
        ("2026-10-05..2026-10-18", "2026-09-21..2026-10-04", "2025-10-06..2025-10-19"),
        ("2026-05-03..2026-05-12", "2026-04-23..2026-05-02", "2025-05-03..2025-05-12"),
        ("2024-02-28..2024-02-29", "2024-02-26..2024-02-27", "2023-02-28..2023-02-28"),
    ],
)
def test_comparisons(text, previous, year_ago):
    assert parse(text).previous().label == previous
    assert parse(text).year_ago().label == year_ago


def test_a_range_stays_a_range_when_the_days_before_are_a_month():
    # 31 days from 1 February; the 31 days before them happen to be January
    previous = parse("2026-02-01..2026-03-03").previous()
    assert (previous.label, previous.kind) == ("2026-01-01..2026-01-31", "range")


def test_days_and_membership():
    october = parse("2026-10")
    assert october.days == 31
    assert october.contains(date(2026, 10, 1)) and october.contains(date(2026, 10, 31))
    assert not october.contains(date(2026, 11, 1))
    assert october.is_complete(date(2026, 10, 31))
    assert not october.is_complete(date(2026, 10, 30))


@pytest.mark.parametrize(
    ("now", "timezone", "expected"),
    [
        (datetime(2026, 11, 2, 1, 59, tzinfo=UTC), "Asia/Shanghai", date(2026, 10, 31)),  # 09:59 there
        (datetime(2026, 11, 2, 2, 0, tzinfo=UTC), "Asia/Shanghai", date(2026, 11, 1)),  # 10:00 there
        (datetime(2026, 11, 2, 2, 0, tzinfo=UTC), "America/New_York", date(2026, 10, 31)),  # 1 November, 22:00 there
    ],
)
def test_last_complete_day(now, timezone, expected):
    assert last_complete_day(now, timezone) == expected


def test_a_time_without_zone_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="no time zone"):
        last_complete_day(datetime(2026, 11, 2), "Asia/Shanghai")


def test_starts():
    assert week_start(date(2026, 11, 1)) == date(2026, 10, 26)
    assert month_start(date(2026, 11, 30)) == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("cadence", "day", "label"),
    [
        ("week", date(2026, 10, 10), "2026-W40"),
        ("week", date(2026, 10, 11), "2026-W41"),
        ("month", date(2026, 10, 31), "2026-10"),
        ("quarter", date(2026, 10, 31), "2026-Q3"),
        ("half_year", date(2026, 12, 31), "2026-H2"),
        ("half_year", date(2026, 12, 30), "2026-H1"),
    ],
)
def test_latest(cadence, day, label):
    assert latest(cadence, day).label == label


@given(DAYS, KINDS)
def test_latest_is_complete_and_its_successor_is_not(day, cadence):
    found = latest(cadence, day)
    assert found.is_complete(day)
    assert day - found.end < timedelta(days=found.days + 4)  # a half-year may follow one that is shorter by three days
    later = latest(cadence, day + timedelta(days=1))
    assert later == found or later.previous() == found


@given(DAYS, KINDS)
def test_periods_tile_the_calendar(day, cadence):
    found = latest(cadence, day)
    previous = found.previous()
    assert previous.end + timedelta(days=1) == found.start
    assert previous.kind == found.kind == found.year_ago().kind
    assert found.year_ago().end < found.start
    again = parse(found.label)
    assert again == found


@given(DAYS, st.integers(0, 800))
def test_any_range_reads_back_and_meets_its_predecessor(start, length):
    label = f"{start}..{start + timedelta(days=length)}"
    found = parse(label)
    assert (found.label, found.days) == (label, length + 1)
    assert found.previous().end + timedelta(days=1) == found.start
    if found.kind in ("range", "two_weeks", "week"):
        assert found.previous().days == found.days
