"""Calendar arithmetic: what a period is, which one came before it, and when its data is whole."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from toolkit.errors import UsageError

Kind = Literal["week", "two_weeks", "month", "quarter", "half", "year", "range"]
Cadence = Literal["week", "two_weeks", "month", "quarter", "half_year"]

READY_AT_HOUR = 10  # platforms publish yesterday's figures by about ten in the morning
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_FIRST_YEAR, _LAST_YEAR = 1970, 2199
_FORMS = "2026-10, 2026-W41, 2026-Q3, 2026-H1, 2026 or 2026-05-01..2026-05-31"
_DATE = "([0-9]{4}-[0-9]{2}-[0-9]{2})"
_RANGE = re.compile(rf"{_DATE}\.\.{_DATE}")
_CALENDAR = {
    "year": re.compile("([0-9]{4})"),
    "half": re.compile("([0-9]{4})-H([12])"),
    "quarter": re.compile("([0-9]{4})-Q([1-4])"),
    "month": re.compile("([0-9]{4})-([0-9]{2})"),
    "week": re.compile("([0-9]{4})-W([0-9]{2})"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole days.

    Parameters
    ----------
    label : what people call it and what its folder is named, for example 2026-10
    start, end : first and last day, both included
    kind : decides which period is "the previous one" and "last year's"

    Examples
    --------
    >>> parse("2026-10").previous().label
    '2026-09'
    >>> parse("2026-10-05..2026-10-09").previous().label
    '2026-09-30..2026-10-04'
    """

    label: str
    start: date
    end: date
    kind: Kind

    @property
    def days(self) -> int:
        """Number of days, both ends included."""
        return (self.end - self.start).days + 1

    def contains(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.start <= day <= self.end

    def is_complete(self, last_complete_day: date) -> bool:
        """Whether the data of its last day is whole."""
        return self.end <= last_complete_day

    def previous(self) -> "Period":
        """The period of the same kind that ends the day before this one starts."""
        before = self.start - timedelta(days=1)
        if self.kind in ("range", "two_weeks"):
            return _days(self.start - timedelta(days=self.days), before, self.kind)
        return _calendar(self.kind, before)

    def year_ago(self) -> "Period":
        """The same period of the year before.

        A week is the ISO week of the same number (week 53 answers to week 52 where there is no 53rd), so that weekdays
        meet weekdays. A range keeps its dates; 29 February becomes the 28th.
        """
        if self.kind in ("week", "two_weeks"):
            year, week, _ = self.start.isocalendar()
            monday = date.fromisocalendar(year - 1, min(week, _weeks(year - 1)), 1)
            if self.kind == "week":
                return _calendar("week", monday)
            return _days(monday, monday + timedelta(days=13), self.kind)
        if self.kind == "range":
            return _days(_a_year_before(self.start), _a_year_before(self.end), self.kind)
        return _calendar(self.kind, _a_year_before(self.start))


def parse(text: str) -> Period:
    """The period a label names.

    A range that is exactly a calendar week, month, quarter, half or year, or two weeks from a Monday, is of that kind
    and keeps the label it was given.

    >>> parse("2026-W41").start.isoformat()
    '2026-10-05'
    >>> parse("2026-10-01..2026-10-31").kind
    'month'
    """
    if found := _RANGE.fullmatch(text):
        return _range(text, *found.groups())
    for kind, form in _CALENDAR.items():
        if found := form.fullmatch(text):
            try:
                return _calendar(kind, _first_day(kind, *map(int, found.groups())))
            except ValueError as reason:
                raise _wrong(text, str(reason)) from None
    raise _wrong(text)


def week_start(day: date) -> date:
    """The Monday on or before the day."""
    return day - timedelta(days=day.weekday())


def month_start(day: date) -> date:
    """The first of the day's month."""
    return day.replace(day=1)


def last_complete_day(now: datetime, timezone: str) -> date:
    """The last day whose data is whole: yesterday in the time zone, or the day before that until ten in the morning.

    >>> last_complete_day(datetime.fromisoformat("2026-11-02T01:59:00+00:00"), "Asia/Shanghai").isoformat()
    '2026-10-31'
    >>> last_complete_day(datetime.fromisoformat("2026-11-02T02:00:00+00:00"), "Asia/Shanghai").isoformat()
    '2026-11-01'
    """
    if now.tzinfo is None:
        raise ValueError("the time has no time zone")
    local = now.astimezone(ZoneInfo(timezone))
    return local.date() - timedelta(days=1 if local.hour >= READY_AT_HOUR else 2)


def latest(cadence: Cadence, last_complete_day: date) -> Period:
    """The newest complete period of a cadence.

    Pairs of weeks follow each other without overlap, so one is due every second Monday.

    >>> latest("month", date(2026, 10, 30)).label, latest("month", date(2026, 10, 31)).label
    ('2026-09', '2026-10')
    """
    today = last_complete_day + timedelta(days=1)
    if cadence == "two_weeks":
        monday = week_start(today)
        monday -= timedelta(days=7 * ((monday.toordinal() // 7) % 2))
        return _days(monday, monday + timedelta(days=13), cadence).previous()
    return _calendar("half" if cadence == "half_year" else cadence, today).previous()


def _first_day(kind: str, year: int, number: int = 1) -> date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"a year outside {_FIRST_YEAR} to {_LAST_YEAR}")
    if kind == "week":
        if not 1 <= number <= _weeks(year):
            raise ValueError(f"a year whose weeks are 01 to {_weeks(year)}")
        return date.fromisocalendar(year, number, 1)
    if not 1 <= number <= 12:
        raise ValueError("a month that does not exist")
    return date(year, 1 + (number - 1) * _MONTHS[kind], 1)


def _range(text: str, first: str, last: str) -> Period:
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise _wrong(text, "a day that does not exist") from None
    if end < start:
        raise _wrong(text, "an end before the start")
    if start.year < _FIRST_YEAR or end.year > _LAST_YEAR:
        raise _wrong(text, f"a year outside {_FIRST_YEAR} to {_LAST_YEAR}")
    for kind in _CALENDAR:
        calendar = _calendar(kind, start)
        if (calendar.start, calendar.end) == (start, end):
            return Period(text, start, end, calendar.kind)
    two_weeks = start == week_start(start) and (end - start).days == 13
    return Period(text, start, end, "two_weeks" if two_weeks else "range")


def _calendar(kind: str, day: date) -> Period:
    """The calendar period of that kind that holds the day."""
    if kind == "week":
        year, week, _ = day.isocalendar()
        monday = week_start(day)
        return Period(f"{year}-W{week:02d}", monday, monday + timedelta(days=6), "week")
    months = _MONTHS[kind]
    index = (day.month - 1) // months
    start = date(day.year, 1 + index * months, 1)
    after = start.year * 12 + index * months + months
    end = date(after // 12, after % 12 + 1, 1) - timedelta(days=1)
    tail = {"month": f"-{start.month:02d}", "quarter": f"-Q{index + 1}", "half": f"-H{index + 1}", "year": ""}[kind]
    return Period(f"{start.year}{tail}", start, end, kind)


def _days(start: date, end: date, kind: Kind) -> Period:
    return Period(f"{start}..{end}", start, end, kind)


def _weeks(year: int) -> int:
    return date(year, 12, 28).isocalendar().week  # 28 December is always in the last ISO week of its year


def _a_year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def _wrong(text: str, reason: str = "") -> UsageError:
    got = f"{text[:40]!r}" + (f" ({reason})" if reason else "")
    return UsageError("period", f"a period such as {_FORMS}", got, "Write one of these forms.")
