"""Processes below this one are found, weighed and ended, wherever they detached to."""

import os
import select
import signal
import subprocess
import sys

import pytest

from toolkit.engine import processes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux tells of other processes")
# A shell in a session of its own that starts a sleeper, says its id and waits for it.
TWO = ["setsid", "sh", "-c", "sleep 600 & echo $!; wait"]


@pytest.fixture
def two():
    """Ids of a child of this process and of the child's child."""
    with subprocess.Popen(TWO, stdout=subprocess.PIPE, text=True) as shell:
        yield shell, int(shell.stdout.readline())
        os.killpg(shell.pid, signal.SIGKILL)


def test_descendants_are_found_in_whatever_session(two):
    shell, sleeper = two
    assert processes.descendants(shell.pid) == [sleeper]
    assert shell.pid in processes.children()
    assert sleeper not in processes.children()


def test_memory_is_what_they_hold_with_what_they_share_counted_in_part(two):
    ids = [two[0].pid, two[1]]
    together = processes.held_bytes(ids)
    assert 0 < together <= sum(map(processes.resident_bytes, ids))


def test_one_that_has_ended_holds_nothing():
    with subprocess.Popen(["true"]) as process:
        process.wait()
    assert processes.resident_bytes(process.pid) == processes.held_bytes([process.pid]) == 0


@pytest.mark.parametrize("has_it", [True, False])
def test_the_end_of_a_process_can_be_read_also_with_a_python_built_for_older_systems(monkeypatch, has_it):
    if not has_it:
        monkeypatch.delattr(os, "pidfd_open", raising=False)
    with subprocess.Popen(["sleep", "600"]) as process:
        descriptor = processes.watched(process.pid)
        try:
            assert select.select([descriptor], [], [], 0)[0] == []
            process.kill()
            assert select.select([descriptor], [], [], 20)[0] == [descriptor]
        finally:
            process.kill()
            os.close(descriptor)
    with pytest.raises(OSError, match="No such process"):
        processes.watched(process.pid)


def test_children_are_ended_with_theirs_but_for_those_that_are_kept(two):
    code = """\
import subprocess, sys
from toolkit.engine import processes
processes.adopt_orphans()
kept = subprocess.Popen(["sleep", "600"])
subprocess.run(["setsid", "--fork", "sleep", "600"])
print(processes.end_children({kept.pid}), kept.poll(), processes.children() == {kept.pid})
kept.kill()"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "1 None True\n"
    assert two[0].poll() is None
