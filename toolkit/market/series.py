"""Where a market goes: one series of outside figures, how regular it is, how it grew, and its season."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from toolkit.i18n import N_
from toolkit.metrics.fact import Fact, Scope

Cadence = Literal["day", "week", "month", "quarter", "year"]
CADENCES: dict[Cadence, tuple[str, int, float]] = {  # pandas' name, steps in a season, days of a step
    "day": ("D", 7, 1),
    "week": ("W-SUN", 52, 7),
    "month": ("M", 12, 30.44),
    "quarter": ("Q-DEC", 4, 91.31),
    "year": ("Y-DEC", 1, 365.25),
}
YEAR = {"day": 364, "week": 52, "month": 12, "quarter": 4, "year": 1}  # days compare with the same weekday
_TOLERANCE, _MOST_MISSING, _FEWEST = 0.4, 0.1, 3
_CLEAR = 0.05

IRREGULAR = N_("the dates of the series are not regular, or too many are missing")
NO_YEAR_BEFORE = N_("the series has no value a year before")
NO_STEP_BEFORE = N_("the series has no value just before")
NOT_POSITIVE = N_("the value compared with is not above zero")


@dataclass(frozen=True)
class Season:
    """How a series moves within a season.

    Parameters
    ----------
    effects : share above (or below) the trend around it, by place in the season from 0 on
    is_clear : whether the places differ by more than chance would have it
    """

    effects: np.ndarray
    is_clear: bool


@dataclass(frozen=True)
class Series:
    """One series of the market table up to the report's last day.

    Parameters
    ----------
    name : as in the data
    dates, values : as given, in order of the dates
    unit, source : as given, None where the data do not say
    currency : of the client; a series in it is money
    """

    name: str
    dates: pd.Series
    values: np.ndarray
    unit: str | None
    source: str | None
    currency: str

    @cached_property
    def cadence(self) -> Cadence | None:
        """How often there is a value; None where the dates follow no calendar or too many are missing."""
        if len(self.dates) < _FEWEST:
            return None
        step = float(np.median(np.diff(self.dates.to_numpy("datetime64[D]").astype(int))))
        near = [name for name, (_, _, days) in CADENCES.items() if abs(step / days - 1) < _TOLERANCE]
        if not near:
            return None
        periods = self.dates.dt.to_period(CADENCES[near[0]][0])
        whole = periods.iloc[-1].ordinal - periods.iloc[0].ordinal + 1
        if periods.duplicated().any() or whole - len(periods) > _MOST_MISSING * whole:
            return None
        return near[0]

    @property
    def season(self) -> int:
        """Values in one season."""
        return CADENCES[self.cadence][1]

    @cached_property
    def regular(self) -> pd.Series:
        """A value for every day, week, month … from first to last, by pandas period; NaN where one is missing."""
        index = self.dates.dt.to_period(CADENCES[self.cadence][0])
        given = pd.Series(self.values, index=pd.PeriodIndex(index))
        return given.reindex(pd.period_range(given.index[0], given.index[-1]))

    @cached_property
    def bridged(self) -> pd.Series:
        """The same with a straight line over the gaps, which models need."""
        return self.regular.interpolate()

    @property
    def missing(self) -> list[pd.Period]:
        """Where the gaps are."""
        return list(self.regular.index[self.regular.isna()])

    @property
    def is_constant(self) -> bool:
        """Whether nothing ever moves."""
        return bool(np.ptp(self.values) == 0)

    @property
    def fact_unit(self) -> str:
        """Unit of its values as a fact's: money, a share, or a number with as many decimals as its size asks for."""
        if self.unit is not None and self.unit.upper() == self.currency:
            return self.currency
        if self.unit == "share":
            return "share"
        return "count" if np.abs(self.values).max() >= 100 else "ratio"

    @property
    def span(self) -> tuple[date, date]:
        """First and last date."""
        return self.dates.iloc[0].date(), self.dates.iloc[-1].date()

    def growth(self) -> dict[str, Fact]:
        """Growth of the latest value: `year` on a year before, `step` on the one just before."""
        start = end = self.span[1]
        scope = Scope(start, end, self.currency, "market")
        dims = {"series": self.name}
        if self.cadence is None:
            irregular = scope.unobservable("market_growth_rate", IRREGULAR, dims=dims)
            return {"year": irregular}
        year = self._against(YEAR[self.cadence], NO_YEAR_BEFORE, scope, dims)
        if self.cadence == "year":
            return {"year": year}
        return {"year": year, "step": self._against(1, NO_STEP_BEFORE, scope, dims | {"basis": "step"})}

    def _against(self, steps: int, reason: str, scope: Scope, dims: dict[str, str]) -> Fact:
        before = self.regular.iloc[-1 - steps] if len(self.regular) > steps else np.nan
        if np.isnan(before):
            return scope.unobservable("market_growth_rate", reason, dims=dims)
        if before <= 0:
            return scope.unobservable("market_growth_rate", NOT_POSITIVE, dims=dims)
        return scope.amount("market_growth_rate", self.regular.iloc[-1] / before - 1, dims=dims)

    @cached_property
    def seasonality(self) -> Season | None:
        """How values lie around the centred mean of a season; None with fewer than two seasons or a base of zero."""
        length = self.season if self.cadence else 1
        if self.cadence in (None, "year", "week") or len(self.bridged) < 2 * length or self.is_constant:
            return None
        trend = _centred(self.bridged, length)
        if not (trend.dropna() > 0).all():
            return None
        ratios = (self.regular / trend - 1).dropna()
        places = self.places(ratios.index)
        groups = [ratios[places == place] for place in range(length)]
        if min(len(group) for group in groups) < 1:
            return None
        return Season(np.array([group.mean() for group in groups]), _differ(groups))

    def places(self, index: pd.PeriodIndex) -> np.ndarray:
        """Place of each period in its season, from 0: Monday, January or the first quarter."""
        match self.cadence:
            case "day":
                return index.day_of_week.to_numpy()
            case "month":
                return index.month.to_numpy() - 1
            case "quarter":
                return index.quarter.to_numpy() - 1
        return np.zeros(len(index), int)

    def season_facts(self) -> list[Fact]:
        """The seasonal effect of each place, by its number from 1."""
        if self.seasonality is None:
            return []
        scope = Scope(*self.span, self.currency, "market")
        return [
            scope.amount("market_seasonality", effect, dims={"series": self.name, str(self.cadence): place + 1})
            for place, effect in enumerate(self.seasonality.effects)
        ]


