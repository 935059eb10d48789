"""One notebook, run to its end by papermill in memory on one fresh kernel, or a line that says which cell and why."""

import ast
import logging
import os
import re
import signal
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import nbformat
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from jupyter_core.utils import run_sync
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill import execute_notebook
from papermill.exceptions import PapermillExecutionError

from toolkit import errors
from toolkit.engine import stragglers
from toolkit.errors import ReportError, ToolkitError

PARAMETERS = ("client_file", "period")
WARM = "toolkit-warm"
INJECTED = "injected-parameters"
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
LONGEST = 300
LONGEST_SOCKET_FOLDER = 88  # the system takes 103 to 107 bytes for the whole path of a socket
OPEN = "Open it in JupyterLab with these parameters and run all cells."


class CellError(ReportError):
    """The one line of a ToolkitError that a cell raised: the line crossed over from the kernel, its parts did not."""

    def __init__(self, line: str) -> None:
        super().__init__("", "", "", "")
        self.args = (line,)

    def __str__(self) -> str:
        return " ".join(str(self.args[0]).split())


class Kernel(AsyncKernelManager):
    """A kernel of this very Python, over sockets in a scratch folder: no port for another process to take."""

    def __init__(self, scratch: Path) -> None:
        super().__init__(
            transport="ipc" if len(bytes(scratch)) < LONGEST_SOCKET_FOLDER else "tcp",
            connection_file=str(scratch / "kernel.json"),
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        )
        self.scratch = scratch
        self._client: AsyncKernelClient | None = None

    def client(self, **options: object) -> AsyncKernelClient:
        self._client = super().client(**options)
        return self._client

    async def begin(self, folder: Path) -> None:
        """Start it in a folder, its own output going to a file; warm where a template is at hand."""
        factory = KernelProvisionerFactory.instance()
        factory.default_provisioner_name = WARM if factory._check_availability(WARM) else "local-provisioner"
        root = str(Path(errors.__file__).parents[1])
        paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
        env = os.environ | {stragglers.VARIABLE: str(self.scratch), "PYTHONPATH": os.pathsep.join(paths)}
        with (self.scratch / "kernel.log").open("wb") as log:
            await self.start_kernel(
                cwd=str(folder),
                env=env,
                stdout=log,
                stderr=log,
                extra_arguments=["--HistoryManager.hist_file=:memory:"],
            )

    async def end(self) -> None:
        """Kill what is left of it, its whole process group, and let go of the sockets."""
        if self.provisioner is not None:
            await self.shutdown_kernel(now=True)
        if self._client is not None:
            self._client.stop_channels()
        await self.cleanup_resources()

    def how_it_ended(self) -> str:
        """How the kernel's process ended, with the signal's name and the last line it wrote."""
        process = getattr(self.provisioner, "process", None)
        status = process.poll() if process is not None else None
        log = (self.scratch / "kernel.log").read_text(errors="replace")
        lines = [line for line in log.splitlines() if line.strip() and not line.startswith("[IPKernelApp]")]
        said = f", saying {lines[-1][:LONGEST]!r}" if lines else ""
        if status is None:
            return f"a kernel that does not answer{said}"
        if status >= 0:
            return f"a kernel that left with status {status}{said}"
        hint = " (out of memory, or stopped by hand)" if -status == signal.SIGKILL else ""
        return f"a kernel killed by {signal.Signals(-status).name}{hint}"


def read(path: Path, name: str) -> NotebookNode:
    """The notebook of a file, whose parameters cell gives `client_file` and `period` as plain strings."""
    try:
        with quiet():
            notebook = nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.ValidationError) as error:
        raise ReportError(name, "a notebook", _short(str(error)), "Save it again from JupyterLab.") from error
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(cells) != 1:
        got = f"{len(cells)} cells"
        raise ReportError(name, "one cell tagged `parameters`", got, "Tag the cell that sets client_file and period.")
    given = _literals(cells[0].source)
    missing = [parameter for parameter in PARAMETERS if not isinstance(given.get(parameter), str)]
    if missing:
        action = f'Set {" and ".join(missing)} there, to a string without calls, such as period = "2026-10".'
        raise ReportError(
            name, "a parameters cell with client_file and period", f"none for {' and '.join(missing)}", action
        )
    return notebook


