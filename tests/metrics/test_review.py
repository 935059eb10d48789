"""A review of three periods at once: what is compared, judged and promised."""

from datetime import date

import pytest

from tests.small_review import csv, small_review
from toolkit.metrics import reasons
from toolkit.metrics.fact import Scope
from toolkit.metrics.review import comparable, remembered

EVENTS = csv(
    "user_id,at,event",
    "older,2025-09-30 09:00:00,open",
    "old,2025-10-05 09:00:00,open",
    *(f"u{number},2026-{month:02d}-05 09:00:00,open" for month in (7, 8, 9, 10) for number in range(10 * month)),
    "u1,2026-11-08 09:00:00,open",
)
ORDERS = csv(
    "order_id,at,amount,user_id",
    "0,2025-09-30 09:00:00,1,old",
    *(f"s{day},2026-09-{day:02d} 09:00:00,10,u1" for day in range(1, 31)),
    *(f"o{day},2026-10-{day:02d} 09:00:00,15,u2" for day in range(1, 32)),
    "n,2026-11-08 09:00:00,1,u1",
)
ALL = {"events": EVENTS, "orders": ORDERS}
TARGETS = {
    "gmv": {"normal": 400, "good": 465, "exceeded": 600},
    "stickiness": {"normal": 0.1, "good": 0.5, "exceeded": 1.0},
    "arpu": {"normal": 1, "good": 2, "exceeded": 3},
}


def test_three_periods(tmp_path):
    # 90 users in September, 100 in October, 10 of them new; one a year ago
    with small_review(tmp_path, ALL, "2026-10", "2026-11-08") as review:
        assert [side["mau"].value for side in (review.now, review.before, review.year_ago)] == [100, 90, 1]
        assert (review.now["new_users"].value, review.before["new_users"].value) == (10, 10)
        assert review.now["new_user_growth_rate"].value == 0
        kept, back, lost = (review.now[f"{word}_users"].value for word in ("retained", "resurrected", "churned"))
        assert (kept, back, lost) == (90, 0, 0)
        assert review.history("gmv")[-2:] == [300, 465]
        assert review.now["gmv"].dims == {}


def test_an_incomplete_period_is_neither_compared_nor_judged(tmp_path):
    with small_review(tmp_path, ALL, "2026-10", "2026-10-20", targets=TARGETS, forecast={"gmv": 100}) as review:
        assert review.now["gmv"].value == 300
        assert {fact.status for pair in review.judged.values() for fact in pair} == {"unobservable"}
        assert review.forecasts[0].status == "unobservable"
        assert review.now["new_user_growth_rate"].status == "unobservable"
        assert {review.now[m].reason for m in ("churn_rate", "retained_users")} == {reasons.NOT_COVERED}
        assert review.history("gmv")[-1] is None
    with small_review(tmp_path, ALL, "2026-11", "2026-10-20") as review:
        assert review.before["gmv"].reason == reasons.NOT_COVERED


def test_a_value_on_a_line_has_reached_it(tmp_path):
    with small_review(tmp_path, ALL, "2026-10", "2026-11-08", targets=TARGETS) as review:
        line, share = review.judged["gmv"]
        assert (line.value, line.dims, share.value) == ("good", {"metric": "gmv"}, pytest.approx(465 / 400))
        assert review.judged["arpu"][0].value == "exceeded"


@pytest.mark.parametrize("period", ["2026-W42", "2026-Q3"])
def test_lines_of_a_month_do_not_judge_another_period(tmp_path, period):
    """Money, and what a person brings while being watched, is less in a week and more in a quarter."""
    with small_review(tmp_path, ALL, period, "2026-11-08", targets=TARGETS, forecast={"gmv": 100}) as review:
        assert {review.judged[metric][0].reason for metric in ("gmv", "arpu")} == {reasons.OTHER_CADENCE}
        assert review.forecasts[0].reason == reasons.OTHER_CADENCE


def test_the_forecast_shrinks_with_the_traffic_that_was_promised(tmp_path):
    # 10 of 20 promised new users came: of 1,000 agreed 500 are asked for
    forecast = {"gmv": 1000, "promised": {"new_users": 20}}
    with small_review(tmp_path, ALL, "2026-10", "2026-11-08", forecast=forecast) as review:
        assert review.forecasts[0].value == pytest.approx(465 / 500)


OCT = Scope(date(2026, 10, 1), date(2026, 10, 31))
SEP = Scope(date(2026, 9, 1), date(2026, 9, 30))


def test_only_like_is_compared_with_like():
    now = OCT.rate("share_rate", 1, 10)
    assert comparable(SEP.rate("share_rate", 1, 10), now).ok
    assert comparable(OCT.rate("share_rate", 1, 10), now).reason == reasons.SAME_SPAN
    daily = SEP.rate("share_rate", 1, 10, reason=reasons.USER_DAYS)
    assert comparable(daily, now).reason == reasons.OTHER_BASIS
    part = Scope(SEP.start, SEP.end, remark=reasons.PARTIAL).rate("share_rate", 1, 10)
    assert comparable(part, now).reason == reasons.NOT_COVERED
    for found in (comparable(daily, now), comparable(part, now)):
        assert (found.value, found.n, found.low, found.high) == (None, None, None, None)


def test_a_detail_is_computed_once(tmp_path):
    calls = []

    @remembered
    def detail(review, word):
        calls.append(word)
        return word

    with small_review(tmp_path, {}, "2026-10", "2026-11-08") as review:
        assert [detail(review, "a"), detail(review, "a"), detail(review, "b")] == ["a", "a", "b"]
    assert calls == ["a", "b"]


def test_the_value_of_a_new_user_is_watched_for_the_whole_horizon(tmp_path):
    """New from 1 September to 1 October: ann buys for 7 on her 30th day after, bob for 9 on his 31st."""
    events = csv(
        "user_id,at,event",
        "zed,2026-08-01 09:00:00,open",
        "ann,2026-09-02 09:00:00,open",
        "bob,2026-09-03 09:00:00,open",
        "zed,2026-11-08 09:00:00,open",
    )
    orders = csv(
        "order_id,at,amount,user_id",
        *(f"z{day},2026-09-{day:02d} 08:00:00,1,zed" for day in range(1, 31)),
        "a,2026-10-02 09:00:00,7,ann",
        "b,2026-10-04 09:00:00,9,bob",
        *(f"y{day},2026-10-{day:02d} 08:00:00,1,zed" for day in range(1, 32)),
    )
    with small_review(tmp_path, {"events": events, "orders": orders}, "2026-10", "2026-11-08") as review:
        fact = review.now["ltv"]
    assert (fact.value, fact.n, fact.start, fact.end) == (3.5, 2, date(2026, 9, 1), date(2026, 10, 1))


def test_weeks_over_the_turn_of_a_year(tmp_path):
    """Week 1 of 2026 is 29 December to 4 January, week 1 of 2025 began 52 weeks before."""
    events = csv(
        "user_id,at,event",
        "a,2024-12-16 09:00:00,open",
        "a,2024-12-30 00:00:00,open",
        "b,2025-12-28 23:59:59,open",
        "c,2025-12-29 00:00:00,open",
        "d,2026-01-04 23:59:59,open",
        "e,2026-01-05 00:00:00,open",
    )
    with small_review(tmp_path, {"events": events}, "2026-W01", "2026-01-05") as review:
        assert [side["active_users"].value for side in (review.now, review.before, review.year_ago)] == [2, 1, 1]
        assert review.year_ago["wau"].start == date(2024, 12, 30)
