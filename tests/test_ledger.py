"""The ledger keeps every attempt, and says so when it cannot be trusted."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from toolkit.errors import ReportError, UsageError
from toolkit.ledger import CHANGES, FIRST, NAME, VERSION, Ledger

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger(tmp_path)
    yield opened
    opened.close()


def begin(ledger: Ledger, report: str = "kpi_review", period: str = "2026-10") -> int:
    return ledger.start("lotus-tea", report, period, at=NOON, run="r1", why="asked for", sources={"notebook": "ab"})


def test_an_attempt_is_there_before_it_ends(ledger):
    begin(ledger)
    attempt = ledger.latest()[0]
    assert (attempt.client, attempt.report, attempt.period) == ("lotus-tea", "kpi_review", "2026-10")
    assert (attempt.state, attempt.started_at, attempt.finished_at, attempt.why) == ("running", NOON, None, "asked for")


def test_how_it_ended_is_kept_with_what_it_was_made_from(tmp_path, ledger):
    inputs = {"events": {"rows": 3, "sha256": "ab"}}
    later = NOON + timedelta(seconds=6)
    made = {"seconds": 6.2, "inputs": inputs, "versions": {"toolkit": "0.1.0"}}
    ledger.finish(begin(ledger), "published", at=later, **made, cpu_seconds=1.5, peak_memory_bytes=300)
    ledger.close()
    again = Ledger(tmp_path)
    attempt = again.latest()[0]
    again.close()
    assert (attempt.state, attempt.finished_at, attempt.seconds) == ("published", later, 6.2)
    assert (attempt.inputs, attempt.versions) == (inputs, {"toolkit": "0.1.0"})
    assert (attempt.cpu_seconds, attempt.peak_memory_bytes, attempt.sources) == (1.5, 300, {"notebook": "ab"})


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


def test_a_ledger_of_a_newer_version_is_refused(tmp_path, ledger):
    ledger._db.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(UsageError, match="expected a ledger of version 2, got version 3. Update the toolkit"):
        Ledger(tmp_path)


def first_version(folder: Path) -> None:
    db = sqlite3.connect(folder / NAME)
    db.executescript(FIRST + "PRAGMA user_version = 1;")
    db.execute("""INSERT INTO attempts (client, report, period, started_at, state, run, why)
                  VALUES ('oak', 'kpi_review', '2026-10', '2026-11-02T12:00:00+00:00', 'published', 'r0', 'asked')""")
    db.commit()
    db.close()


def test_a_ledger_of_the_first_version_is_brought_up_with_all_it_holds(tmp_path):
    first_version(tmp_path)
    for _ in range(2):
        ledger = Ledger(tmp_path)
        (attempt,) = ledger.latest()
        assert (attempt.client, attempt.state, attempt.sources, attempt.crashed) == ("oak", "published", {}, False)
        assert ledger._db.execute("PRAGMA user_version").fetchone()[0] == VERSION
        ledger.close()


def test_a_ledger_that_cannot_be_brought_up_stays_as_it_was(tmp_path, monkeypatch):
    first_version(tmp_path)
    monkeypatch.setattr("toolkit.ledger.CHANGES", (*CHANGES[:1], CHANGES[1] + "CREATE TABLE attempts (id);"))
    with pytest.raises(UsageError, match="expected a readable ledger, got table attempts already exists"):
        Ledger(tmp_path)
    monkeypatch.undo()
    Ledger(tmp_path).close()


def test_a_hundred_skips_are_one_transaction_and_show_on_the_attempts(ledger):
    attempts = [begin(ledger, f"report_{number}") for number in range(100)]
    for attempt in attempts:
        ledger.finish(attempt, "published", at=NOON)
    said: list[str] = []
    ledger._db.set_trace_callback(said.append)
    later = NOON + timedelta(days=1)
    ledger.skip([(attempt, "nothing changed") for attempt in attempts], at=later, run="r2")
    ledger._db.set_trace_callback(None)
    assert [said.count("BEGIN IMMEDIATE"), said.count("COMMIT")] == [1, 1]
    found = ledger.latest()
    assert len(found) == 100
    assert {attempt.unchanged_at for attempt in found} == {later}


def test_a_failure_that_is_not_tried_again_is_not_unchanged(ledger):
    attempt = begin(ledger)
    ledger.finish(attempt, "failed", at=NOON, reason="no", crashed=True)
    ledger.skip([(attempt, "crashed too often")], at=NOON, run="r2")
    (found,) = ledger.latest()
    assert (found.state, found.crashed, found.unchanged_at) == ("failed", True, None)


def test_the_attempts_at_one_report_come_last_first(ledger):
    for reason in ("one", "two"):
        ledger.finish(begin(ledger), "failed", at=NOON, reason=reason)
    begin(ledger, period="2026-11")
    assert [attempt.reason for attempt in ledger.attempts("lotus-tea", "kpi_review", "2026-10")] == ["two", "one"]


def test_the_hash_of_a_file_is_kept_as_long_as_its_marks_are_the_same(ledger):
    ledger.remember([("/data/orders.csv", 7, 1_000, 42, "ab")])
    assert ledger.hash_of("/data/orders.csv", (7, 1_000, 42)) == "ab"
    for other in ((8, 1_000, 42), (7, 1_001, 42), (7, 1_000, 43)):
        assert ledger.hash_of("/data/orders.csv", other) is None


def test_a_ledger_that_may_not_be_written_is_refused(tmp_path, monkeypatch):
    Ledger(tmp_path).close()
    connect = sqlite3.connect  # root writes where the mode bits say no
    monkeypatch.setattr(
        sqlite3, "connect", lambda path, **options: connect(f"file:{path}?mode=ro", uri=True, **options)
    )
    with pytest.raises(UsageError, match="got attempt to write a readonly database. Give it and its folder write"):
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
