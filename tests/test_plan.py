"""What a run has to do is settled before anything starts."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from toolkit import periods
from toolkit.errors import ParamsError, UsageError
from toolkit.plan import check_reports, plan

OCTOBER = periods.parse("2026-10")


@dataclass
class Client:
    id: str = "lotus-tea"
    reports: dict[str, dict] = field(default_factory=lambda: {"kpi_review": {}, "case_study": {}})
    languages: tuple[str, ...] = ("zh",)

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
