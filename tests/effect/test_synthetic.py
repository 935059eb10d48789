import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.effect import synthetic

RNG = np.random.default_rng(1)


def test_a_mixture_of_controls_is_found_again():
    controls = RNG.normal(size=(40, 4))
    share = np.array([0.5, 0.3, 0.2, 0.0])
    assert synthetic.weights(controls @ share, controls) == pytest.approx(share, abs=1e-6)


def test_nothing_is_extrapolated():
    """No mean of controls gets as far as twice the only control that moves: it stays at its own."""
    controls = np.column_stack([np.linspace(-1, 1, 20), np.zeros(20)])
    assert synthetic.weights(2 * controls[:, 0], controls) == pytest.approx([1, 0], abs=1e-5)


@given(st.integers(1, 6), st.integers(2, 30), st.integers(0, 10_000))
def test_weights_are_shares(count, dates, seed):
    rng = np.random.default_rng(seed)
    found = synthetic.weights(rng.normal(size=dates) * 1e6, rng.normal(size=(dates, count)))
    assert found.min() >= 0
    assert found.sum() == pytest.approx(1)


def test_series_that_stand_still_have_weights_too():
    assert synthetic.weights(np.zeros(5), np.zeros((5, 3))).sum() == pytest.approx(1)


def test_the_size_of_a_unit_does_not_matter():
    """Worked by hand: before the start both stand still, then the control gains 1 and the treated unit 3."""
    treated, control = np.array([100.0, 100, 103, 103]), np.array([[5.0], [5], [6], [6]])
    for is_weighted in (True, False):
        gap, share = synthetic.gaps(treated, control, 2, is_weighted)
        assert gap == pytest.approx([0, 0, 2, 2])
        assert share == pytest.approx([1])
