from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from toolkit.figures import counterfactual
from toolkit.i18n import Locale

ZH, EN = Locale("zh"), Locale("en")
FIRST = date(2026, 7, 1)


def daily(n=100, begins=60, lift=20.0, missing=()):
    rows = [(FIRST + timedelta(days=i), 100 + i % 7 + (lift if i >= begins else 0), 100 + i % 7) for i in range(n)]
    kept = [row for i, row in enumerate(rows) if i not in missing]
    return pd.DataFrame(kept, columns=["day", "actual", "expected"])


def drawn(frame, locale=EN, begins=60, **options):
    look = {"names": ("as it came", "without the work (estimate)"), "unit": "count"} | options
    start = FIRST + timedelta(days=begins)
    return counterfactual(frame, start=start, locale=locale, color="#0f766e", alt="a", caption="c", **look)


def test_both_lines_hold_every_day_and_the_space_between_is_the_effect(drawing):
    figure = drawing(drawn(daily()))
    actual, expected = figure.runs("f-actual")[0], figure.runs("f-expected")[0]
    assert (len(actual), len(expected)) == (100, 100)
    assert actual[:60] == expected[:60]
    assert all(a[1] < e[1] for a, e in zip(actual[60:], expected[60:], strict=True))  # up is less in a drawing
    assert figure.count("f-effect") == 1


def test_the_start_is_marked_and_named(drawing):
    figure = drawing(drawn(daily()))
    assert "from 30 Aug" in figure.texts
    assert figure.count("f-start") == 1


def test_a_day_without_data_breaks_the_lines(drawing):
    figure = drawing(drawn(daily(missing=(70, 71))))
    assert [len(run) for run in figure.runs("f-actual")] == [70, 28]
    assert figure.count("f-effect") == 2


@pytest.mark.parametrize("locale", [ZH, EN])
@pytest.mark.parametrize(("n", "begins"), [(100, 60), (400, 380), (20, 15), (30, 1), (15, 14)])
def test_no_text_collides_at_phone_size(drawing, locale, n, begins):
    figure = drawing(drawn(daily(n, begins), locale, begins))
    assert figure.collisions() == []


def test_long_names_are_cut(drawing):
    assert drawing(drawn(daily(), names=("as it came " * 9, "without " * 9))).collisions() == []


def test_months_name_a_long_series_and_days_a_short_one(drawing):
    assert {"Jul", "Aug", "Sep", "Oct"} < set(drawing(drawn(daily(100))).texts)
    assert {"1 Jul", "5 Jul"} < set(drawing(drawn(daily(20, 15), begins=15)).texts)


@pytest.mark.parametrize("value", [0.0, 5.0, -3.0])
def test_lines_that_stand_still_can_be_drawn(drawing, value):
    frame = daily().assign(actual=value, expected=value)
    assert np.isfinite(drawing(drawn(frame)).runs("f-actual")[0]).all()


def test_nothing_has_no_figure():
    assert "nodata" in drawn(daily().iloc[:0]).html