def read(table: pd.DataFrame, until: date, currency: str) -> list[Series]:
    """The series of the market table in alphabetical order, each up to a day.

    Parameters
    ----------
    table : series, date, value; optional unit, source
    until : last day that the report may know of
    """
    known = table[table["date"] <= pd.Timestamp(until)].sort_values(["series", "date"])
    return [
        Series(
            str(name),
            rows["date"].reset_index(drop=True),
            rows["value"].to_numpy(float),
            _said(rows, "unit"),
            _said(rows, "source"),
            currency,
        )
        for name, rows in known.groupby("series", sort=True)
    ]


def _said(rows: pd.DataFrame, column: str) -> str | None:
    """What a column says, each different thing once."""
    words = rows[column].dropna().astype(str).unique() if column in rows else ()
    return "; ".join(words) or None


def _centred(values: pd.Series, length: int) -> pd.Series:
    """Mean of one season around each value; of an even number, half of the two values at its ends."""
    if length % 2:
        return values.rolling(length, center=True).mean()
    weights = np.r_[0.5, np.ones(length - 1), 0.5] / length
    trend = np.full(len(values), np.nan)
    if len(values) > length:
        trend[length // 2 : len(values) - length // 2] = np.convolve(values.to_numpy(), weights, "valid")
    return pd.Series(trend, index=values.index)


def _differ(groups: Sequence[pd.Series]) -> bool:
    """Whether the places of a season differ, by ranks (Kruskal and Wallis 1952)."""
    from scipy.stats import kruskal

    values = np.concatenate(groups)
    return len(values) > len(groups) and np.ptp(values) > 0 and bool(kruskal(*groups).pvalue < _CLEAR)
