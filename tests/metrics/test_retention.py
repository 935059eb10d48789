from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.metrics import reasons, retention
from toolkit.metrics.fact import Scope

MAY = Scope(date(2026, 5, 1), date(2026, 5, 31), source="events")


def cohorts(*rows):
    frame = pd.DataFrame(rows, columns=["cohort", "offset", "users"])
    return frame.assign(cohort=pd.to_datetime(frame["cohort"]))


def cell(cells, cohort, offset):
    return cells[(cells["cohort"] == cohort) & (cells["offset"] == offset)].iloc[0]


def test_400_of_a_thousand_is_forty_per_cent_with_its_interval():
    cells = retention.triangle(cohorts(("2026-05-01", 0, 1000), ("2026-05-01", 1, 400)), "day", date(2026, 5, 20))
    fact = retention.day_n(cells, 1, MAY)
    assert (fact.value, fact.n) == (0.4, 1000)
    assert (round(fact.low, 3), round(fact.high, 3)) == (0.370, 0.431)


def test_pooling_sums_people_instead_of_averaging_rates():
    # 10 of 100 and 40 of 50: pooled 50 of 150 = 1/3, the mean of the rates would be 0.45
    rows = cohorts(("2026-05-01", 0, 100), ("2026-05-01", 1, 10), ("2026-05-02", 0, 50), ("2026-05-02", 1, 40))
    cells = retention.triangle(rows, "day", date(2026, 5, 20))
    assert retention.day_n(cells, 1, MAY).value == pytest.approx(1 / 3)


def test_a_cell_beyond_the_last_complete_day_is_unobserved_even_when_the_input_says_zero():
    rows = cohorts(("2026-05-01", 0, 100), ("2026-05-01", 1, 30), ("2026-05-02", 0, 50), ("2026-05-02", 1, 0))
    cells = retention.triangle(rows, "day", date(2026, 5, 2))
    assert np.isnan(cell(cells, "2026-05-02", 1)["share"])
    assert retention.day_n(cells, 1, MAY).n == 100
    assert retention.day_n(cells, 7, MAY).reason == reasons.TOO_YOUNG


def test_nobody_back_in_a_log_is_zero_but_an_absent_key_of_the_platform_is_unobserved():
    rows = cohorts(("2026-05-01", 0, 100))
    log = retention.triangle(rows, "day", date(2026, 5, 20))
    platform = retention.triangle(rows, "day", date(2026, 5, 20), zero_when_absent=False)
    assert cell(log, "2026-05-01", 1)["share"] == 0
    assert np.isnan(cell(platform, "2026-05-01", 1)["share"])


def test_a_cohort_of_nobody_has_no_rate():
    cells = retention.triangle(cohorts(("2026-05-01", 0, 0), ("2026-05-01", 1, 5)), "day", date(2026, 5, 20))
    assert np.isnan(cell(cells, "2026-05-01", 1)["share"])
    assert retention.day_n(cells, 1, MAY).reason == reasons.ZERO_BASE


def test_a_day_without_tracking_hides_the_cells_that_fall_on_it():
    rows = cohorts(("2026-05-01", 0, 100), ("2026-05-01", 2, 20))
    cells = retention.triangle(rows, "day", date(2026, 5, 20), missing=[date(2026, 5, 2)])
    assert np.isnan(cell(cells, "2026-05-01", 1)["share"])
    assert cell(cells, "2026-05-01", 2)["share"] == 0.2


def test_a_week_is_observed_only_when_it_is_over():
    # week of Monday 4 May, one week later ends on Sunday 17 May
    rows = cohorts(("2026-05-04", 0, 100), ("2026-05-04", 1, 30))
    assert np.isnan(cell(retention.triangle(rows, "week", date(2026, 5, 16)), "2026-05-04", 1)["share"])
    assert cell(retention.triangle(rows, "week", date(2026, 5, 17)), "2026-05-04", 1)["share"] == 0.3


def test_next_month_is_observed_only_when_it_is_over_and_is_not_day_thirty():
    rows = cohorts(("2026-05-01", 0, 100), ("2026-05-01", 1, 30))
    young = retention.triangle(rows, "month", date(2026, 6, 29))
    old = retention.triangle(rows, "month", date(2026, 6, 30))
    assert retention.month_retention(young, MAY).reason == reasons.TOO_YOUNG
    assert retention.month_retention(old, MAY).value == 0.3


