"""A whole `toolkit run` in a fork of a warm process, its reports made by a thread in no time: cheap to ruin often.

Run as `python -m tests.chaos.nursery`: a request per line of standard input, what came of it per line of output.
Everything but the making of reports is real: client files, plan, lock, ledger, publication, overview.
"""

import gc
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.chaos import faults
from tests.small_project import ROOT, command, make_project, tree, write_client, write_notebook
from toolkit import batch, cli, freshness
from toolkit.engine import template
from toolkit.ledger import Ledger
from toolkit.publish import Artefact

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
COMMAND = ("run", "--period", "2026-10", "--workers", "1")
VERSION = "TOOLKIT_TEST_VERSION"
TOLD = re.compile(rb'(?s)<td class="(state|reason)".*?</td>')
HOUSEKEEPING = {".ledger.sqlite", ".lock"}


@dataclass
class Run:
    """What came of a run: exit code (negative for a signal), lines said, what the fault noted meanwhile."""

    code: int
    out: list[str]
    err: list[str]
    noted: list[Any]


class Nursery:
    """A project whose runs can be ruined one after the other, each from the same beginning."""

    def __init__(self, folder: Path) -> None:
        self.root = make_project(folder / "project")
        self.outputs, self.temporary = self.root / "outputs", folder / "t"
        write_notebook(self.root, "kpi_review")
        write_client(self.root, "lotus-tea", "[zh, en]", "kpi_review")
        write_client(self.root, "oak", "en", "kpi_review")
        line, options = command(self.root)
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        environment = options["env"] | {"PYTHONPATH": str(ROOT)}
        self._server = subprocess.Popen(
            [line[0], "-m", "tests.chaos.nursery"], **pipes, **(options | {"env": environment})
        )
        self._begin: Path | None = None

    def run(self, fault: str = "", *arguments: Any, after: float | None = None, version: str = "new") -> Run:
        """A run over the outputs as they are, given one of the faults; `after` kills it after so many seconds."""
        for report in self.root.glob("notebooks/*.ipynb"):
            if f'"{version}"' not in report.read_text():
                write_notebook(self.root, report.stem, repr(version))
        request = {"fault": fault, "arguments": arguments, "after": after, "version": version}
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps(request) + "\n")
        self._server.stdin.flush()
        return Run(**json.loads(self._server.stdout.readline()))

    def keep_beginning(self) -> None:
        """Remember the outputs as the beginning of the runs to come."""
        self._begin = self.outputs.with_name("beginning")
        shutil.copytree(self.outputs, self._begin)

    def begin_again(self, *, empty: bool = False) -> None:
        """Put the outputs back to the beginning, or to nothing; the folder itself stays, for it may be a disk."""
        for path in self.outputs.iterdir() if self.outputs.exists() else ():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        if self._begin is not None and not empty:
            shutil.copytree(self._begin, self.outputs, dirs_exist_ok=True)

    def tree(self) -> dict[str, bytes]:
        """Published files, the agency's page without what it tells of how the last run went."""
        files = tree(self.root) if self.outputs.exists() else {}
        return files | {name: TOLD.sub(b"", files[name]) for name in files if name == "index.html"}

    def leftovers(self) -> list[str]:
        """Files and folders that neither a report nor the bookkeeping of a run accounts for."""
        found = [path.name for path in self.outputs.rglob(".*") if path.name not in HOUSEKEEPING]
        return sorted([*found, *(path.name for path in self.temporary.iterdir())])

    def problems(self, before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
        """What is not as it must be after a fault: first in the tree that it left, then in that of the next run."""
        found = [
            f"{name} is neither old nor new"
            for name, data in self.tree().items()
            if data not in (before.get(name), after.get(name)) and not name.endswith(("index.html", "error.html"))
        ]
        found += [f"{name} is gone" for name in before.keys() & after.keys() - self.tree().keys()]
        again = self.run()
        if again.code or again.err:
            found.append(f"the next run ended with {again.code}: {again.err}")
        if self.tree() != after:
            found.append(f"other files: {sorted(dict(self.tree().items() ^ after.items()))}")
        if left := self.leftovers():
            found.append(f"left behind: {left}")
        if (states := set(self.states().values())) != {"published"}:
            found.append(f"the ledger says {states}")
        return found

    def states(self) -> dict[str, str]:
        """How the last attempt at each client's report ended, as the ledger says."""
        ledger = Ledger(self.outputs)
        states = {attempt.client: attempt.state for attempt in ledger.latest()}
        ledger.close()
        return states

    def close(self) -> None:
        self._server.communicate()


def main() -> None:
    _make_cheap()
    os.environ[VERSION] = "old"
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        assert cli.main([*COMMAND, "--outputs", "warm"]) == 0  # what is computed once is, before any fork
    shutil.rmtree("warm")
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_answer(json.loads(line))) + "\n")
        sys.stdout.flush()


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    pipes = [os.pipe() for _ in range(3)]
    pid = os.fork()
    if pid == 0:
        code = 99
        try:
            for number, (_, writing) in enumerate(pipes[:2], 1):
                os.dup2(writing, number)
            code = _run(request, pipes[2][1])
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    for _, writing in pipes:
        os.close(writing)
    if request["after"] is not None:
        descriptor = os.pidfd_open(pid)
        select.select([descriptor], [], [], request["after"])
        signal.pidfd_send_signal(descriptor, signal.SIGKILL)
        os.close(descriptor)
    said = [_read(reading) for reading, _ in pipes]
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return {
        "code": code,
        "out": said[0].splitlines(),
        "err": said[1].splitlines(),
        "noted": json.loads(said[2] or "[]"),
    }


def _read(descriptor: int) -> str:
    with open(descriptor) as pipe:
        return pipe.read()


def _make_cheap() -> None:
    """Let a thread make reports of a few bytes; all else stays as it is."""
    run = batch.run
    batch.execute = _execute
    batch.run = lambda *arguments, **options: run(*arguments, **options | {"start": lambda: ThreadPoolExecutor(1)})
    template.running = lambda *_: nullcontext()
    cli._now = lambda: NOON
    freshness.package = freshness.libraries = lambda _: "the same all the time"  # a third of the time goes into it


def _execute(job: batch.Job, **_: object) -> Artefact:
    text = f"{job.client_id} {job.report} {os.environ[VERSION]} ".encode()
    pages = {language: b"<html>" + text * 200 + language.encode() for language in job.languages}
    return Artefact(job.report, pages, ipynb=text * 2500, facts=text, seconds=1.0)


def _run(request: dict[str, Any], notes: int) -> int:
    os.environ[VERSION] = request["version"]
    noted: list[Any] = []
    if request["fault"] == "count":
        noted.append(0)
    notes_of = [noted] if request["fault"] in ("record", "count", "fail", "fail_statement") else []
    if request["fault"]:
        getattr(faults, request["fault"])(*request["arguments"], *notes_of)
    code = cli.main(COMMAND)
    sys.setprofile(None)
    with open(notes, "w") as pipe:
        json.dump(noted, pipe)
    return code


if __name__ == "__main__":
    main()
