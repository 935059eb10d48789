"""Nothing small is shown, and nothing small follows from what is shown."""

import itertools

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from toolkit.market.suppression import OTHER, hidden, hidden_columns, pooled, told

LEAST = 5


def frame(**values: int) -> pd.DataFrame:
    return pd.DataFrame({"users": values})


def test_one_small_value_takes_the_next_one_with_it():
    """2 alone would follow from the total of 51: it goes together with 9."""
    assert pooled(frame(a=40, b=9, c=2), LEAST)["users"].to_dict() == {"a": 40, OTHER: 11}


def test_small_values_that_are_few_people_together_take_a_third():
    assert pooled(frame(a=40, b=6, c=2, d=1), LEAST)["users"].to_dict() == {"a": 40, OTHER: 9}
    assert pooled(frame(a=40, b=6, c=3, d=2), LEAST)["users"].to_dict() == {"a": 40, "b": 6, OTHER: 5}


def test_nothing_is_shown_where_nothing_is_left_to_tell_apart():
    assert pooled(frame(a=3, b=1), LEAST).empty
    assert pooled(frame(a=30, b=1), LEAST).empty
    assert pooled(frame(a=3), LEAST).empty
    assert pooled(frame(), LEAST).empty


def test_large_values_stay_as_they_are_from_large_to_small():
    assert pooled(frame(b=6, a=40), LEAST)["users"].to_dict() == {"a": 40, "b": 6}
    many = pooled(frame(**{f"v{i}": 10 + i for i in range(60)}), LEAST)
    assert len(many) == 12
    assert many.loc[OTHER, "users"] == sum(10 + i for i in range(49))


def test_a_value_that_is_small_in_one_part_of_the_people_is_put_together_in_all():
    counts = pd.DataFrame({"new": {"a": 20, "b": 6, "c": 8}, "returning": {"a": 50, "b": 2, "c": 30}})
    assert pooled(counts, LEAST).to_dict("index") == {
        "a": {"new": 20, "returning": 50},
        OTHER: {"new": 14, "returning": 32},
    }


def test_the_datas_own_value_of_that_name_is_part_of_it():
    assert pooled(frame(**{"a": 40, OTHER: 30, "b": 20}), LEAST)["users"].to_dict() == {"a": 40, OTHER: 50}


def test_a_small_cell_hides_one_in_its_row_and_column_and_their_corner():
    counts = np.array([[40, 2, 30], [30, 9, 20], [50, 60, 70]])
    assert hidden(counts, LEAST).tolist() == [[False, True, True], [False, True, True], [False, False, False]]


def test_nobody_in_a_cell_is_hidden_too():
    """Three hidden cells around two zeros would leave them only one value: none below zero."""
    counts = np.array([[0, 5, 20], [20, 5, 5], [5, 20, 0]])
    mask = hidden(counts, LEAST)
    assert mask[0, 0] and mask[2, 2]
    assert_not_recoverable(counts, mask)


def test_a_large_table_shows_all():
    assert not hidden(np.full((4, 3), 5), LEAST).any()


def test_columns_are_hidden_whole():
    """12 promoters, passives, detractors each but for one group: a second one hides how many are in the first."""
    counts = np.array([[12, 12, 12, 20], [12, 1, 12, 20], [12, 12, 12, 20]])
    assert hidden_columns(counts, LEAST).tolist() == [True, True, False, False]
    assert not hidden_columns(np.full((3, 4), 5), LEAST).any()
    assert hidden_columns(np.array([[9, 1], [9, 9]]), LEAST).all()


def assert_not_recoverable(counts: np.ndarray, mask: np.ndarray) -> None:
    """A second way: a linear programme finds for each hidden cell two values that fit all that is shown."""
    from scipy.optimize import linprog

    cells = np.argwhere(mask)
    totals = np.array(
        [[row == i for row, _ in cells] for i in range(counts.shape[0])]
        + [[column == j for _, column in cells] for j in range(counts.shape[1])],
        float,
    )
    sums = totals @ counts[mask]
    for i in range(len(cells)):
        goal = np.eye(len(cells))[i]
        low, high = (linprog(s * goal, A_eq=totals, b_eq=sums, bounds=(0, None)) for s in (1, -1))
        assert -high.fun - low.fun > 0.5


tables = st.tuples(st.integers(2, 4), st.integers(2, 4)).flatmap(
    lambda shape: arrays(int, shape, elements=st.integers(0, 12))
)


@given(tables)
def test_no_hidden_cell_follows_from_the_totals(counts):
    counts = counts + 0
    counts[:, 0] += LEAST  # totals are at least LEAST: smaller ones have been put together before
    counts[0] += LEAST
    mask = hidden(counts, LEAST)
    assert (counts[~mask] >= LEAST).all()
    for shown, line in [*zip(mask, counts, strict=True), *zip(mask.T, counts.T, strict=True)]:
        assert not shown.any() or line[shown].sum() >= LEAST
    if mask.any():
        assert_not_recoverable(counts, mask)


@given(tables)
def test_a_table_put_together_shows_no_small_cell_and_keeps_its_totals(counts):
    before = pd.DataFrame(counts, index=[f"v{i}" for i in range(len(counts))])
    shown = pooled(before, LEAST)
    parts = shown.loc[:, before.sum() > 0]
    assert (parts >= LEAST).all(axis=None)
    if len(shown):
        assert (shown.sum() == before.sum()).all()
        pool = before.index.difference(shown.index)
        assert len(pool) != 1


@given(st.lists(st.integers(0, 6), min_size=3, max_size=4))
def test_scores_that_are_not_told_have_other_counts_with_the_same_mean_and_spread(values):
    """A second way: all counts with the same number, sum and sum of squares, tried one by one."""
    counts, scores = np.array(values), np.arange(len(values))
    if told(counts, LEAST) or counts.sum() > 12:
        return
    powers = np.array([scores**power for power in (0, 1, 2)])
    tried = np.array(list(itertools.product(range(counts.sum() + 1), repeat=len(counts))))
    alike = tried[(tried @ powers.T == powers @ counts).all(axis=1)]
    for place in np.flatnonzero(counts < LEAST):
        assert len(set(alike[:, place])) > 1
