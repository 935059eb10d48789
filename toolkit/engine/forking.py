"""The template process: imports the heavy packages once and forks a fresh kernel for each request.

Run as `python -m toolkit.engine.forking FD`, FD being a listening Unix socket. One connection is one kernel: the
request and two file descriptors (the kernel's stdout and stderr) come in, the process id goes out, later how it ended.
The connection's end is the kernel's end. Before each fork the template proves that it is fit to be copied.
"""

import contextlib
import ctypes
import gc
import json
import os
import random
import resource
import selectors
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

ALLOCATOR_THREADS = frozenset(("jemalloc_bg_thd",))
LONGEST_REQUEST = 4 * 2**20
PR_SET_PDEATHSIG = 1


def warm() -> None:
    """Import what reports need and render one figure, so that every fork finds it done."""
    import ipykernel.kernelapp  # noqa: F401
    import matplotlib_inline.backend_inline  # noqa: F401
    import scipy.stats  # noqa: F401
    import statsmodels.stats.proportion  # noqa: F401

    from toolkit import figures, kpi_review, report  # noqa: F401
    from toolkit.engine import rehearsal

    rehearsal.perform()


def why_unfit() -> str | None:
    """What a fork would copy broken: a thread, a ZMQ context, an open DuckDB; None when there is nothing."""
    if any(_is_open(connection) for connection in _connections):
        return "an open DuckDB"
    for task in Path("/proc/self/task").iterdir():
        name = (task / "comm").read_text().strip()
        if int(task.name) != os.getpid() and name not in ALLOCATOR_THREADS:
            return f"a thread ({name})"
    zmq = sys.modules.get("zmq")
    if zmq is not None and zmq.Context._instance is not None:
        return "a ZMQ context"
    return None


_connections: list[Any] = []


def watch_duckdb() -> Callable[[], None]:
    """Note every DuckDB connection that is opened from now on; the returned function ends the watch."""
    import duckdb

    connect = duckdb.connect

    def noted(*args: Any, **options: Any) -> Any:
        _connections.append(connect(*args, **options))
        return _connections[-1]

    duckdb.connect = noted

    def end() -> None:
        duckdb.connect = connect
        _connections.clear()

    return end


def _is_open(connection: Any) -> bool:
    try:
        connection.execute("SELECT 1")
    except Exception:  # closed: DuckDB has several ways to say so
        return False
    return True


@dataclass
class Kernel:
    """A forked kernel and the connection that asked for it."""

    pid: int
    pidfd: int
    connection: socket.socket


class Template:
    """Waits for requests and for the ends of kernels."""

    def __init__(self, listener: socket.socket, before_kernel: Callable[[], None]) -> None:
        self.listener, self._before_kernel = listener, before_kernel
        self.kernels: dict[int, Kernel] = {}
        self.selector = selectors.PollSelector()  # without a descriptor of its own to leak into forks
        self.selector.register(listener, selectors.EVENT_READ, self._accept)

    def serve(self) -> None:
        """Until the process that started it is gone."""
        while True:
            for key, _ in self.selector.select():
                key.data(key.fileobj)

    def _accept(self, listener: socket.socket) -> None:
        connection, _ = listener.accept()
        try:
            request, descriptors = _receive(connection)
        except (OSError, ValueError):
            connection.close()
            return
        unfit = why_unfit()
        if unfit is not None:
            _send(connection, {"refused": unfit})
            connection.close()
        else:
            self._fork(connection, request, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)

    def _fork(self, connection: socket.socket, request: dict[str, Any], descriptors: list[int]) -> None:
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._close_in_child(connection)
            become_kernel(request, descriptors, parent)
        kernel = Kernel(pid, os.pidfd_open(pid), connection)
        self.kernels[pid] = kernel
        self.selector.register(kernel.pidfd, selectors.EVENT_READ, lambda _: self._ended(kernel))
        self.selector.register(connection, selectors.EVENT_READ, lambda _: self._told(kernel))
        _send(connection, {"pid": pid})

    def _close_in_child(self, connection: socket.socket) -> None:
        self._before_kernel()
        self.listener.close()
        connection.close()
        for kernel in self.kernels.values():
            kernel.connection.close()
            os.close(kernel.pidfd)

    def _told(self, kernel: Kernel) -> None:
        """A signal to pass on, or the end of the connection, which ends the kernel and all it started."""
        try:
            line = kernel.connection.recv(4096)
        except OSError:
            line = b""
        numbers = [json.loads(part)["signal"] for part in line.splitlines()] or [signal.SIGKILL]
        if not line:
            self.selector.unregister(kernel.connection)
        for number in numbers:
            _signal_group(kernel.pid, number)

    def _ended(self, kernel: Kernel) -> None:
        _, status, usage = os.wait4(kernel.pid, 0)
        _signal_group(kernel.pid, signal.SIGKILL)  # what it left behind in its group
        self.selector.unregister(kernel.pidfd)
        os.close(kernel.pidfd)
        with contextlib.suppress(KeyError):
            self.selector.unregister(kernel.connection)
        _send(
            kernel.connection,
            {
                "status": os.waitstatus_to_exitcode(status),
                "peak_memory_bytes": usage.ru_maxrss * 1024,
                "cpu_seconds": usage.ru_utime + usage.ru_stime,
            },
        )
        kernel.connection.close()
        del self.kernels[kernel.pid]


def become_kernel(request: dict[str, Any], descriptors: list[int], parent: int) -> NoReturn:
    """Turn this fork into the kernel that was asked for; never returns.

    Parameters
    ----------
    request : argv (of the kernel application), cwd, env, memory_limit_bytes (or None)
    descriptors : stdout and stderr
    parent : the template, whose end ends the kernel
    """
    code = 1
    try:
        os.setsid()
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for target, descriptor in enumerate(descriptors, 1):
            os.dup2(descriptor, target)
        os.chdir(request["cwd"])
        os.environ.clear()
        os.environ.update(request["env"])
        if request["memory_limit_bytes"]:
            resource.setrlimit(resource.RLIMIT_DATA, (request["memory_limit_bytes"],) * 2)
        _forget_chance()
        code = _run_kernel([*request["argv"], f"--IPKernelApp.parent_handle={parent}"])
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else int(left.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _forget_chance() -> None:
    """Every fork draws its own random numbers."""
    import numpy as np

    random.seed()
    np.random.seed()


def _run_kernel(argv: list[str]) -> int:
    import matplotlib
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize(argv)
    backend = os.environ.get("MPLBACKEND")
    if backend:
        matplotlib.use(backend)
    app.start()
    return 0


def _receive(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    connection.settimeout(5)
    data, descriptors, _, _ = socket.recv_fds(connection, LONGEST_REQUEST, 2)
    while not data.endswith(b"\n"):
        more = connection.recv(LONGEST_REQUEST)
        if not more:
            raise ValueError("the request was cut off")
        data += more
    connection.settimeout(None)
    return json.loads(data), descriptors


def _send(connection: socket.socket, message: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):  # nobody listens any more
        connection.sendall(json.dumps(message).encode() + b"\n")


def _signal_group(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, number)


def main() -> None:
    """Warm up, then serve; ends with the process that started it."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    listener = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the coordinator decides
    end_watch = watch_duckdb()
    warm()
    gc.collect()
    gc.freeze()
    Template(listener, end_watch).serve()


if __name__ == "__main__":
    main()
