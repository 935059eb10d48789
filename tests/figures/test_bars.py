import numpy as np
import pandas as pd
import pytest

from toolkit.errors import ReportError
from toolkit.figures import funnel, ranking
from toolkit.i18n import Locale

ZH, EN = Locale("zh"), Locale("en")
STEPS = pd.DataFrame(
    {
        "step": [1, 2, 3],
        "name": ["打开", "进入商品页", "支付"],
        "users": [1000, 950, 40],
        "rate": [np.nan, 0.95, 0.0421],
        "low": [np.nan, 0.935, 0.031],
        "high": [np.nan, 0.962, 0.057],
    }
)
CHANNELS = pd.DataFrame(
    {"name": ["搜索", "朋友圈", "扫码", "短视频"], "value": [31.2, 8.8, 18.6, np.nan], "low": np.nan, "high": np.nan}
)
LOOK = {"color": "#0f766e", "alt": "a", "caption": "c"}


def lengths(figure, name):
    return [max(x for x, _ in run) - min(x for x, _ in run) for run in figure.runs(name)]


def test_funnel_bars_are_as_long_as_their_users(drawing):
    figure = drawing(funnel(STEPS, locale=ZH, **LOOK))
    first, second, third = lengths(figure, "f-bar")
    assert second / first == pytest.approx(0.95, abs=0.001)
    assert third / first == pytest.approx(0.04, abs=0.001)
    assert {"打开", "1,000", "950", "95.0%（93.5–96.2%）", "40", "4.2%（3.1–5.7%）"} < set(figure.texts)


def test_funnel_goes_by_step(drawing):
    assert drawing(funnel(STEPS.iloc[::-1], locale=ZH, **LOOK)).texts == drawing(funnel(STEPS, locale=ZH, **LOOK)).texts


@pytest.mark.parametrize("locale", [ZH, EN])
def test_no_text_of_a_funnel_collides_at_phone_size(drawing, locale):
    names = ["Entered a product page from a very long campaign name"] * 3
    assert drawing(funnel(STEPS, locale=locale, **LOOK)).collisions() == []
    assert drawing(funnel(STEPS.assign(name=names), locale=locale, **LOOK)).collisions() == []


def test_a_step_without_interval_shows_its_rate(drawing):
    assert "95.0%" in drawing(funnel(STEPS.assign(low=np.nan), locale=EN, **LOOK)).texts


def test_funnel_has_at_most_eight_steps():
    many = pd.concat([STEPS] * 3)
    with pytest.raises(ReportError, match="funnel: expected at most 8 steps, got 9"):
        funnel(many, locale=EN, **LOOK)


def test_a_funnel_nobody_entered_has_no_data():
    assert "nodata" in funnel(STEPS.assign(users=0), locale=ZH, **LOOK).html
    assert "nodata" in funnel(STEPS.iloc[:0], locale=ZH, **LOOK).html


def test_ranking_is_best_first_and_missing_last(drawing):
    figure = drawing(ranking(CHANNELS, unit="CNY", better="lower", locale=ZH, **LOOK))
    assert [t for t in figure.texts if t in set(CHANNELS["name"])] == ["朋友圈", "扫码", "搜索", "短视频"]
    assert [t for t in figure.texts if t.startswith("¥")] == ["¥8.80", "¥18.60", "¥31.20"]
    assert "–" in figure.texts
    assert len(lengths(figure, "f-bar")) == 3
    higher = drawing(ranking(CHANNELS, unit="CNY", locale=ZH, **LOOK))
    assert higher.texts[0] == "搜索"
    given = drawing(ranking(CHANNELS, unit="CNY", in_order=True, locale=ZH, **LOOK))
    assert [t for t in given.texts if t in set(CHANNELS["name"])] == list(CHANNELS["name"])


def test_ranking_with_intervals_draws_points(drawing):
    rows = CHANNELS.assign(value=[0.2, 0.1, 0.3, np.nan], low=[0.15, 0.05, 0.2, np.nan], high=[0.3, 0.2, 0.4, np.nan])
    figure = drawing(ranking(rows, unit="share", locale=EN, **LOOK))
    assert figure.count("f-bar") == 0
    first, second, third = lengths(figure, "f-interval")  # 0.30: 0.2 wide, 0.20: 0.15, 0.10: 0.15
    assert first / second == pytest.approx(4 / 3, abs=0.01)
    assert second == pytest.approx(third, abs=0.2)


def test_a_loss_goes_to_the_left_of_zero(drawing):
    rows = CHANNELS.assign(value=[-0.4, 0.8, 0.1, np.nan])
    figure = drawing(ranking(rows, unit="share", locale=ZH, **LOOK))
    runs = figure.runs("f-bar")
    zero = min(x for x, _ in runs[0])
    assert max(x for x, _ in runs[-1]) == pytest.approx(zero, abs=0.1)
    assert figure.collisions() == []
    assert "−40.0%" in figure.texts


def test_the_worst_of_many_are_counted(drawing):
    rows = pd.DataFrame({"name": [f"渠道{i}" for i in range(15)], "value": range(15), "low": np.nan, "high": np.nan})
    figure = drawing(ranking(rows, unit="users", locale=ZH, **LOOK))
    assert "另有3项未显示" in figure.texts and "渠道3" in figure.texts and "渠道2" not in figure.texts
    assert figure.collisions() == []


def test_ranking_of_zeros_can_be_drawn(drawing):
    assert drawing(ranking(CHANNELS.assign(value=0.0), unit="users", locale=ZH, **LOOK)).texts.count("0") == 4


def test_ranking_of_nothing_has_no_data():
    assert "nodata" in ranking(CHANNELS.assign(value=np.nan), unit="CNY", locale=ZH, **LOOK).html


def test_among_others_ours_has_the_colour(drawing):
    rows = CHANNELS.assign(is_ours=[False, True, False, False])
    html = ranking(rows, unit="CNY", locale=ZH, **LOOK).html
    assert html.count("#0f766e") == 1 and "#8a95a1" in html
