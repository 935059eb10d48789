"""House rules of the notebooks: short cells without logic, both languages, no typed numbers, no outputs."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
LOGIC = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Try, ast.If, ast.Lambda, ast.ListComp, ast.With)


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def cells(request):
    return nbformat.read(request.param, as_version=4).cells


def code(cells):
    return [cell for cell in cells if cell.cell_type == "code"]


def tags(cell):
    return cell.metadata.get("tags", [])


def markdown(cells, language):
    return [cell.source for cell in cells if cell.cell_type == "markdown" and language in tags(cell)]


def test_there_is_a_notebook():
    assert "kpi_review" in [path.stem for path in NOTEBOOKS]


def test_the_parameters_are_two_literals(cells):
    (parameters,) = [cell for cell in cells if "parameters" in tags(cell)]
    assigned = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(parameters.source).body}
    assert list(assigned) == ["client_file", "period"]
    assert (ROOT / assigned["client_file"]).is_file()


def test_code_cells_are_short_and_hold_no_logic(cells):
    for cell in code(cells):
        assert len(cell.source.splitlines()) <= 5, cell.source
        logic = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, LOGIC)]
        assert not logic, cell.source


def test_nothing_is_left_from_a_run(cells):
    for cell in code(cells):
        assert not cell.outputs
        assert cell.execution_count is None


def test_every_text_stands_in_both_languages(cells):
    texts = [cell for cell in cells if cell.cell_type == "markdown"]
    assert all(tags(cell) in (["zh"], ["en"]) for cell in texts)
    levels = {
        language: [re.match("#+", text).group() for text in markdown(cells, language)] for language in ("zh", "en")
    }
    assert levels["zh"] == levels["en"]


def test_one_question_on_top_and_questions_below(cells):
    for language in ("zh", "en"):
        headings = [text.splitlines()[0] for text in markdown(cells, language)]
        assert [heading.startswith("# ") for heading in headings] == [True] + [False] * (len(headings) - 1)
        assert all(heading.startswith("## ") for heading in headings[1:])


def test_prose_holds_no_measured_number(cells):
    for language in ("zh", "en"):
        for text in markdown(cells, language):
            assert not re.search(r"\d", text), text
            assert len(re.findall(r"[.!?。！？](?:\s|$)", text.partition("\n")[2])) <= 3, text
