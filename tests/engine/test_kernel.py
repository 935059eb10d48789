"""A notebook runs to its end or fails with one line that says where and why."""

import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from toolkit.engine import kernel
from toolkit.engine import notebook as notebook_room
from toolkit.errors import ReportError

GIVEN = {"client_file": "params/lotus-tea.yml", "period": "2026-10"}
PARAMETERS = 'client_file = "params/demo.yml"\nperiod = "2026-09"'


def notebook(*cells: str, parameters: str = PARAMETERS) -> nbformat.NotebookNode:
    tagged = new_code_cell(parameters, metadata={"tags": ["parameters"]})
    return new_notebook(cells=[new_markdown_cell("# How are we doing?"), tagged, *map(new_code_cell, cells)])


def saved(tmp_path: Path, *cells: str, parameters: str = PARAMETERS) -> Path:
    path = tmp_path / "kpi_review.ipynb"
    nbformat.write(notebook(*cells, parameters=parameters), path)
    return path


def run(tmp_path: Path, *cells: str, given: dict[str, str] = GIVEN) -> nbformat.NotebookNode:
    scratch, folder = tmp_path / "scratch", tmp_path / "pro{j}ect 荷香"
    scratch.mkdir()
    folder.mkdir()
    return kernel.run(notebook(*cells), given, name="kpi_review.ipynb", folder=folder, scratch=scratch)[0]


def test_the_kernel_is_given_its_parameters_folder_and_scratch_as_they_are(tmp_path):
    given = {"client_file": 'a"; raise SystemExit #\n{pm.run_uuid}\\荷香.yml', "period": "2026-10"}
    show = (
        "import os, sys\nprint(repr([client_file, period, os.getcwd(), os.environ['TOOLKIT_SCRATCH'], sys.executable]))"
    )
    done = run(tmp_path, show, "", given=given)
    folders = [str(tmp_path / "pro{j}ect 荷香"), str(tmp_path / "scratch")]
    assert done.cells[2].outputs[0].text == repr([*given.values(), *folders, sys.executable]) + "\n"
    # neither times nor paths of this machine beside what the cells themselves printed
    done.cells[2].outputs = []
    assert done.cells[1].id == "parameters"
    assert str(tmp_path) not in nbformat.writes(done)
    assert not any("papermill" in cell.metadata or "execution" in cell.metadata for cell in done.cells)
    assert "papermill" not in done.metadata


def test_a_toolkit_error_keeps_its_own_line(tmp_path):
    cell = (
        "from toolkit.errors import DataError\nraise DataError('orders.csv:7', 'a number', '\"{abc}\"', 'Fix the row.')"
    )
    with pytest.raises(ReportError) as caught:
        run(tmp_path, cell)
    assert str(caught.value) == 'orders.csv:7: expected a number, got "{abc}". Fix the row.'


def test_a_kernel_that_dies_before_it_answers_says_its_last_words(tmp_path, monkeypatch):
    start = kernel.Kernel.format_kernel_cmd
    monkeypatch.setattr(
        kernel.Kernel,
        "format_kernel_cmd",
        lambda self, *_, **__: [*start(self)[:1], "-c", "import sys; sys.exit('no memory left')"],
    )
    with pytest.raises(
        ReportError, match="a kernel to start, got a kernel that left with status 1, saying 'no memory left'"
    ):
        run(tmp_path)


def test_nothing_but_the_two_parameters_is_ever_injected(tmp_path):
    with pytest.raises(ValueError, match="only"):
        kernel.run(notebook(), GIVEN | {"x\nimport os": "1"}, name="", folder=tmp_path, scratch=tmp_path)


@pytest.mark.parametrize(
    ("parameters", "missing"),
    [
        ('client_file = "a"\nperoid = "2026-10"', "period"),
        ('client_file = "a"\nperiod = date.today()', "period"),
        ("client_file = open('x')\nperiod = 2026", "client_file and period"),
        ("client_file = (", "client_file and period"),
    ],
)
def test_a_parameters_cell_without_both_as_plain_strings_is_refused(tmp_path, parameters, missing):
    with pytest.raises(ReportError, match=f"got none for {missing}. Set {missing} there"):
        kernel.read(saved(tmp_path, parameters=parameters), "notebooks/kpi_review.ipynb")


def test_a_notebook_without_a_parameters_cell_is_refused(tmp_path):
    path = tmp_path / "kpi_review.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(PARAMETERS)]), path)
    with pytest.raises(ReportError, match="expected one cell tagged `parameters`, got 0 cells"):
        kernel.read(path, "notebooks/kpi_review.ipynb")


def test_a_file_that_is_no_notebook_is_refused(tmp_path):
    path = tmp_path / "kpi_review.ipynb"
    path.write_text("{}")
    with pytest.raises(ReportError, match="notebooks/kpi_review.ipynb: expected a notebook"):
        kernel.read(path, "notebooks/kpi_review.ipynb")


def test_a_notebook_left_early_is_not_complete():
    left = notebook("1", "2")
    for cell in left.cells[1:3]:
        cell.execution_count = 1
    with pytest.raises(ReportError, match="cell 3: expected it to run to its end, got a cell that did not run"):
        notebook_room.check_complete(left, "kpi_review.ipynb")


def test_warnings_are_not_published_and_daemons_not_left(tmp_path):
    cell = """\
import subprocess, sys
print(subprocess.Popen(["sleep", "60"], start_new_session=True).pid)
print("/somewhere/pandas.py:7: FutureWarning", file=sys.stderr)"""
    done = run(tmp_path, cell)
    (output,) = done.cells[2].outputs
    assert output.name == "stdout"
    if sys.platform.startswith("linux"):
        state = Path(f"/proc/{int(output.text)}/stat")
        assert not state.exists() or ") Z " in state.read_text()


def test_a_long_message_is_cut_and_loses_its_colours():
    assert notebook_room.short("\x1b[31mno\x1b[0m\n  way") == "no way"
    assert len(notebook_room.short("x" * 1000)) == notebook_room.LONGEST
    assert notebook_room.short("No input.") == "No input"
