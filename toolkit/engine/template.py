"""The template process as its owner sees it: started, found by its address, ended with everything it made."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

ADDRESS = "TOOLKIT_TEMPLATE"
_SECRET = re.compile(r"secret|token|passw|key", re.IGNORECASE)
# One thread each: what a library starts before a fork is missing after it, and reports run side by side anyway.
_CALM = {
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"),
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}


def start() -> tuple[subprocess.Popen[bytes], str]:
    """A template process of this Python and its address; it ends with the process that started it."""
    address = f"toolkit-template-{os.getpid()}-{os.urandom(8).hex()}"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("\0" + address)  # abstract: no file to leave behind
        listener.listen(64)
        environment = {name: value for name, value in os.environ.items() if not _SECRET.search(name)}
        process = subprocess.Popen(
            [sys.executable, "-m", "toolkit.engine.forking", str(listener.fileno())],
            env=environment | _CALM,
            pass_fds=(listener.fileno(),),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return process, address


@contextmanager
def running() -> Iterator[subprocess.Popen[bytes] | None]:
    """A template for the kernels of every process started meanwhile; None where the system has no such sockets."""
    if sys.platform != "linux":
        yield None
        return
    process, address = start()
    os.environ[ADDRESS] = address
    try:
        yield process
    finally:
        os.environ.pop(ADDRESS, None)
        process.kill()
        process.wait()
