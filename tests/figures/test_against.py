from datetime import date

import numpy as np
import pandas as pd
import pytest

from toolkit.figures import against
from toolkit.i18n import Locale

ZH, EN = Locale("zh"), Locale("en")
SPAN = (date(2026, 10, 1), date(2026, 10, 7))


def daily(lead: int = 28, days: int = 7, after: int = 7, scale: float = 1.0) -> pd.DataFrame:
    """50 a day, 180 during the campaign; 49 expected from its first day on, 20 either way."""
    n = lead + days + after
    expected = np.where(np.arange(n) < lead, np.nan, 49.0)
    actual = np.where((np.arange(n) >= lead) & (np.arange(n) < lead + days), 180.0, 50.0)
    start = pd.Timestamp(SPAN[0]) - pd.Timedelta(days=lead)
    frame = {"actual": actual, "expected": expected, "low": expected - 20, "high": expected + 20}
    return pd.DataFrame(frame).mul(scale).assign(day=pd.date_range(start, periods=n))


def drawn(frame, locale=ZH, name="国庆", unit="users", span=SPAN):
    return against(frame, span=span, name=name, unit=unit, locale=locale, color="#0f766e", alt="a", caption="c")


def test_actual_expected_and_band_are_drawn_and_named(drawing):
    figure = drawing(drawn(daily()))
    assert [len(run) for run in figure.runs("f-history")] == [42]
    assert [len(run) for run in figure.runs("f-during")] == [7]
    assert [len(run) for run in figure.runs("f-expected")] == [14]
    assert figure.count("f-band") == 1
    assert {"国庆", "实际 50", "预期 49"} < set(figure.texts)


def test_a_day_without_data_breaks_the_line(drawing):
    frame = daily()
    frame.loc[30, "actual"] = np.nan
    assert [len(run) for run in drawing(drawn(frame)).runs("f-history")] == [30, 11]


@pytest.mark.parametrize("locale", [ZH, EN])
@pytest.mark.parametrize("unit", ["users", "CNY"])
@pytest.mark.parametrize(("lead", "days", "after"), [(28, 7, 7), (28, 1, 0), (0, 1, 0), (28, 60, 14), (3, 2, 0)])
def test_nothing_collides_at_phone_size(drawing, locale, unit, lead, days, after):
    span = (SPAN[0], SPAN[0] + pd.Timedelta(days=days - 1))
    frame = daily(lead, days, after, scale=1234.5)
    figure = drawing(drawn(frame, locale, "A campaign with a very long name " * 3, unit, span))
    assert figure.collisions() == []


def test_counts_are_never_expected_below_none(drawing):
    frame = daily(after=0)
    frame["low"] = -500.0 * frame["expected"].notna()
    assert not [text for text in drawing(drawn(frame)).texts if text.startswith("−")]


def test_nothing_known_is_said():
    frame = daily()
    assert "nodata" in drawn(frame.assign(actual=np.nan)).html
    assert "nodata" in drawn(frame.assign(expected=np.nan)).html


def test_a_hostile_name_is_inert():
    assert "<script" not in drawn(daily(), name="<script>x</script>").html
