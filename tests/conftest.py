"""What all tests share: the outside things that may be absent, and how property tests behave."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.small_cluster import dask_cluster

DEMO = "tests/demo/"

# A slow machine is no failure; CI draws the same examples each time, so that a red run can be repeated.
settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=bool(os.environ.get("CI"))
)
settings.load_profile("house")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Where processes share the tests: those of a file go to one, as do all of the demo agency, which is made once."""
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return DEMO if nodeid.startswith(DEMO) else super()._split_scope(nodeid)

    return ByFile(config, log)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """A browser to look at exported pages with; where TOOLKIT_REQUIRE_BROWSER is set, having none is a failure."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return Path(found)
    if os.environ.get("TOOLKIT_REQUIRE_BROWSER"):
        pytest.fail("no Chromium on this machine, and TOOLKIT_REQUIRE_BROWSER asks for one")
    pytest.skip("no Chromium on this machine")


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Dask cluster of two workers."""
    with dask_cluster(2, tmp_path_factory.mktemp("dask")) as address:
        yield address


@pytest.fixture(scope="session")
def shared_data(pytestconfig: pytest.Config) -> Path:
    """Real data sets beside the project; not everyone has them."""
    folder = pytestconfig.rootpath.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no ../shared/data beside the project")
    return folder
