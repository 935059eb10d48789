"""Runs of a few reports that are a few bytes each, made by threads, for tests of what the coordinator does."""

import signal
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from toolkit import batch, freshness, periods
from toolkit.batch import Artefact, Job, Limits, Outcome
from toolkit.errors import DataError, DiedError
from toolkit.ledger import Ledger

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
OCTOBER = periods.parse("2026-10")


def make_client(root: Path) -> Path:
    """The outputs folder of a project with one client."""
    (root / "lotus-tea.yml").write_text("client: lotus-tea\nname: Lotus Tea\nlanguage: en\n")
    (root / "notebooks").mkdir()
    return root / "outputs"


def jobs(outputs: Path, *reports: str) -> list[Job]:
    root = outputs.parent
    return [
        Job("lotus-tea", root / "lotus-tea.yml", report, root / f"notebooks/{report}.ipynb", OCTOBER, ("en",), root)
        for report in reports
    ]


class Watched(Artefact):
    """One that can be seen to go."""


def execute(job: Job, *, at: datetime, scratch: Path, limits: Limits) -> Artefact:
    """Stands for the work of a worker: reports are named for what happens in them."""
    match job.report:
        case "bad_data":
            raise DataError("orders.csv:7", "a number", '"abc"', "Fix the row.")
        case "toolkit_fault":
            raise KeyError("spend")
        case "worker_killed":
            raise BrokenExecutor
        case "kernel_killed":
            raise DiedError("cell 3", "it to run", "a kernel that was killed", "Give it more memory.", 2.5, 900)
        case "worker_left":
            raise SystemExit(1)
        case "stopped":
            signal.raise_signal(signal.SIGTERM)
    inputs = {"events": {"rows": 3, "sha256": "ab"}}
    made = (job.report, {"en": b"new page"}, b"notebook", b"facts", 6.2, inputs, {"toolkit": "0.1.0"})
    return Watched(*made, cpu_seconds=1.5, peak_memory_bytes=300, remark="no warm kernel at hand")


def threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1)


def run(monkeypatch: pytest.MonkeyPatch, outputs: Path, *reports: str, **options) -> tuple[int, list[Outcome]]:
    monkeypatch.setattr(batch, "execute", options.pop("execute", execute))
    monkeypatch.setattr(freshness, "package", lambda folder: "as it was")  # somebody may be at work on it
    told: list[Outcome] = []
    code = batch.run(
        jobs(outputs, *reports),
        outputs,
        width=1,
        clock=lambda: NOON,
        tell=told.append,
        **{"began": lambda job: None, "warn": lambda line: None, "finish": lambda ledger: None, "start": threads}
        | options,
    )
    return code, told


def states(outputs: Path) -> dict[str, tuple[str, str | None]]:
    ledger = Ledger(outputs)
    found = {attempt.report: (attempt.state, attempt.reason) for attempt in ledger.latest()}
    ledger.close()
    return found
