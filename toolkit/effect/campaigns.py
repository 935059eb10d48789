"""What a campaign changed, against a forecast from the days before it, tried on earlier spans that had no campaign."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from toolkit.effect.expectation import Expectation, expect

TRAINING_DAYS = 84
LOOK_BACK_DAYS = 126  # so far back at most, where excluded days leave holes
MOST_SPANS = 52
FEWEST_SPANS = 19  # with fewer, not even a span without equal could be told from chance at 5 %
MOST_AFTER_DAYS = 14


@dataclass(frozen=True, slots=True)
class Difference:
    """What came beyond what was expected over some days.

    Parameters
    ----------
    start, end : first and last day
    actual, expected : sums over the days that have data
    error : standard error of the expected sum
    reach : standard errors on either side that make a 95 % interval
    days : how many days have data
    gaps : how many have none
    """

    start: date
    end: date
    actual: float
    expected: float
    error: float
    reach: float
    days: int
    gaps: int

    @property
    def value(self) -> float:
        """What came above what was expected."""
        return self.actual - self.expected

    @property
    def low(self) -> float:
        """Lower end of its 95 % interval."""
        return self.value - self.reach * self.error

    @property
    def high(self) -> float:
        """Upper end of its 95 % interval."""
        return self.value + self.reach * self.error

    @property
    def is_clear(self) -> bool:
        """Whether it is more than chance."""
        return self.low > 0 or self.high < 0

    @property
    def lift(self) -> tuple[float, float, float] | None:
        """The difference and its interval as shares of the expected sum; None where that is not above 0."""
        if not self.expected > 0:
            return None
        return self.value / self.expected, self.low / self.expected, self.high / self.expected


@dataclass(frozen=True, slots=True)
class Placebo:
    """The same method on earlier spans of the same length in which nothing had happened.

    Parameters
    ----------
    errors : by span, what it 'found' in standard errors; nearest span first
    covered : in how many of them the 95 % interval held 0
    as_large : in how many it found something as many standard errors away from 0 as the campaign's own effect is
    """

    errors: tuple[float, ...]
    covered: int
    as_large: int

    @property
    def spans(self) -> int:
        """How many spans there were."""
        return len(self.errors)

    @property
    def p(self) -> float | None:
        """How often such an effect shows where there was none, the campaign itself counted; None for too few spans."""
        return (1 + self.as_large) / (1 + self.spans) if self.spans >= FEWEST_SPANS else None

    @property
    def stretch(self) -> float:
        """By how much the standard errors are too small, where the earlier errors are clearly larger than they say."""
        return _stretch(np.array(self.errors))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a campaign changed in one daily series.

    Parameters
    ----------
    during : over its days
    after : over the days that follow it, None where they are unknown or another campaign's
    placebo : the trial on earlier spans
    daily : one row per day from the start on: day, actual (NaN without data), expected, low, high
    learned_from, learned_since : how many days the expectation rests on, and the earliest of them
    """

    during: Difference
    after: Difference | None
    placebo: Placebo
    daily: pd.DataFrame
    learned_from: int
    learned_since: date


def effect(series: pd.Series, start: date, end: date, odd: pd.DatetimeIndex, until: date) -> Effect | None:
    """The effect of a campaign on a daily series.

    Parameters
    ----------
    series : value by day (datetime64, every day of the log), NaN where there is no data
    start, end : first and last day of the campaign
    odd : days of festivals and of other campaigns, from which nothing is learned
    until : last day that may be looked at

    Returns
    -------
    Effect; None where the days before are too few or do not vary, or no day of the campaign has data
    """
    known = series.drop(series.index.intersection(odd)).dropna()
    last = min(end, until)
    length = (last - start).days + 1
    if length < 1:
        return None
    after_days = [day for day in pd.date_range(last, until)[1 : 1 + min(length, MOST_AFTER_DAYS)] if last == end]
    following = pd.DatetimeIndex(after_days)
    days = pd.date_range(start, last)
    found = expect(_before(known, start), days.append(following))
    if found is None:
        return None
    actual = series.reindex(found.days).to_numpy(float)
    inside = np.arange(len(found.days)) < len(days)
    bare = _difference(found, actual, inside)
    if bare is None:
        return None
    seen = inside & ~np.isnan(actual)
    placebo = _placebo(known, series, start, length, odd, bare.value / found.total(seen)[1])
    stretch = placebo.stretch
    free = len(following) and not following.isin(odd).any() and len(after_days) == min(length, MOST_AFTER_DAYS)
    low, high = (found.mean + (edge - found.mean) * stretch for edge in found.band())
    daily = pd.DataFrame({"day": found.days, "actual": actual, "expected": found.mean, "low": low, "high": high})
    return Effect(
        _difference(found, actual, inside, stretch),
        _difference(found, actual, ~inside, stretch) if free else None,
        placebo,
        daily if free else daily.iloc[: len(days)],
        found.learned_from,
        found.first.date(),
    )


def _before(known: pd.Series, start: date) -> pd.Series:
    first = pd.Timestamp(start)
    earlier = known[(known.index < first) & (known.index >= first - pd.Timedelta(days=LOOK_BACK_DAYS))]
    return earlier.iloc[-TRAINING_DAYS:]


def _difference(found: Expectation, actual: np.ndarray, inside: np.ndarray, stretch: float = 1.0) -> Difference | None:
    seen = inside & ~np.isnan(actual)
    if not seen.any():
        return None
    expected, error = found.total(seen)
    days = found.days[inside]
    gaps = int(inside.sum() - seen.sum())
    total = float(actual[seen].sum())
    if total > expected > 0:  # counts and sums of orders vary with the root of their level: busier days vary more
        error *= float(np.sqrt(total / expected))
    return Difference(
        days[0].date(), days[-1].date(), total, expected, error * stretch, found.reach, int(seen.sum()), gaps
    )


def _placebo(
    known: pd.Series, series: pd.Series, start: date, length: int, odd: pd.DatetimeIndex, own: float
) -> Placebo:
    """Spans of the same length before the start, one beside the other, in which every day is known and ordinary."""
    errors, reaches = [], []
    first = pd.Timestamp(start) - pd.Timedelta(days=length)
    while first > series.index[0] and len(errors) < MOST_SPANS:
        days = pd.date_range(first, periods=length)
        if days.isin(known.index).all():
            found = expect(_before(known, first.date()), days)
            if found is not None:
                total, error = found.total(np.ones(length, bool))
                errors.append(float((known[days].sum() - total) / error))
                reaches.append(found.reach)
        first -= pd.Timedelta(days=length)
    sizes = np.abs(errors)
    scale = _stretch(np.array(errors))
    covered = int((sizes <= np.array(reaches) * scale).sum()) if errors else 0
    return Placebo(tuple(errors), covered, int((sizes >= abs(own)).sum()))


def _stretch(errors: np.ndarray) -> float:
    """The root mean square of errors in standard errors, where it is above 1 by more than chance; else 1."""
    from scipy.special import chdtri

    if len(errors) < FEWEST_SPANS or np.sum(errors**2) <= chdtri(len(errors), 0.05):
        return 1.0
    return float(np.sqrt(np.mean(errors**2)))
