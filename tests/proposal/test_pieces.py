"""Every piece of the proposal, in both languages, from whatever a client file and its tables hold."""

import inspect
import re
from datetime import date
from types import SimpleNamespace

import pytest

from tests.quote.small_proposal import BASIC, ORDERS, STANDARD, small_proposal
from toolkit import proposal
from toolkit.export.facts import validate
from toolkit.i18n import Locale
from toolkit.metrics.fact import Scope
from toolkit.proposal import fees

HOSTILE = "<script>alert(1)</script>&" + "长" * 80
TEAM = {"operation_specialist": 1, "data_analyst": 0.5, "<b>wizard</b>": {"heads": 0.25, "pay": 9000}}
RICH = {
    "issued": "2026-11-05",
    "tax_rate": 0.06,
    "offer": "basic",
    "agency": "Quay",
    "spend": [{"name": HOSTILE, "amount": "12.34"}],
    "packages": {
        "basic": BASIC
        | {"within": {"technology": {"server": 1000, "tools": 2000}}, "team": TEAM, "discounts": {3: 0.1}}
        | {"includes": [HOSTILE], "options": [{"name": "Photos", "price": 5, "per": "once"}]},
        "standard": STANDARD | {"one_off": [{"name": "Redesign", "amount": 80_000, "months": 2}]},
        HOSTILE[:60]: {"term_months": 1, "items": {"seo": 1500, HOSTILE[:40]: "0.01"}},
    },
    "goals": {"gmv": {"by": 0.2}, "d1_retention": {"points": 0.05}},
    "risks": {
        "policy": {"likelihood": 5, "impact": 5},
        "own": {"name": HOSTILE, "likelihood": 1, "impact": 1, "response": "x"},
    },
    "simulation": {"margin": 0.5, "source": HOSTILE},
}
MODELS = [
    {
        "model": "project",
        "price": 900,
        "milestones": [{"name": "A", "share": 0.5, "due": "2027-01-01"}, {"name": "B", "share": 0.5}],
    },
    {
        "model": "performance",
        "above": {"line": 100, "rate": 0.1},
        "commission_base": "net_revenue",
        "less": ["freight"],
    },
    {
        "model": "commission",
        "commission_rate": 0.1,
        "commission_base": "gmv",
        "tiers": [{"above": 5, "rate": 0.2}],
        "cap": 9,
    },
]
TARGETS = {
    "gmv": {"normal": 1000, "good": 1500},
    "refund_rate": {"better": "lower", "normal": 0.05},
    "d1_retention": {"normal": 0.2},
    "nps": {"normal": 10},
    "page_share": {"normal": 0.1},
}
CASES = {
    "rich": (RICH, {"orders": ORDERS}, {"targets": TARGETS, "notes": {"insight": HOSTILE}}),
    "rich without data": (RICH, {}, {"targets": TARGETS}),
    "models": (RICH | {"fee_models": MODELS}, {"orders": ORDERS}, {}),
    "other currency": (RICH, {"orders": ORDERS}, {"currency": "USD"}),
    "nothing": ({}, {}, {}),
    "only goals": ({"goals": {"gmv": {"by": 0.1}}}, {"orders": ORDERS}, {}),
    "final": ({"status": "final", "packages": {"basic": BASIC}}, {}, {}),
    "price only": ({"packages": {"x": {"price": 5, "term_months": 3}}}, {"orders": ORDERS}, {}),
    "for nothing": (
        {"packages": {"x": {"price": 0, "term_months": 30, "parts": {"profit": 0}}}},
        {"orders": ORDERS},
        {},
    ),
}
SIDES = ("client_better_off", "agency_better_off")
PIECES = [piece for name in proposal.__all__ if callable(piece := getattr(proposal, name))]


def rate(percent):
    return Scope(date(2026, 12, 1), date(2026, 12, 31), "CNY").rate(SIDES[0], percent * 40, 4_000)


def shown(study, piece, locale):
    data = ("insight",) if len(inspect.signature(piece).parameters) == 4 else ()
    return piece(study, *data, locale=locale, color="#0F766E")


@pytest.mark.parametrize("case", CASES)
def test_every_piece_in_both_languages(tmp_path, case):
    options, tables, settings = CASES[case]
    with small_proposal(tmp_path, options, tables, **settings) as study:
        known = {}
        for piece in PIECES:
            pages = {
                language: shown(study, piece, Locale(language, study.client.currency)) for language in ("zh", "en")
            }
            assert pages["zh"].facts == pages["en"].facts
            for language, page in pages.items():
                assert "<script" not in page.html
                assert "nan" not in re.sub(r"[a-z]nan|nan[a-z]", "", page.html.lower()), (piece.__name__, language)
                assert not re.search(r"\{[a-z]+\}|None", page.html), (piece.__name__, language)
            if case == "rich":
                assert not re.search("[一-鿿]", pages["en"].html.replace("长", "").replace("顶点", "")), piece.__name__
            for fact in pages["zh"].facts:
                key = (fact.id, tuple(sorted(fact.dims.items())), fact.start, fact.end)
                assert known.setdefault(key, fact) == fact
        validate(document(study, known.values()))


