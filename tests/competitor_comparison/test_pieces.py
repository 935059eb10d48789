"""Every piece of the comparison, in both languages, from whatever a client gives."""

import inspect
import json
import re
from xml.etree import ElementTree

import pytest

from tests.small_comparison import small_comparison
from toolkit import competitor_comparison
from toolkit.i18n import Locale
from toolkit.metrics.catalogue import FACTS

HEAD = "competitor,observed_on,source,price,chat,stars,slogan"
ROWS = (
    "acme,2026-10-20,own,10,是,4.5/5,fine",
    "Birch,2026-10-20,shop,20,否,4.0/5,cheap",
    "Cedar,2026-03-01,shop,15,未知,4.5/5,old",
    "Elm,2026-11-03,,12,是,,new",
)
REVIEWS = "\n".join(
    ["competitor,at,rating"]
    + [f"acme,2026-{month:02d}-{day:02d} 10:00:00,{3 + day % 3}" for month in range(1, 11) for day in (3, 9, 17, 20)]
    + [f"Birch,2026-{month:02d}-{day:02d} 10:00:00,{5 - month // 8}" for month in range(1, 11) for day in range(1, 9)]
    + ["Stranger,2026-10-02 10:00:00,4", "Cedar,2024-01-01 10:00:00,1", ""]
)
OPTIONS = {
    "us": "acme",
    "criteria": {
        "price": {
            "weight": 2,
            "better": "lower",
            "unit": "money",
            "group": "price",
            "name": {"en": "Price", "zh": "价格"},
        },
        "chat": {"group": "feature"},
        "stars": {"group": "rating"},
    },
}
HOSTILE = (
    'acme,2026-10-20,"<script>alert(1)</script>",10,是,4.5/5,"</td><b>x"',
    f'"<img src=x onerror=alert(1)> {"很长的名字" * 30}",2026-10-20,"{"a" * 400}",20,否,4/5,"{"词" * 90}"',
    "🍵🍵 {name} %s,2026-10-20,\u202eshop,15,是,3/5,{0}",
)


def table(*rows):
    return "\n".join([HEAD, *rows]) + "\n"


CROWD = [
    f"竞品{i},2026-10-{1 + i % 28:02d},s,{10 + i * 7 % 23},{'是否'[i % 2]},{1 + i % 9 / 2.25:.2f}/5,t"
    for i in range(59)
]
CASES = {
    "everything": ({"competitors": table(*ROWS), "reviews": REVIEWS}, OPTIONS),
    "two axes": ({"competitors": table(*ROWS)}, OPTIONS | {"axes": ["price", "stars"]}),
    "not us": ({"competitors": table(*ROWS[1:]), "reviews": REVIEWS}, {"criteria": OPTIONS["criteria"]}),
    "only us": ({"competitors": table(ROWS[0])}, OPTIONS),
    "one rival": ({"competitors": table(*ROWS[:2])}, OPTIONS),
    "sixty": ({"competitors": table(*CROWD, ROWS[1].replace("Birch", "acme"))}, OPTIONS),
    "nothing known": ({"competitors": table("acme,,,,,,", "Birch,,,,,,")}, OPTIONS),
    "we are unknown": ({"competitors": table("acme,,,,,,", *ROWS[1:])}, OPTIONS),
    "all alike": ({"competitors": table(*(f"{n},2026-10-20,s,10,是,4/5,t" for n in ("acme", "b", "c")))}, OPTIONS),
    "no criteria": ({"competitors": table(*ROWS)}, {"us": "acme"}),
    "no columns": ({"competitors": "competitor\nacme\nBirch\n"}, {}),
    "hostile": ({"competitors": table(*HOSTILE), "reviews": REVIEWS.replace("Stranger", "<b>x</b>")}, OPTIONS),
    "headers": ({"competitors": HEAD + "\n", "reviews": "competitor,at,rating\n"}, OPTIONS),
    "only reviews": ({"reviews": REVIEWS}, OPTIONS),
    "nothing": ({}, OPTIONS),
}
UNREADABLE = re.compile(r"\b(?:None|nan|NaN|NaT|inf|<NA>)\b")
DRAWN = ("<svg", "<table", "<figure")


@pytest.fixture(scope="module", params=CASES)
def study(request, tmp_path_factory):
    tables, options = CASES[request.param]
    with small_comparison(tmp_path_factory.mktemp("client"), tables, **options) as found:
        found.case, found.made = request.param, {}
        yield found


