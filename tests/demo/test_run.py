"""What `toolkit sample` and `toolkit run` leave behind for the demo agency."""

import ast
import json
import re
import subprocess
import sys
from datetime import UTC, datetime

import nbformat
import pytest

from tests.demo.conftest import PERIOD, ROOT, toolkit
from toolkit import execution, export, params, periods, plan
from toolkit.engine import kernel, template
from toolkit.metrics.catalogue import METRICS

CLIENTS = {
    "lotus-tea": ("zh.html", "en.html"),
    "bright-smile": ("html",),
    "city-reader": ("html",),
    "north-gear": ("html",),
}
NAMES = {
    "lotus-tea": ("荷香茶饮", "Lotus Tea"),
    "bright-smile": ("明眸口腔", "Bright Smile"),
    "city-reader": ("城市读本", "City Reader"),
    "north-gear": ("北境户外", "North Gear"),
}


def test_every_client_gets_its_pages_notebook_and_facts(agency):
    assert agency.run.returncode == 0, agency.run.stderr
    for client, pages in CLIENTS.items():
        for report in agency.reports(client):
            for ending in (*pages, "ipynb", "facts.json"):
                assert agency.file(client, ending, report).is_file()
            export.validate(agency.facts(client, report))
    assert not list((agency.root / "outputs").rglob("*.part"))
    assert not list((agency.root / "outputs").rglob("*.error.html"))


def test_pages_are_small_and_hold_nothing_that_runs(agency):
    for name, html in agency.pages().items():
        assert len(html.encode()) < 1_000_000, name
        assert not re.search(r"<script|https?:|<iframe|\son\w+=", html), name
        assert "Content-Security-Policy" in html
        assert 'role="img"' in html


def test_no_client_is_named_in_anothers_files(agency):
    for client, names in NAMES.items():
        for other in NAMES.keys() - {client}:
            for path in (agency.root / "outputs" / other).rglob("*"):
                text = path.read_text("utf-8") if path.is_file() else ""
                assert not any(name in text for name in (client, *names)), path


def test_the_agencys_overview_links_every_page(agency):
    overview = (agency.root / "outputs" / "index.html").read_text("utf-8")
    for name in agency.pages():
        if PERIOD in name:
            assert f'href="{name}"' in overview


def test_status_and_check_agree_that_all_is_well(agency):
    status = toolkit("status", cwd=agency.root)
    assert status.returncode == 0
    assert all(client in status.stdout for client in CLIENTS)
    assert toolkit("check", cwd=agency.root).returncode == 0


def test_papermill_by_hand_gives_the_same_facts(agency, tmp_path):
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", "notebooks/kpi_review.ipynb", str(out)]
    command += ["-p", "client_file", "params/city-reader.yml", "-p", "period", PERIOD]
    done = subprocess.run(command, cwd=agency.root, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert export.facts(nbformat.read(out, 4), "kpi_review") == agency.facts("city-reader")


def test_run_all_in_jupyterlab_works_with_the_defaults(agency, tmp_path):
    """JupyterLab starts a notebook's kernel in the notebook's own folder."""
    command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "kpi_review.ipynb"]
    folder = agency.root / "notebooks"
    done = subprocess.run(
        [*command, "--output-dir", str(tmp_path)], cwd=folder, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    executed = nbformat.read(tmp_path / "kpi_review.ipynb", 4)
    assert export.facts(executed, "kpi_review") == agency.facts("lotus-tea")
    assert (folder / "kpi_review.ipynb").read_bytes() == (ROOT / "notebooks" / "kpi_review.ipynb").read_bytes()


@pytest.fixture(scope="module")
def _forks():
    with template.running():
        yield


def test_every_notebook_runs_in_its_own_folder_with_its_defaults(_forks, agency, tmp_path):
    """Each in a warm kernel: that ordinary ones are no different is told above."""
    folder = agency.root / "notebooks"
    for report in sorted({report for client in CLIENTS for report in agency.reports(client)}):
        notebook = kernel.read(folder / f"{report}.ipynb", report)
        (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
        defaults = {node.targets[0].id: node.value.value for node in ast.parse(cell.source).body}
        scratch = tmp_path / report
        scratch.mkdir()
        done, _ = kernel.run(notebook, defaults, name=report, folder=folder, scratch=scratch)
        found = export.facts(done, report)
        assert found == agency.facts(found["client"], report)


@pytest.mark.parametrize(
    ("client", "label"),
    [
        ("city-reader", "2026-W41"),
        ("north-gear", "2026-10-05..2026-10-18"),
        ("bright-smile", "2026-Q3"),
        ("city-reader", "2026-H1"),
        ("lotus-tea", "2026-11"),
    ],
)
def test_other_periods_make_reports_too(_forks, agency, tmp_path, client, label):
    """Each of the client's, as a worker makes it."""
    found = params.load(agency.root / "params" / f"{client}.yml", METRICS)
    jobs = plan.plan([found], periods.parse(label), [], agency.root / "notebooks", agency.root)
    assert sorted(job.report for job in jobs) == sorted(agency.reports(client))
    for job in jobs:
        made = execution.execute(job, at=datetime(2026, 11, 9, 12, tzinfo=UTC), scratch=tmp_path)
        assert json.loads(made.facts)["period"]["label"] == label
        assert set(made.html) == set(job.languages)
