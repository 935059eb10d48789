"""Do people pass it on: what posts on social channels reached, and what those reached did."""

from collections.abc import Hashable

import pandas as pd

from toolkit.metrics import intervals, reasons
from toolkit.metrics.fact import Dims, Fact, Scope

ACTIONS = ("likes", "comments", "shares")
TOP_SHARE = 0.1  # of the posts
MOST_KINDS = 8


def facts(rows: pd.DataFrame, scope: Scope, dims: Dims | None = None) -> list[Fact]:
    """Posts, interaction rate, interactions and shares per thousand reached, with intervals over the posts.

    Parameters
    ----------
    rows : one row per post: reach; optional engaged (people who interacted), likes, comments, shares

    Returns
    -------
    Facts posts_count, interaction_rate, interactions_per_thousand, shares_per_thousand. The posts are the sample: one
    that spreads moves them all, so the intervals are taken over posts, not over people.
    """
    actions = [name for name in ACTIONS if name in rows]
    seen = rows.assign(acted=rows[actions].sum(axis=1, min_count=1) if actions else float("nan"))
    return [
        scope.amount("posts_count", len(rows), dims=dims),
        _per_reached(seen, "engaged", "interaction_rate", 1, scope, dims),
        _per_reached(seen, "acted", "interactions_per_thousand", 1000, scope, dims),
        _per_reached(seen, "shares", "shares_per_thousand", 1000, scope, dims),
    ]


def _per_reached(rows: pd.DataFrame, column: str, metric: str, times: int, scope: Scope, dims: Dims | None) -> Fact:
    if column not in rows:
        return scope.no_data(metric, reasons.NOT_OBSERVED, dims=dims)
    known = rows.dropna(subset=[column, "reach"])
    reach = known["reach"].sum()
    if not reach > 0:
        return scope.unobservable(metric, reasons.ZERO_BASE, dims=dims)
    low, high = intervals.ratio(known[column].tolist(), known["reach"].tolist())
    if low is not None:
        low, high = max(low, 0.0) * times, high * times
    value = known[column].sum() / reach * times
    return scope.amount(metric, value, n=len(known), low=low, high=high, dims=dims)


def by(rows: pd.DataFrame, column: str, scope: Scope) -> dict[Hashable, list[Fact]]:
    """`facts` of the posts of each value of a column, most posts first; empty without the column."""
    if column not in rows:
        return {}
    groups = rows.dropna(subset=[column]).groupby(column)
    order = sorted(groups, key=lambda group: (-len(group[1]), str(group[0])))[:MOST_KINDS]
    return {name: facts(part, scope, {column: str(name)}) for name, part in order}


def concentration(rows: pd.DataFrame) -> tuple[int, float] | None:
    """How many posts are the most shared tenth, and their part of all shares; None where nothing was shared."""
    if "shares" not in rows or not rows["shares"].sum() > 0:
        return None
    shares = rows["shares"].dropna().sort_values(ascending=False)
    top = max(1, round(len(shares) * TOP_SHARE))
    return top, float(shares.iloc[:top].sum() / shares.sum())
