from datetime import date

import pandas as pd
import pytest

from toolkit.figures.gantt import gantt
from toolkit.i18n import Locale
from toolkit.quote.calendar import bars

LOOK = {"color": "#0f766e", "alt": "a", "caption": "c"}
LOCALES = [Locale("zh"), Locale("en")]


def rows(term: int) -> pd.DataFrame:
    found = bars(date(2026, 12, 1), pilot_months=2, term_months=term)
    columns = {"name": [f"{bar.name} 与其他很长的名字" for bar in found]}
    columns |= {"start": [bar.start for bar in found], "end": [bar.end for bar in found]}
    return pd.DataFrame(columns | {"is_task": [bar.phase is not None for bar in found]})


def ends(run):
    return min(x for x, _ in run), max(x for x, _ in run)


def test_bars_begin_and_end_with_their_days(drawing):
    figure = drawing(gantt(rows(6), locale=LOCALES[0], **LOOK))
    pilot, first, second, third = (ends(run) for run in figure.runs("f-phase"))
    assert pilot == first
    assert first[1] == pytest.approx(second[0], abs=0.2)
    assert second[1] == pytest.approx(third[0], abs=0.2)
    assert (second[1] - second[0]) / (first[1] - first[0]) == pytest.approx(59 / 62, abs=0.01)
    assert figure.count("f-task") == 6


@pytest.mark.parametrize("term", [1, 2, 6, 12, 24, 60])
@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.language)
def test_no_texts_meet(drawing, term, locale):
    assert drawing(gantt(rows(term), locale=locale, **LOOK)).collisions() == []


def test_a_single_day(drawing):
    day = date(2026, 12, 31)
    frame = pd.DataFrame({"name": ["x"], "start": [day], "end": [day], "is_task": [False]})
    assert drawing(gantt(frame, locale=LOCALES[1], **LOOK)).collisions() == []


def test_nothing_is_said_to_be_nothing():
    assert "<svg" not in gantt(rows(6).head(0), locale=LOCALES[1], **LOOK).html
