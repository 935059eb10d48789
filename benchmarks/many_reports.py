"""The same reports of many clients by each peer, by the floor, and by `toolkit run`: reports a minute, CPU, memory.

Run by `make bench`; `python benchmarks/many_reports.py 10 100` takes other numbers of reports than 10, 100 and 1,000.
Every package's bytecode is compiled for all alike. Writes its table to `benchmarks/many_reports.md`, for the README.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.peers import ploomber  # noqa: E402
from benchmarks.peers.measure import Cost, measure  # noqa: E402

PEERS = ROOT / "benchmarks" / "peers"
TABLE = ROOT / "benchmarks" / "many_reports.md"
NOTEBOOK, PERIOD = "notebooks/kpi_review.ipynb", "2026-10"
REPORT = ("--report", "kpi_review")
DEMO = ("bright-smile", "city-reader", "lotus-tea", "north-gear")
FOR_PEERS, SIZES, WORKERS = 4, (10, 100, 1000), (1, 2)
LONGEST_FOR_ONE_WORKER = 100  # a thousand reports are made by two
LOOP = """set -e
mkdir -p out
for file in "$@"; do
    name=$(basename "$file" .yml)
    papermill --no-progress-bar notebooks/kpi_review.ipynb "out/$name.ipynb" -p client_file "$file" -p period 2026-10
    jupyter nbconvert --to html "out/$name.ipynb"
done
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One way, measured."""

    way: str
    reports: int
    cost: Cost

    @property
    def per_minute(self) -> float:
        """Reports made in a minute."""
        return self.reports / self.cost.seconds * 60

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds a report."""
        return self.cost.cpu_seconds / self.reports


def make_project(folder: Path, count: int) -> list[str]:
    """Client files of so many clients over the demo clients' data, relative to the project made in the folder."""
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copytree(ROOT / "params", folder / "params")
    (folder / "data").symlink_to(ROOT / "data")
    files = []
    for number in range(count):
        demo = DEMO[number % len(DEMO)]
        text = (ROOT / "params" / f"{demo}.yml").read_text("utf-8")
        files.append(f"params/{demo}-{number:04d}.yml")
        (folder / files[-1]).write_text(text.replace(f"client: {demo}", f"client: {demo}-{number:04d}", 1), "utf-8")
    for demo in DEMO:
        (folder / "params" / f"{demo}.yml").unlink()
    return files


def peers(folder: Path, environment: dict[str, str]) -> Iterator[Row]:
    """The ways without this toolkit's engine."""
    python = sys.executable
    for name, count, command in (
        ("(a) shell loop: papermill, jupyter nbconvert", FOR_PEERS, ["sh", "-c", LOOP, "sh"]),
        (
            "(b) one Python process: papermill, nbconvert",
            FOR_PEERS,
            [python, PEERS / "one_process.py", NOTEBOOK, PERIOD],
        ),
    ):
        project = folder / f"peer-{name[1]}"
        files = make_project(project, count)
        yield Row(name, count, measure([*map(str, command), *files], project, environment))
    if command := ploomber.install(folder / "ploomber"):
        project = folder / "peer-c"
        ploomber.write_pipeline(project, NOTEBOOK, PERIOD, make_project(project, FOR_PEERS))
        cost = measure([str(command), "build"], project, environment | ploomber.environment())
        yield Row("(c) ploomber build, parallel executor", FOR_PEERS, cost)
    yield _floor(folder / "floor", "(d) floor: cells in one warm process, same export", 1, environment)
    yield _floor(folder / "floors", "(d2) two floors at once: all that two processors can do", 2, environment)


def _floor(project: Path, name: str, processes: int, environment: dict[str, str]) -> Row:
    """So many processes at once, each making all reports warm; what their start and first report took is left out."""
    count = 10 * FOR_PEERS
    files = make_project(project, count)
    each = 'python "$0" "$@" & ' * processes + "wait"
    cost = measure(["sh", "-c", each, str(PEERS / "floor.py"), PERIOD, *files], project, environment)
    inside = [json.loads(line) for line in (project / "benchmark.log").read_text().splitlines() if line[:1] == "{"]
    seconds, cpu_seconds = max(one["seconds"] for one in inside), sum(one["cpu_seconds"] for one in inside)
    return Row(name, processes * count, Cost(seconds, cpu_seconds, cost.peak_bytes, cost.own_peak_bytes))


def ours(folder: Path, environment: dict[str, str], sizes: tuple[int, ...]) -> Iterator[Row]:
    """`toolkit run`, and the same again when nothing has changed."""
    for size in sizes:
        for workers in WORKERS:
            if size > LONGEST_FOR_ONE_WORKER and workers == 1:
                continue
            project = folder / f"toolkit-{size}-{workers}"
            make_project(project, size)
            run = [sys.executable, "-m", "toolkit", "run", "--period", PERIOD, *REPORT, "--workers", str(workers)]
            yield Row(
                f"(e) toolkit run, {workers} worker{'s' * (workers > 1)}", size, measure(run, project, environment)
            )
        yield Row("(e) toolkit run again, nothing changed", size, measure(run, project, environment))


def table(rows: list[Row]) -> str:
    """The measurements as a Markdown table."""
    by_way = {row.way[:3]: row for row in rows}
    lines = [
        "| way | reports | a minute | times (a) | times (b) | CPU s a report | times (d) | peak MB | coordinator MB |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        times = [f"{row.per_minute / by_way[peer].per_minute:.1f}" for peer in ("(a)", "(b)")]
        megabytes = [f"{value / 1e6:.0f}" for value in (row.cost.peak_bytes, row.cost.own_peak_bytes)]
        work = [f"{row.cpu_seconds:.2f}", f"{row.cpu_seconds / by_way['(d)'].cpu_seconds:.2f}"]
        cells = [row.way, f"{row.reports:,}", f"{row.per_minute:.1f}", *times, *work, *megabytes]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure all, print as it comes, write the table."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {
        "PYTHONPATH": str(ROOT),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    }
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        compile_all = [sys.executable, "-m", "compileall", "-q", "-j0", sys.prefix, str(ROOT / "toolkit")]
        subprocess.run(compile_all, capture_output=True)  # some packages carry files that are no Python
        measure([sys.executable, "-m", "toolkit", "sample"], ROOT, environment)
        for rows_of in (peers(Path(folder), environment), ours(Path(folder), environment, sizes)):
            for row in rows_of:
                rows.append(row)
                line = f"{row.way:50} {row.reports:5} {row.per_minute:8.1f}/min {row.cpu_seconds:6.2f} CPU s"
                print(line, flush=True)  # noqa: T201
    TABLE.write_text(table(rows), "utf-8")
    print(table(rows))  # noqa: T201


if __name__ == "__main__":
    main()
