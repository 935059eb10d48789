"""One notebook, run to its end by papermill in memory on one fresh kernel, or a line that says which cell and why."""

import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from jupyter_core.utils import run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from toolkit.engine import collecting, template
from toolkit.engine.limits import USUAL, Limits
from toolkit.engine.manager import Kernel, Usage
from toolkit.engine.notebook import INJECTED, OPEN, PARAMETERS, check_complete, quiet, read, short, without_marks
from toolkit.errors import DiedError, ReportError, ToolkitError

__all__ = ["CellError", "Kernel", "Usage", "quiet", "read", "run"]

MB = 2**20


class CellError(ReportError):
    """The one line of a ToolkitError that a cell raised: the line crossed over from the kernel, its parts did not."""

    def __init__(self, line: str) -> None:
        super().__init__("", "", "", "")
        self.args = (line,)

    def __str__(self) -> str:
        return " ".join(str(self.args[0]).split())


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
        done = collecting.execute(
            notebook,
            {parameter: str(parameters[parameter]) for parameter in PARAMETERS},
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
