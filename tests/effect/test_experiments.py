import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from toolkit.effect import experiments


def test_rates_by_hand():
    """300 of 1,000 against 240 of 1,000: pooled 0.27, z = 0.06 / sqrt(0.27 x 0.73 x 2 / 1000) = 3.02, p = 0.0025."""
    found = experiments.rates(experiments.rate_arm(300, 1000), experiments.rate_arm(240, 1000))
    assert found.value == pytest.approx(0.06)
    assert found.p == pytest.approx(0.0025, abs=0.0001)
    assert (found.low, found.high) == pytest.approx((0.0211, 0.0987), abs=0.0005)  # Newcombe's method 10
    error = np.sqrt(0.3 * 0.7 / 1000 + 0.24 * 0.76 / 1000)
    assert found.detectable == pytest.approx(2.8016 * error, rel=1e-4)


def test_small_cells_are_tested_exactly():
    found = experiments.rates(experiments.rate_arm(3, 20), experiments.rate_arm(0, 20))
    assert found.p == pytest.approx(stats.fisher_exact([[3, 17], [0, 20]])[1])
    assert experiments.rates(experiments.rate_arm(0, 5), experiments.rate_arm(0, 5)).p == 1.0
    assert experiments.rates(experiments.rate_arm(1, 1), experiments.rate_arm(0, 1)).p == 1.0


def test_means_are_those_of_welch():
    rng = np.random.default_rng(1)
    a, b = rng.normal(5, 2, 40), rng.normal(4, 1, 25)
    found = experiments.means(experiments.mean_arm(a), experiments.mean_arm(b))
    expected = stats.ttest_ind(a, b, equal_var=False)
    limits = expected.confidence_interval(0.95)
    assert (found.value, found.p) == pytest.approx((a.mean() - b.mean(), expected.pvalue))
    assert (found.low, found.high) == pytest.approx((limits.low, limits.high))


def test_means_of_single_users_and_of_equal_values_cannot_be_told_apart():
    one, some = experiments.mean_arm([3.0]), experiments.mean_arm([1.0, 2.0, 3.0])
    assert experiments.means(one, some) is None and (one.low, one.high) == (None, None)
    assert experiments.means(experiments.mean_arm([2.0, 2.0]), experiments.mean_arm([1.0, 1.0])) is None
    assert experiments.means(experiments.mean_arm([2.0, 2.0]), some) is not None


def test_the_split():
    """5,300 against 4,700: chi-square (300^2 + 300^2) / 5000 = 36."""
    p = experiments.sample_ratio_p({"A": 5300, "B": 4700}, {"A": 0.5, "B": 0.5})
    assert p == pytest.approx(stats.chi2.sf(36, 1))
    uneven = experiments.sample_ratio_p({"A": 900, "B": 100}, {"A": 0.9, "B": 0.1})
    assert uneven == 1.0
    assert experiments.sample_ratio_p({}, {"A": 0.5, "B": 0.5}) is None
    assert experiments.sample_ratio_p({"A": 100}, {"A": 0.5, "B": 0.5}) < 1e-20


@given(st.lists(st.floats(0, 1), max_size=8))
def test_holm_raises_and_keeps_the_order(chances):
    raised = experiments.holm(chances)
    assert all(high >= low and high <= 1 for low, high in zip(chances, raised, strict=True))
    order = np.argsort(chances, kind="stable")
    assert (np.diff(np.array(raised)[order]) >= 0).all()
    if chances:
        assert min(raised) == min(1, min(chances) * len(chances))


def test_holm_is_that_of_statsmodels():
    from statsmodels.stats.multitest import multipletests

    chances = [0.01, 0.2, 0.03, 0.04, 0.001]
    assert experiments.holm(chances) == pytest.approx(multipletests(chances, method="holm")[1])


@given(st.integers(0, 30), st.integers(1, 30), st.integers(0, 30), st.integers(1, 30))
def test_swapping_the_variants_turns_the_sign(a, n, b, m):
    a, b = min(a, n), min(b, m)
    found, back = (
        experiments.rates(experiments.rate_arm(*one), experiments.rate_arm(*two))
        for one, two in (((a, n), (b, m)), ((b, m), (a, n)))
    )
    assert found.low - 1e-12 <= found.value <= found.high + 1e-12
    assert (found.value, found.low, found.high) == pytest.approx((-back.value, -back.high, -back.low), abs=1e-9)
    assert found.p == pytest.approx(back.p)


@pytest.mark.parametrize(("share", "other", "n"), [(0.1, 0.12, 400), (0.5, 0.5, 60)])
def test_19_of_20_intervals_hold_the_planted_difference(share, other, n):
    """benchmarks/interval_coverage.py does this with 5,000 draws at more rates, and for means."""
    rng = np.random.default_rng(7)
    draws = [(rng.binomial(n, share), rng.binomial(n, other)) for _ in range(400)]
    found = [experiments.rates(experiments.rate_arm(a, n), experiments.rate_arm(b, n)) for a, b in draws]
    held = np.mean([each.low <= share - other <= each.high for each in found])
    assert 0.92 <= held <= 0.98
