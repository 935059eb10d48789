"""What the demo clients owe for October, computed once more from their files in plain pandas and by hand."""

import pandas as pd
import pytest

STEPS = ("gross", "refunds", "freight", "platform_fee", "earlier_refunds")


def owed(agency, client):
    facts = agency.facts(client, "settlement")["facts"]
    found = {fact["id"]: fact["value"] for fact in facts if not fact["dims"]}
    total = found.pop("fee_total")
    assert round(sum(value for name, value in found.items() if name.startswith("fee_")), 2) == total
    return found, total


def test_lotus_tea_owes_base_and_commission_within_floor_and_cap(agency):
    """8,000 and 5 % of net revenue less freight and platform fee; a bonus for a good month, a deduction for refunds.

    Of the refunds started in October, some are for orders paid at the end of September: they are a step of their own.
    """
    lines = pd.read_csv(agency.root / "data/lotus-tea/orders.csv", parse_dates=["paid_at"])
    month = lines["paid_at"].dt.strftime("%Y-%m")
    placed = lines[lines["amount"] > 0].groupby("order_no")["paid_at"].min().dt.strftime("%Y-%m")
    now = lines[month == "2026-10"].assign(placed=lambda rows: rows["order_no"].map(placed))
    back = -now.loc[now["amount"] < 0].groupby("placed")["amount"].sum()
    assert back["2026-09"] > 0
    steps = {fact: agency.value("lotus-tea", "commission_base", "settlement", step=fact)["value"] for fact in STEPS}
    assert steps == {
        "gross": now.loc[now["amount"] > 0, "amount"].sum(),
        "refunds": -back["2026-10"],
        "freight": -now["freight"].sum(),
        "platform_fee": pytest.approx(-now["platform_fee"].sum()),
        "earlier_refunds": -back["2026-09"],
    }
    parts, total = owed(agency, "lotus-tea")
    assert parts["commission_base"] == pytest.approx(sum(steps.values()))
    assert parts["fee_commission"] == pytest.approx(0.05 * parts["commission_base"], abs=0.01)
    assert (parts["fee_base"], parts["fee_bonus"], parts["fee_deduction"]) == (8000, 1000, -1000)
    assert 8000 <= total <= 16_000
    assert parts["net_revenue"] == pytest.approx(parts["commission_base"])


def test_north_gear_owes_commission_in_two_tiers(agency):
    """8 % up to 80,000 and 10 % above."""
    parts, total = owed(agency, "north-gear")
    assert parts["commission_base"] > 80_000
    assert total == pytest.approx(6400 + 0.1 * (parts["commission_base"] - 80_000), abs=0.02)


def test_bright_smile_owes_for_each_user_who_booked(agency):
    booked = agency.value("bright-smile", "appointment_conversion")
    parts, total = owed(agency, "bright-smile")
    assert parts["fee_performance"] == 20 * round(booked["value"] * booked["n"])
    assert total == 6000 + parts["fee_performance"] + parts.get("fee_bonus", 0) <= 24_000


def test_city_reader_owes_its_fixed_fee_and_a_bonus_for_sharing(agency):
    assert agency.value("city-reader", "line", metric="share_rate")["value"] == "exceeded"
    assert owed(agency, "city-reader") == ({"fee_base": 12_000, "fee_bonus": 2000} | _shown(agency), 14_000)


def _shown(agency):
    """The metrics of the lines agreed, which the settlement shows as well."""
    facts = agency.facts("city-reader", "settlement")["facts"]
    return {f["id"]: f["value"] for f in facts if not f["dims"] and not f["id"].startswith("fee_")}


@pytest.mark.parametrize("client", ["lotus-tea", "bright-smile", "north-gear", "city-reader"])
def test_metrics_are_those_of_the_review(agency, client):
    """The same facts: whatever both reports show, they say alike."""
    shown = [
        {(f["id"], *sorted(f["dims"].items())): f["value"] for f in agency.facts(client, report)["facts"]}
        for report in ("kpi_review", "settlement")
    ]
    both = shown[0].keys() & shown[1].keys()
    assert len(both) > 5
    assert {key: shown[0][key] for key in both} == {key: shown[1][key] for key in both}
