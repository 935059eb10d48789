"""Days, channels, pages, months and steps behind the headline numbers."""

from datetime import date

import pytest

from tests.small_review import csv, small_review
from toolkit.metrics import details, reasons

EVENTS = csv(
    "user_id,at,event,page,channel,session_id",
    "ann,2026-10-05 09:00:00,open,home,ads,s1",
    "ann,2026-10-05 09:01:00,product,tea,ads,s1",
    "ann,2026-10-30 09:00:00,pay,cart,friend,s2",
    "bob,2026-10-06 09:00:00,open,home,kol,s3",
    "cyd,2026-10-28 09:00:00,open,home,ads,s4",
    "cyd,2026-10-28 09:05:00,product,tea,ads,s4",
    "cyd,2026-11-03 09:05:00,pay,cart,ads,s5",
    "tom,2026-09-05 09:05:00,open,home,tv,s6",
    "tom,2026-11-01 09:05:00,open,home,tv,s7",
)
SPEND = csv(
    "date,channel,cost",
    *(f"2026-10-{day:02d},{channel},{cost}" for day in range(1, 32) for channel, cost in (("ads", 2), ("tv", 1))),
)
ORDERS = csv(
    "order_id,at,amount,user_id,channel",
    "0,2026-09-15 10:00:00,30,tom,tv",
    *(f"o{day},2026-10-{day:02d} 10:00:00,4,ann,ads" for day in range(1, 32)),
    "9,2026-11-03 10:00:00,99,cyd,ads",
)
ROLES = {"product": "product", "purchase": "pay", "funnel": ["open", "product", "pay"]}


def reviewed(tmp_path, period="2026-10", until="2026-11-03", tables=None, **settings):
    given = {"events": EVENTS, "orders": ORDERS, "spend": SPEND} if tables is None else tables
    return small_review(tmp_path, given, period, until, events=ROLES, **settings)


def test_the_trend_shows_days_without_anybody_as_gaps(tmp_path):
    with reviewed(tmp_path) as review:
        trend = details.trend(review).set_index("day")["value"]
        assert (trend["2026-10-05"], trend.index[-1].date()) == (1, date(2026, 10, 31))
        assert trend["2026-10-07"] != trend["2026-10-07"]
        assert [fact.dims["date"] for fact in details.dau(review)][0] == "2026-10-05"


def test_a_period_outside_the_data_has_no_details(tmp_path):
    for period in ("2026-07", "2027-03"):
        with reviewed(tmp_path, period) as review:
            assert details.dau(review) == details.funnel(review) == []
            assert details.weekly_and_monthly(review) == []
            assert details.channels(review)[0].empty
    with reviewed(tmp_path, "2026-07") as review:
        assert details.monthly_revenue(review).empty
        assert details.monthly_facts(review) == []


def test_the_funnel_says_when_the_last_users_still_have_time(tmp_path):
    """Ann pays 25 days after she opened, too late; cyd on the seventh day, which the first review has not seen."""
    with reviewed(tmp_path, until="2026-11-02") as review:
        assert [fact.value for fact in details.funnel(review)] == [3, 2, 0]
        assert {fact.reason for fact in details.funnel(review)} == {reasons.WINDOW_OPEN}
    with reviewed(tmp_path, "2026-10-01..2026-10-28", until="2026-11-08") as review:
        assert [fact.value for fact in details.funnel(review)] == [3, 2, 1]
    seen = EVENTS + "tom,2026-11-07 09:00:00,open,home,tv,s8\n"
    with reviewed(tmp_path, tables={"events": seen}, until="2026-11-07") as review:
        assert {fact.reason for fact in details.funnel(review)} == {None}


