"""How sure a number is: 95 % intervals of rates, differences of rates, and means."""

import math
from collections.abc import Sequence

from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

Z95 = 1.959963984540054


def wilson(successes: int, n: int) -> tuple[float, float]:
    """Range that holds the true rate in 95 of 100 samples, after Wilson (1927).

    Parameters
    ----------
    successes : int, 0..n
    n : int, at least 1

    Returns
    -------
    (low, high), shares 0..1

    Examples
    --------
    >>> low, high = wilson(400, 1000)
    >>> round(low, 3), round(high, 3)
    (0.37, 0.431)
    """
    low, high = proportion_confint(successes, n, method="wilson")
    return float(low), float(high)


def rate_difference(successes: int, n: int, successes_before: int, n_before: int) -> tuple[float, float]:
    """Range of the change of a rate, now minus before, after Newcombe (1998).

    Parameters
    ----------
    successes, n : int, users of the period
    successes_before, n_before : int, users of the earlier period

    Returns
    -------
    (low, high), shares -1..1; no clear change when they lie on both sides of 0

    Examples
    --------
    >>> low, high = rate_difference(400, 1000, 300, 1000)
    >>> round(low, 3), round(high, 3)
    (0.058, 0.141)
    """
    low, high = confint_proportions_2indep(successes, n, successes_before, n_before, method="newcomb", compare="diff")
    return float(low), float(high)


def mean(values: Sequence[float]) -> tuple[float, float, float]:
    """Mean and its 95 % interval by the normal approximation.

    Parameters
    ----------
    values : numbers, at least one; with a single one the interval is the value itself

    Returns
    -------
    (mean, low, high) in the unit of the values

    Examples
    --------
    >>> mean([4, 4, 5, 3])
    (4.0, 3.199..., 4.800...)
    """
    n = len(values)
    middle = math.fsum(values) / n
    if n == 1:
        return middle, middle, middle
    variance = math.fsum((v - middle) ** 2 for v in values) / (n - 1)
    half = Z95 * math.sqrt(variance / n)
    return middle, middle - half, middle + half
