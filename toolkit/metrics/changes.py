"""What moved: clear changes against the previous period, and cohorts unlike the others."""

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from toolkit.metrics import intervals, reasons
from toolkit.metrics.catalogue import METRICS
from toolkit.metrics.details import granularity, triangle
from toolkit.metrics.fact import Fact
from toolkit.metrics.review import Review, remembered
from toolkit.params import Campaign

CLEAR_CHANGE = 0.05
MOST_DAYS = 62
WILSON = frozenset(id_ for id_, metric in METRICS.items() if metric.unit == "share") - {"refund_rate"}
SIGNED = frozenset(("net_active_growth", "new_user_growth_rate", "roi"))  # may cross 0: no relative change


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

    A rate of people moves clearly when the 95 % interval of the difference leaves out 0, any other number with an
    interval when it differs by more than both intervals allow, a count of people or orders when it differs by more than
    the Poisson noise; a sum or ratio without an interval from 5 per cent on.
    """
    if before is None or not (now.ok and before.ok) or now.reason == reasons.PARTIAL or now.id in SIGNED:
        return None
    if None not in (now.low, before.low) and now.id in WILSON:
        low, high = intervals.rate_difference(now.successes, now.n, before.successes, before.n)
        return Change(now.id, now, before, not low <= 0 <= high, low, high)
    difference = now.value - before.value
    if None not in (now.low, before.low):
        noise = math.hypot((now.high - now.low) / 2, (before.high - before.low) / 2)
        return Change(now.id, now, before, abs(difference) > noise, difference - noise, difference + noise)
    if now.unit in ("users", "count"):
        return Change(
            now.id, now, before, abs(difference) > intervals.Z95 * (abs(now.value) + abs(before.value)) ** 0.5
        )
    return Change(now.id, now, before, abs(difference) > CLEAR_CHANGE * abs(before.value) > 0)


@remembered
def changes(review: Review) -> list[Change]:
    """All clear changes against the previous period, largest relative movement first."""
    found = [change(fact, review.before.get(metric)) for metric, fact in review.now.items()]
    clear = [item for item in found if item is not None and item.is_clear and item.before.value]
    return sorted(clear, key=lambda item: -abs(item.now.value / item.before.value - 1))


@dataclass(frozen=True, slots=True)
class OddCohort:
    """New users who came back clearly more or less than the others after one step.

    Parameters
    ----------
    granularity : of the step: day, week or month
    start, end : days of their first visit
    share, rest : their retention and that of all others
    low, high : 95 % interval of the difference
    n : how many they are
    campaign : whose days these are, None for a plain cohort
    """

    granularity: str
    start: date
    end: date
    share: float
    rest: float
    low: float
    high: float
    n: int
    campaign: Campaign | None = None


@remembered
def odd_cohorts(review: Review) -> list[OddCohort]:
    """Cohorts unlike the others, most certain first: the days of campaigns, else the one cohort that differs most.

    With several cohorts one of them stands out by chance, so the difference must also exceed a tenth of the rest.
    """
    found = [odd for campaign in review.client.campaigns if (odd := _of_campaign(review, campaign)) is not None]
    if not found:
        grain = granularity(review)
        cells = _first_step(triangle(review, grain))
        days = [(row.cohort.date(), _end(row.cohort.date(), grain)) for row in cells.itertuples()]
        found = [odd for start, end in days if (odd := _compare(cells, grain, start, end)) is not None]
        found = sorted(found, key=_certainty)[-1:]
    return sorted(found, key=_certainty, reverse=True)


def _of_campaign(review: Review, campaign: Campaign) -> OddCohort | None:
    start, end = max(campaign.start, review.period.start), min(campaign.end, review.period.end)
    cells = _first_step(triangle(review, "day"))
    if end < start or review.period.days > MOST_DAYS:
        return None
    odd = _compare(cells, "day", start, end)
    return None if odd is None else replace(odd, campaign=campaign)


def _first_step(cells: pd.DataFrame | None) -> pd.DataFrame:
    if cells is None:
        return pd.DataFrame({"cohort": pd.to_datetime([]), "offset": [], "users": [], "base": [], "share": []})
    return cells[(cells["offset"] == 1) & cells["share"].notna()]


def _compare(cells: pd.DataFrame, grain: str, start: date, end: date) -> OddCohort | None:
    """The cohorts that begin in a span against the others, where the difference is clear."""
    inside = (cells["cohort"] >= pd.Timestamp(start)) & (cells["cohort"] <= pd.Timestamp(end))
    retained, base = int(cells.loc[inside, "users"].sum()), int(cells.loc[inside, "base"].sum())
    others, others_base = int(cells.loc[~inside, "users"].sum()), int(cells.loc[~inside, "base"].sum())
    if not base or not others_base:
        return None
    share, rest = retained / base, others / others_base
    low, high = intervals.rate_difference(retained, base, others, others_base)
    if low <= 0 <= high or abs(share - rest) <= 0.1 * rest:
        return None
    return OddCohort(grain, start, end, share, rest, low, high, base)


def _certainty(odd: OddCohort) -> float:
    return min(abs(odd.low), abs(odd.high))


def _end(start: date, grain: str) -> date:
    """Last day of the cohort that begins on a day."""
    if grain == "month":
        return (pd.Timestamp(start) + pd.offsets.MonthEnd(0)).date()
    return start + timedelta(days=6 if grain == "week" else 0)
