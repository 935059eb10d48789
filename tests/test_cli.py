"""The commands and what they say; nothing here starts a kernel."""

import subprocess
import sys
from pathlib import Path

import pytest

import toolkit
from tests.small_project import ROOT, make_project, write_client, write_notebook
from toolkit import cli


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


def test_a_period_that_has_not_begun_is_wrong_usage(capsys):
    assert cli.main(["run", "--period", "2199-01"]) == 2
    assert capsys.readouterr().err.startswith("--period: expected a period that has begun, got 2199-01.")
