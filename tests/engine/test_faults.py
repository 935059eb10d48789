"""What goes wrong in a kernel costs its own report only, and the line says what it was; warm and ordinary alike."""

import os
import re
import select
import socket
import subprocess
import sys
import threading
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from nbformat.v4 import new_code_cell, new_notebook

from toolkit.engine import collecting, forking, guard, kernel, template
from toolkit.engine.limits import USUAL, Limits
from toolkit.errors import DiedError, ReportError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux tells of other processes")
GIVEN = {"client_file": "params/lotus-tea.yml", "period": "2026-10"}
MB = 2**20


@pytest.fixture(scope="module")
def _forks():
    with template.running() as process:
        yield process


@pytest.fixture(params=["warm", "ordinary"])
def kind(request, _forks, monkeypatch):
    if request.param == "ordinary":
        monkeypatch.setenv(template.WHY_ORDINARY, "none was wanted")
        monkeypatch.delenv(template.ADDRESS)
    return request.param


def run(folder: Path, cell: str, limits: Limits = USUAL) -> tuple[nbformat.NotebookNode, kernel.Usage]:
    """A notebook with a cell before the given one, run in a folder."""
    scratch = folder / "scratch"
    scratch.mkdir()
    tagged = new_code_cell("client_file = 'a'\nperiod = 'b'", metadata={"tags": ["parameters"]})
    notebook = new_notebook(cells=[tagged, new_code_cell("import os, signal, subprocess, sys"), new_code_cell(cell)])
    return kernel.run(notebook, GIVEN, name="kpi_review.ipynb", folder=folder, scratch=scratch, limits=limits)


