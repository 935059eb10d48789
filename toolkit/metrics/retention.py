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
    base = cohorts[cohorts["offset"] == 0].set_index("cohort")["users"]
    base = base[base.index <= pd.Timestamp(until)]
    offsets = np.array((0, *OFFSETS[granularity]))
    row = base.index.get_indexer(cohorts["cohort"])
    column = np.searchsorted(offsets, cohorts["offset"].to_numpy()).clip(max=len(offsets) - 1)
    known = (row >= 0) & (offsets[column] == cohorts["offset"].to_numpy())
    users = np.full((len(base), len(offsets)), np.nan)
    users[row[known], column[known]] = cohorts["users"].to_numpy()[known]
    cells = pd.DataFrame(
        {
            "cohort": base.index.repeat(len(offsets)),
            "offset": np.tile(offsets, len(base)),
            "users": users.ravel(),
            "base": np.repeat(base.to_numpy(), len(offsets)),
        }
    )
    first, last = cell_days(cells["cohort"], cells["offset"], granularity)
    if zero_when_absent:
        cells["users"] = cells["users"].fillna(0)
    hidden = last > pd.Timestamp(until)
    if granularity == "day":
        hidden |= first.isin(pd.to_datetime(list(missing)))
    cells.loc[hidden & (cells["offset"] > 0), "users"] = np.nan
    cells.loc[cells["users"] > cells["base"], "users"] = np.nan  # more back than there were: no share can be told
    cells["share"] = cells["users"] / cells["base"].where(cells["base"] > 0)
    return cells[["cohort", "base", "offset", "users", "share"]]


def cell_days(cohort: pd.Series, offset: pd.Series, granularity: str) -> tuple[pd.Series, pd.Series]:
    """First and last day of each cell, by row."""
    if granularity == "month":
        months = cohort.dt.to_period("M").astype("int64") + offset
        periods = pd.PeriodIndex.from_ordinals(months, freq="M")
        return pd.Series(periods.start_time, cohort.index), pd.Series(periods.end_time.normalize(), cohort.index)
    days = 7 if granularity == "week" else 1
    first = cohort + pd.to_timedelta(offset * days, unit="D")
    return first, first + pd.Timedelta(days=days - 1)


def pooled(cells: pd.DataFrame, offset: int, start: date, end: date) -> tuple[int, int]:
    """Retained users and cohort users over the cohorts of a span whose cell is observed."""
    chosen = _inside(cells, offset, start, end) & ~np.isnan(cells["share"].to_numpy())
    return int(cells["users"].to_numpy()[chosen].sum()), int(cells["base"].to_numpy()[chosen].sum())


def _inside(cells: pd.DataFrame, offset: int, start: date, end: date) -> np.ndarray:
    """For each cell whether it has the offset and its cohort lies in a span."""
    cohort = cells["cohort"].to_numpy()
    in_span = (cohort >= np.datetime64(start)) & (cohort <= np.datetime64(end))
    return in_span & (cells["offset"].to_numpy() == offset)


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
    retained, base = pooled(cells, offset, scope.start, scope.end)
    bases = cells["base"].to_numpy()
    people = _inside(cells, offset, scope.start, scope.end) & (bases > 0)
    if base == 0:
        if not people.any():
            return scope.unobservable(metric, reasons.ZERO_BASE)
        young = is_young(cells, granularity).to_numpy()[people]
        return scope.unobservable(metric, reasons.TOO_YOUNG if young.any() else reasons.NOT_OBSERVED)
    return scope.rate(metric, retained, base, reason=reasons.LEFT_OUT if base < bases[people].sum() else None)


def is_young(cells: pd.DataFrame, granularity: str) -> pd.Series:
    """Whether each cell ends after the last cell that anybody could observe, by row of `cells`."""
    _, last = cell_days(cells["cohort"], cells["offset"], granularity)
    observed = cells["users"].notna() & (cells["offset"] > 0)  # a cohort itself may not be over yet
    return last > last[observed].max() if observed.any() else pd.Series(True, cells.index)


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
