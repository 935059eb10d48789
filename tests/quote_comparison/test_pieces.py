"""Every piece of the comparison of offers, in both languages, for offers as they may come."""

import math
import re
from html.parser import HTMLParser

import pytest

from tests.small_offers import ALL, CHEAP, GAPPED, NEEDS, SOUND, TERMS, small_offers
from toolkit import quote_comparison as room
from toolkit.i18n import Locale

EN, ZH = Locale("en"), Locale("zh")
PIECES = [piece for name in room.__all__ if callable(piece := getattr(room, name)) and name != "note"]
HOSTILE = '</h1><script>alert("1")</script> {names} 🦊' + "x" * 300
NASTY = {
    HOSTILE: SOUND | {"name": HOSTILE, "source": HOSTILE, "terms": TERMS | {"exit": HOSTILE}},
    "b": {
        "price": "0",
        "parts": {"labour": "0.1", "profit": "0.2"},
        "cases": [HOSTILE] * 9,
        "items": {},
        "team": {HOSTILE: "0.1"},
        "effect": {"promise": HOSTILE, "metric": "line", "baseline": "-1e9"},
        "services": [HOSTILE],
        "discounts": {"6": "1", "12": "0.5"},
    },
}
CASES = {
    "three": {"offers": ALL},
    "none": {"offers": {}},
    "one": {"offers": {"a": SOUND}},
    "one silent": {"offers": {"a": {}}},
    "identical": {"offers": {"a": SOUND, "b": SOUND}},
    "silent": {"offers": {"a": {}, "b": {}}},
    "twelve": {"offers": {f"offer {i:02}": CHEAP | {"price": str(10_000 + i)} for i in range(13)}},
    "nasty": {"offers": NASTY, "needs": NEEDS | {HOSTILE: "2"}, "departments": {HOSTILE: {"weights": {"price": "1"}}}},
    "no needs": {"offers": {"a": {"price": "1"}, "b": {"price": "2"}}, "needs": {}, "departments": {}},
    "usual weights": {"offers": ALL, "departments": {}},
    "no weight": {
        "offers": {"a": {"price": "1"}, "b": {"price": "1"}},
        "departments": {"x": {"weights": {"price": "1"}}},
    },
    "two in months": {
        "offers": {
            "a": GAPPED | {"one_off": [{"name": "New shop", "amount": "60000", "months": "2"}]},
            "b": CHEAP | {"commission_rate": "0.1"},
        }
    },
}


