"""Options of the comparison of offers: what the client needs, who decides, and what each offerer says.

What an offer does not say is left out: it stays unknown, and is asked. `no` says that an offer excludes something.
"""

from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, BeforeValidator, model_validator

from toolkit.params.fields import (
    Day,
    Language,
    Line,
    Lines,
    MetricId,
    Number,
    Positive,
    Translated,
    Whole,
    did_you_mean,
    in_each_language,
    not_empty,
    refuse,
)
from toolkit.params.model import Model
from toolkit.params.money import ExactShare, Money
from toolkit.params.proposal import Member, OneOff, Service
from toolkit.params.rates import Part

CRITERIA = ("price", "team", "qualifications", "cases", "reviews", "promise")
"""What an offer is judged by beside the client's own needs and the terms of the contract."""
GROUPS = ("needs", "terms")
"""In a department's weights: all needs, or all terms, together."""
Term = Literal[
    "commission_base",
    "settlement_cycle",
    "data_ownership",
    "content_rights",
    "confidentiality",
    "exit",
    "handover",
    "pilot",
]
TERMS: tuple[Term, ...] = get_args(Term)


def _alone(key: str) -> BeforeValidator:
    """One value where a group of keys may stand."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value)


def _covered(value: Any) -> bool | None:
    if value not in ("yes", "no", "unknown", "true", "false"):
        refuse("yes, no or unknown", "What an offer does not say is unknown.")
    return {"unknown": None}.get(value, value in ("yes", "true"))


def _stated(value: Any) -> Any:
    """What an offer says of a term: its words, no words where it excludes it, None where it is not known."""
    if value in ("no", "false"):
        return {}
    if value in ("yes", "true"):
        refuse("what the offer says, no, or unknown", "Write its words, such as one month's notice.")
    return None if value == "unknown" else in_each_language(value)


def _rating(value: float) -> float:
    return value if 1 <= value <= 5 else refuse("a mean rating from 1 to 5")


Covered = Annotated[bool | None, BeforeValidator(_covered)]
Stated = Annotated[dict[Language, Line] | None, BeforeValidator(_stated)]


class Need(Model):
    """Something the client needs, and how much it counts among the needs."""

    name: Translated | None = None
    weight: Positive = 1.0


class Department(Model):
    """Who judges the offers.

    Parameters
    ----------
    weight : how much this department counts in the joint ranking
    weights : by need, term or criterion; `needs` and `terms` share their weight among all of them; what is not named
        does not count
    """

    name: Translated | None = None
    weight: Positive = 1.0
    weights: Annotated[dict[Line, Positive], AfterValidator(not_empty)]


class Rating(Model):
    """What others say of an offerer: a mean from 1 to 5, of how many."""

    rating: Annotated[Number, AfterValidator(_rating)]
    n: Whole | None = None


class Effect(Model):
    """What an offer promises, in its own words.

    Parameters
    ----------
    metric : of the catalogue, where the promise is about one
    measure : how and from which data it would be measured
    baseline : the value that the offer starts from
    """

    promise: Translated
    metric: MetricId | None = None
    measure: Translated | None = None
    baseline: Number | None = None


class Offer(Model):
    """One offer as it was received.

    Parameters
    ----------
    price : a month, before discount, commission and tax
    parts : what the price consists of; or `items` of the catalogue
    one_off : work done once; `extra` is paid on top of the price, else out of it
    discounts : off the price, by the number of months contracted at least, as the offer states them
    commission_rate : share of sales on top of the price; none where it is left out
    team : role to how many
    covers : by need: yes, no or unknown
    services : items of the rate card that are within the price
    qualifications, cases : certificates; clients of the same industry; an empty list is none
    terms : what the contract says; no words for a term that the offer excludes
    source, on : where the offer stands, and its date
    """

    name: Translated | None = None
    price: Money | None = None
    term_months: Whole | None = None
    parts: dict[Part, Money] = {}
    items: dict[Line, Annotated[Service, _alone("amount")]] = {}
    one_off: tuple[OneOff, ...] = ()
    discounts: dict[Whole, ExactShare] = {}
    commission_rate: ExactShare | None = None
    team: dict[Line, Annotated[Member, _alone("heads")]] = {}
    covers: dict[Line, Covered] = {}
    services: Lines | None = None
    qualifications: tuple[Translated, ...] | None = None
    cases: tuple[Translated, ...] | None = None
    reviews: Annotated[Rating, _alone("rating")] | None = None
    effect: Effect | None = None
    terms: dict[Term, Stated] = {}
    source: Translated | None = None
    on: Day | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.parts and self.items:
            refuse("either parts or items of the catalogue", "Remove one of the two.", at="items")
        if self.term_months is not None and self.term_months > 120:
            refuse("at most 120 months", at="term_months")
        return self


class QuoteComparison(Model):
    """Options of the comparison of offers.

    Parameters
    ----------
    departments : who judges; one usual review where none is named
    monthly_sales : what commissions are reckoned on; without it an offer with a commission has no comparable price
    """

    needs: dict[Line, Annotated[Need, _alone("weight")]] = {}
    departments: dict[Line, Department] = {}
    monthly_sales: Money | None = None
    offers: dict[Line, Offer] = {}

    @model_validator(mode="after")
    def _agree(self) -> Self:
        others = (*CRITERIA, *TERMS, *GROUPS)
        if taken := [name for name in self.needs if name in others]:
            refuse("a name that no criterion has", "Choose another.", at=f"needs.{taken[0]}", got=f'"{taken[0]}"')
        known = {*self.needs, *others} - (set() if self.needs else {"needs"})
        for key, department in self.departments.items():
            for name in department.weights:
                if name not in known:
                    at, advice = f"departments.{key}.weights", did_you_mean(name, known)
                    refuse("a need, a term or a criterion", advice, at=at, got=f'"{name}"')
        for key, offer in self.offers.items():
            for name in offer.covers:
                if name not in self.needs:
                    advice = did_you_mean(name, self.needs)
                    refuse("one of the needs", advice, at=f"offers.{key}.covers", got=f'"{name}"')
        return self
