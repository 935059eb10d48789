import ast
import string
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

import toolkit
from toolkit.i18n import N_, Locale

ZH, EN = Locale("zh"), Locale("en")
PACKAGE = Path(toolkit.__file__).parent


def messages_in(path: Path) -> set[str]:
    """Every literal given to `.t(` or `N_(` in one module."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in ("t", "N_"):
                first = node.args[0]
                branches = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                found |= {b.value for b in branches if isinstance(b, ast.Constant) and isinstance(b.value, str)}
    return found


def chinese() -> list[tuple[Path, str, str]]:
    entries = []
    for path in sorted((PACKAGE / "locale" / "zh").glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file)
        entries += [(path, str(m.id), str(m.string)) for m in catalogue if m.id]
    return entries


def fields(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


def test_every_message_has_a_chinese_translation():
    translated = {message for _, message, text in chinese() if text}
    missing = {path.name: sorted(messages_in(path) - translated) for path in sorted(PACKAGE.rglob("*.py"))}
    assert {name: lost for name, lost in missing.items() if lost} == {}


def test_a_translation_has_the_fields_of_its_message():
    assert [(p.name, m) for p, m, text in chinese() if fields(m) != fields(text)] == []


def test_rooms_agree_on_a_message_they_share():
    seen: dict[str, str] = {}
    assert [(p.name, m) for p, m, text in chinese() if seen.setdefault(m, text) != text] == []


def test_chinese_puts_no_space_before_per_cent_and_no_half_width_comma_between_words():
    assert [m for _, m, text in chinese() if " %" in text or ", " in text] == []


def test_words():
    assert ZH.t("Q{quarter} {year}", quarter=3, year=2026) == "2026年第3季度"
    assert ZH.t("no such message: {n}", n=1) == "no such message: 1"
    assert ZH.t("{number} s", number="{x.__class__}") == "{x.__class__}秒"
    assert N_("as it is") == "as it is"


def test_pick_falls_back_to_the_other_language():
    assert ZH.pick({"en": "Tea", "zh": "茶"}) == "茶"
    assert ZH.pick({"en": "Tea"}) == "Tea"


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="expected one of zh, en, got 'fr'"):
        Locale("fr")


def test_number():
    assert ZH.number(18204) == "18,204"
    assert EN.number(-1234.5, 1) == "−1,234.5"
    assert EN.number(2.5) == "3"  # half away from zero, as a reader rounds
    assert EN.number(-0.04, 1) == "0.0"
    assert EN.number(Decimal("1.005"), 2) == "1.01"


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan, pd.NA, float("inf")])
def test_what_is_not_a_number_is_a_dash(missing):
    assert {
        f(missing)
        for f in (ZH.number, ZH.compact, ZH.money, ZH.money_compact, ZH.percent, ZH.points, ZH.signed_percent)
    } == {"–"}
    assert ZH.value(missing, "share") == ZH.interval(missing, 1, "share") == ZH.change(1, missing, "users") == "–"


@pytest.mark.parametrize(
    ("v", "zh", "en"),
    [
        (9_999, "9,999", "9,999"),
        (9_999.6, "1万", "10K"),
        (41_230, "4.12万", "41.2K"),
        (99_960, "10万", "100K"),
        (999_950, "100万", "1M"),
        (12_345_678, "1,235万", "12.3M"),
        (99_999_999, "1亿", "100M"),
        (120_000_000, "1.2亿", "120M"),
        (-41_230, "−4.12万", "−41.2K"),
    ],
)
def test_compact(v, zh, en):
    assert (ZH.compact(v), EN.compact(v)) == (zh, en)


def test_money():
    assert EN.money(18.6) == "¥18.60"
    assert EN.money(999.996) == "¥1,000"
    assert ZH.money(318_204) == "¥318,204"
    assert ZH.money(-3.2) == "−¥3.20"
    assert ZH.money(20, digits=0) == "¥20"
    assert (ZH.money_compact(318_204), EN.money_compact(318_204)) == ("¥31.8万", "¥318K")
    assert ZH.money_compact(-318_204) == "−¥31.8万"
    assert ZH.money_compact(18.6) == "¥18.60"
    assert Locale("zh", "USD").money(5) == "US$5.00"
    assert Locale("en", "CHF").money(5) == "CHF\N{NO-BREAK SPACE}5.00"


def test_shares():
    assert ZH.percent(0.274) == "27.4%"
    assert ZH.percent(0.2745) == "27.5%"
    assert ZH.percent(0.3, digits=0) == "30%"
    assert ZH.signed_percent(0.079) == "+7.9%"
    assert ZH.signed_percent(-0.079) == "−7.9%"
    assert (ZH.points(0.004), EN.points(-0.019)) == ("+0.4个百分点", "−1.9 pp")
    assert EN.points(-0.0001) == "0.0 pp"


@pytest.mark.parametrize(
    ("v", "unit", "text"),
    [
        (0.274, "share", "27.4%"),
        (41_230, "users", "41,230"),
        (12.0, "count", "12"),
        (0.061, "ratio", "0.061"),
        (3.214, "ratio", "3.21"),
        (38.24, "seconds", "38.2 s"),
        (380, "seconds", "380 s"),
        (5, "hours", "5.0 h"),
        (90, "days", "90.0 days"),
        (4.351, "score", "4.35"),
        (41.2, "score", "41.2"),
        (18.6, "CNY", "¥18.60"),
    ],
)
def test_value_is_read_by_its_unit(v, unit, text):
    assert EN.value(v, unit) == text


def test_the_largest_numbers_are_written_out():
    locale = Locale("en", "CNY")
    assert locale.money(1e26) == "¥100" + ",000" * 8
    assert locale.number(-1e308, 2).startswith("−100,000,000")


def test_value_may_be_compact():
    assert ZH.value(41_230, "users", compact=True) == "4.12万"
    assert ZH.value(318_204, "CNY", compact=True) == "¥31.8万"
    assert ZH.value(0.274, "share", compact=True) == "27.4%"
    with pytest.raises(ValueError, match="got 'furlongs'"):
        ZH.value(1, "furlongs")


def test_interval_says_its_unit_once():
    assert ZH.interval(0.268, 0.281, "share") == "26.8–28.1%"
    assert ZH.interval(18.1, 19.2, "CNY") == "¥18.10–19.20"
    assert ZH.interval(990.5, 1020, "CNY") == "¥991–1,020"
    assert ZH.interval(30, 35.2, "seconds") == "30.0–35.2秒"
    assert (ZH.interval(-0.01, 0.02, "share"), EN.interval(-0.01, 0.02, "share")) == ("−1.0至2.0%", "−1.0 to 2.0%")


def test_change():
    assert ZH.change(18_204, 16_870, "users") == "+7.9%"  # 1334 / 16870 = 0.0791
    assert ZH.change(0.274, 0.293, "share") == "−1.9个百分点"
    assert ZH.change(4.5, 4.2, "score") == "+0.30"
    assert ZH.change(5, 0, "users") == ZH.change(5, -1, "CNY") == ZH.change(5, None, "users") == "–"
    assert EN.change(0.05, 0, "share") == "+5.0 pp"
    assert EN.change(100, 100, "CNY") == "0.0%"


def test_dates():
    day = date(2026, 9, 1)
    assert (ZH.date(day), EN.date(day)) == ("2026年9月1日", "1 September 2026")
    assert (ZH.short_date(day), EN.short_date(day)) == ("9月1日", "1 Sep")
    assert (ZH.month(day), EN.month(day)) == ("2026年9月", "September 2026")
    assert (ZH.short_month(day), EN.short_month(day)) == ("9月", "Sep")
    assert EN.timezone_name("Asia/Shanghai") == "Beijing time"
    assert ZH.timezone_name("Europe/Berlin") == "Europe/Berlin"


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        (date(2026, 10, 1), date(2026, 10, 1), "2026年10月1日", "1 October 2026"),
        (date(2026, 10, 1), date(2026, 10, 9), "2026年10月1日至9日", "1–9 October 2026"),
        (date(2026, 9, 28), date(2026, 10, 4), "2026年9月28日至10月4日", "28 September to 4 October 2026"),
        (date(2025, 12, 29), date(2026, 1, 4), "2025年12月29日至2026年1月4日", "29 December 2025 to 4 January 2026"),
    ],
)
def test_span_says_nothing_twice(start, end, zh, en):
    assert (ZH.span(start, end), EN.span(start, end)) == (zh, en)


def test_short_span_leaves_the_year_out():
    day = date(2026, 10, 6)
    assert (ZH.short_span(day, day), EN.short_span(day, day)) == ("10月6日", "6 Oct")
    assert (ZH.short_span(day, date(2026, 10, 7)), EN.short_span(day, date(2026, 10, 7))) == ("10月6日至7日", "6–7 Oct")
    assert EN.short_span(date(2026, 9, 28), day) == "28 Sep to 6 Oct"


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), "2026年10月", "October 2026"),
        (date(2026, 7, 1), date(2026, 9, 30), "2026年第3季度", "Q3 2026"),
        (date(2026, 8, 1), date(2026, 10, 31), "2026年8月1日至10月31日", "1 August to 31 October 2026"),
        (date(2026, 7, 1), date(2026, 12, 31), "2026年下半年", "H2 2026"),
        (date(2026, 1, 1), date(2026, 6, 30), "2026年上半年", "H1 2026"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026年", "2026"),
        (date(2025, 12, 29), date(2026, 1, 4), "2026年第1周", "week 1, 2026"),
        (date(2026, 9, 28), date(2026, 10, 11), "2026年9月28日至10月11日", "28 September to 11 October 2026"),
    ],
)
def test_period_has_its_calendar_name(start, end, zh, en):
    assert (ZH.period(start, end), EN.period(start, end)) == (zh, en)


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        (date(2026, 9, 1), date(2026, 9, 30), "9月", "September"),
        (date(2026, 7, 1), date(2026, 9, 30), "第3季度", "Q3"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026年", "2026"),
        (date(2025, 12, 29), date(2026, 1, 4), "第1周", "week 1"),
        (date(2026, 10, 1), date(2026, 10, 7), "10月1日至7日", "1–7 October"),
        (date(2025, 12, 20), date(2026, 1, 5), "2025年12月20日至2026年1月5日", "20 December 2025 to 5 January 2026"),
    ],
)
def test_short_period_leaves_a_known_year_out(start, end, zh, en):
    assert (ZH.short_period(start, end), EN.short_period(start, end)) == (zh, en)


@given(st.integers(-(10**12), 10**12))
def test_compact_stays_within_one_per_cent(v):
    scales = {"K": 10**3, "M": 10**6, "B": 10**9, "万": 10**4, "亿": 10**8}
    for locale in (ZH, EN):
        text = locale.compact(v).replace(",", "").replace("−", "-")
        read = float(text[:-1]) * scales[text[-1]] if text[-1] in scales else float(text)
        assert abs(read - v) <= abs(v) * 0.01


def test_an_interval_below_zero_says_its_sign_before_the_currency():
    assert EN.interval(-123.58, 33.54, "CNY") == "−¥123.58 to ¥33.54"
