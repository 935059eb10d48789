"""The KPI review of one client and period: every headline metric now, before and a year ago."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any

import pandas as pd
from ibis import _

from toolkit.metrics import activity, growth, reasons, retention, revenue, scorecard
from toolkit.metrics.audience import Audience, EventAudience, PlatformAudience
from toolkit.metrics.coverage import coverage
from toolkit.metrics.events import EventLog
from toolkit.metrics.fact import Fact, Scope
from toolkit.metrics.measure import Facts, Measure, Tables
from toolkit.params import Client
from toolkit.periods import Period

if TYPE_CHECKING:
    from toolkit.warehouse import Warehouse

HISTORY = 6
ADDITIVE = frozenset(
    ("new_users", "active_users", "gmv", "net_revenue", "orders", "buyers", "net_active_growth", "retained_users")
    + ("resurrected_users", "churned_users")
)
"""What is more in a longer period."""
GROWING = frozenset(("arpu", "arppu", "repeat_rate", "churn_rate", "new_user_growth_rate", "sessions_per_user"))
"""Rates and means per person whose size depends on how long the person was watched."""
TABLES = ("events", "visits", "retention", "pages", "traffic", "orders", "spend", "tickets")  # what it is made from
SESSION_METRICS = (
    "sessions_per_user",
    "page_views_per_session",
    "stay_seconds_per_session",
    "session_conversion",
    "error_rate",
    "k_factor",
    "launch_seconds",
)


def remembered(detail: Callable[..., Any]) -> Callable[..., Any]:
    """A detail of a review that is computed once, however many pieces and languages show it."""

    @wraps(detail)
    def once(review: "Review", *args: Any) -> Any:
        key = (detail, *args)
        if key not in review.memory:
            review.memory[key] = detail(review, *args)
        return review.memory[key]

    return once


class Review:
    """All that a KPI review says, computed when it is asked for.

    Parameters
    ----------
    client : the client file
    warehouse : the client's checked tables
    period : what is reviewed
    until : last complete day by the calendar; the data may end earlier
    """

    def __init__(self, client: Client, warehouse: "Warehouse", period: Period, until: date) -> None:
        self.client, self.warehouse, self.period, self.until = client, warehouse, period, until
        self.memory: dict[tuple, Any] = {}
        self.periods = {"now": period, "before": period.previous(), "year_ago": period.year_ago()}
        earlier = self.periods["before"]
        for age in range(2, HISTORY):
            earlier = earlier.previous()
            self.periods[f"earlier{age}"] = earlier
        self.periods["year_ago_before"] = self.periods["year_ago"].previous()
        self.measure = Measure(self._tables(), until, client.currency, self._monthly_fee())

    def _monthly_fee(self) -> float | None:
        contract = self.client.contract
        return contract.base * (1 - contract.discount) if contract is not None and contract.base else None

    def frame(self, table: str) -> pd.DataFrame | None:
        """A canonical table as a frame, None when it was not given."""
        return self.warehouse.frame(table) if table in self.warehouse else None

    @cached_property
    def log(self) -> EventLog | None:
        """The reduced event log up to the last complete day, None without an events table or with an empty one."""
        if "events" not in self.warehouse or not self.warehouse.inputs["events"].rows:
            return None
        roles = {} if self.client.events is None else self.client.events.model_dump()
        for setting in ("funnel", "funnel_window_days"):
            roles.pop(setting, None)
        return EventLog(self.warehouse.tables["events"].filter(_.at.date() <= self.until), roles)

    def _spans(self) -> dict[str, tuple[date, date]]:
        spans = {name: (period.start, period.end) for name, period in self.periods.items()}
        months = [activity.months(*span) for span in spans.values()]
        weeks = [activity.weeks(*span) for span in spans.values()]
        for more in (*months, *weeks):
            spans |= more
        return spans

    @cached_property
    def platform(self) -> PlatformAudience | None:
        """People as the platform counts them, None without visits and retention tables."""
        visits, cohorts = self.frame("visits"), self.frame("retention")
        if (visits is None or visits.empty) and (cohorts is None or cohorts.empty):
            return None
        return PlatformAudience(visits, cohorts, self._spans(), self.until)

    @cached_property
    def audience(self) -> Audience | None:
        """People from the event log where there is one, else from the platform."""
        return self.platform if self.log is None else EventAudience(self.log, self._spans())

    @property
    def since(self) -> date:
        """First day of the earliest period that is looked at."""
        return min(period.start for period in self.periods.values())

    def _tables(self) -> Tables:
        people = self.audience
        triangles: dict[str, pd.DataFrame | None] = dict.fromkeys(retention.OFFSETS)
        active = dict(triangles)
        if people is not None:
            known = coverage(people.days, self.until)
            until = known.last if known else self.until
            first = {"day": self.since, "week": self.since, "month": self.since.replace(day=1)}
            triangles = {grain: people.triangle(grain, "new", first[grain], until) for grain in triangles}
            # by day only as far back as a curve is drawn: every active user of every day is followed
            since = first | {"day": self.periods["before"].start}
            active = {grain: people.triangle(grain, "active", since[grain], until) for grain in triangles}
        orders = None
        if "orders" in self.warehouse:
            orders = revenue.load(self.warehouse.tables["orders"], self._less())
        return Tables(people, orders, self.frame("spend"), self.frame("tickets"), triangles, active)

    def _less(self) -> tuple[str, ...]:
        """What the contract takes off net revenue beside refunds."""
        contract = self.client.contract
        return tuple(column for column in (contract.less if contract else ()) if column != "refund")

    @cached_property
    def _headlines(self) -> dict[str, Facts]:
        return {name: self.measure.headline(name, period) for name, period in self.periods.items()}

    @cached_property
    def now(self) -> Facts:
        """Every headline fact of the period, by metric."""
        return self._all("now", "before")

    @cached_property
    def before(self) -> Facts:
        """The same of the previous period; unobservable where the data do not cover all of it."""
        return self._beside("before", "earlier2")

    @cached_property
    def year_ago(self) -> Facts:
        """The same of the same period last year; unobservable where the data do not cover all of it."""
        return self._beside("year_ago", "year_ago_before")

    def _beside(self, name: str, predecessor: str) -> Facts:
        return {metric: comparable(fact, self.now[metric]) for metric, fact in self._all(name, predecessor).items()}

    def _all(self, name: str, predecessor: str) -> Facts:
        """The headline facts of a period and those that look beyond it or need a query of their own."""
        facts = dict(self._headlines[name])
        period, new_users = self.periods[name], facts["new_users"]
        scope = Scope(new_users.start, new_users.end, self.client.currency, new_users.source)
        facts |= self.measure.growth(period) | self._sessions(name, period)
        earlier = whole_only(self._headlines[predecessor]["new_users"])
        facts["new_user_growth_rate"] = growth.new_user_growth_rate(new_users, earlier, scope)
        facts["ltv"] = self._ltv(period)
        facts["nps"] = scope.no_data("nps", reasons.NO_TABLE["survey"])
        spent = Scope(scope.start, scope.end, scope.currency, scope.source, facts["cac"].reason)
        facts |= {fact.id: fact for fact in revenue.against_cost(facts["ltv"], facts["cac"], spent)}
        return facts

    def _sessions(self, name: str, period: Period) -> Facts:
        people = self.audience
        scope, known = self.measure.people_scope(name, period)
        if people is None:
            return {metric: scope.no_data(metric, reasons.NO_TABLE["activity"]) for metric in SESSION_METRICS}
        if not known:
            return {metric: scope.unobservable(metric, reasons.NOT_COVERED) for metric in SESSION_METRICS}
        return people.sessions(name, scope)

    def _ltv(self, period: Period) -> Fact:
        """Value of the users new one horizon before the period, so that all of them have been watched long enough."""
        back = timedelta(days=revenue.HORIZON_DAYS)
        scope = Scope(period.start - back, period.end - back, self.client.currency, "orders")
        if self.log is None:
            return scope.no_data("ltv", reasons.NO_TABLE["events"])
        if self.measure.tables.orders is None:
            return scope.no_data("ltv", reasons.NO_TABLE["orders"])
        if self.measure.tables.orders["user_id"].isna().all():
            return scope.no_data("ltv", reasons.NO_TABLE["order_users"])
        until = min(period.end, self.until)
        days, sold = self.measure.people_days, self.measure.order_days
        if not (days and sold and days.covers(scope.start, scope.end) and sold.covers(scope.start, until)):
            return scope.unobservable("ltv", reasons.NOT_COVERED)
        if period.end > until:
            return scope.unobservable("ltv", reasons.TOO_YOUNG)
        orders = self.measure.tables.orders
        return revenue.ltv(*self.log.people.value_after(orders, scope.start, scope.end, revenue.HORIZON_DAYS), scope)

    def history(self, metric: str) -> list[float | None]:
        """A headline metric over the last periods of the same kind, oldest first, None where not observed."""
        names = [f"earlier{age}" for age in reversed(range(2, HISTORY))] + ["before", "now"]
        facts = [self._headlines[name].get(metric) for name in names]
        return [
            fact.value if fact is not None and fact.ok and fact.reason != reasons.PARTIAL else None for fact in facts
        ]

    @property
    def reach(self) -> str:
        """The metric that says how many people came: by month, by week, or over any other span."""
        return {"month": "mau", "week": "wau"}.get(self.period.kind, "active_users")

    @cached_property
    def judged(self) -> dict[str, tuple[Fact, Fact]]:
        """Line and target attainment of each metric that has a target, by metric."""
        found = {}
        for metric, target in self.client.targets.items():
            lines = scorecard.Lines(target.better, target.normal, target.good, target.exceeded)
            actual = self.now.get(metric)
            if actual is None:
                continue
            scope = Scope(actual.start, actual.end, self.client.currency, actual.source)
            if self._for_another_cadence(actual):
                absent = [
                    scope.unobservable(name, reasons.OTHER_CADENCE, dims={"metric": metric})
                    for name in ("line", "target_attainment")
                ]
                found[metric] = tuple(absent)
            else:
                found[metric] = tuple(scorecard.judge(actual, lines, scope))
        return found

    @property
    def cadence(self) -> str:
        """For how long targets and forecast of amounts are agreed: the kind of period the client is reported on."""
        options = self.client.reports.get("kpi_review", {})
        return {"half_year": "half"}.get(options.get("cadence", "month"), options.get("cadence", "month"))

    def _for_another_cadence(self, fact: Fact) -> bool:
        """Amounts add up over time, so a line for a month says nothing about a week; most rates keep their line."""
        return fact.id in ADDITIVE | GROWING and self.period.kind != self.cadence

    @cached_property
    def forecasts(self) -> list[Fact]:
        """Forecast attainment of each metric with an agreed forecast."""
        found = []
        promises = [(self.now[metric], value) for metric, value in self.client.promised.items() if metric in self.now]
        for metric, agreed in self.client.forecast.items():
            actual = self.now.get(metric)
            if actual is None:
                continue
            scope = Scope(actual.start, actual.end, self.client.currency, actual.source)
            if any(self._for_another_cadence(fact) for fact in (actual, *(promised for promised, _ in promises))):
                reason, dims = reasons.OTHER_CADENCE, {"metric": metric}
                found.append(scope.unobservable("forecast_attainment", reason, dims=dims))
            else:
                found.append(scorecard.forecast_attainment(actual, agreed, promises, scope))
        return found


def comparable(fact: Fact, now: Fact) -> Fact:
    """The fact of another period, or an unobservable one where it does not answer to the fact of this one.

    It does not when it speaks of a part of its period, of the very days that the other speaks of (the month that two
    weeks share), or counts users once a day where the other counts them once.
    """
    fact = whole_only(fact)
    if not (fact.ok and now.ok):
        return fact
    if (fact.start, fact.end) == (now.start, now.end):
        return _without_value(fact, reasons.SAME_SPAN)
    if (fact.reason == reasons.USER_DAYS) != (now.reason == reasons.USER_DAYS):
        return _without_value(fact, reasons.OTHER_BASIS)
    return fact


def whole_only(fact: Fact) -> Fact:
    """The fact, or an unobservable one when it speaks of a part of its period: such a number is not compared."""
    return _without_value(fact, reasons.NOT_COVERED) if fact.ok and fact.reason == reasons.PARTIAL else fact


def _without_value(fact: Fact, reason: str) -> Fact:
    return replace(fact, value=None, n=None, low=None, high=None, status="unobservable", reason=reason)
