"""A small project for tests: client files without data, and notebooks that show one made-up number."""

import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import toolkit

ROOT = Path(toolkit.__file__).parents[1]
PARAMETERS = 'client_file = "params/lotus-tea.yml"\nperiod = "2026-10"'
SHOW = """\
import json, pathlib
from IPython.display import display
client = pathlib.Path(client_file).read_text().split()[1]
fact = {"id": "new_users", "value": 3, "unit": "users", "n": None, "low": None, "high": None, "start": "2026-10-01",
        "end": "2026-10-31", "dims": {}, "status": "ok", "reason": None, "source": "visits"}
for lang, title in {"zh": "三位新用户", "en": "Three new users"}.items():
    display({"text/html": f"<h1>{title}</h1>", "text/plain": title, "application/vnd.toolkit.facts+json": [fact]},
            metadata={"lang": lang, "role": "header"}, raw=True)"""
END = """\
display({"application/vnd.toolkit.report+json": {"client": client, "inputs": {}, "versions": {"toolkit": "0.1.0"},
         "period": {"label": period, "start": "2026-10-01", "end": "2026-10-31"}}}, raw=True)"""


def write_notebook(root: Path, report: str, cell: str = "") -> None:
    cells = [
        new_markdown_cell("# Are more people coming?"),
        new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        *map(new_code_cell, [SHOW, cell, END]),
    ]
    nbformat.write(new_notebook(cells=cells), root / "notebooks" / f"{report}.ipynb")


def write_client(root: Path, client: str, languages: str, *reports: str) -> None:
    wanted = "".join(f"  {report}: {{}}\n" for report in reports)
    text = f"client: {client}\nname: {{en: {client.title()}, zh: 荷香}}\nlanguage: {languages}\nreports:\n{wanted}"
    (root / "params" / f"{client}.yml").write_text(text)


def make_project(root: Path) -> Path:
    for folder in (root / "params", root / "notebooks", root.parent / "t"):
        folder.mkdir(parents=True)
    return root


def command(root: Path, *arguments: str) -> tuple[list[str], dict[str, object]]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(root.parent / "t")}
    return [sys.executable, "-m", "toolkit", *arguments], {"cwd": root, "env": environment, "text": True}


@dataclass
class Done:
    code: int
    out: list[str]
    err: list[str]


def toolkit_command(root: Path, *arguments: str) -> Done:
    line, options = command(root, *arguments)
    done = subprocess.run(line, capture_output=True, **options)
    return Done(done.returncode, done.stdout.splitlines(), done.stderr.splitlines())


@contextmanager
def heard(pipe: Path, run: subprocess.Popen[str]) -> Iterator[TextIO]:
    """A named pipe, once a notebook of the run has opened it and said something; a run that ends before has failed."""
    told, ended = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK), os.pidfd_open(run.pid)
    ready, _, _ = select.select([told, ended], [], [])
    os.close(ended)
    os.set_blocking(told, True)
    with os.fdopen(told) as opened:
        assert told in ready, run.communicate()
        yield opened


def tree(root: Path) -> dict[str, bytes]:
    """Published files; the ledger and its lock aside."""
    files = (path for path in (root / "outputs").rglob("*") if path.is_file() and path.name[0] != ".")
    return {str(path.relative_to(root / "outputs")): path.read_bytes() for path in files}


def texts(outputs: Path, client: str) -> dict[Path, str]:
    """Every file that the client may be sent, and the error pages, by path."""
    return {path: path.read_text("utf-8") for path in (outputs / client).rglob("*.*") if path.is_file()}
