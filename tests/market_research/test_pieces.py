"""Every piece of the market research, in both languages, from whatever tables and options a client gives."""

import inspect
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest

from tests.small_review import csv
from tests.small_study import small_study
from toolkit import market_research
from toolkit.i18n import Locale
from toolkit.metrics.catalogue import FACTS

RNG = np.random.default_rng(11)
HOSTILE = "</b><script>alert(1)</script>"


def orders() -> Iterator[str]:
    for i in range(300):
        day = date(2026, 1, 1) + timedelta(days=i)
        yield f"o{i},{day} 11:00:00,{20 + i % 90},u{i % 70},{('tea', 'cup', HOSTILE)[i % 3]},{('ads', 'kol')[i % 2]}"
        if i % 20 == 0:
            yield f"o{i},{day} 12:00:00,-5,u{i % 70},tea,ads"


def answers(n: int) -> Iterator[str]:
    for i in range(n):
        sex, age = ("f", "f", "m")[i % 3], ("young", "old", "", "tiny")[3 if i == 7 else i % 3]
        likes = ("tea|cup", "tea", "cup|pot", "")[RNG.integers(4)]
        yield f"2026-10-{1 + i % 28:02d} 10:00:00,{sex},{age},{likes},{RNG.integers(1, 6)},{RNG.integers(0, 11)}"


def months(n: int, name: str = "tea market") -> Iterator[str]:
    for i in range(n):
        value = 100 * 1.01**i * (1 + 0.2 * (i % 12 == 0)) + RNG.normal(0, 1)
        yield f"{name},{2022 + (i + 9) // 12}-{(i + 9) % 12 + 1:02d}-01,{value:.2f},units,Bureau"


PORTRAIT = csv(
    "population,dimension,value,users,start,end",
    *(f"active,gender,{v},{n},2026-10-01,2026-10-31" for v, n in {"female": 600, HOSTILE: 380, "x": 2}.items()),
    *(f"new,gender,{v},{n},2026-10-01,2026-10-31" for v, n in {"female": 200, HOSTILE: 180, "x": 1}.items()),
)
SURVEY = csv("at,sex,age,likes,happy,again", *answers(240))
MARKET = csv("series,date,value,unit,source", *months(49), *months(15, "young market"))
ORDERS = csv("order_id,at,amount,user_id,product,channel", *orders())
QUESTIONS = {
    "sex": {"kind": "single", "portrait": "true"},
    "age": {"kind": "single", "portrait": "true"},
    "likes": {"kind": "multiple"},
    "happy": {"kind": "likert", "scale": ["1", "5"]},
    "again": {"kind": "nps"},
}
INPUT = {"source": "Census", "on": "2026-01-01"}
SIZING = {
    "inputs": {
        "people": {"low": "1000", "base": "2000", "high": "3000"} | INPUT,
        "spent": {"low": "90000", "base": "100000", "high": "120000", "unit": {"en": "yuan", "zh": "元"}} | INPUT,
    },
    "formula": "people * spent",
}
MARGINS = {"sex": {"shares": {"f": "0.5", "m": "0.5"}} | INPUT}
CASES = {
    "everything": (
        {"portrait": PORTRAIT, "survey": SURVEY, "market": MARKET, "orders": ORDERS},
        {"questions": QUESTIONS, "by": "sex", "margins": MARGINS, "sizing": SIZING, "labels": {"f": "Women"}},
    ),
    "unweighted": ({"survey": SURVEY}, {"questions": QUESTIONS, "by": "age"}),
    "few": ({"survey": csv("at,sex,age,likes,happy,again", *answers(4))}, {"questions": QUESTIONS, "by": "sex"}),
    "later": ({"survey": csv("at,sex", "2027-01-01 10:00:00,f")}, {"questions": {"sex": {"kind": "single"}}}),
    "market": ({"market": MARKET}, {}),
    "odd market": (
        {"market": csv("series,date,value", "a,2026-01-01,0", "b,2026-01-01,1", "b,2026-01-09,-1", "b,2026-05-01,3")},
        {},
    ),
    "unnamed": ({"orders": ORDERS.replace("user_id", "nobody")}, {}),
    "headers": (
        {
            "portrait": "population,dimension,value,users\n",
            "survey": "sex\n",
            "market": "series,date,value\n",
            "orders": "order_id,at,amount,user_id\n",
        },
        {"questions": {"sex": {"kind": "single"}}},
    ),
    "nothing": ({}, {}),
}
BESIDE = {"header", "limits", "definitions", "sources", "answers", "season"}  # stand where another piece says it
UNREADABLE = re.compile(r"\b(?:None|nan|NaN|NaT|inf|<NA>)\b|\{\w*\}|script>alert")


