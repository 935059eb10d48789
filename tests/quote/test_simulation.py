"""The simulation against what can be computed without one, and every model against the fee to the cent."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.quote.fees import Results, Terms, Tier, fee
from toolkit.quote.growth import NAMES, Input
from toolkit.quote.models import FeeModel
from toolkit.quote.simulation import FADE, PATHS, Simulated

MONTHS = 12
VALUES = {
    "monthly_sales": 100_000.0,
    "growth": 0.02,
    "growth_spread": 0.1,
    "uplift": 0.0,
    "margin": 0.5,
    "cost_overrun": 0.0,
}
FIXED = FeeModel("fixed", Terms(base=Decimal(15_000)))
COMMISSION = FeeModel("commission", Terms(commission=(Tier(Decimal(0), Decimal("0.1")),)))


def simulated(*models, seed=1, counts=None, ranges=None, **values):
    inputs = {name: Input(name, value, value, "client_file") for name, value in (VALUES | values).items()}
    inputs |= {name: Input(name, *ends, "rate_card") for name, ends in (ranges or {}).items()}
    ordered = {name: inputs[name] for name in NAMES}
    return Simulated(models, ordered, MONTHS, 10_000.0, 0.0, lambda less: 1.0, counts or {}, seed)


def test_a_fixed_fee_is_the_fee_on_every_path():
    study = simulated(FIXED)
    assert set(study.fees(FIXED)) == {180_000.0}
    assert set(study.margins(FIXED)) == {60_000.0}
    assert set(study.gains(FIXED)) == {-180_000.0}  # nothing is added, so all the client gets is the bill


def test_pure_commission_has_the_mean_of_lognormal_sales():
    """E[S_t] = S0 exp(sum of the fading means + t sigma^2 / 2); the fee is a tenth of the sum over the months."""
    study = simulated(COMMISSION)
    means = np.cumsum(0.02 * FADE ** np.arange(MONTHS))
    expected = 0.1 * sum(100_000 * math.exp(mean + (t + 1) * 0.01 / 2) for t, mean in enumerate(means))
    fees = study.fees(COMMISSION)
    error = fees.std(ddof=1) / math.sqrt(PATHS)
    assert abs(fees.mean() - expected) < 3 * error
    assert error / expected < 0.01


def test_without_scatter_the_gain_is_worked_by_hand():
    """Two months' growth of ln 1.1 and ln 1.21 by the work alone: sales 110,000 and 121,000 instead of 100,000."""
    study = simulated(FIXED, growth=0.0, growth_spread=0.0, uplift=math.log(1.1))
    assert study.sales.with_work[0, :2] == pytest.approx([110_000, 121_000])
    more = sum(100_000 * (1.1**t - 1) for t in range(1, MONTHS + 1))
    assert study.gains(FIXED)[0] == pytest.approx(0.5 * more - 180_000)
    assert study.middle(FIXED) == pytest.approx(0.5 * more - 180_000)


def test_break_even():
    """Fixed: 100,000 + 15,000 / 0.5. Commission: half of what is above 100,000 is a tenth of all at 125,000."""
    study = simulated(FIXED, COMMISSION)
    assert study.break_even(FIXED) == pytest.approx(130_000, rel=1e-4)
    assert study.break_even(COMMISSION) == pytest.approx(125_000, rel=1e-4)
    assert simulated(COMMISSION, margin=0.1).break_even(COMMISSION) is None
    assert simulated(COMMISSION, monthly_sales=0.0).break_even(COMMISSION) is None


def test_the_same_seed_gives_the_same_paths_and_another_does_not():
    ranges = {"growth": (-0.02, 0.05), "margin": (0.3, 0.6)}
    first, again = (simulated(COMMISSION, ranges=ranges).gains(COMMISSION) for _ in range(2))
    assert (first == again).all()
    assert (first != simulated(COMMISSION, ranges=ranges, seed=2).gains(COMMISSION)).any()


def test_all_models_see_the_same_chance():
    """What one model earns more the client pays more: nothing is lost between the two."""
    study = simulated(FIXED, COMMISSION, ranges={"growth": (-0.02, 0.05), "cost_overrun": (0.0, 0.2)})
    difference = study.fees(FIXED) - study.fees(COMMISSION)
    assert study.margins(FIXED) - study.margins(COMMISSION) == pytest.approx(difference)
    assert study.gains(COMMISSION) - study.gains(FIXED) == pytest.approx(difference)


def test_what_matters_is_sorted_and_what_is_certain_does_not_matter():
    swings = simulated(COMMISSION, uplift=0.03, ranges={"margin": (0.3, 0.6)}).swings(COMMISSION)
    assert [swing.name for swing in swings] == sorted(
        (swing.name for swing in swings), key=lambda name: -{s.name: s.width for s in swings}[name]
    )
    assert {swing.name for swing in swings} == {"margin", "chance"}


def test_extreme_inputs_stay_numbers():
    study = simulated(COMMISSION, monthly_sales=1e12, growth=1.0, growth_spread=1.0, uplift=1.0)
    assert np.isfinite(study.gains(COMMISSION)).all()
    assert np.isfinite(simulated(COMMISSION, monthly_sales=0.0).gains(COMMISSION)).all()


amounts = st.decimals(0, 50_000, places=2)
rates = st.decimals(0, 1, places=3)


@given(
    base=amounts,
    discount=rates,
    tiers=st.lists(st.tuples(amounts, rates), max_size=3, unique_by=lambda tier: tier[0]),
    per=st.none() | amounts,
    above=st.none() | st.tuples(amounts, rates),
    limits=st.none() | st.tuples(amounts, amounts),
    sales=st.integers(0, 400_000),
    count=st.integers(0, 500),
)
@settings(max_examples=150)
def test_what_is_simulated_is_the_fee_of_a_settlement(base, discount, tiers, per, above, limits, sales, count):
    """The client's cost is the agency's revenue, whatever the model: both are the one fee, here to the cent."""
    lines = sorted([(Decimal(0), Decimal("0.05")), *((line + 1, rate) for line, rate in tiers)]) if tiers else []
    terms = Terms(
        base=base,
        discount=discount,
        commission=tuple(Tier(line, rate) for line, rate in lines),
        per={} if per is None else {"new_users": per},
        above=None if above is None else Tier(*above),
        floor=None if limits is None else min(limits),
        cap=None if limits is None else max(limits),
    )
    shape = (1, 1)
    found = FeeModel("any", terms).monthly(np.full(shape, float(sales)), {"new_users": np.full(shape, float(count))})
    owed = fee(terms, Results(commission_base=Decimal(sales), counts={"new_users": count})).total
    assert found[0, 0] == pytest.approx(float(owed), abs=0.011)  # half a cent may round the other way in binary
