from datetime import date

import pandas as pd
import pytest

from toolkit.effect.panel import effect
from toolkit.sample import regions


@pytest.fixture(scope="module")
def cities(tmp_path_factory):
    (path,) = regions.write(tmp_path_factory.mktemp("gear"))
    return pd.read_csv(path).rename(columns={"city": "unit", "day": "date", "visits": "value"})


def test_each_city_has_each_day(cities):
    assert cities.groupby("unit").size().unique().tolist() == [len(regions.DAYS)]
    assert set(regions.TREATED) < set(cities["unit"])


@pytest.mark.parametrize("method", ["synthetic", "did"])
def test_the_planted_effect_is_recovered(cities, method):
    found = effect(cities, regions.TREATED, regions.START.date(), date(2026, 10, 31), method)
    value, low, high = found.lift
    assert low < regions.LIFT < high
    assert value == pytest.approx(regions.LIFT, abs=0.03)
    assert found.is_clear


def test_a_made_up_date_finds_nothing(cities):
    early = cities[cities["date"] < regions.START.strftime("%Y-%m-%d")]
    found = effect(early, regions.TREATED, date(2026, 8, 10))
    assert not found.is_clear
