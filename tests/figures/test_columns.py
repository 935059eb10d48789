import numpy as np
import pandas as pd
import pytest

from toolkit.figures import columns
from toolkit.i18n import Locale

ZH, EN = Locale("zh"), Locale("en")


def series(values, partial=False):
    """One month each; only the last may be incomplete."""
    n = len(values)
    labels = [f"{1 + i % 12}月" for i in range(n)]
    return pd.DataFrame({"label": labels, "value": values, "is_partial": [False] * (n - 1) + [partial]})


def drawn(frame, locale=ZH, **options):
    return columns(frame, locale=locale, color="#0f766e", alt="a", caption="c", **options)


def heights(figure, name):
    return [max(y for _, y in run) - min(y for _, y in run) for run in figure.runs(name)]


def test_columns_are_as_high_as_their_amounts(drawing):
    figure = drawing(drawn(series([284_000, 142_000, 318_204])))
    assert {"¥28.4万", "¥14.2万", "¥31.8万", "1月", "3月"} < set(figure.texts)
    first, second, _ = heights(figure, "f-column")
    assert second / first == pytest.approx(0.5, abs=0.002)


def test_many_columns_say_their_unit_once(drawing):
    figure = drawing(drawn(series(np.linspace(200_000, 318_204, 12))))
    assert {"单位：万元", "20.0", "31.8"} < set(figure.texts)
    english = drawing(drawn(series(np.linspace(200_000, 318_204, 12)), EN))
    assert {"unit: ¥K", "200", "318"} < set(english.texts)


def test_small_counts_need_no_unit(drawing):
    figure = drawing(drawn(series(range(100, 112)), unit="users"))
    assert {"100", "111"} < set(figure.texts) and not [t for t in figure.texts if "单位" in t]


def test_what_is_incomplete_is_hatched_and_named(drawing):
    figure = drawing(drawn(series([5, 6, 2], partial=True), unit="users"))
    assert (figure.count("f-column"), figure.count("f-partial")) == (2, 1)
    assert "不完整" in figure.texts


def test_last_year_is_an_outline_and_named(drawing):
    figure = drawing(drawn(series([5, 6, 2]).assign(previous=[4, np.nan, 8]), unit="users"))
    assert figure.count("f-previous") == 2
    assert "去年同期" in figure.texts
    assert "去年同期" not in drawing(drawn(series([5, 6, 2]).assign(previous=np.nan), unit="users")).texts


def test_a_month_without_data_is_blank(drawing):
    figure = drawing(drawn(series([5, np.nan, 2]), unit="users"))
    assert figure.count("f-column") == 2
    assert set(figure.texts) == {"5", "2", "1月", "2月", "3月"}


def test_a_loss_hangs_below_the_line(drawing):
    figure = drawing(drawn(series([500, -300, 200])))
    assert figure.place("−¥300.00")[1] > figure.place("¥500.00")[1]
    assert figure.collisions() == []


@pytest.mark.parametrize("locale", [ZH, EN])
@pytest.mark.parametrize("n", [1, 3, 6, 12, 13, 26, 53])
def test_nothing_collides_at_phone_size(drawing, locale, n):
    values = 200_000 + 90_000 * np.sin(np.arange(n))
    for scale in (1, 0.001, 1000):
        frame = series(values * scale, partial=True).assign(previous=values * scale * 0.9)
        frame["label"] = [f"2026年{label}" for label in frame["label"]]
        assert drawing(drawn(frame, locale)).collisions() == []


def test_nothing_sold_can_be_drawn(drawing):
    assert drawing(drawn(series([0, 0]), unit="users")).texts.count("0") == 2


def test_no_data():
    assert "nodata" in drawn(series([np.nan, np.nan])).html
    assert "nodata" in drawn(series([1]).iloc[:0]).html
