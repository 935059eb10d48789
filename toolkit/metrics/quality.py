"""The data itself: rows, span and gaps of every input, and whether two sources of the same thing agree."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from toolkit.metrics import activity
from toolkit.metrics.details import lead_in
from toolkit.metrics.fact import Fact
from toolkit.metrics.measure import Measure, Tables
from toolkit.metrics.review import Review, remembered

TOLERANCE = 0.02
RECONCILED = ("new_users", "active_users", "dau_mean", "d1_retention")


@remembered
def reconciliation(review: Review) -> list[tuple[Fact, Fact]]:
    """The same metric from events and from the platform, where both are given: (events, platform with dims source)."""
    if review.log is None or review.platform is None:
        return []
    platform = review.platform
    days = review.measure.people_days
    triangles = {"day": platform.triangle("day", "new", review.since, days.last if days else review.until)}
    measure = Measure(Tables(platform, None, None, None, triangles, {}), review.until, review.client.currency, None)
    theirs = measure.headline("now", review.period)
    pairs = [(review.now[metric], theirs[metric]) for metric in RECONCILED]
    return [(ours, replace(other, dims={"source": other.source})) for ours, other in pairs if ours.ok and other.ok]


@remembered
def disagreeing_days(review: Review) -> pd.DataFrame:
    """Days on which the platform's daily users differ from the event log's by more than 2 per cent.

    Returns
    -------
    DataFrame[day, events, visits, difference (share of the platform's)], within the drawn span; ordered
    """
    columns = ["day", "events", "visits", "difference"]
    if review.log is None or review.platform is None or review.platform.daily.empty:
        return pd.DataFrame(columns=columns)
    ours = review.audience.daily[["day", "users"]].rename(columns={"users": "events"})
    theirs = review.platform.daily[["day", "users"]].rename(columns={"users": "visits"})
    both = theirs.merge(ours, on="day", how="left").fillna({"events": 0})
    both = activity.within(both, lead_in(review), min(review.period.end, review.until))
    both["difference"] = both["events"] / both["visits"].where(both["visits"] > 0) - 1
    return both.loc[both["difference"].abs() > TOLERANCE, columns].reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class TableQuality:
    """One input as a reader should know it: rows, files, span, and days of tracking that are missing."""

    table: str
    rows: int
    files: int
    first: date | None
    last: date | None
    missing: tuple[date, ...] = ()


_DAY_COLUMN = {"events": "at", "orders": "at", "tickets": "opened_at", "visits": "start", "retention": "start"}


@remembered
def quality(review: Review) -> list[TableQuality]:
    """Every input table: rows, files, span, missing days."""
    found = []
    for name, given in review.warehouse.inputs.items():
        table = review.warehouse.tables[name]
        column = _DAY_COLUMN.get(name, "date")
        first = last = None
        if column in table.columns and given.rows:
            first, last = review.warehouse.ends(name, column)
        missing = (
            tuple(review.audience.missing) if review.audience is not None and name == review.audience.source else ()
        )
        found.append(TableQuality(name, given.rows, given.files, first, last, missing))
    return found
