"""What a run has to do: one job for each report of each client, found wrong before anything is started."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit import periods
from toolkit.errors import ParamsError, UsageError

if TYPE_CHECKING:
    from toolkit.params import Client
    from toolkit.periods import Period

REPORT_NAME = re.compile(r"[a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Job:
    """One report of one client for one period.

    Parameters
    ----------
    client_path, notebook, root : absolute paths; the kernel works in `root`, the project folder
    languages : of the client, one page each
    """

    client_id: str
    client_path: Path
    report: str
    notebook: Path
    period: "Period"
    languages: tuple[str, ...]
    root: Path

    @property
    def name(self) -> str:
        """The notebook as errors name it."""
        return relpath(self.notebook, self.root)

    def folder(self, outputs: Path) -> Path:
        """Where it is published."""
        return outputs / self.client_id / self.period.label


def find_notebook(client_id: str, report: str, notebooks: Path) -> Path | None:
    """The client's own variant of a report's notebook, else the common one, else None."""
    if not REPORT_NAME.fullmatch(report):
        return None
    choices = (notebooks / client_id / f"{report}.ipynb", notebooks / f"{report}.ipynb")
    return next((path.absolute() for path in choices if path.is_file()), None)


def check_reports(client: "Client", notebooks: Path) -> list[ParamsError]:
    """One error for each report of a client file that has no notebook."""
    missing = [report for report in client.reports if find_notebook(client.id, report, notebooks) is None]
    return [ParamsError(f"{client.path} reports", *_no_notebook(report, client.id, notebooks)) for report in missing]


def _no_notebook(report: str, client_id: str, notebooks: Path) -> tuple[str, str, str]:
    known = [path.stem for folder in (notebooks, notebooks / client_id) for path in folder.glob("*.ipynb")]
    near = get_close_matches(report, known, 1)
    action = f"Did you mean {near[0]}?" if near else f"Reports are: {', '.join(sorted(set(known))) or 'none yet'}."
    return f"the name of a notebook in {notebooks.name}/", f'"{report}"', action


def plan(
    clients: "Sequence[Client]", period: "Period", reports: Sequence[str], notebooks: Path, root: Path | None = None
) -> list[Job]:
    """The jobs of a run: each client's reports, or those of them that are asked for, in the order of the client files.

    Raises UsageError or ParamsError when a report has no notebook, or nothing is left to do.
    """
    jobs = _jobs(clients, lambda client, options: period, reports, notebooks, root)
    if not jobs:
        asked = f"a client with {', '.join(reports)}" if reports else "a client with a report"
        raise UsageError("toolkit run", asked, "none", "List the report under `reports:` in the client file.")
    return jobs


def due(
    clients: "Sequence[Client]", now: datetime, reports: Sequence[str], notebooks: Path, root: Path | None = None
) -> list[Job]:
    """The jobs of each report that has a cadence, for its last complete period by the client's time zone.

    Raises UsageError or ParamsError when a report has no notebook.
    """

    def newest(client: "Client", options: Mapping[str, Any]) -> "Period | None":
        cadence = options.get("cadence")
        return cadence and periods.latest(cadence, periods.last_complete_day(now, client.timezone))

    return _jobs(clients, newest, reports, notebooks, root)


def _jobs(
    clients: "Sequence[Client]",
    period_of: "Callable[[Client, Mapping[str, Any]], Period | None]",
    reports: Sequence[str],
    notebooks: Path,
    root: Path | None,
) -> list[Job]:
    for client in clients:
        for error in check_reports(client, notebooks):
            raise error
    for report in reports:
        if not any(find_notebook(client.id, report, notebooks) for client in clients):
            raise UsageError("--report", *_no_notebook(report, clients[0].id if clients else "", notebooks))
    return [
        Job(
            client.id,
            client.path.absolute(),
            report,
            notebook,
            period,
            tuple(client.languages),
            (root or Path.cwd()).absolute(),
        )
        for client in clients
        for report, options in client.reports.items()
        if (not reports or report in reports)
        and (notebook := find_notebook(client.id, report, notebooks))
        and (period := period_of(client, options))
    ]
