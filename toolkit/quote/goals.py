"""What is to be reached, from what is: the client's own baseline, the goal, and where to stand after each phase."""

from dataclasses import dataclass
from datetime import date

from toolkit.i18n import N_
from toolkit.metrics import reasons
from toolkit.metrics.catalogue import FACTS
from toolkit.metrics.fact import Fact, Scope
from toolkit.metrics.review import ADDITIVE, GROWING, Review
from toolkit.params.models import Target
from toolkit.params.proposal import Goal
from toolkit.quote import calendar

NO_BASELINE = N_("no baseline yet: it is measured in the first month")
NOT_REVIEWED = N_("the review does not measure it")


@dataclass(frozen=True, slots=True)
class Aim:
    """One metric of the goals.

    Parameters
    ----------
    baseline : fact goal_baseline, without a value where the metric cannot be observed
    target : fact goal_target at the end of the last phase
    steps : facts goal_target at the end of each phase before it, empty where there is no baseline or nothing to do
    is_reached : whether the baseline is at the goal already; None where that is not known
    """

    metric: str
    better: str
    baseline: Fact
    target: Fact
    steps: tuple[Fact, ...] = ()
    is_reached: bool | None = None


def aims(review: Review, goals: dict[str, Goal], start: date) -> list[Aim]:
    """The goals of the options, and the good line of every other target; a target without one gives its normal line."""
    targets = review.client.targets
    found = [_aim(review, metric, goal, start) for metric, goal in goals.items()]
    for metric, target in targets.items():
        if metric not in goals:
            found.append(_aim(review, metric, Goal.model_construct(value=_line(target), by=None, points=None), start))
    return found


def _line(target: Target) -> float:
    return target.normal if target.good is None else target.good


def _aim(review: Review, metric: str, goal: Goal, start: date) -> Aim:
    better = review.client.targets[metric].better if metric in review.client.targets else FACTS[metric].better
    better = better or "higher"
    baseline = _baseline(review, metric)
    ends = [calendar.span(start, 1, last)[1] for _, _, last in calendar.PHASES]
    scope = Scope(start, ends[-1], review.client.currency)
    dims = {"metric": metric}
    value = _value(goal, baseline)
    if value is None:
        missing = scope.unobservable("goal_target", NO_BASELINE, dims=dims, unit=baseline.unit)
        return Aim(metric, better, baseline, missing)
    target = scope.amount("goal_target", value, dims=dims, unit=baseline.unit)
    if not baseline.ok:
        return Aim(metric, better, baseline, target)
    is_reached = baseline.value >= value if better == "higher" else baseline.value <= value
    steps = () if is_reached else tuple(_step(review, baseline, target, start, i) for i in range(len(ends) - 1))
    return Aim(metric, better, baseline, target, steps, is_reached)


def _step(review: Review, baseline: Fact, target: Fact, start: date, phase: int) -> Fact:
    """An even way from the baseline to the goal, a phase at a time."""
    last = calendar.PHASES[phase][2]
    scope = Scope(start, calendar.span(start, 1, last)[1], review.client.currency)
    share = (phase + 1) / len(calendar.PHASES)
    value = baseline.value + (target.value - baseline.value) * share
    return scope.amount("goal_target", value, dims=baseline.dims | {"month": last}, unit=baseline.unit)


def _value(goal: Goal, baseline: Fact) -> float | None:
    if goal.value is not None:
        return goal.value
    if not baseline.ok:
        return None
    value = baseline.value * (1 + goal.by) if goal.by is not None else baseline.value + goal.points
    return min(max(value, 0.0), 1.0) if baseline.unit == "share" else value


def _baseline(review: Review, metric: str) -> Fact:
    """The metric of the reported period as a goal_baseline; none where it is partial or of another kind of period."""
    period, currency, dims = review.period, review.client.currency, {"metric": metric}
    now = review.now.get(metric)
    if now is None:
        unit = FACTS[metric].unit
        unit = currency if unit == "money" else unit
        scope = Scope(period.start, period.end, currency)
        return scope.no_data("goal_baseline", NOT_REVIEWED, dims=dims, unit=unit)
    scope = Scope(now.start, now.end, currency, now.source)
    if not now.ok:
        make = scope.no_data if now.status == "no_data" else scope.unobservable
        return make("goal_baseline", now.reason, dims=dims, unit=now.unit)
    if now.reason == reasons.PARTIAL:
        return scope.unobservable("goal_baseline", reasons.NOT_COVERED, dims=dims, unit=now.unit)
    if metric in ADDITIVE | GROWING and period.kind != review.cadence:
        return scope.unobservable("goal_baseline", reasons.OTHER_CADENCE, dims=dims, unit=now.unit)
    return scope.amount(
        "goal_baseline",
        now.value,
        dims=dims,
        unit=now.unit,
        n=now.n,
        low=now.low,
        high=now.high,
        reason=now.reason,
    )
