"""Who the users are: shares of each trait among new and active users, small groups put together.

The platform counts new users among the active ones, so that the returning ones are their difference: a group must be
large enough among these, too, before it is shown.
"""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from toolkit.market.suppression import OTHER, pooled
from toolkit.metrics.fact import Fact, Scope

_REST = (OTHER, "other", "unknown", "未知", "其他", "其它")  # as platforms call what is left


def shares(table: pd.DataFrame, until: date, least: int, span: tuple[date, date]) -> dict[str, list[Fact]]:
    """Shares with Wilson intervals by dimension, large before small; a dimension with too few people is absent.

    Parameters
    ----------
    table : population (new, active), dimension, value, users; optional start, end
    until : last day that the report may know of; of several portraits the latest that had ended by then counts
    least : fewest people in a group
    span : the days it speaks of where the table does not say
    """
    latest = _latest(table, until)
    found = {}
    for dimension, rows in latest.groupby("dimension", sort=False):
        start, end = (_day(rows, column, otherwise) for column, otherwise in zip(("start", "end"), span, strict=True))
        counts = rows.pivot_table(index="value", columns="population", values="users", aggfunc="sum", fill_value=0)
        if facts := _facts(str(dimension), _safe(counts, least), Scope(start, end, source="portrait")):
            found[str(dimension)] = facts
    return found


def _latest(table: pd.DataFrame, until: date) -> pd.DataFrame:
    if "end" not in table or table["end"].isna().all():
        return table
    known = table[table["end"] <= pd.Timestamp(until)]
    last = known.groupby("dimension")["end"].transform("max")
    rows = known[known["end"] == last]
    if "start" in rows:  # a day and a month may end together: the longer one has more people
        first = rows.groupby("dimension")["start"].transform("min")
        rows = rows[(rows["start"] == first) | first.isna()]
    return rows


def _day(rows: pd.DataFrame, column: str, otherwise: date) -> date:
    known = rows[column].dropna() if column in rows else []
    return known.iloc[0].date() if len(known) else otherwise


def _safe(counts: pd.DataFrame, least: int) -> pd.DataFrame:
    """The counts that may be shown, by population."""
    if {"new", "active"} <= set(counts) and (counts["new"] <= counts["active"]).all():
        parts = pd.DataFrame({"new": counts["new"], "returning": counts["active"] - counts["new"]})
        shown = pooled(parts, least)
        if len(shown):
            whole = pd.DataFrame({"active": shown.sum(axis=1), "new": shown["new"]})
            return whole.loc[:, whole.sum() > 0]
        counts = counts[["active"]]  # too few are new, or were before: only all of them together can be shown
    shown = pooled(counts, least)
    return shown.loc[:, shown.sum() > 0]


def _facts(dimension: str, shown: pd.DataFrame, scope: Scope) -> list[Fact]:
    return [
        scope.rate(
            "portrait_share",
            users,
            shown[population].sum(),
            dims={"population": str(population), "dimension": dimension, "value": str(value)},
        )
        for population in sorted(shown)
        for value, users in shown[population].items()
    ]


def top(facts: Iterable[Fact], population: str) -> Fact | None:
    """The largest named group of a population."""
    named = [fact for fact in facts if fact.dims["population"] == population and not is_rest(fact)]
    return max(named, key=lambda fact: fact.value, default=None)


def is_rest(fact: Fact) -> bool:
    """Whether a share is of groups put together, or of people of whom the platform does not know the trait."""
    return str(fact.dims["value"]).casefold().startswith(_REST)
