"""Whole runs: real notebooks on real kernels in a small project, faults included."""

import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.small_project import Done, command, heard, make_project, toolkit_command, tree, write_client, write_notebook
from toolkit.ledger import Ledger

FAULTS = {
    "name_error": "unknown",
    "exits": "import sys; sys.exit(0)",
    "leaves": "import os; os._exit(0)",
    "killed": "import os; os.kill(os.getpid(), 9)",
}


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
    second = toolkit_command(root, "run", "--period", "2026-10", "--workers", "2", "--force")
    return Story(root, first, before, second, tree(root))


def test_a_run_says_one_line_for_each_report_it_published(story):
    assert (story.first.code, story.first.err) == (0, [])
    assert sorted(re.sub(r"\d+\.\d s", "n s", line) for line in story.first.out) == [
        "lotus-tea kpi_review 2026-10 published n s (first run)",
        "lotus-tea name_error 2026-10 published n s (first run)",
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


def test_the_same_run_again_makes_nothing_and_says_so(story):
    done = toolkit_command(story.root, "run", "--period", "2026-10", "--report", "kpi_review")
    assert (done.code, done.err) == (0, [])
    assert done.out == ["lotus-tea kpi_review 2026-10 unchanged", "oak kpi_review 2026-10 unchanged"]
    again = tree(story.root)
    assert {name for name in again if again[name] != story.after[name]} <= {"index.html"}  # which says ages
    assert again.keys() == story.after.keys()


WAITS = """\
import os, threading
pipe = open("pipe", "w")
print(os.getpid(), file=pipe, flush=True)
threading.Event().wait()"""


def test_a_run_that_is_stopped_takes_its_workers_and_kernels_along(tmp_path):
    root = make_project(tmp_path / "p")
    write_notebook(root, "kpi_review", WAITS)
    write_client(root, "oak", "en", "kpi_review")
    os.mkfifo(root / "pipe")
    line, options = command(root, "run", "--period", "2026-10")
    running = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    with heard(root / "pipe", running) as pipe:
        assert pipe.readline()
        running.terminate()
        assert pipe.read() == ""  # the kernel held the other end
    out, err = running.communicate()  # the workers held the other ends of these
    assert (running.returncode, out, err) == (143, "", "")
    ledger = Ledger(root / "outputs")
    assert [(attempt.state, attempt.reason) for attempt in ledger.latest()] == [("interrupted", "Stopped by SIGTERM.")]
    ledger.close()
    assert list((tmp_path / "t").iterdir()) == []


def test_what_a_failing_cell_says_of_a_user_or_a_secret_is_told_nowhere(tmp_path, monkeypatch):
    monkeypatch.setenv("SHOP_TOKEN", "s3cr3t-s3cr3t")
    root = make_project(tmp_path / "project")
    cell = """\
import os, pathlib, pandas
ids = pandas.DataFrame({"user_id": ["user-000123"]})
ids.to_parquet(pathlib.Path(os.environ["TOOLKIT_SCRATCH"]) / "user_ids.parquet")
{}[f"user-000123 {os.environ['SHOP_TOKEN']}"]"""
    write_notebook(root, "kpi_review", cell)
    write_client(root, "oak", "en", "kpi_review")
    done = toolkit_command(root, "run", "--period", "2026-10")
    assert "cell 3: expected it to run, got KeyError: '… …'." in done.err[0]
    for path in (root / "outputs").rglob("*"):
        assert path.is_dir() or not re.search(b"user-000123|s3cr3t", path.read_bytes())
