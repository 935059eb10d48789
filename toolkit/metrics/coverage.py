"""Which days a table speaks of: only they can be measured, and only whole periods compared."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

USUAL_GAP = 0.95  # so many of the gaps between rows are no longer than the usual one
MOST_SLACK = 6


@dataclass(frozen=True, slots=True)
class Coverage:
    """First and last day a table speaks of; `slack` days without rows are ordinary for it."""

    first: date
    last: date
    slack: int = 0

    def touches(self, start: date, end: date) -> bool:
        """Whether any day of the span has data."""
        return self.first <= end and self.last >= start

    def covers(self, start: date, end: date) -> bool:
        """Whether the data reaches over the whole span."""
        slack = timedelta(days=self.slack)
        return self.first - slack <= start and end <= self.last + slack


def coverage(days: pd.Series, until: date, *, sparse: bool = False) -> Coverage | None:
    """Coverage of a table by its days, cut at the last complete day.

    Parameters
    ----------
    days : datetime64
    until : last complete day
    sparse : True for tables that need not have a row a day; its usual longest gap, up to a week, is then no gap. One
        long hole does not make holes usual

    Examples
    --------
    >>> mondays = pd.Series(pd.to_datetime(["2026-05-04", "2026-05-11", "2026-05-18"]))
    >>> coverage(mondays, date(2026, 5, 31), sparse=True).slack
    6
    """
    days = days[days <= pd.Timestamp(until)].dt.normalize().drop_duplicates().sort_values()
    if days.empty:
        return None
    gap = 1
    if sparse and len(days) > 1:
        gap = int(days.diff().dt.days.quantile(USUAL_GAP, interpolation="higher"))
    return Coverage(days.iloc[0].date(), days.iloc[-1].date(), min(gap - 1, MOST_SLACK))
