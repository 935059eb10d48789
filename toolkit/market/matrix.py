"""Who is best over all criteria, and how much of that hangs on weights and on what is not known.

A matrix has one row per name compared and one column per criterion; NaN is what is not known. Competitors, and offers
that a client chooses between, are compared alike.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

DRAWS = 2000
SPREAD = np.log(2) / 1.959963984540054  # 95 of 100 random weights lie between half and twice the given one
SEED = 20260701
SAME = 1e-9  # scores this close are equal


def points(
    values: pd.DataFrame, better: Mapping[str, str], scales: Mapping[str, tuple[float, float]] | None = None
) -> pd.DataFrame:
    """Each value as its place between worst (0) and best (1) of its criterion.

    The ends are those of the scale where there is one, else the worst and best known value: such a place says how a
    value stands among those compared, not how good it is in itself, and a single extreme value pushes all others
    together.

    Parameters
    ----------
    values : float, NaN where not known
    better : criterion to higher or lower
    scales : criterion to the ends of its scale, for yes and no (0, 1)

    Returns
    -------
    Shares 0..1, NaN where not known; without the criteria that cannot tell anybody apart, whose known values are all
    alike and have no scale

    Examples
    --------
    >>> values = pd.DataFrame({"price": [10.0, 20.0, 15.0], "chat": [1.0, 0.0, np.nan]}, index=["a", "b", "c"])
    >>> points(values, {"price": "lower", "chat": "higher"}, {"chat": (0, 1)}).to_dict("list")
    {'price': [1.0, 0.0, 0.5], 'chat': [1.0, 0.0, nan]}
    """
    placed = {}
    for name in values:
        known = values[name].astype(float)
        low, high = (scales or {}).get(name) or (known.min(), known.max())
        if low < high:  # never of NaN
            share = known / (high - low) - low / (high - low)
            placed[name] = (1 - share if better[name] == "lower" else share).clip(0, 1)
    return pd.DataFrame(placed, index=values.index, dtype=float)


def coverage(values: pd.DataFrame) -> pd.Series:
    """Share of the criteria known of each name, 0..1; every criterion counts once. NaN without criteria."""
    return values.notna().mean(axis=1)


def scores(points: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """Weighted mean of what is known, the rank by it, and where both could be if all were known.

    Parameters
    ----------
    points : shares 0..1, NaN where not known
    weights : criterion to a positive weight; only their ratios matter

    Returns
    -------
    One row per name
        score : 0..1 over the known criteria, NaN where none is known
        lowest, highest : 0..1, the score if everything unknown were the worst or the best
        rank : 1 is the best, equal scores share one; NaN where there is no score
        best_rank, worst_rank : the rank if what is unknown turned out best for this one and worst for the others, or
            the other way round

    Examples
    --------
    >>> table = pd.DataFrame({"x": [1.0, 0.5], "y": [np.nan, 0.5]}, index=["a", "b"])
    >>> scores(table, {"x": 1, "y": 1}).loc["a"].to_dict()
    {'score': 1.0, 'lowest': 0.5, 'highest': 1.0, 'rank': 1.0, 'best_rank': 1.0, 'worst_rank': 1.0}
    """
    given = np.array([weights[name] for name in points], float)
    share = given / given.sum() if len(given) else given
    known = points.notna().to_numpy(bool)
    earned = points.fillna(0).to_numpy() @ share
    held = known @ share
    with np.errstate(invalid="ignore"):
        score = np.where(held > 0, earned / np.where(held > 0, held, 1), np.nan)
    lowest, highest = earned, earned + (~known) @ share
    found = {"score": score, "lowest": lowest, "highest": highest, "rank": _ranks(score[None])[0]}
    found["best_rank"] = 1.0 + _above(lowest, highest)
    found["worst_rank"] = 1.0 + _above(highest, lowest)
    return pd.DataFrame(found, index=points.index)


def stability(points: pd.DataFrame, weights: Mapping[str, float], *, draws: int = DRAWS, seed: int = SEED) -> pd.Series:
    """In how many of the random weightings around the given ones each name keeps its rank and shares it with nobody.

    Every weight is multiplied by a random factor of its own, log-normal around 1: 95 of 100 lie between one half and
    two. Names with equal scores share their rank at the outset; each weighting that parts them moves one of them, and
    one that does not leaves them tied: a tie is never stable.

    Returns
    -------
    Series by name, 0..draws; NaN where there is no score

    Examples
    --------
    >>> table = pd.DataFrame({"x": [1.0, 0.6, 0.6], "y": [1.0, 0.6, 0.6]}, index=["a", "b", "c"])
    >>> stability(table, {"x": 2, "y": 1}, draws=100).to_dict()
    {'a': 100.0, 'b': 0.0, 'c': 0.0}
    """
    given = np.array([weights[name] for name in points], float)
    factors = np.exp(np.random.default_rng(seed).normal(0, SPREAD, (draws, len(given))))
    drawn = given * factors
    known = points.notna().to_numpy(float)
    held = drawn @ known.T
    with np.errstate(invalid="ignore"):
        drawn_scores = np.where(held > 0, drawn @ points.fillna(0).to_numpy().T / np.where(held > 0, held, 1), np.nan)
    usual = scores(points, weights)["rank"]
    kept = (_ranks(drawn_scores) == usual.to_numpy()) & ~_shared(drawn_scores)
    return pd.Series(kept.sum(axis=0), points.index, dtype=float).where(usual.notna())


def _ranks(rows: np.ndarray) -> np.ndarray:
    """Rank of each score within its row, NaN for NaN."""
    found = np.full(rows.shape, np.nan)
    for i, own in enumerate(rows.T):
        found[:, i] = np.where(np.isnan(own), np.nan, 1.0 + (rows > own[:, None] + SAME).sum(axis=1))
    return found


def _shared(rows: np.ndarray) -> np.ndarray:
    """Whether another score of the row is equal."""
    found = np.zeros(rows.shape, bool)
    for i, own in enumerate(rows.T):
        found[:, i] = (np.abs(rows - own[:, None]) <= SAME).sum(axis=1) > 1
    return found


def _above(others: np.ndarray, own: np.ndarray) -> np.ndarray:
    """How many of the others' values lie above each of one's own, itself left out."""
    above = others[None, :] > own[:, None] + SAME
    np.fill_diagonal(above, False)
    return above.sum(axis=1)
