"""Do two variants differ: rates after Newcombe, means after Welch, and whether the split is the planned one."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from toolkit.metrics import intervals

UNLIKELY_SPLIT = 0.001  # below this chance the split is not the planned one, whatever the reason
FEWEST_EXPECTED = 5  # in each cell of the two-by-two table, for its p-value to come from the normal distribution
_POWER_Z = 0.8416212335729143  # of 80 %


@dataclass(frozen=True, slots=True)
class Arm:
    """What one variant brought in one outcome.

    Parameters
    ----------
    n : users with a value
    value : their mean; of a rate the share
    variance : of a single value
    low, high : 95 % interval of the value; None where one user alone says nothing of the spread
    """

    n: int
    value: float
    variance: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Contrast:
    """A variant less the control.

    Parameters
    ----------
    value, low, high : difference with its 95 % interval
    p : chance of such a difference, or a larger one, between variants that are alike
    detectable : difference that such a test would have found four times in five
    """

    value: float
    low: float
    high: float
    p: float
    detectable: float


def rate_arm(successes: int, n: int) -> Arm:
    """The share of users with the outcome, with its Wilson interval; n is at least 1."""
    share = successes / n
    return Arm(n, share, share * (1 - share), *intervals.wilson(successes, n))


def mean_arm(values: Sequence[float]) -> Arm:
    """The mean over users, with its interval after Student; at least one value."""
    numbers = np.asarray(values, float)
    middle, low, high = intervals.mean(numbers.tolist())
    return Arm(len(numbers), middle, float(numbers.var(ddof=1)) if len(numbers) > 1 else 0.0, low, high)


def rates(variant: Arm, control: Arm) -> Contrast:
    """The difference of two rates: interval after Newcombe, p from the pooled rate, exact where cells are small.

    >>> found = rates(rate_arm(120, 1000), rate_arm(100, 1000))
    >>> round(found.value, 3), round(found.low, 3), round(found.high, 3), round(found.p, 3)
    (0.02, -0.007, 0.048, 0.153)
    """
    hits, base = (round(arm.value * arm.n) for arm in (variant, control))
    low, high = intervals.rate_difference(hits, variant.n, base, control.n)
    return Contrast(
        variant.value - control.value,
        low,
        high,
        _rate_p(hits, variant.n, base, control.n),
        _detectable(variant, control),
    )


def means(variant: Arm, control: Arm) -> Contrast | None:
    """The difference of two means after Welch; None where a variant has one user, or no value differs from another."""
    parts = [arm.variance / arm.n for arm in (variant, control)]
    error = math.sqrt(sum(parts))
    if min(variant.n, control.n) < 2 or not error > 0:
        return None
    from scipy.special import stdtr, stdtrit

    freedom = sum(parts) ** 2 / sum(part**2 / (arm.n - 1) for part, arm in zip(parts, (variant, control), strict=True))
    value = variant.value - control.value
    half = float(stdtrit(freedom, 0.975)) * error
    p = 2 * float(stdtr(freedom, -abs(value) / error))
    return Contrast(value, value - half, value + half, p, _detectable(variant, control))


def _detectable(variant: Arm, control: Arm) -> float:
    error = math.sqrt(variant.variance / variant.n + control.variance / control.n)
    return (intervals.Z95 + _POWER_Z) * error


def _rate_p(hits: int, n: int, base: int, n_base: int) -> float:
    pooled = (hits + base) / (n + n_base)
    expected = min(n, n_base) * min(pooled, 1 - pooled)
    if expected < FEWEST_EXPECTED:
        from scipy.stats import fisher_exact

        return float(fisher_exact([[hits, n - hits], [base, n_base - base]])[1])
    error = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / n_base))
    return math.erfc(abs(hits / n - base / n_base) / error / math.sqrt(2))


def sample_ratio_p(counts: Mapping[str, int], planned: Mapping[str, float]) -> float | None:
    """Chance of a split as far from the planned one (chi-square); None without users.

    Parameters
    ----------
    counts : users of each variant
    planned : their planned shares, which add up to 1

    >>> round(sample_ratio_p({"A": 500, "B": 500}, {"A": 0.5, "B": 0.5}), 3)
    1.0
    >>> sample_ratio_p({"A": 5300, "B": 4700}, {"A": 0.5, "B": 0.5}) < 0.001
    True
    """
    from scipy.special import chdtrc

    total = sum(counts.get(name, 0) for name in planned)
    if not total:
        return None
    parts = [(counts.get(name, 0) - total * share) ** 2 / (total * share) for name, share in planned.items()]
    return float(chdtrc(len(planned) - 1, math.fsum(parts)))


def holm(chances: Sequence[float]) -> list[float]:
    """The p-values of several tests, raised so that one false find among all of them stays as rare as in one (Holm).

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(chances)), key=lambda i: chances[i])
    raised, highest = [0.0] * len(chances), 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, chances[i] * (len(chances) - rank)))
        raised[i] = highest
    return raised
