from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from toolkit.figures import trend
from toolkit.i18n import Locale
from toolkit.metrics.fact import Fact

ZH, EN = Locale("zh"), Locale("en")
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


def daily(n=92, start=date(2026, 8, 1), missing=(), unusual=None):
    """1,000 users on the first day, one more on each; unusual days have the value given."""
    values = {i: 1000 + i for i in range(n)} | {i: np.nan for i in missing} | (unusual or {})
    rows = [(start + timedelta(days=i), values[i], i in (unusual or {})) for i in range(n)]
    return pd.DataFrame(rows, columns=["day", "value", "is_anomaly"])


def drawn(frame, locale=ZH, **options):
    return trend(frame, locale=locale, color="#0f766e", alt="up", caption="c", **options)


def test_every_day_is_in_the_line_and_the_last_is_named(drawing):
    figure = drawing(drawn(daily()))
    assert [len(run) for run in figure.runs("f-history")] == [92]
    assert "1,091" in figure.texts  # 1000 + 91


def test_the_period_stands_out_from_what_came_before(drawing):
    figure = drawing(drawn(daily(), period=OCTOBER))
    assert [len(run) for run in figure.runs("f-period")] == [31]
    assert figure.runs("f-period")[0][-1] == figure.runs("f-history")[0][-1]


def test_months_name_a_long_series_and_days_a_short_one(drawing):
    assert {"8月", "9月", "10月"} < set(drawing(drawn(daily())).texts)
    assert {"1 Oct", "4 Oct", "7 Oct", "10 Oct", "13 Oct"} < set(drawing(drawn(daily(14, date(2026, 10, 1)), EN)).texts)
    mondays = {"10月5日", "10月12日", "10月19日", "10月26日"}
    assert mondays < set(drawing(drawn(daily(31, date(2026, 10, 1)))).texts)


def test_a_series_over_years_has_at_most_five_names_and_says_the_year(drawing):
    texts = drawing(drawn(daily(400, date(2025, 10, 1)))).texts
    assert [t for t in texts if "月" in t] == ["10月", "2026年1月", "4月", "7月", "10月"]


@pytest.mark.parametrize("n", [1, 2, 9, 45, 91, 200, 900, 4000])
def test_never_more_than_five_dates(drawing, n):
    texts = drawing(drawn(daily(n, date(2020, 1, 15)))).texts
    assert 1 <= len([t for t in texts if "月" in t]) <= 5


def test_a_day_without_data_breaks_the_line_and_is_named(drawing):
    figure = drawing(drawn(daily(missing=[60])))
    assert [len(run) for run in figure.runs("f-history")] == [60, 31]
    assert "9月30日：无数据" in figure.texts


def test_days_left_out_are_gaps_too(drawing):
    figure = drawing(drawn(daily().drop(index=[60, 61, 70])))
    assert [len(run) for run in figure.runs("f-history")] == [60, 8, 21]
    assert "9月30日至10月1日、10月10日：无数据" in figure.texts


def test_many_gaps_are_counted(drawing):
    assert "4 days without data, the first 11 Aug" in drawing(drawn(daily(missing=[10, 20, 21, 30]), EN)).texts


def test_days_before_the_first_observation_are_no_gap(drawing):
    figure = drawing(drawn(daily(missing=range(30)), period=OCTOBER))
    assert not [t for t in figure.texts if "无数据" in t]
    assert "10月1日至2日：无数据" in drawing(drawn(daily(missing=range(63)), period=OCTOBER)).texts


def test_unusual_days_are_hollow_points_and_three_are_named(drawing):
    figure = drawing(drawn(daily(unusual={5: 1900, 30: 2000, 60: 1800, 80: 100})))
    assert figure.count("f-unusual") == 4
    assert {t for t in figure.texts if "异常" in t} == {"8月6日异常", "8月31日异常", "10月20日异常"}


def test_names_of_unusual_days_that_would_meet_give_way(drawing):
    figure = drawing(drawn(daily(unusual={30: 2000, 32: 1900})))
    assert [t for t in figure.texts if "异常" in t] == ["8月31日异常"]


def test_unusual_days_in_a_row_have_one_name(drawing):
    figure = drawing(drawn(daily(unusual={30: 2000, 31: 1900, 60: 100, 61: 120})))
    assert {t for t in figure.texts if "异常" in t} == {"8月31日至9月1日异常", "9月30日至10月1日异常"}
    assert figure.collisions() == []


def test_campaigns_are_named_inside_the_plot_and_apart(drawing):
    marks = [(date(2026, 10, 1 + i), date(2026, 10, 3 + i), f"国庆第{i}场活动") for i in range(4)]
    marks += [(date(2026, 8, 1), date(2026, 8, 2), "开学季"), (date(2025, 1, 1), date(2025, 1, 9), "long ago")]
    figure = drawing(drawn(daily(missing=[60], unusual={64: 2000, 20: 200}), marks=marks, period=OCTOBER))
    assert {"开学季", "国庆第0场活动", "国庆第3场活动"} < set(figure.texts)
    assert "long ago" not in figure.texts
    assert figure.collisions() == []


@pytest.mark.parametrize("locale", [ZH, EN])
@pytest.mark.parametrize("unit", ["users", "share", "CNY", "seconds"])
def test_nothing_collides_at_phone_size(drawing, locale, unit):
    for n in (7, 31, 92, 400):
        frame = daily(n, missing=[n // 2], unusual={n // 3: 5000})
        frame["value"] *= 1e-4 if unit == "share" else 100
        assert drawing(drawn(frame, locale, unit=unit)).collisions() == []


def test_the_scale_is_read_by_its_unit(drawing):
    shares = daily(31).assign(value=np.linspace(0.1, 0.3, 31))
    assert {"0%", "10%", "20%", "30%", "30.0%"} < set(drawing(drawn(shares, unit="share")).texts)
    money = daily(31).assign(value=np.linspace(0, 40_000, 31))
    assert {"0", "¥1万", "¥2万", "¥4万"} < set(drawing(drawn(money, unit="CNY")).texts)


def test_one_day_alone_and_days_without_change_can_be_drawn(drawing):
    assert "1,000" in drawing(drawn(daily(1))).texts
    assert "0" in drawing(drawn(daily(5).assign(value=0.0))).texts
    assert "7" in drawing(drawn(daily(5).assign(value=7.0))).texts


def test_dates_may_be_timestamps(drawing):
    frame = daily().assign(day=lambda d: pd.to_datetime(d["day"]))
    assert drawn(frame).html == drawn(daily()).html


def test_a_name_from_a_client_can_only_be_read():
    html = drawn(daily(), marks=[(date(2026, 8, 5), date(2026, 8, 9), "</svg><script>")]).html
    assert "<script" not in html and "&lt;/svg&gt;&lt;script&gt;" in html


def test_no_data_is_said_and_facts_are_kept():
    fact = Fact("dau_mean", None, "users", *OCTOBER, status="no_data", reason="none")
    fragment = drawn(daily().assign(value=np.nan), facts=[fact])
    assert fragment.html == '<p class="nodata">暂无可绘制的数据。</p>' and fragment.facts == (fact,)
    assert "nodata" in drawn(daily().iloc[:0]).html


def test_the_same_data_give_the_same_bytes():
    assert drawn(daily()).html == drawn(daily()).html
