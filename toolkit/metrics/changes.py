"""What moved: clear changes against the previous period, and cohorts unlike the others."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from toolkit.metrics import intervals, reasons
from toolkit.metrics.catalogue import METRICS
from toolkit.metrics.details import granularity, triangle
from toolkit.metrics.fact import Fact
from toolkit.metrics.review import Review

CLEAR_CHANGE = 0.05


@dataclass(frozen=True, slots=True)
class Change:
    """How a metric moved against the previous period; `is_clear` when it is more than the noise."""

    metric: str
    now: Fact
    before: Fact
    is_clear: bool
    low: float | None = None
    high: float | None = None

    @property
    def is_better(self) -> bool | None:
        """Whether the movement is in the wanted direction; None where the metric has none."""
        better = METRICS[self.metric].better
        return None if better is None else (self.now.value > self.before.value) == (better == "higher")


def change(now: Fact, before: Fact | None) -> Change | None:
    """The change of a metric, None when either side is unknown.

    A rate moves clearly when the 95 % interval of the difference leaves out 0; a count of people or orders when it
    differs by more than twice the Poisson noise; anything else from 5 per cent on.
    """
    if before is None or not (now.ok and before.ok) or now.reason == reasons.PARTIAL:
        return None
    if now.unit == "share" and now.n and before.n and now.low is not None and before.low is not None:
        low, high = intervals.rate_difference(now.successes, now.n, before.successes, before.n)
        return Change(now.id, now, before, not low <= 0 <= high, low, high)
    difference = now.value - before.value
    if now.unit in ("users", "count"):
        return Change(
            now.id, now, before, abs(difference) > intervals.Z95 * (abs(now.value) + abs(before.value)) ** 0.5
        )
    return Change(now.id, now, before, abs(difference) > CLEAR_CHANGE * abs(before.value) > 0)


def changes(review: Review) -> list[Change]:
    """All clear changes against the previous period, largest relative movement first."""
    found = [change(fact, review.before.get(metric)) for metric, fact in review.now.items()]
    clear = [item for item in found if item is not None and item.is_clear and item.before.value]
    return sorted(clear, key=lambda item: -abs(item.now.value / item.before.value - 1))


@dataclass(frozen=True, slots=True)
class OddCohort:
    """A cohort that came back clearly more or less than the others after one step."""

    granularity: str
    start: date
    end: date
    share: float
    rest: float
    low: float
    high: float
    n: int


def odd_cohort(review: Review) -> OddCohort | None:
    """The cohort whose first-step retention differs most from the pooled others, where the difference is clear.

    With several cohorts one of them stands out by chance, so the difference must also exceed a tenth of the rest.
    """
    grain = granularity(review)
    cells = triangle(review, grain)
    if cells is None:
        return None
    first = cells[(cells["offset"] == 1) & cells["share"].notna()]
    found = []
    for row in first.itertuples():
        others = first[first["cohort"] != row.cohort]
        retained, base = int(others["users"].sum()), int(others["base"].sum())
        if not base:
            continue
        low, high = intervals.rate_difference(int(row.users), int(row.base), retained, base)
        rest = retained / base
        if not low <= 0 <= high and abs(row.share - rest) > 0.1 * rest:
            start = row.cohort.date()
            end = {"day": start, "week": start + timedelta(days=6)}.get(grain) or _month_end(start)
            found.append(OddCohort(grain, start, end, row.share, rest, low, high, int(row.base)))
    return max(found, key=lambda odd: min(abs(odd.low), abs(odd.high)), default=None)


def _month_end(day: date) -> date:
    return (pd.Timestamp(day) + pd.offsets.MonthEnd(0)).date()
