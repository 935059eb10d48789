import numpy as np
import pytest

from toolkit.figures import placebos
from toolkit.i18n import Locale

ZH, EN = Locale("zh"), Locale("en")
LOOK = {"unit": "score", "color": "#0f766e", "alt": "a", "caption": "c"}
FOUND = np.random.default_rng(1).normal(size=200).tolist()


def test_columns_are_as_high_as_they_have_placebos(drawing):
    """Three at the left end, one at the right."""
    figure = drawing(placebos([-2, -2, -2, 2], 0.5, locale=EN, **LOOK))
    heights = [max(y for _, y in run) - min(y for _, y in run) for run in figure.runs("f-placebo")]
    assert heights[0] / heights[1] == pytest.approx(3, rel=0.01)


def test_the_real_effect_stands_among_them_and_is_named(drawing):
    figure = drawing(placebos(FOUND, 2.5, locale=EN, **LOOK))
    assert "here: 2.50" in figure.texts
    (real,) = figure.runs("f-real")
    columns = [x for run in figure.runs("f-placebo") for x, _ in run]
    assert real[0][0] > np.median(columns)


@pytest.mark.parametrize("locale", [ZH, EN])
@pytest.mark.parametrize("real", [-1234.5, -0.01, 0.0, 3.0, 99999.0])
def test_no_text_collides_at_phone_size(drawing, locale, real):
    assert drawing(placebos(FOUND, real, locale=locale, **LOOK)).collisions() == []


def test_all_alike_can_be_drawn(drawing):
    assert drawing(placebos([0.0] * 20, 0.0, locale=EN, **LOOK)).count("f-placebo") == 1


def test_without_placebos_there_is_no_figure():
    assert "nodata" in placebos([], 1.0, locale=EN, **LOOK).html
