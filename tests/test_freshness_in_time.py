"""What days, clocks, earlier crashes and remembered hashes do to whether a report is made again."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.small_client import NOW, WRITTEN, Project, make_project
from toolkit import freshness, periods


@pytest.fixture
def project(tmp_path, monkeypatch) -> Project:
    monkeypatch.setattr(freshness, "package", lambda folder: "as it was")  # somebody may be at work on it
    return make_project(tmp_path)


def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that are hashed from now on."""
    found: list[str] = []
    digest = freshness.places.digest

    def note(path: Path) -> str:
        found.append(path.name)
        return digest(path)

    monkeypatch.setattr(freshness.places, "digest", note)
    return found


def test_a_file_is_read_once_for_all_runs(project, monkeypatch):
    names = read(monkeypatch)
    project.verdict()
    assert sorted(names) == ["1.csv", "2.csv", "kpi_review.ipynb", "oak.svg", "spend.csv"]
    names.clear()
    project.verdict()
    assert names == []
    project.write("data/spend.csv", "date,channel,cost", WRITTEN + timedelta(hours=1))
    project.verdict()
    assert names == ["spend.csv"]


def test_a_file_that_may_still_change_unseen_is_read_again(project, monkeypatch):
    project.write("data/spend.csv", "date,channel,cost", NOW - timedelta(seconds=1))
    names = read(monkeypatch)
    project.verdict()
    names.clear()
    project.verdict()
    assert names == ["spend.csv"]


def test_a_file_that_changes_while_it_is_read_is_read_again(project, monkeypatch):
    digest = freshness.places.digest

    def changing(path: Path) -> str:
        found = digest(path)
        if path.name == "spend.csv":
            project.write("data/spend.csv", "date,channel,costs")
        return found

    monkeypatch.setattr(freshness.places, "digest", changing)
    before = project.verdict().sources["data.spend"]
    monkeypatch.setattr(freshness.places, "digest", digest)
    assert project.verdict().sources["data.spend"] != before


def test_a_finished_period_is_not_made_again_each_day(project):
    project.attempt()
    whys = [project.verdict(at=NOW + timedelta(days=day)).why for day in range(1, 60)]
    assert set(whys) == {"nothing changed"}


def test_a_period_that_goes_on_is_made_again_when_a_day_is_complete(project):
    job = project.job(period=periods.parse("2026-11"))
    project.attempt(job=job)
    assert project.verdict(job, NOW + timedelta(hours=1)).why == "nothing changed"
    assert project.verdict(job, NOW + timedelta(days=1)).why == "more days are complete"


def test_data_of_a_day_that_was_not_over_counts_once_it_is(project):
    project.write("data/spend.csv", "date,channel,cost", NOW - timedelta(hours=2))
    project.attempt()
    tomorrow = NOW + timedelta(days=1)
    assert project.verdict(at=tomorrow).why == "more days are complete"
    project.attempt(at=tomorrow)
    assert project.verdict(at=tomorrow + timedelta(days=1)).why == "nothing changed"


def test_a_clock_set_back_is_no_reason(project):
    job = project.job(period=periods.parse("2026-11"))
    project.attempt(job=job)
    assert project.verdict(job, NOW - timedelta(days=1)).why == "nothing changed"


def test_crashes_in_a_row_from_the_same_sources_are_counted_whatever_interrupts_them(project):
    for state in ("failed", "interrupted", "failed", "interrupted", "failed"):
        assert project.verdict().action == "make"
        project.attempt(state, crashed=state == "failed", reason="It died.")
    assert project.verdict(at=NOW + timedelta(days=9)).action == "refuse"
    assert "got 3; last: It died. Change the notebook" in project.verdict().why


def test_crashes_from_other_sources_do_not_count(project):
    project.attempt("failed", crashed=True)
    project.write("data/spend.csv", "x")
    for _ in range(2):
        project.attempt("failed", crashed=True)
    assert project.verdict().action == "make"


@pytest.mark.parametrize("between", ["published", "failed"])
def test_crashes_that_are_not_in_a_row_do_not_count(project, between):
    for state in ("failed", "failed", between, "failed"):
        project.attempt(state, crashed=state == "failed" and state != between, reason="no")
    if between == "failed":
        project.attempt("failed")
    assert project.verdict().action == "make"


def test_a_project_may_lie_elsewhere(project, tmp_path_factory):
    project.attempt()
    moved = tmp_path_factory.mktemp("elsewhere") / "project"
    project.root.rename(moved)
    assert Project(moved).verdict().why == "nothing changed"
