"""Kernels that start warm: a provisioner for any Jupyter client, backed by a template process that forks them."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import warnings
from pathlib import Path
from typing import IO, Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from toolkit.engine import template

LONGEST_WARM_UP_SECONDS = 120.0


class WarmProcess:
    """A forked kernel with the manners of `subprocess.Popen`; its end is told by its parent, never guessed."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int) -> None:
        self._connection, self.pid = connection, pid
        self._said = b""
        self.returncode: int | None = None
        self.is_lost = False  # whether the template ended, and its kernels with it
        self.peak_memory_bytes: int | None = None
        self.cpu_seconds: float | None = None

    def poll(self) -> int | None:
        """Exit status, negative for a signal; None while it runs."""
        if self.returncode is None:
            self._listen(socket.MSG_DONTWAIT)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Exit status, once it has one."""
        while self.returncode is None:
            if not select.select([self._connection], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("a warm kernel", timeout or 0)
            self._listen()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """A signal to the kernel and all it started."""
        with contextlib.suppress(OSError):
            self._connection.sendall(json.dumps({"signal": int(number)}).encode() + b"\n")

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def _listen(self, flags: int = 0) -> None:
        try:
            more = self._connection.recv(4096, flags)
        except BlockingIOError:
            return
        except OSError:
            more = b""
        self._said += more
        if self._said.endswith(b"\n"):
            end = json.loads(self._said)
            self.peak_memory_bytes, self.cpu_seconds = end["peak_memory_bytes"], end["cpu_seconds"]
            self.returncode = end["status"]
        elif not more:
            self.is_lost, self.returncode = True, -signal.SIGKILL
        if self.returncode is not None:
            self._connection.close()


class WarmProvisioner(LocalProvisioner):
    """Starts kernels of this Python by forking the template; any other kernel, and any failure, the ordinary way.

    While a template of this process's own is still warming up, kernels start the ordinary way, too: nobody waits longer
    than without it.
    """

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        process = None
        if cmd[1:3] == ["-m", "ipykernel_launcher"] and os.path.realpath(cmd[0]) == os.path.realpath(sys.executable):
            template.ensure()
            process = _fork(cmd[3:], kwargs)
        if process is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process, self.pid, self.pgid = process, process.pid, None
        return self.connection_info


def _fork(argv: list[str], how: dict[str, Any]) -> WarmProcess | None:
    address, targets = template.address(), [how.get("stdout"), how.get("stderr")]
    if not address or subprocess.PIPE in targets:
        return None
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(LONGEST_WARM_UP_SECONDS)
        connection.connect("\0" + address)
        if not template.is_own(connection):  # it would be given the environment
            raise ConnectionError("another user answers")
        request = {
            "argv": argv,
            "cwd": str(how.get("cwd") or Path.cwd()),
            "env": how.get("env") or dict(os.environ),
        }
        with Path(os.devnull).open("wb") as nowhere:
            descriptors = [_descriptor(target, number, nowhere) for number, target in enumerate(targets, 1)]
            socket.send_fds(connection, [json.dumps(request).encode() + b"\n"], descriptors)
        reply = json.loads(_line(connection))
        why = f"the template holds {reply['refused']}" if "refused" in reply else None
    except (OSError, ValueError) as error:
        why = f"the template does not answer ({error})"
    if why is not None:
        connection.close()
        template.give_up(why)
        warnings.warn(str(template.why_ordinary()), RuntimeWarning, stacklevel=2)
        return None
    connection.settimeout(None)
    return WarmProcess(connection, reply["pid"])


def _line(connection: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\n"):
        more = connection.recv(1)  # not a byte more: what follows is how the kernel ended
        if not more:
            raise ConnectionError("the template ended")
        said += more
    return said


def _descriptor(target: Any, otherwise: int, nowhere: IO[bytes]) -> int:
    if target is None:
        return otherwise
    if target == subprocess.DEVNULL:
        target = nowhere
    return target if isinstance(target, int) else target.fileno()
