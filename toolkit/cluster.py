"""Reports made on a Dask cluster: an executor for the same run as on one machine, only farther away.

Workers hand back bytes and never publish. A report is never begun twice, and what nobody waits for any more is ended.
"""

import hashlib
import logging
import platform
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, InvalidStateError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from secrets import token_hex
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from toolkit import __version__, freshness
from toolkit.errors import ReportError, UsageError
from toolkit.plan import Job

if TYPE_CHECKING:
    import distributed

CONNECT_SECONDS = 5.0
WATCH_SECONDS = 0.5
TEMPLATE = "toolkit.engine.forking"


@dataclass(frozen=True)
class Needs:
    """What a worker must have to make the same reports as this machine.

    Parameters
    ----------
    python, toolkit : versions
    code : hash of the toolkit's code, as the process has it
    files : sha256 by absolute path, of client files and notebooks
    """

    python: str
    toolkit: str
    code: str
    files: Mapping[str, str]

    @classmethod
    def of(cls, jobs: Sequence[Job]) -> "Needs":
        """Those of some jobs, as they are here and now."""
        paths = {path for job in jobs for path in (job.client_path, job.notebook)}
        files = {str(path): _digest(path) for path in sorted(paths)}
        return cls(platform.python_version(), __version__, _code(), files)


@contextmanager
def executors(url: str, jobs: Sequence[Job]) -> Iterator[tuple[Callable[[], Executor], int]]:
    """What gives an executor for one report at a time, and how many reports the cluster makes at once.

    Parameters
    ----------
    url : of the scheduler, such as tcp://10.0.0.5:8786
    jobs : what will be asked of it; their client files and notebooks must be the same there

    Raises
    ------
    UsageError, when the cluster cannot be reached or a worker of it would not make the same reports as this machine.
    """
    needs = Needs.of(jobs)
    with _silence(), _connected(url) as client:
        yield partial(_OneReport, client, needs), _checked_workers(client, url, needs)


@contextmanager
def _silence() -> Iterator[None]:
    """Nothing that Dask logs reaches the analyst's terminal: what matters ends a report and is told there."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


@contextmanager
def _connected(url: str) -> "Iterator[distributed.Client]":
    where = f"--cluster {url}"
    try:
        from distributed import Client
    except ImportError as error:
        action = f"Install it from the project folder: {sys.executable} -m pip install -e '.[cluster]'"
        raise UsageError(where, "the package distributed", "none", action) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # versions are compared here, with an action
            client = Client(url, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        action = "Start one with `dask scheduler`, or give the address that it prints."
        raise UsageError(where, "a Dask scheduler", "none that answers", action) from error
    try:
        yield client
    finally:
        client.close(CONNECT_SECONDS)


def _checked_workers(client: "distributed.Client", url: str, needs: Needs) -> int:
    """Number of workers, all of them fit."""
    with suppress(TimeoutError):
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    answers = client.run(_misfit, needs, on_error="return")
    if not answers:
        action = f"Start one or more: dask worker {url} --nworkers 2 --nthreads 1"
        raise UsageError(f"--cluster {url}", "at least one worker", "none", action)
    for address, answer in sorted(answers.items()):
        if isinstance(answer, Exception):  # it has no such module, or another one
            got = f"{type(answer).__name__}: {answer}"
            answer = (f"toolkit {needs.toolkit}", got, "Install the same toolkit there, and start the worker again.")
        if answer is not None:
            expected, got, action = answer
            raise UsageError(f"worker {address}", expected, got, action.replace("SCHEDULER", url))
    return len(answers)


def _misfit(needs: Needs, dask_worker: "distributed.Worker") -> tuple[str, str, str] | None:
    """What this worker should have, what it has and what to do; None when it is fit."""
    threads = dask_worker.state.nthreads
    if threads != 1:  # papermill works in processes only
        action = f"Start it again with: dask worker SCHEDULER --nworkers {threads} --nthreads 1"
        return "1 thread", str(threads), action
    install = "Install the same version there, and start the worker again."
    if needs.toolkit != __version__:
        return f"toolkit {needs.toolkit}", __version__, install
    if needs.code != _code():
        return f"toolkit {needs.toolkit} as it is here", "other code of it", install
    if needs.python != platform.python_version():
        return f"Python {needs.python}", platform.python_version(), install
    for path, digest in needs.files.items():
        found = _digest(Path(path))
        if found != digest:
            got = "another version of it" if found else "no such file"
            return f"{path} as it is here", got, "Let the workers see this very folder, for instance on a shared disk."
    return None


@cache
def _code() -> str:
    """Of the toolkit, when it was first asked for: a worker that lives on has imported what was there then."""
    return freshness.package(Path(__file__).parent)


def _digest(path: Path) -> str:
    """Of the content; empty when there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


