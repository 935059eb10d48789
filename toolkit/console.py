"""What is seen of a run and of what has run: a bar on a terminal, else plain lines, or JSON for programs."""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from rich.console import Console

    from toolkit.batch import Outcome
    from toolkit.overview import Row
    from toolkit.plan import Job


class Watcher(Protocol):
    """Who is told what happens in a run."""

    def began(self, job: "Job") -> None:
        """A report was handed to a worker."""

    def tell(self, outcome: "Outcome") -> None:
        """A report is done."""


def say(line: object) -> None:
    """One line on stdout."""
    _write(sys.stdout, line)


def complain(line: object) -> None:
    """One line on stderr."""
    _write(sys.stderr, line)


def _write(stream: TextIO, line: object) -> None:
    # not typer.echo: it finds its way past the stand-in by which a bar keeps lines above itself
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(str(line).encode(encoding, "backslashreplace").decode(encoding) + "\n")
        stream.flush()
    except OSError:  # the reader is gone or its disk is full: reports are published all the same
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


@contextmanager
def watching(total: int, outputs: Path, *, as_json: bool, clock: Callable[[], datetime]) -> Iterator[Watcher]:
    """The watcher that fits where stdout goes.

    Parameters
    ----------
    total : number of reports
    as_json : one object per report whatever stdout is
    """
    if as_json:
        yield _Objects(outputs, clock)
    elif sys.stdout.isatty():
        from rich.console import Console

        with bar(total, Console()) as watcher:
            yield watcher
    else:
        yield Lines()


class Lines:
    """One plain line per report; those of failures on stderr."""

    def began(self, job: "Job") -> None:
        """Nothing is said before a report is done."""

    def tell(self, outcome: "Outcome") -> None:
        """How a report ended: published in how long and why it ran, unchanged, or failed and why."""
        line = f"{outcome.job.client_id} {outcome.job.report} {outcome.job.period.label} {outcome.state}"
        if outcome.state == "failed":
            complain(f"{line}: {outcome.reason}")
        elif outcome.state == "published":
            say(f"{line} {outcome.seconds:.1f} s ({outcome.why})")
        else:
            say(line)


class _Objects:
    """One JSON object per report on stdout, failed ones too."""

    def __init__(self, outputs: Path, clock: Callable[[], datetime]) -> None:
        self.outputs, self.clock = outputs, clock
        self.started: dict[Job, datetime] = {}

    def began(self, job: "Job") -> None:
        self.started[job] = self.clock()

    def tell(self, outcome: "Outcome") -> None:
        from toolkit import indexes
        from toolkit.overview import Row

        job, started_at = outcome.job, self.started.pop(outcome.job, None)
        row = Row(
            job.client_id,
            job.report,
            job.period.label,
            outcome.state,
            started_at=started_at,
            finished_at=self.clock() if started_at else None,
            seconds=outcome.seconds,
            cpu_seconds=outcome.cpu_seconds,
            peak_memory_bytes=outcome.peak_memory_bytes,
            why=outcome.why,
            reason=outcome.reason,
            files=indexes.pages(self.outputs, job.client_id, job.report, job.period.label),
        )
        say(as_object(row, self.outputs))


class _Bar:
    """A bar over all reports that names the running ones; what is unchanged is only counted."""

    def __init__(self, show: Callable[[str, int], object]) -> None:
        self.show = show
        self.lines = Lines()
        self.running: list[Job] = []
        self.ended: Counter[str] = Counter()

    def began(self, job: "Job") -> None:
        self.running.append(job)
        self.show(named(self.running), self.ended.total())

    def tell(self, outcome: "Outcome") -> None:
        if outcome.job in self.running:  # else it was settled without a kernel
            self.running.remove(outcome.job)
        self.ended[outcome.state] += 1
        if outcome.state != "unchanged":
            self.lines.tell(outcome)
        self.show(named(self.running), self.ended.total())


@contextmanager
def bar(total: int, screen: "Console") -> Iterator[Watcher]:
    """A watcher that draws a bar on a terminal while the run goes on, and says in the end how many became what."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.table import Column

    rest = Column(ratio=1, no_wrap=True, overflow="ellipsis")
    running = TextColumn("{task.description}", markup=False, table_column=rest)
    columns = (BarColumn(bar_width=16), MofNCompleteColumn(), TimeElapsedColumn(), running)
    errors_too = sys.stderr.isatty()  # else they go to the file they were sent to
    with Progress(
        *columns, console=screen, transient=True, expand=True, refresh_per_second=4, redirect_stderr=errors_too
    ) as drawn:
        task = drawn.add_task("", total=total)
        watcher = _Bar(lambda names, done: drawn.update(task, description=names, completed=done))
        yield watcher
    if watcher.ended:
        say(", ".join(f"{watcher.ended[state]} {state}" for state in ("failed", "published", "unchanged")))


def named(jobs: "Sequence[Job]") -> str:
    """The running reports, their number first, for a terminal cuts off what it has no room for."""
    names = ", ".join(f"{job.client_id} {job.report}" for job in jobs)
    return f"{len(jobs)} running: {names}" if jobs else ""


def as_object(row: "Row", outputs: Path) -> str:
    """A report as a JSON object on one line; the same fields whatever its state, as the README says."""
    return json.dumps(
        {
            "client": row.client,
            "report": row.report,
            "period": row.period_label,
            "state": row.state,
            "why": row.why or None,
            "reason": row.reason,
            "seconds": _rounded(row.seconds),
            "cpu_seconds": _rounded(row.cpu_seconds),
            "peak_memory_bytes": row.peak_memory_bytes,
            "pages": [str(outputs / path) for path in row.files.values()],
            "started_at": _time(row.started_at),
            "finished_at": _time(row.finished_at),
        }
    )


def as_lines(rows: "Sequence[Row]", now: datetime) -> list[str]:
    """The rows for people, in columns: client, report, period, state, age, seconds, and why it failed or ran."""
    from toolkit import overview
    from toolkit.i18n import Locale

    locale = Locale("en")
    cells = [
        (
            row.client,
            row.report,
            row.period_label,
            row.state,
            overview.age(row.finished_at, now, locale),
            "" if row.seconds is None else f"{row.seconds:.1f} s",
            row.reason or row.why,
        )
        for row in rows
    ]
    wide = [max(map(len, column), default=0) for column in zip(*cells, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if column in (4, 5) else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, wide, strict=True))
        ).rstrip()
        for line in cells
    ]


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def _time(at: datetime | None) -> str | None:
    return at and at.astimezone(UTC).isoformat(timespec="seconds")
