"""Do they come back: cohorts, triangles and pooled rates.

A cell exists only where its day, week or month is complete; otherwise it is unobserved, which is not zero. Rates are
pooled as sum of retained over sum of cohort, never as a mean of rates.
"""

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
import pandas as pd

from toolkit.metrics import reasons
from toolkit.metrics.fact import Fact, Scope

DAY_OFFSETS = (1, 2, 3, 4, 5, 6, 7, 14, 30)
WEEK_OFFSETS = (1, 2, 3, 4, 5, 6, 7, 8)
MONTH_OFFSETS = (1, 2, 3, 4, 5, 6)
OFFSETS = {"day": DAY_OFFSETS, "week": WEEK_OFFSETS, "month": MONTH_OFFSETS}


def triangle(
    cohorts: pd.DataFrame,
    granularity: str,
    until: date,
    *,
    missing: Collection[date] = (),
    zero_when_absent: bool = True,
) -> pd.DataFrame:
    """Users of each cohort still active after each offset, and their share.

    Parameters
    ----------
    cohorts : one row per (cohort, offset)
        cohort : datetime64, first day of the cohort's day, week or month
        offset : int, in units of the granularity; 0 is the cohort itself
        users : int, distinct people
    granularity : day, week or month
    until : last complete day; cells that end after it are unobserved whatever the input says
    missing : days without tracking; a day cell that falls on one is unobserved
    zero_when_absent : True for an event log, where no row means nobody came; False for aggregates, where it means
        nobody looked

    Returns
    -------
    DataFrame[cohort, base, offset, users, share]; users and share NaN while unobserved or where more came
    back than there were; share NaN for a base of 0

    Examples
    --------
    >>> cohorts = pd.DataFrame({"cohort": pd.to_datetime(["2026-05-01", "2026-05-01", "2026-05-02"]),
    ...                         "offset": [0, 1, 0], "users": [200, 58, 150]})
    >>> cells = triangle(cohorts, "day", date(2026, 5, 2))
    >>> cells.loc[cells["offset"] == 1, "share"].tolist()
    [0.29, nan]
    """
    cohort, offset, count = (cohorts[name].to_numpy() for name in ("cohort", "offset", "users"))
    is_whole = (offset == 0) & (cohort <= np.datetime64(until))
    starts, offsets = cohort[is_whole], np.array((0, *OFFSETS[granularity]))
    row = pd.Index(starts).get_indexer(cohort)
    column = np.searchsorted(offsets, offset).clip(max=len(offsets) - 1)
    known = (row >= 0) & (offsets[column] == offset)
    seen = np.full((len(starts), len(offsets)), np.nan)
    seen[row[known], column[known]] = count[known]
    cohort, offset, users = np.repeat(starts, len(offsets)), np.tile(offsets, len(starts)), seen.ravel()
    base = np.repeat(count[is_whole], len(offsets))
    first, last = _days(cohort, offset, granularity)
    if zero_when_absent:
        users[np.isnan(users)] = 0
    hidden = last > np.datetime64(until)
    if granularity == "day":
        hidden |= np.isin(first, np.array(list(missing), "datetime64[D]"))
    users[hidden & (offset > 0)] = np.nan
    users[users > base] = np.nan  # more back than there were: no share can be told
    share = users / np.where(base > 0, base, np.nan)
    return pd.DataFrame({"cohort": cohort, "base": base, "offset": offset, "users": users, "share": share})


def cell_days(cohort: pd.Series, offset: pd.Series, granularity: str) -> tuple[pd.Series, pd.Series]:
    """First and last day of each cell, by row."""
    first, last = _days(cohort.to_numpy(), offset.to_numpy(), granularity)
    return pd.Series(first, cohort.index), pd.Series(last, cohort.index)


def _days(cohort: np.ndarray, offset: np.ndarray, granularity: str) -> tuple[np.ndarray, np.ndarray]:
    """First and last day of each cell, datetime64[D]."""
    unit, days = ("M", 1) if granularity == "month" else ("D", 7 if granularity == "week" else 1)
    first = cohort.astype(f"datetime64[{unit}]") + days * offset.astype("int64")
    return first.astype("datetime64[D]"), (first + days).astype("datetime64[D]") - 1


def pooled(cells: pd.DataFrame, offset: int, start: date, end: date) -> tuple[int, int]:
    """Retained users and cohort users over the cohorts of a span whose cell is observed."""
    _, users, base = _inside(cells, offset, start, end)
    return _sums(users, base)