class _OneReport(Executor):
    """Any worker of the cluster that is free, for one report at a time."""

    def __init__(self, client: "distributed.Client", needs: Needs) -> None:
        self._client, self._needs = client, needs
        self._remote: distributed.Future | None = None

    def submit(self, work: Callable[[Job], Any], job: Job) -> Future[Any]:  # type: ignore[override]
        files = {path: self._needs.files[path] for path in (str(job.client_path), str(job.notebook))}
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        try:
            self._remote = self._client.submit(
                _carry_out,
                work,
                job,
                replace(self._needs, files=files),
                key=f"toolkit-{token_hex(8)}",
                pure=False,
                retries=0,
            )
            self._remote.add_done_callback(partial(self._settle, future, job))
        except Exception:  # the client has closed itself
            _fail(future, _lost(job))
        if self._client.status != "running":  # the scheduler is gone, and Dask would never say so
            _fail(future, _lost(job))
        return future

    def _settle(self, future: Future[Any], job: Job, remote: "distributed.Future") -> None:
        """In a thread of the client's: what became of it, with Dask's own failures as this project's."""
        from distributed import KilledWorker

        if remote.status == "cancelled":
            _fail(future, _lost(job))
            return
        try:
            result = remote.result()
        except KilledWorker as error:
            _fail(future, BrokenExecutor(str(error)))
        except Exception as error:
            _fail(future, error)
        else:
            with suppress(InvalidStateError):
                future.set_result(result)
        finally:
            with suppress(Exception):  # only to save the scheduler's memory
                _begun(remote.key, self._client).clear()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Nobody waits for its report any more; the worker sees that and ends it."""
        if self._remote is not None and not self._remote.done():
            with suppress(Exception):  # the scheduler is gone: the worker sees that too
                self._remote.cancel()
        self._remote = None


def _fail(future: Future[Any], error: Exception) -> None:
    with suppress(InvalidStateError):  # it has failed already
        future.set_exception(error)


def _lost(job: Job) -> ReportError:
    return ReportError(
        job.name, "the cluster to finish it", "a lost connection", "Start the cluster again, then run again."
    )


def _begun(key: str, client: "distributed.Client | None" = None) -> "distributed.Event":
    from distributed import Event

    return Event(f"{key}-begun", client)


def _carry_out(work: Callable[..., Any], job: Job, needs: Needs) -> Any:
    """On a worker: the job, unless it was begun before, for then it took a worker down with it."""
    from distributed import get_worker

    worker = get_worker()
    key = worker.get_current_task()
    begun = _begun(key)
    if begun.is_set():
        raise BrokenExecutor("its worker died")
    begun.set()
    misfit = _misfit(needs, worker)
    if misfit is not None:
        expected, got, action = misfit
        raise ReportError(
            f"worker {worker.address}", expected, got, action.replace("SCHEDULER", worker.scheduler.address)
        )
    with _ended_when_dropped(worker, key):
        return work(job, scratch=Path(worker.local_directory))  # which Dask clears after a crash


@contextmanager
def _ended_when_dropped(worker: "distributed.Worker", key: str) -> Iterator[None]:
    """Kill the kernel once nobody waits for the report: the run was stopped or is gone, or the scheduler is."""
    done = Event()

    def watch() -> None:
        while not done.wait(WATCH_SECONDS):
            task = worker.state.tasks.get(key)
            if task is None or task.state == "cancelled" or worker.status.name in ("closing", "closed", "failed"):
                _end_kernels()

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _end_kernels() -> None:
    """Everything that this worker started, but for the template, which the next report wants warm."""
    import psutil

    for child in psutil.Process().children():
        with suppress(psutil.Error):
            keep = TEMPLATE in child.cmdline()
            for process in [*child.children(recursive=True), *([] if keep else [child])]:
                process.kill()
