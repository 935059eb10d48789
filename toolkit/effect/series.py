"""The daily series that a campaign can be measured in, from the same tables as the KPI review."""

from datetime import date, timedelta

import pandas as pd

from toolkit.metrics.audience import EventAudience
from toolkit.metrics.review import Review

PEOPLE = {"new_users": "new_users", "dau_mean": "users", "dau": "users"}
MONEY = {"gmv": "gmv", "net_revenue": "net"}
MEANS = ("dau_mean", "dau")  # of the days, not their sum
YOUNG_LOG_DAYS = 28  # in the first weeks of a log, people known from before look new


def daily(review: Review, metric: str) -> pd.Series | None:
    """A metric by day over the whole log, NaN for days without data; None where it has no daily values that add up."""
    if metric in PEOPLE:
        return _people(review, PEOPLE[metric])
    if metric in MONEY or metric == "orders":
        return _orders(review, metric)
    return None


def source(review: Review, metric: str) -> str | None:
    """The canonical table that a daily series comes from."""
    if metric in PEOPLE:
        return None if review.audience is None else review.audience.source
    return "orders"


def margin(review: Review) -> pd.Series | None:
    """Net revenue less the cost of the goods, by day; None where the orders give no cost."""
    rows = review.frame("orders")
    if rows is None or "cost" not in rows or rows["cost"].isna().all() or review.measure.order_days is None:
        return None
    refunded = rows["refund"].fillna(0) if "refund" in rows else 0.0
    earned = rows["amount"] - refunded - rows["cost"].fillna(0).where(rows["amount"] > 0, 0.0)
    return _filled(review, earned.groupby(rows["at"].dt.normalize()).sum())


def _people(review: Review, column: str) -> pd.Series | None:
    people, known = review.audience, review.measure.people_days
    if people is None or known is None or people.daily.empty:
        return None
    days = pd.date_range(known.first, known.last)
    values = people.daily.set_index("day")[column].astype(float).reindex(days)
    if isinstance(people, EventAudience):  # a log has no row for a day on which nobody came
        values = values.fillna(0.0)
        if column == "new_users":
            values = values.iloc[YOUNG_LOG_DAYS:]
    values[values.index.isin(pd.DatetimeIndex(people.missing))] = float("nan")
    return values


def _orders(review: Review, metric: str) -> pd.Series | None:
    rows = review.measure.tables.orders
    if rows is None or review.measure.order_days is None:
        return None
    if metric == "orders":
        paid = rows[rows["is_paid"]].drop_duplicates(["day", "order_id"])
        return _filled(review, paid.groupby("day").size())
    return _filled(review, rows.groupby("day")[MONEY[metric]].sum())


def _filled(review: Review, values: pd.Series) -> pd.Series:
    """Zero on the days of the log on which nothing was ordered."""
    known = review.measure.order_days
    last = min(known.last + timedelta(days=known.slack), review.until)
    return values.astype(float).reindex(pd.date_range(known.first, last), fill_value=0.0)


def missing(review: Review, start: date, end: date) -> list[date]:
    """Days of a span on which people could not be counted."""
    return [] if review.audience is None else [day for day in review.audience.missing if start <= day <= end]
