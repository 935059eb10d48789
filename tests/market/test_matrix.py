"""Scores, ranks and their stability, worked out by hand and against plain pandas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.market import matrix

BETTER = {"price": "lower", "speed": "higher", "chat": "higher"}
VALUES = pd.DataFrame(
    {"price": [10, 20, 15, np.nan], "speed": [3, 1, 2, 2], "chat": [1, 0, np.nan, 1]}, index=list("abcd"), dtype=float
)
WEIGHTS = {"price": 2.0, "speed": 1.0, "chat": 1.0}


def test_points_go_from_worst_to_best_and_unknown_stays_unknown():
    found = matrix.points(VALUES, BETTER, {"chat": (0, 1)})
    assert found["price"].tolist()[:3] == [1, 0, 0.5] and np.isnan(found.loc["d", "price"])
    assert found["speed"].tolist() == [1, 0, 0.5, 0.5]
    assert found["chat"].fillna(-1).tolist() == [1, 0, -1, 1]


def test_a_scale_is_taken_as_given():
    ratings = pd.DataFrame({"r": [4.0, 4.2]}, index=["a", "b"])
    assert matrix.points(ratings, {"r": "higher"}, {"r": (1, 5)})["r"].tolist() == pytest.approx([0.75, 0.8])
    assert matrix.points(ratings, {"r": "lower"}, {"r": (1, 5)})["r"].tolist() == pytest.approx([0.25, 0.2])


@pytest.mark.parametrize("same", [[5.0, 5.0, 5.0], [5.0, np.nan, np.nan], [np.nan] * 3])
def test_a_number_that_tells_nobody_apart_does_not_count(same):
    values = pd.DataFrame({"x": same, "y": [1.0, 2, 3]})
    assert list(matrix.points(values, {"x": "higher", "y": "higher"})) == ["y"]


def test_scores_by_hand():
    """a: all best. b: all worst. c: (2 * 0.5 + 0.5) / 3, chat unknown. d: (0.5 + 1) / 2, price unknown."""
    found = matrix.scores(matrix.points(VALUES, BETTER, {"chat": (0, 1)}), WEIGHTS)
    assert found["score"].tolist() == pytest.approx([1, 0, 0.5, 0.75])
    assert found["rank"].tolist() == [1, 4, 3, 2]
    # of the whole weight 4: c holds 1.5 and lacks 1; d holds 1.5 and lacks 2
    assert found["lowest"].tolist() == pytest.approx([1, 0, 0.375, 0.375])
    assert found["highest"].tolist() == pytest.approx([1, 0, 0.625, 0.875])
    assert found.loc["c", ["best_rank", "worst_rank"]].tolist() == [2, 3]
    assert found.loc["d", ["best_rank", "worst_rank"]].tolist() == [2, 3]


def test_scores_agree_with_plain_pandas():
    points = matrix.points(VALUES, BETTER, {"chat": (0, 1)})
    weight = pd.Series(WEIGHTS)
    plain = points.mul(weight).sum(axis=1) / points.notna().mul(weight).sum(axis=1)
    found = matrix.scores(points, WEIGHTS)
    pd.testing.assert_series_equal(found["score"], plain, check_names=False)
    assert found["rank"].tolist() == plain.rank(ascending=False, method="min").tolist()


def test_a_missing_criterion_changes_coverage_not_the_score():
    """Everything at 0.8 of its scale: one unknown less leaves 0.8."""
    whole = pd.DataFrame({name: [4.2, 3.0] for name in "xyz"}, index=["a", "b"])
    lacking = whole.copy()
    lacking.loc["a", "z"] = np.nan
    up, scale = dict.fromkeys("xyz", "higher"), dict.fromkeys("xyz", (1.0, 5.0))
    weights = {"x": 1, "y": 2, "z": 5}
    scored = [matrix.scores(matrix.points(each, up, scale), weights).loc["a", "score"] for each in (whole, lacking)]
    assert scored == pytest.approx([0.8, 0.8])
    assert matrix.coverage(whole)["a"] == 1
    assert matrix.coverage(lacking)["a"] == pytest.approx(2 / 3)


def test_a_name_of_which_nothing_is_known_has_no_score_and_no_rank():
    points = pd.DataFrame({"x": [0.7, np.nan], "y": [0.2, np.nan]}, index=["a", "b"])
    found = matrix.scores(points, {"x": 1, "y": 1})
    assert found.loc["b", ["score", "rank"]].isna().all()
    assert found.loc["b", ["lowest", "highest"]].tolist() == [0, 1]
    assert found.loc["a", ["rank", "best_rank", "worst_rank"]].tolist() == [1, 1, 2]
    assert np.isnan(matrix.stability(points, {"x": 1, "y": 1}, draws=10)["b"])


def test_a_tie_is_unstable_and_two_clearly_apart_are_stable():
    """a and b win one of two equally weighted criteria each; c is far behind both."""
    points = pd.DataFrame({"x": [1.0, 0.5, 0.1], "y": [0.5, 1.0, 0.1]}, index=list("abc"))
    found = matrix.scores(points, {"x": 1, "y": 1})
    assert found["rank"].tolist() == [1, 1, 3]
    kept = matrix.stability(points, {"x": 1, "y": 1}) / matrix.DRAWS
    assert kept["a"] == pytest.approx(0.5, abs=0.03) and kept["b"] == pytest.approx(0.5, abs=0.03)
    assert kept["c"] == 1.0


def test_equal_rows_are_tied_under_any_weights():
    points = pd.DataFrame({"x": [0.9, 0.9, 0.1], "y": [0.3, 0.3, 0.2]}, index=list("abc"))
    assert matrix.stability(points, {"x": 1, "y": 3}, draws=50).tolist() == [0, 0, 50]


def test_stability_grows_with_the_distance():
    def kept(ahead):
        points = pd.DataFrame({"x": [1.0, 0.5], "y": [0.5, 1.0 - ahead]}, index=["a", "b"])
        return matrix.stability(points, {"x": 1, "y": 1})["a"]

    assert kept(0.0) < kept(0.1) < kept(0.3) < kept(0.5)


def test_the_same_every_time():
    points = pd.DataFrame({"x": [1.0, 0.5], "y": [0.5, 0.9]})
    weights = {"x": 1, "y": 1}
    assert matrix.stability(points, weights).tolist() == matrix.stability(points, weights).tolist()


def test_nothing_to_compare():
    empty = pd.DataFrame(index=["a", "b"])
    found = matrix.scores(matrix.points(empty, {}), {})
    assert found[["score", "rank"]].isna().all(axis=None)
    assert matrix.stability(empty, {}).isna().all()
    assert matrix.scores(pd.DataFrame({"x": []}), {"x": 1}).empty
    assert matrix.stability(pd.DataFrame({"x": []}), {"x": 1}).empty


SHARE = st.one_of(st.just(np.nan), st.floats(0, 1))
MATRICES = st.integers(1, 5).flatmap(
    lambda wide: st.lists(st.lists(SHARE, min_size=wide, max_size=wide), min_size=1, max_size=7)
)


@settings(max_examples=60, deadline=None)
@given(MATRICES, st.lists(st.floats(0.1, 10), min_size=5, max_size=5))
def test_scores_lie_within_their_bounds(rows, weights):
    points = pd.DataFrame(rows)
    found = matrix.scores(points, dict(enumerate(weights)))
    known = found[found["score"].notna()]
    assert (known["lowest"] <= known["score"] + 1e-9).all() and (known["score"] <= known["highest"] + 1e-9).all()
    assert (known["best_rank"] <= known["rank"]).all() and (known["rank"] <= known["worst_rank"]).all()
    kept = matrix.stability(points, dict(enumerate(weights)), draws=20)
    assert (kept.isna() == found["score"].isna()).all() and kept.dropna().between(0, 20).all()
