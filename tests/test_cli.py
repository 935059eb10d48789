"""The commands as an analyst runs them: real notebooks on real kernels in a small project, faults included."""

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import toolkit
from toolkit import cli
from toolkit.ledger import Ledger

ROOT = Path(toolkit.__file__).parents[1]
PARAMETERS = 'client_file = "params/lotus-tea.yml"\nperiod = "2026-10"'
SHOW = """\
import json, pathlib
from IPython.display import display
client = pathlib.Path(client_file).read_text().split()[1]
fact = {"id": "new_users", "value": 3, "unit": "users", "n": None, "low": None, "high": None, "start": "2026-10-01",
        "end": "2026-10-31", "dims": {}, "status": "ok", "reason": None, "source": "visits"}
for lang, title in {"zh": "三位新用户", "en": "Three new users"}.items():
    display({"text/html": f"<h1>{title}</h1>", "text/plain": title, "application/vnd.toolkit.facts+json": [fact]},
            metadata={"lang": lang, "role": "header"}, raw=True)"""
END = """\
display({"application/vnd.toolkit.report+json": {"client": client, "inputs": {}, "versions": {"toolkit": "0.1.0"},
         "period": {"label": period, "start": "2026-10-01", "end": "2026-10-31"}}}, raw=True)"""
FAULTS = {
    "name_error": "unknown",
    "exits": "import sys; sys.exit(0)",
    "leaves": "import os; os._exit(0)",
    "killed": "import os; os.kill(os.getpid(), 9)",
}


def write_notebook(root: Path, report: str, cell: str = "") -> None:
    cells = [
        new_markdown_cell("# Are more people coming?"),
        new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        *map(new_code_cell, [SHOW, cell, END]),
    ]
    nbformat.write(new_notebook(cells=cells), root / "notebooks" / f"{report}.ipynb")


def write_client(root: Path, client: str, languages: str, *reports: str) -> None:
    wanted = "".join(f"  {report}: {{}}\n" for report in reports)
    text = f"client: {client}\nname: {{en: {client.title()}, zh: 荷香}}\nlanguage: {languages}\nreports:\n{wanted}"
    (root / "params" / f"{client}.yml").write_text(text)


def make_project(root: Path) -> Path:
    for folder in (root / "params", root / "notebooks", root.parent / "t"):
        folder.mkdir(parents=True)
    return root


def command(root: Path, *arguments: str) -> tuple[list[str], dict[str, object]]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(root.parent / "t")}
    return [sys.executable, "-m", "toolkit", *arguments], {"cwd": root, "env": environment, "text": True}


@dataclass
class Done:
    code: int
    out: list[str]
    err: list[str]


def toolkit_command(root: Path, *arguments: str) -> Done:
    line, options = command(root, *arguments)
    done = subprocess.run(line, capture_output=True, **options)
    return Done(done.returncode, done.stdout.splitlines(), done.stderr.splitlines())


def tree(root: Path) -> dict[str, bytes]:
    """Published files; the ledger and its lock aside."""
    files = (path for path in (root / "outputs").rglob("*") if path.is_file() and path.name[0] != ".")
    return {str(path.relative_to(root / "outputs")): path.read_bytes() for path in files}


@dataclass
class Story:
    root: Path
    first: Done
    before: dict[str, bytes]
    second: Done
    after: dict[str, bytes]


@pytest.fixture(scope="module")
def story(tmp_path_factory) -> Story:
    """A run in which all is well, then one in which four of six reports fail, each in a way of its own."""
    root = make_project(tmp_path_factory.mktemp("story") / "pro{j}ect {}")
    for report in ("kpi_review", *FAULTS):
        write_notebook(root, report)
    write_client(root, "lotus-tea", "[zh, en]", "name_error", "kpi_review")
    first = toolkit_command(root, "run", "--period", "2026-10")
    before = tree(root)
    for report, cell in FAULTS.items():
        write_notebook(root, report, cell)
    write_client(root, "lotus-tea", "[zh, en]", *FAULTS, "kpi_review")
    write_client(root, "oak", "en", "kpi_review")
    second = toolkit_command(root, "run", "--period", "2026-10", "--workers", "2")
    return Story(root, first, before, second, tree(root))


