"""Other processes as Linux tells of them: who descends from whom, and how much memory they hold together."""

import ctypes
import os
import signal
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
_PIDFD_OPEN = 434  # the number of the system call, on all machines this runs on
_PAGE = os.sysconf("SC_PAGE_SIZE")


def adopt_orphans() -> None:
    """From now on a process whose parent ends, below this one, becomes a child of this one, however it detached."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def watched(pid: int) -> int:
    """A descriptor that can be read from once a process has ended."""
    if hasattr(os, "pidfd_open"):
        return os.pidfd_open(pid)
    system = ctypes.CDLL(None, use_errno=True)  # conda builds its Python for older systems, without that function
    descriptor = int(system.syscall(_PIDFD_OPEN, pid, 0))
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return descriptor


def descendants(pid: int) -> list[int]:
    """The ids of a process's children, their children and so on; none where the system does not tell."""
    children = defaultdict(list)
    for process, parent in _parents():
        children[parent].append(process)
    found = list(children[pid])
    for process in found:
        found += children[process]
    return found


def resident_bytes(pid: int) -> int:
    """Memory that a process holds, what it shares with others included; 0 once it has ended."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * _PAGE
    return 0


def held_bytes(pids: list[int]) -> int:
    """Memory that processes hold together, what they share with one another or with others in proportion only."""
    total = 0
    for pid in pids:
        with suppress(OSError, StopIteration):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
    return total


def end_children(kept: set[int]) -> int:
    """Number of children of this process killed and waited for: all but those that are kept."""
    ended = 0
    while left := children() - kept:
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
        ended += len(left)
    return ended


def children() -> set[int]:
    """The ids of this process's own children; none where the system does not tell."""
    own = os.getpid()
    return {process for process, parent in _parents() if parent == own}


def _parents() -> Iterator[tuple[int, int]]:
    for entry in os.scandir("/proc") if sys.platform == "linux" else ():
        if entry.name.isdigit():
            with suppress(OSError):  # it ended meanwhile
                stat = Path(entry.path, "stat").read_bytes()  # pid (name) state parent …
                yield int(entry.name), int(stat[stat.rindex(b")") + 2 :].split()[1])
