"""What a new user costs, and what spend brings back."""

import pandas as pd

from toolkit.metrics import reasons
from toolkit.metrics.fact import Fact, Scope


def cac(cost: float, new_users: Fact, scope: Scope, *, metric: str = "cac") -> Fact:
    """Cost of acquisition divided by new users; 10,000 over 500 is 20.

    Parameters
    ----------
    cost : money spent in the span
    new_users : fact of the same span
    metric : cac (all spend), or cac_full (with the agency's fee)
    """
    if not new_users.ok:
        make = scope.no_data if new_users.status == "no_data" else scope.unobservable
        return make(metric, new_users.reason)
    return scope.ratio(metric, cost, new_users.value, n=new_users.value)


def channels(spend: pd.DataFrame, attributed: pd.DataFrame | None, revenue: pd.DataFrame | None) -> pd.DataFrame:
    """What each channel cost and brought.

    Parameters
    ----------
    spend : one row per channel of the span: channel, cost, and where the export has them impressions, clicks,
        conversions, new_users
    attributed : channel, new_users by first touch in the event log, or None; used where the export has no new_users;
        0 for a channel that the log knows from other days
    revenue : channel, gmv, net from orders, or None

    Returns
    -------
    DataFrame[channel, cost, clicks, new_users, gmv, net], dearest first; NaN where unknown
    """
    table = spend.copy()
    for column in ("clicks", "new_users"):
        if column not in table:
            table[column] = float("nan")
    if attributed is not None:
        seen = table["channel"].map(attributed.set_index("channel")["new_users"])
        table["new_users"] = table["new_users"].fillna(seen)
    for column in ("gmv", "net"):
        table[column] = float("nan") if revenue is None else table["channel"].map(revenue.set_index("channel")[column])
    table = table[["channel", "cost", "clicks", "new_users", "gmv", "net"]].astype(
        dict.fromkeys(("cost", "clicks", "new_users", "gmv", "net"), float)
    )
    return table.sort_values(["cost", "channel"], ascending=[False, True], ignore_index=True)


def cac_paid(table: pd.DataFrame, scope: Scope) -> list[Fact]:
    """Spend over attributed new users: in total over the channels with attribution, then by channel (dims channel).

    A channel that is known to have brought nobody counts with its spend in the total and has no cost of its own.
    """
    known = table[table["new_users"].notna()]
    if not known["new_users"].sum() > 0:
        return [scope.unobservable("cac_paid", reasons.NO_SPEND_NEW_USERS)]
    total = scope.ratio("cac_paid", known["cost"].sum(), known["new_users"].sum(), n=int(known["new_users"].sum()))
    return [total] + [
        scope.ratio("cac_paid", row.cost, row.new_users, dims={"channel": row.channel}, n=int(row.new_users))
        for row in known.itertuples()
    ]


def returns(table: pd.DataFrame, scope: Scope) -> list[Fact]:
    """ROAS and ROI over the channels whose revenue is known: in total, and ROAS by channel (dims channel)."""
    known = table[table["gmv"].notna() & (table["cost"] > 0)]
    if known.empty:
        return [scope.no_data(metric, reasons.NO_TABLE["order_channel"]) for metric in ("roas", "roi")]
    cost = known["cost"].sum()
    facts = [
        scope.ratio("roas", known["gmv"].sum(), cost),
        scope.ratio("roi", known["net"].sum() - cost, cost),
    ]
    return facts + [scope.ratio("roas", row.gmv, row.cost, dims={"channel": row.channel}) for row in known.itertuples()]
