import numpy as np
import pandas as pd
import pytest

from toolkit.figures import standing
from toolkit.i18n import Locale

ZH, EN = Locale("zh"), Locale("en")
LOOK = {"color": "#0f766e", "alt": "a", "caption": "c"}
ROWS = pd.DataFrame(
    {
        "name": ["价格", "配送时长", "会员积分"],
        "ours": [0.75, 0.0, np.nan],
        "others": [[0.0, 1.0, 0.5], [1.0], []],
        "text": ["¥18.00", "45分钟", "未知"],
    }
)


def xs(figure, name):
    return sorted(point[0] for run in figure.runs(name) for point in run)


def test_everybody_is_at_their_place(drawing):
    figure = drawing(standing(ROWS, locale=ZH, **LOOK))
    assert figure.count("f-ours") == 2  # nothing for what is not known
    assert {"价格", "¥18.00", "未知", "最差", "最好"} < set(figure.texts)
    assert figure.place("价格")[1] < figure.place("配送时长")[1] < figure.place("会员积分")[1]


@pytest.mark.parametrize("locale", [ZH, EN])
def test_no_text_collides_at_phone_size(drawing, locale):
    long = ROWS.assign(
        name=["A criterion with an uncommonly long name that nobody wanted"] * 3, text="a very long value " * 3
    )
    assert drawing(standing(ROWS, locale=locale, **LOOK)).collisions() == []
    assert drawing(standing(long, locale=locale, **LOOK)).collisions() == []


def test_further_rows_are_counted(drawing):
    many = pd.concat([ROWS] * 8, ignore_index=True)
    figure = drawing(standing(many, locale=ZH, **LOOK))
    assert "另有4项未显示" in figure.texts
    assert figure.collisions() == []


def test_sixty_rivals_and_none(drawing):
    crowd = ROWS.assign(others=[list(np.linspace(0, 1, 59))] * 3)
    drawing(standing(crowd, locale=ZH, **LOOK))
    assert "nodata" in standing(ROWS.iloc[:0], locale=ZH, **LOOK).html
