"""Questions come from what is not known and from red flags, and from nothing else."""

from datetime import date
from decimal import Decimal

from toolkit.params.quote_comparison import TERMS, Need, Offer
from toolkit.quote.costs import cost
from toolkit.quote.needs import coverage
from toolkit.quote.questions import STALE_DAYS, questions
from toolkit.quote.red_flags import flags

NEEDS = {"content": Need(), "chat": Need()}
COMPLETE = {
    "price": "100",
    "term_months": "3",
    "parts": {"labour": "100"},
    "team": {"designer": "1"},
    "covers": {"content": "yes", "chat": "yes"},
    "qualifications": [],
    "cases": [],
    "reviews": "4",
    "effect": {"promise": "more", "measure": "log", "baseline": "1"},
    "terms": dict.fromkeys(TERMS, "as agreed"),
    "on": "2026-10-01",
}


def asked(as_of=date(2026, 10, 31), **said):
    offer = Offer(**said)
    found = cost("a", offer, None)
    raised = flags("a", offer, found, None)
    return {each.about: each for each in questions("a", offer, found, coverage(NEEDS, offer.covers), raised, as_of)}


def test_a_complete_offer_leaves_none():
    assert asked(**COMPLETE) == {}


def test_a_silent_one_is_asked_everything():
    found = asked()
    assert {"price", "term", "parts", "needs", "terms", "effect", "team", "cases", "reviews"} <= set(found)
    assert found["needs"].of == ("content", "chat")
    assert "commission_base" not in found["terms"].of  # no commission, no base


def test_each_question_comes_from_what_it_is_about():
    assert asked(**COMPLETE | {"price": "90"})["gap"].numbers["gap"] == Decimal(10)
    assert asked(**COMPLETE | {"covers": {"content": "no", "chat": "yes"}})["lacking"].of == ("content",)
    assert asked(**COMPLETE | {"terms": COMPLETE["terms"] | {"exit": "no"}})["excluded"].of == ("exit",)
    assert set(asked(**COMPLETE | {"effect": {"promise": "more"}})) == {"measure", "baseline"}
    assert asked(**COMPLETE | {"commission_rate": "0.1", "terms": {}})["terms"].of == TERMS


def test_an_old_offer_is_asked_whether_it_still_stands():
    assert asked(as_of=date(2026, 11, 30), **COMPLETE) == {}  # 60 days
    assert asked(as_of=date(2026, 12, 1), **COMPLETE)["age"].numbers == {"days": STALE_DAYS + 1}
