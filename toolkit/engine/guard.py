"""One kernel under watch: past its deadline or over its memory it is ended, with everything it started."""

import os
import signal
import threading
from collections import deque
from contextlib import suppress
from time import monotonic
from typing import Literal

from toolkit.engine import processes
from toolkit.engine.limits import Limits

PACE_SECONDS = 0.1
FAMILY_SECONDS = 1.0  # finding out who is there costs more than asking those known
LONGEST_GRACE_SECONDS = 5.0


class Guard:
    """Watches from a thread while the kernel works, for the deadline must hold whatever the worker waits for.

    A kernel near its deadline is interrupted, then asked to end, then killed: it is gone by the deadline. One over its
    memory is killed at once. Memory is watched, not limited by the system: what libraries reserve and never touch
    would count there, and each of a kernel's children would have the whole limit for itself.
    """

    def __init__(self, pid: int, limits: Limits) -> None:
        self.pid, self.limits = pid, limits
        self.broken: Literal["deadline", "memory", "output"] | None = None
        self.peak_memory_bytes = 0
        self._family = [pid]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name=f"guard of {pid}", daemon=True)

    def start(self) -> None:
        """Watch from now on; the deadline counts from here."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._over.set()
        self._thread.join()

    def end_for_output(self) -> None:
        """End the kernel, for it shows too much."""
        self._end("output", signal.SIGKILL)

    def _end(self, broken: Literal["deadline", "memory", "output"], number: int) -> None:
        self.broken = self.broken or broken
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)

    def _watch(self) -> None:
        begun = looked = monotonic()
        grace = min(LONGEST_GRACE_SECONDS, self.limits.deadline_seconds / 10)
        steps = deque(
            (self.limits.deadline_seconds - before * grace, number)
            for before, number in ((2, signal.SIGINT), (1, signal.SIGTERM), (0, signal.SIGKILL))
        )
        while steps and not self._over.wait(PACE_SECONDS):
            now = monotonic()
            if now - looked >= FAMILY_SECONDS:
                looked, self._family = now, [self.pid, *processes.descendants(self.pid)]
            if self._is_over_memory():
                return self._end("memory", signal.SIGKILL)
            while steps and now - begun >= steps[0][0]:
                self._end("deadline", steps.popleft()[1])
        return None

    def _is_over_memory(self) -> bool:
        used, most = sum(map(processes.resident_bytes, self._family)), self.limits.memory_bytes
        if len(self._family) > 1 and used > (most or self.peak_memory_bytes):  # what they share was counted for each
            used = processes.held_bytes(self._family)
        self.peak_memory_bytes = max(self.peak_memory_bytes, used)
        return most is not None and used > most
