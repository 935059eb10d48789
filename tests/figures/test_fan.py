"""A series goes on within its interval; what is missing is named; no texts meet."""

import numpy as np
import pandas as pd
import pytest

from toolkit.figures.fan import fan
from toolkit.i18n import Locale

ZH, EN = Locale("zh"), Locale("en")


def steps(known, ahead=(), wide=0.0):
    n, m = len(known), len(ahead)
    ends = {"low": [np.nan] * n + [v - wide for v in ahead], "high": [np.nan] * n + [v + wide for v in ahead]}
    labels = [f"{2023 + i // 12}年{1 + i % 12}月" for i in range(n + m)]
    return pd.DataFrame({"label": labels, "value": [*known, *ahead], "is_estimate": [False] * n + [True] * m} | ends)


def drawn(frame, locale=ZH, unit="count"):
    return fan(frame, unit=unit, locale=locale, color="#0f766e", alt="a", caption="c")


def test_the_estimate_goes_on_where_the_series_ends(drawing):
    figure = drawing(drawn(steps([100, 110, 120], [130, 140], wide=15)))
    ((*_, last),) = figure.runs("f-history")
    ((first, *_, end),) = figure.runs("f-estimate")
    assert first == pytest.approx(last, abs=0.01)
    assert end[0] > first[0] and end[1] < first[1]
    assert {"120", "140", "预测值与95%区间", "2023年5月"} <= set(figure.texts)


def test_the_band_is_as_wide_as_the_interval(drawing):
    """From 120 it opens to 20 above and below 140; the step of the scale tells units."""
    figure = drawing(drawn(steps([0, 120], [140], wide=20)))
    (corners,) = figure.runs("f-interval")
    ups = sorted({round(y, 1) for _, y in corners})
    (history,) = figure.runs("f-history")
    per_unit = (history[0][1] - history[1][1]) / 120
    assert (ups[-1] - ups[0]) / per_unit == pytest.approx(40, abs=0.5)


def test_a_missing_value_is_a_gap_with_a_name(drawing):
    figure = drawing(drawn(steps([100, np.nan, 120, 130])))
    assert len(figure.runs("f-history")) >= 1 and figure.count("f-estimate") == 0
    assert "缺1个数值" in figure.texts


@pytest.mark.parametrize("locale", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("unit", ["count", "ratio", "share", "CNY"])
@pytest.mark.parametrize(("n", "m"), [(1, 0), (2, 1), (24, 6), (60, 12), (31, 4)])
def test_no_texts_meet(drawing, locale, unit, n, m):
    rng = np.random.default_rng(n)
    known = 0.3 + rng.random(n) if unit in ("share", "ratio") else 12_345 * (1 + rng.random(n))
    figure = drawing(drawn(steps(known, [known[-1]] * m, wide=known[-1] / 4), locale, unit))
    assert figure.collisions() == []


def test_nothing_known_is_a_line_of_text():
    assert "<svg" not in drawn(steps([np.nan])).html


def test_all_the_same_and_negative_values_are_drawn(drawing):
    assert drawing(drawn(steps([5, 5, 5], [5]))).count("f-history") == 1
    assert drawing(drawn(steps([-5, -8], [-9], wide=3))).collisions() == []
