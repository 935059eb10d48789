"""What the documents say is what the product does: commands, client file, errors, metrics."""

import json
import re
from pathlib import Path

import pytest
from typer.main import get_command

from toolkit import cli, console, params
from toolkit.metrics.catalogue import METRICS
from toolkit.overview import Row

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
OUTPUTS = (ROOT / "outputs" / "README.md").read_text("utf-8")
CLIENT_FILE = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)[1]


def test_every_command_is_documented_and_every_documented_one_exists():
    shown = set(re.findall(r"\btoolkit ([a-z]+)\b(?! is| runs| starts)", README))
    assert set(cli.commands()) <= shown
    assert {name for name in re.findall(r"\.venv/bin/toolkit ([a-z]+)", README)} <= set(cli.commands())


def test_every_option_shown_exists():
    known = {
        opt for command in get_command(cli.app).commands.values() for param in command.params for opt in param.opts
    }
    used = set(re.findall(r"toolkit (?:run|check|status|sample)\b[^\n]*?(--[a-z-]+)", README))
    assert used and used <= known


def test_every_option_of_a_run_is_documented():
    options = {opt for param in cli.commands()["run"].params for opt in param.opts if opt.startswith("--")}
    table = README[README.index("| option of `run`") : README.index("## The first morning")]
    assert set(re.findall(r"`(--[a-z]+)", table)) | set(re.findall(r", `(--[a-z]+)", table)) == options - {"--help"}


def test_the_fields_for_programs_are_documented():
    table = README[README.index("| field |") : README.index("## By hand")]
    shown = [
        field for names in re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE) for field in re.findall(r"`(\w+)`", names)
    ]
    assert shown == list(json.loads(console.as_object(Row("oak", "kpi_review", "2026-10", "due"), Path("outputs"))))


def test_the_line_for_cron_is_a_command(capsys):
    line = re.search(r"^    0 11 \* \* \* .* toolkit (.*)$".replace(" toolkit", "/toolkit"), README, re.MULTILINE)[1]
    assert cli.main([*line.split(), "--help"]) == 0
    assert "--due" in capsys.readouterr().out


def test_the_metrics_are_documented_and_every_documented_one_exists():
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (\w+) \| (.*?) \|$", OUTPUTS, re.MULTILINE)
    assert rows == [(m.id, m.name, m.unit, m.definition) for m in METRICS.values()]


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A newcomer's project: the first client file of the README and a few events."""
    for folder in ("params", "data/acme"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "notebooks").symlink_to(ROOT / "notebooks")
    (tmp_path / "params" / "acme.yml").write_text(CLIENT_FILE, "utf-8")
    (tmp_path / "data" / "acme" / "events.csv").write_text(
        "openid,time,name\nu1,2026-10-01 10:00:00,product\n", "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_first_client_file_is_all_good(project, capsys):
    assert cli.main(["check", "acme"]) == 0, capsys.readouterr().err


def test_the_mistake_shown_reads_as_shown(project, capsys):
    path = project / "params" / "acme.yml"
    path.write_text(CLIENT_FILE.replace("path: ../data/acme", "pth: ../data/acme"), "utf-8")
    shown = next(line.strip() for line in README.splitlines() if line.strip().startswith("params/acme.yml:"))
    assert cli.main(["check", "acme"]) == 2
    assert shown in capsys.readouterr().err
    assert params.check(path)[0] is None


def test_the_table_of_the_benchmark_is_the_one_it_wrote():
    assert (ROOT / "benchmarks" / "many_reports.md").read_text("utf-8") in README
