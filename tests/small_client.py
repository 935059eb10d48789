"""One client with data and a logo, for tests of what makes its reports change."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from toolkit import periods
from toolkit.freshness import Freshness, Verdict
from toolkit.ledger import Ledger, State
from toolkit.plan import Job

OCTOBER = periods.parse("2026-10")
WRITTEN = datetime(2026, 11, 1, 8, tzinfo=UTC)  # the evening of Shanghai's 1 November
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
CLIENT = """\
client: oak
name: Oak
language: [zh, en]
brand: {logo: oak.svg}
data:
  events: {path: ../data/events/*.csv}
  spend: {path: ../data/spend.csv, unit: yuan}
reports:
  kpi_review: {cadence: month}
  case_study: {fee: 5}
"""


@dataclass
class Project:
    """One client with data, and what was last published of it."""

    root: Path

    @property
    def outputs(self) -> Path:
        return self.root / "outputs"

    def write(self, name: str, text: str, at: datetime = WRITTEN) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        os.utime(path, (at.timestamp(), at.timestamp()))

    def job(self, report: str = "kpi_review", period: periods.Period = OCTOBER) -> Job:
        notebook = self.root / f"notebooks/{report}.ipynb"
        return Job("oak", self.root / "params/oak.yml", report, notebook, period, ("zh", "en"), self.root)

    def verdict(self, job: Job | None = None, at: datetime = NOW, **options: bool) -> Verdict:
        ledger = Ledger(self.outputs)
        judged = Freshness(self.outputs, ledger, at)
        verdict = judged.verdict(job or self.job(), **options)
        judged.remember()
        ledger.close()
        return verdict

    def attempt(self, state: State = "published", at: datetime = NOW, job: Job | None = None, **options) -> None:
        job = job or self.job()
        sources = self.verdict(job, at).sources
        ledger = Ledger(self.outputs)
        number = ledger.start("oak", job.report, job.period.label, at=at, run="r", why="w", sources=sources)
        ledger.finish(number, state, at=at, **options)
        ledger.close()
        if state == "published":
            for ending in ("zh.html", "en.html", "ipynb", "facts.json"):
                self.write(f"outputs/oak/{job.period.label}/{job.report}.{ending}", "page")


def make_project(root: Path) -> Project:
    made = Project(root)
    made.write("params/oak.yml", CLIENT)
    made.write("params/oak.svg", "<svg/>")
    made.write("data/events/1.csv", "user_id,at,event")
    made.write("data/events/2.csv", "user_id,at,event")
    made.write("data/spend.csv", "date,channel,cost")
    for report in ("kpi_review", "case_study"):
        made.write(f"notebooks/{report}.ipynb", "{}")
    made.outputs.mkdir()
    return made
