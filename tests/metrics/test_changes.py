"""What is called clear: more than the noise, per day as well, and not by looking at many things."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small_review import csv, small_review
from toolkit.metrics import changes, reasons
from toolkit.metrics.changes import Change, change
from toolkit.metrics.fact import Fact, Scope

OCT = Scope(date(2026, 10, 1), date(2026, 10, 31), source="events")
SEP = Scope(date(2026, 9, 1), date(2026, 9, 30), source="events")
JAN = Scope(date(2026, 1, 1), date(2026, 1, 31), source="orders")
FEB = Scope(date(2026, 2, 1), date(2026, 2, 28), source="orders")


def test_a_rate_moves_when_the_interval_of_the_difference_leaves_out_zero():
    far = change(OCT.rate("d1_retention", 400, 1000), SEP.rate("d1_retention", 300, 1000))
    near = change(OCT.rate("d1_retention", 310, 1000), SEP.rate("d1_retention", 300, 1000))
    assert (far.is_clear, far.is_better, near.is_clear) == (True, True, False)
    assert 0 < far.low < 0.1 < far.high


def test_a_count_moves_when_it_leaves_the_poisson_noise():
    # 1.96 x sqrt(100 + 130) = 29.7 against 30 more, of which 3.3 come from the longer month
    assert not change(OCT.amount("orders", 130), SEP.amount("orders", 100)).is_clear
    assert change(OCT.amount("orders", 150), SEP.amount("orders", 100)).is_clear


def test_a_longer_month_is_no_growth():
    """The same 100 orders of 100 a day: 28 days in February, 31 in January."""
    assert not change(FEB.amount("orders", 28_000), JAN.amount("orders", 31_000)).is_clear
    assert not change(FEB.amount("gmv", 2_800_000, noise=10), JAN.amount("gmv", 3_100_000, noise=10)).is_clear
    assert change(FEB.amount("orders", 24_000), JAN.amount("orders", 31_000)).is_clear


def test_days_without_data_are_no_fall():
    whole = JAN.amount("new_users", 31_000)
    assert not change(Fact("new_users", 25_000, "users", JAN.start, JAN.end, gaps=6), whole).is_clear
    assert change(Fact("new_users", 20_000, "users", JAN.start, JAN.end, gaps=6), whole).is_clear


def test_a_sum_of_a_few_orders_is_noise():
    # three orders of 100, then four: standard errors 173 and 200
    few = change(OCT.amount("gmv", 400, noise=200.0), SEP.amount("gmv", 300, noise=173.2))
    many = change(OCT.amount("gmv", 40_000, noise=2_000.0), SEP.amount("gmv", 30_000, noise=1_732.0))
    assert (few.is_clear, many.is_clear) == (False, True)


def test_a_sum_moves_from_five_per_cent_on():
    assert not change(OCT.amount("cac", 10.4, n=10**6), SEP.amount("cac", 10, n=10**6)).is_clear
    assert change(OCT.amount("cac", 10.6, n=10**6), SEP.amount("cac", 10, n=10**6)).is_clear


def test_the_cost_of_a_few_new_users_is_noise():
    # 20 of 400 spent, then 30: a cost per user of 20 and 13 from counts that vary by a fifth
    assert not change(OCT.amount("cac", 400 / 30, n=30), SEP.amount("cac", 20, n=20)).is_clear


def test_a_mean_of_a_few_is_never_clear():
    few = change(OCT.amount("csat", 5, n=3, low=5, high=5), SEP.amount("csat", 4, n=3, low=4, high=4))
    assert not few.is_clear
    assert not change(OCT.amount("csat", 5, n=1), SEP.amount("csat", 1, n=1)).is_clear


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (OCT.amount("gmv", 5), None),
        (OCT.amount("gmv", 5), SEP.unobservable("gmv", reasons.NOT_COVERED)),
        (OCT.unobservable("gmv", reasons.NOT_COVERED), SEP.amount("gmv", 5)),
        (Scope(OCT.start, OCT.end, remark=reasons.PARTIAL).amount("gmv", 5), SEP.amount("gmv", 5)),
        (OCT.amount("net_active_growth", -5), SEP.amount("net_active_growth", 5)),
    ],
)
def test_what_cannot_be_compared_is_not(now, before):
    assert change(now, before) is None


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 500), st.integers(1, 500))
def test_any_two_rates_can_be_compared(a, more, b, other):
    move = change(OCT.rate("share_rate", a, a + more), SEP.rate("share_rate", b, b + other))
    assert move.is_clear == (not move.low <= 0 <= move.high)
    assert -1 <= move.low <= move.high <= 1


def moves(*errors):
    fact = OCT.amount("orders", 1)
    return [Change(f"m{i}", fact, fact, True, errors=e) for i, e in enumerate(errors)]


def test_the_one_of_twenty_that_moves_by_chance_is_not_listed():
    """Chance of 2 standard errors 0.046: more than 0.05 / 20. One of 3.5 has 0.0005 and stays."""
    kept = changes._beyond_chance(moves(2.0, *[0.5] * 19))
    assert kept == []
    assert [item.errors for item in changes._beyond_chance(moves(3.5, *[0.5] * 19))] == [3.5]
    assert len(changes._beyond_chance(moves(2.0))) == 1


def visitors(back):
    """31 days of 40 new users; of those of day d, back(d) return the next day."""
    rows = []
    for number in range(31):
        day = date(2026, 10, 1) + timedelta(days=number)
        users = [f"d{number}u{i}" for i in range(40)]
        rows += [f"{user},{day} 10:00:00,open" for user in users]
        rows += [f"{user},{day + timedelta(days=1)} 10:00:00,open" for user in users[: back(number)]]
    return {"events": csv("user_id,at,event", *rows)}


def test_the_lowest_of_many_days_is_no_finding(tmp_path):
    """One day of 31 with 5 instead of 12 returns: clear if it were the only one looked at, not among so many."""
    with small_review(tmp_path, visitors(lambda d: 5 if d == 9 else 12), "2026-10-01..2026-10-14", "2026-11-05") as r:
        assert changes.odd_cohorts(r) == []
    with small_review(tmp_path, visitors(lambda d: 0 if d == 9 else 12), "2026-10-01..2026-10-14", "2026-11-05") as r:
        (odd,) = changes.odd_cohorts(r)
        assert (odd.start, odd.share, odd.rest, odd.n) == (date(2026, 10, 10), 0, pytest.approx(12 / 40), 40)


def test_the_days_of_a_campaign_are_against_all_others(tmp_path):
    campaign = [{"id": "gift", "name": {"en": "Gift"}, "start": date(2026, 10, 1), "end": date(2026, 10, 7)}]
    log = visitors(lambda d: 6 if d < 7 else 12)
    with small_review(tmp_path, log, "2026-10", "2026-11-05", campaigns=campaign) as review:
        (odd,) = changes.odd_cohorts(review)
    assert (odd.campaign.id, odd.n, odd.share, odd.rest) == ("gift", 280, pytest.approx(0.15), pytest.approx(0.30))
