"""The platform's aggregates alone: what they state, what they cannot tell, what they are too young for."""

from datetime import date, timedelta

import pytest

from tests.small_review import csv, small_review
from toolkit.metrics import reasons

HEAD = "grain,start,users,new_users,sessions,share_users"
UNTIL = "2026-11-08"


def october(users=10, new=2, without=()):
    days = [date(2026, 10, 1) + timedelta(days=i) for i in range(31)]
    return [f"day,{day},{users},{new},20,1" for day in days if day.day not in without]


def facts(tmp_path, rows, period="2026-10", until=UNTIL, **tables):
    with small_review(tmp_path, {"visits": csv(HEAD, *rows)} | tables, period, until) as review:
        return review.now, review.before, review.year_ago


def test_days_and_the_month_of_its_own(tmp_path):
    now, _, _ = facts(tmp_path, [*october(), "month,2026-10-01,124,62,620,15"])
    assert [now[metric].value for metric in ("new_users", "mau", "active_users", "dau_mean")] == [62, 124, 124, 10]
    assert now["stickiness"].value == pytest.approx(10 / 124)
    assert (now["share_rate"].value, now["share_rate"].n) == (pytest.approx(15 / 124), 124)
    assert now["sessions_per_user"].value == 5
    assert now["retained_users"].reason == reasons.NOT_COVERED


def test_days_alone_count_users_once_a_day_and_never_a_month(tmp_path):
    now, _, _ = facts(tmp_path, october())
    assert now["mau"].reason == now["active_users"].reason == reasons.NEEDS_EVENTS
    assert (now["share_rate"].value, now["share_rate"].n) == (0.1, 310)
    assert now["share_rate"].reason == now["sessions_per_user"].reason == reasons.USER_DAYS


def test_months_alone_are_reported_and_compared(tmp_path):
    rows = [f"month,2026-{m:02d}-01,{100 + m},{m},300,10" for m in (8, 9, 10)] + ["month,2025-10-01,50,5,100,5"]
    now, before, year_ago = facts(tmp_path, rows)
    assert [f["mau"].value for f in (now, before, year_ago)] == [110, 109, 50]
    assert [f["new_users"].value for f in (now, before, year_ago)] == [10, 9, 5]
    assert now["dau_mean"].reason == reasons.NO_DAYS
    assert now["new_user_growth_rate"].value == pytest.approx(1 / 9)


def test_a_month_of_its_own_fills_in_for_days_of_long_ago(tmp_path):
    now, _, year_ago = facts(tmp_path, [*october(), "month,2026-10-01,124,62,,", "month,2025-10-01,90,31,,"])
    assert (now["mau"].value, year_ago["mau"].value, year_ago["new_users"].value) == (124, 90, 31)
    assert year_ago["mau"].reason is None


def test_a_month_that_is_not_over_is_not_believed(tmp_path):
    now, _, _ = facts(tmp_path, [*october(), "month,2026-10-01,124,62,620,15"], until="2026-10-20")
    assert now["mau"].reason == reasons.NEEDS_EVENTS
    assert (now["new_users"].value, now["new_users"].reason) == (40, reasons.PARTIAL)
    assert now["share_rate"].reason == reasons.PARTIAL


def test_a_day_of_zero_among_busy_ones_is_missing_and_left_out_of_the_mean(tmp_path):
    rows = [row.replace("day,2026-10-15,20,2,", "day,2026-10-15,0,0,") for row in october(users=20)]
    now, _, _ = facts(tmp_path, rows)
    assert (now["dau_mean"].value, now["dau_mean"].n) == (20, 30)
    assert (now["new_users"].value, now["new_users"].reason, now["new_users"].gaps) == (60, reasons.GAPS, 1)


def test_one_basis_is_not_compared_with_another(tmp_path):
    september = [f"day,2026-09-{day:02d},10,2,20,1" for day in range(1, 31)]
    now, before, _ = facts(tmp_path, [*september, *october(), "month,2026-10-01,124,62,620,15"])
    assert now["share_rate"].n == 124
    assert before["share_rate"].reason == before["sessions_per_user"].reason == reasons.OTHER_BASIS


RETENTION = csv(
    "grain,start,kind,offset,users",
    *(f"day,2026-10-{d:02d},new,{k},{u}" for d in range(1, 21) for k, u in ((0, 10), (1, 4 if d < 20 else 0))),
    "month,2026-09-01,new,0,100",
    "month,2026-09-01,new,1,30",
    "month,2026-10-01,new,0,80",
    "month,2026-10-01,new,1,0",
    *(f"month,2026-{m:02d}-01,active,{k},{u}" for m in (8, 9) for k, u in ((0, 200), (1, 50 * (m - 7)))),
)


def test_retention_alone_trusts_no_zero_beyond_its_last_cohort(tmp_path):
    """The export ends with the cohort of 20 October; zeros for the 21st and for November were sent ahead of time."""
    with small_review(tmp_path, {"retention": RETENTION}, "2026-10", "2026-12-15") as review:
        fact = review.now["d1_retention"]
        assert (fact.value, fact.n) == (0.4, 190)
        assert review.now["month_retention"].value is None
        before = review.before["month_retention"]
        assert (before.value, before.n, before.end) == (0.3, 100, date(2026, 9, 30))


def test_the_platforms_churn_is_compared_with_the_churn_before(tmp_path):
    """Of 200 active in September 100 stayed; of 200 active in August 50 did."""
    rows = [f"month,2026-{m:02d}-01,200,20,," for m in (7, 8, 9, 10)]
    now, before, _ = facts(tmp_path, rows, retention=RETENTION)
    assert (now["churn_rate"].value, before["churn_rate"].value) == (0.5, 0.75)
