"""A batch: every report run in a worker process, then published and recorded by the one coordinator."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from secrets import token_hex
from signal import Signals
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from toolkit import publish, workers
from toolkit.engine import template
from toolkit.errors import OK, SOME_REPORT_FAILED, WRONG_USAGE, DiedError, ReportError, ToolkitError, UsageError
from toolkit.execution import USUAL, Limits, execute
from toolkit.freshness import Freshness, Verdict
from toolkit.ledger import Ledger
from toolkit.plan import Job, check_reports, plan
from toolkit.publish import Artefact

if TYPE_CHECKING:
    from toolkit.params import Client

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
    clients: "Iterable[Client]" = (),
    admit: Callable[[Sequence[Job]], bool] = lambda jobs: True,
    force: bool = False,
    limits: Limits = USUAL,
    start: Callable[[], Executor] = workers.one_process,
) -> int:
    """Exit code of a whole run: what is not up to date is attempted once, what came of it published, recorded and told.

    Parameters
    ----------
    width : how many jobs run at once
    clock : gives the time, with its zone
    tell : called with each outcome as it comes
    finish : called with the ledger once all is done or stopped, to write the overview
    began : called with each job that is handed out
    warn : called with one line about the machinery, once, when there is something to say
    clients : those whose file has been read already
    admit : called with the jobs that have to run; nothing runs when it says no
    force : also what is unchanged or has crashed too often
    limits : what a report may take
    start : gives an executor for one job at a time

    Raises
    ------
    UsageError before anything is started: the outputs cannot be written, another run holds them, the ledger is broken.
    ReportError when the overview cannot be written.
    """
    publish.prepare(outputs, outputs)
    with (
        workers.stop_signals() as stopped,
        publish.only_run(outputs) as scratch,
        closing(Ledger(outputs)) as ledger,
    ):
        publish.sweep(outputs)
        with suppress(ReportError):  # the next attempt says the same of them
            ledger.interrupt_unfinished(at=clock(), reason="The run ended before the report did.")
        coordinator = _Coordinator(outputs, ledger, clock, began, tell, warn)
        judged = Freshness(outputs, ledger, clock(), clients)
        verdicts = {job: judged.verdict(job, force=force) for job in jobs if not stopped()}
        judged.remember()
        coordinator.wanted = {job: verdict for job, verdict in verdicts.items() if verdict.action == "make"}
        wanted = list(coordinator.wanted)
        # It warms up while the inputs are looked at. A cluster's workers are elsewhere, and see to their own.
        is_warmed = wanted and not stopped() and start is workers.one_process
        with template.running() if is_warmed else nullcontext():
            if wanted and not stopped() and not admit(wanted):
                return WRONG_USAGE
            for job in wanted:
                publish.prepare(job.folder(outputs), outputs, publish.names(job.report, job.languages))
            coordinator.leave({job: verdict for job, verdict in verdicts.items() if verdict.action != "make"})
            del verdicts
            if wanted and not stopped():
                work = partial(execute, at=clock(), scratch=scratch, limits=limits)
                width = min(width, len(wanted))
                settled = workers.results(
                    work, wanted, width=width, begin=coordinator.begin, stopped=stopped, start=start
                )
                with closing(settled):  # else the workers outlive an error in here
                    for job, future in settled:
                        coordinator.settle(job, future)
        number = stopped() if sum(coordinator.count.values()) < len(jobs) else None
        if number is not None:
            with suppress(ReportError):  # the next run marks them
                ledger.interrupt_unfinished(at=clock(), reason=f"Stopped by {Signals(number).name}.")
        try:
            finish(ledger)
        except UsageError as error:  # whose exit code would say that nothing ran
            raise ReportError(error.where, error.expected, error.got, error.action) from error
    if number is not None:
        return 128 + number
    return SOME_REPORT_FAILED if coordinator.count["failed"] else OK


@dataclass
class _Coordinator:
    """The only one that publishes and writes the ledger; keeps nothing of a report that is done but its state."""

    outputs: Path
    ledger: Ledger
    clock: Callable[[], datetime]
    began: Callable[[Job], None]
    tell: Callable[[Outcome], None]
    warn: Callable[[str], None]
    run: str = field(default_factory=partial(token_hex, 8))
    wanted: dict[Job, Verdict] = field(default_factory=dict)
    running: dict[Job, tuple[int | None, str]] = field(default_factory=dict)
    count: Counter[str] = field(default_factory=Counter)
    has_warned: bool = False

    def leave(self, verdicts: Mapping[Job, Verdict]) -> None:
        """Note and tell the jobs that are not run: unchanged, or refused after too many crashes."""
        last = [(verdict.attempt, verdict.why) for verdict in verdicts.values() if verdict.attempt is not None]
        try:
            self.ledger.skip(last, at=self.clock(), run=self.run)
        except ReportError as error:
            self._remark(str(error))
        for job, verdict in verdicts.items():
            if verdict.action == "skip":
                self._end(Outcome(job, "unchanged", verdict.why))
            else:
                self._end(Outcome(job, "failed", "crashed too often", reason=verdict.why))

    def begin(self, job: Job) -> None:
        """Note an attempt before it begins; one that cannot be noted does not begin."""
        verdict = self.wanted.pop(job)
        self.running[job] = (None, verdict.why)
        what = (job.client_id, job.report, job.period.label)
        number = self.ledger.start(*what, at=self.clock(), run=self.run, why=verdict.why, sources=verdict.sources)
        self.running[job] = (number, verdict.why)
        self.began(job)

    def settle(self, job: Job, future: Future[Artefact]) -> None:
        """Publish what a job came to, or its error page beside the last good report, and note how it ended."""
        attempt, why = self.running.pop(job)
        error = future.exception()
        made: dict[str, Any] = {name: getattr(error, name, None) for name in ("cpu_seconds", "peak_memory_bytes")}
        if error is None:
            artefact = future.result()
            made = {name: getattr(artefact, name) for name in (*made, "seconds", "inputs", "versions")}
            self._remark(artefact.remark)
            try:
                publish.publish(artefact, job.folder(self.outputs))
            except ReportError as unpublished:
                error = unpublished
        took = {name: made[name] for name in ("cpu_seconds", "peak_memory_bytes")}
        if error is None:
            try:
                self.ledger.finish(attempt, "published", at=self.clock(), **made)
                self._end(Outcome(job, "published", why, made["seconds"], **took))
            except ReportError as unnoted:
                self._end(Outcome(job, "failed", why, reason=str(unnoted), **took))
            return
        reason = str(_explained(error, job))
        with suppress(ToolkitError):  # the page is a courtesy: the ledger and the terminal say the same
            self._error_page(job, reason)
        if attempt is not None:
            crashed = isinstance(error, DiedError | BrokenExecutor)
            with suppress(ReportError):  # the terminal says it, and the next run makes it again
                self.ledger.finish(attempt, "failed", at=self.clock(), reason=reason, crashed=crashed, **made)
        self._end(Outcome(job, "failed", why, reason=reason, **took))

    def _end(self, outcome: Outcome) -> None:
        self.count[outcome.state] += 1
        self.tell(outcome)

    def _remark(self, line: str | None) -> None:
        if line and not self.has_warned:
            self.has_warned = True
            self.warn(line)

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