def _sums(users: np.ndarray, base: np.ndarray) -> tuple[int, int]:
    """Retained users and cohort users of the cells that have a share."""
    observed = ~np.isnan(users) & (base > 0)
    return int(users[observed].sum()), int(base[observed].sum())


def _inside(cells: pd.DataFrame, offset: int, start: date, end: date) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows of the cells that have the offset and whose cohort lies in a span, their users and bases."""
    cohort = cells["cohort"].to_numpy()
    in_span = (cohort >= np.datetime64(start)) & (cohort <= np.datetime64(end))
    rows = np.flatnonzero(in_span & (cells["offset"].to_numpy() == offset))
    return rows, cells["users"].to_numpy()[rows], cells["base"].to_numpy()[rows]


def day_n(cells: pd.DataFrame, n: int, scope: Scope) -> Fact:
    """Share of a span's new users who came back exactly n days after their first visit.

    Parameters
    ----------
    cells : triangle by day
    n : int, days, at least 1

    Returns
    -------
    Fact d<n>_retention, share with n = users of the observed cohorts; unobservable while no cohort is old enough.
    400 of 1,000 is 0.40, 0.370 to 0.431.
    """
    return _pooled_fact(f"d{n}_retention", cells, n, "day", scope)


def month_retention(cells: pd.DataFrame, scope: Scope) -> Fact:
    """Share of the users new in a span's calendar months who were active in the calendar month after."""
    return _pooled_fact("month_retention", cells, 1, "month", scope)


def _pooled_fact(metric: str, cells: pd.DataFrame, offset: int, granularity: str, scope: Scope) -> Fact:
    """The pooled rate; a remark says so where some of the span's users are left out of it."""
    rows, users, bases = _inside(cells, offset, scope.start, scope.end)
    retained, base = _sums(users, bases)
    people = bases > 0
    if base == 0:
        if not people.any():
            return scope.unobservable(metric, reasons.ZERO_BASE)
        young = is_young(cells, granularity)[rows[people]]
        return scope.unobservable(metric, reasons.TOO_YOUNG if young.any() else reasons.NOT_OBSERVED)
    return scope.rate(metric, retained, base, reason=reasons.LEFT_OUT if base < bases[people].sum() else None)


def is_young(cells: pd.DataFrame, granularity: str) -> np.ndarray:
    """Whether each cell ends after the last cell that anybody could observe, by row of `cells`."""
    offset = cells["offset"].to_numpy()
    _, last = _days(cells["cohort"].to_numpy(), offset, granularity)
    observed = cells["users"].notna().to_numpy() & (offset > 0)  # a cohort itself may not be over yet
    return last > last[observed].max() if observed.any() else np.ones(len(cells), bool)


def curve(cells: pd.DataFrame, granularity: str, scope: Scope, *, kind: str = "new") -> list[Fact]:
    """Pooled retention of a span at each offset, dims granularity, kind, offset; unobserved offsets left out."""
    facts = []
    for offset in OFFSETS[granularity]:
        retained, base = pooled(cells, offset, scope.start, scope.end)
        if base:
            dims = {"granularity": granularity, "kind": kind, "offset": offset}
            facts.append(scope.rate("retention", retained, base, dims=dims))
    return facts


def cells_as_facts(
    cells: pd.DataFrame, granularity: str, labels: Sequence[str], scope: Scope, *, kind: str = "new"
) -> list[Fact]:
    """Every cell of a triangle as a fact, dims granularity, kind, cohort, offset.

    Parameters
    ----------
    labels : one per row of cells, naming the cohort
    """
    facts = []
    columns = (cells["offset"], cells["users"], cells["base"], is_young(cells, granularity))
    for label, offset, users, base, young in zip(labels, *(column.tolist() for column in columns), strict=True):
        dims = {"granularity": granularity, "kind": kind, "cohort": label, "offset": int(offset)}
        if base == 0:
            facts.append(scope.unobservable("retention", reasons.ZERO_BASE, dims=dims))
        elif np.isnan(users):
            reason = reasons.TOO_YOUNG if young else reasons.NOT_OBSERVED
            facts.append(scope.unobservable("retention", reason, dims=dims))
        else:
            facts.append(scope.rate("retention", users, base, dims=dims))
    return facts
