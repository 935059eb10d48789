"""How many reports a run makes at once, and the memory each of them may use."""

import os

import pytest

from toolkit import capacity, cluster, workers
from toolkit.errors import UsageError


def test_processes_of_this_machine_are_never_more_than_reports():
    for asked, jobs, width in ((2, 5, 2), (8, 3, 3), (None, 1, 1)):
        with capacity.executors(None, asked, range(jobs)) as found:
            assert found == (workers.one_process, width)


def test_a_cluster_gives_its_width_unless_fewer_are_asked_for(monkeypatch):
    class Two:
        def __init__(self, url, jobs):
            assert url == "tcp://s:8786"

        def __enter__(self):
            return "start", 2

        def __exit__(self, *error):
            pass

    monkeypatch.setattr(cluster, "executors", Two)
    for asked, width in ((None, 2), (1, 1), (5, 2)):
        with capacity.executors("tcp://s:8786", asked, range(9)) as found:
            assert found == ("start", width)


@pytest.mark.parametrize("url", ["tcp://10.0.0.5:8786", "tls://dask.example:8786", "tcp://[::1]:8786", None])
def test_an_address_of_a_cluster(url):
    capacity.check_address(url)


@pytest.mark.parametrize("url", ["", "10.0.0.5:8786", "http://10.0.0.5:8786", "tcp://10.0.0.5", "tcp://a b:1"])
def test_what_is_no_address_is_wrong_usage(url):
    with pytest.raises(UsageError, match="--cluster: expected an address such as tcp://"):
        capacity.check_address(url)


@pytest.fixture
def machine(monkeypatch):
    """One of 10 GB and 8 processors."""
    monkeypatch.setattr(os, "sysconf", {"SC_PAGE_SIZE": 1000, "SC_PHYS_PAGES": 10_000_000}.get)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(8)), raising=False)


def test_the_memory_of_a_report_is_its_share_of_four_fifths(machine, tmp_path):
    """Of 10 GB, two reports get 4 each; of a container with 5 GB, 2 each."""
    assert capacity.share_of_memory(2, tmp_path) == 4_000_000_000
    (tmp_path / "memory.max").write_text("max\n")
    assert capacity.share_of_memory(2, tmp_path) == 4_000_000_000
    (tmp_path / "memory.max").write_text("5000000000\n")
    assert capacity.share_of_memory(2, tmp_path) == 2_000_000_000


def test_a_small_container_on_a_machine_of_many_processors_makes_few_reports_at_once(machine, tmp_path):
    """Four fifths of 2 GB have room for two of 512 MiB, of 0.5 GB for none: it is tried all the same."""
    assert capacity.usual_width(tmp_path) == 8
    (tmp_path / "memory.max").write_text("2000000000\n")
    assert capacity.usual_width(tmp_path) == 2
    (tmp_path / "memory.max").write_text("500000000\n")
    assert capacity.usual_width(tmp_path) == 1
    assert capacity.share_of_memory(1, tmp_path) == capacity.share_of_memory(8, tmp_path) == 512 * 2**20
