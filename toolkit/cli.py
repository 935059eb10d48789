"""The commands, and nothing else: arguments to calls, results to lines, errors to exit codes."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toolkit import __version__
from toolkit.errors import INTERRUPTED, OK, WRONG_USAGE, ToolkitError, UsageError

if TYPE_CHECKING:
    from toolkit.batch import Outcome
    from toolkit.ledger import Attempt, Ledger
    from toolkit.params import Client
    from toolkit.plan import Job

PARAMS, NOTEBOOKS, OUTPUTS = Path("params"), Path("notebooks"), Path("outputs")

Clients = Annotated[
    list[str] | None,
    typer.Argument(metavar="CLIENT", help="Clients, or paths of client files; all when none is named."),
]
ParamsFolder = Annotated[Path, typer.Option("--params", metavar="DIR", help="Folder of the client files.")]
OutputsFolder = Annotated[Path, typer.Option("--outputs", metavar="DIR", help="Folder of the reports.")]

WrongCommandLine = typer.BadParameter.__base__  # typer raises it and does not export it

app = typer.Typer(
    name="toolkit",
    help="Reports for the clients of an agency: one notebook a report, one file a client, one HTML for both.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code of a command line; what goes wrong is one line on stderr."""
    try:
        return int(app(args=arguments, prog_name="toolkit", standalone_mode=False) or OK)
    except ToolkitError as error:
        _complain(error)
        return error.exit_code
    except WrongCommandLine as error:
        _complain(_one_line(error))
        return WRONG_USAGE
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED


def commands() -> dict[str, Any]:
    """Every command by name, for the documentation and its test."""
    return dict(typer.main.get_command(app).commands)


def _one_line(error: Exception) -> str:
    command = error.ctx.command_path if error.ctx else "toolkit"
    said = error.format_message().strip()
    return said if "\n" in said else f"{command}: {said.rstrip('.?')}. See `{command} --help`."


def _say(line: object) -> None:
    typer.echo(str(line))


def _complain(line: object) -> None:
    typer.echo(str(line), err=True)


def _version(asked: bool) -> None:
    if asked:
        _say(f"toolkit {__version__}")
        raise typer.Exit


@app.callback()
def _toolkit(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def sample() -> None:
    """Write the demo clients' data under data/."""
    from toolkit.sample import write

    files = write(Path())
    _say(f"{len(files)} files written under data/, for the client files in {PARAMS}/")


@app.command()
def check(clients: Clients = None, params: ParamsFolder = PARAMS) -> int:
    """Find all that is wrong before running.

    Client files, the headers of their input files, and the names of their reports.
    """
    found = _checked(clients or [], params)
    if found is None:
        return WRONG_USAGE
    _say(f"{len(found)} client file{'s' if len(found) > 1 else ''}, all good")
    return OK


@app.command()
def run(
    clients: Clients = None,
    *,
    period: Annotated[
        str, typer.Option(metavar="P", help="2026-10, 2026-W41, 2026-Q3, 2026-H1, 2026 or 2026-05-01..2026-05-31.")
    ],
    report: Annotated[
        list[str] | None,
        typer.Option(metavar="R", help="Only this report; can be given again. All of each client when absent."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Reports made at once; as many as processors when absent.")
    ] = None,
    outputs: OutputsFolder = OUTPUTS,
    params: ParamsFolder = PARAMS,
) -> int:
    """Make the reports of a period.

    Every client file and input header is checked first; nothing runs when one is wrong. Each report is published in
    one step once it is whole and has passed the gate; when one fails, its last good version stays and the others go on.
    """
    from toolkit import batch, periods

    asked = periods.parse(period)
    if asked.start > _now().date():
        raise UsageError("--period", "a period that has begun", asked.label, "Ask for one that has data.")
    found = _checked(clients or [], params)
    if found is None:
        return WRONG_USAGE
    jobs = batch.plan(found, asked, report or [], NOTEBOOKS)
    with _progress(len(jobs)) as tell:
        return batch.run(
            jobs,
            outputs,
            width=min(workers or os.cpu_count() or 1, len(jobs)),
            clock=_now,
            tell=tell,
            began=lambda job: None,
            warn=_complain,
            finish=lambda ledger: _write_indexes(ledger, outputs, found, jobs, params),
        )


@app.command()
def status(outputs: OutputsFolder = OUTPUTS) -> int:
    """List the last attempt at every report.

    When it began, how it ended, and why it failed.
    """
    from toolkit.ledger import NAME, Ledger

    if not (outputs / NAME).exists():
        _say(f"Nothing has run into {outputs}/ yet.")
        return OK
    for attempt in Ledger(outputs).latest():
        _say(_status_line(attempt))
    return OK


def _status_line(attempt: "Attempt") -> str:
    began = f"{attempt.started_at.astimezone():%Y-%m-%d %H:%M}"
    line = f"{attempt.client} {attempt.report} {attempt.period} {attempt.state} {began}"
    if attempt.state == "published" and attempt.seconds is not None:
        return f"{line} {attempt.seconds:.1f} s"
    return f"{line}: {attempt.reason}" if attempt.reason else line


def _checked(names: list[str], folder: Path) -> "list[Client] | None":
    """The clients named, or None after every problem of theirs has been printed."""
    from toolkit import params, plan, sources
    from toolkit.metrics.catalogue import METRICS

    paths = params.find(names, folder)
    problems: list[ToolkitError] = [*params.check_all(paths, METRICS)]
    clients = [client for path in paths if (client := params.check(path, METRICS)[0])]
    for client in clients:
        problems += plan.check_reports(client, NOTEBOOKS)
        problems += sources.check(client)
    for problem in problems:
        _complain(problem)
    return None if problems else clients


def _write_indexes(ledger: "Ledger", outputs: Path, clients: "list[Client]", jobs: "list[Job]", folder: Path) -> None:
    from toolkit import indexes
    from toolkit.params import check as client_of

    others = [client for path in sorted(folder.glob("*.yml")) if (client := client_of(path)[0])]
    everyone = [*others, *clients]
    done = {job.client_id for job in jobs}
    indexes.write(
        ledger,
        outputs,
        [client for client in clients if client.id in done],
        names={client.id: client.name for client in everyone},
        language="zh" if any("zh" in client.languages for client in everyone) else "en",
        now=_now().astimezone(),
    )


@contextmanager
def _progress(total: int) -> "Iterator[Callable[[Outcome], None]]":
    """Says each outcome: under a bar on a terminal, otherwise as one plain line."""
    if not sys.stdout.isatty():
        yield _tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(), transient=True) as bar:
        task = bar.add_task("reports", total=total)

        def tell(outcome: "Outcome") -> None:
            _tell(outcome)
            bar.advance(task)

        yield tell


def _tell(outcome: "Outcome") -> None:
    what = f"{outcome.job.client_id} {outcome.job.report} {outcome.job.period.label}"
    if outcome.state == "published":
        _say(f"{what} published {outcome.seconds:.1f} s")
    else:
        _complain(f"{what} failed: {outcome.reason}")


def _now() -> datetime:
    return datetime.now(UTC)
