"""Reports made on a Dask cluster: the same run as on one machine; what is wrong with a cluster is said in one line."""

import os
import platform
import select
import signal
import subprocess
import sys
from concurrent.futures import BrokenExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

import toolkit
from tests.small_project import command, heard, make_project, toolkit_command, tree, write_client, write_notebook
from toolkit import cluster as dask
from toolkit import periods
from toolkit.errors import ReportError, UsageError
from toolkit.plan import Job

URL = "tcp://10.0.0.5:8786"
LONGEST_END_SECONDS = 3
KILL_WORKER = """\
import os, pathlib, signal
with open("tries", "a") as file:
    file.write("x")
pid = os.getppid()
while b"spawn_main" not in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes():
    pid = int(pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")")[1].split()[1])
os.kill(pid, signal.SIGKILL)
while True: pass"""
HANG = """\
import os, signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
with open("kernel", "w") as fifo:
    fifo.write(str(os.getpid()))
while True: pass"""


@pytest.fixture
def root(tmp_path) -> Path:
    return make_project(tmp_path / "p")


def test_a_report_that_takes_its_worker_down_fails_alone_and_is_not_tried_on_another(root, cluster):
    write_notebook(root, "fine")
    write_notebook(root, "fatal", KILL_WORKER)
    write_notebook(root, "crash", "import os; os._exit(0)")
    write_client(root, "ash", "en", "fatal", "fine")
    write_client(root, "oak", "[zh, en]", "crash", "fine")
    done = toolkit_command(root, "run", "--period", "2026-10", "--cluster", cluster)
    assert done.code == 1
    fatal, crash = sorted(done.err)
    assert fatal.startswith("ash fatal 2026-10 failed: notebooks/fatal.ipynb: expected its worker process to finish")
    assert crash.startswith("oak crash 2026-10 failed: notebooks/crash.ipynb cell 3: expected it to run, got a kernel")
    assert sorted(line.split()[:4] for line in done.out) == [
        ["ash", "fine", "2026-10", "published"],
        ["oak", "fine", "2026-10", "published"],
    ]
    assert (root / "tries").read_text() == "x"
    assert {name for name in tree(root) if name.endswith("l") and "fine" in name} == {
        "ash/2026-10/fine.html",
        "oak/2026-10/fine.en.html",
        "oak/2026-10/fine.zh.html",
    }


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_a_run_that_is_stopped_or_killed_takes_its_kernels_on_the_cluster_with_it(root, cluster, number, code):
    write_notebook(root, "hang", HANG)
    write_client(root, "oak", "en", "hang")
    os.mkfifo(root / "kernel")
    line, options = command(root, "run", "--period", "2026-10", "--cluster", cluster)
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options) as run:
        with heard(root / "kernel", run) as pipe:
            kernel = os.pidfd_open(int(pipe.read()))
        run.send_signal(number)
        assert run.wait() == code
        assert run.stderr.read() == ""
    ended, _, _ = select.select([kernel], [], [], LONGEST_END_SECONDS)
    os.close(kernel)
    assert ended


def test_a_scheduler_that_does_not_answer_is_wrong_usage(root, monkeypatch):
    monkeypatch.setattr(dask, "CONNECT_SECONDS", 0.2)
    with pytest.raises(
        UsageError, match="--cluster tcp://127.0.0.1:1: expected a Dask scheduler, got none that answers"
    ):
        dask.executors("tcp://127.0.0.1:1", []).__enter__()


def test_without_distributed_the_command_that_installs_it_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError) as error:
        dask.executors(URL, []).__enter__()
    assert str(error.value).endswith(
        f"Install it from the project folder: {sys.executable} -m pip install -e '.[cluster]'"
    )


class Client:
    """As much of Dask's client as is asked while connecting, and while a report is handed out."""

    status = "closed"

    def __init__(self, answers):
        self.answers = answers

    def wait_for_workers(self, number, timeout):
        if not self.answers:
            raise TimeoutError

    def run(self, function, needs, *, on_error):
        return self.answers

    def submit(self, *_, **__):
        raise RuntimeError("closed")


def job(root: Path) -> Job:
    write_notebook(root, "fine")
    write_client(root, "oak", "en", "fine")
    notebook = root / "notebooks" / "fine.ipynb"
    return Job("oak", root / "params" / "oak.yml", "fine", notebook, periods.parse("2026-10"), ("en",), root)


def worker(threads: int = 1) -> SimpleNamespace:
    return SimpleNamespace(state=SimpleNamespace(nthreads=threads))


def test_workers_that_would_make_the_same_reports_are_counted(root):
    needs = dask.Needs.of([job(root)])
    answers = {"tcp://a:1": dask._misfit(needs, worker()), "tcp://b:1": dask._misfit(needs, worker())}
    assert dask._checked_workers(Client(answers), URL, needs) == 2


def test_a_cluster_without_workers_is_wrong_usage(root):
    with pytest.raises(UsageError, match=f"expected at least one worker, got none.*dask worker {URL}"):
        dask._checked_workers(Client({}), URL, dask.Needs.of([]))


@pytest.mark.parametrize(
    ("needs", "threads", "said"),
    [
        ({}, 4, f"expected 1 thread, got 4. Start it again with: dask worker {URL} --nworkers 4 --nthreads 1"),
        ({"toolkit": "9.9"}, 1, f"expected toolkit 9.9, got {toolkit.__version__}. Install the same version there"),
        ({"code": "a"}, 1, f"expected toolkit {toolkit.__version__} as it is here, got other code of it. Install the"),
        ({"python": "3.99.0"}, 1, f"expected Python 3.99.0, got {platform.python_version()}. Install the same version"),
        ({"files": {"/p/oak.yml": "a"}}, 1, "expected /p/oak.yml as it is here, got no such file. Let the workers see"),
        (
            {"files": {__file__: "a"}},
            1,
            f"expected {__file__} as it is here, got another version of it. Let the workers",
        ),
    ],
)
def test_a_worker_that_would_make_other_reports_is_refused(needs, threads, said):
    needs = dask.Needs(**{**vars(dask.Needs.of([])), **needs})
    with pytest.raises(UsageError) as error:
        dask._checked_workers(Client({"tcp://a:1": dask._misfit(needs, worker(threads))}), URL, needs)
    assert str(error.value).startswith(f"worker tcp://a:1: {said}")


def test_a_worker_without_this_toolkit_is_refused():
    answers = {"tcp://a:1": ModuleNotFoundError("No module named 'toolkit'")}
    with pytest.raises(UsageError, match=r"worker tcp://a:1: expected toolkit .*, got ModuleNotFoundError: No module"):
        dask._checked_workers(Client(answers), URL, dask.Needs.of([]))


def test_once_the_scheduler_is_gone_reports_fail_and_nothing_waits(root):
    """Not as crashes of the report: it is not its fault."""
    one = job(root)
    failed = dask._OneReport(Client({}), dask.Needs.of([one])).submit(print, one).exception(timeout=0)
    assert isinstance(failed, ReportError)
    assert not isinstance(failed, BrokenExecutor)
    assert "expected the cluster to finish it, got a lost connection" in str(failed)
