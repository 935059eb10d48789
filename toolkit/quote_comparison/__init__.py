"""The comparison of offers: which offer is worth its price?

Every function is one piece of the report: an `Offers` in, a `Fragment` in one language out.
"""

from toolkit.metrics import review
from toolkit.quote_comparison.caution import questions, red_flags
from toolkit.quote_comparison.evidence import definitions, evidence, limits, note, weights
from toolkit.quote_comparison.finding import answer, header
from toolkit.quote_comparison.needs import coverage, needs
from toolkit.quote_comparison.people import people
from toolkit.quote_comparison.prices import parts, prices, value
from toolkit.quote_comparison.promises import promises, terms
from toolkit.quote_comparison.score import departments, ranking, scores, standing
from toolkit.quote_comparison.trial import pilot

__all__ = [
    "answer",
    "coverage",
    "definitions",
    "departments",
    "evidence",
    "header",
    "limits",
    "needs",
    "note",
    "parts",
    "people",
    "pilot",
    "prices",
    "promises",
    "questions",
    "ranking",
    "red_flags",
    "scores",
    "standing",
    "terms",
    "value",
    "weights",
]

TABLES = review.TABLES
