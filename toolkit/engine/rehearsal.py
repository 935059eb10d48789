"""What the template does once, without data of anybody, so that every fork finds it done."""

import importlib
import pkgutil
from contextlib import suppress
from datetime import date

import ibis
import matplotlib
import pandas as pd
import scipy.stats  # noqa: F401
import statsmodels.stats.proportion  # noqa: F401

import toolkit
from toolkit import figures, tables
from toolkit.i18n import LANGUAGES, Locale
from toolkit.metrics import intervals
from toolkit.metrics.fact import Scope

DAYS = 40
# What a kernel imports by itself while it starts
STARTING = (
    "faulthandler",
    "sqlite3",
    "toolkit.engine.speech",
    "tornado.platform.asyncio",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "matplotlib_inline.backend_inline",
)
# What libraries import when they are first used
LATER = ("ibis.backends.duckdb.converter", "ibis.formats.pandas", "pandas.core.methods.to_dict")
# Rooms that run reports; a notebook uses all others, those that do not exist yet, too.
MACHINERY = frozenset(
    (
        "__main__",
        "batch",
        "cli",
        "cluster",
        "console",
        "engine",
        "execution",
        "export",
        "freshness",
        "indexes",
        "ledger",
        "overview",
        "publish",
        "sample",
        "workers",
    )
)


def perform() -> None:
    """Import what notebooks use; draw a figure, set a table, compile a query: in each language, on made-up numbers."""
    import_all()
    matplotlib.use("module://matplotlib_inline.backend_inline")
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
    ibis.duckdb.compile(daily.mutate(first_on=daily.day.min().over(group_by="user_id")))


def import_all() -> None:
    """Import what kernels and libraries import by themselves, and every module that a notebook may use."""
    rooms = [room.name for room in pkgutil.walk_packages(toolkit.__path__, "toolkit.")]
    for name in (*STARTING, *LATER, *(room for room in rooms if room.split(".")[1] not in MACHINERY)):
        with suppress(ImportError):  # one that needs an extra which is not installed
            importlib.import_module(name)
