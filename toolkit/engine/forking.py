"""The template process: imports the heavy packages once and forks a fresh kernel for each request.

Run as `python -m toolkit.engine.forking LISTENER LIFELINE`: two Unix sockets, one listening, one whose end is the end
of the owner. One connection is one kernel: the request and two file descriptors (the kernel's stdout and stderr) come
in, the process id goes out, later how it ended. The connection's end is the kernel's end. Only the user who started the
template gets one. Before each fork the template proves that it is fit to be copied.
"""

import contextlib
import ctypes
import fcntl
import gc
import json
import os
import random
import selectors
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from toolkit.engine import processes
from toolkit.engine.fitness import watch_duckdb, why_unfit
from toolkit.engine.template import is_own

LONGEST_REQUEST = 4 * 2**20
PR_SET_PDEATHSIG = 1
GARBAGE = 20_000, 20, 20  # what a report makes is mostly kept until its end: looking for garbage less often saves time


@dataclass
class Kernel:
    """A forked kernel and the connection that asked for it."""

    pid: int
    pidfd: int
    connection: socket.socket


class Template:
    """Waits for requests, for the ends of kernels and for the end of its owner."""

    def __init__(self, listener: socket.socket, lifeline: socket.socket, before_kernel: Callable[[], None]) -> None:
        self.listener, self.lifeline, self._before_kernel = listener, lifeline, before_kernel
        self.kernels: dict[int, Kernel] = {}
        self.is_owned = True
        self.selector = selectors.PollSelector()  # without a descriptor of its own to leak into forks
        self.selector.register(listener, selectors.EVENT_READ, self._accept)
        self.selector.register(lifeline, selectors.EVENT_READ, self._let_go)

    def serve(self) -> None:
        """Until the process that started it is gone, and the kernels after it."""
        while self.is_owned or self.kernels:
            for key, _ in self.selector.select():
                key.data(key.fileobj)

    def _let_go(self, lifeline: socket.socket) -> None:
        self.is_owned = False
        self.selector.unregister(lifeline)
        self.selector.unregister(self.listener)
        for kernel in self.kernels.values():
            _signal_group(kernel.pid, signal.SIGKILL)

    def _accept(self, listener: socket.socket) -> None:
        connection, _ = listener.accept()
        if not is_own(connection):
            connection.close()
            return
        descriptors: list[int] = []
        try:
            request = _receive(connection, descriptors)
        except (OSError, ValueError):
            connection.close()
        else:
            self._fork(connection, request, descriptors)
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    def _fork(self, connection: socket.socket, request: dict[str, Any], descriptors: list[int]) -> None:
        unfit = why_unfit()
        if unfit is not None:
            _send(connection, {"refused": unfit})
            connection.close()
            return
        parent = os.getpid()
        try:
            pid = os.fork()
        except OSError:  # no room for one more: the kernels that are there stay
            connection.close()
            return
        if pid == 0:
            self._close_in_child(connection)
            become_kernel(request, descriptors, parent)
        kernel = Kernel(pid, processes.watched(pid), connection)
        self.kernels[pid] = kernel
        self.selector.register(kernel.pidfd, selectors.EVENT_READ, lambda _: self._ended(kernel))
        self.selector.register(connection, selectors.EVENT_READ, lambda _: self._told(kernel))
        _send(connection, {"pid": pid})

    def _close_in_child(self, connection: socket.socket) -> None:
        self._before_kernel()
        self.listener.close()
        self.lifeline.close()
        connection.close()
        for kernel in self.kernels.values():
            kernel.connection.close()
            os.close(kernel.pidfd)

    def _told(self, kernel: Kernel) -> None:
        """A signal to pass on, or the end of the connection, which ends the kernel and all it started."""
        if self.kernels.get(kernel.pid) is not kernel:  # it ended in the same moment
            return
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
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(kernel.pid, signal.SIGKILL)  # what it left behind in its group
        del self.kernels[kernel.pid]
        processes.end_children(kept=set(self.kernels))  # and what had left its group: a dead kernel's are ours now
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


def become_kernel(request: dict[str, Any], descriptors: list[int], parent: int) -> NoReturn:
    """Turn this fork into the kernel that was asked for; never returns.

    Parameters
    ----------
    request : argv (of the kernel application), cwd, env
    descriptors : stdout and stderr
    parent : the template, whose end ends the kernel
    """
    code = 1
    try:
        os.setsid()
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
        processes.adopt_orphans()  # what a cell detaches stays below it, seen and counted, until it ends
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for target, descriptor in enumerate(descriptors, 1):
            os.dup2(descriptor, target)
        os.chdir(request["cwd"])
        os.environ.clear()
        os.environ.update(request["env"])
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
    import zmq
    from ipykernel.kernelapp import IPKernelApp

    class App(IPKernelApp):
        def init_iopub(self, context: zmq.Context) -> None:
            context.setsockopt(zmq.SNDHWM, 0)  # else outputs in a quick row are dropped, the end of the cell among them
            super().init_iopub(context)

    app = App.instance(outstream_class="toolkit.engine.speech.Stream")
    app.initialize(argv)
    backend = os.environ.get("MPLBACKEND")
    if backend:
        matplotlib.use(backend)
    app.start()
    return 0


def _receive(connection: socket.socket, descriptors: list[int]) -> dict[str, Any]:
    """The request; the descriptors that came with it are added to the list, for whoever closes them."""
    connection.settimeout(5)
    data, came, _, _ = socket.recv_fds(connection, LONGEST_REQUEST, 2)
    descriptors += came
    while not data.endswith(b"\n"):
        more = connection.recv(LONGEST_REQUEST)
        if not more:
            raise ValueError("the request was cut off")
        data += more
    connection.settimeout(None)
    request: dict[str, Any] = json.loads(data)
    return request


def _send(connection: socket.socket, message: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):  # nobody listens any more
        connection.sendall(json.dumps(message).encode() + b"\n")


def _signal_group(pid: int, number: int) -> None:
    """A signal to a kernel that is not waited for yet and to all in its group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # what is left runs as somebody else
        try:
            os.killpg(pid, number)
        except ProcessLookupError:  # forked a moment ago, it has no group of its own yet
            os.kill(pid, number)


def main() -> None:
    """Warm up, then serve; ends with the process that started it."""
    if not sys.flags.safe_path:
        del sys.path[0]  # the folder it was started in; each kernel works in one of its own
    listener, lifeline = (socket.socket(fileno=int(number)) for number in sys.argv[1:3])
    _end_with(lifeline)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the coordinator decides
    processes.adopt_orphans()
    end_watch = watch_duckdb()

    from toolkit.engine import rehearsal

    rehearsal.perform()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) & ~os.O_ASYNC)
    with contextlib.suppress(OSError):  # the owner's end: seen in a moment
        lifeline.sendall(b"w")
    Template(listener, lifeline, end_watch).serve()


def _end_with(lifeline: socket.socket) -> None:
    """While it warms up it waits for nothing: the end of the lifeline comes as a signal, which ends it."""
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    with contextlib.suppress(BlockingIOError):
        if not lifeline.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT):  # it ended before
            sys.exit(1)


if __name__ == "__main__":
    main()
