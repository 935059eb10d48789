"""A notebook before and after it runs: its parameters cell, its completeness, and none of the machinery's marks."""

import ast
import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from toolkit.errors import ReportError

PARAMETERS = ("client_file", "period")
INJECTED = "injected-parameters"
OPEN = "Open it in JupyterLab with these parameters and run all cells."
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
LONGEST = 300


def read(path: Path, name: str) -> NotebookNode:
    """The notebook of a file, whose parameters cell gives `client_file` and `period` as plain strings."""
    try:
        with quiet():
            notebook = nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.ValidationError) as error:
        raise ReportError(name, "a notebook", short(str(error)), "Save it again from JupyterLab.") from error
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


def check_complete(notebook: NotebookNode, name: str) -> None:
    """Every code cell ran to its end, else ReportError: papermill calls a notebook complete that a cell left early."""
    number = 0
    for cell in notebook.cells:
        if cell.cell_type != "code" or not cell.source.strip() or INJECTED in cell.metadata.get("tags", []):
            continue
        number += 1
        left = next((output for output in cell.outputs if output.output_type == "error"), None)
        if left is not None or cell.execution_count is None:
            got = f"{left.ename}({left.evalue})" if left is not None else "a cell that did not run"
            raise ReportError(f"{name} cell {number}", "it to run to its end", got, OPEN)


def without_marks(notebook: NotebookNode) -> NotebookNode:
    """It without papermill's and nbclient's marks and the default parameters.

    The marks hold paths and times, the default parameters another client's name.
    """
    notebook.metadata.pop("papermill", None)
    notebook.cells = [cell for cell in notebook.cells if "parameters" not in cell.metadata.get("tags", [])]
    for cell in notebook.cells:
        for mark in ("papermill", "execution"):
            cell.metadata.pop(mark, None)
        if INJECTED in cell.metadata.get("tags", []):
            cell.id, cell.metadata["tags"] = "parameters", ["parameters"]
    return notebook


def short(text: str) -> str:
    """What somebody said, as part of one line: without colours, line breaks and a last full stop, cut when long."""
    line = " ".join(ANSI.sub("", text[: 20 * LONGEST]).split())
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
