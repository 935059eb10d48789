"""Did we hit target: lines reached, attainment, and the forecast scaled by the traffic that was promised."""

import math
from dataclasses import dataclass
from fractions import Fraction

from toolkit.metrics import reasons
from toolkit.metrics.fact import Fact, Scope

PASS_SHARE = 0.8
LINES = ("exceeded", "good", "normal")
SAME = 1e-12
"""Relative difference up to which a value is the line: in binary, sums and quotients of money miss it by a digit."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The thresholds of one KPI; a value exactly on a line has reached it.

    >>> Lines("higher", normal=0.25, good=0.35, exceeded=0.45).reached(0.35)
    'good'
    >>> Lines("lower", normal=30, good=20).reached(30.01)
    'fail'
    """

    better: str
    normal: float
    good: float | None = None
    exceeded: float | None = None

    def reached(self, value: float) -> str:
        """fail, normal, good or exceeded."""
        for name in LINES:
            line = getattr(self, name)
            if line is not None and _is_reached(value, line, self.better):
                return name
        return "fail"

    def attainment(self, value: float) -> float | None:
        """Value over the normal line, or the line over the value where lower is better; None for a base of 0."""
        above, below = (value, self.normal) if self.better == "higher" else (self.normal, value)
        return above / below if below else None


def _is_reached(value: float, line: float, better: str) -> bool:
    is_beyond = value >= line if better == "higher" else value <= line
    return is_beyond or math.isclose(value, line, rel_tol=SAME)


def passes(attainment: Fact) -> bool:
    """Whether a forecast is known to be met: at least 80 % of it came."""
    return attainment.ok and _is_reached(attainment.value, PASS_SHARE, "higher")


def judge(actual: Fact, lines: Lines, scope: Scope) -> list[Fact]:
    """Facts line and target_attainment of one KPI, dims metric."""
    dims = {"metric": actual.id}
    if not actual.ok or actual.reason == reasons.PARTIAL:
        make = scope.no_data if actual.status == "no_data" else scope.unobservable
        reason = actual.reason or reasons.NOT_COVERED
        return [make("line", reason, dims=dims), make("target_attainment", reason, dims=dims)]
    line = Fact("line", lines.reached(actual.value), "line", scope.start, scope.end, dims=dims, source=actual.source)
    share = lines.attainment(actual.value)
    if share is None:
        return [line, scope.unobservable("target_attainment", reasons.ZERO_BASE, dims=dims)]
    return [line, scope.amount("target_attainment", share, dims=dims)]


def adjusted_forecast(agreed: float, delivered: float, promised: float) -> float:
    """The agreed forecast, scaled down in proportion when promised traffic did not arrive; never scaled up.

    >>> adjusted_forecast(300_000, delivered=3_000, promised=5_000)
    180000.0
    """
    return float(_adjusted(agreed, delivered, promised))


def _adjusted(agreed: float, delivered: float, promised: float) -> Fraction:
    """The same, exact: a value of just 80 % of it has to pass."""
    agreed, delivered, promised = (Fraction(str(number)) for number in (agreed, delivered, promised))
    return agreed * min(Fraction(1), delivered / promised)


def forecast_attainment(actual: Fact, agreed: float, promises: list[tuple[Fact, float]], scope: Scope) -> Fact:
    """Actual over the adjusted forecast, dims metric; the agreement is met at 0.80 or more.

    Parameters
    ----------
    actual : fact of the forecast metric
    agreed : forecast value, at least more than 0
    promises : (delivered fact, promised value) for each promised metric; the scarcest one scales the forecast
    """
    dims = {"metric": actual.id}
    for fact in (actual, *(delivered for delivered, _ in promises)):
        if not fact.ok or fact.reason == reasons.PARTIAL:
            make = scope.no_data if fact.status == "no_data" else scope.unobservable
            return make("forecast_attainment", fact.reason or reasons.NOT_COVERED, dims=dims)
    scaled = [_adjusted(agreed, fact.value, promised) for fact, promised in promises]
    adjusted = min(scaled, default=Fraction(str(agreed)))
    return scope.ratio("forecast_attainment", Fraction(str(actual.value)), adjusted, dims=dims)