def shown(study, name, language):
    """One piece, made once for all tests of a study."""
    if (name, language) not in study.made:
        arguments = ("swot",) if name == "note" else ()
        piece = getattr(competitor_comparison, name)
        study.made[name, language] = piece(study, *arguments, locale=Locale(language), color="#0F766E")
    return study.made[name, language]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_piece_can_be_read(study, language):
    for name in competitor_comparison.__all__:
        piece = shown(study, name, language)
        words = re.sub("<[^>]+>", " ", piece.html)
        assert not UNREADABLE.search(words), name
        if study.case != "hostile":
            assert not re.search(r"\{\w*\}", words), name
        ElementTree.fromstring(
            f"<x>{piece.html.replace('<br>', '<br/>')}</x>"
        )  # well formed, nothing from the data is markup
        for fact in piece.facts:
            assert fact.id in FACTS
            json.dumps(fact.as_json(), allow_nan=False)
            if fact.ok and fact.low is not None:
                assert fact.low - 1e-12 <= fact.value <= fact.high + 1e-12


def test_no_number_has_two_values_and_languages_agree(study):
    seen = {}
    for name in competitor_comparison.__all__:
        facts = shown(study, name, "en").facts
        assert shown(study, name, "zh").facts == facts, name
        for fact in facts:
            written = fact.as_json()
            key = json.dumps([written[part] for part in ("id", "dims", "start", "end")], sort_keys=True)
            assert seen.setdefault(key, written) == written, name


@pytest.mark.parametrize("study", ["headers", "nothing"], indirect=True)
def test_what_has_no_data_draws_nothing(study):
    for name in set(competitor_comparison.__all__) - {"note"}:
        html = shown(study, name, "en").html
        assert not any(tag in html for tag in DRAWN), name
        assert html.count("<p") <= 1, name


@pytest.mark.parametrize("study", ["hostile"], indirect=True)
def test_text_of_the_data_stays_text(study):
    for name in competitor_comparison.__all__:
        html = shown(study, name, "zh").html
        assert "<script" not in html and "<img" not in html and "\u202e" not in html, name


@pytest.mark.parametrize("study", ["everything"], indirect=True)
def test_the_first_screen_says_rank_certainty_and_sides(study):
    header, answer = shown(study, "header", "en").html, shown(study, "answer", "zh").html
    assert "October 2026: Acme ranks 1 of 4" in header
    assert "顶点综合得分" in answer and "随机权重" in answer
    assert [fact.id for fact in shown(study, "answer", "en").facts][:3] == [
        "competitor_score",
        "competitor_rank",
        "rank_stability",
    ]


@pytest.mark.parametrize("study", ["everything"], indirect=True)
def test_old_rows_and_strangers_are_named(study):
    evidence, table_ = shown(study, "evidence", "en").html, shown(study, "review_table", "en").html
    assert "to be looked up again: Cedar." in evidence and "observed after the period" in evidence
    assert "Not in the comparison itself: Stranger." in table_


@pytest.mark.parametrize("study", ["not us"], indirect=True)
def test_without_our_row_the_leader_is_named(study):
    assert "Elm leads" in shown(study, "header", "en").html
    assert "Which row is the client&#x27;s own is not known." in shown(study, "answer", "en").html


@pytest.mark.parametrize(
    ("own", "title", "answer"),
    [
        ("", "2 of 3 share the highest overall score", "Birch, Cedar share the highest overall score"),
        ("acme,2026-10-20,own,15,是,4/5,t", "Acme ranks 3 of 4", "Birch, Cedar share the lead with"),
    ],
)
def test_nobody_leads_alone_where_the_highest_score_is_shared(tmp_path, own, title, answer):
    rows = [f"{name},2026-10-20,shop,{price},是,4/5,t" for name, price in (("Birch", 10), ("Cedar", 10), ("Elm", 20))]
    criteria = {"criteria": {"price": {"better": "lower"}}}
    with small_comparison(tmp_path, {"competitors": table(*rows, *filter(None, [own]))}, **criteria) as study:
        look = {"locale": Locale("en", study.client.currency), "color": "#0F766E"}
        assert title in competitor_comparison.header(study, **look).html
        assert answer in competitor_comparison.answer(study, **look).html


def test_a_piece_is_a_study_and_how_to_read_it():
    for name in competitor_comparison.__all__:
        parameters = inspect.signature(getattr(competitor_comparison, name)).parameters
        assert list(parameters)[0] == "study"
        assert {"locale", "color"} <= {key for key, p in parameters.items() if p.kind is p.KEYWORD_ONLY}
