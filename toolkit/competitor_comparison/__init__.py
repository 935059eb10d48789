"""The comparison with competitors: where do we lead and lag?

Every function is one piece of the report: a `Comparison` in, a `Fragment` in one language out.
"""

from toolkit.competitor_comparison.criteria import gaps, matrix, standing
from toolkit.competitor_comparison.evidence import definitions, evidence, limits, note
from toolkit.competitor_comparison.finding import answer, header
from toolkit.competitor_comparison.positions import positions
from toolkit.competitor_comparison.reviews import ratings, review_table
from toolkit.competitor_comparison.score import ranking, scores
from toolkit.competitor_comparison.swot import swot

__all__ = [
    "answer",
    "definitions",
    "evidence",
    "gaps",
    "header",
    "limits",
    "matrix",
    "note",
    "positions",
    "ranking",
    "ratings",
    "review_table",
    "scores",
    "standing",
    "swot",
]

TABLES = ("competitors", "market", "reviews")
