"""The review of campaigns: did this activity work, and what did it return?

Every function is one piece of the report: `Campaigns` in, a `Fragment` in one language out.
"""

from toolkit.campaign_review.answer import answer
from toolkit.campaign_review.cause import effects
from toolkit.campaign_review.finding import header
from toolkit.campaign_review.goals import goals
from toolkit.campaign_review.lessons import lessons
from toolkit.campaign_review.limits import definitions, limits, note
from toolkit.campaign_review.money import assumptions, money
from toolkit.campaign_review.posts import posts
from toolkit.campaign_review.spending import spending
from toolkit.campaign_review.steps import channels, steps
from toolkit.campaign_review.trials import experiments
from toolkit.metrics import review

__all__ = [
    "answer",
    "assumptions",
    "channels",
    "definitions",
    "effects",
    "experiments",
    "goals",
    "header",
    "lessons",
    "limits",
    "money",
    "note",
    "posts",
    "spending",
    "steps",
]

TABLES = (*review.TABLES, "experiment", "market", "panel", "posts")
