"""A client's own figures before the work began and since, over as many days, from the machinery of the KPI review."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from toolkit import periods
from toolkit.effect.series import YOUNG_LOG_DAYS
from toolkit.i18n import N_
from toolkit.metrics import reasons
from toolkit.metrics.audience import EventAudience
from toolkit.metrics.changes import change
from toolkit.metrics.fact import Fact, Scope
from toolkit.metrics.review import Review
from toolkit.params import Client
from toolkit.periods import Period

if TYPE_CHECKING:
    from toolkit.warehouse import Warehouse

METRICS = (
    ("new_users", "dau_mean", "d1_retention", "d7_retention", "month_retention", "registration_conversion")
    + ("purchase_conversion", "appointment_conversion", "share_rate", "orders", "buyers", "gmv", "net_revenue", "aov")
    + ("repeat_rate", "refund_rate", "cac", "csat")
)
"""What is compared, where the data have it."""
OF_NEWCOMERS = ("new_users", "d1_retention", "d7_retention", "month_retention", "cac")
LEAST_DAYS = 7
SAME_SEASON_DAYS = 330  # from before to after, from which on both hold the same season

NO_START = N_("no start was given")
NOT_BEGUN = N_("the work begins after the period")
TOO_FEW_DAYS = N_("there are fewer than 7 days with data before or after the start")
POINTS = N_("in percentage points")


@dataclass(frozen=True, slots=True)
class Shift:
    """One metric before and after the start, and its change; `is_clear` where chance does not explain it."""

    metric: str
    before: Fact
    after: Fact
    change: Fact
    is_clear: bool


class Comparison:
    """Every metric known on both sides of the start.

    Parameters
    ----------
    client, warehouse : the client file and the checked tables
    start : first day of the work, None where the client file names none
    last : last day of the time after it
    until : last complete day by the calendar
    is_index : tells amounts as an index with 100 before, for a case that may not tell them
    """

    def __init__(
        self, client: Client, warehouse: "Warehouse", start: date | None, last: date, until: date, is_index: bool
    ) -> None:
        self.client, self.warehouse, self.until = client, warehouse, until
        self.start, self.last, self.is_index = start, last, is_index

    @cached_property
    def reason(self) -> str | None:
        """Why there is nothing to compare, None where there is."""
        if self.start is None:
            return NO_START
        if self.start > self.last:
            return NOT_BEGUN
        return TOO_FEW_DAYS if self.days < LEAST_DAYS else None

    @cached_property
    def days(self) -> int:
        """Days on each side: whole weeks, as many as there are since the start and as the data reach back."""
        if self.start is None or (first := self._first_day) is None:
            return 0
        days = max(min((self.last - self.start).days + 1, (self.start - first).days), 0)
        return days - days % 7

    @property
    def _first_day(self) -> date | None:
        """First day on which the client's own figures begin."""
        columns = {"events": "at", "visits": "start", "orders": "at"}
        given = {name: column for name, column in columns.items() if name in self.warehouse}
        found = [self.warehouse.tables[name][column].min().execute() for name, column in given.items()]
        return min((pd.Timestamp(day).date() for day in found if not pd.isna(day)), default=None)

    @property
    def after(self) -> Period:
        """The last days of the work."""
        return periods.parse(f"{self.last - timedelta(days=self.days - 1)}..{self.last}")

    @property
    def before(self) -> Period:
        """As many days right before the start."""
        return periods.parse(f"{self.start - timedelta(days=self.days)}..{self.start - timedelta(days=1)}")

    @property
    def is_same_season(self) -> bool:
        """Whether both sides lie about a whole number of years apart, or cover one."""
        apart = (self.after.start - self.before.start).days
        return self.days >= SAME_SEASON_DAYS or abs(apart - 365 * round(apart / 365)) <= 14 < apart

    @cached_property
    def _reviews(self) -> tuple[Review, Review]:
        """The time after the start and the time before it."""
        return tuple(Review(self.client, self.warehouse, span, self.until) for span in (self.after, self.before))

    @cached_property
    def is_young(self) -> bool:
        """Whether the event log begins so shortly before the first side that people known from before look new."""
        if self.reason is not None or not isinstance(people := self._reviews[1].audience, EventAudience):
            return False
        return self.before.start < people.days.min().date() + timedelta(days=YOUNG_LOG_DAYS)

    @cached_property
    def shifts(self) -> list[Shift]:
        """The metrics known on both sides, in the order of `METRICS`; empty where `reason` says why."""
        if self.reason is not None:
            return []
        now, then = (review.now for review in self._reviews)
        told = [metric for metric in METRICS if not (self.is_young and metric in OF_NEWCOMERS)]
        found = [self._shift(then[metric], now[metric]) for metric in told]
        return [shift for shift in found if shift is not None]

    def _shift(self, before: Fact, after: Fact) -> Shift | None:
        moved = change(after, before) if before.reason != reasons.PARTIAL else None
        if moved is None:
            return None
        scope = Scope(before.start, after.end, self.client.currency, after.source)
        dims = {"metric": after.id}
        if after.unit == "share":
            sides = {"low": moved.low, "high": moved.high, "reason": POINTS}
            changed = scope.amount("change", after.value - before.value, dims=dims, **sides)
        elif before.value > 0:
            changed = scope.amount("change", after.value / before.value - 1, dims=dims)
        else:
            changed = scope.unobservable("change", reasons.ZERO_BASE, dims=dims)
        first, second = (self._told(id_, fact, before.value) for id_, fact in (("before", before), ("after", after)))
        return None if first is None else Shift(after.id, first, second, changed, moved.is_clear)

    def _told(self, id_: str, fact: Fact, base: float) -> Fact | None:
        """A value under the name of its side, amounts as an index; None where an index would have no base."""
        scope = Scope(fact.start, fact.end, self.client.currency, fact.source)
        dims = {"metric": fact.id}
        if not self.is_index or fact.unit not in ("users", "count", self.client.currency):
            more = {"n": fact.n, "low": fact.low, "high": fact.high}
            return scope.amount(id_, fact.value, dims=dims, unit=fact.unit, **more)
        return scope.amount(id_, 100 * fact.value / base, dims=dims, unit="score") if base > 0 else None
