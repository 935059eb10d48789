import numpy as np
import pytest

from toolkit.effect import placebo

RNG = np.random.default_rng(2)


def test_p_counts_the_real_one_among_the_placebos():
    """3 of 9 placebos are as large: (3 + 1) / (9 + 1)."""
    assert placebo.p_value(2.0, np.array([-5, 2, 3, 1, 1, 0, 0, -1, 1.9])) == pytest.approx(0.4)
    assert placebo.p_value(-2.0, np.array([-5, 2, 3, 1, 1, 0, 0, -1, 1.9])) == pytest.approx(0.4)


def test_nothing_is_said_without_placebos():
    assert placebo.p_value(2.0, np.array([])) is None
    assert placebo.half_width(np.array([])) is None


@pytest.mark.parametrize("count", [19, 20, 38, 39, 40, 99, 499])
def test_the_interval_leaves_out_zero_exactly_where_p_is_at_most_5_per_cent(count):
    found = np.random.default_rng(count).normal(size=count)
    half = placebo.half_width(found)
    for statistic in np.linspace(0, 4, 81):
        assert (statistic > half) == (placebo.p_value(statistic, found) <= 0.05)


def test_too_few_placebos_rule_out_nothing():
    assert placebo.half_width(np.arange(18.0)) is None


def test_each_untreated_unit_is_a_placebo_and_groups_are_as_large_as_the_treated_one():
    controls = RNG.normal(size=(30, 6))
    assert len(placebo.over_units(controls, 1, 20, True)) == 6
    assert len(placebo.over_units(controls, 2, 20, True)) == 15  # 6 choose 2
    assert len(placebo.over_units(controls[:, :2], 1, 20, True)) == 0  # one unit alone is no comparison


def test_of_many_groups_a_fixed_draw_is_taken():
    controls = RNG.normal(size=(12, 40))  # 780 pairs
    first, again = (placebo.over_units(controls, 2, 8, False) for _ in range(2))
    assert len(first) == placebo.MOST
    assert (first == again).all()


def test_where_nothing_happens_p_is_evenly_spread():
    """60 panels of pure chance: one in twenty may be clear, give or take; here at most eight of 60 are."""
    found = []
    for seed in range(60):
        values = np.random.default_rng(seed).normal(size=(40, 21)).cumsum(axis=0)
        statistics = placebo.over_units(values, 1, 30, False)
        found.append(placebo.p_value(statistics[0], statistics[1:]) <= 0.05)
    assert sum(found) <= 8


def test_shifted_days_know_a_jump_from_noise():
    values = np.random.default_rng(3).normal(size=(60, 5))
    quiet = values[:, 0]
    jump = quiet + np.where(np.arange(60) >= 50, 4.0, 0.0)
    assert placebo.over_time(jump, values[:, 1:], 50) <= 0.05
    assert placebo.over_time(quiet, values[:, 1:], 50) > 0.05
    assert placebo.over_time(np.ones(60), np.ones((60, 3)), 50) == 1.0
