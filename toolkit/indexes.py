"""The overview pages of an outputs folder, written from the ledger and from the pages that stand."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import overview, publish
from toolkit.ledger import Attempt, Ledger
from toolkit.overview import Row

if TYPE_CHECKING:
    from toolkit.params import Client
    from toolkit.plan import Job

NAME = "index.html"
Names = Mapping[str, Mapping[str, str]]
NOBODY: Names = {}


def rows(attempts: Iterable[Attempt], outputs: Path, due: "Iterable[Job]", names: Names = NOBODY) -> list[Row]:
    """How each report stands that was ever attempted, and each that is due and was not.

    Parameters
    ----------
    attempts : the last one at each report
    due : what the cadences ask for now, attempted or not
    names : client id -> name by language; a client without one is called by its id
    """
    found = [_row(attempt, outputs, names) for attempt in attempts]
    attempted = {(row.client, row.report, row.period_label) for row in found}
    asked = {(job.client_id, job.report, job.period.label) for job in due}
    return found + [
        Row(*key, "due", client_name=names.get(key[0], {}), files=pages(outputs, *key))
        for key in sorted(asked - attempted)
    ]


def pages(outputs: Path, client: str, report: str, period: str) -> dict[str, str]:
    """The pages of a report that stand, by language ("" where the client has one), relative to the outputs folder."""
    by_language = {language: f"{report}.{language}.html" for language in publish.LANGUAGES}
    there = {
        language: Path(client) / period / name for language, name in ({"": f"{report}.html"} | by_language).items()
    }
    return {language: str(path) for language, path in there.items() if (outputs / path).is_file()}


def write(
    ledger: Ledger,
    outputs: Path,
    clients: "Iterable[Client]",
    *,
    names: Names,
    language: str,
    now: datetime,
    due: "Iterable[Job]",
) -> None:
    """Put the agency's page and those of some clients in place, each in one step.

    Parameters
    ----------
    clients : whose own page is written anew
    names, due : as for `rows`
    language : of the agency's page
    """
    all_rows = rows(ledger.latest(), outputs, due, names)
    for client in clients:
        page = overview.client(
            all_rows, client=client.id, language=client.languages[0], name=client.name, brand=client.brand
        )
        _put(outputs / client.id, page.encode())
    _put(outputs, overview.agency(all_rows, language=language, now=now).encode())


def _put(folder: Path, page: bytes) -> None:
    """Most clients' pages say what they said before the run: those are not written to the disk again."""
    with suppress(OSError):
        if (folder / NAME).read_bytes() == page:
            return
    publish.replace(folder, {NAME: page})


def _row(attempt: Attempt, outputs: Path, names: Names) -> Row:
    key = (attempt.client, attempt.report, attempt.period)
    was_right = attempt.state == "published" and attempt.unchanged_at is not None
    return Row(
        *key,
        "unchanged" if was_right else attempt.state,
        client_name=names.get(attempt.client, {}),
        started_at=attempt.started_at,
        finished_at=attempt.finished_at,
        seconds=attempt.seconds,
        cpu_seconds=attempt.cpu_seconds,
        peak_memory_bytes=attempt.peak_memory_bytes,
        why=attempt.why,
        reason=attempt.reason,
        files=pages(outputs, *key),
    )
