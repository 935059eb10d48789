"""Jobs on worker processes: a crash costs its own job, and stopping leaves no process."""

import multiprocessing
import os
import signal
import threading
import weakref
from concurrent.futures import BrokenExecutor

import pytest

from toolkit import workers
from toolkit.errors import ReportError


def never() -> bool:
    return False


def work(job: str) -> str:
    if job == "crash":
        os._exit(1)
    if job == "fail":
        raise ValueError("no")
    if job == "ended in a callback":
        weakref.finalize(set(), signal.raise_signal, signal.SIGTERM)  # called at once, for nobody else has the set
    if job in ("wait", "ended in a callback"):
        threading.Event().wait()
    return job.upper()


def ignore(job: str) -> None:
    pass


def test_a_crash_costs_its_own_job_only():
    begun: list[str] = []
    found = {}
    for job, future in workers.results(work, ["a", "crash", "fail", "b"], width=2, begin=begun.append, stopped=never):
        found[job] = future.exception() or future.result()
    assert begun == ["a", "crash", "fail", "b"]
    assert (found["a"], found["b"]) == ("A", "B")
    assert isinstance(found["crash"], BrokenExecutor)
    assert isinstance(found["fail"], ValueError)
    assert multiprocessing.active_children() == []


def test_a_job_that_cannot_be_noted_has_failed_and_is_not_run():
    def begin(job: str) -> None:
        if job != "a":
            raise ReportError("ledger", "to note the attempt", "a full disk", "Free some.")

    found = {}
    for job, future in workers.results(work, ["crash", "a", "wait"], width=1, begin=begin, stopped=never):
        found[job] = future.exception() or future.result()
    assert found["a"] == "A"
    assert isinstance(found["crash"], ReportError)
    assert isinstance(found["wait"], ReportError)


def test_once_stopped_what_runs_is_dropped_and_what_waits_never_begins():
    begun: list[str] = []
    done: list[str] = []
    processes: set[int] = set()

    def stopped() -> bool:
        processes.update(child.pid for child in multiprocessing.active_children())
        return "wait" in begun

    for job, _ in workers.results(work, ["a", "wait", "b"], width=1, begin=begun.append, stopped=stopped):
        done.append(job)
    assert begun == ["a", "wait"]
    assert done == ["a"]
    assert len(processes) == 1
    with pytest.raises(ProcessLookupError):
        os.kill(processes.pop(), 0)


def test_a_worker_asked_to_end_where_nothing_can_be_raised_ends_a_moment_later_and_says_nothing(capfd):
    ((_, future),) = workers.results(work, ["ended in a callback"], width=1, begin=ignore, stopped=never)
    assert isinstance(future.exception(), SystemExit)
    assert capfd.readouterr() == ("", "")


def test_an_executor_that_died_while_idle_is_replaced():
    class Dead:
        def submit(self, *_):
            raise BrokenExecutor

        def shutdown(self, **_):
            pass

    executors = [workers.one_process(), Dead()]
    results = workers.results(work, ["a"], width=1, begin=ignore, stopped=never, start=executors.pop)
    assert [future.result() for _, future in results] == ["A"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_noted_and_the_handlers_come_back(number):
    before = signal.getsignal(number)
    with workers.stop_signals() as stopped:
        assert stopped() is None
        signal.raise_signal(number)
        assert stopped() == number
    assert signal.getsignal(number) is before
