"""Worker processes on one machine, and how a run of them is stopped: nothing outlives the coordinator."""

import logging
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from toolkit.engine import stragglers
from toolkit.errors import ToolkitError

Job = TypeVar("Job")
Result = TypeVar("Result")
GRACE_SECONDS = 5.0


def one_process() -> Executor:
    """An executor with one fresh process: what crashes in it costs its own job only."""
    context = multiprocessing.get_context("spawn")  # a fork would inherit locks and connections
    return ProcessPoolExecutor(max_workers=1, mp_context=context, initializer=_become_worker)


def results(
    work: Callable[[Job], Result],
    jobs: Sequence[Job],
    *,
    width: int,
    begin: Callable[[Job], None],
    stopped: Callable[[], object],
    start: Callable[[], Executor] = one_process,
) -> Generator[tuple[Job, Future[Result]], None, None]:
    """Each job with its finished future, in the order of finishing; ends early, workers gone, once `stopped()` is true.

    Parameters
    ----------
    work : module-level function of one job
    width : how many jobs run at once, each on an executor of its own
    begin : called with a job right before it is handed out; a job that it raises a ToolkitError for has failed
    start : gives an executor, at first and after one broke
    """
    free = [start() for _ in range(width)]
    waiting = deque(jobs)
    running: dict[Future[Result], tuple[Job, Executor]] = {}
    ended: deque[tuple[Job, Future[Result]]] = deque()
    try:
        while (waiting or running) and not stopped():
            while waiting and free and not stopped():
                job, executor = waiting.popleft(), free.pop()
                try:
                    begin(job)
                except ToolkitError as error:
                    free.append(executor)
                    yield job, _failed(error)
                    continue
                future, executor = _submit(executor, work, job, start)
                running[future] = (job, executor)
            while ended:  # only now, so that no worker waits for what is done with them
                yield ended.popleft()
            done = wait(running, timeout=0.2, return_when=FIRST_COMPLETED).done
            for future in done if not stopped() else ():
                job, executor = running.pop(future)
                free.append(_mended(executor, future, start))
                ended.append((job, future))
        while ended:
            yield ended.popleft()
    finally:
        executors = [*free, *(executor for _, executor in running.values())]
        if running:
            _abandon(executors)
        for executor in executors:
            executor.shutdown(cancel_futures=True)


def _submit(
    executor: Executor, work: Callable[[Job], Result], job: Job, start: Callable[[], Executor]
) -> tuple[Future[Result], Executor]:
    # Ctrl-C goes to the whole process group: a worker is born deaf to it, the coordinator decides; it waits meanwhile.
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return executor.submit(work, job), executor
    except BrokenExecutor:  # died while it had nothing to do
        executor.shutdown()
        executor = start()
        return executor.submit(work, job), executor
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def _failed(error: ToolkitError) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_exception(error)
    return future


def _mended(executor: Executor, future: Future[Result], start: Callable[[], Executor]) -> Executor:
    if not isinstance(future.exception(), BrokenExecutor):
        return executor
    executor.shutdown()
    return start()


def _abandon(executors: list[Executor]) -> None:
    """Make the workers drop their jobs and kernels; what does not by the deadline is killed."""
    for executor in executors:
        executor.shutdown(wait=False, cancel_futures=True)
    children = multiprocessing.active_children()
    for child in children:
        child.terminate()
    deadline = monotonic() + GRACE_SECONDS
    for child in children:
        child.join(max(0.0, deadline - monotonic()))
        child.kill()


def _become_worker() -> None:
    """Set up a worker: deaf to Ctrl-C, silent, and gone with its kernel soon after the coordinator is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _drop)
    signal.signal(signal.SIGALRM, _drop)
    sys.unraisablehook = _drop_later
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    threading.Thread(target=_follow_coordinator, daemon=True).start()


def _drop(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)  # unwinds the job: its kernel is killed, its scratch removed


def _drop_later(lost: "sys.UnraisableHookArgs") -> None:
    """A request to end that came where nothing can be raised, as inside of an import, comes once more."""
    if isinstance(lost.exc_value, SystemExit):
        signal.setitimer(signal.ITIMER_REAL, 0.01)


def _follow_coordinator() -> None:
    coordinator = multiprocessing.parent_process()
    if coordinator is not None:
        coordinator.join()
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(1.0)
        scratch = os.environ.get(stragglers.VARIABLE)
        if scratch:  # the whole run's: nothing of it may outlive the coordinator
            stragglers.end(Path(scratch))
        os._exit(1)


@contextmanager
def stop_signals() -> Iterator[Callable[[], int | None]]:
    """A function that gives the first of SIGINT and SIGTERM that came, else None: what is being written is finished."""
    came: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda received, _: came.append(received)) for number in numbers}
    try:
        yield lambda: came[0] if came else None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
