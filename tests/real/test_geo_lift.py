"""Conversions of 40 cities, of which two were treated for 15 days: the example that ships with the R package GeoLift.

Its walkthrough tells of 155.556 more a day and city, a lift of 5.4 %, 4,667 in all, a fit of 909.489 (the root of the
summed squares before the start), and a p-value of about 0.01, for which it shuffles days.
"""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from toolkit import params, periods, sources
from toolkit.case_study import header
from toolkit.effect import synthetic
from toolkit.effect.case import Case
from toolkit.effect.panel import effect
from toolkit.i18n import Locale

TREATED = ("chicago", "portland")
START = date(2021, 4, 1)


def cities(real, name):
    table = pd.read_csv(real / "geo_lift" / f"GeoLift_{name}.csv")
    return table.rename(columns={"location": "unit", "Y": "value"})


@pytest.fixture(scope="module")
def found(real):
    return effect(cities(real, "Test"), TREATED, START)


@pytest.fixture(scope="module")
def plain(real):
    return effect(cities(real, "Test"), TREATED, START, method="did")


def test_the_published_effect_is_found_again(found):
    assert found.att == pytest.approx(155.556, abs=0.01)
    assert found.lift[0] == pytest.approx(0.054, abs=0.0005)
    assert found.incremental[0] == pytest.approx(4667, abs=0.5)
    assert found.fit * np.sqrt(90) == pytest.approx(909.489, abs=0.01)
    assert list(found.weights)[:3] == ["cincinnati", "miami", "baton rouge"]


def test_the_published_p_value_shuffles_days(found):
    """Shuffled days give about 0.01, as published. Days that keep their neighbours, as they are alike, give 0.11."""
    values = found.grid
    gap, _ = synthetic.gaps(values.mean, values.controls.to_numpy(float), len(values.values), True)
    rng = np.random.default_rng(0)
    size = np.abs(gap)
    shuffled = [rng.permutation(size)[90:].mean() for _ in range(5000)]
    assert np.mean(np.array(shuffled) >= size[90:].mean()) == pytest.approx(0.0125, abs=0.006)
    assert found.p_time == pytest.approx(0.114, abs=0.001)


def test_untreated_cities_show_as_much(found, plain):
    """A quarter of the pairs of untreated cities drift as far in these two weeks: more than the lift of the two."""
    assert len(found.placebos) == len(plain.placebos) == 499
    assert found.p_value == pytest.approx(0.254, abs=0.001)
    assert plain.p_value == pytest.approx(0.5, abs=0.001)
    assert not found.is_clear and not plain.is_clear
    assert found.low < 0 < found.high


def test_the_second_method_finds_the_same_within_its_interval(found, plain):
    assert plain.att == pytest.approx(255.08, abs=0.01)
    assert plain.lift[0] == pytest.approx(0.092, abs=0.0005)
    assert found.low < plain.att < found.high
    assert plain.pre_fit_error == pytest.approx(0.2, abs=0.01)  # six times that of the weighted cities
    assert found.pre_fit_error == pytest.approx(0.033, abs=0.001)


@pytest.mark.parametrize("start", ["2021-02-15", "2021-03-03", "2021-03-17"])
def test_before_the_test_a_made_up_date_finds_nothing(real, start):
    none = effect(cities(real, "PreTest"), TREATED, date.fromisoformat(start))
    assert none.p_value > 0.3
    assert none.p_time > 0.05
    assert abs(none.lift[0]) < 0.02


def test_a_report_of_it_says_what_is_open(real, tmp_path):
    (tmp_path / "client.yml").write_text(
        f"""
client: geo
name: Geo
language: en
data:
  panel: {{path: {real}/geo_lift/GeoLift_Test.csv, columns: {{unit: location, value: Y}}}}
reports:
  case_study: {{outcome: panel, outcome_name: conversions, treated: [chicago, portland], start: 2021-04-01}}
""",
        "utf-8",
    )
    client = params.load(tmp_path / "client.yml")
    case = Case(client, sources.load(client), periods.parse("2021-04-01..2021-04-15"), date(2021, 4, 20))
    assert case.facts["att"].value == pytest.approx(155.556, abs=0.01)
    alone = [trial.effect.lift[0] for trial in case.by_unit]
    assert alone == pytest.approx([-0.066, 0.179], abs=0.0005)  # the two cities went different ways
    assert (
        "no effect on conversions that chance does not explain"
        in header(case, locale=Locale("en"), color="#0F766E").html
    )
