"""The commands and what they say; nothing here starts a kernel."""

import json
import os
import subprocess
import sys
from contextlib import closing, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import toolkit
from tests.small_project import ROOT, make_project, write_client, write_notebook
from toolkit import batch, capacity, cli, cluster
from toolkit.batch import Outcome
from toolkit.ledger import Ledger

ELEVEN_IN_SHANGHAI = datetime(2026, 11, 1, 3, tzinfo=UTC)


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
    expected = "toolkit run: expected --period or --due, got {}. Write for example `toolkit run --period 2026-10`.\n"
    assert fails(capsys, "run") == expected.format("neither")
    assert fails(capsys, "run", "--due", "--period", "2026-10") == expected.format("both")
    assert "--reprot" in fails(capsys, "run", "--period", "2026-10", "--reprot", "x")
    assert "No such command 'runn'" in fails(capsys, "runn")


def test_outputs_that_cannot_be_written_are_wrong_usage(project, capsys):
    (project / "file").touch()
    assert "file: expected a folder that can be written to" in fails(
        capsys, "run", "--period", "2026-10", "--outputs", "file"
    )


@pytest.mark.parametrize(
    "option", [("--workers", "0"), ("--deadline", "0"), ("--deadline", "soon"), ("--memory", "-1"), ("--cluster", "x")]
)
def test_an_option_out_of_range_is_one_line_that_names_it(project, capsys, option):
    assert option[0] in fails(capsys, "run", "--period", "2026-10", *option)


@pytest.fixture
def runs(monkeypatch) -> list[tuple[list, dict]]:
    """Jobs and options of each run, which finds all of them unchanged."""
    found = []

    def run(jobs, outputs, **options):
        found.append((jobs, options))
        for job in jobs:
            options["tell"](Outcome(job, "unchanged", "nothing has changed"))
        return 0

    monkeypatch.setattr(batch, "run", run)
    monkeypatch.setattr(cli, "_now", lambda: ELEVEN_IN_SHANGHAI)
    return found


def test_all_unchanged_is_well(project, capsys, runs):
    assert cli.main(["run", "--period", "2026-10"]) == 0
    assert capsys.readouterr().out == "oak kpi_review 2026-10 unchanged\n"


