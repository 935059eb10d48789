"""The template process as its owner sees it: started, found by its address, ended with everything it made."""

import atexit
import os
import re
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PROVISIONER = "toolkit-warm"  # its name among the entry points
ADDRESS = "TOOLKIT_TEMPLATE"
WHY_ORDINARY = "TOOLKIT_NO_TEMPLATE"
LONGEST_END_SECONDS = 5.0
_SECRET = re.compile(r"secret|token|passw|key", re.IGNORECASE)
# One thread each: what a library starts before a fork is missing after it, and reports run side by side anyway.
_CALM = {
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"),
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}


@dataclass(frozen=True, slots=True)
class Template:
    """A template process.

    Parameters
    ----------
    address : abstract name of the Unix socket at which it takes requests
    lifeline : held open by the owner; its end, which no way of dying prevents, ends the template and its kernels
    """

    process: subprocess.Popen[bytes]
    address: str
    lifeline: socket.socket

    def is_warm(self) -> bool:
        """Whether it has warmed up, so that it forks at once."""
        with suppress(BlockingIOError):
            return self.lifeline.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b"w"
        return False

    def end(self) -> None:
        """End it and its kernels."""
        self.lifeline.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(LONGEST_END_SECONDS)
        self.process.kill()
        self.process.wait()


def start() -> Template:
    """A template process of this Python; it ends soon after this process does, whichever thread started it."""
    address = f"toolkit-template-{os.getpid()}-{os.urandom(8).hex()}"
    lifeline, other_end = socket.socketpair()
    with other_end, socket.socket(socket.AF_UNIX) as listener:
        listener.bind("\0" + address)  # abstract: no file to leave behind
        listener.listen(64)
        environment = {name: value for name, value in os.environ.items() if not _SECRET.search(name)}
        descriptors = (listener.fileno(), other_end.fileno())
        process = subprocess.Popen(
            [sys.executable, "-m", "toolkit.engine.forking", *map(str, descriptors)],
            env=environment | _CALM | {"PYTHONPATH": python_path()},
            pass_fds=descriptors,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return Template(process, address, lifeline)


def python_path() -> str:
    """PYTHONPATH with which a kernel finds this very package, wherever it works."""
    paths = [str(Path(__file__).parents[2]), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    return os.pathsep.join(dict.fromkeys(filter(None, paths)))


@contextmanager
def running() -> Iterator[subprocess.Popen[bytes] | None]:
    """A template for the kernels of every process started meanwhile; None where the system has no such sockets."""
    os.environ.pop(WHY_ORDINARY, None)
    if sys.platform != "linux":
        yield None
        return
    template = start()
    os.environ[ADDRESS] = template.address
    try:
        yield template.process
    finally:
        os.environ.pop(ADDRESS, None)
        os.environ.pop(WHY_ORDINARY, None)
        template.end()


_lock = threading.Lock()
_own: list[Template] = []


def ensure() -> None:
    """Have a template to fork kernels from: the one of the run, else one that this process keeps for itself.

    Does nothing where the system has no such sockets, or after `give_up`. It does not wait for the template to warm up.
    """
    with _lock:
        if sys.platform != "linux" or os.environ.get(ADDRESS) or os.environ.get(WHY_ORDINARY):
            return
        _own.append(start())
        os.environ[ADDRESS] = _own[-1].address
        atexit.register(_own[-1].end)


def address() -> str | None:
    """Where to ask for a warm kernel now; None when there is no template, or this process's own is not warm yet."""
    here = os.environ.get(ADDRESS)
    own = next((template for template in _own if template.address == here), None)
    return here if own is None or own.is_warm() else None


def is_own(connection: socket.socket) -> bool:
    """Whether the process at the other end is the same user's: an abstract name is open to everybody on the machine."""
    form = "3i"  # process, user, group
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize(form))
    _, user, _ = struct.unpack(form, credentials)
    return user == os.getuid()


def give_up(why: str) -> None:
    """From now on start ordinary kernels in this process, and say why."""
    os.environ.pop(ADDRESS, None)
    os.environ[WHY_ORDINARY] = why


def why_ordinary() -> str | None:
    """One line that says why kernels are ordinary ones although warm ones were meant; else None."""
    why = os.environ.get(WHY_ORDINARY)
    return f"No warm kernels: {why}. Ordinary ones start instead, which takes longer." if why else None
