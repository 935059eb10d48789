"""A batch: every report run in a worker process, then published and recorded by the one coordinator."""

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from secrets import token_hex
from signal import Signals
from typing import Literal
from zoneinfo import ZoneInfo

from toolkit import publish, workers
from toolkit.engine import template
from toolkit.errors import OK, SOME_REPORT_FAILED, ReportError, ToolkitError
from toolkit.execution import USUAL, Limits, execute
from toolkit.ledger import Ledger
from toolkit.plan import Job, check_reports, plan
from toolkit.publish import Artefact

__all__ = ["Artefact", "Job", "Limits", "Outcome", "check_reports", "execute", "plan", "run"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one job ended.

    Parameters
    ----------
    why : what made it run, or not
    reason : the line that says why it failed
    cpu_seconds, peak_memory_bytes : of its kernel and all that started, where they are known
    """

    job: Job
    state: Literal["published", "unchanged", "failed"]
    why: str
    seconds: float | None = None
    reason: str | None = None
    cpu_seconds: float | None = None
    peak_memory_bytes: int | None = None


def run(
    jobs: Sequence[Job],
    outputs: Path,
    *,
    width: int,
    clock: Callable[[], datetime],
    tell: Callable[[Outcome], None],
    finish: Callable[[Ledger], None],
    began: Callable[[Job], None],
    warn: Callable[[str], None],
    force: bool = False,
    limits: Limits = USUAL,
    start: Callable[[], Executor] = workers.one_process,
) -> int:
    """Exit code of a whole run: every job attempted once, what came of it published, recorded and told.

    Parameters
    ----------
    width : how many jobs run at once
    clock : gives the time, with its zone
    tell : called with each outcome as it comes
    finish : called with the ledger once all is done or stopped, to write the overview
    began : called with each job that is handed out
    warn : called with one line about the machinery, once, when there is something to say
    force : also what is unchanged
    limits : what a report may take
    start : gives an executor for one job at a time

    Raises
    ------
    UsageError before anything is started: the outputs cannot be written, another run holds them, the ledger is broken.
    ReportError when the ledger cannot be written any more.
    """
    publish.prepare(outputs, outputs)
    with publish.only_run(outputs) as scratch:
        for job in jobs:
            publish.prepare(job.folder(outputs), outputs, publish.names(job.report, job.languages))
        publish.sweep(outputs)
        with closing(Ledger(outputs)) as ledger, template.running(), workers.stop_signals() as stopped:
            ledger.interrupt_unfinished(at=clock(), reason="The run ended before the report did.")
            coordinator = _Coordinator(outputs, ledger, clock, began)
            work = partial(execute, at=clock(), scratch=scratch, limits=limits)
            outcomes = []
            settled = workers.results(work, jobs, width=width, begin=coordinator.begin, stopped=stopped, start=start)
            with closing(settled):  # else the workers outlive an error in here
                for job, future in settled:
                    outcomes.append(coordinator.settle(job, future))
                    tell(outcomes[-1])
            number = stopped() if len(outcomes) < len(jobs) else None
            if number is not None:
                ledger.interrupt_unfinished(at=clock(), reason=f"Stopped by {Signals(number).name}.")
            finish(ledger)
    if number is not None:
        return 128 + number
    return SOME_REPORT_FAILED if any(outcome.state == "failed" for outcome in outcomes) else OK


@dataclass
class _Coordinator:
    """The only one that publishes and writes the ledger."""

    outputs: Path
    ledger: Ledger
    clock: Callable[[], datetime]
    began: Callable[[Job], None]
    run: str = field(default_factory=partial(token_hex, 8))
    attempts: dict[Job, int] = field(default_factory=dict)

    def begin(self, job: Job) -> None:
        """Note an attempt before it begins."""
        self.attempts[job] = self.ledger.start(
            job.client_id, job.report, job.period.label, at=self.clock(), run=self.run, why="asked for"
        )
        self.began(job)

    def settle(self, job: Job, future: Future[Artefact]) -> Outcome:
        """Publish what a job came to, or its error page beside the last good report, and note how it ended."""
        error = future.exception()
        made: dict[str, object] = {}
        if error is None:
            artefact = future.result()
            made = {"seconds": artefact.seconds, "inputs": artefact.inputs, "versions": artefact.versions}
            try:
                publish.publish(artefact, job.folder(self.outputs))
            except ReportError as unpublished:
                error = unpublished
        if error is None:
            self.ledger.finish(self.attempts[job], "published", at=self.clock(), **made)
            return Outcome(job, "published", "asked for", artefact.seconds)
        reason = str(_explained(error, job))
        with suppress(ToolkitError):  # the page is a courtesy: the ledger and the terminal say the same
            self._error_page(job, reason)
        self.ledger.finish(self.attempts[job], "failed", at=self.clock(), reason=reason, **made)
        return Outcome(job, "failed", "asked for", reason=reason)

    def _error_page(self, job: Job, reason: str) -> None:
        from toolkit import export, params
        from toolkit.i18n import Locale

        client, language, folder = params.load(job.client_path), job.languages[0], job.folder(self.outputs)
        zone = ZoneInfo(client.timezone)
        last_good = folder / publish.page_names(job.report, job.languages)[language]
        page = export.error_page(
            Locale(language).pick(client.name),
            job.report,
            job.period.label,
            reason,
            language,
            failed_at=self.clock().astimezone(zone),
            last_good_at=datetime.fromtimestamp(last_good.stat().st_mtime, zone) if last_good.exists() else None,
        )
        publish.publish_error(job.report, page.encode(), folder)


def _explained(error: BaseException, job: Job) -> ToolkitError:
    """Any failure of a worker as the line an analyst can act on."""
    if isinstance(error, ToolkitError):
        return error
    if isinstance(error, BrokenExecutor):
        action = "Give it more memory or fewer --workers, and run again."
        return ReportError(job.name, "its worker process to finish", "one that died", action)
    got = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return ReportError(job.name, "a report", got, "This is a fault of the toolkit, not of the data: pass this line on.")
