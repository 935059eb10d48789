"""What goes along with more spend: a week's response on each channel's spend, trend and season.

A regression on what was spent, not an experiment: budgets follow the season and each other, so its numbers say where to
test next. More spend is taken to bring ever less (square root), and last week's noise to linger (Newey-West).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

FEWEST_WEEKS = 26
WEEKS_PER_TERM = 5  # weeks for each number that is estimated
YEAR = 365.2425 / 7
LAGS = 4
ENTANGLED = 0.8  # of a channel's spend explained by the rest, from which on its own part cannot be told


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel.

    Parameters
    ----------
    spend : mean weekly spend
    share : of all spend
    weeks : with any spend
    correlation, low, high : of its weekly spend with the response, after Fisher; None where it hardly varies
    marginal, marginal_low, marginal_high : response that one more unit of spend went along with at its mean spend
    entangled : share of its variation that trend, season and the other channels explain
    """

    name: str
    spend: float
    share: float
    weeks: int
    correlation: float | None = None
    low: float | None = None
    high: float | None = None
    marginal: float | None = None
    marginal_low: float | None = None
    marginal_high: float | None = None
    entangled: float | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """The whole regression.

    Parameters
    ----------
    channels : most spend first
    weeks : that it rests on
    start, end : first Monday and last Sunday
    explained : share of the response's variation that it explains
    has_season : whether the weeks of the year could be told from trend (two years or more)
    """

    channels: tuple[Channel, ...]
    weeks: int
    start: pd.Timestamp
    end: pd.Timestamp
    explained: float
    has_season: bool


def weekly(values: pd.Series) -> pd.Series:
    """Sums over whole calendar weeks, by Monday; a weekly or sparser series is taken as it is.

    Parameters
    ----------
    values : by day (datetime64)
    """
    values = values.dropna()
    mondays = values.index.to_period("W-SUN").start_time
    per_week = values.groupby(mondays).agg(["sum", "size"])
    usual = per_week["size"].max() if len(per_week) else 0
    return per_week.loc[per_week["size"] == usual, "sum"]


def fit(spend: pd.DataFrame, response: pd.Series, beside: pd.DataFrame | None = None) -> Response | None:
    """The response to each channel's spend.

    Parameters
    ----------
    spend : by Monday, one column per channel, money of the week
    response : by Monday
    beside : by Monday, further series that move the response

    Returns
    -------
    Response; None with fewer than 26 weeks in common or fewer than five for each number that is estimated
    """
    weeks = spend.index.intersection(response.dropna().index)
    if beside is not None:
        weeks = weeks.intersection(beside.dropna().index)
    weeks = weeks.sort_values()
    if len(weeks) < FEWEST_WEEKS:
        return None
    spend, y = spend.loc[weeks].fillna(0.0), response.loc[weeks].to_numpy(float)
    order = spend.sum().sort_values(ascending=False, kind="stable").index
    varied = [name for name in order if spend[name].std() > 0.05 * max(spend[name].mean(), 1e-12)]
    has_season = len(weeks) >= 2 * YEAR
    around = _around(weeks, has_season, None if beside is None else beside.loc[weeks])
    if not varied or len(weeks) < WEEKS_PER_TERM * (around.shape[1] + len(varied)) or not np.ptp(y) > 0:
        return None
    roots = np.sqrt(spend[varied].clip(lower=0).to_numpy(float))
    scale = roots.max(axis=0)
    design = np.column_stack([around, roots / scale])
    from statsmodels.regression.linear_model import OLS  # here: it loads slowly, and few reports need it

    found = OLS(y, design).fit(cov_type="HAC", cov_kwds={"maxlags": LAGS, "use_correction": True}, use_t=True)
    limits = found.conf_int()
    channels = []
    for name in order:
        paid = spend[name].to_numpy(float)
        about = {"spend": float(paid.mean()), "share": float(paid.sum() / max(spend.to_numpy().sum(), 1e-12))}
        channel = Channel(str(name), weeks=int((paid > 0).sum()), **about)
        if name in varied:
            i = varied.index(name)
            term = around.shape[1] + i
            slope = 1 / (2 * np.sqrt(paid.mean()) * scale[i])
            numbers = (found.params[term] * slope, *(limits[term] * slope))
            channel = _known(channel, paid, y, numbers, _explained(roots[:, i], np.delete(design, term, axis=1)))
        channels.append(channel)
    end = weeks[-1] + pd.Timedelta(days=6)
    return Response(tuple(channels), len(weeks), weeks[0], end, float(found.rsquared), has_season)


def _known(channel: Channel, paid: np.ndarray, y: np.ndarray, marginal: tuple, entangled: float) -> Channel:
    r = float(np.corrcoef(paid, y)[0, 1])
    half = 1.959963984540054 / np.sqrt(len(y) - 3)
    middle = np.arctanh(np.clip(r, -0.999999, 0.999999))
    low, high = (float(np.tanh(middle + side * half)) for side in (-1, 1))
    value, below, above = map(float, marginal)
    return Channel(
        channel.name, channel.spend, channel.share, channel.weeks, r, low, high, value, below, above, entangled
    )


def _around(weeks: pd.DatetimeIndex, has_season: bool, beside: pd.DataFrame | None) -> np.ndarray:
    """A constant, the trend, two waves of the year where two years are known, and the series beside."""
    number = ((weeks - weeks[0]) / pd.Timedelta("7D")).to_numpy()
    columns = [np.ones(len(weeks)), number / len(weeks)]
    if has_season:
        columns += [wave(2 * np.pi * k * number / YEAR) for k in (1, 2) for wave in (np.sin, np.cos)]
    if beside is not None:
        columns += [beside[name].to_numpy(float) / max(np.abs(beside[name]).max(), 1e-12) for name in beside]
    return np.column_stack(columns)


def _explained(values: np.ndarray, design: np.ndarray) -> float:
    """Share of the variation of some values that a design explains."""
    rest = values - design @ np.linalg.lstsq(design, values, rcond=None)[0]
    whole = values - values.mean()
    return float(1 - (rest @ rest) / (whole @ whole))
