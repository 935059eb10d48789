"""Every piece of the settlement, in both languages, for every model and state."""

import re
from html import unescape

import pytest

from tests.quote.test_settlement import COMMISSION, LINES, TABLES, settled
from tests.small_review import csv
from toolkit import settlement as settle
from toolkit.i18n import Locale
from toolkit.metrics.catalogue import FACTS

PIECES = [getattr(settle, name) for name in settle.__all__ if name not in ("TABLES", "note")]
MILESTONES = [
    {"name": {"en": "<b>Design</b>", "zh": "设计"}, "share": 0.3, "due": "2026-10-20", "reached_on": "2026-10-25"},
    {"name": "Launch", "share": 0.7},
]
CONTRACTS = {
    "fixed": {"model": "fixed", "base": 8000, "agency": {"en": "Bright Agency", "zh": "明日运营"}},
    "commission": COMMISSION,
    "tiers": COMMISSION | {"tiers": [{"above": 2000, "rate": 0.1}]},
    "hybrid": COMMISSION | {"model": "hybrid", "base": 100, "cap": 200, "less": ["freight", "platform_fee"]},
    "floor": COMMISSION | {"floor": 999},
    "counted": {"model": "performance", "per": {"new_users": 8, "appointment_conversion": 20}},
    "above": {"model": "performance", "above": {"line": 1000, "rate": 0.1}, "commission_base": "gmv"},
    "project": {"model": "project", "price": 1000, "milestones": MILESTONES},
    "started": {"model": "project", "start": "2026-10-02", "start_fee": 5, "milestones": [{"name": "x", "amount": 1}]},
    "package": {"model": "package", "base": 3000, "term_months": 12, "discount": 0.125},
    "lines": {
        "model": "fixed",
        "base": 900,
        "bonus": {"gmv": {"normal": 10}},
        "deduction": {"refund_rate": {"fail": 20}, "gmv": {"forecast": 7}},
    },
}
AGREED = {
    "targets": LINES | {"refund_rate": {"better": "lower", "normal": 0.001}, "csat": {"normal": 4}},
    "forecast": {"gmv": 9000, "new_users": 20, "promised": {"new_users": 50}},
}


def shown(study, language: str) -> dict[str, str]:
    locale = Locale(language)
    fragments = {piece.__name__: piece(study, locale=locale, color="#0F766E") for piece in PIECES}
    for fragment in fragments.values():
        assert all(fact.id in FACTS for fact in fragment.facts)
        assert "None" not in fragment.html and "{" not in fragment.html and "<b>Design" not in fragment.html
    return {name: re.sub("<[^>]+>", " ", fragment.html) for name, fragment in fragments.items()}


@pytest.mark.parametrize(
    ("name", "until"),
    [*((name, "2026-11-01") for name in CONTRACTS), ("lines", "2026-10-10"), ("commission", "2026-10-10")],
)
def test_every_piece_of_every_model(tmp_path, name, until):
    with settled(tmp_path, CONTRACTS[name], until=until, **AGREED) as study:
        said = [shown(study, language) for language in ("zh", "en")]
    assert all(texts["answer"] and texts["fee"] and texts["lines"] for texts in said)
    assert ("签字" in said[0]["statement"]) == ("Signature and seal" in said[1]["statement"])
    assert ("签字" in said[0]["statement"]) == (study.state == "final")


def test_what_the_english_reader_reads(tmp_path):
    with settled(tmp_path, CONTRACTS["commission"], **AGREED) as study:
        said = shown(study, "en")
    assert "October 2026: the fee owed is ¥143.00" in said["header"]
    assert "Commission is paid on ¥2,860.00 of gross sales of ¥3,000.00." in said["answer"]
    assert "5% of ¥2,900.00" in said["fee"] and "−¥2.00" in said["fee"]
    assert "Refunds of ¥40.00 belong to orders of earlier months" in said["refunds"]
    assert "No refund for an order of this period was started after it up to 1 November 2026." in said["refunds"]
    assert "Of the promised 50 new users, 30 came (60.0%). The forecast is scaled to ¥5,400." in said["forecast"]
    assert "¥3,000 came, 55.6% of it; at least 80% is required: missed." in said["forecast"]
    assert "33 order lines and 30 orders, each with a user." in said["reconciliation"]


def test_the_rows_of_a_page_add_up_to_the_cent(tmp_path):
    with settled(tmp_path, CONTRACTS["hybrid"] | {"less": []}, **AGREED) as study:
        html = settle.fee(study, locale=Locale("en"), color="#0F766E").html
    amounts = [
        text.replace("−", "-") for text in re.findall("<td>(?:<b>)?(−?)¥([0-9.,]+)", html) for text in ["".join(text)]
    ]
    *lines, total = (round(float(text.replace(",", "")) * 100) for text in amounts)
    assert sum(lines) == total == 20_000


def test_refunds_of_other_months_are_never_silent(tmp_path):
    orders = csv(
        "order_id,at,user_id,amount",
        "A,2026-08-01 10:00,,100",
        "A,2026-10-05 10:00,,-10",
        "B,2026-10-01 10:00,,100",
        "B,2026-11-01 10:00,,-20",
        "Z,2026-10-06 10:00,,-5",
    )
    contract = COMMISSION | {"start": "2026-09-01"}
    with settled(tmp_path, contract, tables={"orders": orders}, until="2026-11-01") as study:
        said = shown(study, "en")
    for text in (
        "¥10.00 belong to orders from before",
        "¥5.00 belong to orders that the table",
        "¥20.00 for orders of this",
    ):
        assert text in said["refunds"]
    assert "The difference in net revenue is the refunds" in said["reconciliation"]


