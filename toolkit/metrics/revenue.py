"""Do they pay: order value, refunds, buyers, repeat purchase, and what a new user is worth.

An order line with a negative amount is a refund, dated when it was started. A missing user id is missing, never a user.
"""

import math
from collections.abc import Collection
from datetime import date

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from toolkit.metrics import intervals, reasons
from toolkit.metrics.fact import Fact, Scope

HORIZON_DAYS = 30
DAYS_PER_MONTH = 30


def order_days(orders: ir.Table, less: Collection[str] = ()) -> ir.Table:
    """Order lines reduced to one row per (order, day, user, channel).

    Parameters
    ----------
    orders : order lines: order_id, at, amount; optional user_id, refund, freight, platform_fee, channel
    less : what net revenue is also less of, as the contract says: freight, platform_fee

    Returns
    -------
    Table[order_id, day, user_id, channel, is_paid, gmv, refunded, net], money
    """
    money = "decimal(18, 4)"
    zero = ibis.literal(0, type=money)
    has = set(orders.columns)

    def extra(column: str) -> ir.Value:
        return orders[column].fill_null(zero) if column in has else zero

    lines = orders.select(
        "order_id",
        day=orders.at.date(),
        user_id=orders.user_id if "user_id" in has else ibis.null("string"),
        channel=orders.channel if "channel" in has else ibis.null("string"),
        positive=ibis.greatest(orders.amount, zero),
        refunded=ibis.greatest(-orders.amount, zero) + extra("refund"),
        costs=sum((extra(column) for column in less), zero),
    )
    return (
        lines.group_by("order_id", "day", "user_id", "channel")
        .agg(is_paid=(_.positive > 0).any(), gmv=_.positive.sum(), refunded=_.refunded.sum(), costs=_.costs.sum())
        .mutate(net=_.gmv - _.refunded - _.costs)
        .drop("costs")
    )


def load(orders: ir.Table, less: Collection[str] = ()) -> pd.DataFrame:
    """`order_days` as a frame ordered by day and order: day datetime64, money as float."""
    rows = order_days(orders, less).order_by("day", "order_id", "user_id", "channel")
    frame = rows.mutate(**{name: rows[name].cast("float64") for name in ("gmv", "refunded", "net")}).to_pandas()
    return frame.assign(day=pd.to_datetime(frame["day"])).astype({"is_paid": bool})


