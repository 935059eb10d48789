"""How long a report may take and how much memory it may hold."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SHARE_OF_MACHINE = 0.8  # the rest is for the system, the coordinator, the workers and the template
_CONTAINER_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one report may use before it is ended.

    Parameters
    ----------
    deadline_seconds : from the start of its kernel to the end of its last cell
    memory_bytes : resident memory of its kernel and of all that the kernel started, together; None is no limit
    """

    deadline_seconds: float = 900.0
    memory_bytes: int | None = None


USUAL = Limits()


def memory_share(width: int) -> int | None:
    """Bytes of memory that each of `width` reports at once may hold on this machine or in this container.

    None where the system does not tell how much there is.
    """
    known = []
    with suppress(ValueError, OSError):
        known.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    for place in _CONTAINER_LIMITS:
        with suppress(ValueError, OSError):  # no such file, or "max"
            known.append(int(Path(place).read_text()))
    return int(min(known) * SHARE_OF_MACHINE / width) if known else None
