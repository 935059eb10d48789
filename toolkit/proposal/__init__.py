"""The proposal: what will we do, by when, with whom, for how much?

Every function is one piece of the report: a `Proposal` in, a `Fragment` in one language out.
"""

from toolkit.display import Fragment
from toolkit.i18n import Locale
from toolkit.metrics import review
from toolkit.parts import note as _note
from toolkit.proposal.answer import answer
from toolkit.proposal.assumed import assumptions
from toolkit.proposal.budget import budget
from toolkit.proposal.catalogue import catalogue
from toolkit.proposal.cover import header
from toolkit.proposal.fees import costs, matters, models, recommendation
from toolkit.proposal.goals import background, goals, kpi_lines
from toolkit.proposal.limits import definitions, limits
from toolkit.proposal.plan import calendar, team
from toolkit.proposal.quotation import included, packages, terms_offered, usual_ranges
from toolkit.proposal.risks import risks
from toolkit.proposal.terms import contract, leaving, pilot, signatures
from toolkit.proposal.unusual import unusual
from toolkit.quote.proposal import Proposal

__all__ = [
    "answer",
    "assumptions",
    "background",
    "budget",
    "calendar",
    "catalogue",
    "contract",
    "costs",
    "definitions",
    "goals",
    "header",
    "included",
    "kpi_lines",
    "leaving",
    "limits",
    "matters",
    "models",
    "note",
    "packages",
    "pilot",
    "recommendation",
    "risks",
    "signatures",
    "team",
    "terms_offered",
    "unusual",
    "usual_ranges",
]


def note(study: Proposal, key: str, *, locale: Locale, color: str) -> Fragment:
    """The analyst's own words from the client file, marked as such; nothing where there are none."""
    return _note(study.client, key, locale=locale, color=color)


TABLES = review.TABLES