def test_a_fee_with_an_unknown_part_says_which(tmp_path):
    with settled(tmp_path, COMMISSION, tables={"events": TABLES["events"]}) as study:
        said = shown(study, "en")
    assert "the fee cannot be settled yet" in said["header"]
    assert "The fee is not known: commission base (no orders table was given)." in said["answer"]
    assert "Nothing is to be signed: the fee is not known." in said["statement"]


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"floor": 143}, "Agreed least of a month's fee: ¥143.00; the sum reaches it."),
        ({"cap": 143}, "Agreed most of a month's fee: ¥143.00; the sum stays within it."),
        ({"floor": 1, "cap": 150}, "at least ¥1.00, at most ¥150.00; the sum lies between them."),
        ({"cap": 100}, "the lines above come to ¥143.00, the agreed most is ¥100.00"),
        ({"floor": 200}, "the lines above come to ¥143.00, the agreed least is ¥200.00"),
    ],
)
def test_agreed_limits_are_said_touched_or_not(tmp_path, limits, said):
    with settled(tmp_path, COMMISSION | limits) as study:
        assert said in unescape(shown(study, "en")["fee"])


def test_tiers_are_spelled_out(tmp_path):
    """Of 2,900.00, 2,000.00 at 5 % and 900.00 at 10 %; the 40.00 of September lie in the second part."""
    with settled(tmp_path, CONTRACTS["tiers"], **AGREED) as study:
        said = shown(study, "en")["fee"]
    assert "5% of ¥2,000.00 + 10% of ¥900.00" in said
    assert "the base falls from ¥2,900.00 to ¥2,860.00" in said and "−¥4.00" in said


def test_a_share_above_a_line_is_spelled_out(tmp_path):
    with settled(tmp_path, CONTRACTS["above"], **AGREED) as study:
        assert "10% of ¥2,000.00 above ¥1,000.00" in shown(study, "en")["fee"]
    contract = CONTRACTS["above"] | {"above": {"line": 3000, "rate": 0.1}}
    with settled(tmp_path, contract, **AGREED) as study:
        assert "nothing above ¥3,000.00" in shown(study, "en")["fee"]


@pytest.mark.parametrize(
    ("period", "contract", "said"),
    [
        ("2026-Q4", {}, "the contract is settled by calendar month"),
        ("2026-10", {"start": "2026-11-01"}, "the contract begins later"),
    ],
)
def test_a_period_without_a_settlement_of_its_own_says_why(tmp_path, period, contract, said):
    with settled(tmp_path, COMMISSION | contract, period=period, **AGREED) as study:
        pages = shown(study, "en")
        (total,) = study.fee_facts
    assert "no settlement of its own" in pages["header"] and f"No fee for this period: {said}." in pages["answer"]
    assert "Nothing is to be signed" in pages["statement"] and (total.value, total.reason) == (None, said)


def test_a_chinese_statement_writes_the_amount_in_characters(tmp_path):
    with settled(tmp_path, CONTRACTS["commission"], **AGREED) as study:
        assert "¥143.00（大写：人民币壹佰肆拾叁元整）" in shown(study, "zh")["statement"]


def test_refunds_beside_their_orders_are_a_stated_limit(tmp_path):
    orders = csv("order_id,at,amount,refund", "A,2026-10-02 10:00,100,40", "B,2026-10-31 10:00,100,0")
    with settled(tmp_path, COMMISSION, tables={"orders": orders}) as study:
        assert "one entered later changes a month already settled" in shown(study, "en")["limits"]


def test_what_an_open_line_moves_is_not_yet_nothing(tmp_path):
    with settled(tmp_path, CONTRACTS["lines"], until="2026-10-20", **AGREED) as study:
        html = settle.lines(study, locale=Locale("en"), color="#0F766E").html
    assert study.state == "provisional"
    assert "¥0.00" not in html


def test_a_base_that_is_not_known_is_not_called_none(tmp_path):
    contract = CONTRACTS["hybrid"] | {"less": ["freight"]}
    with settled(tmp_path, contract, **AGREED) as study:
        said = shown(study, "en")
    assert "No part of the fee rests on the orders table" not in said["reconciliation"]
    assert "no column freight" in said["reconciliation"]


def test_an_agency_without_a_name_signs_on_a_blank(tmp_path):
    with settled(tmp_path, COMMISSION, **AGREED) as study:
        assert "For the agency: ____" in shown(study, "en")["statement"]


def test_days_without_people_are_a_stated_limit_where_people_decide(tmp_path):
    days = [day for day in range(1, 31) if day not in (12, 13)]
    events = csv("user_id,at,event", *(f"u{n},2026-10-{day:02} 10:00,visit" for day in days for n in range(12)))
    tables = {"orders": TABLES["orders"], "events": events}
    line = "Nobody was counted on 12 Oct, 13 Oct"
    for metric, is_said in (("new_users", True), ("gmv", False)):
        targets = {metric: {"normal": 5}}
        with settled(tmp_path, CONTRACTS["fixed"], tables=tables, targets=targets) as study:
            assert (line in shown(study, "en")["limits"]) == is_said
