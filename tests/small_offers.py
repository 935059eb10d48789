"""A comparison of three offers whose numbers are worked out by hand in the tests."""

import json
from contextlib import contextmanager

from tests.small_review import small_review
from toolkit.quote.offers import Offers

NEEDS = {"content": {"weight": "3"}, "chat": {"weight": "2"}, "shop": {"weight": "1"}}
DEPARTMENTS = {
    "business": {"weight": "2", "weights": {"needs": "1"}},
    "finance": {"weights": {"price": "3", "exit": "1"}},
}
TERMS = {
    "settlement_cycle": "monthly",
    "data_ownership": "the client",
    "content_rights": "the client",
    "confidentiality": "two years beyond the end",
    "exit": "one month's notice",
    "handover": "30 days",
    "pilot": "two months",
}
SOUND = {
    "name": "Sound",
    "price": "20000",
    "term_months": "12",
    "parts": {"labour": "12000", "technology": "4000", "profit": "4000"},
    "one_off": [{"name": "Set-up", "amount": "6000", "extra": "true"}],
    "team": {"operation_specialist": "1", "data_analyst": "0.5"},
    "covers": {"content": "yes", "chat": "yes", "shop": "no"},
    "services": ["basic_service", "content"],
    "qualifications": ["ISO 27001"],
    "cases": ["Shop A", "Shop B"],
    "reviews": "4.5",
    "effect": {"promise": "40 % come back", "metric": "d1_retention", "measure": "event log", "baseline": "0.25"},
    "terms": TERMS,
    "on": "2026-10-10",
    "source": "letter",
}
CHEAP = {
    "price": "10000",
    "term_months": "6",
    "covers": {"content": "yes", "chat": "no", "shop": "no"},
    "terms": TERMS | {"exit": "no"},
}
GAPPED = {
    "price": "30000",
    "term_months": "12",
    "parts": {"labour": "18000", "technology": "5000", "marketing": "4000", "operation": "2000"}
    | {"profit": "7500", "risk": "1500"},
    "covers": {"content": "yes", "chat": "yes", "shop": "yes"},
    "terms": TERMS,
}
ALL = {"sound": SOUND, "cheap": CHEAP, "gapped": GAPPED}


@contextmanager
def small_offers(root, offers=ALL, tables=None, currency="CNY", languages=("en", "zh"), targets=None, **options):
    """The comparison of these offers; `options` replace those of the report."""
    asked = {"needs": NEEDS, "departments": DEPARTMENTS, "offers": offers} | options
    asked = json.loads(json.dumps(asked))  # no object twice, for YAML would write an alias
    more = {"reports": {"quote_comparison": asked}, "currency": currency, "language": list(languages)}
    if targets:
        more["targets"] = targets
    with small_review(root, tables or {}, "2026-10", "2026-10-31", **more) as review:
        yield Offers(review)
