"""One notebook, run to its end by papermill in memory on one fresh kernel, or a line that says which cell and why."""

import os
import resource
import signal
import sys
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from jupyter_core.utils import run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill import execute_notebook
from papermill.exceptions import PapermillExecutionError

from toolkit import errors
from toolkit.engine import collecting, processes, stragglers, template
from toolkit.engine.guard import Guard
from toolkit.engine.limits import USUAL, Limits
from toolkit.engine.notebook import (
    INJECTED,
    LONGEST,
    OPEN,
    PARAMETERS,
    check_complete,
    quiet,
    read,
    short,
    without_marks,
)
from toolkit.engine.warm import WarmProcess
from toolkit.errors import DiedError, ReportError, ToolkitError

__all__ = ["CellError", "Kernel", "Usage", "quiet", "read", "run"]

WARM = "toolkit-warm"
LONGEST_SOCKET_FOLDER = 88  # the system takes 103 to 107 bytes for the whole path of a socket
MB = 2**20


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


class CellError(ReportError):
    """The one line of a ToolkitError that a cell raised: the line crossed over from the kernel, its parts did not."""

    def __init__(self, line: str) -> None:
        super().__init__("", "", "", "")
        self.args = (line,)

    def __str__(self) -> str:
        return " ".join(str(self.args[0]).split())


class Kernel(AsyncKernelManager):
    """A kernel of this very Python, over sockets in a scratch folder: no port for another process to take."""

    def __init__(self, scratch: Path, limits: Limits) -> None:
        super().__init__(
            transport="ipc" if len(bytes(scratch)) < LONGEST_SOCKET_FOLDER else "tcp",
            connection_file=str(scratch / "kernel.json"),
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
        factory.default_provisioner_name = WARM if factory._check_availability(WARM) else "local-provisioner"
        root = str(Path(errors.__file__).parents[1])
        paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
        env = os.environ | {stragglers.VARIABLE: str(self.scratch), "PYTHONPATH": os.pathsep.join(paths)}
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
        self.status = self.process.poll() if self.process is not None else None
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


def run(
    notebook: NotebookNode,
    parameters: Mapping[str, str],
    *,
    name: str,
    folder: Path,
    scratch: Path,
    limits: Limits = USUAL,
) -> tuple[NotebookNode, Usage]:
    """The notebook with its outputs, every code cell run to its end, without papermill's marks and paths; what it used.

    Parameters
    ----------
    notebook : as `notebook.read` gives it
    parameters : `client_file` and `period`, put into the notebook as string literals
    name : how errors name the notebook
    folder : working directory of the kernel
    scratch : empty folder of this run of this notebook, given to the kernel as TOOLKIT_SCRATCH
    limits : deadline and memory

    Raises
    ------
    ReportError, when a cell fails, leaves before the end or shows too much; DiedError when the kernel dies, runs past
    its deadline or holds too much memory.
    """
    if set(parameters) != set(PARAMETERS):
        raise ValueError(f"only {PARAMETERS} are given to a notebook, not {tuple(parameters)}")
    with quiet():
        kernel, done, failure = _attempt(notebook, parameters, name, folder, scratch, limits)
        if kernel.is_lost and failure is not None:  # its own fault it was not: the next one is an ordinary one
            template.give_up("the template process ended")
            kernel, done, failure = _attempt(notebook, parameters, name, folder, scratch, limits)
    if failure is not None:
        raise failure
    check_complete(done, name)
    return without_marks(done), kernel.usage()


def _attempt(
    notebook: NotebookNode, parameters: Mapping[str, str], name: str, folder: Path, scratch: Path, limits: Limits
) -> tuple[Kernel, NotebookNode | None, ReportError | None]:
    begun, done, error = 0, None, None

    def count(cell: NotebookNode, **_: object) -> None:
        nonlocal begun
        begun += INJECTED not in cell.metadata.get("tags", [])

    kernel = Kernel(scratch, limits)
    try:
        run_sync(kernel.begin)(folder)
        done = execute_notebook(
            deepcopy(notebook),
            None,
            parameters={parameter: str(parameters[parameter]) for parameter in PARAMETERS},
            engine_name=collecting.NAME,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            km=kernel,
            iopub_timeout=60,
            on_cell_execute=count,
            too_much=kernel.guard.end_for_output,
        )
    except (PapermillExecutionError, DeadKernelError, CellTimeoutError) as raised:
        error = raised
    except RuntimeError as raised:
        if begun or kernel.provisioner is None:
            raise
        error = raised
    finally:
        run_sync(kernel.end)()
    where = f"{name} cell {begun}" if begun else name
    if kernel.guard is not None and kernel.guard.broken is not None:
        return kernel, None, _broken(kernel, where)
    if isinstance(error, PapermillExecutionError):
        return kernel, None, _cell_error(error, where)
    return kernel, done, None if error is None else _died(kernel, where, "it to run" if begun else "a kernel to start")


def _broken(kernel: Kernel, where: str) -> ReportError:
    usage, limits = kernel.usage(), kernel.limits
    used = usage.cpu_seconds, usage.peak_memory_bytes
    if kernel.guard.broken == "output":
        expected = f"at most {collecting.MOST_BYTES // MB} MB of outputs"
        return ReportError(where, expected, "more", "Show less in it.")
    if kernel.guard.broken == "memory":
        expected, got = f"at most {limits.memory_bytes / MB:.0f} MB of memory", f"{usage.peak_memory_bytes / MB:.0f} MB"
        return DiedError(where, expected, got, "Give it less data, or more memory with --memory.", *used)
    expected = f"the report to end within {limits.deadline_seconds:g} seconds"
    return DiedError(where, expected, "one still at work", "Give it less data, or more time with --deadline.", *used)


def _died(kernel: Kernel, where: str, expected: str) -> DiedError:
    usage, status = kernel.usage(), kernel.status
    if status is None:
        got = f"a kernel that does not answer{kernel.last_words()}"
    elif status >= 0:
        got = f"a kernel that left with status {status}{kernel.last_words()}"
    else:
        hint = " (out of memory, or stopped by hand)" if -status == signal.SIGKILL else ""
        got = f"a kernel killed by {signal.Signals(-status).name}{hint}"
    peak = f"Its peak memory was {usage.peak_memory_bytes / MB:.0f} MB. " if usage.peak_memory_bytes else ""
    advice = "Give it less data or more memory; else open it in JupyterLab and run all cells."
    if expected != "it to run":
        advice = f"Try `{Path(sys.executable).name} -m ipykernel --version`."
    return DiedError(where, expected, got, peak + advice, usage.cpu_seconds, usage.peak_memory_bytes)


def _cell_error(error: PapermillExecutionError, where: str) -> ReportError:
    ours = {kind.__name__ for kind in (ToolkitError, *ToolkitError.__subclasses__())}
    if error.ename in ours:
        return CellError(error.evalue)
    return ReportError(
        where, "it to run", short(f"{error.ename}: {error.evalue}" if error.evalue else error.ename), OPEN
    )
