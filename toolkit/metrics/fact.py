"""A fact: one number of a report with everything needed to trust it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from toolkit.metrics import catalogue, intervals, reasons

Status = Literal["ok", "unobservable", "no_data"]
Dims = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Fact:
    """One number of a report.

    Parameters
    ----------
    id : name of the metric in the catalogue
    value : the number (a word for `line`), None unless `status` is ok
    unit : share (0..1), users, count, ratio, seconds, hours, score, line, or a currency code such as CNY
    start, end : first and last day it speaks of, both included
    n : denominator of a rate, or number of observations of a mean
    low, high : 95 % interval
    dims : breakdown, for example {"channel": "search"}; empty for the headline value
    status : ok, unobservable (too young, zero base) or no_data (table not given)
    reason : why there is no value, or what limits the one there is
    source : canonical table it comes from
    gaps : days of the span without data, which a sum lacks; for comparisons only, never published
    noise : standard error by which a sum or ratio moves from one period to the next when nothing changed, where it has
        no interval; for comparisons only, never published
    """

    id: str
    value: float | str | None
    unit: str
    start: date
    end: date
    n: int | None = None
    low: float | None = None
    high: float | None = None
    dims: Dims = field(default_factory=dict)
    status: Status = "ok"
    reason: str | None = None
    source: str | None = None
    gaps: int = 0
    noise: float | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.status == "ok"):
            raise ValueError(f"fact {self.id}: value {self.value} does not go with status {self.status}")

    @property
    def ok(self) -> bool:
        """Whether there is a number."""
        return self.status == "ok"

    @property
    def successes(self) -> int:
        """Numerator of a rate, as a whole number of its n."""
        return round(self.value * self.n)

    def as_json(self) -> dict[str, Any]:
        """The fact as `facts.json` holds it."""
        return {
            "id": self.id,
            "value": self.value,
            "unit": self.unit,
            "n": self.n,
            "low": self.low,
            "high": self.high,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "dims": dict(self.dims),
            "status": self.status,
            "reason": self.reason,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Scope:
    """What all facts of one measurement share: span, currency, source table and a remark on its limits."""

    start: date
    end: date
    currency: str = "CNY"
    source: str | None = None
    remark: str | None = None

    def amount(
        self, metric: str, value: float, *, dims: Dims | None = None, unit: str | None = None, **more: Any
    ) -> Fact:
        """A count, sum, mean or ratio that is known; `unit` where the metric has none in common."""
        more.setdefault("reason", self.remark)
        if more.get("n") is not None:
            more["n"] = int(more["n"])  # counts come from tables as numbers that JSON does not know
        unit = catalogue.unit(metric, self.currency, unit)
        plain = int(value) if unit in ("users", "count") and float(value).is_integer() else float(value)
        return Fact(metric, plain, unit, self.start, self.end, dims=dims or {}, source=self.source, **more)

    def rate(self, metric: str, successes: int, n: int, *, dims: Dims | None = None, reason: str | None = None) -> Fact:
        """A share with its n and Wilson interval; unobservable when n is 0."""
        successes, n = int(successes), int(n)
        if n == 0:
            return self.unobservable(metric, reasons.ZERO_BASE, dims=dims)
        if successes > n:
            return self.unobservable(metric, reasons.SUBSET, dims=dims)
        low, high = intervals.wilson(successes, n)
        return self.amount(metric, successes / n, dims=dims, n=n, low=low, high=high, reason=self.remark or reason)

    def ratio(self, metric: str, above: float, below: float, *, dims: Dims | None = None, **more: Any) -> Fact:
        """A quotient that is no share of a whole; unobservable when it would divide by 0."""
        if not below:
            return self.unobservable(metric, reasons.ZERO_BASE, dims=dims)
        return self.amount(metric, above / below, dims=dims, **more)

    def unobservable(self, metric: str, reason: str, *, dims: Dims | None = None, unit: str | None = None) -> Fact:
        """A number that cannot be known yet, or has no base."""
        return self._without(metric, "unobservable", reason, dims, unit)

    def no_data(self, metric: str, reason: str, *, dims: Dims | None = None, unit: str | None = None) -> Fact:
        """A number whose table, column or event name was not given."""
        return self._without(metric, "no_data", reason, dims, unit)

    def _without(self, metric: str, status: Status, reason: str, dims: Dims | None, unit: str | None) -> Fact:
        unit = catalogue.unit(metric, self.currency, unit)
        return Fact(
            metric, None, unit, self.start, self.end, dims=dims or {}, status=status, reason=reason, source=self.source
        )
