"""How people spend: shares of what was paid, by product, channel, size of order and weekday; and buyers by segment.

Groups are measured in people, not in orders: one of fewer buyers than may be shown is put together with others.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from toolkit.i18n import N_
from toolkit.market.suppression import MOST, OTHER
from toolkit.metrics import intervals
from toolkit.metrics.fact import Fact, Scope

WINDOW_DAYS, RECENT_DAYS, OFTEN = 365, 90, 2
DIMENSIONS = ("product", "channel", "order_value", "weekday")
_BANDS = (0.2, 0.4, 0.6, 0.8)

SEGMENTS = {  # recent, often, much: as Chinese customer service counts its eight classes
    (True, True, True): "important_value",
    (True, False, True): "important_develop",
    (False, True, True): "important_keep",
    (False, False, True): "important_win_back",
    (True, True, False): "general_value",
    (True, False, False): "general_develop",
    (False, True, False): "general_keep",
    (False, False, False): "general_win_back",
}
NO_ORDERS = N_("nothing was bought in these days")
FEW_BUYERS = N_("too few buyers to tell groups apart")


def lines(orders: pd.DataFrame) -> pd.DataFrame:
    """Order lines with what they bring after refunds.

    Parameters
    ----------
    orders : order_id, at, amount; optional user_id, refund, product, channel

    Returns
    -------
    order_id, at, user_id, product, channel, net (money; negative for a refund of its own line), is_paid;
    `person` is who bought, or the order where nobody is named; `counted` is who counts as one more buyer when a group
    is measured: named people only, for one may stand behind many unnamed orders, unless nobody is ever named
    """
    blank = pd.Series(None, index=orders.index, dtype=object)
    user = orders.get("user_id", blank)
    refund = orders["refund"].fillna(0) if "refund" in orders else 0.0
    found = pd.DataFrame(
        {
            "order_id": orders["order_id"],
            "at": orders["at"],
            "user_id": user,
            "product": orders.get("product", blank),
            "channel": orders.get("channel", blank),
            "net": orders["amount"] - refund,
            "is_paid": orders["amount"] > 0,
        }
    )
    person = ("u" + user.astype(str)).where(user.notna(), "o" + orders["order_id"].astype(str))
    return found.assign(person=person, counted=user if user.notna().any() else person)


def shares(bought: pd.DataFrame, least: int, scope: Scope) -> dict[str, list[Fact]]:
    """Share of spending by value, for each dimension that tells people apart; values of few buyers are put together.

    Parameters
    ----------
    bought : `lines` of the days in question
    least : fewest buyers behind a value

    Returns
    -------
    Facts by dimension, large shares first; n is all buyers, an unnamed order counting as one. An order that was sent
    back whole, and a refund of an order of earlier days, is nobody's spending.
    """
    orders = bought.groupby("order_id", sort=False)["net"].transform("sum")
    bought = bought[(orders > 0) & bought["person"].notna()]
    values = {
        "product": bought["product"],
        "channel": bought["channel"],
        "order_value": _bands(bought),
        "weekday": bought["at"].dt.day_of_week.astype(str),
    }
    found = {name: _shares(name, bought.assign(value=column), least, scope) for name, column in values.items()}
    return {name: facts for name, facts in found.items() if facts}


def _bands(bought: pd.DataFrame) -> pd.Series:
    """The order's size in fifths of all orders, their limits rounded to two digits: 50-100 is from 50 to below 100."""
    totals = bought.groupby("order_id", sort=False)["net"].transform("sum")
    if totals.empty:
        return totals.astype(object)
    limits = np.unique([_rounded(v) for v in totals.groupby(bought["order_id"]).first().quantile(list(_BANDS))])
    limits = limits[limits > 0]
    place = np.searchsorted(limits, totals.to_numpy(), side="right")
    names = [f"{low:g}-{high:g}" for low, high in zip([0, *limits], limits, strict=False)]
    names.append(f"{limits[-1]:g}-" if len(limits) else "0-")
    return pd.Series(np.array(names, object)[place], index=bought.index)


def _rounded(value: float) -> float:
    return float(f"{value:.1e}")


def _shares(name: str, bought: pd.DataFrame, least: int, scope: Scope) -> list[Fact]:
    known = bought[bought["value"].notna()]
    spent = known.groupby("value")["net"].sum().sort_values()
    if (spent <= 0).any():  # refunded in full: nobody's habit
        known = known[~known["value"].isin(spent.index[spent <= 0])]
        spent = spent[spent > 0]
    named = _put_together(known, spent, least)
    if named.nunique() < 2:
        return []
    table = known.assign(value=named)
    cells = table.pivot_table(index="person", columns="value", values="net", aggfunc="sum", fill_value=0.0)
    total = cells.sum(axis=1).to_numpy()
    if total.sum() <= 0:
        return []
    order = sorted(cells.columns, key=lambda value: (value == OTHER, -cells[value].sum()))
    facts = []
    for value in order:
        amounts = cells[value].to_numpy()
        low, high = intervals.ratio(amounts, total)
        ends = {} if low is None else {"low": max(low, 0.0), "high": min(high, 1.0)}
        dims = {"dimension": name, "value": str(value)}
        facts.append(scope.amount("spend_share", amounts.sum() / total.sum(), n=len(total), dims=dims, **ends))
    return facts


def _put_together(known: pd.DataFrame, spent: pd.Series, least: int) -> pd.Series:
    """Each line's value, or `OTHER`: for those with few buyers, and as many more as make the rest many buyers."""
    buyers = known.groupby("value")["counted"].nunique()
    pool = [value for value in spent.index if buyers[value] < least or value == OTHER]
    rest = [value for value in spent.index if value not in pool]
    while rest and (len(rest) + bool(pool) > MOST or (pool and _is_thin(known, pool, least))):
        pool.append(rest.pop(0))
    if not rest:
        return known["value"].iloc[:0]
    return known["value"].where(~known["value"].isin(pool), OTHER)


def _is_thin(known: pd.DataFrame, pool: list[str], least: int) -> bool:
    return len(pool) < 2 or known.loc[known["value"].isin(pool), "counted"].nunique() < least


def window(end: date, first: date | None) -> tuple[date, date]:
    """The twelve months to a day, or from the first order on."""
    start = end - timedelta(days=WINDOW_DAYS - 1)
    return (max(start, first) if first is not None else start), end


def segments(bought: pd.DataFrame, end: date) -> pd.Series:
    """Each named buyer's segment.

    Recent is a last order within ninety days of the end, often is two orders or more, much is at least the median of
    all buyers. Orders and amounts are after refunds: who sent everything back bought nothing.

    Parameters
    ----------
    bought : `lines` of the twelve months
    end : their last day

    Returns
    -------
    Series by user_id: a value of `SEGMENTS`
    """
    named = bought[bought["user_id"].notna()]
    orders = named.groupby(["user_id", "order_id"]).agg(net=("net", "sum"), at=("at", "min")).reset_index()
    buyers = orders[orders["net"] > 0].groupby("user_id").agg(net=("net", "sum"), n=("net", "size"), at=("at", "max"))
    is_recent = buyers["at"] >= pd.Timestamp(end) - pd.Timedelta(days=RECENT_DAYS - 1)
    is_often, is_much = buyers["n"] >= OFTEN, buyers["net"] >= buyers["net"].median()
    marks = zip(is_recent.tolist(), is_often.tolist(), is_much.tolist(), strict=True)
    return pd.Series([SEGMENTS[mark] for mark in marks], index=buyers.index, dtype=object)
