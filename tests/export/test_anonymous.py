"""A report that names nobody: neither its page nor its facts nor its notebook."""

import json

import pytest
from nbformat.v4 import new_notebook

from tests.export.example import code, fact, shown
from tests.small_project import make_project, toolkit_command, write_client, write_notebook
from toolkit.errors import GateError
from toolkit.export import anonymous

HIDDEN = anonymous.words("lotus-tea", {"zh": "荷香茶饮", "en": "Lotus Tea"}, "params/lotus-tea.yml")
PAGE = "<!doctype html><html><head><title>x</title><style>.lotus-tea{}</style></head><body>%s</body></html>"


def facts(**dims):
    return {"facts": [fact(dims=dims).as_json()]}


def test_the_longest_words_come_first():
    assert HIDDEN[0] == "params/lotus-tea.yml"
    assert set(HIDDEN[1:]) == {"lotus-tea", "Lotus Tea", "荷香茶饮"}


@pytest.mark.parametrize(
    "body",
    [
        "<p>sales of LOTUS TEA</p>",
        "<p>荷香茶饮的订单</p>",
        "<p>lotus&#45;tea</p>",
        '<img alt="Lotus Tea" src="data:,">',
    ],
)
def test_a_page_with_the_name_is_refused_and_the_name_is_not_repeated(body):
    with pytest.raises(GateError, match="no name of the client") as refused:
        anonymous.check(PAGE % body, facts(), HIDDEN)
    assert not any(word.lower() in str(refused.value).lower() for word in HIDDEN)


def test_facts_with_the_name_are_refused():
    with pytest.raises(GateError, match="no name of the client"):
        anonymous.check(PAGE % "", facts(unit="Lotus Tea, Hangzhou"), HIDDEN)


def test_other_words_and_what_nobody_reads_pass():
    anonymous.check(PAGE % '<p class="lotus-tea">lotus-teas, lotusTea</p>', facts(unit="tea"), HIDDEN)


def test_a_notebook_is_rid_of_name_and_file():
    cell = code(*shown("荷香", "Lotus"), source='client_file = "params/lotus-tea.yml"')
    notebook = new_notebook(
        cells=[cell], metadata={"papermill": {"parameters": {"client_file": "params/lotus-tea.yml"}}}
    )
    hidden = anonymous.hide(notebook, HIDDEN)
    assert type(hidden) is type(notebook)
    assert "lotus-tea" not in json.dumps(hidden)
    assert hidden.cells[0].source == 'client_file = "anonymous"'
    assert notebook.cells[0].source == 'client_file = "params/lotus-tea.yml"'


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Two clients: one whose report names nobody, beside one that does; one whose notebook tells the name."""
    root = make_project(tmp_path_factory.mktemp("anonymous") / "p")
    (root / "params/logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>GROVE</text></svg>')
    for client, report, more in (
        ("ash-grove", "told", "  named: {}\nbrand: {logo: logo.svg}\n"),
        ("oak-hill", "tells", ""),
    ):
        write_client(root, client, "en", report)
        path = root / "params" / f"{client}.yml"
        path.write_text(path.read_text().replace(f"{report}: {{}}", f"{report}: {{anonymous: true}}") + more)
    write_notebook(root, "told")
    write_notebook(root, "named")
    write_notebook(root, "tells", 'print("made for Oak-Hill")')
    return root, toolkit_command(root, "run", "--period", "2026-10")


def test_a_run_leaves_no_name_in_any_file(run):
    folder = run[0] / "outputs/ash-grove/2026-10"
    for ending in ("html", "ipynb", "facts.json"):
        nameless, named = ((folder / f"{name}.{ending}").read_text() for name in ("told", "named"))
        assert "ash-grove" not in nameless.lower()
        assert "荷香" not in nameless
        assert "ash" in named.lower()
    assert json.loads((folder / "told.facts.json").read_text())["client"] == "anonymous"
    assert "A client" in (folder / "told.html").read_text()
    assert "<img" not in (folder / "told.html").read_text()
    assert "<img" in (folder / "named.html").read_text()


def test_a_notebook_that_tells_the_name_is_not_published(run):
    root, done = run
    assert (done.code, len(done.err)) == (1, 1)
    assert "no name of the client" in done.err[0]
    assert not (root / "outputs/oak-hill/2026-10/tells.html").exists()
