"""The commands, and nothing else: arguments to calls, results to lines, errors to exit codes."""

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toolkit import __version__, console
from toolkit.console import complain, say
from toolkit.engine.limits import USUAL
from toolkit.errors import INTERRUPTED, OK, WRONG_USAGE, HeaderError, ToolkitError, UsageError

if TYPE_CHECKING:
    from toolkit.ledger import Ledger
    from toolkit.params import Client
    from toolkit.periods import Period
    from toolkit.plan import Job

PARAMS, NOTEBOOKS, OUTPUTS = Path("params"), Path("notebooks"), Path("outputs")
DEADLINE_SECONDS = int(USUAL.deadline_seconds)

Clients = Annotated[
    list[str] | None,
    typer.Argument(metavar="CLIENT", help="Clients, or paths of client files; all when none is named."),
]
ParamsFolder = Annotated[Path, typer.Option("--params", metavar="DIR", help="Folder of the client files.")]
OutputsFolder = Annotated[Path, typer.Option("--outputs", metavar="DIR", help="Folder of the reports.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs: one JSON object per report and line.")]

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
        complain(error)
        return error.exit_code
    except WrongCommandLine as error:
        complain(_one_line(error))
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


def _version(asked: bool) -> None:
    if asked:
        say(f"toolkit {__version__}")
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
    say(f"{len(files)} files written under data/, for the client files in {PARAMS}/")


@app.command()
def check(clients: Clients = None, params: ParamsFolder = PARAMS) -> int:
    """Find all that is wrong before running.

    Client files, the headers of their input files, and the names of their reports.
    """
    found, problems = _named(clients or [], params)
    if not _are_right([*problems, *_headers(found)]):
        return WRONG_USAGE
    say(f"{len(found)} client file{'s' if len(found) > 1 else ''}, all good")
    return OK


@app.command()
def run(
    clients: Clients = None,
    *,
    period: Annotated[
        str | None,
        typer.Option(metavar="P", help="2026-10, 2026-W41, 2026-Q3, 2026-H1, 2026 or 2026-05-01..2026-05-31."),
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help="Instead of a period: the last complete one of each report's cadence.")
    ] = False,
    report: Annotated[
        list[str] | None,
        typer.Option(metavar="R", help="Only this report; can be given again. All of each client when absent."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Also make what is unchanged, or has failed too often.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Reports made at once; as many as fit when absent.")
    ] = None,
    deadline: Annotated[
        int, typer.Option(min=1, metavar="SECONDS", help="End a report that takes longer.")
    ] = DEADLINE_SECONDS,
    memory: Annotated[
        int | None,
        typer.Option(min=1, metavar="MB", help="End a report that needs more; its share of the machine when absent."),
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="tcp://…", help="Make the reports on this Dask cluster.")
    ] = None,
    as_json: AsJson = False,
    outputs: OutputsFolder = OUTPUTS,
    params: ParamsFolder = PARAMS,
) -> int:
    """Make the reports of a period, or those that are due.

    Every client file and input header is checked first; nothing runs when one is wrong. What is unchanged is left as it
    is. Each report is published in one step once it is whole and has passed the gate; when one fails, its last good
    version stays and the others go on.
    """
    from toolkit import batch, capacity
    from toolkit.plan import due as due_now

    asked = _asked(period, due)
    capacity.check_address(cluster)
    found, problems = _named(clients or [], params)
    if problems:
        _are_right([*problems, *_headers(found)])
        return WRONG_USAGE
    if asked:
        jobs = batch.plan(found, asked, report or [], NOTEBOOKS)
    else:
        jobs = due_now(found, _now(), report or [], NOTEBOOKS)
    if not jobs:
        action = "Write for example `cadence: month` below a report in the client file."
        raise UsageError("toolkit run --due", "a report with a cadence", "none", action)
    with (
        capacity.executors(cluster, workers, jobs) as (start, width),
        console.watching(len(jobs), outputs, as_json=as_json, clock=_now) as watcher,
    ):
        memory_bytes = None if cluster else capacity.share_of_memory(width)
        if memory:
            memory_bytes = memory * 2**20
        return batch.run(
            jobs,
            outputs,
            width=width,
            clock=_now,
            tell=watcher.tell,
            began=watcher.began,
            warn=complain,
            clients=found,
            admit=lambda wanted: _are_right(_headers(_of(wanted, found))),
            finish=lambda ledger: _write_indexes(ledger, outputs, found, jobs, params),
            force=force,
            limits=batch.Limits(deadline, memory_bytes),
            start=start,
        )


