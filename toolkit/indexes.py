"""The overview pages of an outputs folder, written from the ledger and from the pages that stand."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import overview, publish
from toolkit.ledger import Attempt, Ledger
from toolkit.overview import Row

if TYPE_CHECKING:
    from toolkit.params import Client

NAME = "index.html"


def write(
    ledger: Ledger,
    outputs: Path,
    clients: "Iterable[Client]",
    *,
    names: Mapping[str, Mapping[str, str]],
    language: str,
    now: datetime,
) -> None:
    """Put the agency's page and those of some clients in place, each in one step.

    Parameters
    ----------
    clients : whose own page is written anew
    names : client id -> name by language, for the agency's page; a client without one is called by its id
    language : of the agency's page
    """
    rows = [_row(attempt, outputs, names) for attempt in ledger.latest()]
    for client in clients:
        page = overview.client(
            rows, client=client.id, language=client.languages[0], name=client.name, brand=client.brand
        )
        publish.replace(outputs / client.id, {NAME: page.encode()})
    publish.replace(outputs, {NAME: overview.agency(rows, language=language, now=now).encode()})


def _row(attempt: Attempt, outputs: Path, names: Mapping[str, Mapping[str, str]]) -> Row:
    folder = Path(attempt.client) / attempt.period
    by_language = {language: f"{attempt.report}.{language}.html" for language in publish.LANGUAGES}
    pages = {"": f"{attempt.report}.html"} | by_language
    return Row(
        client=attempt.client,
        client_name=names.get(attempt.client) or {"en": attempt.client},
        report=attempt.report,
        period_label=attempt.period,
        state=attempt.state,
        finished_at=attempt.finished_at,
        seconds=attempt.seconds,
        reason=attempt.reason,
        files={language: str(folder / page) for language, page in pages.items() if (outputs / folder / page).is_file()},
    )
