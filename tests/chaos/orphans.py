"""Processes of a run, found by a mark in their environment, which all that a run starts inherits."""

import os
import select
from contextlib import suppress
from pathlib import Path
from time import monotonic

VARIABLE = "TOOLKIT_TEST_MARK"
LISTENS = "0A"


def alive(mark: str) -> dict[int, str]:
    """Command line by id of each process that carries the mark."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"{VARIABLE}={mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    return found


def left(mark: str, *, seconds: float) -> dict[int, str]:
    """What carries the mark still, once all are gone or so many seconds have passed."""
    deadline = monotonic() + seconds
    while (found := alive(mark)) and (rest := deadline - monotonic()) > 0:
        wait_for(next(iter(found)), seconds=rest)
    return found


def wait_for(pid: int, *, seconds: float) -> bool:
    """Whether a process ended within so many seconds."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], seconds)[0])
    finally:
        os.close(descriptor)


def listening(mark: str) -> set[str]:
    """The TCP ports at which processes that carry the mark listen, by their sockets as /proc/net shows them."""
    tables = "".join(Path(f"/proc/net/{name}").read_text() for name in ("tcp", "tcp6"))
    ports = {line.split()[9] for line in tables.splitlines() if line.split()[3] == LISTENS}
    held = set()
    for pid in alive(mark):
        for link in Path(f"/proc/{pid}/fd").glob("*"):
            with suppress(OSError):
                held.add(str(link.readlink()).removeprefix("socket:[").removesuffix("]"))
    return ports & held
