"""A Dask cluster on this machine for tests: a scheduler, and workers that are processes of one thread."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START = """\
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    how = {"threads_per_worker": 1, "dashboard_address": None, "local_directory": sys.argv[2]}
    with LocalCluster(n_workers=int(sys.argv[1]), **how) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@contextmanager
def dask_cluster(workers: int, folder: Path) -> Iterator[str]:
    """The address of its scheduler; it ends when the test does, however that ends."""
    program = folder / "cluster.py"  # a file, for its workers are spawned from it
    program.write_text(START)
    with (
        (folder / "cluster.log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, str(program), str(workers), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd=folder,
        ) as process,
    ):
        address = process.stdout.readline().strip()
        assert address, (folder / "cluster.log").read_text()
        try:
            yield address
        finally:
            process.stdin.close()
