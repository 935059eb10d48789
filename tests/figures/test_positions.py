import numpy as np
import pandas as pd
import pytest

from toolkit.figures import Axis, positions
from toolkit.i18n import Locale

ZH, EN = Locale("zh"), Locale("en")
LOOK = {"color": "#0f766e", "alt": "a", "caption": "c"}
AXES = (Axis("价格", "CNY"), Axis("评分", "score"))
FREE = (Axis("第一主成分"), Axis("第二主成分"))


def points(n, seed=1):
    draw = np.random.default_rng(seed)
    names = [f"竞品{i}号茶饮" for i in range(n)]
    return pd.DataFrame(
        {"name": names, "x": draw.normal(20, 5, n), "y": draw.normal(4, 0.3, n), "is_ours": np.arange(n) == n // 2}
    )


@pytest.mark.parametrize("axes", [AXES, FREE])
@pytest.mark.parametrize("n", [1, 2, 6, 12, 60])
def test_no_two_names_meet_at_phone_size(drawing, n, axes):
    figure = drawing(positions(points(n), *axes, locale=ZH, **LOOK))
    assert figure.collisions() == []
    assert f"竞品{n // 2}号茶饮" in figure.texts
    named = sum(text.startswith("竞品") for text in figure.texts)
    assert named >= min(n, 6) and (named == n or f"另有{n - named}个点因位置不足未标名称" in figure.texts)


def test_all_at_one_place(drawing):
    alike = points(5).assign(x=3.0, y=4.0)
    figure = drawing(positions(alike, *AXES, locale=EN, **LOOK))
    assert figure.collisions() == []
    assert "竞品2号茶饮" in figure.texts


def test_long_names_are_cut_and_markup_stays_text(drawing):
    odd = points(4).assign(name=["<script>alert(1)</script>" * 9, "🍵" * 70, "b" * 300, "c"])
    figure = drawing(positions(odd, *AXES, locale=EN, **LOOK))
    assert figure.collisions() == []
    assert any(text.endswith("…") for text in figure.texts)


def test_values_are_read_in_their_unit(drawing):
    texts = drawing(positions(points(6), *AXES, locale=EN, **LOOK)).texts
    assert any(text.startswith("¥") for text in texts)
    assert "价格 →" in texts and "↑ 评分" in texts


def test_nothing_has_a_place():
    assert "nodata" in positions(points(3).assign(x=np.nan), *AXES, locale=ZH, **LOOK).html
