"""Headline numbers of whole and of incomplete periods, worked out by hand."""

from datetime import date

import pytest

from tests.small_review import csv, small_review
from toolkit.metrics import reasons
from toolkit.metrics.measure import months_in

# October: ann is new on the 1st, bob on the 20th, cyd on the 21st; November has one day, without anybody new
EVENTS = csv(
    "user_id,at,event",
    "ann,2026-10-01 09:00:00,open",
    "ann,2026-10-20 09:00:00,open",
    "bob,2026-10-20 23:59:59,open",
    "cyd,2026-10-21 00:00:00,open",
    "ann,2026-10-31 09:00:00,open",
    "bob,2026-11-01 09:00:00,open",
)
ORDERS = csv(
    "order_id,at,amount,user_id",
    "1,2026-10-01 10:00:00,60,ann",
    "2,2026-10-20 10:00:00,40,bob",
    "3,2026-10-21 10:00:00,90,cyd",
    "1,2026-10-31 10:00:00,-15,ann",
)
SPEND = csv("date,channel,cost", *(f"2026-10-{day:02d},ads,{10 if day <= 20 else 100}" for day in range(1, 32)))
ALL = {"events": EVENTS, "orders": ORDERS, "spend": SPEND}


def values(review, *metrics):
    return [review.now[metric].value for metric in metrics]


def test_a_whole_month(tmp_path):
    with small_review(tmp_path, ALL, "2026-10", "2026-11-01", contract={"model": "fixed", "base": 310}) as review:
        assert values(review, "new_users", "active_users", "mau", "gmv", "net_revenue") == [3, 3, 3, 190, 175]
        assert values(review, "arpu") == [pytest.approx(175 / 3)]
        # spend 20 x 10 + 11 x 100 = 1,300; with a fee of 310 for the month 1,610
        assert values(review, "cac", "cac_full") == [pytest.approx(1300 / 3), pytest.approx(1610 / 3)]
        assert {review.now[metric].reason for metric in ("new_users", "gmv", "arpu", "cac", "cac_full")} == {None}


def test_an_incomplete_month_counts_complete_days_only(tmp_path):
    """Until the 20th: the visitor and the order of the 21st, and all later spend, have not happened yet."""
    with small_review(tmp_path, ALL, "2026-10", "2026-10-20", contract={"model": "fixed", "base": 310}) as review:
        assert values(review, "new_users", "active_users", "mau", "gmv", "arpu") == [2, 2, 2, 100, 50]
        # 200 of spend; 20 of 31 days of the fee are 200
        assert values(review, "cac", "cac_full") == [100, pytest.approx(200)]
        for metric in ("new_users", "active_users", "dau_mean", "mau", "stickiness", "gmv", "arpu", "cac", "cac_full"):
            fact = review.now[metric]
            assert (metric, fact.reason, fact.end) == (metric, reasons.PARTIAL, date(2026, 10, 20))


def test_sparse_orders_do_not_complete_a_period_that_is_not_over(tmp_path):
    """An order every other day: the 30th without one would be ordinary, but the 31st has not come."""
    orders = csv("order_id,at,amount", *(f"{d},2026-10-{d:02d} 10:00:00,10" for d in range(1, 30, 2)))
    with small_review(tmp_path, {"orders": orders}, "2026-10", "2026-10-30") as review:
        assert (review.now["gmv"].value, review.now["gmv"].reason) == (150, reasons.PARTIAL)
    with small_review(tmp_path, {"orders": orders}, "2026-10", "2026-10-31") as review:
        assert review.now["gmv"].reason == reasons.PARTIAL  # the 30th may be quiet, not the 31st too
    with small_review(tmp_path, {"orders": orders}, "2026-09-30..2026-10-30", "2026-10-31") as review:
        assert review.now["gmv"].reason is None


def test_cost_and_people_meet_on_the_days_that_both_know(tmp_path):
    """Spend ends on the 20th, people are known to the 31st: 200 for the two new users until then."""
    spend = csv("date,channel,cost", *(f"2026-10-{day:02d},ads,10" for day in range(1, 21)))
    with small_review(tmp_path, ALL | {"spend": spend}, "2026-10", "2026-11-01") as review:
        fact = review.now["cac"]
        assert (fact.value, fact.n, fact.end, fact.reason) == (100, 2, date(2026, 10, 20), reasons.PARTIAL)
        assert review.now["new_users"].value == 3
        assert review.now["ltv_cac"].reason != reasons.PARTIAL or not review.now["ltv_cac"].ok


def test_orders_after_the_last_complete_day_are_none_at_all(tmp_path):
    late = csv("order_id,at,amount,user_id", "1,2026-11-05 10:00:00,60,ann")
    with small_review(tmp_path, {"events": EVENTS, "orders": late}, "2026-10", "2026-11-01") as review:
        assert {review.now[metric].status for metric in ("gmv", "orders", "arpu", "ltv")} == {"unobservable"}


def test_a_month_is_only_that_of_a_period_that_holds_it(tmp_path):
    with small_review(tmp_path, ALL, "2026-W43", "2026-11-01") as review:
        assert review.now["mau"].reason == review.now["stickiness"].reason == reasons.NO_WHOLE_MONTH
        assert (review.now["wau"].value, review.now["wau"].start) == (3, date(2026, 10, 19))
    with small_review(tmp_path, ALL, "2026-10-20..2026-10-22", "2026-11-01") as review:
        assert review.now["wau"].reason == reasons.NO_WHOLE_WEEK


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 10, 1), date(2026, 12, 31), 3),
        (date(2028, 2, 1), date(2028, 2, 29), 1),
        (date(2028, 2, 29), date(2028, 3, 31), 1 + 1 / 29),
        (date(2025, 12, 29), date(2026, 1, 4), 7 / 31),
    ],
)
def test_a_day_is_its_part_of_its_own_month(start, end, months):
    assert months_in(start, end) == pytest.approx(months)
