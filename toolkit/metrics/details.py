"""What lies behind the headline numbers of a review: days, cohorts, steps, channels, pages, and the data itself."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from toolkit.metrics import activity, conversion, cost, reasons, retention, revenue, service
from toolkit.metrics.audience import EventAudience
from toolkit.metrics.coverage import coverage
from toolkit.metrics.fact import Fact, Scope
from toolkit.metrics.review import Review, remembered
from toolkit.periods import Period

LEAD_IN_DAYS = {"week": 35, "two_weeks": 42, "month": 61, "quarter": 92, "half": 0, "year": 0}
TOP_PAGES = 12


def lead_in(review: Review) -> date:
    """First day to draw, so that a period is seen against what came before it."""
    days = LEAD_IN_DAYS.get(review.period.kind, min(review.period.days, 61))
    return review.period.start - timedelta(days=days)


@remembered
def trend(review: Review, column: str = "users") -> pd.DataFrame:
    """Daily values from the lead-in to the end of the period.

    Returns
    -------
    DataFrame[day, value (NaN without data), is_anomaly]; empty when nothing is known by day
    """
    people, known = review.audience, review.measure.people_days
    if people is None or known is None or people.daily.empty:
        return pd.DataFrame({"day": pd.to_datetime([]), "value": [], "is_anomaly": []})
    daily = people.daily.assign(is_anomaly=activity.anomalies(people.daily, column))
    start, end = max(lead_in(review), known.first), min(review.period.end, known.last)
    days = activity.calendar(daily[["day", column, "is_anomaly"]], start, end).rename(columns={column: "value"})
    inside = days["day"] >= pd.Timestamp(review.period.start)
    return days.assign(value=days["value"].astype(float), is_anomaly=days["is_anomaly"].eq(True) & inside)


def dau(review: Review) -> list[Fact]:
    """Daily active users of each day of the period, as facts."""
    return [] if review.audience is None else activity.dau(review.audience.daily, _people_scope(review))


def weekly_and_monthly(review: Review) -> list[Fact]:
    """Active users of each complete week and each touched month of the period, and stickiness; dims week or month."""
    people = review.audience
    if people is None or review.measure.people_days is None:
        return []
    facts = []
    for label, (start, end) in activity.weeks(review.period.start, review.period.end).items():
        week, known = review.measure.people_scope(label, Period(label, start, end, "week"))
        if known and week.remark is None:
            facts.append(_named(people.users(label, week, "wau"), week=label))
    for label, month in review.measure.months(review.period).items():
        mau = _named(people.users(label, month, "mau"), month=label)
        facts += [mau, activity.stickiness(people.daily, mau, month, dims={"month": label})]
    return facts


def _named(fact: Fact, **dims: str) -> Fact:
    return replace(fact, dims=dims)


def _people_scope(review: Review) -> Scope:
    source = None if review.audience is None else review.audience.source
    return review.measure.scope(review.period, review.measure.people_days, source)[0]


def granularity(review: Review) -> str:
    """Which cohorts a period is read in: days for up to two weeks, weeks for up to two months, else months."""
    return "day" if review.period.days <= 16 else "week" if review.period.days <= 62 else "month"


def triangle(review: Review, grain: str) -> pd.DataFrame | None:
    """Retention cells of the cohorts of a review; None when unknown.

    Day cohorts are those of the period; of weeks the last eight and of months the last twelve up to its end.
    """
    cells = review.measure.tables.triangles.get(grain)
    if cells is None:
        return None
    end = pd.Timestamp(review.period.end)
    back = {"day": review.period.days, "week": 56, "month": 366}[grain]
    first = max(end - pd.Timedelta(days=back - 1), pd.Timestamp(review.since))
    if grain == "month":
        first = first.replace(day=1)
    return cells[(cells["cohort"] >= first) & (cells["cohort"] <= end)].reset_index(drop=True)


@remembered
def triangle_facts(review: Review, grain: str) -> list[Fact]:
    """The cells of `triangle` as facts; cohorts are named by their first day, months as 2026-10."""
    cells = triangle(review, grain)
    if cells is None:
        return []
    form = "%Y-%m" if grain == "month" else "%Y-%m-%d"
    return retention.cells_as_facts(cells, grain, cells["cohort"].dt.strftime(form).tolist(), retention_scope(review))


def retention_scope(review: Review) -> Scope:
    """Span and source of what a review says on retention."""
    source = None if review.audience is None else review.audience.retention_source
    return Scope(review.period.start, review.period.end, review.client.currency, source)


@remembered
def curve(review: Review, name: str = "now", kind: str = "new") -> list[Fact]:
    """Pooled day retention of a period at each offset, for new or for all active users."""
    measure = review.measure
    cells = (measure.tables.triangles if kind == "new" else measure.tables.active_triangles).get("day")
    if cells is None:
        return []
    period = review.periods[name]
    source = review.audience.retention_source
    return retention.curve(cells, "day", Scope(period.start, period.end, review.client.currency, source), kind=kind)


@remembered
def funnel(review: Review, name: str = "now") -> list[Fact]:
    """Users at each step of the client's funnel; empty without one."""
    events = review.client.events
    if review.log is None or events is None or not events.funnel:
        return []
    scope, known = review.measure.scope(review.periods[name], review.measure.people_days, "events")
    if not known:
        return []
    users = review.log.funnel(events.funnel, scope.start, scope.end, events.funnel_window_days)
    if scope.remark is None and scope.end + timedelta(days=events.funnel_window_days) > review.measure.people_days.last:
        scope = replace(scope, remark=reasons.WINDOW_OPEN)
    return conversion.funnel(events.funnel, users, scope)


