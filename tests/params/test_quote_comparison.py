"""Options of the comparison of offers: what is valid, and which mistakes the client file alone tells."""

from decimal import Decimal

import pytest

from toolkit.metrics.catalogue import METRICS
from toolkit.params import rate_card

REPORT = "reports:\n  quote_comparison:\n    needs: {content: 3, chat: {name: {en: Chat, zh: 客服}}}\n"


def offer(body):
    return f"{REPORT}    offers:\n      a: {{{body}}}\n"


def test_what_an_offer_may_say(client):
    body = "price: 30000.10, term_months: 12, parts: {labour: 18000}, covers: {content: yes, chat: unknown}, "
    body += "team: {designer: 0.5}, services: content, cases: [], reviews: 4.5, commission_rate: 0.03, "
    body += "terms: {exit: no, pilot: unknown, handover: 30 days}, on: 2026-10-01"
    found = client(offer(body)).wanted.quote_comparison
    a = found.offers["a"]
    assert (a.price, a.commission_rate) == (Decimal("30000.10"), Decimal("0.03"))
    assert a.covers == {"content": True, "chat": None}
    assert a.terms == {"exit": {}, "pilot": None, "handover": {"en": "30 days", "zh": "30 days"}}
    assert (a.services, a.cases, a.qualifications) == (("content",), (), None)
    assert (a.reviews.rating, a.reviews.n, a.team["designer"].heads) == (4.5, None, Decimal("0.5"))
    assert (found.needs["content"].weight, found.needs["chat"].weight) == (3, 1)


def test_nothing_need_be_said(client):
    found = client("reports: {quote_comparison: }\n").wanted.quote_comparison
    assert (found.needs, found.departments, found.offers) == ({}, {}, {})
    assert client(offer("")).wanted.quote_comparison.offers["a"].price is None


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (offer("covers: {contents: yes}"), 'offers.a.covers: expected one of the needs, got "contents". Did you mean'),
        (offer("covers: {content: maybe}"), "covers.content: expected yes, no or unknown, got"),
        (offer("terms: {exit: yes}"), "terms.exit: expected what the offer says, no, or unknown, got"),
        (offer("terms: {exits: no}"), "terms.exits"),
        (offer("price: 0.105"), "offers.a.price: expected an amount such as 1500 or 1500.50"),
        (offer("price: -5"), "offers.a.price: expected an amount such as 1500 or 1500.50"),
        (offer("reviews: 6"), "reviews.rating: expected a mean rating from 1 to 5"),
        (offer("parts: {labour: 1}, items: {content: 1}"), "items: expected either parts or items of the catalogue"),
        (offer("effect: {promise: more, metric: d1_retentions}"), "effect.metric"),
        (offer("term_months: 1000"), "term_months: expected at most 120 months"),
        (
            REPORT + "    departments: {legal: {weights: {exits: 2}}}\n",
            'departments.legal.weights: expected a need, a term or a criterion, got "exits". Did you mean "exit"?',
        ),
        (REPORT + "    departments: {legal: {weights: {exit: 0}}}\n", "weights.exit: expected a number above 0"),
        (REPORT + "    departments: {legal: {weights: {}}}\n", "weights: expected at least one"),
        (
            "reports: {quote_comparison: {needs: {price: 1}}}\n",
            'needs.price: expected a name that no criterion has, got "price"',
        ),
        (
            "reports: {quote_comparison: {departments: {legal: {weights: {needs: 1}}}}}\n",
            'expected a need, a term or a criterion, got "needs"',
        ),
        ("reports: {quote_comparison: {offer: {}}}\n", 'quote_comparison.offer: expected a known key, got "offer"'),
    ],
)
def test_mistakes_have_their_place(said, body, says):
    mistakes = said(body, metrics=METRICS)
    assert any(says in line for line in mistakes), mistakes


def test_offers_are_measured_by_the_rate_card_beside_the_client_file(client, file):
    card = "name: Rates\non: 2026-11-01\nsource: list\nitems: {content: {name: Content, range: [1500, 4000]}}\n"
    (file("", "unused.yml").parent / "rates").mkdir()
    file(card, "rates/shanghai.yml")
    assert rate_card(client(offer("price: 5"))).items["content"].range == (1500, 4000)
    assert rate_card(client("")) is None
