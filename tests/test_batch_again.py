"""A second run makes what has to be made, says why, and leaves the rest; the workers here are threads."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.small_batch import NOON, execute, make_client, run, states, threads
from toolkit import batch
from toolkit.batch import Artefact, Job
from toolkit.ledger import Ledger


@pytest.fixture
def outputs(tmp_path) -> Path:
    return make_client(tmp_path)


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
