"""A disk that refuses: one report fails at most, what was published stays whole, and the next run makes it good."""

import fcntl
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.chaos.nursery import Nursery, Run
from toolkit.ledger import NAME

LINE = re.compile(r"\S.*: expected .+, got .+")
CLIENTS = ("lotus-tea", "oak")
DISK, STEP = 2 * 2**20, 12 * 2**10


def broken(nursery: Nursery, run: Run, old: dict[str, bytes], new: dict[str, bytes]) -> list[str]:
    """Where a run that met one refusal did not keep to its contract."""
    tree, found = nursery.tree(), [f"said {line}" for line in run.err if not LINE.fullmatch(line)]
    reports = {client: _version(tree, old, new, client) for client in CLIENTS}
    if run.code not in (0, 1, 2) or (run.code and not run.err):
        found.append(f"ended with {run.code}, saying {run.err}")
    if "torn" in reports.values():
        found.append(f"files of different runs: {reports}")
    if (run.code == 2) != (set(reports.values()) == {"old"}):
        found.append(f"ended with {run.code} and published {reports}")
    failed = {line.split()[0] for line in run.err if " failed: " in line}
    kept = {client for client, version in reports.items() if version == "old"}
    if run.code != 2 and not kept <= failed:
        found.append(f"{kept} kept their old reports, {failed} are said to have failed")
    return found


def _version(tree: dict[str, bytes], old: dict[str, bytes], new: dict[str, bytes], client: str) -> str:
    def files(of: dict[str, bytes]) -> dict[str, bytes]:
        return {name: of[name] for name in of if name.startswith(f"{client}/2026-10/") and "error" not in name}

    return "new" if files(tree) == files(new) else "old" if files(tree) == files(old) else "torn"


@pytest.mark.parametrize("fault", ["fail", "fail_statement"])
def test_every_refusal_of_the_disk_or_the_ledger_costs_one_report_at_most(nursery, old, fresh, fault):
    nursery.begin_again()
    calls = nursery.run(fault, 0).noted
    wrong = {}
    for nth, call in enumerate(calls, 1):
        nursery.begin_again()
        run = nursery.run(fault, nth)
        if found := broken(nursery, run, old, fresh) + nursery.problems(old, fresh):
            wrong[f"{call}, {nth} of {len(calls)}, ended {run.code}"] = found
    assert wrong == {}


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A disk of a few MB of its own at a folder; False where the system lets nobody but root have one."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", str(folder)]
    is_there = subprocess.run(mount, capture_output=True).returncode == 0
    try:
        yield is_there
    finally:
        if is_there:
            subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder: Path, room: int) -> Path:
    """A file that takes all of a disk but so many bytes."""
    ballast = folder / "ballast"
    free = os.statvfs(folder)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, free.f_bavail * free.f_frsize - room))
    return ballast


def rooms(enough: Callable[[int], bool]) -> Iterator[int]:
    """More and more room, in steps, until it is enough."""
    room = 0
    while not enough(room):
        room += STEP
        yield room


def test_with_any_room_on_a_full_disk_what_was_published_stays_whole(nursery, old, fresh):
    """Where no small disk can be had, the size that a file may grow to is limited instead: a refusal as real."""
    nursery.begin_again(empty=True)
    codes, wrong = {0: 99}, {}
    with small_disk(nursery.outputs) as is_small:
        for room in rooms(lambda room: codes[room] == 0):
            nursery.begin_again()
            if is_small:
                ballast = fill(nursery.outputs, room)
                run = nursery.run()
                ballast.unlink()
            else:
                run = nursery.run("limit_files", room)
            codes[room] = run.code
            found = [f"ended with {run.code}: {run.err}"] if run.code not in (0, 1, 2) else []
            found += [f"said {line}" for line in run.err if not LINE.fullmatch(line)]
            reports = {client: _version(nursery.tree(), old, fresh, client) for client in CLIENTS}
            found += [f"files of different runs: {reports}"] if "torn" in reports.values() else []
            found += [f"ended with 0 and {reports}"] if run.code == 0 and set(reports.values()) != {"new"} else []
            if found := found + nursery.problems(old, fresh):
                wrong[f"{room} bytes free, ended {run.code}"] = found
        assert wrong == {}
        assert {1, 2} <= set(codes.values())
        nursery.begin_again(empty=True)


def test_outputs_that_cannot_be_written_are_found_before_anything_runs(nursery, old):
    nursery.begin_again(empty=True)
    with small_disk(nursery.outputs) as is_small:
        nursery.begin_again()
        if is_small:
            subprocess.run(["mount", "-o", "remount,ro", nursery.outputs], check=True)
        else:
            nursery.outputs.chmod(0o555)
        run = nursery.run("record")
        assert (run.code, run.out) == (2, [])
        assert re.fullmatch("outputs: expected a folder that can be written to, got .*", run.err[0])
        assert not [step for step in run.noted if step.startswith(("workers", "ledger"))]
        assert nursery.tree() == old
        nursery.outputs.chmod(0o755) if not is_small else None
    nursery.begin_again()


def test_a_second_run_is_refused_by_the_name_of_the_holder(nursery, old):
    nursery.begin_again()
    ledger = (nursery.outputs / NAME).read_bytes()
    with (nursery.outputs / ".lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write(f"{os.getpid()}\n\n")
        lock.flush()
        run = nursery.run()
    assert (run.code, run.out) == (2, [])
    assert run.err[0].startswith(f"outputs: expected no other run over this folder, got one by process {os.getpid()}.")
    assert (nursery.tree(), (nursery.outputs / NAME).read_bytes()) == (old, ledger)
    assert nursery.run().code == 0  # the lock went with its holder's hold
