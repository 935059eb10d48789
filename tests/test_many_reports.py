"""The benchmark of many reports: its clients are real ones, its costs cover children, its table adds up."""

import sys

import pytest

from benchmarks import many_reports
from benchmarks.peers.measure import Cost, measure
from toolkit import params
from toolkit.metrics.catalogue import METRICS


def test_every_client_of_the_benchmark_has_a_valid_file_and_an_id_of_its_own(tmp_path):
    files = many_reports.make_project(tmp_path, 6)
    clients = [params.load(tmp_path / file, metrics=METRICS) for file in files]
    ids = [client.id for client in clients]
    assert ids[:2] == ["bright-smile-0000", "city-reader-0001"]
    assert ids[4:] == ["bright-smile-0004", "city-reader-0005"]
    assert sorted(path.stem for path in (tmp_path / "params").glob("*.yml")) == sorted(ids)


def test_a_cost_counts_what_the_children_of_a_command_took(tmp_path):
    work = "sum(i * i for i in range(3_000_000))"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}], check=True)"
    alone = measure([sys.executable, "-c", "pass"], tmp_path, {})
    both = measure([sys.executable, "-c", child], tmp_path, {})
    assert both.cpu_seconds > alone.cpu_seconds
    assert 0 < both.cpu_seconds <= 2 * both.seconds


def test_a_command_that_fails_is_no_measurement(tmp_path):
    with pytest.raises(Exception, match="status 3"):
        measure([sys.executable, "-c", "raise SystemExit(3)"], tmp_path, {})


def test_the_table_compares_reports_a_minute():
    rows = [
        many_reports.Row("(a) loop", 8, Cost(160.0, 150.0, 300_000_000, 100_000_000)),
        many_reports.Row("(b) program", 8, Cost(80.0, 72.0, 300_000_000, 100_000_000)),
        many_reports.Row("(d) floor", 40, Cost(60.0, 60.0, 300_000_000, 300_000_000)),
        many_reports.Row("(e) run", 100, Cost(80.0, 150.0, 1_200_000_000, 120_000_000)),
    ]
    # (a) 8 in 160 s are 3 a minute; (b) 6; (e) 100 in 80 s are 75, which is 25 and 12.5 times as many; its 1.5 s of CPU
    # are those of (d)
    assert many_reports.table(rows).splitlines()[2:] == [
        "| (a) loop | 8 | 3.0 | 1.0 | 0.5 | 18.75 | 12.50 | 300 | 100 |",
        "| (b) program | 8 | 6.0 | 2.0 | 1.0 | 9.00 | 6.00 | 300 | 100 |",
        "| (d) floor | 40 | 40.0 | 13.3 | 6.7 | 1.50 | 1.00 | 300 | 300 |",
        "| (e) run | 100 | 75.0 | 25.0 | 12.5 | 1.50 | 1.00 | 1200 | 120 |",
    ]
