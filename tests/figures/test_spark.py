import re

import numpy as np

from toolkit.figures import sparkline


def runs(svg):
    return [[tuple(map(float, p.split(","))) for p in run.split()] for run in re.findall(r'points="([^"]+)"', svg)]


def test_all_values_are_in_the_line_the_largest_on_top():
    (run,) = runs(sparkline([1, 3, 2], color="#0f766e"))
    assert run == [(0, 24), (48, 4), (96, 14)]


def test_the_last_value_is_a_point():
    assert '<circle cx="96.0" cy="14.0"' in sparkline([1, 3, 2], color="#0f766e")


def test_a_missing_value_leaves_a_gap():
    svg = sparkline([1, 2, None, 3, 4, np.nan], color="#0f766e")
    assert [len(run) for run in runs(svg)] == [2, 2]
    assert '<circle cx="76.8"' in svg


def test_one_value_is_a_point_and_none_is_nothing():
    assert runs(sparkline([5], color="#0f766e")) == [] and "circle" in sparkline([5], color="#0f766e")
    assert sparkline([None, np.nan], color="#0f766e") == sparkline([], color="#0f766e") == ""


def test_no_change_runs_through_the_middle():
    assert {y for _, y in runs(sparkline([7, 7, 7], color="#0f766e"))[0]} == {14}


def test_assistive_technology_passes_over_it():
    assert 'aria-hidden="true"' in sparkline([1, 2], color="#0f766e")
