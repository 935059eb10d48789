"""Papermill's engine with a measure: what a notebook shows is weighed as it comes, not once it is too much."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from nbformat import NotebookNode
from nbformat.notebooknode import from_dict
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.execute import raise_for_execution_errors
from papermill.log import logger
from papermill.parameterize import parameterize_notebook

NAME = "toolkit"
KERNEL = {"kernel_name": "python3"}
MOST_BYTES = 64 * 2**20
MESSAGE_BYTES = 1024  # what a message takes beside its text: many small ones weigh, too


class Collector(PapermillNotebookClient):
    """Runs the cells of one notebook and collects what they show, until it is too much.

    Parameters
    ----------
    too_much : called once when the outputs weigh more than MOST_BYTES; what comes after is dropped
    """

    def __init__(self, *given: Any, too_much: Callable[[], None], **options: Any) -> None:
        super().__init__(*given, **options)
        self._too_much, self._left = too_much, MOST_BYTES

    def output(
        self, outs: list[NotebookNode], msg: dict[str, Any], display_id: str | None, cell_index: int
    ) -> NotebookNode | None:
        """As in the base class; a plain output is not checked alone, for the notebook is when it is whole."""
        is_special = display_id or self.clear_before_next_output or any(self.output_hook_stack.values())
        if is_special or msg["msg_type"] != "display_data":
            return super().output(outs, msg, display_id, cell_index)
        shown = {part: msg["content"][part] for part in ("metadata", "data")}
        outs.append(from_dict({"output_type": "display_data", **shown}))
        return outs[-1]

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        if msg["msg_type"] == "stream" and msg["content"]["name"] == "stderr":
            return None  # warnings name this machine's paths, and no page shows them
        if msg["msg_type"] != "status":
            before, self._left = self._left, self._left - MESSAGE_BYTES - _weight(msg["content"])
            if self._left < 0:
                if before >= 0:
                    self._too_much()
                return None
        return super().process_message(msg, cell, cell_index)


class _Engine(NBClientEngine):
    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> NotebookNode:
        """Papermill's own way to run a notebook, less what is never asked for here."""
        kept = ("km", "iopub_timeout", "on_cell_execute", "too_much")
        given = {name: options[name] for name in kept}
        collector = Collector(nb_man, kernel_name=kernel_name, startup_timeout=60, log=logger, **given)
        return collector.execute()


def _weight(content: Any) -> int:
    if isinstance(content, str | bytes):
        return len(content)
    if isinstance(content, dict):
        return sum(map(_weight, content.values()))
    return sum(map(_weight, content)) if isinstance(content, list) else 0


papermill_engines.register(NAME, _Engine)


def execute(notebook: NotebookNode, parameters: Mapping[str, str], **options: Any) -> NotebookNode:
    """A copy of the notebook, run with its parameters; papermill's own steps, but for the writing of files.

    Parameters
    ----------
    options : km, iopub_timeout, on_cell_execute as papermill's engine takes them; too_much

    Raises
    ------
    PapermillExecutionError when a cell failed.
    """
    given = deepcopy(notebook)
    given.metadata["papermill"] = NotebookNode()
    for cell in given.cells:
        cell.metadata.setdefault("tags", [])
    given = parameterize_notebook(given, dict(parameters), language="python", engine_name=NAME, **KERNEL)
    done = papermill_engines.execute_notebook_with_engine(NAME, given, progress_bar=False, **KERNEL, **options)
    raise_for_execution_errors(done, None)
    return done
