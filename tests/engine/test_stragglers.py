"""What a notebook leaves behind is ended with it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from toolkit.engine import stragglers

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="told by /proc only")


@pytest.fixture
def start():
    started = []

    def sleeper(folder):
        environment = os.environ | {stragglers.VARIABLE: str(folder)}
        started.append(subprocess.Popen(["sleep", "60"], env=environment, start_new_session=True))
        while b"sleep" not in Path(f"/proc/{started[-1].pid}/cmdline").read_bytes():
            time.sleep(0.01)
        return started[-1]

    yield sleeper
    for process in started:
        process.kill()
        process.wait()


def test_daemons_of_a_scratch_folder_are_ended_and_no_others(start, tmp_path):
    ours = [start(tmp_path / "run"), start(tmp_path / "run" / "job")]
    others = [start(tmp_path / "run2"), start(tmp_path)]
    assert stragglers.end(tmp_path / "run") >= 2
    assert [process.wait(5) for process in ours] == [-signal.SIGKILL] * 2
    assert [process.poll() for process in others] == [None, None]
    assert stragglers.end(tmp_path / "run") == 0
