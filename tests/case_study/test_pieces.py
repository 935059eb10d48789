"""Every piece of the case study, in both languages, from whatever a client gives."""

import inspect
import json
import re
from html import unescape

import pytest

from tests.small_case import CONTROLLED, FASHION_SHOP, START, orders, panel, small_case, wanted
from toolkit import case_study
from toolkit.i18n import Locale
from toolkit.metrics.catalogue import FACTS

UNREADABLE = re.compile(r"\b(nan|NaN|None(?! of \d)|inf)\b|\{\w+\}")
HOSTILE = "</b><script>alert(1)</script> 🍵 " + "very long " * 30
CLAIMS = [
    {"text": "orders +50 %", "metric": "orders"},
    {"text": "five-fold <b>sales</b>", "metric": "gmv", "before": 50000, "after": 300000},
    {"text": "+8 pp", "metric": "retention", "before": 0.2, "after": 0.22},
    {"text": "rate +40 %", "metric": "retention", "before": 0.2, "after": 0.28},
    {"text": "+300 %", "metric": HOSTILE[:200], "after": 5},
    {"text": "double", "metric": "users", "before": 0, "after": 5},
]
FULL = CONTROLLED | {
    "outcome_name": {"en": "visits", "zh": "到店人次"},
    "unit_value": 10,
    "fee": 1000,
    "fee_parts": [{"name": "Work", "amount": 900}, {"name": "Set-up", "amount": 400, "months": 1}],
    "claims": CLAIMS,
}
LIFTED = panel(lift=8.0, treated=2)
SETTINGS = {
    "full": ({"panel": LIFTED, "orders": orders()}, FULL),
    "anonymous": ({"panel": LIFTED, "orders": orders()}, FULL | {"anonymous": True}),
    "money": ({"panel": LIFTED}, CONTROLLED | {"money": True, "fee": 100000}),
    "chance": ({"panel": panel()}, CONTROLLED | {"fee": 0}),
    "few": ({"panel": panel(8, lift=8.0)}, CONTROLLED | {"treated": "s00"}),
    "too few": ({"panel": panel(3)}, CONTROLLED),
    "fell": ({"panel": panel(lift=-8.0, treated=2)}, CONTROLLED),
    "odd": ({"panel": LIFTED.replace("s03", HOSTILE.replace(",", "")).replace("s05", "店🍵")}, CONTROLLED),
    "still": ({"panel": re.sub(r"(s\d\d,[\d-]+),.*", r"\1,0", panel(6))}, CONTROLLED),
    "before": ({"orders": orders()}, {"start": str(START)}),
    "same": ({"orders": orders(10, 10)}, {"start": str(START)}),
    "hidden": ({"orders": orders()}, {"start": str(START), "anonymous": True, "claims": CLAIMS}),
    "said": ({}, {"claims": CLAIMS}),
    "nothing": ({}, {}),
    "no options": ({"orders": orders()}, None),
}


@pytest.fixture(scope="module")
def case(request, tmp_path_factory):
    tables, options = SETTINGS[request.param]
    settings = {"language": ["en", "zh"]} if options is None else wanted(**options)
    with small_case(tmp_path_factory.mktemp("case"), tables, **settings, notes={"answer": "Said by hand"}) as found:
        found.name = request.param
        yield found


def shown(case, name, language):
    more = ("answer",) if name == "note" else ()
    return getattr(case_study, name)(case, *more, locale=Locale(language, "CNY"), color="#0F766E")


def words(html):
    return unescape(re.sub("<[^>]+>", " ", html))


every = pytest.mark.parametrize("case", SETTINGS, indirect=True)


@every
def test_every_piece_can_be_read_in_both_languages(case):
    seen = {}
    for name in case_study.__all__:
        pieces = {language: shown(case, name, language) for language in ("en", "zh")}
        assert pieces["en"].facts == pieces["zh"].facts, name
        for language, piece in pieces.items():
            assert "<script" not in piece.html, name
            if case.name != "odd":
                assert not UNREADABLE.search(words(piece.html).replace(HOSTILE[:200].strip(), "")), (name, language)
        for fact in pieces["en"].facts:
            assert fact.id in FACTS
            written = fact.as_json()
            json.dumps(written, allow_nan=False)
            if fact.ok and fact.low is not None:
                assert fact.low - 1e-9 <= fact.value <= fact.high + 1e-9
            key = json.dumps([written[part] for part in ("id", "dims", "start", "end")], sort_keys=True)
            assert seen.setdefault(key, written) == written, name


