"""The faults a coordinator can be given: ended, signalled or refused by the disk at a chosen step of its life.

A step is the entry into a function of the rooms that run and publish, or the entry into or the return from a call that
changes the disk or a lock, or a call of SQLite. They are found by watching a whole run, so that new ones count at once.
"""

import errno
import os
import resource
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import toolkit

ROOMS = ("batch", "publish", "ledger", "workers", "indexes", "engine.stragglers")
CALLS = {"open", "write", "pwrite", "fsync", "fdatasync", "replace", "rename", "link", "symlink", "unlink", "remove"}
CALLS |= {"mkdir", "rmdir", "ftruncate", "truncate", "utime", "chmod", "flock", "sendfile", "copy_file_range"}
FAILING = sorted(CALLS & set(dir(os)))
_FILES = {str(Path(toolkit.__file__).parent.joinpath(*room.split(".")).with_suffix(".py")): room for room in ROOMS}


def name(frame: FrameType, event: str, called: Any) -> str | None:
    """Name of a step as a profiler meets it, such as `publish._write enter`; None for what is no step."""
    if event == "return":
        return None
    if event == "call":
        room = _FILES.get(frame.f_code.co_filename)
        what = f"{room}.{frame.f_code.co_qualname}" if room and "<" not in frame.f_code.co_name else None
    else:
        of = getattr(called, "__self__", None)
        owner = of.__name__ if isinstance(of, ModuleType) else type(of).__module__
        is_step = owner == "sqlite3" or (isinstance(of, ModuleType) and called.__name__ in CALLS)
        what = f"{owner}.{called.__name__}" if is_step else None
    return f"{what} {'enter' if event.endswith('call') else 'leave'}" if what else None


def record(steps: list[str]) -> None:
    """Note every step from now on."""

    def watch(frame: FrameType, event: str, called: Any) -> None:
        if step := name(frame, event, called):
            steps.append(step)

    sys.setprofile(watch)


def count(events: list[int]) -> None:
    """Count every call and return from now on, of whatever function, in the only item of a list."""

    def watch(*_: Any) -> None:
        events[0] += 1

    sys.setprofile(watch)


def signal_at(step: str, occurrence: int, number: int) -> None:
    """Send this process a signal when it comes to a step for the n-th time, counted from 1."""
    met = Counter[str]()

    def watch(frame: FrameType, event: str, called: Any) -> None:
        found = name(frame, event, called)
        if found == step:
            met[step] += 1
            if met[step] == occurrence:
                os.kill(os.getpid(), number)

    sys.setprofile(watch)


def kill_at_event(nth: int) -> None:
    """End this process at its n-th call or return, of whatever function."""
    left = nth

    def watch(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(watch)


def kill_in_write(nth: int) -> None:
    """End this process in the middle of its n-th write."""
    left, real = nth, os.write

    def write(descriptor: int, data: bytes) -> int:
        nonlocal left
        left -= 1
        if left == 0:
            real(descriptor, bytes(data)[: len(data) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return real(descriptor, data)

    os.write = write


def fail(nth: int, made: list[str]) -> None:
    """Refuse the n-th call that changes the disk, as a full one does, and note them all; 0 refuses none."""

    def failing(call: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def refusing(*arguments: Any, **options: Any) -> Any:
            made.append(call)
            if len(made) == nth:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(*arguments, **options)

        return refusing

    for call in FAILING:
        setattr(os, call, failing(call, getattr(os, call)))


def fail_statement(nth: int, made: list[str]) -> None:
    """Refuse the n-th statement to SQLite, and note them all; 0 refuses none."""
    connect = sqlite3.connect

    class Failing(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            self._note(sql)
            return super().execute(sql, *values)

        def executescript(self, sql: str) -> sqlite3.Cursor:
            self._note(sql)
            return super().executescript(sql)

        def executemany(self, sql: str, *values: Any) -> sqlite3.Cursor:
            self._note(sql)
            return super().executemany(sql, *values)

        @staticmethod
        def _note(sql: str) -> None:
            made.append(" ".join(sql.split())[:40])
            if len(made) == nth:
                raise sqlite3.OperationalError("disk I/O error")

    sqlite3.connect = lambda *arguments, **options: connect(*arguments, **options, factory=Failing)


def limit_files(size: int) -> None:
    """Refuse to let any file of this process grow past so many bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
