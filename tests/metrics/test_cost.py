from datetime import date

import pandas as pd
import pytest

from toolkit.metrics import cost, reasons
from toolkit.metrics.fact import Scope

MAY = Scope(date(2026, 5, 1), date(2026, 5, 31), source="spend")
SPEND = pd.DataFrame({"channel": ["search", "social", "kol"], "cost": [6000.0, 3000.0, 1000.0]})


def test_ten_thousand_for_five_hundred_users_is_twenty_each():
    assert cost.cac(10_000, MAY.amount("new_users", 500), MAY).value == 20


def test_no_new_user_has_no_cost():
    assert cost.cac(10_000, MAY.amount("new_users", 0), MAY).reason == reasons.ZERO_BASE
    unknown = MAY.no_data("new_users", reasons.NO_TABLE["activity"])
    assert cost.cac(10_000, unknown, MAY).status == "no_data"


def test_the_exports_own_new_users_win_over_first_touch():
    spend = SPEND.assign(new_users=[300, float("nan"), float("nan")])
    seen = pd.DataFrame({"channel": ["search", "social"], "new_users": [250, 150]})
    table = cost.channels(spend, seen, None).set_index("channel")
    assert table["new_users"].to_dict() == pytest.approx(
        {"search": 300, "social": 150, "kol": float("nan")}, nan_ok=True
    )


def test_paid_cost_is_over_the_channels_with_attribution_only():
    # search 6,000 / 300 = 20, social 3,000 / 150 = 20, kol unattributed: total 9,000 / 450
    seen = pd.DataFrame({"channel": ["search", "social"], "new_users": [300, 150]})
    facts = cost.cac_paid(cost.channels(SPEND, seen, None), MAY)
    assert [(dict(f.dims), f.value) for f in facts] == [
        ({}, 20),
        ({"channel": "search"}, 20),
        ({"channel": "social"}, 20),
    ]
    assert cost.cac_paid(cost.channels(SPEND, None, None), MAY)[0].reason == reasons.NO_SPEND_NEW_USERS


def test_roas_is_revenue_over_spend_and_roi_is_gain_minus_cost_over_cost():
    sold = pd.DataFrame({"channel": ["search", "social"], "gmv": [18_000.0, 9_000.0], "net": [15_000.0, 7_500.0]})
    facts = {(f.id, f.dims.get("channel")): f.value for f in cost.returns(cost.channels(SPEND, None, sold), MAY)}
    assert facts[("roas", None)] == pytest.approx(27_000 / 9_000)
    assert facts[("roi", None)] == pytest.approx((22_500 - 9_000) / 9_000)
    assert facts[("roas", "social")] == 3


def test_revenue_without_channels_is_no_data():
    assert {f.status for f in cost.returns(cost.channels(SPEND, None, None), MAY)} == {"no_data"}


def test_a_channel_that_brought_nobody_costs_all_the_same():
    # search 6,000 for 300, kol 1,000 for nobody: 7,000 / 300 in total, and no cost of its own for kol
    seen = pd.DataFrame({"channel": ["search", "kol"], "new_users": [300, 0]})
    facts = {f.dims.get("channel"): f for f in cost.cac_paid(cost.channels(SPEND, seen, None), MAY)}
    assert facts[None].value == pytest.approx(7_000 / 300)
    assert facts["kol"].reason == reasons.ZERO_BASE
    assert "social" not in facts
