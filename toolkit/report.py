"""What a notebook opens: one client, one period, the checked tables, and a way to show pieces in every language."""

import os
import platform
import re
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from html import unescape
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import ibis.backends.duckdb  # noqa: F401  here, for a process that prepares kernels to have it ready
import pyarrow.parquet as parquet
from IPython.display import publish_display_data

from toolkit import __version__, params, periods, sources
from toolkit.display import FACTS_TYPE, REPORT_TYPE, Fragment
from toolkit.effect.campaign_study import Campaigns
from toolkit.effect.case import Case
from toolkit.errors import UsageError
from toolkit.i18n import Locale
from toolkit.market.comparison import Comparison
from toolkit.market.study import Study
from toolkit.metrics.catalogue import METRICS
from toolkit.metrics.review import Review
from toolkit.params import Client
from toolkit.periods import Period
from toolkit.quote.offers import Offers
from toolkit.quote.proposal import Proposal
from toolkit.quote.settlement import Settlement
from toolkit.warehouse import Warehouse

VERSIONS = {  # looked up once, for it means to read a file each
    name: version(name) for name in ("pandas", "duckdb", "ibis-framework", "statsmodels", "matplotlib", "nbconvert")
}
_TAGS = re.compile("<[^>]+>")


class Report:
    """One client's report for one period, as a notebook sees it.

    Parameters
    ----------
    client : the client file
    period : what is reported
    warehouse : the client's checked tables
    until : last complete day by the calendar
    today : day of the run where the client is; the one after the last complete day where it is left out
    """

    def __init__(
        self, client: Client, period: Period, warehouse: Warehouse, until: date, today: date | None = None
    ) -> None:
        self.client, self.period, self.warehouse, self.until = client, period, warehouse, until
        self.today = today or until + timedelta(days=1)
        self.locales = tuple(Locale(language, client.currency) for language in client.languages)

    @cached_property
    def kpis(self) -> Review:
        """Every KPI now, before and a year ago."""
        return Review(self.client, self.warehouse, self.period, self.until)

    @cached_property
    def market(self) -> Study:
        """Who the users are, what they say and spend, and where the market goes."""
        return Study(self.client, self.warehouse, self.period, self.until)

    @cached_property
    def comparison(self) -> Comparison:
        """The client among its competitors."""
        return Comparison(self.client, self.warehouse, self.period, self.until)

    @cached_property
    def case(self) -> Case:
        """What changed since the work began, and what of it the work caused."""
        return Case(self.client, self.warehouse, self.period, self.until)

    @cached_property
    def campaigns(self) -> Campaigns:
        """The campaigns and experiments of the period."""
        return Campaigns(self.kpis)

    @cached_property
    def proposal(self) -> Proposal:
        """What is offered, for how much, by when, on which terms."""
        return Proposal(self.kpis, self.today)

    @cached_property
    def settlement(self) -> Settlement:
        """What is owed for the month."""
        return Settlement(self.kpis)

    @cached_property
    def offers(self) -> Offers:
        """The offers that the client chooses between."""
        return Offers(self.kpis)

    def show(self, piece: Callable[..., Fragment], *data: Any, role: str = "body", **options: Any) -> None:
        """Show a piece in every language of the client; the facts it shows go into `facts.json`.

        Parameters
        ----------
        piece : function(*data, locale=, color=, **options) -> Fragment
        role : header, body or footer: where the exported page puts it
        """
        for locale in self.locales:
            fragment = piece(*data, locale=locale, color=self.client.brand.color, **options)
            bundle: dict[str, Any] = {"text/html": fragment.html, "text/plain": _plain(fragment.html)}
            if locale is self.locales[0]:
                bundle[FACTS_TYPE] = [fact.as_json() for fact in fragment.facts]
            if fragment.html or fragment.facts:
                publish_display_data(bundle, metadata={"lang": locale.language, "role": role})

    def provenance(self) -> None:
        """End the report with what it was made from: inputs, their hashes, versions."""
        made_from = {
            "client": self.client.id,
            "period": {
                "label": self.period.label,
                "start": self.period.start.isoformat(),
                "end": self.period.end.isoformat(),
            },
            "inputs": {
                name: {"rows": given.rows, "sha256": given.sha256} for name, given in self.warehouse.inputs.items()
            },
            "versions": {"toolkit": __version__, "python": platform.python_version()} | VERSIONS,
        }
        publish_display_data({REPORT_TYPE: made_from, "text/plain": ""})


def open(
    client_file: str, period: str, *, tables: Collection[str] | None = None, now: datetime | None = None
) -> Report:
    """The report of a client for a period, its client file and data checked.

    Parameters
    ----------
    client_file : path from the working directory or from any folder above it, so that a notebook finds it both from the
        project root and from its own folder
    period : 2026-10, 2026-W41, 2026-Q3, 2026-H1, 2026 or 2026-05-01..2026-05-31
    tables : canonical tables that the report reads; all that the client has where it is left out
    now : the present moment with time zone; decides which day is complete

    Raises
    ------
    ToolkitError : what is wrong with the client file, the period or the data, and what to do
    """
    client = params.load(_found(client_file), metrics=METRICS)
    now = now or datetime.now(UTC)
    until = periods.last_complete_day(now, client.timezone)
    warehouse = sources.load(client, tables)
    _keep_user_ids(warehouse)
    return Report(client, periods.parse(period), warehouse, until, now.astimezone(ZoneInfo(client.timezone)).date())


def _found(client_file: str) -> Path:
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (path := folder / client_file).is_file():
            return path
    raise UsageError(client_file, "a client file", "none from here upwards", "Run `toolkit sample` for the demo data.")


def _keep_user_ids(warehouse: Warehouse) -> None:
    """Leave the raw user ids where the release gate looks them up, when a run asks for it; they never reach a page."""
    folder = os.environ.get("TOOLKIT_SCRATCH")
    named = [name for name, table in warehouse.tables.items() if "user_id" in table.columns]
    if folder and named:
        ids = " UNION ALL ".join(f'SELECT user_id FROM "{name}" WHERE user_id IS NOT NULL' for name in named)
        # the warehouse may not write files: a connection that cannot reach outside is one that cannot leak
        found = warehouse.con.sql(f"SELECT DISTINCT user_id FROM ({ids})").to_arrow_table()
        # different values, read once and whole: a dictionary or statistics would only cost
        parquet.write_table(found, Path(folder) / "user_ids.parquet", use_dictionary=False, write_statistics=False)


def _plain(html: str) -> str:
    """What a terminal or a code review shows instead of the HTML."""
    return " ".join(unescape(_TAGS.sub(" ", html)).split())[:200]
