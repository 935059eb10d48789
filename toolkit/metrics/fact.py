"""A fact: one number of a report with everything needed to trust it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Status = Literal["ok", "unobservable", "no_data"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One number of a report.

    Parameters
    ----------
    id : name of the metric in the catalogue
    value : the number, None unless `status` is ok
    unit : share (0..1), users, count, ratio, seconds, hours, days, score, or a currency code such as CNY
    start, end : first and last day it speaks of, both included
    n : denominator of a rate, or number of observations of a mean
    low, high : 95 % interval
    dims : breakdown, for example {"channel": "search"}; empty for the headline value
    status : ok, unobservable (too young, zero base) or no_data (table not given)
    reason : why there is no value, or what limits the one there is
    source : canonical table it comes from
    """

    id: str
    value: float | None
    unit: str
    start: date
    end: date
    n: int | None = None
    low: float | None = None
    high: float | None = None
    dims: Mapping[str, str | int] = field(default_factory=dict)
    status: Status = "ok"
    reason: str | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.status == "ok"):
            raise ValueError(f"fact {self.id}: value {self.value} does not go with status {self.status}")

    @property
    def ok(self) -> bool:
        """Whether there is a number."""
        return self.status == "ok"

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
