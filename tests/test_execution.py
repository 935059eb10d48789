"""What a worker refuses to hand back."""

from pathlib import Path

import pytest

from toolkit import execution, periods
from toolkit.errors import GateError
from toolkit.plan import Job

JOB = Job(
    "lotus-tea",
    Path("/p/lotus-tea.yml"),
    "kpi_review",
    Path("/p/kpi_review.ipynb"),
    periods.parse("2026-10"),
    ("en",),
    Path("/p"),
)


@pytest.mark.parametrize(("client", "label"), [("oak", "2026-10"), ("lotus-tea", "2026-09")])
def test_a_notebook_that_opened_something_else_than_it_was_given_is_refused(client, label):
    facts = {"client": client, "period": {"label": label}}
    with pytest.raises(GateError, match=f"expected the numbers of lotus-tea 2026-10, got {client} {label}"):
        execution._check_whose(facts, JOB)
