"""What moved: clear changes against the previous period, and cohorts unlike the others."""

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from toolkit.metrics import intervals, reasons
from toolkit.metrics.catalogue import METRICS
from toolkit.metrics.details import granularity, triangle
from toolkit.metrics.fact import Fact, Scope
from toolkit.metrics.review import ADDITIVE, Review, remembered
from toolkit.params import Campaign

CLEAR_CHANGE = 0.05  # of a sum or ratio
FALSE_ALARMS = 0.05  # share of the listed changes that may be chance
FEW = 10  # observations from which a mean or a quantile is compared
MOST_DAYS = 62
OVER_DAYS = ADDITIVE | {"mau"}
WILSON = frozenset(id_ for id_, metric in METRICS.items() if metric.unit == "share") - {"refund_rate"}
SIGNED = frozenset(("net_active_growth", "new_user_growth_rate", "roi"))  # may cross 0: no relative change


@dataclass(frozen=True, slots=True)
class Change:
    """How a metric moved against the previous period.

    Parameters
    ----------
    is_clear : whether it moved by more than the noise
    low, high : 95 % interval of the difference, where there is one
    errors : the difference in standard errors, None where its noise is not known
    """

    metric: str
    now: Fact
    before: Fact
    is_clear: bool
    low: float | None = None
    high: float | None = None
    errors: float | None = None

    @property
    def is_better(self) -> bool | None:
        """Whether the movement is in the wanted direction; None where the metric has none."""
        better = METRICS[self.metric].better
        return None if better is None else (self.now.value > self.before.value) == (better == "higher")


def change(now: Fact, before: Fact | None) -> Change | None:
    """The change of a metric, None when either side is unknown.

    A rate of people moves clearly when the 95 % interval of the difference leaves out 0, a mean or quantile of at least
    ten observations when it differs by more than both intervals allow, a count of people or orders when it differs by
    more than the Poisson noise, any other sum or ratio when it differs by more than its noise and by 5 per cent. What
    adds up over days must also have moved so per day: a month of 31 days is no growth over one of 28.
    """
    if before is None or not (now.ok and before.ok) or now.reason == reasons.PARTIAL or now.id in SIGNED:
        return None
    difference = now.value - before.value
    if None not in (now.low, before.low) and now.id in WILSON:
        low, high = intervals.rate_difference(now.successes, now.n, before.successes, before.n)
        half = difference - low if difference > 0 else high - difference
        is_clear = not low <= 0 <= high
    else:
        half, is_clear = _noise(now, before)
        low, high = (None, None) if None in (now.low, before.low) else (difference - half, difference + half)
    return Change(now.id, now, before, is_clear, low, high, abs(difference) * intervals.Z95 / half if half else None)


def _noise(now: Fact, before: Fact) -> tuple[float, bool]:
    """Half of the 95 % interval of a difference, and whether the difference is clear."""
    days = _days(now) / _days(before) if now.id in OVER_DAYS and _days(before) > 0 else 1.0
    moved, least = [now.value - before.value, now.value - before.value * days], 0.0
    if now.unit in ("users", "count"):
        half = intervals.Z95 * (abs(now.value) + abs(before.value)) ** 0.5
    elif None not in (now.low, before.low):
        half = math.hypot((now.high - now.low) / 2, (before.high - before.low) / 2)
    else:
        half = intervals.Z95 * math.hypot(_error(now), _error(before))
        least = CLEAR_CHANGE * abs(before.value)
    if now.unit not in ("users", "count") and min(now.n or FEW, before.n or FEW) < FEW:
        return half, False
    line = max(half, least)
    return half, all(move > line for move in moved) or all(move < -line for move in moved)


def _days(fact: Fact) -> int:
    """Days that a fact sums over."""
    return (fact.end - fact.start).days + 1 - fact.gaps


def _error(fact: Fact) -> float:
    """Standard error of a sum or ratio; of one that does not know it, that of a mean as spread out as it is large."""
    if fact.noise is not None:
        return fact.noise
    return abs(fact.value) / fact.n**0.5 if fact.n else 0.0


