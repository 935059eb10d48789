"""What a run may use: processes of this machine or a cluster's workers, and the memory of each report."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import UsageError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from toolkit.plan import Job

CONTROL_GROUP = Path("/sys/fs/cgroup")
_LIMITS = ("memory.max", "memory/memory.limit_in_bytes")  # of a container, in both generations of control groups
LEAST_MEMORY = 512 * 2**20  # of a report: less would end even a small one, whose libraries alone take half of it
_ADDRESS = re.compile(r"(tcp|tls)://\S+:[0-9]{1,5}")


def check_address(url: str | None) -> None:
    """Raise UsageError when there is an address of a cluster, and it is none."""
    if url is not None and not _ADDRESS.fullmatch(url):
        action = "Give the address that `dask scheduler` prints."
        raise UsageError("--cluster", "an address such as tcp://10.0.0.5:8786", f'"{url[:60]}"', action)


@contextmanager
def executors(
    url: str | None, workers: int | None, jobs: "Sequence[Job]"
) -> "Iterator[tuple[Callable[[], Executor], int]]":
    """What gives an executor for one report, and how many reports are made at once.

    Parameters
    ----------
    url : of a cluster's scheduler, None for this machine
    workers : at most so many reports at once; None for as many as there are processors, and memory for them, or
        workers in the cluster
    """
    if url is None:
        from toolkit.workers import one_process

        yield one_process, min(workers or usual_width(), len(jobs))
    else:
        from toolkit import cluster

        with cluster.executors(url, jobs) as (start, width):
            yield start, min(workers or width, width, len(jobs))


def usual_width(control_group: Path = CONTROL_GROUP) -> int:
    """How many reports this machine makes at once: one a processor that this process may use, if memory has room."""
    affinity = getattr(os, "sched_getaffinity", None)  # Linux only
    processors = len(affinity(0)) if affinity else os.cpu_count() or 1
    return max(1, min(processors, _memory(control_group) // LEAST_MEMORY))


def share_of_memory(width: int, control_group: Path = CONTROL_GROUP) -> int:
    """Bytes for each of so many reports at once: their part of four fifths of what is there, or what one needs."""
    return max(_memory(control_group) // width, LEAST_MEMORY)


def _memory(control_group: Path) -> int:
    """Four fifths of what this machine or its container has."""
    have = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for name in _LIMITS:
        with suppress(OSError, ValueError):  # no such group, or no limit: "max"
            have = min(have, int((control_group / name).read_text()))
    return have * 4 // 5
