"""The ledger: every attempt at every report, when, why, from what and how it ended; one SQLite file under outputs."""

import json
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from toolkit.errors import ReportError, UsageError

NAME = ".ledger.sqlite"
VERSION = 1
PATIENCE_SECONDS = 5.0
SCHEMA = f"""
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    client TEXT NOT NULL, report TEXT NOT NULL, period TEXT NOT NULL,
    started_at TEXT NOT NULL, finished_at TEXT,
    state TEXT NOT NULL CHECK (state IN ('running', 'published', 'failed', 'interrupted')),
    reason TEXT, seconds REAL,
    inputs TEXT NOT NULL DEFAULT '{{}}', versions TEXT NOT NULL DEFAULT '{{}}',
    run TEXT NOT NULL, why TEXT NOT NULL
) STRICT;
CREATE INDEX attempts_by_report ON attempts (client, report, period, id);
PRAGMA user_version = {VERSION};
"""

State = Literal["running", "published", "failed", "interrupted"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at one report of one client.

    Parameters
    ----------
    state : running, published, failed or interrupted
    reason : the one line that says why it failed
    seconds : how long it took
    inputs : rows and hash per table, as facts.json has them
    run : the run it belonged to
    why : what made it run
    """

    id: int
    client: str
    report: str
    period: str
    started_at: datetime
    finished_at: datetime | None
    state: State
    reason: str | None
    seconds: float | None
    inputs: Mapping[str, object]
    versions: Mapping[str, str]
    run: str
    why: str


class Ledger:
    """The open ledger of one outputs folder. Only the coordinator of a run writes to it."""

    def __init__(self, outputs: Path) -> None:
        """Open `.ledger.sqlite`, making it when there is none; UsageError when it cannot be trusted."""
        self.path = outputs / NAME
        try:
            if not self.path.exists():
                _create(self.path)
            elif not self.path.stat().st_size:  # SQLite would take it for a new one, and every report for a first one
                raise self._unreadable("an empty file")
            self._db = sqlite3.connect(self.path, isolation_level=None, timeout=PATIENCE_SECONDS)
        except (sqlite3.Error, OSError) as error:
            raise self._unreadable(str(error)) from error
        self._db.row_factory = sqlite3.Row
        try:
            self._prove()
        except sqlite3.Error as error:
            self._db.close()
            raise self._unreadable(str(error)) from error
        except UsageError:
            self._db.close()
            raise

    def _prove(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version != VERSION:
            raise self._unreadable(f"version {version} instead of {VERSION}")
        health = self._db.execute("PRAGMA quick_check").fetchone()[0]
        if health != "ok":
            raise self._unreadable(health)
        self._db.execute("SELECT id, why FROM attempts LIMIT 1")
        self._db.executescript("BEGIN IMMEDIATE; ROLLBACK")  # nobody else keeps it from being written

    def _unreadable(self, got: str) -> UsageError:
        action = (
            "Wait for who holds it, and run again."
            if "locked" in got
            else "Restore it from a backup, or move it away: a new one is begun and published reports stay."
        )
        return UsageError(str(self.path), "a readable ledger", got, action)

    def start(self, client: str, report: str, period: str, *, at: datetime, run: str, why: str) -> int:
        """Number of a new attempt, noted before it begins."""
        row = (client, report, period, at.isoformat(), run, why)
        sql = """INSERT INTO attempts (client, report, period, started_at, state, run, why)
                 VALUES (?, ?, ?, ?, 'running', ?, ?)"""
        return int(self._write(sql, row).lastrowid or 0)

    def finish(
        self,
        attempt: int,
        state: State,
        *,
        at: datetime,
        reason: str | None = None,
        seconds: float | None = None,
        inputs: Mapping[str, object] | None = None,
        versions: Mapping[str, str] | None = None,
    ) -> None:
        """Note how an attempt ended."""
        sql = """UPDATE attempts SET state = ?, finished_at = ?, reason = ?, seconds = ?, inputs = ?, versions = ?
                 WHERE id = ?"""
        made_from = (json.dumps(dict(inputs or {})), json.dumps(dict(versions or {})))
        self._write(sql, (state, at.isoformat(), reason, seconds, *made_from, attempt))

    def interrupt_unfinished(self, *, at: datetime, reason: str) -> int:
        """Number of attempts that were still running and are now marked interrupted."""
        sql = "UPDATE attempts SET state = 'interrupted', finished_at = ?, reason = ? WHERE state = 'running'"
        return self._write(sql, (at.isoformat(), reason)).rowcount

    def _write(self, sql: str, values: tuple[object, ...]) -> sqlite3.Cursor:
        try:
            return self._db.execute(sql, values)
        except sqlite3.Error as error:
            action = "Free the disk or the file and run again; published reports are unchanged."
            raise ReportError(str(self.path), "to note the attempt", str(error), action) from error

    def latest(self) -> list[Attempt]:
        """The last attempt at each report of each client and period, newest period first within a client."""
        sql = """SELECT * FROM attempts WHERE id IN (SELECT max(id) FROM attempts GROUP BY client, report, period)
                 ORDER BY client, period DESC, report"""
        try:
            return [_attempt(row) for row in self._db.execute(sql)]
        except sqlite3.Error as error:
            raise self._unreadable(str(error)) from error

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


def _create(path: Path) -> None:
    """Begin a ledger under a temporary name, so that a crash never leaves half of one."""
    part = path.parent / f".ledger.{secrets.token_hex(8)}.part"
    try:
        db = sqlite3.connect(part)
        db.executescript(SCHEMA)
        db.close()
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _attempt(row: sqlite3.Row) -> Attempt:
    values = dict(row)
    values["started_at"] = datetime.fromisoformat(values["started_at"])
    values["finished_at"] = datetime.fromisoformat(values["finished_at"]) if values["finished_at"] else None
    values["inputs"], values["versions"] = json.loads(values["inputs"]), json.loads(values["versions"])
    return Attempt(**values)
