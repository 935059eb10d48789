import re
from datetime import date
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from toolkit import colors, tables
from toolkit.i18n import Locale
from toolkit.metrics import reasons
from toolkit.metrics.fact import Fact
from toolkit.tables import Column, ScorecardRow, Tile

ZH, EN = Locale("zh"), Locale("en")
NOW = (date(2026, 10, 1), date(2026, 10, 31))
BEFORE = (date(2026, 9, 1), date(2026, 9, 30))
YEAR_AGO = (date(2025, 10, 1), date(2025, 10, 31))
COLOR = {"color": "#0f766e"}


def fact(value, unit="users", span=NOW, **more):
    return Fact("dau", value, unit, *span, **more)


def rate(value, n=None, low=None, high=None, span=NOW):
    return fact(value, "share", span, n=n, low=low, high=high)


USERS = ScorecardRow(
    "新增用户", "users", fact(18204), fact(16870, span=BEFORE), fact(15000, span=YEAR_AGO), 15000, line="exceeded"
)
RETENTION = ScorecardRow(
    "次日留存率", "share", rate(0.274, 18204, 0.268, 0.281), rate(0.293, span=BEFORE), None, 0.3, line="fail"
)
COST = ScorecardRow("成本", "CNY", fact(18.6, "CNY"), fact(16.3, "CNY", BEFORE), None, 20, better="lower")
CELLS = pd.DataFrame(
    [("9月1日", 900, 1, 0.31), ("9月1日", 900, 2, 0.214), ("9月8日", 1037, 1, 0.284), ("9月8日", 1037, 2, np.nan)],
    columns=["cohort_label", "base", "offset", "share"],
)


def read(fragment):
    """The region, the head and the body of a table as texts, lines within a cell divided by a slash."""
    region = ElementTree.fromstring(fragment.html.replace("<br>", " / "))
    assert region.attrib | {"aria-label": ""} == {
        "class": "scroll",
        "tabindex": "0",
        "role": "region",
        "aria-label": "",
    }
    assert region.get("aria-label")
    assert all(th.get("scope") == "col" for th in region.iterfind(".//thead//th"))
    assert all(row[0].tag == "th" and row[0].get("scope") == "row" for row in region.iterfind(".//tbody/tr"))
    rows = [["".join(cell.itertext()) for cell in row] for row in region.iter("tr")]
    assert len({len(row) for row in rows}) == 1
    return region, rows[0], rows[1:]


def test_scorecard_sets_every_metric_against_past_and_target():
    _, head, body = read(tables.scorecard([USERS, RETENTION, COST], locale=ZH, **COLOR))
    assert head == ["指标", "10月", "9月", "环比", "去年同期", "同比", "正常线", "结果"]
    assert body == [
        ["新增用户", "18,204", "16,870", "+7.9%", "15,000", "+21.4%", "15,000", "超额"],
        [
            "次日留存率 / n\u00a0=\u00a018,204",
            "27.4% / 26.8–28.1%",
            "29.3%",
            "−1.9个百分点",
            "–",
            "–",
            "30.0%",
            "不及格",
        ],
        ["成本", "¥18.60", "¥16.30", "+14.1%", "–", "–", "≤¥20.00", "–"],
    ]


def test_scorecard_leaves_out_columns_without_entries():
    row = ScorecardRow("New users", "users", fact(5))
    assert read(tables.scorecard([row], locale=EN, **COLOR))[1:] == (["Metric", "Oct"], [["New users", "5"]])


def test_scorecard_names_weeks_and_long_spans_by_words():
    week = (date(2026, 10, 5), date(2026, 10, 11))
    span = (date(2026, 4, 27), date(2026, 5, 27))
    for dates, name in ((week, "Week 41"), (span, "This period")):
        row = ScorecardRow("New users", "users", fact(5, span=dates))
        assert read(tables.scorecard([row], locale=EN, **COLOR))[1][1] == name


def test_scorecard_says_what_is_incomplete_or_unknown():
    partial = ScorecardRow("Revenue", "CNY", fact(5.0, "CNY", reason=reasons.PARTIAL))
    unknown = ScorecardRow("Day 7", "share", fact(None, "share", status="unobservable", reason=reasons.TOO_YOUNG))
    body = read(tables.scorecard([partial, unknown], locale=EN, **COLOR))[2]
    assert body == [["Revenue", "¥5.00 / incomplete"], ["Day 7", "–"]]


def test_money_of_a_row_has_one_number_of_decimals():
    row = ScorecardRow("AOV", "CNY", fact(998.5, "CNY"), fact(1002.0, "CNY", BEFORE))
    assert read(tables.scorecard([row], locale=EN, **COLOR))[2] == [["AOV", "¥999", "¥1,002", "−0.3%"]]


