"""Every headline metric of one period, so that any two periods are measured by the same hand."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from toolkit.metrics import activity, conversion, cost, growth, reasons, retention, revenue, service
from toolkit.metrics.audience import Audience, PlatformAudience
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


@dataclass(frozen=True, slots=True)
class Coverage:
    """First and last day a table speaks of; `slack` days without rows are ordinary for it."""

    first: date
    last: date
    slack: int = 0

    def touches(self, start: date, end: date) -> bool:
        """Whether any day of the span has data."""
        return self.first <= end and self.last >= start

    def covers(self, start: date, end: date) -> bool:
        """Whether the data reaches over the whole span."""
        slack = timedelta(days=self.slack)
        return self.first - slack <= start and end <= self.last + slack


def coverage(days: pd.Series, until: date, *, sparse: bool = False) -> Coverage | None:
    """Coverage of a table by its days, cut at the last complete day.

    Parameters
    ----------
    days : datetime64
    until : last complete day
    sparse : True for tables that need not have a row a day; its usual longest gap, up to a week, is then no gap
    """
    days = days[days <= pd.Timestamp(until)].dt.normalize().drop_duplicates().sort_values()
    if days.empty:
        return None
    gap = int(days.diff().dt.days.max()) if sparse and len(days) > 1 else 1
    return Coverage(days.iloc[0].date(), days.iloc[-1].date(), min(gap - 1, 6))


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
        self.people_days = None if people is None else coverage(people.daily["day"], until)
        self.order_days = None if orders is None else coverage(orders["day"], until, sparse=True)
        self.spend_days = None if spend is None else coverage(pd.to_datetime(spend["date"]), until, sparse=True)
        tickets = tables.tickets
        self.ticket_days = None if tickets is None else coverage(tickets["opened_at"], until, sparse=True)

    def scope(self, period: Period, known: Coverage | None, source: str | None) -> tuple[Scope, bool]:
        """The part of a period that a table covers, with a remark when it is only a part; and whether there is any."""
        end = min(period.end, self.until)
        if known is None or end < period.start or not known.touches(period.start, end):
            return Scope(period.start, period.end, self._currency, source), False
        if known.covers(period.start, period.end):
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
        return facts | self._costs(period, facts)

    def _people(self, span: str, period: Period) -> Facts:
        people = self.tables.audience
        scope, known = self.scope(period, self.people_days, None if people is None else people.source)
        if people is None:
            facts = {metric: scope.no_data(metric, reasons.NO_TABLE["activity"]) for metric in PEOPLE}
        elif not known:
            facts = {metric: scope.unobservable(metric, reasons.NOT_COVERED) for metric in PEOPLE}
        else:
            month, month_scope = self._last_month(period, scope)
            facts = {
                "new_users": people.new_users(span, scope),
                "active_users": people.users(span, scope),
                "dau_mean": activity.dau_mean(people.daily, scope, reasons.NO_DAYS),
                "wau": self._wau(period, scope),
                "mau": people.users(month, month_scope, "mau"),
                **people.conversions(span, scope),
            }
            facts["stickiness"] = activity.stickiness(people.daily, facts["mau"], month_scope)
        return facts | self._retention(period)

    def _wau(self, period: Period, scope: Scope) -> Fact:
        weeks = activity.weeks(scope.start, scope.end)
        if not weeks:
            return scope.unobservable("wau", reasons.NOT_COVERED)
        name, (start, end) = list(weeks.items())[-1]
        return self.tables.audience.users(name, Scope(start, end, scope.currency, scope.source), "wau")

    def _last_month(self, period: Period, scope: Scope) -> tuple[str, Scope]:
        """The last calendar month of the period that the data covers, else the last one it touches, marked so."""
        found = list(self.months(period).items())
        whole = [month for month in found if month[1].remark is None]
        return (whole or found)[-1]

    def months(self, period: Period) -> dict[str, Scope]:
        """Scope of each calendar month the period touches and the data knows, by label."""
        people = self.tables.audience
        found = {}
        for label, (start, end) in activity.months(period.start, period.end).items():
            scope, known = self.scope(Period(label, start, end, "month"), self.people_days, people.source)
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
            scope, known = self._retention_scope(period, cells, source)
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

    def _retention_scope(self, period: Period, cells: pd.DataFrame | None, source: str | None) -> tuple[Scope, bool]:
        if cells is None:
            return Scope(period.start, period.end, self._currency, source), False
        return self.scope(period, self.people_days or coverage(cells["cohort"], self.until, sparse=True), source)

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
        rows = self.tables.spend
        return activity.within(rows.assign(day=pd.to_datetime(rows["date"])), scope.start, scope.end)

    def _costs(self, period: Period, facts: Facts) -> Facts:
        scope, known = self.scope(period, self.spend_days, "spend")
        revenue_scope = Scope(period.start, period.end, self._currency, "orders")
        found = {"arpu": revenue.arpu(facts["net_revenue"], facts["active_users"], revenue_scope)}
        if self.tables.spend is None:
            return found | {metric: scope.no_data(metric, reasons.NO_TABLE["spend"]) for metric in ("cac", "cac_full")}
        if not known:
            return found | {metric: scope.unobservable(metric, reasons.NOT_COVERED) for metric in ("cac", "cac_full")}
        total = float(self.spend_of(scope)["cost"].sum())
        found["cac"] = cost.cac(total, facts["new_users"], scope)
        if self._fee is None:
            found["cac_full"] = scope.no_data("cac_full", reasons.NO_TABLE["contract"])
        else:
            fee = self._fee * months_in(period.start, period.end)
            found["cac_full"] = cost.cac(total + fee, facts["new_users"], scope, metric="cac_full")
        return found

    def _service(self, period: Period) -> Facts:
        scope, known = self.scope(period, self.ticket_days, "tickets")
        if self.tables.tickets is None:
            return {metric: scope.no_data(metric, reasons.NO_TABLE["tickets"]) for metric in SERVICE}
        if not known:
            return {metric: scope.unobservable(metric, reasons.NOT_COVERED) for metric in SERVICE}
        rows = self.tables.tickets
        days = rows["opened_at"].dt.normalize()
        return service.tickets(rows[(days >= pd.Timestamp(scope.start)) & (days <= pd.Timestamp(scope.end))], scope)

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
        counts = people.log.growth((before.start, before.end), (period.start, period.end))
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