def document(study, facts):
    period = {"label": "2026-10", "start": "2026-10-01", "end": "2026-10-31"}
    made_from = {"schema": 1, "client": "acme", "report": "proposal", "period": period, "inputs": {}, "versions": {}}
    return made_from | {"facts": [fact.as_json() for fact in facts]}


def test_a_draft_shows_its_gap_and_a_final_one_no_banner(tmp_path):
    with small_proposal(tmp_path, {"packages": {"standard": STANDARD}}) as study:
        cover = proposal.header(study, locale=Locale("en"), color="#000000")
        table = proposal.packages(study, locale=Locale("zh"), color="#000000")
    assert "Draft, not to be signed." in cover.html
    assert "its parts come to ¥38,000 against a price of ¥30,000, a gap of ¥8,000 a month" in cover.html
    assert "每月相差¥8,000" in table.html
    assert {(fact.id, fact.value) for fact in cover.facts} >= {("quote_gap", 8_000)}
    with small_proposal(tmp_path, {"status": "final", "packages": {"basic": BASIC}}) as study:
        pieces = (proposal.header, proposal.packages, proposal.signatures)
        html = "".join(piece(study, locale=Locale("en"), color="#000000").html for piece in pieces)
    assert 'class="banner"' not in html
    assert "final" in html
    assert "All packages add up to the cent." in html


def test_a_prospect_without_data_reads_no_result_of_its_own(tmp_path):
    """What is simulated on a range for anybody's sales says nothing of this client: not on the first screen."""
    with small_proposal(tmp_path, {"packages": {"basic": BASIC}}) as study:
        answer = proposal.answer(study, locale=Locale("en"), color="#000000")
        below = proposal.recommendation(study, locale=Locale("en"), color="#000000")
    assert {fact.id for fact in answer.facts} == {"quote_monthly", "budget_total"}
    assert "Goals are agreed once the first month has measured where you stand." in answer.html
    assert "Fixed fee" in below.html and "no data are given yet" in below.html
    assert "not what this client would gain" in below.html


def test_a_usual_model_that_more_likely_loses_is_not_said_to_fit(tmp_path):
    with small_proposal(tmp_path, {"packages": {"basic": BASIC}}, {"orders": ORDERS}) as study:
        html = proposal.answer(study, locale=Locale("en"), color="#000000").html
    assert "is usual; yet on the stated assumptions" in html and " fits:" not in html


def test_another_model_is_named_only_where_neither_side_loses(tmp_path):
    """Client 55 % and agency 94 % as is usual: 59 and 68 is no better, 60 and 94 is."""
    found = {"usual": (55, 94), "risky": (59, 68), "sound": (60, 94)}
    known = {name: dict(zip(SIDES, map(rate, shares), strict=True)) for name, shares in found.items()}
    study = SimpleNamespace(outcomes=SimpleNamespace(by_model=known))
    assert fees._better(study, "usual") == "sound"
    del known["sound"]
    assert fees._better(study, "usual") is None


def test_the_cover_names_client_agency_date_validity_and_version(tmp_path):
    with small_proposal(tmp_path, RICH) as study:
        html = proposal.header(study, locale=Locale("en"), color="#000000").html
    for words in ("Acme", "Quay", "5 November 2026", "5 December 2026", study.version):
        assert words in html


def test_the_quotation_adds_up_as_it_is_shown(tmp_path):
    """15,000 less 10 % is 13,500 a month, 81,000 in six months, 4,860 of tax."""
    options = {"tax_rate": 0.06, "packages": {"basic": BASIC | {"discounts": {3: 0.1}}}}
    with small_proposal(tmp_path, options) as study:
        html = proposal.packages(study, locale=Locale("en"), color="#000000").html
    for words in ("¥8,000", "53.3%", "¥13,500", "10.0%", "6 months", "¥81,000", "¥4,860", "¥85,860"):
        assert words in html


def test_risks_keep_what_the_client_file_does_not_change(tmp_path):
    with small_proposal(tmp_path, RICH) as study:
        html = proposal.risks(study, locale=Locale("en"), color="#000000").html
    assert html.index("Policy") < html.rindex("Churn")  # 5 x 5 stands first now
    assert "Platform rules and data-protection law" in html
    assert "&lt;script&gt;" in html


def test_money_of_another_currency_is_not_simulated_with_this_rate_card(tmp_path):
    with small_proposal(tmp_path, RICH, currency="USD") as study:
        html = proposal.unusual(study, locale=Locale("en", "USD"), color="#000000").html
        assert "in another currency" in html
        assert study.outcomes is None
