import numpy as np
import pandas as pd
import pytest

from toolkit.figures import shifts
from toolkit.i18n import Locale

ZH, EN = Locale("zh"), Locale("en")
LOOK = {"color": "#0f766e", "alt": "a", "caption": "c"}
ROWS = pd.DataFrame(
    {
        "name": ["Orders", "Next-day retention", "Refund rate"],
        "ratio": [1.5, 1.02, 0.75],
        "text": ["+50.0%", "+0.6 pp", "−1.5 pp"],
        "is_clear": [True, False, True],
    }
)


def test_how_far_a_dot_lies_is_how_far_its_metric_moved(drawing):
    figure = drawing(shifts(ROWS, locale=EN, **LOOK))
    first, second, third = [run[1][0] - run[0][0] for run in figure.runs("f-shift")]
    assert first / second == pytest.approx(25, rel=0.05)  # +50 % against +2 %
    assert first / third == pytest.approx(-2, rel=0.01)  # to the left: −25 %


def test_every_metric_is_named_with_its_change(drawing):
    assert set(ROWS["name"]) | set(ROWS["text"]) | {"before"} == set(drawing(shifts(ROWS, locale=EN, **LOOK)).texts)


@pytest.mark.parametrize("locale", [ZH, EN])
@pytest.mark.parametrize("ratios", [[1.5, 1.02, 0.75], [9.0, 1.0, 1.0], [0.1, 0.2, 1.0], [1.0, 1.0, 1.0]])
def test_no_text_collides_at_phone_size(drawing, locale, ratios):
    names = ["Share of visiting users who were brought into the private channel"] * 3
    texts = ["+6.4个百分点", "−1,234.5%", "+0.0%"]
    rows = ROWS.assign(ratio=ratios, name=names, text=texts)
    assert drawing(shifts(rows, locale=locale, **LOOK)).collisions() == []


def test_what_has_no_ratio_is_left_out(drawing):
    rows = ROWS.assign(ratio=[np.nan, np.inf, 0.75])
    assert "Orders" not in drawing(shifts(rows, locale=EN, **LOOK)).texts
    assert "nodata" in shifts(ROWS.assign(ratio=np.nan), locale=EN, **LOOK).html


def test_of_many_the_first_twelve_are_shown(drawing):
    rows = pd.concat([ROWS] * 10)
    assert drawing(shifts(rows, locale=EN, **LOOK)).count("f-shift") == 12
