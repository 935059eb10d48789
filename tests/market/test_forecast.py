"""Forecasts recover what was planted, are judged by what their choice did not see, and say when there is none."""

import numpy as np
import pandas as pd
import pytest

from toolkit.market.forecast import CONSTANT, FEW_VALUES, TOO_SHORT, UNSURE, UNTESTED, Forecast, seasonal_naive
from toolkit.market.series import IRREGULAR, Series


def of(values, freq="MS") -> Forecast:
    dates = pd.Series(pd.date_range("2023-01-01", periods=len(values), freq=freq))
    return Forecast(Series("tea", dates, np.asarray(values, float), None, None, "CNY"))


@pytest.fixture(scope="module")
def planted() -> tuple[Forecast, np.ndarray]:
    """Forty-two months that grow by 2 % each, with a season; the last six are kept back."""
    rng, months = np.random.default_rng(3), np.arange(42)
    values = 1000 * np.exp(0.02 * months + 0.2 * np.sin(months * np.pi / 6) + rng.normal(0, 0.02, 42))
    return of(values[:36]), values[36:]


def test_trend_and_season_are_carried_on(planted):
    found, kept_back = planted
    assert len(found.rows) == 6
    assert found.rows["value"].to_numpy() == pytest.approx(kept_back, rel=0.1)
    assert ((found.rows["low"] <= kept_back) & (kept_back <= found.rows["high"])).sum() >= 5


def test_it_beats_the_value_of_a_year_ago(planted):
    """At 27 % growth a year, last year's value is some 21 % too low."""
    found, _ = planted
    assert found.model != "naive" and found.beats_benchmark
    assert found.mase.value < 0.5
    assert found.mase.n == found.coverage.n == len(found.backtest.half(is_late=True))


def test_facts_are_dated_and_hold_their_value(planted):
    facts = planted[0].facts()
    assert [fact.dims["date"] for fact in facts][:2] == ["2026-01-01", "2026-02-01"]
    assert all(fact.low < fact.value < fact.high for fact in facts)
    assert (facts[0].start.isoformat(), facts[0].end.isoformat()) == ("2026-01-01", "2026-01-31")


def test_a_pure_season_needs_no_model():
    """Nothing beats repeating last year's value, and the report says so."""
    found = of(np.tile([10.0, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120], 4))
    assert not found.beats_benchmark
    assert found.rows["value"].tolist() == pytest.approx([10, 20, 30, 40, 50, 60])


@pytest.mark.parametrize(
    ("values", "freq", "reason"),
    [
        (range(1, 24), "MS", TOO_SHORT),
        ([5.0] * 40, "MS", CONSTANT),
        ([1, 2, 3], "YS", FEW_VALUES),
        ([4.0], "MS", FEW_VALUES),
        ([1e9] * 30 + [1] * 10, "MS", UNSURE),
    ],
)
def test_why_there_is_none(values, freq, reason):
    found = of(list(values), freq)
    assert found.reason == reason
    assert found.rows.empty and found.facts() == []


def test_irregular_dates_have_none():
    days = pd.Series(
        pd.to_datetime(
            [f"2026-{m:02d}-{d:02d}" for m, d in zip(range(1, 10), (1, 28, 3, 30, 1, 9, 27, 1, 20), strict=True)]
        )
    )
    dates = pd.concat([days, days + pd.Timedelta("3D")]).sort_values().reset_index(drop=True)
    found = Forecast(Series("tea", dates, np.arange(18.0), None, None, "CNY"))
    assert found.reason == IRREGULAR
    assert not found.mase.ok and not found.coverage.ok


def test_two_seasons_and_nothing_to_test_on_repeat_the_last_one():
    found = of(np.arange(100.0, 126.0))
    assert (found.model, found.mase.reason) == ("naive", UNTESTED)
    assert found.rows["value"].tolist() == [114, 115, 116, 117, 118, 119]


@pytest.mark.parametrize("values", [[0] * 39 + [1], [0, -1, 2] * 15, list(range(40)), [1, 2] * 20])
def test_odd_series_give_finite_numbers(values):
    found = of(values)
    table = found.rows.drop(columns="period").astype(float)
    assert np.isfinite(table).all(axis=None)
    for fact in (found.mase, found.coverage):
        assert not fact.ok or np.isfinite(fact.value)


def test_a_bridged_value_is_no_test():
    values = np.delete(np.arange(1.0, 41.0), 35)
    dates = pd.Series(pd.date_range("2023-01-01", periods=40, freq="MS")).drop(35).reset_index(drop=True)
    found = Forecast(Series("tea", dates, values, None, None, "CNY"))
    assert found.backtest.rows["actual"].notna().all()
    assert set(found.backtest.rows["origin"] + found.backtest.rows["step"] - 1) & {35} == set()


def test_the_benchmark_widens_with_the_seasons_ahead():
    mean, error = seasonal_naive(np.array([1.0, 5, 2, 7]), 2, 3)
    assert mean.tolist() == [2, 7, 2]
    assert error == pytest.approx(np.sqrt([2.5, 2.5, 5.0]))  # it moved by 1 and 2
