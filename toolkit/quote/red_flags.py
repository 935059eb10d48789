"""What in an offer calls for caution, each with what it is seen by. A flag is a reason to ask, no verdict.

What nobody has looked up raises none: of an offer without any noted term, the terms are unknown and not missing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from toolkit.params.quote_comparison import Offer, Term
from toolkit.params.rates import RateCard
from toolkit.quote.costs import Cost
from toolkit.quote.fees import ZERO, cents

Kind = Literal[
    "gap",
    "too_cheap",
    "dearer_longer",
    "no_measure",
    "commission_base",
    "data_ownership",
    "confidentiality",
    "exit",
    "pilot",
]
FAR_BELOW = Decimal("0.75")
"""A price under this part of the least that its services usually cost is far below it."""
PILOT_FROM = 3
"""Months: a longer term than this begins with a pilot."""
_TERMS: tuple[Term, ...] = ("data_ownership", "confidentiality", "exit")


@dataclass(frozen=True, slots=True)
class Flag:
    """One reason for caution.

    Parameters
    ----------
    offer : its key
    numbers : what it is seen by; money, months and shares by name
    is_excluded : of a term, whether the offer excludes it; else it does not say
    """

    offer: str
    kind: Kind
    numbers: Mapping[str, Decimal | int] = field(default_factory=dict)
    is_excluded: bool = False


def flags(key: str, offer: Offer, cost: Cost, card: RateCard | None) -> list[Flag]:
    """All reasons for caution in one offer, those about money first.

    Parameters
    ----------
    card : usual prices in the client's currency, None where there are none
    """
    return [*_gaps(key, cost), *_cheap(key, offer, cost, card), *_dearer(key, offer), *_promise(key, offer)] + [
        *_commission(key, offer),
        *_terms(key, offer),
        *_pilot(key, offer),
    ]


def _gaps(key: str, cost: Cost) -> Iterator[Flag]:
    if cost.quote is None:
        return
    for span in cost.quote.spans:
        if span.gap:
            numbers = {"parts": span.parts, "price": span.price, "gap": span.gap, "first": span.first}
            yield Flag(key, "gap", numbers | {"last": span.last})


def least(offer: Offer, card: RateCard | None) -> tuple[Decimal, int]:
    """The least that an offer's services usually cost a month, and of how many of them the card knows that."""
    if card is None:
        return ZERO, 0
    named = dict.fromkeys((*(offer.services or ()), *offer.items))
    known = [card.items[name].range[0] for name in named if name in card.items and card.items[name].unit == "month"]
    return sum(known, ZERO), len(known)


def _cheap(key: str, offer: Offer, cost: Cost, card: RateCard | None) -> Iterator[Flag]:
    usual, count = least(offer, card)
    if cost.monthly is None or cost.commission is None:
        return
    monthly = cost.monthly + cost.commission
    if monthly < usual * FAR_BELOW:
        yield Flag(key, "too_cheap", {"price": monthly, "usual": usual, "services": count})


def _dearer(key: str, offer: Offer) -> Iterator[Flag]:
    tiers = sorted(({1: ZERO} | offer.discounts).items())
    for (less, small), (more, large) in pairwise(tiers):
        if large < small:
            numbers: dict[str, Decimal | int] = {"shorter": less, "longer": more, "before": small, "after": large}
            if offer.price is not None:
                numbers |= {"cheap": cents(offer.price * (1 - small)), "dear": cents(offer.price * (1 - large))}
            yield Flag(key, "dearer_longer", numbers)


def _promise(key: str, offer: Offer) -> Iterator[Flag]:
    if offer.effect is not None and offer.effect.measure is None:
        yield Flag(key, "no_measure")


def _commission(key: str, offer: Offer) -> Iterator[Flag]:
    if offer.commission_rate and not offer.terms.get("commission_base"):
        excluded = offer.terms.get("commission_base") == {}
        yield Flag(key, "commission_base", {"rate": offer.commission_rate}, excluded)


def _terms(key: str, offer: Offer) -> Iterator[Flag]:
    for term in _TERMS:
        if lacks(offer, term):
            yield Flag(key, term, is_excluded=offer.terms.get(term) == {})


def _pilot(key: str, offer: Offer) -> Iterator[Flag]:
    if offer.term_months is not None and offer.term_months > PILOT_FROM and lacks(offer, "pilot"):
        yield Flag(key, "pilot", {"months": offer.term_months}, offer.terms.get("pilot") == {})


def lacks(offer: Offer, term: Term) -> bool:
    """Whether an offer whose terms were looked up excludes a term or says nothing of it."""
    return bool(offer.terms) and (term not in offer.terms or offer.terms[term] == {})
