"""One small report without data of anybody, so that what is computed on first use is computed before the fork."""

from datetime import date

import ibis
import pandas as pd

from toolkit import figures, tables
from toolkit.i18n import LANGUAGES, Locale
from toolkit.metrics import intervals
from toolkit.metrics.fact import Scope

DAYS = 40


def perform() -> None:
    """Draw a figure, set a table, compile a query: in each language, on made-up numbers."""
    days = pd.DataFrame({"day": pd.date_range("2026-01-01", periods=DAYS), "value": range(DAYS), "is_anomaly": False})
    scope = Scope(date(2026, 1, 1), date(2026, 1, 31), source="events")
    intervals.rate_difference(40, 100, 30, 100)
    intervals.quantile([1.0, 2.0, 3.0], 0.5)
    for language in LANGUAGES:
        look = {"locale": Locale(language), "color": "#0F766E"}
        figures.trend(days, alt="", caption="", period=(scope.start, scope.end), **look)
        row = tables.ScorecardRow("", "share", scope.rate("d1_retention", 40, 100))
        tables.scorecard([row], **look)
    events = ibis.table({"user_id": "string", "at": "timestamp", "event": "string"}, name="events")
    daily = events.group_by("user_id", day=events.at.date()).agg(events=events.count())
    ibis.to_sql(daily.mutate(first_on=daily.day.min().over(group_by="user_id")), dialect="duckdb")
