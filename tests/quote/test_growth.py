import numpy as np
import pandas as pd
import pytest

from toolkit.params.proposal import Simulation
from toolkit.quote.growth import LEAST_CHANGES, MOST_CHANGES, History, Input, inputs


def past(*gmv, first="2026-01", net=0.9):
    months = pd.period_range(first, periods=len(gmv), freq="M").to_timestamp()
    return History(pd.DataFrame({"month": months, "gmv": gmv, "net": [value * net for value in gmv]}))


def given(**values):
    return Simulation.model_validate({key: str(value) for key, value in values.items()})


def test_level_growth_and_scatter_of_the_orders():
    """100 growing by a tenth: every change is ln 1.1, its scatter 0; the level is the mean of the last three."""
    history = past(*(100 * 1.1**month for month in range(8)))
    found = inputs(given(), history, None)
    assert found["monthly_sales"].low == pytest.approx(100 * np.mean([1.1**5, 1.1**6, 1.1**7]))
    assert found["growth"].middle == pytest.approx(np.log(1.1))
    assert found["growth_spread"].middle == pytest.approx(0)
    assert (found["monthly_sales"].n, found["growth"].n) == (3, 7)
    assert history.kept == pytest.approx(0.9)


def test_a_short_history_tells_the_level_only():
    found = inputs(given(), past(*([100] * LEAST_CHANGES)), None)
    assert set(found) == {"monthly_sales"}
    assert inputs(given(), past(), None) == {}
    assert inputs(given(), past(0, 0, 0), None) == {}


def test_a_missing_month_is_no_growth():
    months = past(*([100.0] * 9)).months.drop(index=4)
    assert len(History(months).changes) == 6
    assert len(past(*([100.0] * 30)).changes) == MOST_CHANGES


def test_what_the_client_file_says_comes_first():
    found = inputs(given(monthly_sales=5, growth=0.01), past(*([100] * 9)), None)
    assert (found["monthly_sales"].low, found["monthly_sales"].whence) == (5, "client_file")
    assert (found["growth"].high, found["growth_spread"].whence) == (0.01, "orders")


def test_ends_hold_nine_in_ten():
    chance = np.random.default_rng(1)
    for found in (Input("x", 1, 3, "rate_card"), Input("x", 1, 3, "orders", is_normal=True)):
        low, high = found.ends()
        drawn = found.draw(chance, 20_000)
        assert ((drawn >= low) & (drawn <= high)).mean() == pytest.approx(0.9, abs=0.01)
        assert drawn.mean() == pytest.approx(found.middle, abs=0.03)
