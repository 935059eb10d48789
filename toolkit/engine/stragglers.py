"""Processes that a notebook left behind: a daemon leaves the kernel's process group, but keeps its environment."""

import os
import signal
from contextlib import suppress
from pathlib import Path

VARIABLE = "TOOLKIT_SCRATCH"
_ROUNDS = 5  # one that forks while it is looked for is met in the next


def end(scratch: Path) -> int:
    """Number of processes killed that were started with this scratch folder, or one inside it.

    Where the system does not tell other processes' environment (anything but Linux), none is found.
    """
    killed = 0
    for _ in range(_ROUNDS):
        left = _left(scratch)
        for process in left:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(process, signal.SIGKILL)
        killed += len(left)
        if not left:
            break
    return killed


def _left(scratch: Path) -> list[int]:
    wanted = os.fsencode(f"{VARIABLE}={scratch}")
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile, or is somebody else's
            if _has((folder / "environ").read_bytes(), wanted):
                found.append(int(folder.name))
    return [process for process in found if process != os.getpid()]


def _has(environment: bytes, wanted: bytes) -> bool:
    return any(entry == wanted or entry.startswith(wanted + b"/") for entry in environment.split(b"\0"))