class Tags(HTMLParser):
    """Which tags stand open at the end, and which ever stood."""

    def __init__(self, html):
        super().__init__()
        self.open, self.seen = [], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        if tag not in ("br", "meta", "image", "use", "path"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            assert self.open.pop() == tag


def shown(study, locale):
    return {piece.__name__: piece(study, locale=locale, color="#0F766E") for piece in PIECES}


def words(fragment):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", re.sub("<svg.*?</svg>", "", fragment.html, flags=re.DOTALL)))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_any_offers_make_whole_pieces_and_sound_facts(case, tmp_path):
    with small_offers(tmp_path, **CASES[case]) as study:
        both = [shown(study, locale) for locale in (EN, ZH)]
    for pieces in both:
        for name, piece in pieces.items():
            tags = Tags(piece.html)
            assert tags.open == [] and "script" not in tags.seen, name
            assert not re.search(r"\bnan\b|\bNone\b(?! was)|\binf\b|Decimal", words(piece)), name
    facts = [fact for piece in both[0].values() for fact in piece.facts]
    known = {}
    for fact in facts:
        assert fact.value is None or math.isfinite(fact.value)
        key = (fact.id, tuple(sorted(fact.dims.items())), fact.start, fact.end)
        assert known.setdefault(key, fact.value) == fact.value


@pytest.mark.parametrize(
    ("offers", "title"),
    [
        (ALL, "sound leads 3 offers, but that depends on the weights"),
        ({"a": SOUND, "b": CHEAP | {"price": "25000"}}, "leads 2 offers, and other weights hardly change that"),
        (
            ALL | {"gapped": GAPPED | {"price": "28000", "covers": {"content": "yes", "chat": "yes"}}},
            "but that depends on the weights and on what is not known",
        ),
        (
            {"a": SOUND, "b": CHEAP | {"covers": {"content": "yes"}, "price": "20000"}},
            "b leads 2 offers, but that depends on what is not known",
        ),
        ({"a": SOUND, "b": {"covers": {"content": "yes"}}}, "too little is known to rank 2 offers"),
        ({"a": SOUND | {"name": "A"}, "b": SOUND | {"name": "B"}}, "A, B share the lead of 2 offers"),
        ({"a": SOUND}, "is the only offer, with nothing to compare it with"),
        ({"a": {}, "b": {}}, "too little is known to rank 2 offers"),
        ({}, "no offers to compare yet"),
    ],
)
def test_the_title_says_who_leads_and_whether_that_holds(offers, title, tmp_path):
    with small_offers(tmp_path, offers) as study:
        assert title.casefold() in words(room.header(study, locale=EN, color="#0F766E")).casefold()


def test_a_lead_that_only_fuller_knowledge_could_take(tmp_path):
    """Of c two thirds are known, and good: nobody leads alone; of d a third, and d has no rank but may have one yet."""
    departments = {"x": {"weights": {"content": "2", "price": "1"}}}
    offers = {"a": {"covers": {"content": "yes"}, "price": "10"}, "b": {"covers": {"content": "no"}, "price": "20"}}
    with small_offers(tmp_path, offers | {"c": {"covers": {"content": "yes"}}}, departments=departments) as study:
        assert study.leaders == ["a", "c"]
    with small_offers(tmp_path, offers | {"d": {"price": "12"}}, departments=departments) as study:
        assert study.leaders == ["a"] and not study.is_open("a")  # d's price is not the best


def test_the_answer_names_dissent_and_what_speaks_against_the_leader(tmp_path):
    with small_offers(tmp_path) as study:
        text = words(room.answer(study, locale=EN, color="#0F766E"))
        assert "Business team: gapped, Finance team: cheap" in text
        assert "It raises no red flag; the other offers raise 2." in text
    with small_offers(tmp_path, {"gapped": GAPPED, "silent": {}}) as study:
        assert "parts and price do not agree" in words(room.answer(study, locale=EN, color="#0F766E"))


def test_a_lead_by_a_contradicted_price_says_so(tmp_path):
    offers = {"a": GAPPED | {"price": "10000"}, "b": GAPPED | {"price": "20000", "parts": {"labour": "20000"}}}
    with small_offers(tmp_path, offers) as study:
        assert "If prices were what their parts add up to, b would lead." in words(
            room.answer(study, locale=EN, color="#0F766E")
        )
        assert "depends on what is not known" in words(room.header(study, locale=EN, color="#0F766E"))


def test_prices_and_gaps_are_written_to_the_cent(tmp_path):
    exact = {"price": "0.30", "parts": {"labour": "0.1", "profit": "0.2"}}
    odd = {"price": "0.29", "parts": {"labour": "0.1", "profit": "0.2"}}
    with small_offers(tmp_path, {"exact": exact, "odd": odd}) as study:
        text = words(room.parts(study, locale=EN, color="#0F766E"))
        assert "odd: the parts add up to ¥0.30, the price is ¥0.29, a gap of ¥0.01 a month." in text
        assert "+¥0.01" in text and "exact:" not in text
        assert "parts differ" in words(room.prices(study, locale=EN, color="#0F766E"))


def test_months_with_work_paid_out_of_the_price_have_a_line_of_their_own(tmp_path):
    with small_offers(tmp_path, **CASES["two in months"]) as study:
        text = words(room.parts(study, locale=EN, color="#0F766E"))
        assert "months 1 to 2: the parts and one-off work add up to ¥68,000, the price is ¥30,000" in text
        assert "months 3 to 12: the parts and one-off work add up to ¥38,000" in text


def test_a_promise_is_quoted_and_never_a_fact(tmp_path):
    with small_offers(tmp_path) as study:
        piece = room.promises(study, locale=EN, color="#0F766E")
        assert "“40 % come back”" in words(piece) and "25.0%" in words(piece)
        assert [fact.value for fact in piece.facts] == [None]  # our own retention, not known here


def test_what_an_offer_does_not_say_is_a_dash(tmp_path):
    with small_offers(tmp_path, {"a": SOUND, "b": {"covers": {"content": "yes"}}}) as study:
        rows = words(room.needs(study, locale=EN, color="#0F766E"))
        assert "chat 33% yes –" in rows and "100% of 1 known" in rows
        assert "Exit one month&#x27;s notice –" in words(room.terms(study, locale=EN, color="#0F766E"))


def test_questions_are_asked_of_each_and_end_with_tax(tmp_path):
    with small_offers(tmp_path) as study:
        piece = room.questions(study, locale=EN, color="#0F766E")
        assert piece.html.count("Does the price include tax") == 3
        assert "Under which conditions would you agree to: exit?" in words(piece)
        assert "各项构成合计¥38,000，报价却为¥30,000" in words(room.questions(study, locale=ZH, color="#0F766E"))


def test_a_note_of_the_analyst_stands_where_there_is_one(tmp_path):
    with small_offers(tmp_path) as study:
        assert room.note(study, "offers", locale=EN, color="#0F766E").html == ""


def test_without_a_leader_no_offer_is_spoken_of_as_one(tmp_path):
    offers = {"a": {"price": "5", "term_months": "3"}, "b": GAPPED | {"covers": {}, "terms": {}}}
    with small_offers(tmp_path, offers, departments={}) as study:
        assert study.ranked == 0
        said = words(room.answer(study, locale=EN, color="#0F766E"))
    assert "red flag" not in said and "Comparable price" not in said
    with small_offers(tmp_path, {"a": SOUND, "b": SOUND}) as study:
        said = words(room.answer(study, locale=EN, color="#0F766E"))
    assert "Score of the leader" in said and "Comparable price" not in said
