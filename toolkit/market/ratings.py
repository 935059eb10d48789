"""What reviewers say of each competitor, how sure that is, and whether it has changed."""

import math
from datetime import date, timedelta

import pandas as pd

from toolkit.metrics import intervals

YEAR_DAYS, RECENT_DAYS = 365, 90
FEW = 10  # reviews below which a mean is called thin and no trend is told
_TOPS = (5.0, 10.0, 100.0)


def ratings(reviews: pd.DataFrame, end: date) -> pd.DataFrame:
    """Mean rating of the reviews of the 365 days up to `end`, and of the last 90 days against those before.

    Parameters
    ----------
    reviews : one row per review
        competitor : str
        at : datetime64
        rating : float, on one scale for all
    end : last day that counts

    Returns
    -------
    One row per competitor
        n, mean, low, high : reviews, mean rating and its 95 % interval after Student, kept within the scale; no
            interval where there is one review or all say the same: then nothing is known of the spread
        first, last : days of the first and last of them
        recent_n, recent, earlier_n, earlier : the same reviews, the last 90 days and those before
        change, change_low, change_high : recent minus earlier with its 95 % interval after Welch; NaN where either has
            fewer than ten reviews
        older : reviews from before those 365 days, which do not count
    """
    days = reviews["at"].dt.normalize()
    last, first = pd.Timestamp(end), pd.Timestamp(end - timedelta(days=YEAR_DAYS - 1))
    seen, before = reviews[days.between(first, last)], reviews[days < first]
    older = before.groupby("competitor").size()
    top = next((top for top in _TOPS if not seen["rating"].max() > top), math.inf)
    rows = {}
    for name, own in seen.groupby("competitor", sort=True):
        is_recent = own["at"].dt.normalize() > last - pd.Timedelta(days=RECENT_DAYS)
        rows[name] = _row(own[is_recent]["rating"].tolist(), own[~is_recent]["rating"].tolist(), top)
        rows[name] |= {"first": own["at"].min(), "last": own["at"].max(), "older": int(older.get(name, 0))}
    found = pd.DataFrame.from_dict(rows, orient="index", columns=_COLUMNS)
    return found.rename_axis("competitor")


_COLUMNS = ["n", "mean", "low", "high", "recent_n", "recent", "earlier_n", "earlier"]
_COLUMNS += ["change", "change_low", "change_high", "first", "last", "older"]


def _row(recent: list[float], earlier: list[float], top: float) -> dict[str, object]:
    every = recent + earlier
    mean, low, high = intervals.mean(every)
    if low is None or min(every) == max(every):
        low = high = math.nan
    change = low_change = high_change = math.nan
    if min(len(recent), len(earlier)) >= FEW:
        change, half = _difference(recent, earlier)
        low_change, high_change = change - half, change + half
    return {
        "n": len(every),
        "mean": mean,
        "low": max(low, 0.0) if low == low else low,
        "high": min(high, top) if high == high else high,
        "recent_n": len(recent),
        "recent": _mean(recent),
        "earlier_n": len(earlier),
        "earlier": _mean(earlier),
        "change": change,
        "change_low": low_change,
        "change_high": high_change,
    }


def _mean(values: list[float]) -> float:
    return math.fsum(values) / len(values) if values else math.nan


def _difference(now: list[float], before: list[float]) -> tuple[float, float]:
    """Difference of two means and half of its 95 % interval, after Welch (1947)."""
    from scipy.special import stdtrit  # here, for whoever has no reviews does without

    parts = [
        (math.fsum((v - _mean(each)) ** 2 for v in each) / (len(each) - 1) / len(each), len(each))
        for each in (now, before)
    ]
    variance = sum(part for part, _ in parts)
    if not variance:
        return _mean(now) - _mean(before), 0.0
    freedom = variance**2 / sum(part**2 / (n - 1) for part, n in parts)
    return _mean(now) - _mean(before), float(stdtrit(freedom, 0.975)) * math.sqrt(variance)