def test_a_run_says_one_line_for_each_report_it_published(story):
    assert (story.first.code, story.first.err) == (0, [])
    assert sorted(re.sub(r"\d+\.\d s$", "n s", line) for line in story.first.out) == [
        "lotus-tea kpi_review 2026-10 published n s",
        "lotus-tea name_error 2026-10 published n s",
    ]


def test_each_report_is_published_with_its_notebook_and_facts_and_the_overview_after(story):
    assert sorted(story.before) == [
        "index.html",
        *(
            f"lotus-tea/2026-10/{report}.{ending}"
            for report in ("kpi_review", "name_error")
            for ending in ("en.html", "facts.json", "ipynb", "zh.html")
        ),
        "lotus-tea/index.html",
    ]
    assert "三位新用户" in story.before["lotus-tea/2026-10/kpi_review.zh.html"].decode()
    facts = json.loads(story.before["lotus-tea/2026-10/kpi_review.facts.json"])
    assert (facts["client"], facts["report"], facts["facts"][0]["value"]) == ("lotus-tea", "kpi_review", 3)
    assert str(story.root) not in story.before["lotus-tea/2026-10/kpi_review.ipynb"].decode()


def test_a_fault_fails_its_own_report_only_with_one_line_that_names_the_cell(story):
    assert story.second.code == 1
    assert {line.rpartition(" published")[0] for line in story.second.out} == {
        "lotus-tea kpi_review 2026-10",
        "oak kpi_review 2026-10",
    }
    expected = {
        "name_error": "to run, got NameError: name 'unknown' is not defined.",
        "exits": "to run to its end, got SystemExit(0).",
        "leaves": "to run, got a kernel that left with status 0.",
        "killed": "to run, got a kernel killed by SIGKILL (out of memory, or stopped by hand).",
    }
    assert len(story.second.err) == len(expected)
    for report, what in expected.items():
        start = f"lotus-tea {report} 2026-10 failed: notebooks/{report}.ipynb cell 3: expected it {what}"
        assert any(line.startswith(start) for line in story.second.err), start


def test_the_last_good_page_of_a_failed_report_stays_to_the_byte(story):
    kept = [name for name in story.before if "name_error" in name]
    assert len(kept) == 4
    assert all(story.after[name] == story.before[name] for name in kept)
    page = story.after["lotus-tea/2026-10/name_error.error.html"].decode()
    assert "NameError" in page
    assert "Traceback" not in page


def test_the_same_report_again_is_the_same_to_the_byte_but_for_when_it_was_made(story):
    for ending in ("facts.json", "ipynb"):
        name = f"lotus-tea/2026-10/kpi_review.{ending}"
        assert story.after[name] == story.before[name]


def test_a_run_leaves_no_temporary_file(story):
    assert list((story.root.parent / "t").iterdir()) == []
    assert not list((story.root / "outputs").rglob("*.part"))


def test_the_overview_tells_the_agency_of_failures_and_the_client_nothing(story):
    assert "NameError" in story.after["index.html"].decode()
    assert "NameError" not in story.after["lotus-tea/index.html"].decode()
    assert "oak" not in story.after["lotus-tea/index.html"].decode().lower()


def test_status_lists_the_last_attempt_at_each_report(story):
    done = toolkit_command(story.root, "status")
    assert (done.code, done.err) == (0, [])
    found = {line.split()[1]: line.split()[3] for line in done.out if line.startswith("lotus-tea")}
    assert found == dict.fromkeys(FAULTS, "failed") | {"kpi_review": "published"}
    assert any("SIGKILL" in line for line in done.out)


WAITS = """\
import os, threading
pipe = open("pipe", "w")
print(os.getpid(), file=pipe, flush=True)
threading.Event().wait()"""


