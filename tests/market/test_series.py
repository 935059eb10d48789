"""How regular a series is, how it grew, and its season, by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from toolkit.market import series
from toolkit.market.series import IRREGULAR, NO_YEAR_BEFORE, NOT_POSITIVE, Series

MONTHS = pd.Series(pd.date_range("2023-01-01", periods=36, freq="MS"))
LAST = date(2026, 10, 31)


def of(values, dates=MONTHS, name="tea") -> Series:
    return Series(name, dates.iloc[: len(values)].reset_index(drop=True), np.array(values, float), None, None, "CNY")


@pytest.mark.parametrize(
    ("freq", "cadence"),
    [("D", "day"), ("7D", "week"), ("MS", "month"), ("ME", "month"), ("QS", "quarter"), ("YS", "year")],
)
def test_a_calendar_is_recognised(freq, cadence):
    assert of(range(9), pd.Series(pd.date_range("2020-01-01", periods=9, freq=freq))).cadence == cadence


def test_dates_without_a_calendar_have_no_cadence():
    days = pd.Series(pd.to_datetime(["2026-01-01", "2026-01-02", "2026-02-20", "2026-05-01", "2026-05-03"]))
    odd = of([1, 2, 3, 4, 5], days)
    assert odd.cadence is None
    assert odd.growth()["year"].reason == IRREGULAR
    assert odd.seasonality is None and odd.season_facts() == []
    assert of([1, 2]).cadence is None


def test_a_gap_is_bridged_and_many_are_too_many():
    held = of([10, 12, 16, 18, 20, 22, 24, 26, 28, 30, 32], MONTHS.drop(2).reset_index(drop=True))
    assert [str(month) for month in held.missing] == ["2023-03"]
    assert held.bridged.tolist()[:4] == [10, 12, 14, 16]
    assert of(range(9), MONTHS.iloc[::2].drop([4]).reset_index(drop=True)).cadence is None


def test_growth_on_the_year_and_on_the_step():
    """100 a year before, 120 a month before, 150 now: +50 %, +25 %."""
    found = of([100.0] + [110.0] * 10 + [120.0, 150.0]).growth()
    assert found["year"].value == pytest.approx(0.5)
    assert found["step"].value == pytest.approx(0.25)
    assert (found["year"].dims, found["step"].dims) == ({"series": "tea"}, {"series": "tea", "basis": "step"})


def test_growth_without_a_base_is_not_observable():
    assert of([1, 2, 3]).growth()["year"].reason == NO_YEAR_BEFORE
    assert of([0] + [1] * 12).growth()["year"].reason == NOT_POSITIVE


def test_a_planted_season_is_found():
    """Each December doubles on a flat year: 12 of 13 parts below the mean, December far above."""
    values = [200.0 if month.month == 12 else 100.0 for month in MONTHS]
    found = of(values).seasonality
    assert found.is_clear
    assert found.effects[11] == pytest.approx(200 / (1300 / 12) - 1)
    assert len(of(values).season_facts()) == 12
    assert of(values).season_facts()[11].dims == {"series": "tea", "month": 12}


def test_chance_is_no_season():
    noise = np.random.default_rng(5).normal(100, 5, 36)
    assert not of(noise).seasonality.is_clear
    assert of([100.0] * 36).seasonality is None
    assert of(noise[:23]).seasonality is None


def test_the_table_is_read_up_to_the_last_day():
    table = pd.DataFrame(
        {
            "series": ["b", "a", "a", "a"],
            "date": pd.to_datetime(["2026-10-01", "2026-10-01", "2026-09-01", "2026-11-01"]),
            "value": [1.0, 3.0, 2.0, 9.0],
            "unit": ["CNY", None, "people", "people"],
            "source": ["Bureau", "Bureau", "Office", "Office"],
        }
    )
    first, second = series.read(table, LAST, "CNY")
    assert (first.name, first.values.tolist(), first.unit, first.source) == ("a", [2, 3], "people", "Office; Bureau")
    assert (second.fact_unit, first.fact_unit) == ("CNY", "ratio")
