"""The effects planted in the demo data, recovered from the facts a client gets."""

import pandas as pd
import pytest

from toolkit.metrics import reasons


def pooled(facts):
    return sum(f["value"] * f["n"] for f in facts) / sum(f["n"] for f in facts)


def day_one(agency, client):
    facts = [f for f in agency.facts(client)["facts"] if f["id"] == "retention" and f["status"] == "ok"]
    cells = [f for f in facts if f["dims"].get("offset") == 1 and f["dims"]["granularity"] == "day"]
    return {f["dims"]["cohort"]: f for f in cells if "cohort" in f["dims"] and f["dims"]["kind"] == "new"}


def test_national_day_visitors_come_back_less(agency):
    cohorts = day_one(agency, "lotus-tea")
    festival = [fact for day, fact in cohorts.items() if day <= "2026-10-07"]
    others = [fact for day, fact in cohorts.items() if day > "2026-10-07"]
    assert (len(festival), len(others)) == (7, 24)
    assert pooled(festival) == pytest.approx(0.20, abs=0.03)
    assert pooled(others) == pytest.approx(0.32, abs=0.03)
    dims = {"granularity": "day", "kind": "new", "offset": 1}
    assert agency.value("lotus-tea", "retention", campaign="national-day", **dims)["value"] == pytest.approx(
        pooled(festival)
    )
    assert agency.value("lotus-tea", "retention", besides="national-day", **dims)["value"] == pytest.approx(
        pooled(others)
    )
    for ending, words in (("zh.html", "国庆期间首次来访的用户"), ("en.html", "first seen during National Day")):
        assert words in agency.file("lotus-tea", ending).read_text("utf-8")


def test_the_tracking_gap_is_missing_not_zero(agency):
    days = {f["dims"]["date"]: f["value"] for f in agency.facts("lotus-tea")["facts"] if f["id"] == "dau"}
    assert len(days) == 31
    assert "9月30日无数据" in agency.file("lotus-tea", "zh.html").read_text("utf-8")


def test_counts_of_october_equal_plain_pandas(agency):
    events = pd.concat(pd.read_parquet(path) for path in sorted((agency.root / "data/lotus-tea/events").glob("*")))
    october = events[pd.to_datetime(events["ts"]).dt.strftime("%Y-%m") == "2026-10"]
    assert agency.value("lotus-tea", "mau")["value"] == october["openid"].nunique()
    seen = set(october.loc[october["name"] == "product", "openid"])
    bought = set(october.loc[october["name"] == "pay_done", "openid"])
    fact = agency.value("lotus-tea", "purchase_conversion")
    assert (round(fact["value"] * fact["n"]), fact["n"]) == (len(seen & bought), len(seen))


def test_refunds_rise_and_the_target_is_missed(agency):
    assert agency.value("lotus-tea", "refund_rate")["value"] > 0.06
    assert agency.value("lotus-tea", "line", metric="refund_rate")["value"] == "fail"


def test_the_forecast_is_met_only_after_scaling_it_by_the_traffic_that_came(agency):
    """Agreed: gmv 170,000 with 3,000 new users promised."""
    gmv = agency.value("lotus-tea", "gmv")["value"]
    delivered = agency.value("lotus-tea", "new_users")["value"]
    assert gmv / 170_000 < 0.8
    fact = agency.value("lotus-tea", "forecast_attainment", metric="gmv")
    assert fact["value"] == pytest.approx(gmv / (170_000 * delivered / 3_000))
    assert fact["value"] >= 0.8


def test_aggregates_alone_make_a_review(agency):
    facts = agency.facts("city-reader")
    assert set(facts["inputs"]) == {"visits", "retention", "pages", "traffic"}
    assert agency.value("city-reader", "share_rate")["value"] > 0.035  # doubled in September
    assert agency.value("city-reader", "d1_retention")["source"] == "retention"
    assert agency.value("city-reader", "purchase_conversion")["status"] == "no_data"


def test_zeros_the_platform_sends_ahead_of_time_are_unobserved(agency):
    """The data ends on 2026-11-08: day 30 of a user new on 10 October or later is not known yet."""
    cells = [
        f for f in agency.facts("city-reader")["facts"] if f["id"] == "retention" and f["dims"].get("offset") == 30
    ]
    late = [f for f in cells if f["dims"].get("cohort", "") >= "2026-10-10"]
    assert late
    assert {(f["status"], f["reason"]) for f in late} == {("unobservable", reasons.TOO_YOUNG)}


def test_two_sources_are_reconciled_and_the_planted_week_is_named(agency):
    facts = agency.facts("north-gear")["facts"]
    platform = {f["id"]: f["value"] for f in facts if f["dims"].get("source") in ("visits", "retention")}
    assert set(platform) == {"new_users", "active_users", "dau_mean", "d1_retention"}
    assert agency.value("north-gear", "active_users")["value"] <= platform["active_users"]
    assert "The two sources differ by more than" in agency.file("north-gear", "html").read_text("utf-8")