def test_people_seen_under_two_channels_count_in_both(tmp_path):
    with reviewed(tmp_path) as review:
        found = details.breakdown(review, "channel")
        users = {channel: facts[0].value for channel, facts in found.items()}
        assert users == {"ads": 2, "friend": 1, "kol": 1}
        assert review.now["active_users"].value == 3
        new = {channel: f.value for channel, facts in found.items() for f in facts if f.id == "new_users"}
        assert new == {"ads": 2, "kol": 1}
        assert all(f.dims == {"channel": channel} for channel, facts in found.items() for f in facts)
        assert details.breakdown(review, "device") == {}


def test_a_channel_that_brought_nothing_still_costs(tmp_path):
    """62 for two new users on ads, 31 for none on tv, which brought people and orders in other months."""
    with reviewed(tmp_path) as review:
        table, facts = details.channels(review)
        rows = table.set_index("channel")
        assert rows.loc["tv", ["cost", "new_users", "gmv"]].tolist() == [31, 0, 0]
        total = {fact.id: fact.value for fact in facts if not fact.dims}
        assert total["cac_paid"] == pytest.approx(93 / 2)
        assert total["roas"] == pytest.approx(124 / 93)
        assert total["roi"] == pytest.approx((124 - 93) / 93)


def test_a_page_is_a_share_of_all_users(tmp_path):
    with reviewed(tmp_path) as review:
        table, facts, basis = details.pages(review)
        shares = {fact.dims["page"]: fact.value for fact in facts}
        assert (table["page"].tolist(), basis) == (["home", "tea", "cart"], None)
        assert shares == {"home": 1, "tea": pytest.approx(2 / 3), "cart": pytest.approx(1 / 3)}


def test_pages_of_the_platform_count_users_once_a_day(tmp_path):
    pages = csv("date,page,views,users,exits", "2026-10-05,home,4,1,1", "2026-10-06,home,6,1,4")
    with reviewed(tmp_path, "2026-10-05..2026-10-06", tables={"events": EVENTS, "pages": pages}) as review:
        _, facts, basis = details.pages(review)
        assert {fact.id: fact.value for fact in facts} == {"page_share": 1, "exit_rate": 0.5}
        assert basis == reasons.USER_DAYS


def test_a_month_that_is_not_over_is_marked(tmp_path):
    with reviewed(tmp_path) as review:
        months = details.monthly_revenue(review)
        assert months["gmv"].tolist() == [30, 124]
        assert months["is_partial"].tolist() == [True, False]  # the first order came in the middle of September
        assert [fact.value for fact in details.monthly_facts(review) if fact.id == "gmv"] == [30, 124]
    with reviewed(tmp_path, until="2026-10-30") as review:
        last = details.monthly_revenue(review).iloc[-1]
        assert (last["gmv"], last["is_partial"]) == (120, True)


def test_weeks_and_months_by_name(tmp_path):
    with reviewed(tmp_path) as review:
        facts = details.weekly_and_monthly(review)
        weeks = {fact.dims["week"]: fact.value for fact in facts if fact.id == "wau"}
        assert weeks == {"2026-W41": 2, "2026-W42": 0, "2026-W43": 0}
        assert [(f.dims["month"], f.value) for f in facts if f.id == "mau"] == [("2026-10", 3)]


@pytest.mark.parametrize(
    ("period", "grain"), [("2026-W41", "day"), ("2026-10", "week"), ("2026-Q3", "month"), ("2026-H1", "month")]
)
def test_long_periods_are_read_in_longer_cohorts(tmp_path, period, grain):
    with reviewed(tmp_path, period) as review:
        assert details.granularity(review) == grain


def test_buyers_of_a_month_who_bought_again(tmp_path):
    """Tom bought in September only, ann in October; November is not over."""
    with reviewed(tmp_path) as review:
        _, facts = details.buyer_triangle(review)
        found = {(f.dims["cohort"], f.dims["offset"]): (f.value, f.status) for f in facts if f.dims["offset"] < 2}
        assert found[("2026-09", 1)] == (0, "ok")
        assert found[("2026-10", 1)] == (None, "unobservable")
