"""The process of one kernel: started warm or ordinary, watched, ended with all that it started, and what it used."""

import os
import resource
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory

from toolkit.engine import collecting, processes, stragglers, template
from toolkit.engine.guard import Guard
from toolkit.engine.limits import Limits
from toolkit.engine.notebook import LONGEST
from toolkit.engine.warm import WarmProcess

LONGEST_SOCKET_FOLDER = 88  # the system takes 103 to 107 bytes for the whole path of a socket
START_SECONDS = 60
END_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Usage:
    """What a report's kernel used; what it shares with the template it was forked from counts as its memory.

    Parameters
    ----------
    cpu_seconds : of the kernel and those of its children it waited for
    peak_memory_bytes : of the kernel and all it started, together; None where the system does not tell
    remark : why it was an ordinary kernel although a warm one was meant
    """

    cpu_seconds: float | None
    peak_memory_bytes: int | None
    remark: str | None


class Client(AsyncKernelClient):
    """A client that is ready as soon as the kernel answers."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """As in the base class, less the fifth of a second in which that throws away what came in the meantime."""
        for _ in range(int(timeout or START_SECONDS)):
            self.kernel_info()
            with suppress(Empty):
                reply = await self.shell_channel.get_msg(timeout=1)
                await self.iopub_channel.get_msg(timeout=1)  # its outputs arrive, too
                return self._handle_kernel_info_reply(reply)
            if not await self._async_is_alive():
                break
        raise RuntimeError("the kernel did not start")


class Kernel(AsyncKernelManager):
    """A kernel of this very Python, over sockets in a scratch folder: no port for another process to take."""

    def __init__(self, scratch: Path, limits: Limits) -> None:
        super().__init__(
            transport="ipc" if len(bytes(scratch)) < LONGEST_SOCKET_FOLDER else "tcp",
            connection_file=str(scratch / "kernel.json"),
            client_factory=Client,
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        )
        # as many as are collected at all: what finds no place is dropped, the end of the cell among them
        self.context.setsockopt(zmq.RCVHWM, collecting.MOST_BYTES // collecting.MESSAGE_BYTES)
        self.scratch, self.limits = scratch, limits
        self.guard: Guard | None = None
        self.process = None
        self.status: int | None = None
        self._client: AsyncKernelClient | None = None
        self._before = _children_cpu_seconds(), processes.children()

    def client(self, **options: object) -> AsyncKernelClient:
        self._client = super().client(**options)
        return self._client

    @property
    def is_lost(self) -> bool:
        """Whether it ended because the template did."""
        return isinstance(self.process, WarmProcess) and self.process.is_lost

    async def begin(self, folder: Path) -> None:
        """Start it in a folder, its own output going to a file; warm where a template is at hand."""
        factory = KernelProvisionerFactory.instance()
        warm = factory._check_availability(template.PROVISIONER)
        factory.default_provisioner_name = template.PROVISIONER if warm else "local-provisioner"
        env = os.environ | {stragglers.VARIABLE: str(self.scratch), "PYTHONPATH": template.python_path()}
        processes.adopt_orphans()
        with (self.scratch / "kernel.log").open("wb") as log:
            await self.start_kernel(
                cwd=str(folder),
                env=env,
                stdout=log,
                stderr=log,
                extra_arguments=["--HistoryManager.hist_file=:memory:"],
            )
        self.process = self.provisioner.process
        self.guard = Guard(self.process.pid, self.limits)
        self.guard.start()

    async def end(self) -> None:
        """Kill what is left of it, its whole process group and what left the group; let go of the sockets."""
        if self.guard is not None:
            self.guard.stop()
        if self.process is not None:
            self.status = self.process.poll()
            with suppress(ProcessLookupError, subprocess.TimeoutExpired):
                if self.status is None:
                    os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(END_SECONDS)  # here, for the manager looks only ten times a second
        if self.provisioner is not None:
            await self.shutdown_kernel(now=True)
        if self._client is not None:
            self._client.stop_channels()
        await self.cleanup_resources()
        if self.process is not None and not isinstance(self.process, WarmProcess):
            processes.end_children(kept=self._before[1])
        stragglers.end(self.scratch)

    def usage(self) -> Usage:
        """What it used, once it has ended."""
        warm = isinstance(self.process, WarmProcess)
        cpu_seconds = self.process.cpu_seconds if warm else _children_cpu_seconds() - self._before[0]
        peaks = [
            self.guard.peak_memory_bytes if self.guard else 0,
            (self.process.peak_memory_bytes or 0) if warm else 0,
        ]
        return Usage(cpu_seconds, max(peaks) or None, None if warm else template.why_ordinary())

    def last_words(self) -> str:
        """The last line it wrote to its own output, as part of a sentence."""
        with (self.scratch / "kernel.log").open("rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - 100 * LONGEST))
            said = log.read().decode(errors="replace")
        lines = [line for line in said.splitlines() if line.strip() and not line.startswith("[IPKernelApp]")]
        return f", saying {lines[-1][:LONGEST]!r}" if lines else ""


def _children_cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
