import numpy as np
import pandas as pd
import pytest

from toolkit.market.positioning import components


def test_the_axes_are_those_of_plain_principal_components():
    points = pd.DataFrame(np.random.default_rng(5).random((8, 4)), columns=list("wxyz"))
    found = components(points)
    values, vectors = np.linalg.eigh(np.corrcoef(points.to_numpy().T))
    assert [axis.share for axis in found.axes] == pytest.approx((values[::-1] / values.sum())[:2])
    for axis, vector in zip(found.axes, vectors.T[::-1], strict=False):
        assert axis.loadings.reindex(list("wxyz")).abs().tolist() == pytest.approx(np.abs(vector))
        assert axis.loadings.sum() >= 0
        assert axis.loadings.abs().is_monotonic_decreasing
    assert found.filled == 0 and found.left_out == ()


def test_better_is_to_the_right():
    found = components(pd.DataFrame({"a": [0, 0.5, 1], "b": [0, 0.6, 1], "c": [0.1, 0.5, 0.9]}, index=list("lmh")))
    assert found.places["x"].is_monotonic_increasing
    assert found.axes[0].share > 0.98


def test_an_unknown_value_is_the_average_of_its_criterion():
    points = pd.DataFrame({"a": [0.0, 1.0, np.nan], "b": [0.0, 0.4, 1.0]}, index=list("xyz"))
    filled = points.assign(a=[0.0, 1.0, 0.5])
    assert components(points).filled == 1
    # with the average of the known ones in its place the same differences are left, on a wider scale
    assert np.sign(components(points).places["x"]).tolist() == np.sign(components(filled).places["x"]).tolist()


def test_of_whom_less_than_half_is_known_has_no_place():
    points = pd.DataFrame(
        {"a": [0, 1, 0.5, 0.2], "b": [1, 0, 0.5, np.nan], "c": [0, 0.3, 1, np.nan]}, index=list("wxyz")
    )
    found = components(points)
    assert found.left_out == ("z",) and list(found.places.index) == ["w", "x", "y"]


@pytest.mark.parametrize(
    "points",
    [
        pd.DataFrame({"a": [0, 1.0], "b": [1.0, 0]}),
        pd.DataFrame({"a": [0, 1.0, 0.5], "b": [1.0, 1, 1]}),
        pd.DataFrame({"a": [0, 1.0, 0.5]}),
        pd.DataFrame({"a": [np.nan] * 4, "b": [np.nan] * 4}),
        pd.DataFrame(index=list("abcd")),
        pd.DataFrame(),
    ],
)
def test_nothing_to_draw(points):
    assert components(points) is None