def test_due_runs_the_last_complete_period_of_each_cadence(project, capsys, runs):
    write_notebook(project, "pulse")
    write_notebook(project, "once")
    reports = "reports: {kpi_review: {}, pulse: {cadence: week}, once: {}}\n"
    (project / "params" / "elm.yml").write_text(f"client: elm\nname: Elm\n{reports}")
    assert cli.main(["run", "--due"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "elm kpi_review 2026-10 unchanged",
        "elm pulse 2026-W43 unchanged",
        "oak kpi_review 2026-10 unchanged",
    ]
    assert cli.main(["run", "elm", "--due", "--report", "pulse"]) == 0
    assert capsys.readouterr().out == "elm pulse 2026-W43 unchanged\n"


def test_due_without_any_cadence_is_wrong_usage(project, capsys):
    write_notebook(project, "once")
    write_client(project, "oak", "en", "once")
    assert "expected a report with a cadence, got none" in fails(capsys, "run", "--due")


def test_the_options_reach_the_run(project, runs):
    assert cli.main(["run", "--period", "2026-10"]) == 0
    few = ["--force", "--workers", "4", "--deadline", "60", "--memory", "512"]
    assert cli.main(["run", "--period", "2026-10", *few]) == 0
    usual, asked = (options for _, options in runs)
    assert (usual["force"], usual["width"], usual["limits"].deadline_seconds) == (False, 1, 900)
    assert usual["limits"].memory_bytes == capacity.share_of_memory(1)
    assert (asked["force"], asked["width"], asked["limits"]) == (True, 1, batch.Limits(60, 512 * 2**20))


def test_a_report_on_a_cluster_has_no_limit_of_memory_but_its_own(project, runs, monkeypatch):
    monkeypatch.setattr(cluster, "executors", lambda url, jobs: nullcontext((url, 3)))
    assert cli.main(["run", "--period", "2026-10", "--cluster", "tcp://s:8786"]) == 0
    [(_, options)] = runs
    assert (options["start"], options["width"], options["limits"].memory_bytes) == ("tcp://s:8786", 1, None)


def test_a_run_can_answer_in_json_and_says_nothing_else(project, capsys, runs):
    assert cli.main(["run", "--period", "2026-10", "--json"]) == 0
    out, err = capsys.readouterr()
    assert [json.loads(line)["state"] for line in out.splitlines()] == ["unchanged"]
    assert err == ""
    assert cli.main(["run", "--json"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)


def note(project: Path, client: str, state: str, **more: object) -> None:
    (project / "outputs").mkdir(exist_ok=True)
    with closing(Ledger(project / "outputs")) as ledger:
        at = ELEVEN_IN_SHANGHAI - timedelta(hours=5)
        attempt = ledger.start(client, "kpi_review", "2026-10", at=at, run="r1", why="first time")
        ledger.finish(attempt, state, at=at, **more)


def test_status_says_how_each_report_stands_failures_first_then_what_is_due(project, capsys, monkeypatch):
    monkeypatch.setattr(cli, "_now", lambda: ELEVEN_IN_SHANGHAI)
    write_client(project, "yew", "en", "kpi_review")
    note(project, "ash", "published", seconds=1.5)
    note(project, "oak", "failed", reason="Disk full.")
    assert cli.main(["status"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "oak  kpi_review  2026-10  failed     5 h         Disk full.",
        "yew  kpi_review  2026-10  due          –",
        "ash  kpi_review  2026-10  published  5 h  1.5 s  first time",
    ]
    assert cli.main(["status", "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["client"], each["state"], each["reason"]) for each in found] == [
        ("oak", "failed", "Disk full."),
        ("yew", "due", None),
        ("ash", "published", None),
    ]


def test_status_names_a_client_file_that_cannot_be_read_and_goes_on(project, capsys, monkeypatch):
    monkeypatch.setattr(cli, "_now", lambda: ELEVEN_IN_SHANGHAI)
    (project / "params" / "ash.yml").write_text("client: ash\n")
    assert cli.main(["status"]) == 0
    out, err = capsys.readouterr()
    assert out == "oak  kpi_review  2026-10  due  –\n"
    assert err.startswith("params/ash.yml") and err.count("\n") == 1


def test_status_of_nothing(project, capsys):
    assert cli.main(["status", "--params", "nowhere"]) == 0
    assert capsys.readouterr().out == "Nothing has run into outputs/ yet.\n"
    assert cli.main(["status", "--params", "nowhere", "--json"]) == 0
    assert capsys.readouterr().out == ""
    assert not (project / "outputs").exists()


def test_version(capsys):
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"toolkit {toolkit.__version__}\n"


def test_every_command_and_option_has_a_help_text():
    for name, of in cli.commands().items():
        assert of.help, name
        assert all(option.help for option in of.params), name


HEAVY = ["pandas", "ibis", "pyarrow", "matplotlib", "papermill", "nbconvert", "nbformat", "rich"]


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["--help"], ["duckdb", "pydantic", "jinja2", "babel", *HEAVY]),
        (["status"], ["duckdb", *HEAVY]),
        (["check"], HEAVY),
    ],
)
def test_what_starts_no_report_is_quick_for_it_imports_nothing_heavy(project, arguments, heavy):
    code = f"import sys, toolkit.cli as cli; cli.main({arguments}); print(*sys.modules)"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=True)
    assert not set(heavy) & set(done.stdout.splitlines()[-1].split())


def test_a_period_that_has_not_begun_is_wrong_usage(capsys):
    assert cli.main(["run", "--period", "2199-01"]) == 2
    assert capsys.readouterr().err.startswith("--period: expected a period that has begun, got 2199-01.")
