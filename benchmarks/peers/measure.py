"""What a command costs, with everything it starts: seconds, CPU seconds, peak memory."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

SAMPLED_EVERY_SECONDS = 2.0  # asking the system for shared memory is not free, and would slow down what is measured


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took.

    Parameters
    ----------
    seconds : by the clock on the wall
    cpu_seconds : of the command and all processes it started and waited for
    peak_bytes : of the whole process tree at once, memory shared between processes counted once
    own_peak_bytes : of the command's first process alone
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    own_peak_bytes: int


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """What a command costs; its output is shown when it fails, and CalledProcessError raised."""
    log = folder / "benchmark.log"
    begun = time.monotonic()
    with log.open("wb") as out:
        running = subprocess.Popen(command, cwd=folder, env=dict(environment), stdout=out, stderr=out)
    peaks, ended = Peaks(), threading.Event()
    watch = threading.Thread(target=_watch, args=(running.pid, peaks, ended))
    watch.start()
    _, status, usage = os.wait4(running.pid, 0)
    seconds = time.monotonic() - begun
    running.returncode = os.waitstatus_to_exitcode(status)
    ended.set()
    watch.join()
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, list(command), log.read_bytes()[-2000:])
    return Cost(seconds, usage.ru_utime + usage.ru_stime, peaks.tree, peaks.own)


@dataclass
class Peaks:
    """The most memory seen so far, of the tree and of its first process."""

    tree: int = 0
    own: int = 0


def _watch(pid: int, peaks: Peaks, ended: threading.Event) -> None:
    root = psutil.Process(pid)
    while not ended.wait(SAMPLED_EVERY_SECONDS):
        total = 0
        with suppress(psutil.Error):
            peaks.own = max(peaks.own, root.memory_info().rss)
            for process in (root, *root.children(recursive=True)):
                with suppress(psutil.Error):
                    total += process.memory_full_info().pss
        peaks.tree = max(peaks.tree, total)
