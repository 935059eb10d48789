"""The ledger keeps every attempt, and says so when it cannot be trusted."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from toolkit.errors import ReportError, UsageError
from toolkit.ledger import NAME, Ledger

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger(tmp_path)
    yield opened
    opened.close()


def begin(ledger: Ledger, report: str = "kpi_review", period: str = "2026-10") -> int:
    return ledger.start("lotus-tea", report, period, at=NOON, run="r1", why="asked for")


def test_an_attempt_is_there_before_it_ends(ledger):
    begin(ledger)
    attempt = ledger.latest()[0]
    assert (attempt.client, attempt.report, attempt.period) == ("lotus-tea", "kpi_review", "2026-10")
    assert (attempt.state, attempt.started_at, attempt.finished_at, attempt.why) == ("running", NOON, None, "asked for")


def test_how_it_ended_is_kept_with_what_it_was_made_from(tmp_path, ledger):
    inputs = {"events": {"rows": 3, "sha256": "ab"}}
    later = NOON + timedelta(seconds=6)
    ledger.finish(begin(ledger), "published", at=later, seconds=6.2, inputs=inputs, versions={"toolkit": "0.1.0"})
    ledger.close()
    again = Ledger(tmp_path)
    attempt = again.latest()[0]
    again.close()
    assert (attempt.state, attempt.finished_at, attempt.seconds) == ("published", later, 6.2)
    assert (attempt.inputs, attempt.versions) == (inputs, {"toolkit": "0.1.0"})


def test_the_last_attempt_at_each_report_and_period_is_the_one_that_counts(ledger):
    ledger.finish(begin(ledger), "failed", at=NOON, reason="no")
    ledger.finish(begin(ledger), "published", at=NOON)
    ledger.finish(begin(ledger, period="2026-11"), "failed", at=NOON, reason="no")
    found = [(attempt.period, attempt.state) for attempt in ledger.latest()]
    assert found == [("2026-11", "failed"), ("2026-10", "published")]


def test_attempts_of_a_dead_run_are_marked_interrupted(ledger):
    ledger.finish(begin(ledger, "case_study"), "published", at=NOON)
    begin(ledger)
    assert ledger.interrupt_unfinished(at=NOON, reason="The run ended.") == 1
    assert {attempt.report: attempt.state for attempt in ledger.latest()} == {
        "kpi_review": "interrupted",
        "case_study": "published",
    }


def test_it_survives_a_power_cut(tmp_path, ledger):
    begin(ledger)
    assert ledger._db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert ledger._db.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL


@pytest.mark.parametrize("size", [0, 100, 4096, 5000])
def test_a_truncated_ledger_is_refused(tmp_path, size):
    ledger = Ledger(tmp_path)
    for _ in range(50):
        begin(ledger)
    ledger.close()
    path = tmp_path / NAME
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(UsageError, match="expected a readable ledger"):
        Ledger(tmp_path)


def test_something_else_under_its_name_is_refused(tmp_path):
    (tmp_path / NAME).write_text("all done " * 1000)
    with pytest.raises(UsageError, match="not a database.*move it away"):
        Ledger(tmp_path)


def test_a_ledger_of_another_version_is_refused(tmp_path, ledger):
    ledger._db.execute("PRAGMA user_version = 2")
    with pytest.raises(UsageError, match="got version 2 instead of 1"):
        Ledger(tmp_path)


def test_a_ledger_that_another_program_holds_is_refused(tmp_path, ledger, monkeypatch):
    monkeypatch.setattr("toolkit.ledger.PATIENCE_SECONDS", 0.0)
    holder = sqlite3.connect(tmp_path / NAME, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(UsageError, match="got database is locked. Wait for who holds it"):
        Ledger(tmp_path)
    ledger._db.execute("PRAGMA busy_timeout = 0")
    with pytest.raises(ReportError, match="to note the attempt, got database is locked"):
        begin(ledger)
    holder.close()


def test_making_one_leaves_no_temporary_file(tmp_path):
    Ledger(tmp_path).close()
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
