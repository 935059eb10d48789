"""The overview pages link the pages that stand, and only the client's own to the client."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from toolkit import indexes, periods
from toolkit.ledger import Ledger

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@dataclass
class Brand:
    color: str = "#0F766E"
    logo: None = None


@dataclass
class Client:
    id: str = "lotus-tea"
    name: dict[str, str] = field(default_factory=lambda: {"en": "Lotus Tea", "zh": "荷香茶饮"})
    languages: tuple[str, ...] = ("zh", "en")
    brand: Brand = field(default_factory=Brand)


@dataclass
class Job:
    client_id: str
    report: str
    period: periods.Period


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger(tmp_path)
    yield opened
    opened.close()


def test_pages_that_stand_are_linked_and_failures_are_the_agencys(tmp_path, ledger):
    for client, state in (("lotus-tea", "published"), ("oak", "failed")):
        attempt = ledger.start(client, "kpi_review", "2026-10", at=NOON, run="r1", why="asked for")
        ledger.finish(attempt, state, at=NOON, reason="Disk full." if state == "failed" else None)
        (tmp_path / client / "2026-10").mkdir(parents=True)
    for language in ("zh", "en"):
        (tmp_path / "lotus-tea" / "2026-10" / f"kpi_review.{language}.html").touch()
    names = {"lotus-tea": {"en": "Lotus Tea"}}
    indexes.write(ledger, tmp_path, [Client()], names=names, language="en", now=NOON, due=[])
    agency = (tmp_path / "index.html").read_text()
    assert 'href="lotus-tea/2026-10/kpi_review.zh.html"' in agency
    assert "Lotus Tea" in agency
    assert "oak" in agency
    assert "Disk full." in agency
    own = (tmp_path / "lotus-tea" / "index.html").read_text()
    assert 'href="2026-10/kpi_review.en.html"' in own
    assert 'lang="zh-CN"' in own
    assert "oak" not in own
    assert not (tmp_path / "oak" / "index.html").exists()


def test_a_report_found_unchanged_keeps_the_age_and_cost_of_its_publication(tmp_path, ledger):
    attempt = ledger.start("oak", "kpi_review", "2026-10", at=NOON, run="r1", why="first time")
    took = {"seconds": 2.5, "cpu_seconds": 2.25, "peak_memory_bytes": 2**28}
    ledger.finish(attempt, "published", at=NOON + timedelta(seconds=3), **took)
    ledger.skip([(attempt, "nothing has changed")], at=NOON + timedelta(days=1), run="r2")
    [row] = indexes.rows(ledger.latest(), tmp_path, [])
    assert (row.state, row.why, row.finished_at) == ("unchanged", "first time", NOON + timedelta(seconds=3))
    assert (row.seconds, row.cpu_seconds, row.peak_memory_bytes) == (2.5, 2.25, 2**28)


def test_due_is_only_what_was_never_attempted(tmp_path, ledger):
    october, quarter = periods.parse("2026-10"), periods.parse("2026-Q3")
    due = [Job("oak", "kpi_review", october), Job("oak", "kpi_review", quarter), Job("elm", "pulse", october)]
    attempt = ledger.start("oak", "kpi_review", "2026-10", at=NOON, run="r1", why="first time")
    ledger.finish(attempt, "failed", at=NOON, reason="Disk full.")
    found = indexes.rows(ledger.latest(), tmp_path, due)
    assert [(row.client, row.report, row.period_label, row.state) for row in found] == [
        ("oak", "kpi_review", "2026-10", "failed"),
        ("elm", "pulse", "2026-10", "due"),
        ("oak", "kpi_review", "2026-Q3", "due"),
    ]
