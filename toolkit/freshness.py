"""What a report is made from, so that one whose sources are unchanged is not made again, and a rerun can say why.

Every source is a hash by name. Content decides: a file touched or copied is still the same file.
"""

import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from toolkit import params, periods, publish
from toolkit.errors import HeaderError, ReportError
from toolkit.sources import places

if TYPE_CHECKING:
    from toolkit.ledger import Attempt, Ledger
    from toolkit.params import Client
    from toolkit.periods import Period
    from toolkit.plan import Job

MOST_CRASHES = 3  # in a row, from the same sources
YOUNG = timedelta(seconds=2)  # a file may change once more without a new time of change, where that is so coarse
CLOSE = timedelta(days=6)  # metrics.coverage takes so many days without a row for ordinary
UNTIL, WRITTEN = "until", "written"  # days, not hashes: up to which the calendar counts, and when data was last written
PLATFORM = frozenset({"visits", "retention"})  # tables with a row per week or month, believed once that is over
WORDS = {
    "client": "the client file changed",
    "notebook": "the notebook changed",
    "toolkit": "the toolkit changed",
    "libraries": "a library changed",
    "logo": "the logo changed",
    "rate_card": "the rate card changed",
    UNTIL: "more days are complete",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a report is to be made, and why.

    Parameters
    ----------
    action : make it; skip it, as it is unchanged; refuse it, as it crashed too often
    sources : hash of everything it depends on, by name, as it is now
    attempt : number of the last attempt, None before the first
    """

    action: Literal["make", "skip", "refuse"]
    why: str
    sources: Mapping[str, str]
    attempt: int | None = None


class Freshness:
    """Judges the reports of one run against the last attempts at them.

    Parameters
    ----------
    outputs : where they are published
    ledger : knows the attempts, and keeps the hashes of files so that a large one is read once
    now : the present moment, with its zone
    clients : those whose file has been read already
    """

    def __init__(self, outputs: Path, ledger: "Ledger", now: datetime, clients: "Iterable[Client]" = ()) -> None:
        self._outputs, self._ledger, self._now = outputs, ledger, now
        self._everywhere = {"toolkit": package(Path(__file__).parent), "libraries": libraries(sys.path)}
        self._read_now: dict[tuple[str, int, int, int], str] = {}
        self._known = {client.path.absolute(): client for client in clients}
        self._client: Client | None = None
        self._of_client: dict[str, str] = {}

    def verdict(self, job: "Job", *, force: bool = False) -> Verdict:
        """Whether a job has to run; `force` is to make it whatever it is."""
        client = self._client_of(job.client_path)
        attempts = self._ledger.attempts(job.client_id, job.report, job.period.label)
        last = next(attempts, None)
        sources = self._sources(job, client, {} if last is None else last.sources)
        number = last.id if last else None
        if force:
            return Verdict("make", "asked for by --force", sources, number)
        if last is None:
            return Verdict("make", "first run", sources)
        crashes = _crashes(chain([last], attempts), sources)
        if len(crashes) >= MOST_CRASHES:
            return Verdict("refuse", str(_refused(job, crashes)), sources, number)
        reasons = [*self._left_undone(job, last), *changes(sources, last.sources), *_unknowable(client)]
        return Verdict("make" if reasons else "skip", ", ".join(reasons) or "nothing changed", sources, number)

    def _left_undone(self, job: "Job", last: "Attempt") -> list[str]:
        if last.state != "published":
            return [f"the last attempt {'failed' if last.state == 'failed' else 'was interrupted'}"]
        pages = publish.page_names(job.report, job.languages).values()
        folder = job.folder(self._outputs)
        names = (*pages, f"{job.report}.ipynb", f"{job.report}.facts.json")
        return [f"{name} is gone" for name in names if not (folder / name).is_file()][:1]

    def _client_of(self, path: Path) -> "Client":
        """The client of a job; jobs come client by client, so that one is kept."""
        if self._client is None or self._client.path.absolute() != path:
            self._client = self._known.get(path) or params.load(path)
            self._of_client = self._given(self._client)
        return self._client

    def _given(self, client: "Client") -> dict[str, str]:
        """Hash of what a client brings, and the day the last of its data was written."""
        zone = ZoneInfo(client.timezone)
        given = {"logo": "" if client.brand.logo is None else self._hash_of(client.brand.logo)}
        written = []
        for name, source in client.data.items():
            try:
                files = places.find(source.path, "") if source.path else []
                given[f"data.{name}"] = _digest([self._hash_of(path) for path in files])
                written += [datetime.fromtimestamp(path.stat().st_mtime, zone).date() for path in files]
            except (HeaderError, OSError):  # told by the check of headers, which comes before anything runs
                given[f"data.{name}"] = ""
        return given | {WRITTEN: max(written).isoformat() if written else ""}

    def _rate_card(self, job: "Job", client: "Client") -> dict[str, str]:
        """Hash of the ranges that a proposal, or an offer, is measured by."""
        path = params.rate_card_path(client) if job.report in ("proposal", "quote_comparison") else None
        return {} if path is None else {"rate_card": self._hash_of(path)}

    def _hash_of(self, path: Path) -> str:
        """SHA-256 of a file, read again only when its size, time of change or inode are others; "" of none."""
        try:
            found = path.stat()
            mark = _mark(found)
            known = self._read_now.get((str(path), *mark)) or self._ledger.hash_of(str(path), mark)
            if known:
                return known
            sha256, after = places.digest(path), path.stat()
        except OSError:  # told when the report is made
            return ""
        is_settled = datetime.fromtimestamp(found.st_mtime, self._now.tzinfo) + YOUNG < self._now
        if is_settled and mark == _mark(after):
            self._read_now[(str(path), *mark)] = sha256
        return sha256

    def remember(self) -> None:
        """Keep the hashes of the files that were read, for the next run."""
        with suppress(ReportError):  # without, they are read again
            self._ledger.remember((*mark, sha256) for mark, sha256 in self._read_now.items())

    def _sources(self, job: "Job", client: "Client", before: Mapping[str, str]) -> dict[str, str]:
        given = dict(self._of_client)
        same = [name for name in given if name.startswith("data.") and given[name] == before.get(name)]
        if len(same) == len(client.data) and WRITTEN in before:  # touched or copied since, not written
            given[WRITTEN] = min(given[WRITTEN], before[WRITTEN])
        until = periods.last_complete_day(self._now, client.timezone)
        written = date.fromisoformat(given[WRITTEN]) if given[WRITTEN] else date.min
        return {
            "client": _digest(_said(client, job.report)),
            "notebook": self._hash_of(job.notebook),
            **self._rate_card(job, client),
            **self._everywhere,
            **given,
            UNTIL: counted_until(until, job.period, written, client.data).isoformat(),
        }


def changes(now: Mapping[str, str], before: Mapping[str, str]) -> list[str]:
    """What changed since an attempt, in words.

    >>> changes({"notebook": "a", "data.events": "b"}, {"notebook": "c", "data.events": "d"})
    ['the notebook changed', 'data of events changed']
    """
    if not before:
        return ["it is not known from what it was made"]
    names = [name for name in (*now, *(before.keys() - now.keys())) if name not in (UNTIL, WRITTEN)]
    changed = [name for name in names if now.get(name) != before.get(name)]
    later = [UNTIL] if now.get(UNTIL, "") > before.get(UNTIL, "") else []
    return [WORDS.get(name) or f"data of {name.removeprefix('data.')} changed" for name in (*changed, *later)]


def counted_until(until: date, period: "Period", written: date, tables: Iterable[str]) -> date:
    """The last complete day as far as the calendar can change a report whose sources stay the same.

    Up to the end of the period, and of the day its data was written, every day can. After that only the end of a week
    or month that had begun by then: a row that speaks of all of it is believed from that day on. Orders are taken to
    reach some days beyond the last of them, perhaps to the end of their month.

    Parameters
    ----------
    until : last complete day by the calendar
    written : day on which the data was last changed; it holds no later one

    Examples
    --------
    >>> october, second = periods.parse("2026-10"), date(2026, 11, 2)
    >>> [counted_until(date(2026, 11, day), october, second, ["events"]).day for day in (1, 2, 3, 30)]
    [1, 2, 2, 2]
    >>> [counted_until(date(2026, 11, day), october, second, ["visits"]).day for day in (3, 8, 29, 30)]
    [2, 8, 8, 30]
    """
    settled = max(period.end, written)
    if until <= settled:
        return until
    week_end = periods.week_start(settled) + timedelta(days=6)
    month_end = periods.month_start(periods.month_start(settled) + timedelta(days=31)) - timedelta(days=1)
    ends = [settled]
    if PLATFORM & set(tables):
        ends += [week_end, month_end]
    elif "orders" in tables and month_end - settled <= CLOSE:
        ends += [month_end]
    return max(end for end in ends if end <= until)


def package(folder: Path) -> str:
    """Hash of a package as it is installed: code, words, templates, styles; not what Python compiled from it."""
    found = []
    for inside, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__" and name[0] != "."]
        found += [Path(inside, name) for name in names if name[0] != "." and not name.endswith(".pyc")]
    return _digest([[path.relative_to(folder).as_posix(), places.digest(path)] for path in sorted(found)])


def libraries(path: Iterable[str]) -> str:
    """Hash of the version of Python and of every package on a search path, as the folders of their metadata say."""
    folders = [Path(each) for each in path if Path(each).is_dir()]
    endings = (".dist-info", ".egg-info")
    names = {found.name for folder in folders for found in folder.iterdir() if found.name.endswith(endings)}
    return _digest([platform.python_version(), *sorted(names)])


def _mark(found: os.stat_result) -> tuple[int, int, int]:
    """What tells one state of a file from another: the time of change can, unlike that of modification, not be set."""
    return found.st_size, found.st_ctime_ns, found.st_ino


def _said(client: "Client", report: str) -> object:
    """What the client file says to a report: without the options of others, and wherever the project lies."""
    said = client.model_dump(mode="json", exclude={"wanted": True, "brand": {"logo"}})
    for source in said["data"].values():
        source["path"] = source["path"] and relpath(source["path"], client.path.parent)
    return said | {"options": client.reports.get(report)}


def _unknowable(client: "Client") -> list[str]:
    """Tables that are elsewhere and may have changed since."""
    return [f"data of {name} is read anew each time" for name, source in client.data.items() if source.path is None]


def _crashes(attempts: "Iterable[Attempt]", sources: Mapping[str, str]) -> "list[Attempt]":
    """The last attempts, last first, that all ended in a crash from the same sources; those not ended do not count."""
    found = []
    for attempt in attempts:
        if attempt.state in ("running", "interrupted"):
            continue
        if not attempt.crashed or _without_days(attempt.sources) != _without_days(sources):
            break
        found.append(attempt)
    return found


def _without_days(sources: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in sources.items() if name not in (UNTIL, WRITTEN)}


def _refused(job: "Job", crashes: "list[Attempt]") -> ReportError:
    got = f"{len(crashes)}; last: {(crashes[0].reason or '').rstrip('.')}"
    action = "Change the notebook or the data, or try again with --force."
    return ReportError(job.name, f"fewer than {MOST_CRASHES} crashes in a row from the same sources", got, action)


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()
