"""A mobile game's launch: 29,324 events; every count equals plain pandas."""

import pandas as pd
import pytest

from toolkit.metrics import details

PERIOD = "2016-04-27..2016-05-27"


@pytest.fixture(scope="module")
def review(review_of, real):
    return review_of(
        f"""
client: game
name: Game Launch
language: en
data:
  events:
    path: {real}/game_launch_events/gamelaunch.csv.gz
    columns: {{user_id: userid, at: eventDate, event: eventName}}
""",
        PERIOD,
    )


@pytest.fixture(scope="module")
def days(real):
    """One row per user and day, with the user's first day."""
    events = pd.read_csv(real / "game_launch_events" / "gamelaunch.csv.gz", parse_dates=["eventDate"])
    rows = events.rename(columns={"userid": "user", "eventDate": "day"})[["user", "day"]].drop_duplicates()
    return rows.assign(first=rows.groupby("user")["day"].transform("min"))


def share_back(days, n):
    last = days["day"].max()
    old_enough = days[days["first"] + pd.Timedelta(days=n) <= last]
    back = (old_enough["day"] - old_enough["first"]).dt.days == n
    return back.sum(), (old_enough["day"] == old_enough["first"]).sum()


def test_3994_users_are_new(review, days):
    assert review.now["new_users"].value == 3994 == days["user"].nunique()


def test_daily_active_users(review, days):
    facts = {fact.dims["date"]: fact.value for fact in details.dau(review)}
    expected = days.groupby("day")["user"].nunique()
    assert facts == {day.strftime("%Y-%m-%d"): users for day, users in expected.items()}
    assert review.now["dau_mean"].value == pytest.approx(expected.mean())


def test_monthly_and_weekly_active_users(review, days):
    facts = {(f.id, f.dims.get("month") or f.dims.get("week")): f.value for f in details.weekly_and_monthly(review)}
    months = days.groupby(days["day"].dt.strftime("%Y-%m"))["user"].nunique()
    weeks = days.groupby(days["day"].dt.strftime("%G-W%V"))["user"].nunique()
    assert {label: value for (id_, label), value in facts.items() if id_ == "mau"} == months.to_dict()
    for (id_, label), value in facts.items():
        if id_ == "wau":
            assert value == weeks[label]
    assert sum(id_ == "wau" for id_, _ in facts) == 3


@pytest.mark.parametrize("n", [1, 6, 7, 30])
def test_pooled_retention(review, days, n):
    back, base = share_back(days, n)
    fact = review.now[f"d{n}_retention"]
    assert (fact.successes, fact.n) == (back, base)
    assert fact.low < fact.value < fact.high


def test_every_cell_of_the_daily_cohorts(review, days):
    facts = [fact for fact in details.triangle_facts(review, "day") if fact.ok]
    counted = days.groupby(["first", (days["day"] - days["first"]).dt.days]).size()
    last = days["day"].max()
    for fact in facts:
        cohort, offset = pd.Timestamp(fact.dims["cohort"]), fact.dims["offset"]
        assert cohort + pd.Timedelta(days=offset) <= last
        assert (fact.successes, fact.n) == (counted.get((cohort, offset), 0), counted[cohort, 0])
    observable = sum(
        day + pd.Timedelta(days=n) <= last for day in days["first"].unique() for n in (0, 1, 2, 3, 4, 5, 6, 7, 14, 30)
    )
    assert len(facts) == observable


def test_cohort_sizes_add_up_to_all_new_users(review):
    bases = [fact.n for fact in details.triangle_facts(review, "day") if fact.dims["offset"] == 0]
    assert sum(bases) == review.now["new_users"].value
