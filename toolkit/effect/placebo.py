"""How often chance shows as much: the same comparison for units, and for days, that nothing was done to."""

from itertools import combinations
from math import comb

import numpy as np

from toolkit.effect import synthetic

MOST = 499  # placebos; with all of many pairs the answer hardly moves and takes long
ALPHA = 0.05
_SEED = 20210401


def over_units(controls: np.ndarray, units: int, before: int, is_weighted: bool) -> np.ndarray:
    """Effect found for groups of untreated units, each as large as the treated one, in errors of its own fit.

    Parameters
    ----------
    controls : one row a date, one column an untreated unit
    units : how many were treated together
    before : dates before the start, which come first

    Returns
    -------
    one number a group: mean gap after the start over the root mean square gap before it. All groups, or a fixed draw of
    them where they are many; none where too few units would be left to compare a group with
    """
    every = range(controls.shape[1])
    if len(every) - units < 2:
        return np.array([])
    groups = list(combinations(every, units)) if comb(len(every), units) <= MOST else _drawn(len(every), units)
    found = []
    for group in groups:
        others = np.delete(controls, group, axis=1)
        gap, _ = synthetic.gaps(controls[:, group].mean(axis=1), others, before, is_weighted)
        found.append(gap[before:].mean() / error(gap[:before], controls))
    return np.array(found)


def over_time(treated: np.ndarray, controls: np.ndarray, before: int) -> float:
    """Share of shifts in time with a mean gap as large as that after the start (Chernozhukov, Wüthrich and Zhu 2021).

    The weights are fitted to all dates, as if nothing had happened, and the gaps are turned round in a circle, so that
    each day keeps its neighbours: days that follow one another are alike, and shuffling them would promise too much.

    Returns
    -------
    share 0..1, at least one in the number of dates
    """
    gap, _ = synthetic.gaps(treated, controls, len(treated), True)
    after = len(gap) - before
    sums = np.abs(np.convolve(np.concatenate([gap, gap[: after - 1]]), np.ones(after), "valid"))
    return float((sums >= sums[before] * (1 - 1e-9)).mean())


def error(gap: np.ndarray, controls: np.ndarray) -> float:
    """Root mean square of the gaps before the start; never quite 0, so that a perfect fit can be divided by."""
    return max(float(np.sqrt((gap**2).mean())), 1e-9 * (float(np.abs(controls).max(initial=0.0)) or 1.0))


def p_value(statistic: float, placebos: np.ndarray) -> float | None:
    """Share of the placebos, the real one among them, that are at least as far from 0; None without any.

    >>> p_value(3.0, np.array([-4.0, 1.0, 2.0]))
    0.5
    """
    if not len(placebos):
        return None
    return float((1 + (np.abs(placebos) >= abs(statistic)).sum()) / (1 + len(placebos)))


def half_width(placebos: np.ndarray) -> float | None:
    """How far from the estimate an effect may lie that the placebos do not rule out at 5 %, in errors of the fit.

    It leaves out 0 exactly where the p-value is at most 0.05. None where so few placebos cannot rule out anything.

    >>> half_width(np.arange(1.0, 20.0)), half_width(np.arange(1.0, 19.0))
    (19.0, None)
    """
    rank = int(ALPHA * (len(placebos) + 1) + 1e-9)
    return float(np.sort(np.abs(placebos))[-rank]) if rank else None


def _drawn(count: int, size: int) -> list[tuple[int, ...]]:
    """Different groups, the same ones every time."""
    rng = np.random.default_rng(_SEED)
    found: dict[tuple[int, ...], None] = {}
    while len(found) < MOST:
        found[tuple(sorted(rng.choice(count, size, replace=False).tolist()))] = None
    return list(found)
