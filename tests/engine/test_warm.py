"""Kernels forked from a template, seen through an ordinary Jupyter client."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import warnings
from contextlib import contextmanager
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory

from toolkit.engine import forking, template, warm


@pytest.fixture(scope="module")
def forks():
    """A template, and the provisioner as the default of this process."""
    factory = KernelProvisionerFactory.instance()
    before, factory.default_provisioner_name = factory.default_provisioner_name, "toolkit-warm"
    with template.running() as process:
        yield process
    factory.default_provisioner_name = before


@contextmanager
def kernel(tmp_path):
    """A running kernel: its manager and a function that runs code and gives what it printed."""
    manager = KernelManager(
        kernel_name="python3", transport="ipc", connection_file=str(tmp_path / f"k{time.monotonic_ns()}.json")
    )
    manager.start_kernel(cwd=str(tmp_path))
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=90)

    def run(code):
        printed = []
        client.execute_interactive(
            code, timeout=30, output_hook=lambda message: printed.append(message["content"].get("text", ""))
        )
        return "".join(printed).strip()

    try:
        yield manager, run
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def ended(process, seconds=10):
    """Exit status once the process has one."""
    for _ in range(seconds * 100):
        if process.poll() is not None:
            return process.poll()
        signal.sigtimedwait((), 0.01)
    return None


def test_a_kernel_is_a_fork_that_finds_everything_imported(forks, tmp_path):
    with kernel(tmp_path) as (manager, run):
        assert isinstance(manager.provisioner.process, warm.WarmProcess)
        assert run("import os, sys; print(os.getppid(), 'toolkit.report' in sys.modules, os.getcwd())") == (
            f"{forks.pid} True {tmp_path}"
        )


def test_a_fork_looks_for_modules_where_an_ordinary_kernel_does(forks, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", template.python_path())
    with kernel(tmp_path) as (manager, run):
        warmly = run("import sys; print(sys.path)")
        assert isinstance(manager.provisioner.process, warm.WarmProcess)
    monkeypatch.setenv(template.WHY_ORDINARY, "none was wanted")
    monkeypatch.delenv(template.ADDRESS)
    with kernel(tmp_path) as (_, run):
        assert run("import sys; print(sys.path)") == warmly


def test_nothing_of_one_kernel_is_seen_by_the_next_and_each_draws_its_own_chance(forks, tmp_path):
    drawn = set()
    for _ in range(2):
        with kernel(tmp_path) as (_, run):
            assert run("print('leftover' in globals())") == "False"
            drawn.add(run("leftover = 1; import random, numpy; print(random.random(), numpy.random.random())"))
    assert len(drawn) == 2


@pytest.mark.parametrize(
    ("code", "status"),
    [("import os; os._exit(3)", 3), ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL)],
)
def test_how_a_kernel_ended_is_told_by_its_parent(forks, tmp_path, code, status):
    with kernel(tmp_path) as (manager, _):
        process = manager.provisioner.process
        client = manager.client()
        client.start_channels()
        client.execute(code)
        assert ended(process) == status
        assert process.peak_memory_bytes > 50_000_000
        assert process.cpu_seconds > 0
        client.stop_channels()


def test_what_a_kernel_started_ends_with_it(forks, tmp_path):
    with kernel(tmp_path) as (manager, run):
        child = int(run("import subprocess; p = subprocess.Popen(['sleep', '600']); print(p.pid)"))
        assert Path(f"/proc/{child}").exists()
        manager.provisioner.process.kill()
        assert ended(manager.provisioner.process) == -signal.SIGKILL
    for _ in range(500):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        signal.sigtimedwait((), 0.01)
    pytest.fail("the kernel's child outlived it")


def test_an_interrupt_reaches_the_cell(forks, tmp_path):
    with kernel(tmp_path) as (manager, run):
        assert run("import signal; print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)") == "True"
        started = tmp_path / "started"
        code = f"open({str(started)!r}, 'w').close()\nimport signal\nsignal.pause()"
        client = manager.client()
        client.start_channels()
        asked = client.execute(code)
        while not started.exists():
            signal.sigtimedwait((), 0.01)
        manager.interrupt_kernel()
        reply = client.get_shell_msg(timeout=20)
        while reply["parent_header"].get("msg_id") != asked:
            reply = client.get_shell_msg(timeout=20)
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        client.stop_channels()


@pytest.fixture
def listener():
    """A socket of this process at an abstract name."""
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("")  # the system gives a name
        made.listen()
        yield made


def test_what_is_said_of_a_kernel_that_ended_in_the_same_moment_does_not_end_the_template(listener):
    lifeline, other_end = socket.socketpair()
    with lifeline, other_end:
        asked = forking.Template(listener, other_end, lambda: None)
        gone = forking.Kernel(pid=2**30, pidfd=-1, connection=socket.socket(socket.AF_UNIX))
        gone.connection.close()
        asked._told(gone)


def test_a_kernel_forked_a_moment_ago_is_ended_before_it_has_a_group():
    with subprocess.Popen(["sleep", "600"]) as process:
        forking._signal_group(process.pid, signal.SIGKILL)
        assert process.wait(20) == -signal.SIGKILL


@pytest.mark.parametrize(
    ("state", "what"),
    [
        ("import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()", "a thread"),
        ("import zmq; zmq.Context.instance()", "a ZMQ context"),
        ("import duckdb; kept = duckdb.connect()", "an open DuckDB"),
        ("", "None"),
    ],
)
def test_what_a_fork_would_copy_broken_is_seen(state, what):
    code = f"from toolkit.engine.fitness import watch_duckdb, why_unfit\nwatch_duckdb()\n{state}\nprint(why_unfit())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(what)


def test_the_template_knows_no_secret(monkeypatch):
    monkeypatch.setenv("WECHAT_APP_SECRET", "not for a template")
    with template.running() as process:
        environment = Path(f"/proc/{process.pid}/environ").read_text()
        assert "not for a template" not in environment
        assert os.environ[template.ADDRESS]
    assert template.ADDRESS not in os.environ
    assert process.poll() is not None


def test_the_template_hears_its_own_user_only(monkeypatch):
    owner, other_end = socket.socketpair()
    with owner, other_end, socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as stranger:
        listener.bind("")  # an abstract name of the system's choice
        listener.listen()
        server = forking.Template(listener, other_end, before_kernel=lambda: None)
        monkeypatch.setattr(os, "getuid", lambda: 65534)
        stranger.connect(listener.getsockname())
        stranger.sendall(b'{"argv": [], "cwd": "/", "env": {}}\n')
        server._accept(listener)
        with contextlib.suppress(ConnectionResetError):
            assert stranger.recv(1) == b""
        assert server.kernels == {}


def test_without_a_template_an_ordinary_kernel_starts_after_one_warning(tmp_path, monkeypatch):
    monkeypatch.setenv(template.ADDRESS, "toolkit-template-that-is-gone")
    monkeypatch.setenv(template.WHY_ORDINARY, "")
    monkeypatch.setattr(KernelProvisionerFactory.instance(), "default_provisioner_name", "toolkit-warm")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always", RuntimeWarning)
        for _ in range(2):
            with kernel(tmp_path) as (manager, run):
                assert not isinstance(manager.provisioner.process, warm.WarmProcess)
                assert run("print(6 * 7)") == "42"
    assert sum("Ordinary" in str(warning.message) for warning in said) == 1
