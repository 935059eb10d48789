"""What a run does with what its workers bring back; the workers here are threads, the reports a few bytes."""

import gc
import signal
import weakref
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from toolkit import batch, periods, publish
from toolkit.batch import Artefact, Job, Limits, Outcome
from toolkit.errors import DataError, DiedError, ReportError, UsageError
from toolkit.ledger import Ledger

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
OCTOBER = periods.parse("2026-10")


@pytest.fixture
def outputs(tmp_path) -> Path:
    (tmp_path / "lotus-tea.yml").write_text("client: lotus-tea\nname: Lotus Tea\nlanguage: en\n")
    (tmp_path / "notebooks").mkdir()
    return tmp_path / "outputs"


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


def test_nothing_runs_without_a_ledger_to_trust(monkeypatch, outputs):
    outputs.mkdir()
    (outputs / ".ledger.sqlite").touch()
    with pytest.raises(UsageError, match="expected a readable ledger, got an empty file"):
        run(monkeypatch, outputs, "kpi_review")


def counting(ran: list[str]):
    def count(job: Job, **options) -> Artefact:
        ran.append(job.report)
        return execute(job, **options)

    return count


def test_what_is_unchanged_is_not_run_again_but_told_and_noted(monkeypatch, outputs):
    run(monkeypatch, outputs, "kpi_review", "case_study")
    (outputs.parent / "notebooks/case_study.ipynb").write_text("new cells")
    ran: list[str] = []
    handed: list[str] = []
    code, told = run(
        monkeypatch,
        outputs,
        "kpi_review",
        "case_study",
        execute=counting(ran),
        began=lambda job: handed.append(job.report),
    )
    assert code == 0
    assert [(outcome.job.report, outcome.state, outcome.why) for outcome in told] == [
        ("kpi_review", "unchanged", "nothing changed"),
        ("case_study", "published", "the notebook changed"),
    ]
    assert ran == handed == ["case_study"]
    ledger = Ledger(outputs)
    found = {attempt.report: (attempt.id, attempt.unchanged_at, attempt.why) for attempt in ledger.latest()}
    ledger.close()
    assert found == {"kpi_review": (1, NOON, "first run"), "case_study": (3, None, "the notebook changed")}


def test_when_all_is_unchanged_nothing_is_started(monkeypatch, outputs):
    def never() -> ThreadPoolExecutor:
        raise AssertionError("started")

    started: list[str] = []

    @contextmanager
    def template() -> Iterator[None]:
        started.append("template")
        yield

    monkeypatch.setattr(batch.template, "running", template)
    monkeypatch.setattr(batch.workers, "one_process", threads)
    run(monkeypatch, outputs, "kpi_review", start=threads)
    assert started == ["template"]
    monkeypatch.setattr(batch.workers, "one_process", never)
    finished: list[Ledger] = []
    code, told = run(monkeypatch, outputs, "kpi_review", start=never, finish=finished.append)
    assert (code, [outcome.state for outcome in told], len(finished)) == (0, ["unchanged"], 1)
    assert started == ["template"]


def test_workers_that_are_elsewhere_need_no_template_here(monkeypatch, outputs):
    monkeypatch.setattr(batch.template, "running", None)
    assert run(monkeypatch, outputs, "kpi_review")[0] == 0


def test_force_makes_what_is_unchanged(monkeypatch, outputs):
    run(monkeypatch, outputs, "kpi_review")
    _, told = run(monkeypatch, outputs, "kpi_review", force=True)
    assert [(outcome.state, outcome.why) for outcome in told] == [("published", "asked for by --force")]


def test_only_what_has_to_run_is_checked_and_nothing_runs_when_that_is_wrong(monkeypatch, outputs):
    run(monkeypatch, outputs, "kpi_review")
    asked: list[list[str]] = []

    def admit(jobs) -> bool:
        asked.append([job.report for job in jobs])
        return False

    assert run(monkeypatch, outputs, "kpi_review", "case_study", admit=admit) == (2, [])
    assert run(monkeypatch, outputs, "kpi_review", admit=admit)[0] == 0
    assert asked == [["case_study"]]
    assert states(outputs) == {"kpi_review": ("published", None)}


@pytest.mark.parametrize(("report", "took"), [("kernel_killed", (2.5, 900)), ("worker_killed", (None, None))])
def test_a_report_that_keeps_crashing_is_no_longer_tried_until_something_changes(monkeypatch, outputs, report, took):
    ran: list[str] = []
    for why in ("first run", "the last attempt failed", "the last attempt failed"):
        code, told = run(monkeypatch, outputs, report, execute=counting(ran))
        assert (code, told[0].why) == (1, why)
        assert (told[0].cpu_seconds, told[0].peak_memory_bytes) == took
    code, told = run(monkeypatch, outputs, report, execute=counting(ran))
    assert (code, told[0].state, len(ran)) == (1, "failed", 3)
    said = "expected fewer than 3 crashes in a row from the same sources, got 3; last: "
    assert f"notebooks/{report}.ipynb: {said}" in (told[0].reason or "")
    assert (told[0].reason or "").endswith("Change the notebook or the data, or try again with --force.")
    assert states(outputs)[report][0] == "failed"
    run(monkeypatch, outputs, report, execute=counting(ran), force=True)
    assert len(ran) == 4
    run(monkeypatch, outputs, report, execute=counting(ran))
    assert len(ran) == 4
    (outputs.parent / f"notebooks/{report}.ipynb").write_text("mended")
    _, told = run(monkeypatch, outputs, report, execute=counting(ran))
    assert (len(ran), told[0].why) == (5, "the last attempt failed, the notebook changed")


def test_wrong_data_is_tried_each_time(monkeypatch, outputs):
    ran: list[str] = []
    for _ in range(5):
        run(monkeypatch, outputs, "bad_data", execute=counting(ran))
    assert len(ran) == 5


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