@remembered
def breakdown(review: Review, by: str) -> dict[str, list[Fact]]:
    """Users and conversions under each value of a dimension of the events: value -> facts with dims {by: value}.

    People seen under two values count in both, so the rows do not add up to the total.
    """
    log = review.log
    if log is None or not log.has(by) or review.measure.people_days is None:
        return {}
    scope = _people_scope(review)
    found: dict[str, list[Fact]] = {}
    for _, row in log.breakdown(by, scope.start, scope.end).iterrows():
        dims = {by: row[by]}
        metrics = [
            m for m, (base, goal, _) in conversion.RATES.items() if goal in log.roles and base in (None, *log.roles)
        ]
        found[row[by]] = [scope.amount("active_users", row["users"], dims=dims)]
        found[row[by]] += [conversion.rate(metric, row, log.roles, scope, dims) for metric in metrics]
    people = review.audience
    if log.has("session_id") and isinstance(people, EventAudience) and people.goal:
        for _, row in log.sessions.counts(scope.start, scope.end, by).iterrows():
            if row[by] in found:
                found[row[by]].append(people.session_conversion(row, scope, {by: row[by]}))
    if by == "channel":
        for row in log.people.new_by_channel(scope.start, scope.end).itertuples():
            if row.channel in found:
                found[row.channel].append(scope.amount("new_users", row.new_users, dims={by: row.channel}))
    return found


@remembered
def channels(review: Review, name: str = "now") -> tuple[pd.DataFrame, list[Fact]]:
    """Spend by channel with what it brought (see `cost.channels`), and cac_paid, roas and roi as facts."""
    measure, period = review.measure, review.periods[name]
    scope, known = measure.cost_scope(period)
    if measure.tables.spend is None or not known:
        return pd.DataFrame(columns=["channel", "cost", "clicks", "new_users", "gmv", "net"]), []
    spend = measure.spend_of(scope)
    sums = [column for column in ("cost", "clicks", "new_users") if column in spend]
    spend = spend.groupby("channel", as_index=False)[sums].sum(min_count=1)
    attributed = None
    if review.log is not None and review.log.has("channel"):
        found = review.log.people.new_by_channel(date.min, scope.end).set_index("channel")["new_users"]
        inside = review.log.people.new_by_channel(scope.start, scope.end).set_index("channel")["new_users"]
        attributed = inside.reindex(found.index, fill_value=0).reset_index()
    sold, orders = None, measure.tables.orders
    if orders is not None and measure.scope(period, measure.order_days, "orders")[1]:
        sold = revenue.by_channel(measure.orders_of(scope), orders["channel"].dropna().unique())
    table = cost.channels(spend, attributed, sold)
    return table, cost.cac_paid(table, scope) + cost.returns(table, scope)


