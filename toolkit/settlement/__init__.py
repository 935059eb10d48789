"""The settlement: what is owed for this period?

Every function is one piece of the report: a settlement in, a `Fragment` in one language out.
"""

from toolkit.metrics import review
from toolkit.settlement.agreement import forecast, lines
from toolkit.settlement.answer import answer, header
from toolkit.settlement.base import base, reconciliation, refunds
from toolkit.settlement.fee import fee
from toolkit.settlement.limits import definitions, limits, note
from toolkit.settlement.statement import statement

__all__ = [
    "answer",
    "base",
    "definitions",
    "fee",
    "forecast",
    "header",
    "limits",
    "lines",
    "note",
    "reconciliation",
    "refunds",
    "statement",
]

TABLES = review.TABLES
