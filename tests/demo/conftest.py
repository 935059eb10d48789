"""The demo agency as anyone finds it: written by `toolkit sample`, run once by `toolkit run`."""

import json
import os
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PERIOD = "2026-10"
CLIENTS = ("bright-smile", "city-reader", "lotus-tea", "north-gear")


@dataclass(frozen=True)
class Agency:
    """A copy of the project's params, notebooks and data, with what a run left in outputs."""

    root: Path
    run: subprocess.CompletedProcess[str]

    def asked(self, client: str) -> dict:
        """What the client file says."""
        return yaml.safe_load((self.root / "params" / f"{client}.yml").read_text("utf-8"))

    def reports(self, client: str) -> list[str]:
        """Names of the reports that a client gets."""
        return list(self.asked(client)["reports"])

    def file(self, client: str, ending: str, report: str = "kpi_review") -> Path:
        return self.root / "outputs" / client / PERIOD / f"{report}.{ending}"

    def pages(self) -> dict[str, str]:
        """Every client's pages by path below outputs."""
        outputs = self.root / "outputs"
        found = sorted(outputs.glob(f"*/{PERIOD}/*.html"))
        return {str(path.relative_to(outputs)): path.read_text("utf-8") for path in found}

    def facts(self, client: str, report: str = "kpi_review") -> dict:
        return json.loads(self.file(client, "facts.json", report).read_text("utf-8"))

    def value(self, client: str, metric: str, report: str = "kpi_review", /, **dims) -> dict:
        """The one fact of this metric with these dims."""
        (fact,) = [f for f in self.facts(client, report)["facts"] if f["id"] == metric and f["dims"] == dims]
        return fact


def toolkit(*arguments, cwd):
    """A command line in a process of its own, as an analyst gives it."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "toolkit", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=540)


@pytest.fixture(scope="session")
def agency(tmp_path_factory) -> Agency:
    root = tmp_path_factory.mktemp("agency")
    for folder in ("params", "notebooks"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    written = toolkit("sample", cwd=root)
    assert written.returncode == 0, written.stderr
    return Agency(root, toolkit("run", "--period", PERIOD, cwd=root))


@pytest.fixture(scope="session")
def crowded(agency) -> Path:
    """The outputs of the demo agency made by 8 workers at once, its clients in another order."""
    clients = random.Random(8).sample(CLIENTS, len(CLIENTS))
    outputs = agency.root / "outputs-crowded"
    options = ("--period", PERIOD, "--workers", "8", "--outputs", str(outputs))
    done = toolkit("run", *clients, *options, cwd=agency.root)
    assert (done.returncode, done.stderr) == (0, "")
    return outputs
