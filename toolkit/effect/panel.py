"""What was caused, from units that were treated and units that were not: the difference nothing else explains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from toolkit.effect import placebo, synthetic
from toolkit.errors import ReportError
from toolkit.i18n import N_
from toolkit.params.fields import did_you_mean

Method = Literal["synthetic", "did"]

LEAST_BEFORE = 14
LEAST_CONTROLS = 3
MOST_MISSING = 0.1  # of a control's dates; one that lacks more is left out
ENOUGH = 20  # controls without a gap, from which on those with gaps are not needed

NOT_BEGUN = N_("the panel has no day from the start on")
TOO_SHORT = N_("the panel has fewer than 14 days before the start")
FEW_CONTROLS = N_("fewer than three untreated units have data for the same days")


@dataclass(frozen=True, slots=True)
class Grid:
    """The panel with a value in each cell: dates down, units across, and what was left out to get there."""

    values: pd.DataFrame
    treated: tuple[str, ...]
    before: int
    left_out_units: tuple[str, ...] = ()
    left_out_days: tuple[date, ...] = ()

    @property
    def controls(self) -> pd.DataFrame:
        """The untreated units."""
        return self.values.drop(columns=list(self.treated))

    @property
    def mean(self) -> np.ndarray:
        """Mean of the treated units on each date."""
        return self.values[list(self.treated)].mean(axis=1).to_numpy(float)

    @property
    def reason(self) -> str | None:
        """Why the effect cannot be known, None where it can."""
        if self.before == len(self.values):
            return NOT_BEGUN
        if self.before < LEAST_BEFORE:
            return TOO_SHORT
        return FEW_CONTROLS if self.controls.shape[1] < LEAST_CONTROLS else None

    def without(self, unit: str) -> "Grid":
        """The same without one control."""
        return Grid(self.values.drop(columns=unit), self.treated, self.before)


@dataclass(frozen=True, slots=True)
class Effect:
    """What the treatment changed, against what the untreated units say would have come.

    Parameters
    ----------
    method : synthetic (weighted controls) or did (difference in differences: all controls alike)
    grid : the cells it was found in
    reason : why it cannot be known; every number is then None
    att : mean effect per treated unit and day, in the unit of the panel's values
    low, high : 95 % interval of att: the effects that the placebos do not rule out; None with fewer than 19 of them
    p_value : share of placebos, the real one among them, with as large an effect for their fit; two-sided
    placebos : their effects in the unit of att, brought to the fit of the treated units
    p_time : the same asked of shifted days instead of other units; for the synthetic method only
    fit : root mean square gap before the start, in the unit of att
    weights : share of each control, largest first
    actual, expected : mean per treated unit on each date, as it came and as it would have come
    """

    method: Method
    grid: Grid
    reason: str | None = None
    att: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    placebos: tuple[float, ...] = ()
    p_time: float | None = None
    fit: float | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    actual: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    expected: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))

    @property
    def is_known(self) -> bool:
        """Whether there are numbers."""
        return self.reason is None

    @property
    def days(self) -> int:
        """Dates with data from the start on."""
        return len(self.grid.values) - self.grid.before

    @property
    def start(self) -> date:
        """First date with data from the start on."""
        return self.grid.values.index[self.grid.before].date()

    @property
    def end(self) -> date:
        """Last date with data."""
        return self.grid.values.index[-1].date()

    @property
    def unit_days(self) -> int:
        """Treated units times dates: what att is multiplied by to get the whole effect."""
        return self.days * len(self.grid.treated)

    @property
    def expected_mean(self) -> float:
        """What a treated unit would have had a day."""
        return float(self.expected.iloc[self.grid.before :].mean())

    def times(self, number: float | None, factor: float) -> float | None:
        """A bound or estimate of att brought to another scale."""
        return None if number is None else number * factor

    @property
    def incremental(self) -> tuple[float | None, float | None, float | None]:
        """The whole effect over all treated units and days, and its interval."""
        return tuple(self.times(number, self.unit_days) for number in (self.att, self.low, self.high))

    @property
    def lift(self) -> tuple[float, float | None, float | None] | None:
        """The effect relative to what would have come, and its interval; None where nothing or less would have come."""
        if self.expected_mean <= 0:
            return None
        return tuple(self.times(number, 1 / self.expected_mean) for number in (self.att, self.low, self.high))

    @property
    def pre_fit_error(self) -> float | None:
        """Root mean square gap before the start over the mean of the treated units then; None where that mean is 0."""
        level = abs(float(self.actual.iloc[: self.grid.before].mean()))
        return self.fit / level if level else None

    @property
    def smallest_p(self) -> float | None:
        """No p-value can be smaller with so few placebos."""
        return 1 / (1 + len(self.placebos)) if self.placebos else None

    @property
    def is_clear(self) -> bool:
        """Whether the placebos rule out at 5 % that nothing was caused."""
        return self.p_value is not None and self.p_value <= placebo.ALPHA


def effect(
    panel: pd.DataFrame, treated: Sequence[str], start: date, end: date | None = None, method: Method = "synthetic"
) -> Effect:
    """What the treatment changed in the treated units from `start` on.

    Parameters
    ----------
    panel : one row per unit and date
        unit : str
        date : date or datetime64
        value : float
    treated : units that were treated, all from the same day on
    start, end : first and last day of the treatment, both included; None is the panel's last day
    method : synthetic or did

    Raises
    ------
    ReportError : a treated unit is not in the panel
    """
    return estimate(balanced(panel, treated, start, end), method)


def estimate(grid: Grid, method: Method = "synthetic", *, with_placebos: bool = True) -> Effect:
    """The effect in a balanced panel; without placebos there is neither p-value nor interval."""
    if grid.reason is not None:
        return Effect(method, grid, grid.reason)
    is_weighted, controls, actual, before = method == "synthetic", grid.controls.to_numpy(float), grid.mean, grid.before
    gap, share = synthetic.gaps(actual, controls, before, is_weighted)
    att, fit = float(gap[before:].mean()), placebo.error(gap[:before], controls)
    size = len(grid.treated)
    found = placebo.over_units(controls, size, before, is_weighted) if with_placebos else np.array([])
    half = placebo.half_width(found)
    parts = sorted(zip(grid.controls.columns, share.tolist(), strict=True), key=lambda part: -part[1])
    return Effect(
        method,
        grid,
        att=att,
        low=None if half is None else att - half * fit,
        high=None if half is None else att + half * fit,
        p_value=placebo.p_value(att / fit, found),
        placebos=tuple((found * fit).tolist()),
        p_time=placebo.over_time(actual, controls, before) if is_weighted and with_placebos else None,
        fit=float(np.sqrt((gap[:before] ** 2).mean())),
        weights=dict(parts),
        actual=pd.Series(actual, grid.values.index),
        expected=pd.Series(actual - gap, grid.values.index),
    )


def balanced(
    panel: pd.DataFrame,
    treated: Sequence[str],
    start: date,
    end: date | None = None,
    *,
    where: str = "treated unit",
) -> Grid:
    """The part of a panel with a value in each cell.

    A day on which a treated unit has no value is left out: missing is not 0. A control with gaps is left out where
    enough others have none; else one that lacks more than a tenth of the days before or after the start, and the days
    that any of the rest lacks.

    Parameters
    ----------
    panel, treated, start, end : as of `effect`
    where : what an error names as its place

    Raises
    ------
    ReportError : a treated unit is not in the panel
    """
    rows = panel.assign(date=pd.to_datetime(panel["date"]), value=panel["value"].astype(float))
    if end is not None:
        rows = rows[rows["date"] <= pd.Timestamp(end)]
    known = set(panel["unit"])
    for unit in treated:
        if unit not in known:
            raise ReportError(where, "a unit of the panel", f'"{unit}"', did_you_mean(unit, known))
    wide = rows.pivot(index="date", columns="unit", values="value").sort_index()
    wide = wide.reindex(columns=sorted({*wide.columns, *treated}))
    kept = wide[wide[list(treated)].notna().all(axis=1)]
    is_before = kept.index < pd.Timestamp(start)
    gaps = kept.drop(columns=list(treated)).isna()
    complete = gaps.columns[~gaps.any()]
    if len(complete) < ENOUGH:
        lacking = [gaps[part].mean().fillna(0) for part in (is_before, ~is_before)]
        complete = gaps.columns[(lacking[0] <= MOST_MISSING) & (lacking[1] <= MOST_MISSING)]
    full = kept[[*treated, *complete]].dropna()
    return Grid(
        full,
        tuple(treated),
        int((full.index < pd.Timestamp(start)).sum()),
        tuple(sorted(set(gaps.columns) - set(complete))),
        tuple(day.date() for day in wide.index.difference(full.index)),
    )
