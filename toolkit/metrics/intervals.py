"""How sure a number is: 95 % intervals of rates, differences of rates, means, quantiles and ratios."""

import math
from collections.abc import Sequence

# scipy and statsmodels are imported where they are used: they take seconds, and the commands do without them.
Z95 = 1.959963984540054
_WILSON_Z = 1.9599639845400545  # as scipy counts it from the other end of the normal distribution


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
    # written out, to the last digit what statsmodels gives: a report asks for hundreds
    share, square = successes / n, _WILSON_Z**2
    whole = 1 + square / n
    middle = (share + square / (2 * n)) / whole
    half = _WILSON_Z * math.sqrt(share * (1 - share) / n + square / (4 * n**2)) / whole
    return max(middle - half, 0.0), min(middle + half, 1.0)


def rate_difference(
    successes: int, n: int, successes_before: int, n_before: int, *, alpha: float = 0.05
) -> tuple[float, float]:
    """Range of the change of a rate, now minus before, after Newcombe (1998).

    Parameters
    ----------
    successes, n : int, users of the period
    successes_before, n_before : int, users of the earlier period
    alpha : chance of missing the true difference; smaller where the most striking of several is looked for

    Returns
    -------
    (low, high), shares -1..1; no clear change when they lie on both sides of 0

    Examples
    --------
    >>> low, high = rate_difference(400, 1000, 300, 1000)
    >>> round(low, 3), round(high, 3)
    (0.058, 0.141)
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(
        successes, n, successes_before, n_before, method="newcomb", compare="diff", alpha=alpha
    )
    return float(low), float(high)


def mean(values: Sequence[float]) -> tuple[float, float | None, float | None]:
    """Mean and its 95 % interval after Student, wide where the values are few.

    Parameters
    ----------
    values : numbers, at least one

    Returns
    -------
    (mean, low, high) in the unit of the values; a single value says nothing of its spread: low and high are None

    Examples
    --------
    >>> mean([4, 4, 5, 3])
    (4.0, 2.700..., 5.299...)
    """
    n = len(values)
    middle = math.fsum(values) / n
    if n == 1:
        return middle, None, None
    half = student(n) * math.sqrt(math.fsum((v - middle) ** 2 for v in values) / (n - 1) / n)
    return middle, middle - half, middle + half


def student(n: int) -> float:
    """Standard errors on either side of a mean of n values that hold the true mean in 95 of 100 samples.

    >>> round(student(4), 2), round(student(1000), 2)
    (3.18, 1.96)
    """
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, 0.975))


def quantile(values: Sequence[float], q: float) -> tuple[float, float] | tuple[None, None]:
    """Range of a quantile whatever the distribution: the order statistics that binomial ranks pick.

    Returns
    -------
    (low, high) in the unit of the values; None for both where the values are too few to bound it (fewer than 6 for a
    median, than 36 for a ninth tenth)

    Parameters
    ----------
    values : numbers, at least one
    q : 0..1; 0.5 is the median

    Examples
    --------
    >>> quantile(range(1, 101), 0.5)
    (40.0, 61.0)
    """
    from scipy.stats import binom

    ordered = sorted(values)
    n = len(ordered)
    low, high = (int(rank) for rank in binom.ppf((0.025, 0.975), n, q) + (0, 1))
    if low < 1 or high > n:
        return None, None
    return float(ordered[low - 1]), float(ordered[high - 1])


def ratio(above: Sequence[float], below: Sequence[float]) -> tuple[float, float] | tuple[None, None]:
    """Range of a sum over a sum, by linearisation over the units (Cochran 1977, ch. 6).

    None for both where there is nothing to take the spread from: a single unit, or nothing above.

    Parameters
    ----------
    above, below : one number a unit each, for example refunded and paid amount of an order; `below` must not sum to 0

    Examples
    --------
    >>> low, high = ratio([0, 0, 30, 0], [100, 100, 100, 100])
    >>> round(low, 3), round(high, 3)
    (-0.072, 0.222)
    """
    n, total = len(below), math.fsum(below)
    middle = math.fsum(above) / total
    if n < 2 or not any(above):
        return None, None
    squares = math.fsum((a - middle * b) ** 2 for a, b in zip(above, below, strict=True))
    half = Z95 * math.sqrt(n / (n - 1) * squares) / abs(total)
    return middle - half, middle + half
