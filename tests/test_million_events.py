"""A month over a million events: the file is read once, and the numbers equal plain pandas."""

import pytest

from benchmarks import million_events
from toolkit.sources import rows


def test_a_million_events_are_read_once_and_counted_right(tmp_path, monkeypatch):
    read, calls = rows.read, []

    def counted(*args, **options):
        calls.append(args)
        return read(*args, **options)

    monkeypatch.setattr(rows, "read", counted)
    events = tmp_path / "events.csv"
    million_events.write(events)
    found = million_events.by_toolkit(million_events.client_file(tmp_path, events))
    assert len(calls) == 1
    assert found == pytest.approx(million_events.by_pandas(events), abs=1e-9)
