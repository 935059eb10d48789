import pandas as pd
import pytest

from toolkit.figures.tornado import tornado
from toolkit.i18n import Locale

LOOK = {"color": "#0f766e", "alt": "a", "caption": "c", "unit": "CNY"}
LOCALES = [Locale("zh"), Locale("en")]


def rows(*swings):
    frame = pd.DataFrame(swings, columns=["name", "low", "high"])
    return frame.assign(low_text=[f"−{i}.5% of it all" for i in range(len(frame))], high_text="¥1.23M a month")


def test_bars_reach_from_the_middle_to_both_ends(drawing):
    figure = drawing(tornado(rows(("a", -100, 300), ("b", 50, 0)), middle=0.0, locale=LOCALES[1], **LOOK))
    low, high, other, none = figure.runs("f-bar")

    def length(run):
        return max(x for x, _ in run) - min(x for x, _ in run)

    assert length(high) / length(low) == pytest.approx(3, rel=0.01)
    assert length(other) / length(low) == pytest.approx(0.5, rel=0.02)
    assert length(none) == pytest.approx(0, abs=0.2)
    assert max(x for x, _ in low) == pytest.approx(min(x for x, _ in high), abs=0.2)


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.language)
@pytest.mark.parametrize("ends", [(-5e5, 1e6), (1e6, -5e5), (0, 0), (1, 2), (-3, -3)])
def test_no_texts_meet(drawing, locale, ends):
    frame = rows(("每月不签约时的增长与其他 growth", *ends), ("b", 0, 0))
    assert drawing(tornado(frame, middle=float(ends[0]), locale=locale, **LOOK)).collisions() == []


def test_nothing_matters():
    assert "<svg" not in tornado(rows(), middle=0.0, locale=LOCALES[1], **LOOK).html
