"""Reviews over real data, measured once for all tests that compare them with plain pandas."""

from datetime import date
from pathlib import Path

import pytest

from toolkit import params, periods, sources
from toolkit.metrics.review import Review


@pytest.fixture(scope="session")
def review_of(tmp_path_factory):
    """A review from the text of a client file and a period."""

    def review(text: str, period: str) -> Review:
        path = tmp_path_factory.mktemp("client") / "client.yml"
        path.write_text(text, "utf-8")
        client = params.load(path)
        return Review(client, sources.load(client), periods.parse(period), date(2026, 11, 20))

    return review


@pytest.fixture(scope="session")
def real(shared_data) -> Path:
    """The folder of real data."""
    return shared_data
