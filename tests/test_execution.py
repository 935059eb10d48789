"""What a worker refuses to hand back."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from toolkit import execution, periods
from toolkit.errors import GateError
from toolkit.plan import Job

JOB = Job(
    "lotus-tea",
    Path("/p/lotus-tea.yml"),
    "kpi_review",
    Path("/p/kpi_review.ipynb"),
    periods.parse("2026-10"),
    ("en",),
    Path("/p"),
)


@pytest.mark.parametrize(("client", "label"), [("oak", "2026-10"), ("lotus-tea", "2026-09")])
def test_a_notebook_that_opened_something_else_than_it_was_given_is_refused(client, label):
    facts = {"client": client, "period": {"label": label}}
    with pytest.raises(GateError, match=f"expected the numbers of lotus-tea 2026-10, got {client} {label}"):
        execution._check_whose(facts, JOB)


def test_the_notebook_is_written_as_nbformat_writes_it():
    shown = new_output("display_data", {"text/html": "<p>数\nb</p>", "application/x+json": [{"z": 1.5, "a": []}]})
    notebook = new_notebook(cells=[new_code_cell("a = 1\na", outputs=[shown]), new_markdown_cell("b\nc")])
    expected = nbformat.writes(notebook).encode()
    assert execution._notebook_bytes(notebook, JOB) == expected


def test_a_notebook_with_an_output_that_is_none_is_refused():
    notebook = new_notebook(cells=[new_code_cell("a")])
    notebook.cells[0].outputs = [{"output_type": "odd"}]
    with pytest.raises(GateError, match="a notebook"):
        execution._notebook_bytes(notebook, JOB)
