"""The KPI review: are more people coming, do they come back, do they convert, and did we hit target?

Every function is one piece of the report: a `Review` in, a `Fragment` in one language out.
"""

from toolkit.kpi_review.answer import answer
from toolkit.kpi_review.conversion import by_channel, by_device, conversions, funnel
from toolkit.kpi_review.data import definitions, limits, quality, reconciliation
from toolkit.kpi_review.finding import header
from toolkit.kpi_review.growth import accounting, active_users, newcomers, trend
from toolkit.kpi_review.money import buyers, channel_costs, channels, customer_value, orders, revenue
from toolkit.kpi_review.next_steps import changes, next_steps
from toolkit.kpi_review.pieces import note
from toolkit.kpi_review.retention import cohorts, curve, daily_cohorts, returning, returning_by_offset
from toolkit.kpi_review.score import forecast, scorecard
from toolkit.kpi_review.service import pages, sessions, sharing, tickets
from toolkit.metrics import review

__all__ = [
    "accounting",
    "active_users",
    "answer",
    "buyers",
    "by_channel",
    "by_device",
    "changes",
    "channel_costs",
    "channels",
    "cohorts",
    "conversions",
    "curve",
    "customer_value",
    "daily_cohorts",
    "definitions",
    "forecast",
    "funnel",
    "header",
    "limits",
    "newcomers",
    "next_steps",
    "note",
    "orders",
    "pages",
    "quality",
    "reconciliation",
    "returning",
    "returning_by_offset",
    "revenue",
    "scorecard",
    "sessions",
    "sharing",
    "tickets",
    "trend",
]

TABLES = review.TABLES