def test_a_verdict_is_a_word_with_its_class():
    html = tables.scorecard([USERS, RETENTION], locale=EN, **COLOR).html
    assert '<span class="line exceeded">exceeded</span>' in html and '<span class="line fail">fail</span>' in html


def test_triangle_is_blank_where_not_observed():
    region, head, body = read(tables.triangle(CELLS, cohort="首访周", unit="之后第几周", locale=ZH, **COLOR))
    assert head == ["首访周", "人数", "1", "2"]
    assert body == [["9月1日", "900", "31", "21"], ["9月8日", "1,037", "28", ""]]
    assert region.find("table").get("class") == "heat"
    assert "之后第几周" in region.findtext(".//caption")
    assert region.findall(".//td")[-1].attrib == {}


def test_triangle_leaves_out_the_cohort_itself_and_keeps_cohorts_of_one_name_apart():
    cells = pd.concat([CELLS, CELLS.iloc[:1].assign(offset=0, share=1.0)]).assign(cohort=[1, 1, 2, 2, 1])
    same = cells.assign(cohort_label="10月")
    assert read(tables.triangle(cells, cohort="c", unit="u", locale=ZH, **COLOR))[1][2:] == ["1", "2"]
    assert len(read(tables.triangle(same, cohort="c", unit="u", locale=ZH, **COLOR))[2]) == 2


@pytest.mark.parametrize("color", ["#0f766e", "#ffd400", "#000000", "#e11d48", "#1d4ed8"])
def test_every_tint_of_a_triangle_can_be_read(color):
    shares = np.linspace(0, 1, 50)
    cells = pd.DataFrame({"cohort_label": "a", "base": 9, "offset": range(1, 51), "share": shares})
    html = tables.triangle(cells, cohort="c", unit="u", locale=ZH, color=color).html
    pairs = re.findall(r"background:(#\w+);color:(#\w+)", html)
    assert len(pairs) == 50
    assert min(colors.contrast(*pair) for pair in pairs) >= 4.5


def test_a_triangle_ends_with_the_last_offset_that_anyone_observed():
    unseen = CELLS.iloc[:2].assign(offset=[3, 4], share=np.nan)
    assert read(tables.triangle(pd.concat([CELLS, unseen]), cohort="c", unit="u", locale=ZH, **COLOR))[1][2:] == [
        "1",
        "2",
    ]


def test_a_triangle_too_young_is_an_answer():
    young = tables.triangle(CELLS.assign(share=np.nan), cohort="c", unit="u", locale=EN, **COLOR)
    assert young.html == '<p class="nodata">Not enough history yet for this table.</p>'


FRAME = pd.DataFrame(
    {
        "channel": ["搜索", "扫码", None],
        "cost": [1200.5, 8.0, np.nan],
        "rate": [0.21, np.nan, 0.4],
        "low": [0.2, np.nan, np.nan],
        "high": [0.3, np.nan, np.nan],
        "n": [300, 12, np.nan],
        "line": ["good", None, "fail"],
        "remark": ["a < b", "", None],
    }
)
COLUMNS = [
    Column("channel", "渠道", kind="text"),
    Column("cost", "花费", "CNY"),
    Column("rate", "转化率", "share", low="low", high="high", n="n"),
    Column("line", "结果", kind="verdict"),
    Column("remark", "备注", kind="text"),
]


def test_breakdown_shows_each_kind_of_column():
    region, head, body = read(tables.breakdown(FRAME, COLUMNS, label="渠道", locale=ZH, **COLOR))
    assert head == ["渠道", "花费", "转化率", "结果", "备注"]
    assert body == [
        ["搜索", "¥1,201", "21.0% / 20.0–30.0% / n\u00a0=\u00a0300", "优良", "a < b"],
        ["扫码", "¥8", "–", "–", "–"],
        ["–", "–", "40.0%", "不及格", "–"],
    ]
    assert region.get("aria-label") == "渠道"


def test_ratios_of_a_column_have_the_same_digits():
    frame = pd.DataFrame({"a": ["x", "y"], "r": [0.5, 2.0]})
    body = read(
        tables.breakdown(
            frame, [Column("a", "a", kind="text"), Column("r", "r", "ratio")], label="r", locale=EN, **COLOR
        )
    )[2]
    assert body == [["x", "0.50"], ["y", "2.00"]]


