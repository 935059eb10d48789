"""The overview pages link the pages that stand, and only the client's own to the client."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from toolkit import indexes
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
    indexes.write(ledger, tmp_path, [Client()], names={"lotus-tea": {"en": "Lotus Tea"}}, language="en", now=NOON)
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
