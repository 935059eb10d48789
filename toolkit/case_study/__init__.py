"""The case study: what did the engagement change?

Every function is one piece of the report: the case in, a `Fragment` in one language out.
"""

from toolkit.case_study.answer import answer
from toolkit.case_study.cause import controls, counterfactual, effect, methods
from toolkit.case_study.chance import by_unit, chance, placebos, sensitivity
from toolkit.case_study.finding import header
from toolkit.case_study.limits import definitions, limits, note
from toolkit.case_study.movement import movement, movement_figure
from toolkit.case_study.said import statements
from toolkit.case_study.worth import worth
from toolkit.metrics import review

__all__ = [
    "answer",
    "by_unit",
    "chance",
    "controls",
    "counterfactual",
    "definitions",
    "effect",
    "header",
    "limits",
    "methods",
    "movement",
    "movement_figure",
    "note",
    "placebos",
    "sensitivity",
    "statements",
    "worth",
]

TABLES = (*review.TABLES, "panel")
