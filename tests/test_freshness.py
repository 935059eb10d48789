"""A report is made again when something it depends on has changed, and the reason names that; else it is left alone."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from tests.small_client import CLIENT, NOW, Project, make_project
from toolkit import freshness
from toolkit.ledger import Ledger


@pytest.fixture
def project(tmp_path, monkeypatch) -> Project:
    monkeypatch.setattr(freshness, "package", lambda folder: "as it was")  # somebody may be at work on it
    return make_project(tmp_path)


def test_the_first_time_it_is_made(project):
    assert (project.verdict().action, project.verdict().why, project.verdict().attempt) == ("make", "first run", None)


def test_what_is_unchanged_is_skipped(project):
    project.attempt()
    verdict = project.verdict()
    assert (verdict.action, verdict.why, verdict.attempt) == ("skip", "nothing changed", 1)


def test_unchanged_or_not_it_is_made_by_force(project):
    project.attempt()
    assert (project.verdict(force=True).action, project.verdict(force=True).why) == ("make", "asked for by --force")


CHANGES: Mapping[str, tuple[Callable[[Project], None], str]] = {
    "data": (lambda project: project.write("data/spend.csv", "date,channel,price"), "data of spend changed"),
    "a further file": (lambda project: project.write("data/events/3.csv", "x"), "data of events changed"),
    "a file less": (lambda project: (project.root / "data/events/2.csv").unlink(), "data of events changed"),
    "no file": (lambda project: (project.root / "data/spend.csv").unlink(), "data of spend changed"),
    "notebook": (lambda project: project.write("notebooks/kpi_review.ipynb", "[]"), "the notebook changed"),
    "logo": (lambda project: project.write("params/oak.svg", "<svg></svg>"), "the logo changed"),
    "client": (
        lambda project: project.write("params/oak.yml", CLIENT.replace("name: Oak", "name: Oak Tea")),
        "the client file changed",
    ),
    "own options": (
        lambda project: project.write("params/oak.yml", CLIENT.replace("month", "week")),
        "the client file changed",
    ),
    "language": (
        lambda project: project.write("params/oak.yml", CLIENT.replace("[zh, en]", "[en, zh]")),
        "the client file changed",
    ),
    "a page": (
        lambda project: (project.outputs / "oak/2026-10/kpi_review.zh.html").unlink(),
        "kpi_review.zh.html is gone",
    ),
    "facts": (
        lambda project: (project.outputs / "oak/2026-10/kpi_review.facts.json").unlink(),
        "kpi_review.facts.json is gone",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_changed_is_the_reason(project, what):
    project.attempt()
    change, why = CHANGES[what]
    change(project)
    assert (project.verdict().action, project.verdict().why) == ("make", why)


def test_several_reasons_are_named_together(project):
    project.attempt()
    project.write("data/spend.csv", "x")
    project.write("notebooks/kpi_review.ipynb", "[]")
    assert project.verdict().why == "the notebook changed, data of spend changed"


SAME: Mapping[str, Callable[[Project], None]] = {
    "comments and spacing": lambda project: project.write(
        "params/oak.yml", "# ours\n" + CLIENT.replace(": {", ":  { ")
    ),
    "options of another report": lambda project: project.write("params/oak.yml", CLIENT.replace("fee: 5", "fee: 6")),
    "one report less": lambda project: project.write("params/oak.yml", CLIENT.replace("  case_study: {fee: 5}\n", "")),
    "another notebook": lambda project: project.write("notebooks/case_study.ipynb", "[]"),
    "a file touched": lambda project: project.write("data/spend.csv", "date,channel,cost", NOW - timedelta(minutes=1)),
    "a file of nobody": lambda project: project.write("data/orders.csv", "x"),
}


@pytest.mark.parametrize("what", SAME)
def test_what_makes_no_difference_is_no_reason(project, what):
    project.attempt()
    SAME[what](project)
    assert project.verdict().why == "nothing changed"
    assert project.verdict(at=NOW + timedelta(days=20)).why == "nothing changed"


@pytest.mark.parametrize(("name", "why"), [("package", "the toolkit changed"), ("libraries", "a library changed")])
def test_another_toolkit_or_library_is_a_reason(project, monkeypatch, name, why):
    project.attempt()
    monkeypatch.setattr(freshness, name, lambda _: "another")
    assert project.verdict().why == why


def test_the_toolkit_is_its_code_words_templates_and_styles(tmp_path):
    for name in ("a.py", "locale/zh/a.po", "export/template/report.html.j2", "export/template/report.css"):
        before = freshness.package(tmp_path)
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
        assert freshness.package(tmp_path) != before, name
    before = freshness.package(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/a.cpython-311.pyc").write_text("x")
    assert freshness.package(tmp_path) == before


def test_libraries_are_known_by_their_versions(tmp_path):
    (tmp_path / "pandas-3.1.1.dist-info").mkdir()
    before = freshness.libraries([str(tmp_path)])
    assert freshness.libraries([str(tmp_path), str(tmp_path / "python311.zip")]) == before
    (tmp_path / "pandas-3.1.1.dist-info").rename(tmp_path / "pandas-3.1.2.dist-info")
    assert freshness.libraries([str(tmp_path)]) != before


@pytest.mark.parametrize(
    ("state", "why"), [("failed", "the last attempt failed"), ("interrupted", "the last attempt was interrupted")]
)
def test_what_did_not_end_well_is_tried_again(project, state, why):
    project.attempt()
    project.attempt(state)
    assert (project.verdict().action, project.verdict().why) == ("make", why)


def test_an_attempt_of_an_older_ledger_does_not_know_its_sources(project):
    ledger = Ledger(project.outputs)
    ledger.finish(ledger.start("oak", "kpi_review", "2026-10", at=NOW, run="r", why="w"), "published", at=NOW)
    ledger.close()
    assert "it is not known from what it was made" in project.verdict().why


def test_a_database_is_read_anew_each_time(project):
    table = "{sql: {url: 'duckdb:///x.db', table: orders}}"
    project.write("params/oak.yml", CLIENT.replace("reports:", f"  orders: {table}\nreports:"))
    project.attempt()
    assert (project.verdict().action, project.verdict().why) == ("make", "data of orders is read anew each time")


def test_a_proposal_is_made_again_when_its_rate_card_changes(project):
    project.write("params/oak.yml", CLIENT + "  proposal:\n")
    project.write("params/rates/shanghai.yml", "name: Oak rates\non: 2026-01-01\nsource: a list\n")
    project.write("notebooks/proposal.ipynb", "{}")
    for report in ("proposal", "kpi_review"):
        project.attempt(job=project.job(report))
    project.write("params/rates/shanghai.yml", "name: Oak rates\non: 2026-02-01\nsource: a list\n")
    verdict = project.verdict(project.job("proposal"))
    assert (verdict.action, verdict.why) == ("make", "the rate card changed")
    assert project.verdict(project.job("kpi_review")).action == "skip"