def _literals(source: str) -> dict[str, object]:
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return {}
    plain = [line for line in body if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant)]
    return {name.id: line.value.value for line in plain for name in line.targets if isinstance(name, ast.Name)}


def run(
    notebook: NotebookNode, parameters: Mapping[str, str], *, name: str, folder: Path, scratch: Path
) -> NotebookNode:
    """The notebook with its outputs, every code cell run to its end, without papermill's marks and paths.

    Parameters
    ----------
    notebook : as `read` gives it
    parameters : `client_file` and `period`, put into the notebook as string literals
    name : how errors name the notebook
    folder : working directory of the kernel
    scratch : empty folder of this run of this notebook, given to the kernel as TOOLKIT_SCRATCH

    Raises
    ------
    ReportError, when a cell fails, the kernel dies, or a cell leaves before the end.
    """
    if set(parameters) != set(PARAMETERS):
        raise ValueError(f"only {PARAMETERS} are given to a notebook, not {tuple(parameters)}")
    begun = 0

    def count(cell: NotebookNode, **_: object) -> None:
        nonlocal begun
        begun += INJECTED not in cell.metadata.get("tags", [])

    with quiet():
        kernel = Kernel(scratch)
        try:
            run_sync(kernel.begin)(folder)
            done = execute_notebook(
                notebook,
                None,
                parameters={parameter: str(parameters[parameter]) for parameter in PARAMETERS},
                kernel_name="python3",
                language="python",
                progress_bar=False,
                km=kernel,
                iopub_timeout=60,
                on_cell_execute=count,
            )
        except PapermillExecutionError as error:
            raise _cell_error(error, f"{name} cell {begun}") from None
        except DeadKernelError:
            action = "Give it less data or more memory; else open it in JupyterLab and run all cells."
            raise ReportError(f"{name} cell {begun}", "it to run", kernel.how_it_ended(), action) from None
        except RuntimeError as error:
            if begun or kernel.provisioner is None:
                raise
            action = f"Try `{Path(sys.executable).name} -m ipykernel --version`."
            raise ReportError(name, "a kernel to start", kernel.how_it_ended(), action) from error
        finally:
            run_sync(kernel.end)()
            stragglers.end(scratch)
    _check_complete(done, name)
    return _without_marks(done)


def _cell_error(error: PapermillExecutionError, where: str) -> ReportError:
    ours = {kind.__name__ for kind in (ToolkitError, *ToolkitError.__subclasses__())}
    if error.ename in ours:
        return CellError(error.evalue)
    said = _short(f"{error.ename}: {error.evalue}" if error.evalue else error.ename)
    return ReportError(where, "it to run", said, OPEN)


def _check_complete(notebook: NotebookNode, name: str) -> None:
    number = 0
    for cell in notebook.cells:
        if cell.cell_type != "code" or not cell.source.strip() or INJECTED in cell.metadata.get("tags", []):
            continue
        number += 1
        left = next((output for output in cell.outputs if output.output_type == "error"), None)
        if left is not None or cell.execution_count is None:
            got = f"{left.ename}({left.evalue})" if left is not None else "a cell that did not run"
            raise ReportError(f"{name} cell {number}", "it to run to its end", got, OPEN)


def _without_marks(notebook: NotebookNode) -> NotebookNode:
    """Papermill's and nbclient's marks hold paths and times, the default parameters another client's name."""
    notebook.metadata.pop("papermill", None)
    notebook.cells = [cell for cell in notebook.cells if "parameters" not in cell.metadata.get("tags", [])]
    for cell in notebook.cells:
        for mark in ("papermill", "execution"):
            cell.metadata.pop(mark, None)
        if cell.cell_type == "code":  # warnings name this machine's paths, and no page shows them
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
        if INJECTED in cell.metadata.get("tags", []):
            cell.id, cell.metadata["tags"] = "parameters", ["parameters"]
    return notebook


def _short(text: str) -> str:
    line = " ".join(ANSI.sub("", text).split())
    return line.rstrip(".") if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


@contextmanager
def quiet() -> Iterator[None]:
    """Nothing that papermill, nbclient, nbformat or asyncio log or warn about reaches the analyst's terminal."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
