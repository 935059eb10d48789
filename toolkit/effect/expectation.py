"""What would have come without it: the days before, carried on with their weekdays, their trend and their inertia.

Least squares on weekday and trend, with errors that follow one another (AR 1, found by restricted likelihood). The
errors of neighbouring days move together, so the interval of a sum is not that of its days; no library gives it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

FEWEST_DAYS = 28
FEWEST_OF_A_WEEKDAY = 3
_INERTIA = np.linspace(-0.3, 0.95, 14)  # of the errors from one day to the next


@dataclass(frozen=True, slots=True)
class Expectation:
    """Expected values of some days, and how their errors go together.

    Parameters
    ----------
    days : in order
    mean : by day, in the unit of the series
    covariance : of the errors of the days, in the square of that unit
    freedom : degrees of freedom of the spread
    learned_from : days that it rests on
    first : the earliest of them
    """

    days: pd.DatetimeIndex
    mean: np.ndarray
    covariance: np.ndarray
    freedom: int
    learned_from: int
    first: pd.Timestamp

    @property
    def reach(self) -> float:
        """Standard errors on either side that hold the truth in 95 of 100 cases."""
        from scipy.special import stdtrit

        return float(stdtrit(self.freedom, 0.975))

    def total(self, inside: np.ndarray) -> tuple[float, float]:
        """Expected sum over some of the days, and the standard error of that sum.

        Parameters
        ----------
        inside : bool by day
        """
        weights = inside.astype(float)
        return float(self.mean @ weights), float(np.sqrt(weights @ self.covariance @ weights))

    def band(self) -> tuple[np.ndarray, np.ndarray]:
        """95 % interval of each day by itself."""
        half = self.reach * np.sqrt(np.diag(self.covariance))
        return self.mean - half, self.mean + half


def expect(before: pd.Series, days: pd.DatetimeIndex) -> Expectation | None:
    """What the days of a span would have brought, from known days before it.

    Parameters
    ----------
    before : value by day (datetime64), known days only
    days : the days to expect

    Returns
    -------
    Expectation; None where fewer than 28 days are known, a weekday that is asked for was seen less than three times,
    or the days before do not vary at all, so that nothing is known of chance
    """
    seen = np.bincount(before.index.day_of_week, minlength=7)
    if len(before) < FEWEST_DAYS or seen[days.day_of_week].min() < FEWEST_OF_A_WEEKDAY:
        return None
    origin = before.index[-1]
    kept = np.flatnonzero(seen)
    then, now = (_design(each, origin, kept) for each in (before.index, days))
    values = before.to_numpy(float)
    steps = np.diff(before.index) // pd.Timedelta("1D")
    fits = [_fit(values, then, inertia, steps) for inertia in _INERTIA]
    inertia, fit = min(zip(_INERTIA, fits, strict=True), key=lambda pair: pair[1].badness)
    if fit.variance <= 1e-12 * max(float(np.mean(values**2)), 1e-300):
        return None
    ahead = ((days - origin) // pd.Timedelta("1D")).to_numpy()
    lives_on = inertia**ahead  # of the last known error; the earlier ones say nothing beyond it
    mean = now @ fit.slopes + lives_on * (values[-1] - then[-1] @ fit.slopes)
    rest = now - lives_on[:, None] * then[-1]
    among = inertia ** np.abs(ahead[:, None] - ahead[None, :]) - lives_on[:, None] * lives_on[None, :]
    covariance = fit.variance * (among + rest @ fit.precision @ rest.T)
    return Expectation(days, mean, covariance, len(values) - then.shape[1], len(values), before.index[0])


@dataclass(frozen=True, slots=True)
class _Fit:
    slopes: np.ndarray
    variance: float
    precision: np.ndarray
    badness: float


def _fit(values: np.ndarray, design: np.ndarray, inertia: float, steps: np.ndarray) -> _Fit:
    """Generalised least squares at a given inertia; `badness` is -2 times its restricted log-likelihood.

    Each day is taken less what the one before it, `steps` days earlier, says of it: what is left is independent.
    """
    rows = np.column_stack([values, design])
    kept = inertia**steps
    scale = np.sqrt(1 - kept**2)
    white = np.vstack([rows[:1], (rows[1:] - kept[:, None] * rows[:-1]) / scale[:, None]])
    y, x = white[:, 0], white[:, 1:]
    precision = np.linalg.inv(x.T @ x)
    slopes = precision @ (x.T @ y)
    freedom = len(values) - design.shape[1]
    variance = float(np.sum((y - x @ slopes) ** 2)) / freedom
    spread = freedom * np.log(max(variance, 1e-300)) + 2 * np.log(scale).sum()
    return _Fit(slopes, variance, precision, float(spread - np.linalg.slogdet(precision)[1]))


def _design(days: pd.DatetimeIndex, origin: pd.Timestamp, weekdays: np.ndarray) -> np.ndarray:
    """A column for each weekday, and the weeks to or from the origin."""
    is_day = days.day_of_week.to_numpy()[:, None] == weekdays[None, :]
    weeks = ((days - origin) / pd.Timedelta("7D")).to_numpy()
    return np.column_stack([is_day.astype(float), weeks])