@app.command()
def status(outputs: OutputsFolder = OUTPUTS, params: ParamsFolder = PARAMS, as_json: AsJson = False) -> int:
    """List how every report stands, those that failed first, then those that are due.

    State, age, seconds, and why it failed or ran.
    """
    from toolkit import indexes, overview
    from toolkit.ledger import NAME, Ledger

    attempts = []
    if (outputs / NAME).exists():
        with closing(Ledger(outputs)) as ledger:
            attempts = ledger.latest()
    rows = overview.by_urgency(indexes.rows(attempts, outputs, _due(_readable(params, complain))))
    if as_json:
        lines = [console.as_object(row, outputs) for row in rows]
    else:
        lines = console.as_lines(rows, _now()) or [f"Nothing has run into {outputs}/ yet."]
    for line in lines:
        say(line)
    return OK


def _asked(period: str | None, due: bool) -> "Period | None":
    """The period of --period, None with --due; exactly one of them is wanted."""
    from toolkit import periods

    if due == (period is not None):
        got = "both" if due else "neither"
        raise UsageError("toolkit run", "--period or --due", got, "Write for example `toolkit run --period 2026-10`.")
    if period is None:
        return None
    asked = periods.parse(period)
    if asked.start > _now().date():
        raise UsageError("--period", "a period that has begun", asked.label, "Ask for one that has data.")
    return asked


def _named(names: list[str], folder: Path) -> "tuple[list[Client], list[ToolkitError]]":
    """The clients named whose file is right, and what is wrong with the files of the others or with their reports."""
    from toolkit import params, plan
    from toolkit.metrics.catalogue import METRICS

    paths = params.find(names, folder)
    clients, mistakes = params.check_all(paths, METRICS)
    problems: list[ToolkitError] = [*mistakes]
    for client in clients:
        problems += plan.check_reports(client, NOTEBOOKS)
    return clients, problems


def _headers(clients: "list[Client]") -> list[HeaderError]:
    from toolkit import sources

    return sources.check(*clients)


def _of(jobs: "Sequence[Job]", clients: "list[Client]") -> "list[Client]":
    wanted = {job.client_id for job in jobs}
    return [client for client in clients if client.id in wanted]


def _are_right(problems: Sequence[ToolkitError]) -> bool:
    """Whether there is no problem; each is printed."""
    for problem in problems:
        complain(problem)
    return not problems


def _readable(folder: Path, complain: "Callable[[object], None]", known: "Sequence[Client]" = ()) -> "list[Client]":
    """The clients whose file has no mistake, beside those known; the first mistake of each other one is told."""
    from toolkit.params import check

    clients = []
    for path in sorted(set(folder.glob("*.yml")) - {client.path for client in known}):
        client, mistakes = check(path)
        if client:
            clients.append(client)
        else:
            complain(mistakes[0])
    return clients


def _due(clients: "list[Client]") -> "list[Job]":
    from toolkit import plan

    return plan.due([client for client in clients if not plan.check_reports(client, NOTEBOOKS)], _now(), [], NOTEBOOKS)


def _write_indexes(ledger: "Ledger", outputs: Path, clients: "list[Client]", jobs: "list[Job]", folder: Path) -> None:
    from toolkit import indexes

    everyone = [*_readable(folder, lambda mistake: None, known=clients), *clients]
    done = {job.client_id for job in jobs}
    indexes.write(
        ledger,
        outputs,
        [client for client in clients if client.id in done],
        names={client.id: client.name for client in everyone},
        language="zh" if any("zh" in client.languages for client in everyone) else "en",
        now=_now().astimezone(),
        due=_due(everyone),
    )


def _now() -> datetime:
    return datetime.now(UTC)
