"""What a series may come to: a model chosen and judged by forecasts of the past, each made without knowing what came.

The earlier half of these forecasts picks the model and widens its interval where it was too narrow; the later half,
which had no say in that, tells how good it is. The benchmark is the value of one season before.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from toolkit.i18n import N_
from toolkit.market.series import IRREGULAR, Series
from toolkit.metrics import intervals, reasons
from toolkit.metrics.fact import Fact, Scope

HORIZON = {"day": 28, "week": 13, "month": 6, "quarter": 4, "year": 2}
_ORIGINS, _FEWEST_ORIGINS, _FEWEST_VALUES = 10, 4, 8
_FAR, _TINY, _WIDEST = 3, 1e-9, 5
_TELLING = 3  # an interval from a twentieth to twenty times the value says nothing

TOO_SHORT = N_("fewer than two full seasons are known")
FEW_VALUES = N_("too few values are known")
CONSTANT = N_("the series never moved")
UNSURE = N_("past forecasts missed by too much for an interval that tells anything")
UNTESTED = N_("the series is too short to check past forecasts")

Model = Callable[[np.ndarray, int, int], tuple[np.ndarray, np.ndarray]]
"""From known values, the length of a season and a number of steps to the steps' means and standard errors."""


@dataclass(frozen=True)
class Backtest:
    """Forecasts of the past: one row per origin and step.

    Parameters
    ----------
    rows : origin (values known), step from 1, actual, naive, and for each model mean_<model>, error_<model>
    """

    rows: pd.DataFrame

    def half(self, is_late: bool) -> pd.DataFrame:
        """The forecasts that choose, or the later ones that judge."""
        origins = self.rows["origin"].unique()
        middle = origins[len(origins) // 2]
        return self.rows[(self.rows["origin"] >= middle) == is_late]


@dataclass(frozen=True)
class Forecast:
    """The forecast of one series, or why there is none."""

    series: Series

    @cached_property
    def reason(self) -> str | None:
        """Why there is no forecast; None when there is one."""
        if self.series.cadence is None:
            return IRREGULAR if len(self.series.values) >= _FEWEST_VALUES else FEW_VALUES
        if self.series.is_constant:
            return CONSTANT
        if len(self.series.bridged) < 2 * self.series.season:
            return TOO_SHORT
        if len(self.series.bridged) < _FEWEST_VALUES:
            return FEW_VALUES
        widest = (self._ahead["high"] - self._ahead["low"]).max() / 2
        scale = 1.0 if self._is_log(self.model) else np.ptp(self.series.values)
        return UNSURE if widest > _TELLING * scale else None

    @property
    def horizon(self) -> int:
        """Steps ahead."""
        return HORIZON[self.series.cadence]

    @cached_property
    def models(self) -> dict[str, Model]:
        """What is tried, the benchmark first; on logarithms where all values are above zero: growth is in per cent."""
        tried = {"ets": _ets, "trend": _trend}
        return {"naive": seasonal_naive} | {name: _sane(model, self.is_positive) for name, model in tried.items()}

    @property
    def is_positive(self) -> bool:
        return bool((self.series.bridged > 0).all())

    @cached_property
    def backtest(self) -> Backtest | None:
        """Forecasts from at most ten points of the past; None where fewer than four are left after two seasons."""
        if self.series.cadence is None or self.series.is_constant:
            return None
        values, season = self.series.bridged.to_numpy(), self.series.season
        first = max(2 * season + 1, _FEWEST_VALUES)
        origins = np.arange(first, len(values))
        if len(origins) < _FEWEST_ORIGINS:
            return None
        origins = np.unique(np.linspace(origins[0], origins[-1], min(_ORIGINS, len(origins))).astype(int))
        known = self.series.regular.to_numpy()
        parts = []
        for origin in origins:
            steps = min(self.horizon, len(values) - origin)
            part = {"origin": origin, "step": np.arange(1, steps + 1), "actual": known[origin : origin + steps]}
            for name, model in self.models.items():
                part[f"mean_{name}"], part[f"error_{name}"] = model(values[:origin], season, steps)
            parts.append(pd.DataFrame(part))
        rows = pd.concat(parts, ignore_index=True)
        return Backtest(rows[rows["actual"].notna()])  # what was bridged is no test

    @cached_property
    def model(self) -> str:
        """The model with the smallest mean absolute error in the earlier half; the benchmark where none is tested."""
        if self.backtest is None:
            return "naive"
        early = self.backtest.half(is_late=False)
        errors = {name: np.abs(self._mean(early, name) - early["actual"]).mean() for name in self.models}
        return min(errors, key=errors.get)

    def _mean(self, rows: pd.DataFrame, name: str) -> pd.Series:
        means = rows[f"mean_{name}"]
        return np.exp(means) if self._is_log(name) else means

    def _is_log(self, name: str) -> bool:
        return name != "naive" and self.is_positive

    def widening(self, rows: pd.DataFrame | None) -> float:
        """By how much the model's own standard errors must grow to be as large as its errors were; at least 1."""
        if rows is None or rows.empty:
            return 1.0
        errors = rows[f"error_{self.model}"]
        squares = float((self._missed(rows) ** 2).sum() / max((errors**2).sum(), _TINY**2))
        return min(max(1.0, np.sqrt(squares)), _WIDEST)  # a model that is farther off is no help, as its coverage says

    def _missed(self, rows: pd.DataFrame) -> pd.Series:
        actual = np.log(rows["actual"]) if self._is_log(self.model) else rows["actual"]
        return actual - rows[f"mean_{self.model}"]

    def _half_width(self, rows: pd.DataFrame | None) -> float:
        free = len(self.series.bridged) - self.series.season - 2  # values less what the model estimates from them
        return self.widening(rows) * intervals.student(max(free, 3))

    @cached_property
    def mase(self) -> Fact:
        """Mean absolute error of the later half against that of the benchmark; n is the forecasts checked."""
        scope, dims = self._scope, {"series": self.series.name}
        if self.backtest is None:
            return scope.unobservable("forecast_mase", self.reason or UNTESTED, dims=dims)
        late = self.backtest.half(is_late=True)
        naive = np.abs(late["mean_naive"] - late["actual"]).sum()
        own = np.abs(self._mean(late, self.model) - late["actual"]).sum()
        if not naive:
            return scope.unobservable("forecast_mase", reasons.ZERO_BASE, dims=dims)
        return scope.amount("forecast_mase", own / naive, n=len(late), dims=dims)

    @cached_property
    def coverage(self) -> Fact:
        """Share of the later half whose interval, widened by the earlier half, held what came."""
        dims = {"series": self.series.name}
        if self.backtest is None:
            return self._scope.unobservable("forecast_coverage", self.reason or UNTESTED, dims=dims)
        early, late = (self.backtest.half(is_late) for is_late in (False, True))
        held = np.abs(self._missed(late)) <= self._half_width(early) * late[f"error_{self.model}"]
        # forecasts of neighbouring days miss together: a Wilson interval would claim too much
        return self._scope.amount("forecast_coverage", held.mean(), n=len(late), dims=dims)

    @property
    def beats_benchmark(self) -> bool:
        """Whether the later half says that the model is better than the value of one season before."""
        return self.model != "naive" and self.mase.ok and self.mase.value < 1

    @cached_property
    def rows(self) -> pd.DataFrame:
        """What is to come: period, value, low, high; empty where there is a reason not to say."""
        if self.reason is not None:
            return pd.DataFrame(columns=["value", "low", "high", "period"])
        table = np.exp(self._ahead) if self._is_log(self.model) else self._ahead
        return table.assign(period=pd.period_range(self.series.bridged.index[-1] + 1, periods=self.horizon))

    @cached_property
    def _ahead(self) -> pd.DataFrame:
        """What is to come on the model's own scale."""
        mean, error = self.models[self.model](self.series.bridged.to_numpy(), self.series.season, self.horizon)
        half = self._half_width(None if self.backtest is None else self.backtest.rows) * error
        return pd.DataFrame({"value": mean, "low": mean - half, "high": mean + half})

    def facts(self) -> list[Fact]:
        """One fact a step with its interval, dated by the first day of its period."""
        unit = self.series.fact_unit
        return [
            Scope(row.period.start_time.date(), row.period.end_time.date(), self.series.currency, "market").amount(
                "market_forecast",
                row.value,
                unit=unit,
                low=float(row.low),
                high=float(row.high),
                dims={"series": self.series.name, "date": row.period.start_time.date().isoformat()},
            )
            for row in self.rows.itertuples()
        ]

    @property
    def _scope(self) -> Scope:
        return Scope(*self.series.span, self.series.currency, "market")


def seasonal_naive(values: np.ndarray, season: int, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """The value of one season before, as sure as it was in the past.

    >>> seasonal_naive(np.array([1.0, 5.0, 2.0, 6.0]), 2, 3)[0].tolist()
    [2.0, 6.0, 2.0]
    """
    mean = np.resize(values[-season:], steps)
    moved = values[season:] - values[:-season]
    seasons_ahead = np.arange(steps) // season + 1
    return mean, np.sqrt(np.mean(moved**2) * seasons_ahead)


def _sane(model: Model, is_log: bool) -> Model:
    """The model; where it fails, or ends far outside all that was ever seen, the value of one season before."""

    def forecast(values: np.ndarray, season: int, steps: int) -> tuple[np.ndarray, np.ndarray]:
        values = np.log(values) if is_log else values
        room = _FAR * np.ptp(values)
        try:
            mean, error = model(values, season, steps)
        except (ValueError, np.linalg.LinAlgError):
            mean = error = np.full(steps, np.nan)
        is_near = (mean >= values.min() - room) & (mean <= values.max() + room) & (error <= room)
        if not is_near.all():  # a mean or error that is no number is not near either
            mean, error = seasonal_naive(values, season, steps)
        return mean, np.maximum(error, _TINY * np.abs(values).max())

    return forecast


def _ets(values: np.ndarray, season: int, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Exponential smoothing of level, damped trend and season (Hyndman and others 2008)."""
    # here: statsmodels' time series take more than a second to import, which only reports with a market pay
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    seasonal = {"seasonal": "add", "seasonal_periods": season} if season > 1 else {}
    with warnings.catch_warnings():
        # a search that stops early leaves a model that is a little worse, and the backtest judges it as it is
        warnings.simplefilter("ignore")
        # its first level and season are read off the series, which needs some values: with fewer it raises ValueError
        known = pd.Series(values)
        model = ETSModel(known, trend="add", damped_trend=True, initialization_method="heuristic", **seasonal)
        found = model.fit(disp=False).get_prediction(len(values), len(values) + steps - 1)
    return found.predicted_mean.to_numpy(), np.sqrt(np.asarray(found.forecast_variance))


def _trend(values: np.ndarray, season: int, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """A straight line and a fixed season, with errors that fade from one value to the next."""
    from statsmodels.tsa.ar_model import AutoReg  # here: see _ets

    seasonal = {"seasonal": True, "period": season} if season > 1 else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = AutoReg(values, 1, trend="ct", **seasonal).fit().get_prediction(len(values), len(values) + steps - 1)
    return np.asarray(found.predicted_mean), np.asarray(found.se_mean)
