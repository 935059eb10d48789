"""What is seen of a run: plain lines, a bar on a terminal, JSON for programs."""

import io
import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from toolkit import console, periods
from toolkit.batch import Outcome
from toolkit.overview import Row
from toolkit.plan import Job

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
REASON = "notebooks/kpi_review.ipynb cell 3: expected it to run, got 荷香."
FIELDS = ["client", "report", "period", "state", "why", "reason", "seconds", "cpu_seconds", "peak_memory_bytes"]
FIELDS += ["pages", "started_at", "finished_at"]


def job(client: str, report: str = "kpi_review") -> Job:
    return Job(client, Path("c.yml"), report, Path("n.ipynb"), periods.parse("2026-10"), ("zh",), Path())


PUBLISHED = Outcome(job("oak"), "published", "data of events changed", 1.24, cpu_seconds=1.1, peak_memory_bytes=2**28)
UNCHANGED = Outcome(job("elm"), "unchanged", "nothing has changed")
FAILED = Outcome(job("ash"), "failed", "first time", reason=REASON)
ALL = (PUBLISHED, UNCHANGED, FAILED)


def watched(outcomes: tuple[Outcome, ...], outputs: Path, *, as_json: bool = False) -> None:
    times = iter(NOON + timedelta(seconds=second) for second in range(100))
    with console.watching(len(outcomes), outputs, as_json=as_json, clock=lambda: next(times)) as watcher:
        for outcome in outcomes:
            if outcome.state != "unchanged":
                watcher.began(outcome.job)
            watcher.tell(outcome)


def test_without_a_terminal_each_report_is_one_plain_line(tmp_path, capsys):
    watched(ALL, tmp_path)
    out, err = capsys.readouterr()
    assert out == "oak kpi_review 2026-10 published 1.2 s (data of events changed)\nelm kpi_review 2026-10 unchanged\n"
    assert err == f"ash kpi_review 2026-10 failed: {REASON}\n"


def test_a_run_goes_on_when_nobody_reads_its_lines_any_more(monkeypatch, tmp_path):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as nobody:
        monkeypatch.setattr("sys.stdout", nobody)
        watched((PUBLISHED, UNCHANGED), tmp_path)


def test_what_a_terminal_cannot_write_is_spelt_out(monkeypatch):
    latin = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    monkeypatch.setattr("sys.stdout", latin)
    console.say("café 荷")
    assert latin.buffer.getvalue() == b"caf\xe9 \\u8377\n"


def test_programs_get_one_object_a_line_with_the_same_fields_for_each_state(tmp_path, capsys):
    page = tmp_path / "oak" / "2026-10" / "kpi_review.html"
    page.parent.mkdir(parents=True)
    page.touch()
    watched(ALL, tmp_path, as_json=True)
    out, err = capsys.readouterr()
    assert err == ""
    oak, elm, ash = map(json.loads, out.splitlines())
    assert [list(found) for found in (oak, elm, ash)] == [FIELDS] * 3
    assert oak == {
        "client": "oak",
        "report": "kpi_review",
        "period": "2026-10",
        "state": "published",
        "why": "data of events changed",
        "reason": None,
        "seconds": 1.24,
        "cpu_seconds": 1.1,
        "peak_memory_bytes": 268435456,
        "pages": [str(page)],
        "started_at": "2026-11-02T12:00:00+00:00",
        "finished_at": "2026-11-02T12:00:01+00:00",
    }
    assert (elm["state"], elm["started_at"], elm["finished_at"], elm["pages"]) == ("unchanged", None, None, [])
    assert (ash["state"], ash["reason"], ash["started_at"]) == ("failed", REASON, "2026-11-02T12:00:02+00:00")


@pytest.mark.parametrize("state", ["published", "unchanged", "failed", "interrupted", "running", "due"])
def test_every_state_of_a_report_has_the_same_fields(state):
    assert list(json.loads(console.as_object(Row("oak", "kpi_review", "2026-10", state), Path("outputs")))) == FIELDS


def on_screen(monkeypatch: pytest.MonkeyPatch, width: int, steps: list[Outcome | Job]) -> list[str]:
    """What a terminal was sent, piece by piece, without its control sequences."""
    screen = Console(file=io.StringIO(), force_terminal=True, width=width)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with console.bar(4, screen) as watcher:
        for step in steps:
            (watcher.began if isinstance(step, Job) else watcher.tell)(step)
    return re.split(r"[\r\n]+", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.file.getvalue()))


def test_a_terminal_gets_a_bar_and_what_is_unchanged_is_only_counted(monkeypatch, capsys):
    sent = on_screen(monkeypatch, 100, [UNCHANGED, PUBLISHED.job, FAILED.job, PUBLISHED, FAILED, UNCHANGED])
    assert any(line.startswith("oak kpi_review 2026-10 published 1.2 s") for line in sent)
    assert any(line.startswith("ash kpi_review 2026-10 failed: ") for line in sent)
    assert not any("elm" in line for line in sent)
    assert any(re.search(r"4/4 0:00:0\d", line) for line in sent)
    assert capsys.readouterr().out == "1 failed, 1 published, 2 unchanged\n"


@pytest.mark.parametrize(
    ("width", "names"), [(100, "2 running: oak kpi_review, ash kpi_review"), (60, r"2 running: oak kpi_r\w*, as.*…")]
)
def test_a_bar_names_the_running_reports_as_far_as_there_is_room(monkeypatch, width, names):
    sent = on_screen(monkeypatch, width, [PUBLISHED.job, FAILED.job, UNCHANGED])
    assert any(re.search(r"1/4 0:00:0\d " + names, line) for line in sent)


def test_the_status_is_in_columns():
    rows = [
        Row(
            "ash",
            "kpi_review",
            "2026-10",
            "failed",
            finished_at=NOON - timedelta(hours=3),
            why="first time",
            reason=REASON,
        ),
        Row("city-reader", "pulse", "2026-W41", "due"),
        Row(
            "oak",
            "kpi_review",
            "2026-10",
            "unchanged",
            finished_at=NOON - timedelta(days=12),
            seconds=1.24,
            why="asked for",
        ),
    ]
    assert console.as_lines(rows, NOON) == [
        f"ash          kpi_review  2026-10   failed         3 h         {REASON}",
        "city-reader  pulse       2026-W41  due              –",
        "oak          kpi_review  2026-10   unchanged  12 days  1.2 s  asked for",
    ]
