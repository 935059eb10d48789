"""Each red flag has an offer that raises it and one that does not."""

from decimal import Decimal

import pytest

from toolkit.params.quote_comparison import TERMS, Offer
from toolkit.params.rates import RateCard
from toolkit.quote.costs import cost
from toolkit.quote.red_flags import FAR_BELOW, flags

CARD = RateCard(
    name="Rates",
    on="2026-11-01",
    source="list",
    items={
        "content": {"name": "Content", "range": ["1500", "4000"]},
        "care": {"name": "Care", "range": ["3000", "8000"]},
        "adverts": {"name": "Adverts", "unit": "spend", "range": ["0.1", "0.2"]},
    },
)
SERVICES = ["content", "care"]
ALL_TERMS = dict.fromkeys(TERMS, "as agreed")


def raised(sales="100000", card=CARD, **said):
    offer = Offer(**said)
    return flags("a", offer, cost("a", offer, sales and Decimal(sales)), card)


def kinds(**said):
    return [flag.kind for flag in raised(**said)]


def test_an_offer_without_a_word_raises_none():
    assert kinds() == []


@pytest.mark.parametrize(
    ("kind", "with_it", "without"),
    [
        ("gap", {"price": "30", "parts": {"labour": "38"}}, {"price": "38", "parts": {"labour": "38"}}),
        ("gap", {"price": "0.31", "parts": {"labour": "0.1", "risk": "0.2"}}, {"price": "0.31"}),
        ("too_cheap", {"price": "3374", "services": SERVICES}, {"price": "3375", "services": SERVICES}),  # 0.75 x 4,500
        ("dearer_longer", {"discounts": {"6": "0.1", "12": "0.05"}}, {"discounts": {"6": "0.05", "12": "0.1"}}),
        ("no_measure", {"effect": {"promise": "more"}}, {"effect": {"promise": "more", "measure": "event log"}}),
        ("commission_base", {"commission_rate": "0.1"}, {"commission_rate": "0.1", "terms": ALL_TERMS}),
        ("data_ownership", {"terms": ALL_TERMS | {"data_ownership": "no"}}, {"terms": ALL_TERMS}),
        ("confidentiality", {"terms": {"exit": "30 days"}}, {"terms": ALL_TERMS | {"confidentiality": "unknown"}}),
        ("exit", {"terms": {"handover": "30 days"}}, {"terms": {"exit": "unknown"}}),
        ("pilot", {"term_months": "12", "terms": {"exit": "x"}}, {"term_months": "3", "terms": {"exit": "x"}}),
        ("pilot", {"term_months": "4", "terms": ALL_TERMS | {"pilot": "no"}}, {"term_months": "4", "terms": ALL_TERMS}),
    ],
)
def test_each_flag(kind, with_it, without):
    assert kinds(**with_it).count(kind) == 1
    assert kind not in kinds(**without)


def test_a_flag_holds_what_it_is_seen_by():
    (gap,) = raised(price="30000", parts={"labour": "38000"})
    assert (gap.numbers["parts"], gap.numbers["price"], gap.numbers["gap"]) == (38_000, 30_000, 8_000)
    (dear,) = raised(price="6000", discounts={"6": "0.10", "24": "0.05"})
    assert (dear.numbers["cheap"], dear.numbers["dear"]) == (5_400, 5_700)
    (cheap,) = raised(price="3000", services=["content", "care", "adverts", "magic"])
    assert (cheap.numbers["usual"], cheap.numbers["services"]) == (4_500, 2)  # two of them have a price a month
    assert cheap.numbers["price"] < 4_500 * FAR_BELOW


def test_a_commission_counts_towards_the_price():
    assert kinds(price="3000", commission_rate="0.01", services=SERVICES, terms=ALL_TERMS) == []  # 3,000 + 1,000
    assert kinds(sales=None, price="3000", commission_rate="0.01", services=SERVICES, terms=ALL_TERMS) == []


def test_without_a_rate_card_no_price_is_called_cheap():
    assert kinds(card=None, price="1", services=["content"]) == []


def test_an_excluded_term_is_told_from_one_that_is_not_spoken_of():
    found = {flag.kind: flag.is_excluded for flag in raised(terms={"exit": "no"})}
    assert found == {"exit": True, "data_ownership": False, "confidentiality": False}
