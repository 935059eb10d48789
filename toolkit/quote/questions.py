"""What to ask those who offer: what their offer leaves unknown, and what its red flags call for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from toolkit.params.quote_comparison import Offer
from toolkit.quote.costs import Cost
from toolkit.quote.judging import applicable
from toolkit.quote.needs import Coverage
from toolkit.quote.red_flags import Flag

About = Literal[
    "gap",
    "too_cheap",
    "dearer_longer",
    "price",
    "term",
    "parts",
    "needs",
    "lacking",
    "terms",
    "excluded",
    "measure",
    "baseline",
    "effect",
    "team",
    "qualifications",
    "cases",
    "reviews",
    "age",
]
STALE_DAYS = 60
"""An offer older than this may no longer stand."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question to one offerer.

    Parameters
    ----------
    of : needs or terms that it is about
    numbers : as those of the flag it comes from
    """

    offer: str
    about: About
    of: tuple[str, ...] = ()
    numbers: Mapping[str, Decimal | int] = field(default_factory=dict)


def questions(
    key: str, offer: Offer, cost: Cost, coverage: Coverage, raised: Sequence[Flag], as_of: date
) -> list[Question]:
    """What to ask about one offer, what costs money first.

    Parameters
    ----------
    as_of : the day on which the offer's age is reckoned
    """
    found = [
        Question(key, flag.kind, numbers=flag.numbers)
        for flag in raised
        if flag.kind in ("gap", "too_cheap", "dearer_longer")
    ]

    def ask(about: About, is_open: bool, of: tuple[str, ...] = (), **numbers: Decimal | int) -> None:
        if is_open:
            found.append(Question(key, about, of, numbers))

    excluded = tuple(term for term in applicable(offer) if offer.terms.get(term) == {})
    unknown = tuple(term for term in applicable(offer) if offer.terms.get(term) is None)
    effect = offer.effect
    ask("price", offer.price is None)
    ask("term", offer.term_months is None)
    ask("parts", not (offer.parts or offer.items))
    ask("needs", bool(coverage.unknown), coverage.unknown)
    ask("lacking", bool(coverage.lacking), coverage.lacking)
    ask("terms", bool(unknown), unknown)
    ask("excluded", bool(excluded), excluded)
    ask("effect", effect is None)
    ask("measure", effect is not None and effect.measure is None)
    ask("baseline", effect is not None and effect.baseline is None)
    ask("team", not offer.team)
    ask("qualifications", offer.qualifications is None)
    ask("cases", offer.cases is None)
    ask("reviews", offer.reviews is None)
    age = 0 if offer.on is None else (as_of - offer.on).days
    ask("age", age > STALE_DAYS, days=age)
    return found
