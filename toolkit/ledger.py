"""The ledger: every attempt at every report, when, why, from what and how it ended; one SQLite file under outputs."""

import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from toolkit.errors import ReportError, UsageError

NAME = ".ledger.sqlite"
VERSION = 2
PATIENCE_SECONDS = 5.0
FIRST = """
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    client TEXT NOT NULL, report TEXT NOT NULL, period TEXT NOT NULL,
    started_at TEXT NOT NULL, finished_at TEXT,
    state TEXT NOT NULL CHECK (state IN ('running', 'published', 'failed', 'interrupted')),
    reason TEXT, seconds REAL,
    inputs TEXT NOT NULL DEFAULT '{}', versions TEXT NOT NULL DEFAULT '{}',
    run TEXT NOT NULL, why TEXT NOT NULL
) STRICT;
CREATE INDEX attempts_by_report ON attempts (client, report, period, id);
"""
SECOND = """
ALTER TABLE attempts ADD COLUMN cpu_seconds REAL;
ALTER TABLE attempts ADD COLUMN peak_memory_bytes INTEGER;
ALTER TABLE attempts ADD COLUMN sources TEXT NOT NULL DEFAULT '{}';
ALTER TABLE attempts ADD COLUMN crashed INTEGER NOT NULL DEFAULT 0;
CREATE TABLE skips (attempt INTEGER PRIMARY KEY REFERENCES attempts, run TEXT NOT NULL, at TEXT NOT NULL,
                    why TEXT NOT NULL) STRICT;
CREATE TABLE files (path TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL, inode INTEGER NOT NULL,
                    sha256 TEXT NOT NULL) STRICT;
"""
CHANGES = (FIRST, SECOND)  # what brings a ledger from each version to the next
ATTEMPTS = "SELECT attempts.*, skips.at AS unchanged_at FROM attempts LEFT JOIN skips ON skips.attempt = attempts.id"

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
    cpu_seconds, peak_memory_bytes : of its kernel and all that it started, None where not known
    sources : hash of everything it was made from, by name
    crashed : its kernel or worker died
    unchanged_at : when a run last found that it need not be made again
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
    cpu_seconds: float | None = None
    peak_memory_bytes: int | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    crashed: bool = False
    unchanged_at: datetime | None = None


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
        if version > VERSION:
            action = "Update the toolkit, or choose another --outputs."
            raise UsageError(str(self.path), f"a ledger of version {VERSION}", f"version {version}", action)
        health = self._db.execute("PRAGMA quick_check").fetchone()[0]
        if version < 1 or health != "ok":
            raise self._unreadable(health if version else "version 0")
        _bring_up(self._db)
        self._db.execute(f"{ATTEMPTS} LIMIT 1")

    def _unreadable(self, got: str) -> UsageError:
        action = "Restore it from a backup, or move it away: a new one is begun and published reports stay."
        if "locked" in got:
            action = "Wait for who holds it, and run again."
        elif "readonly" in got or "open" in got:
            action = "Give it and its folder write permission, or choose another --outputs."
        return UsageError(str(self.path), "a readable ledger", got, action)

    def start(
        self,
        client: str,
        report: str,
        period: str,
        *,
        at: datetime,
        run: str,
        why: str,
        sources: Mapping[str, str] | None = None,
    ) -> int:
        """Number of a new attempt, noted before it begins."""
        row = (client, report, period, at.isoformat(), run, why, json.dumps(dict(sources or {})))
        sql = """INSERT INTO attempts (client, report, period, started_at, state, run, why, sources)
                 VALUES (?, ?, ?, ?, 'running', ?, ?, ?)"""
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
        cpu_seconds: float | None = None,
        peak_memory_bytes: int | None = None,
        crashed: bool = False,
    ) -> None:
        """Note how an attempt ended."""
        sql = """UPDATE attempts SET state = ?, finished_at = ?, reason = ?, seconds = ?, inputs = ?, versions = ?,
                 cpu_seconds = ?, peak_memory_bytes = ?, crashed = ? WHERE id = ?"""
        made_from = (json.dumps(dict(inputs or {})), json.dumps(dict(versions or {})))
        took = (cpu_seconds, peak_memory_bytes, int(crashed))
        self._write(sql, (state, at.isoformat(), reason, seconds, *made_from, *took, attempt))

    def skip(self, attempts: Iterable[tuple[int, str]], *, at: datetime, run: str) -> None:
        """Note, all at once, the attempts that a run left as the last ones, each with why; the last such run counts."""
        rows = [(attempt, run, at.isoformat(), why) for attempt, why in attempts]
        self._write("INSERT OR REPLACE INTO skips (attempt, run, at, why) VALUES (?, ?, ?, ?)", rows)

    def hash_of(self, path: str, mark: tuple[int, int, int]) -> str | None:
        """The hash of a file that still has the size, time and inode it had when it was read, else None."""
        sql = "SELECT sha256 FROM files WHERE path = ? AND size = ? AND changed = ? AND inode = ?"
        found = self._read(sql, (path, *mark)).fetchone()
        return found[0] if found else None

    def remember(self, files: Iterable[tuple[str, int, int, int, str]]) -> None:
        """Keep hashes of files, all at once: path, size, time of change in ns, inode and SHA-256 of each."""
        self._write("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", list(files))

    def interrupt_unfinished(self, *, at: datetime, reason: str) -> int:
        """Number of attempts that were still running and are now marked interrupted."""
        sql = "UPDATE attempts SET state = 'interrupted', finished_at = ?, reason = ? WHERE state = 'running'"
        return self._write(sql, (at.isoformat(), reason)).rowcount

    def _write(self, sql: str, values: tuple[object, ...] | list[tuple[object, ...]]) -> sqlite3.Cursor:
        try:
            if isinstance(values, tuple):
                return self._db.execute(sql, values)
            with _transaction(self._db):
                return self._db.executemany(sql, values)
        except sqlite3.Error as error:
            action = "Free the disk or the file and run again; published reports are unchanged."
            raise ReportError(str(self.path), "to note the attempt", str(error), action) from error

    def _read(self, sql: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        try:
            return self._db.execute(sql, values)
        except sqlite3.Error as error:
            raise self._unreadable(str(error)) from error

    def attempts(self, client: str, report: str, period: str) -> Iterator[Attempt]:
        """The attempts at one report for one period, the last one first."""
        sql = f"{ATTEMPTS} WHERE client = ? AND report = ? AND period = ? ORDER BY id DESC"
        return map(_attempt, self._read(sql, (client, report, period)))

    def latest(self) -> list[Attempt]:
        """The last attempt at each report of each client and period, newest period first within a client."""
        sql = f"""{ATTEMPTS} WHERE id IN (SELECT max(id) FROM attempts GROUP BY client, report, period)
                  ORDER BY client, period DESC, report"""
        return [_attempt(row) for row in self._read(sql)]

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


def _create(path: Path) -> None:
    """Begin a ledger under a temporary name, so that a crash never leaves half of one."""
    part = path.parent / f".ledger.{secrets.token_hex(8)}.part"
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as db:
            _bring_up(db)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _bring_up(db: sqlite3.Connection) -> None:
    """Bring a new or older ledger to this version, all of it or nothing."""
    with _transaction(db):
        version = db.execute("PRAGMA user_version").fetchone()[0]
        for change in CHANGES[version:]:
            for statement in filter(None, map(str.strip, change.split(";"))):
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {VERSION}")  # also when it is there: shows that it can be written


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _attempt(row: sqlite3.Row) -> Attempt:
    values = dict(row)
    for name in ("started_at", "finished_at", "unchanged_at"):
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    for name in ("inputs", "versions", "sources"):
        values[name] = json.loads(values[name])
    values["crashed"] = bool(values["crashed"])
    if values["state"] != "published":
        values["unchanged_at"] = None  # a failure that was not tried again is no unchanged report
    return Attempt(**values)
