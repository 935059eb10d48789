import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from toolkit.metrics import intervals


def test_wilson_of_the_published_example():
    low, high = intervals.wilson(400, 1000)
    assert (round(low, 3), round(high, 3)) == (0.370, 0.431)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_rate_and_stays_a_share(pair):
    successes, n = pair
    low, high = intervals.wilson(successes, n)
    assert -1e-12 <= low <= successes / n + 1e-12
    assert successes / n - 1e-12 <= high <= 1 + 1e-12


@given(st.integers(1, 10**8).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_to_the_last_digit_what_statsmodels_says(pair):
    assert intervals.wilson(*pair) == proportion_confint(*pair, method="wilson")


def test_equal_rates_do_not_differ_and_far_ones_do():
    low, high = intervals.rate_difference(300, 1000, 300, 1000)
    assert low < 0 < high
    low, high = intervals.rate_difference(400, 1000, 300, 1000)
    assert 0 < low < 0.1 < high


def test_mean_by_hand():
    # mean 4; deviations 0 0 1 -1: variance 2/3; standard error sqrt(2/3/4) = 0.408; Student's t of 3 degrees 3.182
    middle, low, high = intervals.mean([4, 4, 5, 3])
    assert (middle, round(low, 2), round(high, 2)) == (4.0, 2.70, 5.30)


def test_one_value_says_nothing_of_its_spread():
    assert intervals.mean([7]) == (7, None, None)
    assert intervals.ratio([1], [4]) == (None, None)


def test_a_quantile_is_bounded_only_by_enough_values():
    # the largest of 20 values lies below the ninth tenth in 0.9 ** 20 = 12 of 100 samples: no 95 % bound
    assert intervals.quantile(range(20), 0.9) == (None, None)
    assert intervals.quantile(range(36), 0.9) == (28.0, 35.0)
    assert intervals.quantile(range(5), 0.5) == (None, None)
    assert intervals.quantile(range(6), 0.5) == (0.0, 5.0)


def test_no_refund_among_a_few_orders_is_no_certainty():
    assert intervals.ratio([0, 0, 0], [10, 20, 30]) == (None, None)


def test_a_smaller_chance_of_error_widens_the_difference():
    low, high = intervals.rate_difference(40, 100, 25, 100)
    wide = intervals.rate_difference(40, 100, 25, 100, alpha=0.05 / 31)
    assert wide[0] < 0 < low < high < wide[1]


def test_mean_of_nothing_is_an_error():
    with pytest.raises(ZeroDivisionError):
        intervals.mean([])
