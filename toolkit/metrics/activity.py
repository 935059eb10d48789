"""How many people are here, and how much they do.

`daily` is one row per day that has data: day (datetime64), users, new_users, and from some sources sessions,
page_views, share_users, stay_seconds_per_session.
"""

from calendar import monthrange
from datetime import date, timedelta

import numpy as np
import pandas as pd

from toolkit.metrics import reasons
from toolkit.metrics.fact import Fact, Scope

MIN_USUAL_USERS = 10  # below this a day without anybody may simply be a quiet day
ANOMALY_SCORE = 4.0
_NEIGHBOUR_WEEKS = 6


def within(daily: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """The rows of the days from start to end, both included."""
    days, first, last = daily["day"].to_numpy(), np.datetime64(start), np.datetime64(end)
    if (days[1:] >= days[:-1]).all():  # as nearly always: a slice copies nothing
        return daily.iloc[days.searchsorted(first) : days.searchsorted(last, side="right")]
    return daily[(days >= first) & (days <= last)]


def calendar(daily: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """Every day from start to end, NaN where the day has no data."""
    days = pd.date_range(start, end, name="day")
    return daily.set_index("day").reindex(days).reset_index()


def dau(daily: pd.DataFrame, scope: Scope) -> list[Fact]:
    """Daily active users of each day that has data, dims date."""
    rows = within(daily, scope.start, scope.end)
    return [
        Scope(day.date(), day.date(), scope.currency, scope.source).amount(
            "dau", users, dims={"date": day.date().isoformat()}
        )
        for day, users in zip(rows["day"], rows["users"], strict=True)
    ]


def dau_mean(daily: pd.DataFrame, scope: Scope, reason: str) -> Fact:
    """Mean of daily active users over the days of the span that have data; n is the number of those days."""
    rows = within(daily, scope.start, scope.end)
    if rows.empty:
        return scope.unobservable("dau_mean", reason)
    return scope.amount("dau_mean", rows["users"].mean(), n=len(rows))


def stickiness(daily: pd.DataFrame, mau: Fact, scope: Scope, *, dims: dict | None = None) -> Fact:
    """Mean daily active users of a month divided by the month's active users.

    Parameters
    ----------
    daily : rows of the month's complete days
    mau : monthly active users of the same month

    Returns
    -------
    Fact, ratio 0..1; 1,000 a day of 5,000 a month is 0.2
    """
    mean = dau_mean(daily, scope, "")
    if not (mean.ok and mau.ok):
        return scope.unobservable("stickiness", mau.reason or mean.reason, dims=dims)
    if mean.value > mau.value > 0:
        return scope.unobservable("stickiness", reasons.CONTRADICTION, dims=dims)
    noise = mean.value / mau.value**1.5 if mau.value else None  # people of the month come by chance
    return scope.ratio("stickiness", mean.value, mau.value, dims=dims, n=mean.n, noise=noise)


def missing_days(daily: pd.DataFrame) -> list[date]:
    """Days inside the log without any event although that weekday usually has some: the tracking failed.

    A weekday on which most weeks have nothing (a shop closed on Saturdays) is not missing, and neither is a quiet day
    among days that seldom have more than a handful of users.
    """
    if daily.empty:
        return []
    days = calendar(daily, daily["day"].iloc[0].date(), daily["day"].iloc[-1].date())
    empty = ~(days["users"] > 0)
    open_weekday = (~empty).groupby(days["day"].dt.day_of_week).transform("mean") > 0.5
    around = days["users"].rolling(15, center=True, min_periods=1).median()
    return [day.date() for day in days.loc[empty & open_weekday & (around >= MIN_USUAL_USERS), "day"]]


def anomalies(daily: pd.DataFrame, column: str = "users") -> pd.Series:
    """Days far from the same weekday of the weeks around them.

    The logarithm of each day is compared with the median of that weekday over six weeks before and after; the day is
    marked when the difference exceeds four robust standard deviations (1.4826 x the median absolute difference).

    Returns
    -------
    Series of bool by row of `daily`
    """
    values = np.log1p(daily[column].astype(float))
    weekday = daily["day"].dt.day_of_week
    usual = values.groupby(weekday).transform(
        lambda same: same.rolling(2 * _NEIGHBOUR_WEEKS + 1, center=True, min_periods=3).median()
    )
    residual = values - usual
    spread = 1.4826 * (residual - residual.median()).abs().median()
    if not spread > 0:
        return pd.Series(False, index=daily.index)
    return ((residual - residual.median()).abs() > ANOMALY_SCORE * spread).fillna(False)


def weeks(start: date, end: date) -> dict[str, tuple[date, date]]:
    """Complete calendar weeks inside a span, by label."""
    monday = start + timedelta(days=-start.weekday() % 7)
    found = {}
    while monday + timedelta(days=6) <= end:
        year, week, _ = monday.isocalendar()
        found[f"{year}-W{week:02d}"] = (monday, monday + timedelta(days=6))
        monday += timedelta(days=7)
    return found


def months(start: date, end: date) -> dict[str, tuple[date, date]]:
    """Calendar months that a span touches, whole, by label."""
    found = {}
    first = start.replace(day=1)
    while first <= end:
        last = first.replace(day=monthrange(first.year, first.month)[1])
        found[f"{first:%Y-%m}"] = (first, last)
        first = last + timedelta(days=1)
    return found