def is_gone(pid: int) -> bool:
    """Whether a process has ended, or does within a generous time."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    with os.fdopen(descriptor):
        return bool(select.select([descriptor], [], [], 20)[0])


def test_a_killed_kernel_is_told_with_its_signal_and_its_peak_memory(kind, tmp_path):
    with pytest.raises(DiedError) as caught:
        run(tmp_path, "os.kill(os.getpid(), signal.SIGKILL)")
    line = str(caught.value)
    assert line.startswith("kpi_review.ipynb cell 3: expected it to run, got a kernel killed by SIGKILL")
    assert re.search(r"Its peak memory was \d\d+ MB\.", line)
    assert caught.value.peak_memory_bytes > 30 * MB
    assert caught.value.cpu_seconds > 0


@pytest.mark.parametrize(
    ("cell", "got"), [("os._exit(0)", "a kernel that left with status 0"), ("sys.exit(0)", r"SystemExit\(0\)")]
)
def test_leaving_early_is_never_a_success(_forks, tmp_path, cell, got):
    with pytest.raises(ReportError, match=f"cell 3: expected it to run.*, got {got}"):
        run(tmp_path, cell)


DEAF = """\
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, signal.SIG_IGN)
child = subprocess.Popen(["sleep", "600"])
open("child.part", "w").write(str(child.pid))
os.rename("child.part", "child")
while True:
    signal.pause()"""
POLITE = "open('child', 'w').close()\nwhile True:\n    signal.pause()"


@pytest.mark.parametrize(("kind", "cell"), [("warm", DEAF), ("ordinary", DEAF), ("warm", POLITE)], indirect=["kind"])
def test_a_report_is_gone_by_its_deadline_with_all_it_started(kind, tmp_path, monkeypatch, cell):
    started, real = tmp_path / "child", guard.monotonic
    monkeypatch.setattr(guard, "monotonic", lambda: real() + 3600 * started.exists())
    with pytest.raises(DiedError) as caught:
        run(tmp_path, cell, Limits(deadline_seconds=1800.0))
    assert str(caught.value) == (
        "kpi_review.ipynb cell 3: expected the report to end within 1800 seconds, got one still at work. "
        "Give it less data, or more time with --deadline."
    )
    assert cell is POLITE or is_gone(int(started.read_text()))


HOARD = "hoard = [b'x' * 2**24 for _ in range(96)]\nsys.stdin.read()"
HOGS = {
    "itself": "import threading\n" + HOARD.replace("sys.stdin.read()", "threading.Event().wait()"),
    "a child": f"subprocess.run([sys.executable, '-c', '''import sys\n{HOARD}'''], stdin=os.pipe()[0])",
}


@pytest.mark.parametrize(
    ("kind", "hog"), [("warm", "itself"), ("warm", "a child"), ("ordinary", "a child")], indirect=["kind"]
)
def test_a_report_over_its_memory_is_ended_and_says_how_much_it_held(kind, tmp_path, hog):
    with pytest.raises(DiedError) as caught:
        run(tmp_path, HOGS[hog], Limits(memory_bytes=800 * MB))
    assert re.fullmatch(
        r"kpi_review.ipynb cell 3: expected at most 800 MB of memory, got \d+ MB. "
        r"Give it less data, or more memory with --memory.",
        str(caught.value),
    )
    assert caught.value.peak_memory_bytes > 800 * MB


def test_what_a_cell_detached_with_nothing_to_know_it_by_is_ended(kind, tmp_path):
    # its parent ended, a session of its own, an empty environment
    detach = "['env', '-i', 'setsid', '--fork', 'sh', '-c', 'echo $$; exec sleep 600 > /dev/null']"
    done, usage = run(tmp_path, f"print(subprocess.run({detach}, stdout=subprocess.PIPE, text=True).stdout)")
    assert is_gone(int(done.cells[-1].outputs[0].text))
    assert usage.cpu_seconds > 0
    assert usage.peak_memory_bytes > 30 * MB


SHOWN = {
    "much": "for _ in range(4): print('x' * 400_000)",
    "at once": "print('x' * 1_500_000)",
    "often": "for _ in range(1_200): print(1, flush=True)",
}


@pytest.mark.parametrize("how", SHOWN)
def test_more_output_than_a_notebook_may_hold_is_not_collected(tmp_path, monkeypatch, _forks, how):
    monkeypatch.setattr(collecting, "MOST_BYTES", MB)
    with pytest.raises(ReportError, match="cell 3: expected at most 1 MB of outputs, got more. Show less in it.") as e:
        run(tmp_path, SHOWN[how])
    assert not isinstance(e.value, DiedError)


def test_a_kernel_that_dies_with_its_template_runs_again_as_an_ordinary_one(tmp_path, monkeypatch, own_environment):
    cell = "if not os.path.exists('once'):\n    open('once', 'w').close(); os.kill(os.getppid(), 9); signal.pause()"
    with template.running():
        done, usage = run(tmp_path, cell)
    assert done.cells[-1].execution_count is not None
    assert usage.remark == (
        "No warm kernels: the template process ended. Ordinary ones start instead, which takes longer."
    )


def test_a_template_with_a_thread_refuses_and_the_kernel_is_an_ordinary_one(tmp_path, monkeypatch, own_environment):
    lifeline, other_end = socket.socketpair()
    with other_end, socket.socket(socket.AF_UNIX) as listener:
        listener.bind("")  # the system gives a name
        listener.listen()
        unfit = forking.Template(listener, other_end, lambda: None)  # in this process, which has this very thread
        serving = threading.Thread(target=unfit.serve)
        serving.start()
        monkeypatch.setenv(template.ADDRESS, listener.getsockname()[1:].decode())
        done, usage = run(tmp_path, "")
        lifeline.close()
        serving.join()
    assert usage.remark.startswith("No warm kernels: the template holds a thread (")
    assert usage.peak_memory_bytes > 30 * MB


@pytest.fixture
def own_environment(monkeypatch):
    """An environment without a template, whatever the test does to it."""
    for name in (template.ADDRESS, template.WHY_ORDINARY):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_no_kernel_takes_a_port_that_another_could_have_taken(_forks, tmp_path):
    done, _ = run(tmp_path, "import json; print(json.load(open('scratch/kernel.json'))['transport'])")
    assert done.cells[-1].outputs[0].text == "ipc\n"


def test_many_kernels_start_at_once_in_an_empty_home(_forks, tmp_path, monkeypatch):
    for name in ("HOME", "IPYTHONDIR", "MPLCONFIGDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(KernelProvisionerFactory.instance(), "default_provisioner_name", "toolkit-warm")
    managers, clients = [], []
    try:
        for number in range(32):
            if number == 29:  # the last three are ordinary ones
                monkeypatch.setenv(template.WHY_ORDINARY, "none was wanted")
                monkeypatch.delenv(template.ADDRESS)
            managers.append(KernelManager(transport="ipc", connection_file=str(tmp_path / f"k{number}.json")))
            managers[-1].start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        clients = [manager.client() for manager in managers]
        for client in clients:
            client.start_channels()
        asked = [client.execute("import IPython.paths; IPython.paths.get_ipython_cache_dir()") for client in clients]
        for client, request in zip(clients, asked, strict=True):
            reply = client._recv_reply(request, timeout=120)
            assert reply["content"]["status"] == "ok"
    finally:
        for client in clients:
            client.stop_channels()
        for manager in managers:
            manager.shutdown_kernel(now=True)


OWNER = """\
import sys, threading, toolkit.engine.template as template
thread = threading.Thread(target=template.ensure)
thread.start()
thread.join()
(own,) = template._own
if sys.argv[1] == "warm":
    own.lifeline.recv(1)
print(own.process.pid, template.address() is not None, flush=True)
sys.stdin.read()"""


@pytest.mark.parametrize("moment", ["warming", "warm"])
def test_a_template_kept_by_a_process_outlives_the_thread_that_started_it_but_not_the_process(moment, own_environment):
    line = [sys.executable, "-c", OWNER, moment]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as owner:
        pid = int(owner.stdout.readline().split()[0])
        assert Path(f"/proc/{pid}").exists()
        owner.kill()
    assert is_gone(pid)
