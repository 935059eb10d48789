"""What a run does with what its workers bring back; the workers here are threads, the reports a few bytes."""

import gc
import signal
import sqlite3
import weakref
from pathlib import Path

import pytest

from tests.small_batch import NOON, execute, make_client, run, states
from toolkit import publish
from toolkit.batch import Artefact, Job
from toolkit.errors import ReportError, UsageError
from toolkit.ledger import NAME, Ledger


@pytest.fixture
def outputs(tmp_path) -> Path:
    return make_client(tmp_path)


def test_when_all_are_published_the_exit_code_is_zero(monkeypatch, outputs):
    code, told = run(monkeypatch, outputs, "kpi_review", "case_study")
    assert code == 0
    assert [(outcome.job.report, outcome.state, outcome.seconds) for outcome in told] == [
        ("kpi_review", "published", 6.2),
        ("case_study", "published", 6.2),
    ]
    assert (outputs / "lotus-tea/2026-10/kpi_review.html").read_bytes() == b"new page"
    ledger = Ledger(outputs)
    attempt = ledger.latest()[0]
    ledger.close()
    assert (attempt.state, attempt.seconds, attempt.why) == ("published", 6.2, "first run")
    assert (attempt.cpu_seconds, attempt.peak_memory_bytes) == (1.5, 300)
    assert attempt.inputs == {"events": {"rows": 3, "sha256": "ab"}}
    assert attempt.versions == {"toolkit": "0.1.0"}


def test_when_one_fails_the_others_are_published_and_its_last_good_page_stays(monkeypatch, outputs):
    folder = outputs / "lotus-tea" / "2026-10"
    folder.mkdir(parents=True)
    (folder / "bad_data.html").write_bytes(b"last good page")
    code, told = run(monkeypatch, outputs, "bad_data", "kpi_review")
    line = 'orders.csv:7: expected a number, got "abc". Fix the row.'
    assert code == 1
    assert [(outcome.state, outcome.reason) for outcome in told] == [("failed", line), ("published", None)]
    assert states(outputs) == {"bad_data": ("failed", line), "kpi_review": ("published", None)}
    assert sorted(path.name for path in folder.iterdir()) == [
        "bad_data.error.html",
        "bad_data.html",
        "kpi_review.facts.json",
        "kpi_review.html",
        "kpi_review.ipynb",
    ]
    assert (folder / "bad_data.html").read_bytes() == b"last good page"
    assert "orders.csv:7: expected a number" in (folder / "bad_data.error.html").read_text()


@pytest.mark.parametrize(
    ("report", "said"),
    [
        ("toolkit_fault", "expected a report, got KeyError: 'spend'. This is a fault of the toolkit"),
        ("worker_killed", "expected its worker process to finish, got one that died"),
        ("worker_left", "expected a report, got SystemExit: 1"),
    ],
)
def test_whatever_a_worker_meets_is_a_failed_report(monkeypatch, outputs, report, said):
    code, told = run(monkeypatch, outputs, report, "kpi_review")
    assert code == 1
    assert [outcome.state for outcome in told] == ["failed", "published"]
    assert f"notebooks/{report}.ipynb: {said}" in (told[0].reason or "")


def test_a_report_that_cannot_be_written_has_failed(monkeypatch, outputs):
    def full(artefact, folder):
        raise ReportError(str(folder), "to write", "No space left on device", "Free some.")

    monkeypatch.setattr(publish, "publish", full)
    code, _ = run(monkeypatch, outputs, "kpi_review")
    state, reason = states(outputs)["kpi_review"]
    assert (code, state) == (1, "failed")
    assert "No space left on device" in (reason or "")


def test_a_signal_ends_the_run_and_the_ledger_says_so(monkeypatch, outputs):
    code, told = run(monkeypatch, outputs, "stopped", "kpi_review")
    assert (code, told) == (143, [])
    assert states(outputs) == {"stopped": ("interrupted", "Stopped by SIGTERM.")}
    assert not (outputs / "lotus-tea/2026-10/stopped.html").exists()


def test_what_a_dead_run_left_is_swept_and_marked(monkeypatch, outputs):
    outputs.mkdir()
    ledger = Ledger(outputs)
    ledger.start("lotus-tea", "case_study", "2026-10", at=NOON, run="r0", why="asked for")
    ledger.close()
    left = outputs / ".kpi_review.html.0123456789abcdef.part"
    left.touch()
    run(monkeypatch, outputs, "kpi_review")
    assert states(outputs)["case_study"] == ("interrupted", "The run ended before the report did.")
    assert not left.exists()


def test_nothing_runs_when_the_outputs_cannot_be_used(monkeypatch, outputs):
    (outputs / "lotus-tea").mkdir(parents=True)
    (outputs / "lotus-tea" / "2026-10").touch()
    with pytest.raises(UsageError, match="expected a folder that can be written to"):
        run(monkeypatch, outputs, "kpi_review")
    assert states(outputs) == {}


def test_nothing_runs_while_another_run_holds_the_outputs(monkeypatch, outputs):
    outputs.mkdir()
    with publish.only_run(outputs), pytest.raises(UsageError, match="expected no other run"):
        run(monkeypatch, outputs, "kpi_review")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def hold(path: Path) -> sqlite3.Connection:
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    return holder


@pytest.mark.parametrize(("damage", "got"), [(cut, "malformed"), (hold, "database is locked")])
def test_nothing_runs_without_a_ledger_to_trust(monkeypatch, outputs, damage, got):
    run(monkeypatch, outputs, "kpi_review")
    monkeypatch.setattr("toolkit.ledger.PATIENCE_SECONDS", 0.0)
    holder = damage(outputs / NAME)
    with pytest.raises(UsageError, match=f"expected a readable ledger, got .*{got}"):
        run(monkeypatch, outputs, "kpi_review", force=True, start=None)
    if holder:
        holder.close()


def test_a_remark_about_the_machinery_is_made_once(monkeypatch, outputs):
    said: list[str] = []
    run(monkeypatch, outputs, "kpi_review", "case_study", warn=said.append)
    assert said == ["no warm kernel at hand"]


def test_reports_that_are_done_are_let_go(monkeypatch, outputs):
    alive: list[weakref.ref[Artefact]] = []
    most = 0

    def watch(job: Job, **options) -> Artefact:
        nonlocal most
        most = max(most, sum(one() is not None for one in alive))
        artefact = execute(job, **options)
        alive.append(weakref.ref(artefact))
        return artefact

    code, _ = run(monkeypatch, outputs, *(f"report_{number}" for number in range(20)), execute=watch)
    gc.collect()
    assert code == 0
    assert most <= 2
    assert [one() for one in alive] == [None] * 20


def test_a_run_that_is_stopped_while_it_looks_has_attempted_nothing(monkeypatch, outputs):
    def stop(jobs) -> bool:
        signal.raise_signal(signal.SIGINT)
        return True

    assert run(monkeypatch, outputs, "kpi_review", admit=stop) == (130, [])
    assert states(outputs) == {}
