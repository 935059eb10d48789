import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def test_equal_rates_do_not_differ_and_far_ones_do():
    low, high = intervals.rate_difference(300, 1000, 300, 1000)
    assert low < 0 < high
    low, high = intervals.rate_difference(400, 1000, 300, 1000)
    assert 0 < low < 0.1 < high


def test_mean_by_hand():
    # mean 4; deviations 0 0 1 -1: variance 2/3; standard error sqrt(2/3/4) = 0.408; half width 1.96 x 0.408 = 0.800
    middle, low, high = intervals.mean([4, 4, 5, 3])
    assert (middle, round(low, 3), round(high, 3)) == (4.0, 3.2, 4.8)


def test_mean_of_one_value_has_no_width():
    assert intervals.mean([7]) == (7, 7, 7)


def test_mean_of_nothing_is_an_error():
    with pytest.raises(ZeroDivisionError):
        intervals.mean([])
