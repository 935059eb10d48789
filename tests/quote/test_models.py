"""The fee models to compare: usual ones around a price, and those of a client file."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from tests.quote.test_packages import package
from toolkit.params.contract import Contract
from toolkit.quote.models import given, usual
from toolkit.quote.packages import quote

RATES = (Decimal("0.05"), Decimal("0.20"))


def owed(model, *sales, counts=None):
    found = {name: np.array([values], float) for name, values in (counts or {}).items()}
    return model.monthly(np.array([sales], float), found)[0].tolist()


def test_usual_models_around_10_000_for_sales_of_100_000():
    found = usual(quote("p", package(price=10_000)), 100_000.0, ("freight",), RATES, Decimal("0.1"), 6)
    sales = (100_000, 120_000, 100_000, 100_000, 100_000, 100_000)
    assert {model.name: owed(model, *sales)[:2] for model in found} == {
        "fixed": [10_000, 10_000],
        "commission": [12_500, 15_000],
        "hybrid": [10_000, 11_000],
        "performance": [5_000, 7_500],
        "project": [0, 18_000],
        "package": [9_000, 9_000],
    }
    project = next(model for model in found if model.name == "project")
    assert owed(project, *sales) == [0, 18_000, 0, 18_000, 0, 24_000]


def test_a_project_of_one_month_is_paid_in_it():
    found = usual(quote("p", package(price=100)), 0.0, (), RATES, Decimal("0.1"), 1)
    assert owed(next(model for model in found if model.name == "project"), 0) == [100]


def test_tiers_cap_and_floor():
    """5 % to 1,000 and 10 % above: 50 + 100 on 2,000; at least 20, at most 100."""
    contract = Contract.model_validate(
        {"model": "commission", "commission_rate": "0.05", "commission_base": "gmv", "floor": "20", "cap": "100"}
        | {"tiers": [{"above": "1000", "rate": "0.1"}]}
    )
    (model,) = given((contract,), date(2026, 12, 1), 3)
    assert owed(model, 0, 1_000, 2_000) == [20, 50, 100]


def test_milestones_fall_due_in_their_month():
    milestones = [
        {"name": "A", "share": "0.4", "due": "2027-02-10"},
        {"name": "B", "amount": "550", "due": "2030-01-01"},
    ]
    contract = Contract.model_validate(
        {"model": "project", "price": "1000", "start_fee": "50", "start": "2026-12-01", "milestones": milestones}
    )
    (model,) = given((contract,), date(2026, 12, 1), 4)
    assert owed(model, 0, 0, 0, 0) == [50, 0, 400, 550]


@pytest.mark.parametrize("count", [0, 7])
def test_performance_counts_whole_people(count):
    contract = Contract.model_validate({"model": "performance", "per": {"new_users": "2.5"}})
    (model,) = given((contract,), date(2026, 12, 1), 1)
    assert owed(model, 0, counts={"new_users": [count + 0.4]}) == [count * 2.5]
