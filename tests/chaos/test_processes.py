"""Real runs on real kernels, stopped and killed: no process stays, and the next run makes it good."""

import json
import os
import random
import re
import signal
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest

from tests.chaos import orphans
from tests.small_project import command, heard, make_project, tree, write_client, write_notebook
from toolkit.ledger import Ledger

SEED = 20261101
KILLS = 5
LONGEST_END_SECONDS = 3  # after which no process of a run may be left, however it ended
STUBBORN = """\
import os, signal, subprocess, threading
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
subprocess.Popen(["sleep", "1000"])
subprocess.Popen(["sleep", "1000"], start_new_session=True)
told = open("pipe", "w")
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    signal.pause()
print(client, os.getpid(), file=told, flush=True)
while True:
    threading.Event().wait()"""


@dataclass
class Running:
    """A `toolkit run` that is under way, and the mark that all its processes carry."""

    process: subprocess.Popen[str]
    mark: str

    def workers(self) -> list[int]:
        return [pid for pid, line in orphans.alive(self.mark).items() if "spawn_main" in line]

    def kill(self) -> None:
        """End the coordinator at once, and nothing else."""
        self.process.kill()
        self.process.wait()

    def end(self, number: int | None = None, *, group: bool = False) -> tuple[int, list[str], list[str]]:
        """Exit code and what was said, once it has ended, of itself or by a signal."""
        if number is not None:
            (os.killpg if group else os.kill)(self.process.pid, number)
        out, err = self.process.communicate()
        return self.process.returncode, out.splitlines(), err.splitlines()


@contextmanager
def running(root: Path, *, workers: int = 2) -> Iterator[Running]:
    mark = uuid.uuid4().hex
    line, options = command(root, "run", "--period", "2026-10", "--workers", str(workers), "--force")
    options["env"] = options["env"] | {orphans.VARIABLE: mark}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(line, start_new_session=True, **pipes, **options)
    try:
        yield Running(process, mark)
    finally:
        for pid in orphans.alive(mark):
            os.kill(pid, signal.SIGKILL)
        process.communicate()


@pytest.fixture
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_project(tmp_path_factory.mktemp("run") / "project")  # short: the path of a socket has a limit
    for report in ("growth", "kpi_review"):
        write_notebook(root, report)
    write_client(root, "lotus-tea", "[zh, en]", "growth")
    write_client(root, "oak", "en", "growth", "kpi_review")
    os.mkfifo(root / "pipe")
    return root


def states(root: Path) -> dict[str, str]:
    ledger = Ledger(root / "outputs")
    found = {f"{attempt.client} {attempt.report}": attempt.state for attempt in ledger.latest()}
    ledger.close()
    return found


def timeless(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files of a run without the times that its pages state, nor what the agency's page tells of the run."""
    return {
        name: re.sub(rb'\d+:\d+|(?s:<td class="(state|number|reason)".*?</td>)', b"", files[name]) for name in files
    }


def test_a_killed_worker_costs_its_report_and_ctrl_c_ends_the_rest_however_stubborn(project):
    write_notebook(project, "growth", STUBBORN)
    with running(project) as run:
        with heard(project / "pipe", run.process) as pipe:
            kernels = dict(pipe.readline().split() for _ in range(2))
            connections = [json.loads(path.read_text()) for path in (project.parent / "t").rglob("kernel.json")]
            assert [connection["transport"] for connection in connections] == ["ipc", "ipc"]
            assert len(orphans.listening(run.mark)) <= 2  # ipykernel's own, for what a forked child prints
            os.kill(run.workers()[0], signal.SIGKILL)
            assert run.process.stdout.readline().startswith("oak kpi_review 2026-10 published")  # by a new worker
            failed = run.process.stderr.readline()
            assert "expected its worker process to finish, got one that died" in failed
            assert orphans.wait_for(int(kernels.pop(failed.split()[0])), seconds=LONGEST_END_SECONDS)
            code, out, err = run.end(signal.SIGINT, group=True)
            assert pipe.read() == ""  # the kernels and what they forked held the other end
        assert (code, out, err) == (130, [], [])
        assert orphans.left(run.mark, seconds=LONGEST_END_SECONDS) == {}
    assert states(project) == {
        "oak kpi_review": "published",
        f"{failed.split()[0]} growth": "failed",
        f"{next(iter(kernels))} growth": "interrupted",
    }
    assert list((project.parent / "t").iterdir()) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_while_it_warms_up(project, number, code):
    with running(project) as run:
        while not run.workers():
            assert run.process.poll() is None
        assert run.end(number, group=True) == (code, [], [])
        assert orphans.left(run.mark, seconds=LONGEST_END_SECONDS) == {}
    assert set(states(project).values()) <= {"interrupted"}
    assert list((project.parent / "t").iterdir()) == []


def test_killed_at_seeded_moments_of_its_life_a_run_leaves_nothing_the_next_does_not_mend(project):
    """One more kill comes while both kernels are in the middle of a stubborn cell."""
    write_client(project, "oak", "en", "growth")
    with running(project, workers=1) as run:
        begun = monotonic()
        assert run.end()[0] == 0
        whole = monotonic() - begun
    undisturbed = timeless(tree(project))
    draw = random.Random(SEED)
    for nth in range(KILLS):
        moment = (nth + draw.random()) / KILLS
        with running(project) as run:
            orphans.wait_for(run.process.pid, seconds=moment * whole)
            run.kill()
            left = orphans.left(run.mark, seconds=LONGEST_END_SECONDS)
            assert left == {}, f"seed {SEED}, kill {nth} after {moment:.3f} of its life"
    notebook = (project / "notebooks" / "growth.ipynb").read_bytes()
    write_notebook(project, "growth", STUBBORN)
    with running(project) as run, heard(project / "pipe", run.process) as pipe:
        assert [pipe.readline() for _ in range(2)]
        run.kill()
        assert orphans.left(run.mark, seconds=LONGEST_END_SECONDS) == {}
        assert pipe.read() == ""  # the kernels and what they forked held the other end
    (project / "notebooks" / "growth.ipynb").write_bytes(notebook)
    with running(project) as run:
        assert run.end()[0] == 0
    assert timeless(tree(project)) == undisturbed
    assert list((project.parent / "t").iterdir()) == []
    assert not [path for path in (project / "outputs").rglob("*") if path.suffix == ".part"]
