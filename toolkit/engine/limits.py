"""How long a report may take and how much memory it may hold."""

from dataclasses import dataclass


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
