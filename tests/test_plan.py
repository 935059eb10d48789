"""What a run has to do is settled before anything starts."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from toolkit import periods
from toolkit.errors import ParamsError, UsageError
from toolkit.plan import check_reports, due, plan

OCTOBER = periods.parse("2026-10")


@dataclass
class Client:
    id: str = "lotus-tea"
    reports: dict[str, dict] = field(default_factory=lambda: {"kpi_review": {}, "case_study": {}})
    languages: tuple[str, ...] = ("zh",)
    timezone: str = "Asia/Shanghai"

    @property
    def path(self) -> Path:
        return Path("params") / f"{self.id}.yml"


@pytest.fixture
def notebooks(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("kpi_review", "case_study", "oak/kpi_review"):
        path = tmp_path / "notebooks" / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.touch()
    return Path("notebooks")


def test_each_report_of_each_client_is_a_job(notebooks):
    oak = Client("oak", {"kpi_review": {}}, ("zh", "en"))
    jobs = plan([Client(), oak], OCTOBER, [], notebooks)
    assert [(job.client_id, job.report, job.name, job.languages) for job in jobs] == [
        ("lotus-tea", "kpi_review", "notebooks/kpi_review.ipynb", ("zh",)),
        ("lotus-tea", "case_study", "notebooks/case_study.ipynb", ("zh",)),
        ("oak", "kpi_review", "notebooks/oak/kpi_review.ipynb", ("zh", "en")),
    ]
    assert jobs[0].folder(Path("outputs")) == Path("outputs/lotus-tea/2026-10")
    assert jobs[0].client_path == Path.cwd() / "params/lotus-tea.yml"


def test_only_the_reports_asked_for(notebooks):
    jobs = plan([Client(), Client("oak", {"kpi_review": {}})], OCTOBER, ["case_study"], notebooks)
    assert [(job.client_id, job.report) for job in jobs] == [("lotus-tea", "case_study")]


def test_a_misspelt_report_asked_for_names_the_nearest(notebooks):
    with pytest.raises(UsageError, match='--report: expected .* got "kpi_reviw". Did you mean kpi_review?'):
        plan([Client()], OCTOBER, ["kpi_reviw"], notebooks)


def test_a_misspelt_report_in_a_client_file_names_the_nearest(notebooks):
    with pytest.raises(ParamsError, match='lotus-tea.yml reports: .* got "kpireview". Did you mean kpi_review?'):
        plan([Client(reports={"kpireview": {}})], OCTOBER, [], notebooks)


@pytest.mark.parametrize("report", ["../params/x", "KPI", "a b", ""])
def test_a_report_is_a_plain_name(notebooks, report):
    assert [error.got for error in check_reports(Client(reports={report: {}}), notebooks)] == [f'"{report}"']


def test_a_variant_of_another_client_is_not_a_report(notebooks):
    (notebooks / "oak" / "pilot.ipynb").touch()
    assert check_reports(Client("oak", {"pilot": {}}), notebooks) == []
    assert len(check_reports(Client(reports={"pilot": {}}), notebooks)) == 1


def test_nothing_to_do_is_wrong_usage(notebooks):
    with pytest.raises(UsageError, match="expected a client with case_study, got none"):
        plan([Client(reports={"kpi_review": {}})], OCTOBER, ["case_study"], notebooks)


def test_due_is_the_last_complete_period_of_each_cadence_by_the_clients_clock(notebooks):
    """On 1 November at 03:00 UTC it is 11:00 in Shanghai: 31 October is whole. In New York it is 31 October, 23:00."""
    clients = [
        Client(reports={"kpi_review": {"cadence": "month"}, "case_study": {"cadence": "quarter"}}),
        Client("oak", {"kpi_review": {"cadence": "month"}, "case_study": {}}, timezone="America/New_York"),
    ]
    at_three = datetime.fromisoformat("2026-11-01T03:00:00+00:00")
    jobs = due(clients, at_three, [], notebooks)
    assert [(job.client_id, job.report, job.period.label) for job in jobs] == [
        ("lotus-tea", "kpi_review", "2026-10"),
        ("lotus-tea", "case_study", "2026-Q3"),
        ("oak", "kpi_review", "2026-09"),
    ]
    assert [job.report for job in due(clients, at_three, ["case_study"], notebooks)] == ["case_study"]
    before_ten = datetime.fromisoformat("2026-11-01T01:59:00+00:00")
    assert due(clients, before_ten, [], notebooks)[0].period.label == "2026-09"


def test_nothing_with_a_cadence_is_nothing_due(notebooks):
    assert due([Client()], datetime.fromisoformat("2026-11-01T03:00:00+00:00"), [], notebooks) == []