def test_curve_and_cells_agree():
    rows = cohorts(("2026-05-01", 0, 100), ("2026-05-01", 1, 30), ("2026-05-02", 0, 50), ("2026-05-02", 1, 20))
    cells = retention.triangle(rows, "day", date(2026, 5, 3))
    curve = {fact.dims["offset"]: fact for fact in retention.curve(cells, "day", MAY)}
    facts = retention.cells_as_facts(cells, "day", cells["cohort"].dt.strftime("%Y-%m-%d").tolist(), MAY)
    first = [fact for fact in facts if fact.dims["offset"] == 1]
    assert curve[1].value == pytest.approx(sum(f.successes for f in first) / sum(f.n for f in first))
    assert set(curve) == {1, 2}
    assert {f.status for f in facts if f.dims["offset"] == 7} == {"unobservable"}


@given(st.lists(st.tuples(st.integers(1, 500), st.floats(0, 1)), min_size=1, max_size=20))
def test_a_pooled_rate_lies_between_the_cohorts_rates(sizes):
    rows = []
    for index, (base, share) in enumerate(sizes):
        day = pd.Timestamp("2026-05-01") + pd.Timedelta(days=index)
        rows += [(day, 0, base), (day, 1, int(base * share))]
    cells = retention.triangle(cohorts(*rows), "day", date(2026, 6, 30))
    shares = cells.loc[cells["offset"] == 1, "share"]
    assert shares.min() - 1e-9 <= retention.day_n(cells, 1, MAY).value <= shares.max() + 1e-9


def test_users_left_out_of_a_rate_are_said():
    """Two cohorts of 10, the second too young for day 1."""
    rows = [("2026-05-01", 0, 10), ("2026-05-01", 1, 4), ("2026-05-02", 0, 10)]
    cohorts = pd.DataFrame(rows, columns=["cohort", "offset", "users"]).assign(
        cohort=lambda f: pd.to_datetime(f["cohort"])
    )
    cells = retention.triangle(cohorts, "day", date(2026, 5, 2))
    fact = retention.day_n(cells, 1, Scope(date(2026, 5, 1), date(2026, 5, 31)))
    assert (fact.value, fact.n, fact.reason) == (0.4, 10, reasons.LEFT_OUT)


def test_an_old_cell_that_nobody_counted_is_not_young():
    """Day 2 of the first cohort fell on a day without tracking; day 7 has not come."""
    rows = [("2026-05-01", 0, 10), ("2026-05-01", 1, 4), ("2026-05-04", 0, 10)]
    cohorts = pd.DataFrame(rows, columns=["cohort", "offset", "users"]).assign(
        cohort=lambda f: pd.to_datetime(f["cohort"])
    )
    cells = retention.triangle(cohorts, "day", date(2026, 5, 4), missing=[date(2026, 5, 3)])
    facts = retention.cells_as_facts(cells, "day", ["x"] * len(cells), Scope(date(2026, 5, 1), date(2026, 5, 31)))
    reason = {(f.dims["offset"]): f.reason for f in facts[: len(retention.DAY_OFFSETS) + 1]}
    assert (reason[1], reason[2], reason[7]) == (None, reasons.NOT_OBSERVED, reasons.TOO_YOUNG)


def test_more_back_than_there_were_is_no_share():
    cells = retention.triangle(cohorts(("2026-05-01", 0, 10), ("2026-05-01", 1, 50)), "day", date(2026, 5, 20))
    assert np.isnan(cell(cells, "2026-05-01", 1)["share"])


def test_a_month_that_is_not_over_makes_the_next_one_too_young_not_unobserved():
    rows = cohorts(("2026-04-01", 0, 90), ("2026-04-01", 1, 30), ("2026-05-01", 0, 100), ("2026-06-01", 0, 20))
    cells = retention.triangle(rows, "month", date(2026, 6, 8))
    assert retention.month_retention(cells, MAY).reason == reasons.TOO_YOUNG