@remembered
def changes(review: Review) -> list[Change]:
    """All clear changes against the previous period, largest relative movement first.

    Among many metrics some move by chance: of those listed at most one in twenty may, after Benjamini and Hochberg
    (1995).
    """
    found = [change(fact, review.before.get(metric)) for metric, fact in review.now.items()]
    tested = [item for item in found if item is not None]
    clear = [item for item in _beyond_chance(tested) if item.is_clear and item.before.value > 0]
    return sorted(clear, key=lambda item: -abs(item.now.value / item.before.value - 1))


def _beyond_chance(tested: list[Change]) -> list[Change]:
    """The changes that stay when so many were looked at; those of unknown noise too."""
    chance = {item.metric: math.erfc(item.errors / 2**0.5) for item in tested if item.errors is not None}
    ranked = enumerate(sorted(chance.values()), start=1)
    line = max((each for rank, each in ranked if each <= FALSE_ALARMS * rank / len(chance)), default=-1.0)
    return [item for item in tested if chance.get(item.metric, -1.0) <= line]


@dataclass(frozen=True, slots=True)
class OddCohort:
    """New users who came back clearly more or less than the others after one step.

    Parameters
    ----------
    granularity : of the step: day, week or month
    start, end : days of their first visit
    share, rest : their retention and that of all others
    low, high : 95 % interval of the difference
    n, rest_n : how many they and the others are
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
    rest_n: int
    campaign: Campaign | None = None

    def facts(self, scope: Scope) -> list[Fact]:
        """Retention of the others, dims besides (the cohort or campaign), and of a campaign's days, dims campaign."""
        label = self.start.strftime("%Y-%m" if self.granularity == "month" else "%Y-%m-%d")
        name = label if self.campaign is None else self.campaign.id
        dims = {"granularity": self.granularity, "kind": "new", "offset": 1}
        rest = scope.rate("retention", round(self.rest * self.rest_n), self.rest_n, dims=dims | {"besides": name})
        if self.campaign is None:  # the cells of the triangle hold its own
            return [rest]
        return [rest, scope.rate("retention", round(self.share * self.n), self.n, dims=dims | {"campaign": name})]


@remembered
def odd_cohorts(review: Review) -> list[OddCohort]:
    """Cohorts unlike the others, most certain first: the days of campaigns, else the one cohort that differs most.

    Among several cohorts one stands out by chance, so the more there are, the surer the difference must be
    (Bonferroni); it must also exceed a tenth of the rest.
    """
    found = [odd for campaign in review.client.campaigns if (odd := _of_campaign(review, campaign)) is not None]
    if not found:
        grain = granularity(review)
        cells = _first_step(triangle(review, grain))
        days = [(row.cohort.date(), _end(row.cohort.date(), grain)) for row in cells.itertuples()]
        odds = (_compare(cells, grain, start, end, among=len(days)) for start, end in days)
        found = [odd for odd in odds if odd is not None and review.period.contains(odd.start)]
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


def _compare(cells: pd.DataFrame, grain: str, start: date, end: date, among: int = 1) -> OddCohort | None:
    """The cohorts that begin in a span against the others, where the difference is clear among so many looked at."""
    inside = (cells["cohort"] >= pd.Timestamp(start)) & (cells["cohort"] <= pd.Timestamp(end))
    retained, base = int(cells.loc[inside, "users"].sum()), int(cells.loc[inside, "base"].sum())
    others, others_base = int(cells.loc[~inside, "users"].sum()), int(cells.loc[~inside, "base"].sum())
    if not base or not others_base:
        return None
    share, rest = retained / base, others / others_base
    low, high = intervals.rate_difference(retained, base, others, others_base)
    strict = intervals.rate_difference(retained, base, others, others_base, alpha=0.05 / among)
    if strict[0] <= 0 <= strict[1] or abs(share - rest) <= 0.1 * rest:
        return None
    return OddCohort(grain, start, end, share, rest, low, high, base, others_base)


def _certainty(odd: OddCohort) -> float:
    return min(abs(odd.low), abs(odd.high))


def _end(start: date, grain: str) -> date:
    """Last day of the cohort that begins on a day."""
    if grain == "month":
        return (pd.Timestamp(start) + pd.offsets.MonthEnd(0)).date()
    return start + timedelta(days=6 if grain == "week" else 0)
