"""The effect of a campaign as facts, whichever way it was found."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from toolkit.effect import campaign_reasons as why
from toolkit.effect import panel
from toolkit.effect.campaigns import Difference, Effect
from toolkit.metrics import reasons
from toolkit.metrics.fact import Fact, Scope

Dims = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """The effect of a campaign on one metric, whichever way it was found, as facts.

    Parameters
    ----------
    incremental, lift, p_value, expected : facts with the campaign as dimension
    after : incremental over the days that followed, None where unknown
    forecast : the forecast it was held against, None where it was controls
    controls : the comparison with untreated units, None where it was a forecast
    """

    incremental: Fact
    lift: Fact
    p_value: Fact
    expected: Fact
    after: Fact | None = None
    forecast: Effect | None = None
    controls: panel.Effect | None = None

    @property
    def is_clear(self) -> bool:
        """Whether there is an effect beyond chance."""
        fact = self.incremental
        return fact.ok and fact.low is not None and (fact.low > 0 or fact.high < 0)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact."""
        found = (self.incremental, self.lift, self.p_value, self.expected)
        return found if self.after is None else (*found, self.after)


def against_forecast(found: Effect, scope: Scope, unit: str, dims: Dims, *, is_mean: bool) -> Found:
    """The effect against a forecast.

    Parameters
    ----------
    scope : the days of the campaign
    unit : of the metric
    is_mean : whether the metric is a mean of its days, not their sum
    """
    during = found.during
    if during.gaps:
        scope = replace(scope, remark=scope.remark or reasons.GAPS)
    size = during.days if is_mean else 1
    p, after = found.placebo.p, None
    p_value = scope.unobservable("p_value", why.FEW_SPANS, dims=dims)
    if p is not None:
        p_value = scope.amount("p_value", p, n=found.placebo.spans, dims=dims)
    if found.after is not None:
        later = replace(scope, start=found.after.start, end=found.after.end, remark=None)
        after = _sum(later, found.after, found.after.days if is_mean else 1, unit, {**dims, "days": "after"})
    return Found(
        _sum(scope, during, size, unit, dims),
        _lift(scope, during.lift, dims),
        p_value,
        scope.amount("expected", during.expected / size, unit=unit, n=found.learned_from, dims=dims),
        after,
        forecast=found,
    )


def against_controls(found: panel.Effect, scope: Scope, unit: str, dims: Dims) -> Found:
    """The effect against untreated units, summed over the treated units and their days."""
    value, low, high = found.incremental
    p_value = scope.unobservable("p_value", panel.FEW_CONTROLS, dims=dims)
    if found.p_value is not None:
        p_value = scope.amount("p_value", found.p_value, n=len(found.placebos), dims=dims)
    return Found(
        scope.amount("incremental", value, low=low, high=high, unit=unit, dims=dims),
        _lift(scope, found.lift, dims),
        p_value,
        scope.amount("expected", found.expected_mean * found.unit_days, unit=unit, dims=dims),
        controls=found,
    )


def unknown(reason: str, scope: Scope, unit: str, dims: Dims) -> Found:
    """No effect, and why."""
    units = {"incremental": unit, "lift": None, "p_value": None, "expected": unit}
    return Found(*(scope.unobservable(id_, reason, dims=dims, unit=own) for id_, own in units.items()))


def _sum(scope: Scope, part: Difference, size: int, unit: str, dims: Dims) -> Fact:
    low, high = part.low / size, part.high / size
    return scope.amount("incremental", part.value / size, low=low, high=high, unit=unit, dims=dims)


def _lift(scope: Scope, found: tuple[float, float | None, float | None] | None, dims: Dims) -> Fact:
    if found is None:
        return scope.unobservable("lift", reasons.ZERO_BASE, dims=dims)
    value, low, high = found
    return scope.amount("lift", value, low=low, high=high, dims=dims)