@remembered
def pages(review: Review) -> tuple[pd.DataFrame, list[Fact], str | None]:
    """The most seen pages of the period with users and exits, their facts, and how users were counted."""
    rows = review.frame("pages")
    if rows is not None and not rows.empty:
        scope, known = review.measure.scope(
            review.period, coverage(pd.to_datetime(rows["date"]), review.until, sparse=True), "pages"
        )
        days = rows.assign(day=pd.to_datetime(rows["date"]))
        inside = activity.within(days, scope.start, scope.end) if known else days.iloc[:0]
        sums = [column for column in ("views", "users", "exits", "entries", "shares") if column in inside]
        table = inside.groupby("page", as_index=False)[sums].sum(min_count=1)
        everybody = 0
        if review.audience is not None:
            everybody = activity.within(review.audience.daily, scope.start, scope.end)["users"].sum()
        basis = reasons.USER_DAYS
    elif review.log is not None and review.log.has("page"):
        scope = _people_scope(review)
        table = review.log.pages(scope.start, scope.end)
        everybody, basis = review.now["active_users"].value or 0, None
    else:
        return pd.DataFrame(columns=["page", "views", "users"]), [], None
    table = table.sort_values(["views", "page"], ascending=[False, True], ignore_index=True).head(TOP_PAGES)
    return table, service.pages(table, int(everybody), scope), basis


@remembered
def monthly_revenue(review: Review) -> pd.DataFrame:
    """Revenue of each month up to the period's end, at most thirteen; see `revenue.monthly`."""
    rows = review.measure.tables.orders
    nothing = pd.DataFrame(columns=["month", "gmv", "net", "refunded", "is_partial"])
    if rows is None or review.measure.order_days is None:
        return nothing
    known = review.measure.order_days
    until = min(review.period.end, review.until, known.last + timedelta(days=known.slack))
    rows = rows[rows["day"] <= pd.Timestamp(until)]
    return nothing if rows.empty else revenue.monthly(rows, until).tail(13).reset_index(drop=True)


def monthly_facts(review: Review) -> list[Fact]:
    """Gross value and net revenue of each month that is drawn, dims month."""
    facts = []
    for row in monthly_revenue(review).itertuples():
        end = (row.month + pd.offsets.MonthEnd(0)).date()
        remark = reasons.PARTIAL if row.is_partial else None
        scope = Scope(row.month.date(), end, review.client.currency, "orders", remark)
        dims = {"month": row.month.strftime("%Y-%m")}
        facts += [scope.amount("gmv", row.gmv, dims=dims), scope.amount("net_revenue", row.net, dims=dims)]
    return facts


@remembered
def buyer_triangle(review: Review) -> tuple[pd.DataFrame | None, list[Fact]]:
    """Buyers of each month who bought again in later months, the last twelve cohorts; cells and facts of kind buyer."""
    rows, known = review.measure.tables.orders, review.measure.order_days
    if rows is None or known is None or rows["user_id"].isna().all():
        return None, []
    until = known.last + timedelta(days=known.slack)
    cells = retention.triangle(revenue.buyer_cohorts(rows), "month", min(until, review.until))
    end = pd.Timestamp(review.period.end)
    cells = cells[(cells["cohort"] <= end) & (cells["cohort"] > end - pd.DateOffset(months=12))].reset_index(drop=True)
    labels = cells["cohort"].dt.strftime("%Y-%m").tolist()
    scope = Scope(review.period.start, review.period.end, review.client.currency, "orders")
    return cells, retention.cells_as_facts(cells, "month", labels, scope, kind="buyer")
