import pandas as pd
import pytest

from toolkit.figures.ranges import ranges
from toolkit.i18n import Locale

LOOK = {"color": "#0f766e", "alt": "a", "caption": "c", "locale": Locale("zh")}
ROWS = pd.DataFrame(
    {
        "name": ["人工", "利润", "没有常见区间的一项"],
        "value": [0.5, 0.05, 0.2],
        "low": [0.4, 0.1, None],
        "high": [0.6, 0.3, None],
        "text": ["50.0%", "5.0%，常见10.0–30.0%", "20.0%"],
    }
)


def test_the_dot_lies_on_its_band_or_beside_it(drawing):
    figure = drawing(ranges(ROWS, **LOOK))
    first, second = figure.runs("f-usual")
    widths = [max(x for x, _ in run) - min(x for x, _ in run) for run in (first, second)]
    assert widths[0] == pytest.approx(widths[1], abs=0.2)
    assert figure.count("f-usual") == 2
    assert figure.count("f-dot") == 3
    assert figure.collisions() == []
    assert {"50.0%", "5.0%，常见10.0–30.0%"} < set(figure.texts)


def test_nothing_of_nothing(drawing):
    zero = ROWS.assign(value=0.0, low=0.0, high=0.0)
    assert drawing(ranges(zero, **LOOK)).collisions() == []
    assert "<svg" not in ranges(ROWS.head(0), **LOOK).html