@pytest.mark.parametrize(
    ("number", "code", "state"),
    [
        (signal.SIGINT, 130, "interrupted"),
        (signal.SIGTERM, 143, "interrupted"),
        (signal.SIGKILL, -9, "running"),
    ],
)
def test_a_run_that_is_stopped_takes_its_workers_and_kernels_along(tmp_path, number, code, state):
    root = make_project(tmp_path / "p")
    write_notebook(root, "kpi_review", WAITS)
    write_client(root, "oak", "en", "kpi_review")
    os.mkfifo(root / "pipe")
    line, options = command(root, "run", "--period", "2026-10")
    running = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    with (root / "pipe").open() as pipe:
        assert pipe.readline()
        running.send_signal(number)
        assert pipe.read() == ""  # the kernel held the other end
    out, err = running.communicate()  # the workers held the other ends of these
    assert (running.returncode, out) == (code, "")
    assert err == "" or number == signal.SIGKILL  # Python says that it cleared up after a killed process
    ledger = Ledger(root / "outputs")
    assert [attempt.state for attempt in ledger.latest()] == [state]
    ledger.close()
    if number == signal.SIGKILL:  # nobody was left to clear up: the next run does
        write_notebook(root, "kpi_review")
        assert toolkit_command(root, "run", "--period", "2026-10").code == 0
    assert list((tmp_path / "t").iterdir()) == []


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """A project in which nothing runs; the current folder of the test."""
    root = make_project(tmp_path / "p")
    write_notebook(root, "kpi_review")
    write_client(root, "oak", "en", "kpi_review")
    monkeypatch.chdir(root)
    return root


def fails(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line of a command line that exits with 2 and runs nothing."""
    assert cli.main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert not Path("outputs/.ledger.sqlite").exists()
    assert err.count("\n") == 1
    return err


def test_check_counts_the_client_files(project, capsys):
    assert cli.main(["check"]) == 0
    assert capsys.readouterr().out == "1 client file, all good\n"
    write_client(project, "elm", "zh", "kpi_review")
    assert cli.main(["check"]) == 0
    assert capsys.readouterr().out == "2 client files, all good\n"
    assert cli.main(["check", "params/elm.yml"]) == 0


def test_check_prints_every_problem_and_run_refuses_them_all(project, capsys):
    write_client(project, "elm", "zh", "kpi_reviw")
    (project / "params" / "ash.yml").write_text("client: ash\nname: Ash\nlanguage: fr\ncolour: red\n")
    for arguments in (["check"], ["run", "--period", "2026-10"]):
        assert cli.main(arguments) == 2
        out, err = capsys.readouterr()
        assert out == ""
        lines = err.splitlines()
        assert len(lines) == 3
        assert [line.partition(":")[0] for line in lines[:2]] == ["params/ash.yml"] * 2
        assert "Did you mean kpi_review?" in lines[2]
    assert not (project / "outputs").exists()


def test_a_misspelt_report_names_the_nearest(project, capsys):
    assert "Did you mean kpi_review?" in fails(capsys, "run", "--period", "2026-10", "--report", "kpi_reviw")


def test_a_misspelt_client_names_the_nearest(project, capsys):
    assert "oak" in fails(capsys, "run", "oka", "--period", "2026-10")


def test_a_misspelt_period_shows_the_forms(project, capsys):
    assert "2026-W41" in fails(capsys, "run", "--period", "October")


def test_a_missing_or_unknown_option_is_one_line(project, capsys):
    assert fails(capsys, "run") == "toolkit run: Missing option '--period'. See `toolkit run --help`.\n"
    assert "--reprot" in fails(capsys, "run", "--period", "2026-10", "--reprot", "x")
    assert "No such command 'runn'" in fails(capsys, "runn")


def test_outputs_that_cannot_be_written_are_wrong_usage(project, capsys):
    (project / "file").touch()
    assert "file: expected a folder that can be written to" in fails(
        capsys, "run", "--period", "2026-10", "--outputs", "file"
    )


def test_status_of_nothing(project, capsys):
    assert cli.main(["status"]) == 0
    assert capsys.readouterr().out == "Nothing has run into outputs/ yet.\n"
    assert not (project / "outputs").exists()


def test_version(capsys):
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"toolkit {toolkit.__version__}\n"


def test_every_command_and_option_has_a_help_text():
    for name, of in cli.commands().items():
        assert of.help, name
        assert all(option.help for option in of.params), name


def test_help_is_quick_for_it_imports_nothing_heavy():
    heavy = "pandas", "duckdb", "papermill", "nbconvert", "nbformat", "pydantic", "jinja2", "babel"
    code = "import sys, toolkit.cli as cli; cli.main(['--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not set(heavy) & set(done.stdout.splitlines()[-1].split())
