"""Every headline metric of one period, so that any two periods are measured by the same hand."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from toolkit.metrics import activity, conversion, cost, growth, reasons, retention, revenue, service
from toolkit.metrics.audience import Audience, PlatformAudience
from toolkit.metrics.coverage import Coverage, coverage
from toolkit.metrics.fact import Fact, Scope
from toolkit.periods import Period

Facts = dict[str, Fact]

RETENTION_DAYS = (1, 6, 7, 30)
REVENUE = (
    "gmv",
    "net_revenue",
    "refund_rate",
    "refund_orders_rate",
    "orders",
    "buyers",
    "aov",
    "arppu",
    "repeat_rate",
)
SERVICE = ("first_reply_seconds_p50", "first_reply_seconds_p90", "resolution_hours_p50", "csat")
PEOPLE = (
    "new_users",
    "active_users",
    "dau_mean",
    "wau",
    "mau",
    "stickiness",
    *conversion.RATES,
    *(f"d{n}_retention" for n in RETENTION_DAYS),
    "month_retention",
)


@dataclass(frozen=True, slots=True)
class Tables:
    """The small frames a measurement reads; None for a table that was not given.

    Parameters
    ----------
    audience : people, from events or from the platform
    orders : one row per (order, day, user, channel), see `revenue.order_days`
    spend : canonical table spend
    tickets : canonical table tickets
    triangles : retention cells of new users by granularity; None where neither events nor retention was given
    active_triangles : the same for all active users
    """

    audience: Audience | None
    orders: pd.DataFrame | None
    spend: pd.DataFrame | None
    tickets: pd.DataFrame | None
    triangles: Mapping[str, pd.DataFrame | None]
    active_triangles: Mapping[str, pd.DataFrame | None]


class Measure:
    """Headline facts of any period, from one set of tables.

    Parameters
    ----------
    tables : what is known
    until : last complete day
    currency : of all money
    monthly_fee : the agency's base fee a month, or None
    """

    def __init__(self, tables: Tables, until: date, currency: str, monthly_fee: float | None) -> None:
        self.tables, self.until = tables, until
        self._currency, self._fee = currency, monthly_fee
        people, orders, spend = tables.audience, tables.orders, tables.spend
        self.people_days = None if people is None else coverage(people.days, until)
        self._spend = None if spend is None else spend.assign(day=pd.to_datetime(spend["date"]))
        self.order_days = None if orders is None else coverage(orders["day"], until, sparse=True)
        self.spend_days = None if spend is None else coverage(pd.to_datetime(spend["date"]), until, sparse=True)
        tickets = tables.tickets
        self.ticket_days = None if tickets is None else coverage(tickets["opened_at"], until, sparse=True)

    def scope(self, period: Period, known: Coverage | None, source: str | None) -> tuple[Scope, bool]:
        """The part of a period that a table covers, with a remark when it is only a part; and whether there is any."""
        end = min(period.end, self.until)
        if known is None or end < period.start or not known.touches(period.start, end):
            return Scope(period.start, period.end, self._currency, source), False
        if period.end <= self.until and known.covers(period.start, period.end):
            return Scope(period.start, period.end, self._currency, source), True
        start, end = max(period.start, known.first), min(end, known.last + timedelta(days=known.slack))
        return Scope(start, end, self._currency, source, reasons.PARTIAL), True

    def headline(self, span: str, period: Period) -> Facts:
        """Every metric that needs only the period itself.

        Parameters
        ----------
        span : the name under which the audience knows the period
        """
        facts = self._people(span, period) | self._revenue(period) | self._service(period)
        return facts | self._costs(span, period, facts)

    def _people(self, span: str, period: Period) -> Facts:
        people = self.tables.audience
        scope, known = self.people_scope(span, period)
        if people is None:
            facts = {metric: scope.no_data(metric, reasons.NO_TABLE["activity"]) for metric in PEOPLE}
        elif not known:
            facts = {metric: scope.unobservable(metric, reasons.NOT_COVERED) for metric in PEOPLE}
        else:
            facts = {
                "new_users": people.new_users(span, scope),
                "active_users": people.users(span, scope),
                "dau_mean": activity.dau_mean(people.daily, scope, reasons.NO_DAYS),
                "wau": self._wau(scope),
                **self._month(period, scope),
                **people.conversions(span, scope),
            }
        return facts | self._retention(period)

    def people_scope(self, span: str, period: Period) -> tuple[Scope, bool]:
        """The part of a period in which people are known; all of it where the platform states it as a whole."""
        people = self.tables.audience
        if people is not None and period.end <= self.until and people.states(span):
            return Scope(period.start, period.end, self._currency, people.source), True
        return self.scope(period, self.people_days, None if people is None else people.source)

    def _wau(self, scope: Scope) -> Fact:
        """Active users of the last complete calendar week."""
        weeks = activity.weeks(scope.start, scope.end)
        if not weeks:
            return scope.unobservable("wau", reasons.NO_WHOLE_WEEK)
        name, (start, end) = list(weeks.items())[-1]
        return self.tables.audience.users(name, Scope(start, end, scope.currency, scope.source), "wau")

    def _month(self, period: Period, scope: Scope) -> Facts:
        """Active users and stickiness of the last whole month inside the period; its data may be a part, marked so."""
        calendar_months = activity.months(period.start, period.end)
        inside = {
            label: month
            for label, month in self.months(period).items()
            if period.start <= calendar_months[label][0] and calendar_months[label][1] <= period.end
        }
        if not inside:
            return {metric: scope.unobservable(metric, reasons.NO_WHOLE_MONTH) for metric in ("mau", "stickiness")}
        whole = {label: month for label, month in inside.items() if month.remark is None}
        label, month = list((whole or inside).items())[-1]
        people = self.tables.audience
        mau = people.users(label, month, "mau")
        return {"mau": mau, "stickiness": activity.stickiness(people.daily, mau, month)}

    def months(self, period: Period) -> dict[str, Scope]:
        """Scope of each calendar month the period touches and the data knows, by label."""
        found = {}
        for label, (start, end) in activity.months(period.start, period.end).items():
            scope, known = self.people_scope(label, Period(label, start, end, "month"))
            if known:
                found[label] = scope
        return found

    def _retention(self, period: Period) -> Facts:
        source = None if self.tables.audience is None else self.tables.audience.retention_source
        facts = {}
        for granularity, metrics in (
            ("day", {f"d{n}_retention": n for n in RETENTION_DAYS}),
            ("month", {"month_retention": 1}),
        ):
            cells = self.tables.triangles.get(granularity)
            scope, known = self._retention_scope(period, granularity, cells, source)
            for metric, offset in metrics.items():
                if cells is None:
                    facts[metric] = scope.no_data(metric, reasons.NO_TABLE["retention"])
                elif not known:
                    facts[metric] = scope.unobservable(metric, reasons.NOT_COVERED)
                elif granularity == "day":
                    facts[metric] = retention.day_n(cells, offset, scope)
                else:
                    facts[metric] = retention.month_retention(cells, scope)
        return facts

    def _retention_scope(
        self, period: Period, granularity: str, cells: pd.DataFrame | None, source: str | None
    ) -> tuple[Scope, bool]:
        if cells is None:
            return Scope(period.start, period.end, self._currency, source), False
        known = self.people_days
        if known is None:
            days = pd.concat(retention.cell_days(cells["cohort"], 0 * cells["offset"], granularity))
            known = coverage(days, self.until, sparse=granularity == "day")
        return self.scope(period, known, source)

    def orders_of(self, scope: Scope) -> pd.DataFrame:
        """Order days of a span."""
        return activity.within(self.tables.orders, scope.start, scope.end)

    def _revenue(self, period: Period) -> Facts:
        scope, known = self.scope(period, self.order_days, "orders")
        if self.tables.orders is None:
            return {metric: scope.no_data(metric, reasons.NO_TABLE["orders"]) for metric in REVENUE}
        if not known:
            return {metric: scope.unobservable(metric, reasons.NOT_COVERED) for metric in REVENUE}
        return revenue.sums(self.orders_of(scope), scope)

    def spend_of(self, scope: Scope) -> pd.DataFrame:
        """Spend rows of a span."""
        return activity.within(self._spend, scope.start, scope.end)

    def cost_scope(self, period: Period) -> tuple[Scope, bool]:
        """The part of a period in which both spend and people are known, so that money and people meet."""
        scope, known = self.scope(period, self.spend_days, "spend")
        if not known or self.people_days is None:
            return scope, known
        people, both = self.scope(period, self.people_days, "spend")
        start, end = max(scope.start, people.start), min(scope.end, people.end)
        if not both or end < start:
            return Scope(period.start, period.end, self._currency, "spend"), False
        return Scope(start, end, self._currency, "spend", scope.remark or people.remark), True

    def _costs(self, span: str, period: Period, facts: Facts) -> Facts:
        active = facts["active_users"]
        remark = reasons.PARTIAL if reasons.PARTIAL in (active.reason, facts["net_revenue"].reason) else None
        money = Scope(active.start, active.end, self._currency, "orders", remark)
        found = {"arpu": revenue.arpu(facts["net_revenue"], active, money)}
        scope, known = self.cost_scope(period)
        if self.tables.spend is None:
            return found | {metric: scope.no_data(metric, reasons.NO_TABLE["spend"]) for metric in ("cac", "cac_full")}
        if not known:
            return found | {metric: scope.unobservable(metric, reasons.NOT_COVERED) for metric in ("cac", "cac_full")}
        newcomers = facts["new_users"]
        if newcomers.ok and (newcomers.start, newcomers.end) != (scope.start, scope.end):
            newcomers = self.tables.audience.new_users(span, scope)
        total = float(self.spend_of(scope)["cost"].sum())
        found["cac"] = cost.cac(total, newcomers, scope)
        if self._fee is None:
            found["cac_full"] = scope.no_data("cac_full", reasons.NO_TABLE["contract"])
        else:
            fee = self._fee * months_in(scope.start, scope.end)
            found["cac_full"] = cost.cac(total + fee, newcomers, scope, metric="cac_full")
        return found

    def _service(self, period: Period) -> Facts:
        scope, known = self.scope(period, self.ticket_days, "tickets")
        if self.tables.tickets is None:
            return {metric: scope.no_data(metric, reasons.NO_TABLE["tickets"]) for metric in SERVICE}
        if not known:
            return {metric: scope.unobservable(metric, reasons.NOT_COVERED) for metric in SERVICE}
        rows = self.tables.tickets
        days = rows["opened_at"].to_numpy().astype("datetime64[D]")
        return service.tickets(rows[(days >= np.datetime64(scope.start)) & (days <= np.datetime64(scope.end))], scope)

    def growth(self, period: Period) -> Facts:
        """Growth accounting against the previous period; the platform's aggregates know only its churn."""
        people, before = self.tables.audience, period.previous()
        scope, known = self.scope(period, self.people_days, None if people is None else people.source)
        names = growth.ACCOUNTING
        if people is None:
            return {metric: scope.no_data(metric, reasons.NO_TABLE["activity"]) for metric in names}
        covered = known and scope.remark is None and self.people_days.covers(before.start, before.end)
        if not covered:
            return {metric: scope.unobservable(metric, reasons.NOT_COVERED) for metric in names}
        if isinstance(people, PlatformAudience):
            facts = {metric: scope.unobservable(metric, reasons.NEEDS_EVENTS) for metric in names}
            return facts | {"churn_rate": self._platform_churn(before, scope, facts["churn_rate"])}
        counts = people.log.people.growth((before.start, before.end), (period.start, period.end))
        return {fact.id: fact for fact in growth.accounting(counts, scope)}

    def _platform_churn(self, before: Period, scope: Scope, otherwise: Fact) -> Fact:
        granularity = {"month": "month", "week": "week"}.get(before.kind)
        cells = self.tables.active_triangles.get(granularity) if granularity else None
        if cells is None:
            return otherwise
        retained, base = retention.pooled(cells, 1, before.start, before.start)
        return scope.rate("churn_rate", base - retained, base) if base else otherwise


def months_in(start: date, end: date) -> float:
    """Length of a span in months, each day counting as its part of its own month.

    >>> months_in(date(2026, 10, 1), date(2026, 10, 31)), months_in(date(2026, 2, 1), date(2026, 2, 14))
    (1.0, 0.5)
    """
    total = 0.0
    for first, last in activity.months(start, end).values():
        days = (min(last, end) - max(first, start)).days + 1
        total += days / calendar.monthrange(first.year, first.month)[1]
    return total
