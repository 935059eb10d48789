"""Whether a process is fit to be copied by a fork: what a copy would hold broken is looked for before each one."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

ALLOCATOR_THREADS = frozenset(("jemalloc_bg_thd",))


def why_unfit() -> str | None:
    """What a fork would copy broken: a thread, a ZMQ context, an open DuckDB; None when there is nothing."""
    if any(_is_open(connection) for connection in _connections):
        return "an open DuckDB"
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            name = (task / "comm").read_text().strip()
            if int(task.name) != os.getpid() and name not in ALLOCATOR_THREADS:
                return f"a thread ({name})"
    zmq = sys.modules.get("zmq")
    if zmq is not None and zmq.Context._instance is not None:
        return "a ZMQ context"
    return None


_connections: list[Any] = []


def watch_duckdb() -> Callable[[], None]:
    """Note every DuckDB connection that is opened from now on; the returned function ends the watch."""
    import duckdb

    connect = duckdb.connect

    def noted(*args: Any, **options: Any) -> Any:
        _connections.append(connect(*args, **options))
        return _connections[-1]

    duckdb.connect = noted

    def end() -> None:
        duckdb.connect = connect
        _connections.clear()

    return end


def _is_open(connection: Any) -> bool:
    try:
        connection.execute("SELECT 1")
    except Exception:  # closed: DuckDB has several ways to say so
        return False
    return True
