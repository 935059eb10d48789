from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from toolkit.effect import panel
from toolkit.effect.panel import balanced, effect
from toolkit.errors import ReportError

START = date(2026, 5, 1)
FIRST = START - timedelta(days=28)


def units(count=24, days=42, lift=0.0, treated=1, seed=5):
    """Units on levels of their own with a common mood; the first ones gain `lift` a day from START on."""
    rng = np.random.default_rng(seed)
    mood = rng.normal(0, 2, days).cumsum()
    rows = []
    for number in range(count):
        values = 100 + 10 * number + mood + rng.normal(0, 1, days)
        values[28:] += lift if number < treated else 0
        dates = [FIRST + timedelta(days=i) for i in range(days)]
        rows.append(pd.DataFrame({"unit": f"u{number:02}", "date": dates, "value": values}))
    return pd.concat(rows, ignore_index=True)


def test_worked_by_hand():
    """Controls gain 1 after the start, the treated unit 4: the work gave 3 a day, 42 in 14 days."""
    rows = []
    for number in range(4):
        for i in range(42):
            after = i >= 28
            value = 100 * (number + 1) + i % 7 + (after * (4 if number == 0 else 1))
            rows.append((f"u{number}", FIRST + timedelta(days=i), value))
    table = pd.DataFrame(rows, columns=["unit", "date", "value"])
    for method in ("synthetic", "did"):
        found = effect(table, ["u0"], START, method=method)
        assert found.att == pytest.approx(3)
        assert found.incremental[0] == pytest.approx(42)
        assert found.expected_mean == pytest.approx(100 + 3 + 1)  # days of the week add 3 in the mean
        assert found.lift[0] == pytest.approx(3 / 104)
        assert (found.days, found.unit_days, found.start) == (14, 14, START)
        assert found.pre_fit_error == pytest.approx(0, abs=1e-9)
        assert (len(found.placebos), found.p_value) == (3, 0.25)  # the smallest there can be
        assert found.smallest_p == 0.25
        assert found.low is None  # three placebos bound nothing


def test_a_planted_effect_is_found_with_its_interval():
    found = effect(units(lift=5.0, treated=2), ["u00", "u01"], START)
    assert found.att == pytest.approx(5, abs=0.8)
    assert found.low < 5 < found.high
    assert found.low > 0
    assert found.is_clear
    assert found.p_time <= 0.05
    assert sum(found.weights.values()) == pytest.approx(1)
    assert found.incremental[0] == pytest.approx(found.att * 28)


def test_where_nothing_happened_nothing_is_found():
    found = effect(units(), ["u07"], START)
    assert not found.is_clear
    assert found.low < 0 < found.high


def test_what_came_less_what_would_have_is_the_whole_effect():
    found = effect(units(lift=5.0), ["u00"], START)
    gap = (found.actual - found.expected).iloc[28:]
    assert gap.sum() == pytest.approx(found.incremental[0])
    assert (found.actual - found.expected).iloc[:28].sum() == pytest.approx(0, abs=1e-6)


def test_the_end_is_the_last_day():
    found = effect(units(lift=5.0), ["u00"], START, START + timedelta(days=6))
    assert (found.days, found.end) == (7, START + timedelta(days=6))


def test_an_unknown_unit_is_named():
    with pytest.raises(ReportError, match='treated unit: expected a unit of the panel, got "u99". Did you mean "u'):
        effect(units(), ["u00", "u99"], START)


@pytest.mark.parametrize(
    ("count", "start", "reason"),
    [
        (24, date(2027, 1, 1), panel.NOT_BEGUN),
        (24, FIRST + timedelta(days=13), panel.TOO_SHORT),
        (3, START, panel.FEW_CONTROLS),
        (1, START, panel.FEW_CONTROLS),
    ],
)
def test_what_cannot_be_known_says_why(count, start, reason):
    found = effect(units(count), ["u00"], start)
    assert not found.is_known
    assert (found.reason, found.att, found.p_value) == (reason, None, None)


def test_no_day_is_made_up():
    table = units()
    day = START + timedelta(days=3)
    holes = table[~((table["unit"] == "u00") & (table["date"] == day))]
    found = balanced(holes, ["u00"], START)
    assert found.left_out_days == (day,)
    assert len(found.values) == 41
    assert found.left_out_units == ()


def test_a_control_with_gaps_is_left_out_where_enough_have_none():
    table = units()
    holes = table[~((table["unit"] == "u05") & (table["date"] == FIRST))]
    found = balanced(holes, ["u00"], START)
    assert (found.left_out_units, found.left_out_days) == (("u05",), ())


def test_with_few_controls_only_days_are_left_out_unless_much_is_missing():
    table = units(8)
    one = (table["unit"] == "u05") & (table["date"] == FIRST)
    whole_side = (table["unit"] == "u06") & (table["date"] >= START)
    found = balanced(table[~one & ~whole_side], ["u00"], START)
    assert found.left_out_units == ("u06",)
    assert found.left_out_days == (FIRST,)


@pytest.mark.parametrize("value", [0.0, 7.0])
def test_panels_that_stand_still_end_in_plain_numbers(value):
    table = units().assign(value=value)
    found = effect(table, ["u00"], START)
    assert found.att == pytest.approx(0, abs=1e-9)
    assert np.isfinite([found.low, found.high, found.p_value, found.p_time]).all()
    assert found.p_value > 0.5
    assert (found.lift is None) == (value == 0)
    assert (found.pre_fit_error is None) == (value == 0)


def test_days_as_datetimes_are_the_same_days():
    table = units(lift=2.0)
    again = table.assign(date=pd.to_datetime(table["date"]))
    assert effect(again, ["u00"], START).att == effect(table, ["u00"], START).att
