from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from toolkit.effect.campaigns import FEWEST_SPANS, Placebo, effect

DAYS = pd.date_range("2026-01-05", "2026-11-08")
START, END, UNTIL = date(2026, 10, 12), date(2026, 10, 18), date(2026, 11, 8)
NONE = pd.DatetimeIndex([])


def counts(seed: int = 1, level: float = 100) -> pd.Series:
    """People a day by chance around a level, Sundays a fifth busier."""
    rng = np.random.default_rng(seed)
    return pd.Series(rng.poisson(level * (1 + 0.2 * (DAYS.day_of_week == 6))).astype(float), DAYS)


def planted(seed: int = 1, extra: float = 40, after: float = 0) -> pd.Series:
    values = counts(seed)
    values["2026-10-12":"2026-10-18"] += extra
    values["2026-10-19":"2026-10-25"] += after
    return values


def test_a_planted_effect_is_found():
    found = effect(planted(), START, END, NONE, UNTIL)
    assert found.during.low < 7 * 40 < found.during.high
    assert found.during.is_clear
    assert found.during.actual == planted()["2026-10-12":"2026-10-18"].sum()
    assert found.during.value == pytest.approx(found.during.actual - found.during.expected)
    value, low, high = found.during.lift
    assert value == pytest.approx(found.during.value / found.during.expected) and low < value < high
    assert (found.placebo.as_large, found.learned_from) == (0, 84)
    assert found.placebo.p == pytest.approx(1 / (1 + found.placebo.spans))
    assert not found.after.is_clear


def test_what_was_only_brought_forward_is_missing_afterwards():
    found = effect(planted(extra=60, after=-45), START, END, NONE, UNTIL)
    assert found.during.is_clear and found.after.high < 0
    assert (found.after.start, found.after.end) == (date(2026, 10, 19), date(2026, 10, 25))


def test_where_nothing_happened_the_interval_holds_nothing_19_times_in_20():
    held = [not effect(counts(seed)["2026-06-15":], START, END, NONE, UNTIL).during.is_clear for seed in range(20)]
    assert sum(held) >= 17  # 19 are expected; fewer than 17 once in 300
    found = effect(counts(3), START, END, NONE, UNTIL)
    assert found.placebo.covered >= 0.85 * found.placebo.spans


def test_a_busier_time_varies_more():
    calm, busy = (effect(planted(extra=extra), START, END, NONE, UNTIL).during for extra in (0, 300))
    assert busy.error / calm.error == pytest.approx((busy.actual / busy.expected) ** 0.5, rel=0.05)


def test_odd_days_teach_nothing_and_are_no_placebo():
    values = planted()
    odd = pd.date_range("2026-09-14", "2026-09-20")
    values[odd] = 5_000
    found = effect(values, START, END, odd, UNTIL)
    assert found.during.low < 280 < found.during.high
    assert max(map(abs, found.placebo.errors)) < 5


def test_days_after_that_belong_to_another_event_are_left_out():
    assert effect(planted(), START, END, pd.DatetimeIndex(["2026-10-21"]), UNTIL).after is None
    assert effect(planted(), START, END, NONE, END + timedelta(days=6)).after is None


def test_days_without_data_are_left_out_of_both_sides():
    values = planted()
    whole = effect(values, START, END, NONE, UNTIL).during
    values["2026-10-14"] = np.nan
    found = effect(values, START, END, NONE, UNTIL).during
    assert (found.days, found.gaps) == (6, 1)
    assert found.expected == pytest.approx(whole.expected * 6 / 7, rel=0.05)
    values["2026-10-12":"2026-10-18"] = np.nan
    assert effect(values, START, END, NONE, UNTIL) is None


def test_a_running_campaign_is_measured_so_far():
    found = effect(planted(), START, END, NONE, date(2026, 10, 14))
    assert (found.during.end, found.during.days, found.after) == (date(2026, 10, 14), 3, None)
    assert effect(planted(), START, END, NONE, START - timedelta(days=1)) is None


def test_too_few_days_before_or_no_spread_is_no_effect():
    assert effect(planted()["2026-09-20":], START, END, NONE, UNTIL) is None
    assert effect(planted() * 0 + 3, START, END, NONE, UNTIL) is None


def test_few_earlier_spans_give_no_p():
    found = effect(planted()["2026-07-01":], START, END, NONE, UNTIL)
    assert 0 < found.placebo.spans < FEWEST_SPANS and found.placebo.p is None
    alone = effect(planted()["2026-09-14":], START, END, NONE, UNTIL)
    assert (alone.placebo.spans, alone.placebo.stretch) == (0, 1.0)


def test_an_expectation_of_nothing_has_no_lift():
    values = counts() * 0 + np.random.default_rng(1).normal(-5, 1, len(DAYS))
    assert effect(values, START, END, NONE, UNTIL).during.lift is None


def test_errors_larger_than_the_model_says_widen_the_interval():
    assert Placebo((2.0, -2.0) * 10, 0, 0).stretch == 2.0
    assert Placebo((1.0, -1.0) * 10, 0, 0).stretch == 1.0
    assert Placebo((5.0,) * (FEWEST_SPANS - 1), 0, 0).stretch == 1.0  # too few to say


def test_p_counts_the_campaign_itself():
    assert Placebo((0.1,) * 19, 19, 0).p == 0.05
    assert Placebo((0.1,) * 39, 39, 3).p == 0.1
