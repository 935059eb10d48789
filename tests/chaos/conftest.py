"""One project for all that ruins runs, and the trees it must end in."""

from collections.abc import Iterator

import pytest

from tests.chaos.nursery import Nursery


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    made = Nursery(tmp_path_factory.mktemp("nursery"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def fresh(nursery: Nursery) -> dict[str, bytes]:
    """The tree of an undisturbed run from nothing; the same as one from an older tree."""
    assert nursery.run().code == 0
    tree = nursery.tree()
    nursery.begin_again()
    return tree


@pytest.fixture(scope="session")
def old(nursery: Nursery, fresh: dict[str, bytes]) -> dict[str, bytes]:
    """The tree to begin from, of older notebooks, with a page that says why a report had failed."""
    assert nursery.run(version="old").code == 0
    (nursery.outputs / "oak" / "2026-10" / "kpi_review.error.html").write_bytes(b"why")
    nursery.keep_beginning()
    return nursery.tree()
