"""What offers are judged by, as numbers, and how much each counts: for every department, and for all together."""

import math
from collections.abc import Mapping

import pandas as pd

from toolkit.market import matrix
from toolkit.params.quote_comparison import CRITERIA, TERMS, Offer, QuoteComparison, Stated, Term
from toolkit.quote.costs import Cost

USUAL = {"needs": 3.0, "price": 2.0, "terms": 2.0} | dict.fromkeys(CRITERIA[1:], 1.0)
"""Weights where the client file names no department."""
ENOUGH = 0.5
"""Share of the weight that must be known of an offer for it to be ranked: saying little is no merit."""


def columns(options: QuoteComparison) -> tuple[str, ...]:
    """All that offers may be judged by: needs, terms of the contract, criteria."""
    return (*options.needs, *TERMS, *CRITERIA)


def values(options: QuoteComparison, costs: Mapping[str, Cost]) -> pd.DataFrame:
    """Every offer in everything it may be judged by, NaN where not known.

    Returns
    -------
    One row per offer: 1 or 0 for each need and term; price a month; team, the number of full-time people;
    qualifications and cases, their number; reviews, 1 to 5; promise, half for a measure and half for a baseline
    """
    rows = {name: _row(options, offer, costs[name]) for name, offer in options.offers.items()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(columns(options)), dtype=float)


def scales(options: QuoteComparison) -> dict[str, tuple[float, float]]:
    """The ends of what is not placed between the worst and the best offer."""
    return dict.fromkeys((*options.needs, *TERMS, "promise"), (0.0, 1.0)) | {"reviews": (1.0, 5.0)}


def better(options: QuoteComparison) -> dict[str, str]:
    """Which way is better: more, but for the price."""
    return dict.fromkeys(columns(options), "higher") | {"price": "lower"}


def points(options: QuoteComparison, values: pd.DataFrame) -> pd.DataFrame:
    """Each value as its place between worst (0) and best (1), NaN where not known.

    What is known of one offer alone has no place yet, and leaves its weight open as if nobody's were known; what is
    known of all and alike is left out, for it tells nobody apart.
    """
    found = matrix.points(values, better(options), scales(options))
    unplaced = [name for name in values if name not in found and values[name].isna().any()]
    found = found.join(pd.DataFrame(math.nan, values.index, unplaced))
    return found[[name for name in values if name in found]]


def departments(options: QuoteComparison) -> dict[str, dict[str, float]]:
    """What each department weighs, as shares of 1; empty where the client file names none."""
    return {key: _shares(options, department.weights) for key, department in options.departments.items()}


def joint(options: QuoteComparison) -> dict[str, float]:
    """What all departments together weigh: each has as much say as its own weight, however many things it names."""
    if not options.departments:
        return _shares(options, USUAL)
    whole = sum(department.weight for department in options.departments.values())
    found: dict[str, float] = {}
    for key, shares in departments(options).items():
        for name, share in shares.items():
            found[name] = found.get(name, 0.0) + options.departments[key].weight / whole * share
    return {name: found[name] for name in columns(options) if name in found}


def applicable(offer: Offer) -> tuple[Term, ...]:
    """The terms that an offer ought to state: a commission base only where there is a commission."""
    return TERMS if offer.commission_rate else TERMS[1:]


def is_granted(stated: Stated) -> bool | None:
    """Whether an offer grants a term: True where it says how, False where it excludes it, None where not known."""
    return None if stated is None else bool(stated)


def enough(points: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """The points of the offers of which enough is known, nothing of the others."""
    weight = pd.Series({name: weights[name] for name in points}, dtype=float)
    known = points.notna().mul(weight).sum(axis=1)
    return points.where(known >= ENOUGH * weight.sum() - matrix.SAME, axis=0)


def scored(points: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """As `matrix.scores`, without score and rank of those of which too little is known; they count in the bounds."""
    found = matrix.scores(points, weights)
    return found.assign(**matrix.scores(enough(points, weights), weights)[["score", "rank"]])


def _shares(options: QuoteComparison, weights: Mapping[str, float]) -> dict[str, float]:
    """Weights with those of groups spread over their members, so that all add up to 1."""
    spread = {name: weight for name, weight in weights.items() if name not in ("needs", "terms")}
    members = {"needs": {name: need.weight for name, need in options.needs.items()}, "terms": dict.fromkeys(TERMS, 1.0)}
    if not any(offer.commission_rate for offer in options.offers.values()):
        del members["terms"]["commission_base"]
    for group, own in members.items():
        for name, weight in own.items() if group in weights else ():
            spread[name] = spread.get(name, 0.0) + weights[group] * weight / sum(own.values())
    total = sum(spread.values())
    return {name: spread[name] / total for name in columns(options) if name in spread}


def _row(options: QuoteComparison, offer: Offer, cost: Cost) -> list[float]:
    needs = [offer.covers.get(name) for name in options.needs]
    terms = [is_granted(offer.terms.get(term)) if term in applicable(offer) else True for term in TERMS]
    heads = sum(member.heads for member in offer.team.values()) if offer.team else None
    counts = (None if given is None else len(given) for given in (offer.qualifications, offer.cases))
    rating = None if offer.reviews is None else offer.reviews.rating
    effect = offer.effect
    promise = None if effect is None else ((effect.measure is not None) + (effect.baseline is not None)) / 2
    found = (*needs, *terms, cost.comparable, heads, *counts, rating, promise)
    return [math.nan if value is None else float(value) for value in found]
