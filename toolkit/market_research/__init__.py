"""The market research: who are the users, and where is the market going?

Every function is one piece of the report: a study in, a `Fragment` in one language out.
"""

from toolkit.market_research.answer import answer
from toolkit.market_research.data import definitions, limits, sources
from toolkit.market_research.finding import header
from toolkit.market_research.people import people
from toolkit.market_research.series import forecast, growth, season
from toolkit.market_research.sizing import sizing
from toolkit.market_research.spending import segments, spending
from toolkit.market_research.survey import answers, crossed, weighting

__all__ = [
    "answer",
    "answers",
    "crossed",
    "definitions",
    "forecast",
    "growth",
    "header",
    "limits",
    "people",
    "season",
    "segments",
    "sizing",
    "sources",
    "spending",
    "weighting",
]

TABLES = ("market", "orders", "portrait", "survey")
