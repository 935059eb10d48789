"""Are people served: time to reply and to resolve, satisfaction, recommendation, pages."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit.metrics import intervals, reasons
from toolkit.metrics.fact import Fact, Scope

REPLY = (("first_reply_seconds_p50", 0.5), ("first_reply_seconds_p90", 0.9))


def tickets(rows: pd.DataFrame, scope: Scope) -> dict[str, Fact]:
    """Service facts of the tickets opened in a span.

    Parameters
    ----------
    rows : one row per ticket: opened_at; optional first_reply_at, resolved_at (datetime64, missing while open), csat

    Returns
    -------
    Facts by id: first_reply_seconds_p50, _p90, resolution_hours_p50 (over answered and resolved tickets, n says how
    many), csat with its interval
    """
    reply = _seconds(rows, "first_reply_at")
    facts = [_quantile(metric, reply, q, scope) for metric, q in REPLY]
    facts.append(_quantile("resolution_hours_p50", _seconds(rows, "resolved_at") / 3600, 0.5, scope))
    scores = rows["csat"].dropna().astype(float) if "csat" in rows else pd.Series(dtype=float)
    if scores.empty:
        facts.append(scope.unobservable("csat", reasons.ZERO_BASE))
    else:
        middle, low, high = intervals.mean(scores.tolist())
        facts.append(scope.amount("csat", middle, n=len(scores), low=low, high=high))
    return {fact.id: fact for fact in facts}


def _seconds(rows: pd.DataFrame, column: str) -> pd.Series:
    if column not in rows:
        return pd.Series(dtype=float)
    seconds = (rows[column] - rows["opened_at"]).dropna().dt.total_seconds()
    return seconds[seconds >= 0]  # answered before it was opened: a wrong clock, not a fast desk


def _quantile(metric: str, values: pd.Series, q: float, scope: Scope) -> Fact:
    if values.empty:
        return scope.unobservable(metric, reasons.ZERO_BASE)
    low, high = intervals.quantile(values.tolist(), q)
    return scope.amount(metric, np.percentile(values.to_numpy(), 100 * q), n=len(values), low=low, high=high)


def nps(scores: Sequence[int], scope: Scope) -> Fact:
    """Promoters (9-10) minus detractors (0-6), per hundred answers, with the interval of the mean of +1, 0, -1.

    Parameters
    ----------
    scores : answers 0..10 to "would you recommend us?"
    """
    if not len(scores):
        return scope.unobservable("nps", reasons.ZERO_BASE)
    signs = [(score >= 9) - (score <= 6) for score in scores]
    middle, low, high = (None if part is None else 100 * part for part in intervals.mean(signs))
    return scope.amount("nps", middle, n=len(signs), low=low, high=high)


def pages(table: pd.DataFrame, users: int, scope: Scope) -> list[Fact]:
    """Share of users on each page and exit rate of each page, dims page.

    Parameters
    ----------
    table : one row per page of the span: page, views, users; optional exits
    users : all users, counted on the same basis as the pages' users
    """
    facts = []
    for row in table.itertuples():
        dims = {"page": row.page}
        facts.append(scope.rate("page_share", row.users, users, dims=dims))
        if "exits" in table and not pd.isna(row.exits):
            facts.append(scope.rate("exit_rate", row.exits, row.views, dims=dims))
    return facts