@pytest.mark.parametrize("case", ["nothing", "said"], indirect=True)
def test_what_has_no_data_draws_nothing(case):
    for name in set(case_study.__all__) - {"statements"}:
        assert not any(tag in shown(case, name, "en").html for tag in ("<figure", "<table")), name


def text(case, name, language="en"):
    return " ".join(words(shown(case, name, language).html).split())


@pytest.mark.parametrize("case", ["full"], indirect=True)
def test_a_clear_effect_is_the_title(case):
    lift = Locale("en").percent(case.facts["lift"].value)
    assert f"visits {lift} above what would have come without the work" in text(case, "header")
    answer = text(case, "answer")
    assert lift in answer
    assert "chance hardly explains it" in answer
    assert "The return on the fee is" in answer
    assert "to 31 Oct" in answer


@pytest.mark.parametrize("case", ["chance"], indirect=True)
def test_an_effect_that_may_be_chance_is_none(case):
    assert "no effect on the outcome that chance does not explain" in text(case, "header")
    assert "it may well be chance" in text(case, "answer")


@pytest.mark.parametrize("case", ["few"], indirect=True)
def test_so_few_placebos_settle_nothing(case):
    assert case.effect.smallest_p == pytest.approx(1 / 8)
    assert "so few cannot rule out chance" in text(case, "answer")
    assert "could not be below 0.125" in text(case, "chance")


@pytest.mark.parametrize("case", ["before"], indirect=True)
def test_before_and_after_is_no_proof(case):
    assert "of unproven cause" in text(case, "header")
    assert "no proof that the work caused it" in text(case, "answer")
    assert "none of it can be credited to the work" in text(case, "effect")
    assert "without untreated units no change can be credited to the work" in text(case, "worth")


@pytest.mark.parametrize("case", ["fell"], indirect=True)
def test_a_loss_is_said(case):
    assert "below what would have come" in text(case, "header")
    assert "less than" in text(case, "answer")


@pytest.mark.parametrize("case", ["anonymous", "hidden"], indirect=True)
def test_an_anonymous_case_tells_no_name_amount_or_word_of_the_analyst(case):
    everything = " ".join(words(shown(case, name, "en").html) for name in case_study.__all__)
    facts = [fact for name in case_study.__all__ for fact in shown(case, name, "en").facts]
    assert "¥" not in everything
    assert not re.search(r"\bs\d\d\b|Acme|Said by hand|five-fold|50,000|300,000", everything)
    assert not [fact for fact in facts if fact.unit == "CNY" and fact.ok]
    assert not [fact for fact in facts if re.search("s[0-9][0-9]|Acme", json.dumps(dict(fact.dims)))]


@pytest.mark.parametrize("case", ["full"], indirect=True)
def test_statements_that_do_not_hold_are_told_with_the_right_figure(case):
    said = text(case, "statements")
    assert "“five-fold <b>sales</b>” does not hold: from ¥50,000 to ¥300,000 is +500%, 6 times, not 5 times." in said
    assert "“+8 pp” does not hold: from 20.0% to 22.0% is +2.0 pp, not +8.0 pp." in said
    assert "does not say whether percentage points or per cent. From 20.0% to 28.0% it is +8.0 pp, or +40.0%." in said
    assert "“orders +50 %”" not in said  # it holds
    assert "The fee is stated as ¥1,000 a month, but its parts add to ¥1,300 (month 1), ¥900 (from month 2 on)." in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_fashion_shop_is_told_the_right_figures(tmp_path, language):
    with small_case(tmp_path, {}, **FASHION_SHOP) as case:
        said = text(case, "statements", language)
    figures = {
        "en": ("12,500 before", "+500%, 6 times, not 5 times", "percentage points or per cent", "¥120,000", "¥80,000"),
        "zh": ("之前应为12,500", "+500%，即6倍，不是5倍", "是百分点还是百分比", "¥120,000", "¥80,000"),
    }
    assert [figure for figure in figures[language] if figure not in said] == []


def test_a_piece_is_a_case_and_how_to_read_it():
    for name in case_study.__all__:
        parameters = inspect.signature(getattr(case_study, name)).parameters
        assert list(parameters)[0] == "case"
        assert {"locale", "color"} <= {key for key, p in parameters.items() if p.kind is p.KEYWORD_ONLY}


def test_small_values_keep_their_digits(tmp_path):
    claims = [{"text": "churn down 20 %", "metric": "churn", "before": "0.5", "after": "0.35"}]
    with small_case(tmp_path, {}, **wanted(start="2026-09-01", claims=claims)) as case:
        assert "from 0.50 to 0.35 is −30%, 0.70 times, not −20%" in text(case, "statements")
