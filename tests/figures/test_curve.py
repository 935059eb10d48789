import numpy as np
import pandas as pd
import pytest

from toolkit.figures import retention_curve
from toolkit.i18n import Locale

ZH, EN = Locale("zh"), Locale("en")


def curve(shares):
    """Offsets and shares, each with an interval of a point to either side."""
    rows = [(offset, s, s - 0.01, s + 0.01, 1000) for offset, s in shares.items()]
    return pd.DataFrame(rows, columns=["offset", "share", "low", "high", "n"])


NOW = curve({0: 1, 1: 0.31, 2: 0.22, 3: 0.18, 7: 0.12, 14: 0.09, 30: 0.06})
BEFORE = curve({0: 1, 1: 0.33, 2: 0.24, 3: 0.19, 7: 0.13, 14: 0.10, 30: 0.07})


def drawn(now, locale=ZH, **options):
    return retention_curve(now, locale=locale, color="#0f766e", alt="falls", caption="c", **options)


def test_one_point_and_interval_an_offset_without_day_0(drawing):
    figure = drawing(drawn(NOW))
    assert [len(run) for run in figure.runs("f-curve") if len(run) == 6] == [6]
    assert [len(run) for run in figure.runs("f-curve-interval")] == [2] * 6


def test_the_days_that_contracts_name_are_labelled(drawing):
    assert {"31.0%", "12.0%", "9.0%", "6.0%", "1", "7", "14", "30", "首次访问后的天数"} < set(drawing(drawn(NOW)).texts)


def test_all_values_of_a_short_curve_are_labelled(drawing):
    weeks = curve({1: 0.31, 2: 0.22, 3: 0.18})
    assert {"31%", "22%", "18%", "weeks since the first visit"} < set(
        drawing(drawn(weeks, EN, granularity="week")).texts
    )


def test_both_curves_are_named_at_their_end(drawing):
    figure = drawing(drawn(NOW, previous=BEFORE))
    assert {"本期 6.0%", "上期 7.0%"} < set(figure.texts)
    assert figure.place("上期 7.0%")[1] < figure.place("本期 6.0%")[1]


def test_the_end_is_where_the_data_end(drawing):
    young = NOW.assign(share=NOW["share"].where(NOW["offset"] < 14))
    figure = drawing(drawn(young, previous=BEFORE))
    assert "本期 12.0%" in figure.texts
    assert [len(run) for run in figure.runs("f-curve-interval")] == [2] * 4


@pytest.mark.parametrize("locale", [ZH, EN])
@pytest.mark.parametrize("previous", [None, BEFORE])
def test_nothing_collides_at_phone_size(drawing, locale, previous):
    for now in (NOW, curve({i: 0.5 / i for i in range(1, 31)}), curve({i: 0.4 - i / 50 for i in range(1, 9)})):
        assert drawing(drawn(now, locale, previous=previous)).collisions() == []


def test_one_offset_alone(drawing):
    assert "40%" in drawing(drawn(curve({1: 0.4}), granularity="month")).texts


def test_values_without_interval(drawing):
    assert drawing(drawn(NOW.assign(low=np.nan, high=np.nan))).runs("f-curve-interval") == []


def test_too_young_is_an_answer():
    assert drawn(NOW.assign(share=np.nan), EN).html == '<p class="nodata">Not enough history yet for this figure.</p>'
    assert "nodata" in drawn(curve({0: 1})).html
