from datetime import date

import numpy as np
import pandas as pd
import pytest

from toolkit.metrics import activity, reasons
from toolkit.metrics.fact import Scope

MAY = Scope(date(2026, 5, 1), date(2026, 5, 31), source="events")


def daily(values, start="2026-05-01"):
    days = pd.date_range(start, periods=len(values))
    frame = pd.DataFrame({"day": days, "users": values, "new_users": 0})
    return frame.dropna().reset_index(drop=True)


def test_mean_and_stickiness_of_a_thousand_a_day_of_five_thousand():
    rows = daily([1000] * 31)
    mau = MAY.amount("mau", 5000)
    assert activity.dau_mean(rows, MAY, reasons.NO_DAYS).value == 1000
    assert activity.stickiness(rows, mau, MAY).value == pytest.approx(0.2)


def test_a_day_without_data_is_left_out_of_the_mean_not_counted_as_zero():
    fact = activity.dau_mean(daily([100, np.nan, 200]), MAY, reasons.NO_DAYS)
    assert (fact.value, fact.n) == (150, 2)


def test_the_rows_of_a_span_are_found_in_any_order():
    rows = daily([1, 2, 3, 4])
    assert activity.within(rows, date(2026, 5, 2), date(2026, 5, 3))["users"].tolist() == [2, 3]
    assert activity.within(rows.iloc[::-1], date(2026, 5, 2), date(2026, 5, 3))["users"].tolist() == [3, 2]
    assert activity.within(rows, date(2026, 6, 1), date(2026, 6, 3)).empty
    assert activity.within(rows.iloc[:0], date(2026, 5, 1), date(2026, 5, 3)).empty


def test_nothing_known_is_unobservable():
    fact = activity.dau_mean(daily([]), MAY, reasons.NO_DAYS)
    assert (fact.value, fact.reason) == (None, reasons.NO_DAYS)
    unknown = MAY.unobservable("mau", reasons.NEEDS_EVENTS)
    assert activity.stickiness(daily([5]), unknown, MAY).reason == reasons.NEEDS_EVENTS


def test_daily_facts_name_their_day_and_sum_to_the_mean():
    facts = activity.dau(daily([3, 5]), MAY)
    assert [(f.dims["date"], f.value, f.start) for f in facts] == [
        ("2026-05-01", 3, date(2026, 5, 1)),
        ("2026-05-02", 5, date(2026, 5, 2)),
    ]
    assert sum(f.value for f in facts) / len(facts) == activity.dau_mean(daily([3, 5]), MAY, "").value


def test_an_empty_day_amid_busy_ones_is_missing():
    values = [100.0] * 21
    values[9] = np.nan
    assert activity.missing_days(daily(values)) == [date(2026, 5, 10)]


def test_a_weekday_that_is_always_closed_is_not_missing():
    # 2026-05-02 is a Saturday
    values = [np.nan if day.day_of_week == 5 else 100 for day in pd.date_range("2026-05-01", periods=28)]
    assert activity.missing_days(daily(values)) == []


def test_a_quiet_day_of_a_small_shop_is_not_missing():
    assert activity.missing_days(daily([2, 3, np.nan, 2, 4, 3, 2, 1])) == []


def test_a_spike_stands_out_and_a_weekly_rhythm_does_not():
    rng = np.random.default_rng(1)
    days = pd.date_range("2026-01-05", periods=84)
    values = np.where(days.day_of_week >= 5, 200, 100) * rng.normal(1, 0.03, 84)
    values[40] *= 2
    found = activity.anomalies(pd.DataFrame({"day": days, "users": values}))
    assert list(np.flatnonzero(found)) == [40]


def test_a_constant_series_has_no_anomaly():
    assert not activity.anomalies(daily([5] * 30)).any()


def test_weeks_and_months():
    # May 2026 starts on a Friday: complete weeks begin on the 4th, 11th, 18th and 25th
    assert list(activity.weeks(date(2026, 5, 1), date(2026, 5, 31))) == ["2026-W19", "2026-W20", "2026-W21", "2026-W22"]
    assert activity.weeks(date(2026, 5, 5), date(2026, 5, 16)) == {}
    assert activity.months(date(2026, 1, 31), date(2026, 2, 1)) == {
        "2026-01": (date(2026, 1, 1), date(2026, 1, 31)),
        "2026-02": (date(2026, 2, 1), date(2026, 2, 28)),
    }


def test_more_users_a_day_than_a_month_contradict_each_other():
    fact = activity.stickiness(daily([55_500]), MAY.amount("mau", 48_659), MAY)
    assert (fact.value, fact.reason) == (None, reasons.CONTRADICTION)