def sums(rows: pd.DataFrame, scope: Scope) -> dict[str, Fact]:
    """All revenue facts of a span.

    Parameters
    ----------
    rows : one row per (order, day, user, channel) of the span: order_id, user_id, is_paid, gmv, refunded, net

    Returns
    -------
    Facts by id: gmv, net_revenue, refund_rate, refund_orders_rate, orders, buyers, aov, arppu, repeat_rate.
    A refund is part of the span in which it was started, whenever the order was placed.
    """
    gmv, net = (math.fsum(rows[column]) for column in ("gmv", "net"))
    order, user = (pd.factorize(rows[column])[0] for column in ("order_id", "user_id"))  # -1 where missing
    is_paid = rows["is_paid"].to_numpy()
    of_orders = {column: _per(order, rows[column]) for column in ("gmv", "refunded", "net")}
    per_order = of_orders["gmv"][np.bincount(order[is_paid], minlength=len(of_orders["gmv"])) > 0]
    by_buyer = is_paid & (user >= 0)
    pairs = np.unique(user[by_buyer] * len(rows) + order[by_buyer])
    orders_of_users = np.bincount(pairs // max(len(rows), 1), minlength=user.max(initial=-1) + 1)
    orders_per_buyer = orders_of_users[orders_of_users > 0]
    refund_orders = len(np.unique(order[rows["refunded"].to_numpy() > 0]))
    facts = [
        scope.amount("gmv", gmv, noise=_noise(per_order)),
        scope.amount("net_revenue", net, noise=_noise(of_orders["net"])),
        _refund_rate(of_orders["refunded"], of_orders["gmv"], len(per_order), scope),
        _refund_orders_rate(refund_orders, len(per_order), scope),
        scope.amount("orders", len(per_order)),
        _mean("aov", per_order, scope),
    ]
    if rows["user_id"].isna().all() and len(rows):
        facts += [
            scope.no_data(metric, reasons.NO_TABLE["order_users"]) for metric in ("buyers", "arppu", "repeat_rate")
        ]
    else:
        net_of_buyers = _per(user, rows["net"])[orders_of_users > 0]
        facts += [
            scope.amount("buyers", len(orders_per_buyer)),
            _mean("arppu", net_of_buyers, scope),
            scope.rate("repeat_rate", (orders_per_buyer >= 2).sum(), len(orders_per_buyer)),
        ]
    return {fact.id: fact for fact in facts}


def _per(group: np.ndarray, money: pd.Series) -> np.ndarray:
    """The sum of each group, exact: money has four decimals, and whole numbers of its smallest part add up as they are.

    Parameters
    ----------
    group : number of each row's group, -1 for none
    """
    known = group >= 0
    return np.bincount(group[known], weights=np.rint(money.to_numpy()[known] * 10_000)) / 10_000


def _noise(per_order: np.ndarray) -> float:
    """Standard error of a sum over orders that come by chance, each with its own amount (compound Poisson)."""
    return math.sqrt(math.fsum(amount**2 for amount in per_order))


def _refund_rate(refunded: np.ndarray, gmv: np.ndarray, orders: int, scope: Scope) -> Fact:
    if not gmv.any():
        return scope.unobservable("refund_rate", reasons.ZERO_BASE)
    low, high = intervals.ratio(refunded.tolist(), gmv.tolist())
    share = math.fsum(refunded) / math.fsum(gmv)
    return scope.amount("refund_rate", share, n=orders, low=None if low is None else max(low, 0.0), high=high)


def _refund_orders_rate(refunded: int, orders: int, scope: Scope) -> Fact:
    if refunded <= orders:
        return scope.rate("refund_orders_rate", refunded, orders)
    return scope.ratio("refund_orders_rate", refunded, orders, n=orders)


def _mean(metric: str, values: np.ndarray, scope: Scope) -> Fact:
    if not len(values):
        return scope.unobservable(metric, reasons.ZERO_BASE)
    middle, low, high = intervals.mean(values.tolist())
    return scope.amount(metric, middle, n=len(values), low=low, high=high)


def arpu(net_revenue: Fact, active_users: Fact, scope: Scope) -> Fact:
    """Net revenue divided by the active users of the same span; unobservable where one of them covers less of it."""
    for needed in (net_revenue, active_users):
        if not needed.ok:
            make = scope.no_data if needed.status == "no_data" else scope.unobservable
            return make("arpu", needed.reason)
    if (net_revenue.start, net_revenue.end) != (active_users.start, active_users.end):
        return scope.unobservable("arpu", reasons.NOT_COVERED)
    noise = (net_revenue.noise or 0) / active_users.value if active_users.value else None
    return scope.ratio("arpu", net_revenue.value, active_users.value, n=active_users.value, noise=noise)


def ltv(users: int, total: float, squares: float, scope: Scope) -> Fact:
    """Net revenue of a new user within the horizon, with the interval of the mean.

    Parameters
    ----------
    users : new users of the span, buyers or not
    total, squares : sum and sum of squares of each one's net revenue within the horizon
    """
    if users == 0:
        return scope.unobservable("ltv", reasons.ZERO_BASE)
    middle = total / users
    variance = max(squares - users * middle**2, 0.0) / max(users - 1, 1)
    if users == 1:
        return scope.amount("ltv", middle, n=users)
    half = intervals.student(users) * math.sqrt(variance / users)
    return scope.amount("ltv", middle, n=users, low=middle - half, high=middle + half)


def against_cost(value: Fact, cost: Fact, scope: Scope) -> list[Fact]:
    """30-day value against the cost per new user: ltv_cac, and payback_months at the pace of the first 30 days."""
    for needed in (value, cost):
        if not needed.ok:
            make = scope.no_data if needed.status == "no_data" else scope.unobservable
            return [make(metric, needed.reason) for metric in ("ltv_cac", "payback_months")]
    months = HORIZON_DAYS / DAYS_PER_MONTH
    payback = (
        scope.ratio("payback_months", cost.value * months, value.value, noise=_relative(value, cost, inverse=True))
        if value.value > 0
        else scope.unobservable("payback_months", reasons.ZERO_BASE)
    )
    return [scope.ratio("ltv_cac", value.value, cost.value, noise=_relative(value, cost)), payback]


def _relative(value: Fact, cost: Fact, *, inverse: bool = False) -> float | None:
    """Standard error of value over cost, or of cost over value, as far as both are known."""
    above, below = (cost.value, value.value) if inverse else (value.value, cost.value)
    if value.low is None or not (value.value and above and below):
        return None
    by_value = (value.high - value.low) / 2 / intervals.Z95 / value.value
    return abs(above / below) * math.hypot(by_value, (cost.n or 1) ** -0.5)


def buyer_cohorts(rows: pd.DataFrame) -> pd.DataFrame:
    """Buyers of each month of first purchase who bought again after each number of months.

    Parameters
    ----------
    rows : all order days of the log: day, user_id, is_paid

    Returns
    -------
    DataFrame[cohort (first day of month), offset (months), users]
    """
    paid = rows[rows["is_paid"]].dropna(subset="user_id")
    month = paid["day"].to_numpy().astype("datetime64[M]").astype("int64")
    user, users = pd.factorize(paid["user_id"])
    pairs = np.unique(month * max(len(users), 1) + user)  # in the order of months, so that the first of a user is first
    month, user = np.divmod(pairs, max(len(users), 1))
    first = np.zeros(len(users), "int64")
    first[user[::-1]] = month[::-1]
    cells = pd.DataFrame({"cohort": first[user], "offset": month - first[user]}).value_counts(sort=False).sort_index()
    counted = cells.rename("users").reset_index()
    return counted.assign(cohort=counted["cohort"].to_numpy().astype("datetime64[M]").astype("datetime64[s]"))


def by_channel(rows: pd.DataFrame, known: Collection[str] = ()) -> pd.DataFrame | None:
    """DataFrame[channel, gmv, net] of a span, or None when the orders name no channel.

    Parameters
    ----------
    known : channels that orders of other days name; without an order in the span they brought 0
    """
    sums = rows.dropna(subset="channel").groupby("channel")[["gmv", "net"]].sum()
    every = sums.index.union(pd.Index(sorted(known), dtype=sums.index.dtype, name="channel"))
    return None if every.empty else sums.reindex(every, fill_value=0.0).rename_axis("channel").reset_index()


def monthly(rows: pd.DataFrame, until: date) -> pd.DataFrame:
    """DataFrame[month (datetime64), gmv, net, refunded, is_partial] of the whole log, ordered."""
    months = rows.groupby(rows["day"].dt.to_period("M"))[["gmv", "net", "refunded"]].sum()
    first = rows["day"].min()
    ends, starts = months.index.end_time.normalize(), months.index.start_time
    partial = (ends > pd.Timestamp(until)) | (first > starts + pd.Timedelta(days=2)) & (months.index == months.index[0])
    return months.assign(month=starts, is_partial=partial).reset_index(drop=True)