def test_text_stands_left_and_numbers_right():
    html = tables.breakdown(FRAME, COLUMNS, label="c", locale=ZH, **COLOR).html
    assert '<th scope="col" class="left">备注</th>' in html and '<td class="left">a &lt; b</td>' in html
    assert "<td>¥1,201</td>" in html


def test_a_phrase_stands_right_and_on_one_line():
    frame = pd.DataFrame({"a": ["x"], "d": ["+1.9 pp (−1.3 to 5.1 pp)"]})
    html = tables.breakdown(
        frame, [Column("a", "a", kind="text"), Column("d", "d", kind="phrase")], label="d", locale=EN, **COLOR
    ).html
    assert "<td>+1.9 pp (−1.3 to 5.1 pp)</td>" in html and '<th scope="col">d</th>' in html


def test_whatever_a_client_sends_can_only_be_read():
    frame = pd.DataFrame({"<i>": ["</td><script>x</script>"], "v": [1]})
    columns = [Column("<i>", "<b>", kind="text"), Column("v", "v")]
    html = tables.breakdown(frame, columns, label='"><img>', locale=EN, **COLOR).html
    assert not re.search("<(script|b|img|i)>", html)
    named = ScorecardRow("<script>", "users", fact(1))
    html = tables.scorecard([named], locale=EN, **COLOR).html
    html += tables.tiles([Tile("<script>", fact(1), target="<script>")], locale=EN, **COLOR).html
    html += tables.definition_list([("<script>", "<script>")], locale=EN, **COLOR).html
    html += tables.triangle(
        CELLS.iloc[:2].assign(cohort_label="<script>"), cohort="<script>", unit="<script>", locale=EN, **COLOR
    ).html
    assert "<script" not in html


def test_an_empty_frame_says_so_and_keeps_its_facts():
    shown = tables.breakdown(FRAME.iloc[:0], COLUMNS, label="c", locale=ZH, facts=[fact(1)], **COLOR)
    assert shown.html == '<p class="nodata">暂无可列出的数据。</p>' and shown.facts == (fact(1),)
    assert "nodata" in tables.scorecard([], locale=ZH, **COLOR).html


def tile_texts(tile, locale=ZH):
    html = tables.tiles([tile], locale=locale, **COLOR).html
    return html, re.findall(r'<p class="(\w)">([^<]*)</p>', html)


def test_a_tile_has_number_change_target_and_interval():
    tile = Tile(
        "次日留存率", rate(0.274, 18204, 0.268, 0.281), rate(0.293, span=BEFORE), [0.29, 0.274], "目标30%", "fail"
    )
    html, texts = tile_texts(tile)
    assert texts == [
        ("l", "次日留存率"),
        ("v", "27.4%"),
        ("c", "较9月 −1.9个百分点"),
        ("t", "目标30%"),
        ("t", "26.8–28.1% · n\u00a0=\u00a018,204"),
    ]
    assert html.startswith('<ul class="kpi"><li class="fail">')
    assert html.index('class="v"') < html.index("<svg") < html.index('class="c"')


def test_n_stands_beside_an_interval_only():
    mean_day = fact(336, n=31)
    assert tile_texts(Tile("DAU", mean_day), EN)[1] == [("l", "DAU"), ("v", "336")]
    assert read(tables.scorecard([ScorecardRow("DAU", "users", mean_day)], locale=EN, **COLOR))[2] == [["DAU", "336"]]


def test_a_tile_shows_only_what_is_known():
    html, texts = tile_texts(Tile("MAU", fact(41230), line="normal"), EN)
    assert texts == [("l", "MAU"), ("v", "41.2K")]
    assert "<li>" in html and "<svg" not in html
    unknown = fact(None, status="unobservable", reason=reasons.TOO_YOUNG)
    assert tile_texts(Tile("MAU", unknown, fact(5, span=BEFORE)), EN)[1][1:] == [
        ("v", "–"),
        ("t", "too young to be observed"),
    ]


def test_definitions_are_a_list():
    html = tables.definition_list([("输入", "events 81,234")], locale=ZH, **COLOR).html
    assert html == "<dl><dt>输入</dt><dd>events 81,234</dd></dl>"
    assert tables.definition_list([], locale=ZH, **COLOR).html == ""


def test_facts_travel_with_what_shows_them():
    shown = [
        tables.scorecard([USERS], locale=ZH, facts=[USERS.now], **COLOR),
        tables.triangle(CELLS, cohort="c", unit="u", locale=ZH, facts=[USERS.now], **COLOR),
        tables.tiles([Tile("a", USERS.now)], locale=ZH, facts=[USERS.now], **COLOR),
    ]
    assert [fragment.facts for fragment in shown] == [(USERS.now,)] * 3
