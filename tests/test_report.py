"""What a notebook opens, and what its cells hand over."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest
import yaml

from toolkit import report
from toolkit.display import Fragment
from toolkit.errors import UsageError
from toolkit.metrics.fact import Scope

NOON = datetime(2026, 11, 9, 4, tzinfo=UTC)  # in Shanghai
FACT = Scope(date(2026, 10, 1), date(2026, 10, 31), source="events").amount("new_users", 3)


@pytest.fixture
def client_file(tmp_path, monkeypatch):
    folder = tmp_path / "params"
    folder.mkdir()
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "events.csv").write_text(
        "user_id,at,event\nsecret-ann,2026-10-01 09:00:00,open\n,2026-10-01 09:00:00,x\n"
    )

    def write(**more):
        tree = {
            "client": "acme",
            "name": "Acme",
            "language": ["zh", "en"],
            "data": {"events": {"path": "../events.csv"}},
        }
        (folder / "acme.yml").write_text(yaml.safe_dump(tree | more))
        return "params/acme.yml"

    return write


@pytest.fixture
def published(monkeypatch):
    found = []
    monkeypatch.setattr(report, "publish_display_data", lambda data, metadata=None: found.append((data, metadata)))
    return found


def opened(path, period="2026-10", now=NOON):
    return report.open(path, period, now=now)


def test_a_client_file_is_found_from_any_folder_below(client_file, tmp_path, monkeypatch):
    path = client_file()
    assert opened(path).kpis.now["new_users"].value == 1
    monkeypatch.chdir(tmp_path / "notebooks")
    assert opened(path).client.id == "acme"
    with pytest.raises(UsageError, match="params/other.yml"):
        report.open("params/other.yml", "2026-10")


def test_only_the_tables_that_a_report_reads_are_loaded_and_none_is_called_missing_that_was_left_out(client_file):
    path = client_file(data={"events": {"path": "../events.csv"}, "orders": {"path": "../events.csv"}})
    warehouse = report.open(path, "2026-10", tables=("events", "spend"), now=NOON).warehouse
    assert list(warehouse.inputs) == ["events"]
    assert "spend" not in warehouse
    with pytest.raises(LookupError, match="the table orders was left out"):
        assert "orders" in warehouse


@pytest.mark.parametrize(
    ("timezone", "until"), [("Asia/Shanghai", date(2026, 11, 8)), ("America/New_York", date(2026, 11, 7))]
)
def test_the_last_complete_day_is_that_of_the_clients_clock(client_file, timezone, until):
    """Noon of the 9th in Shanghai is 23:00 of the 8th in New York, where the 7th was complete at ten that morning."""
    assert opened(client_file(timezone=timezone)).until == until


def test_a_piece_is_shown_in_every_language_and_its_facts_once(client_file, published):
    def piece(word, *, locale, color):
        return Fragment(f"<p>{word} &amp; {locale.language}</p>", (FACT,))

    opened(client_file()).show(piece, "w", role="header")
    assert [metadata for _, metadata in published] == [
        {"lang": "zh", "role": "header"},
        {"lang": "en", "role": "header"},
    ]
    assert [report.FACTS_TYPE in data for data, _ in published] == [True, False]
    assert published[0][0][report.FACTS_TYPE] == [FACT.as_json()]
    assert published[1][0]["text/plain"] == "w & en"


def test_nothing_to_show_shows_nothing_but_facts_are_kept(client_file, published):
    shown = opened(client_file())
    shown.show(lambda *, locale, color: Fragment(""))
    assert published == []
    shown.show(lambda *, locale, color: Fragment("", (FACT,)))
    assert len(published) >= 1


def test_a_report_ends_with_what_it_was_made_from(client_file, published):
    opened(client_file()).provenance()
    about = published[0][0][report.REPORT_TYPE]
    assert (about["client"], about["period"]) == (
        "acme",
        {"label": "2026-10", "start": "2026-10-01", "end": "2026-10-31"},
    )
    assert about["inputs"]["events"]["rows"] == 2 and len(about["inputs"]["events"]["sha256"]) == 64
    assert set(report.VERSIONS) < set(about["versions"])


def test_user_ids_are_kept_for_the_gate_only_when_a_run_asks(client_file, tmp_path, monkeypatch):
    kept = tmp_path / "user_ids.parquet"
    opened(client_file())
    assert not kept.exists()
    monkeypatch.setenv("TOOLKIT_SCRATCH", str(tmp_path))
    opened(client_file())
    assert pd.read_parquet(kept)["user_id"].tolist() == ["secret-ann"]