@pytest.fixture(scope="module", params=CASES)
def study(request, tmp_path_factory):
    tables, options = CASES[request.param]
    with small_study(tmp_path_factory.mktemp("client"), tables, **options) as found:
        found.pieces = {}
        yield found


def shown(study, name, language):
    if (name, language) not in study.pieces:
        piece = getattr(market_research, name)
        study.pieces[name, language] = piece(study, locale=Locale(language, study.client.currency), color="#0F766E")
    return study.pieces[name, language]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_piece_can_be_read(study, language):
    for name in market_research.__all__:
        piece = shown(study, name, language)
        assert not UNREADABLE.search(re.sub("<[^>]+>", " ", piece.html)), name
        assert "<script" not in piece.html
        for fact in piece.facts:
            assert fact.id in FACTS
            json.dumps(fact.as_json(), allow_nan=False)
            if fact.ok and fact.low is not None:
                assert fact.low - 1e-9 <= fact.value <= fact.high + 1e-9


def test_no_number_has_two_values_and_languages_agree(study):
    seen = {}
    for name in market_research.__all__:
        assert shown(study, name, "zh").facts == shown(study, name, "en").facts, name
        for fact in shown(study, name, "en").facts:
            written = fact.as_json()
            key = json.dumps([written[part] for part in ("id", "dims", "start", "end")], sort_keys=True)
            assert seen.setdefault(key, written) == written, name


@pytest.mark.parametrize("study", ["nothing", "headers", "later"], indirect=True)
def test_what_has_no_data_is_a_line_each(study):
    for name in set(market_research.__all__) - BESIDE:
        html = shown(study, name, "en").html
        assert html.count("<p") == 1 and "<svg" not in html and "<table" not in html, (name, html)


@pytest.mark.parametrize("study", ["market"], indirect=True)
def test_a_short_series_says_that_it_has_no_forecast(study):
    html = shown(study, "forecast", "en").html
    assert "No forecast: fewer than two full seasons are known." in html
    assert "95% intervals held" in html and "benchmark" in html


@pytest.mark.parametrize("study", ["everything"], indirect=True)
def test_every_outside_figure_has_source_and_date(study):
    html = shown(study, "sources", "en").html
    assert html.count("Census") == 3 and html.count("1 January 2026") == 3 and html.count("Bureau") == 2
    assert "Census, 1 January 2026" in shown(study, "sizing", "en").html


@pytest.mark.parametrize("study", ["everything", "unweighted"], indirect=True)
def test_no_group_below_the_least_is_shown_or_follows(study):
    """Counts read back from facts: each large enough, and so is what totals leave over for those not shown."""
    least, counts, totals = study.options.min_cell, {}, {}
    pieces = [shown(study, name, "en") for name in market_research.__all__]
    for fact in {json.dumps(f.as_json(), sort_keys=True): f for piece in pieces for f in piece.facts}.values():
        if fact.ok and fact.id in ("portrait_share", "survey_share") and fact.source != "survey":
            line = (fact.dims["population"], fact.dims["dimension"])
            counts[line] = counts.get(line, 0) + round(fact.value * fact.n)
            totals[line] = fact.n
            assert round(fact.value * fact.n) >= least
        if fact.n is not None:
            assert fact.n >= least
    assert all(totals[line] == counts[line] for line in counts)
    html = " ".join(piece.html for piece in pieces)
    assert ">tiny<" not in html and ">x<" not in html


@pytest.mark.parametrize("study", ["unweighted"], indirect=True)
def test_totals_of_answers_by_groups_give_nothing_away(study):
    least, survey = study.options.min_cell, study.survey
    for name in ("likes", "sex"):
        cells = {(f.dims["answer"], f.dims["group"]): round(f.value * f.n) for f in survey.crossed(name)}
        key = "value" if survey.options.questions[name].portrait else "answer"
        for fact in survey.overall(name):
            of_answer = [count for (answer, _), count in cells.items() if answer == fact.dims[key]]
            left = round(fact.value * fact.n) - sum(of_answer)
            assert left == 0 or left >= least
            assert all(count >= least for count in of_answer)


def test_a_piece_is_a_study_and_how_to_read_it():
    for name in market_research.__all__:
        parameters = inspect.signature(getattr(market_research, name)).parameters
        assert list(parameters)[0] == "study"
        assert {"locale", "color"} <= {key for key, p in parameters.items() if p.kind is p.KEYWORD_ONLY}


def test_a_very_long_name_is_cut(tmp_path):
    name = "very long name of a trait " * 20
    rows = csv("population,dimension,value,users", f"active,gender,{name},600", "active,gender,x,400")
    with small_study(tmp_path, {"portrait": rows}) as found:
        html = market_research.header(found, locale=Locale("en"), color="#0F766E").html
    assert "very long name of a trait very" in html and "…" in html
    assert name.strip() not in html
