"""Where competitors stand to each other on two axes: two criteria, or what most of the differences come down to."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

LEAST_KNOWN = 0.5  # share of the criteria that must be known for a place on the map
LEAST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of the map.

    Parameters
    ----------
    share : of all differences between the competitors that it explains, 0..1
    loadings : by criterion, the strongest first; positive where further right or up means better
    """

    share: float
    loadings: pd.Series


@dataclass(frozen=True, slots=True)
class Map:
    """A place for each name of which enough is known.

    Parameters
    ----------
    places : x and y by name
    filled : how many unknown values stand in them as the average of their criterion
    left_out : names without a place
    """

    places: pd.DataFrame
    axes: tuple[Axis, Axis]
    filled: int
    left_out: tuple[str, ...]


def components(points: pd.DataFrame) -> Map | None:
    """The first two principal components of the standardised criteria.

    An unknown value counts as the average of its criterion, which draws its owner to the middle; of whom less than half
    is known has no place. Each axis is turned so that better is on the whole right and up.

    Parameters
    ----------
    points : by name, one column a criterion, larger is better, NaN where not known

    Returns
    -------
    None where there is nothing to draw: fewer than three names with a place, or fewer than two criteria that differ
    """
    is_placed = points.notna().mean(axis=1) >= LEAST_KNOWN
    seen = points[is_placed]
    spread = seen.std(ddof=0)
    seen = seen.loc[:, spread > 1e-12]
    if len(seen) < LEAST_NAMES or seen.shape[1] < 2:
        return None
    standard = ((seen - seen.mean()) / seen.std(ddof=0)).fillna(0.0)
    left, size, right = np.linalg.svd((standard - standard.mean()).to_numpy(), full_matrices=False)
    shares = size**2 / (size**2).sum()
    axes, columns = [], []
    for i in (0, 1):
        turn = -1.0 if right[i].sum() < 0 else 1.0
        loadings = pd.Series(turn * right[i], standard.columns)
        axes.append(
            Axis(float(shares[i]), loadings.loc[loadings.abs().sort_values(ascending=False, kind="stable").index])
        )
        columns.append(turn * left[:, i] * size[i])
    places = pd.DataFrame({"x": columns[0], "y": columns[1]}, index=seen.index)
    return Map(places, (axes[0], axes[1]), int(seen.isna().sum().sum()), tuple(points.index[~is_placed]))
