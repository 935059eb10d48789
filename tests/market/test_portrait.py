"""Shares of traits, and nobody in a small group found from new and all active users together."""

from datetime import date

import pandas as pd
import pytest

from toolkit.market import portrait
from toolkit.market.suppression import OTHER
from toolkit.metrics import intervals

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


def table(counts: dict[str, dict[str, int]], **more) -> pd.DataFrame:
    rows = [
        {"population": population, "dimension": "age", "value": value, "users": users} | more
        for population, of in counts.items()
        for value, users in of.items()
    ]
    return pd.DataFrame(rows)


def shown(rows: pd.DataFrame, until=OCTOBER[1]) -> dict[tuple[str, str], tuple[float, int]]:
    found = portrait.shares(rows, until, 5, OCTOBER).get("age", [])
    return {(fact.dims["population"], fact.dims["value"]): (round(fact.value * fact.n), fact.n) for fact in found}


def test_shares_with_wilson_intervals():
    facts = portrait.shares(table({"active": {"young": 60, "old": 40}}), OCTOBER[1], 5, OCTOBER)["age"]
    assert [(fact.value, fact.n) for fact in facts] == [(0.6, 100), (0.4, 100)]
    assert (facts[0].low, facts[0].high) == pytest.approx(intervals.wilson(60, 100))
    assert facts[0].dims == {"population": "active", "dimension": "age", "value": "young"}
    assert (facts[0].start, facts[0].end, facts[0].source) == (*OCTOBER, "portrait")


def test_a_small_group_goes_together_with_the_next():
    assert shown(table({"active": {"a": 60, "b": 9, "c": 2}})) == {
        ("active", "a"): (60, 71),
        ("active", OTHER): (11, 71),
    }


def test_returning_users_are_no_way_to_a_small_group():
    """Of c 18 of 20 are new: the two others would follow. It goes with b, the next smallest."""
    counts = {"active": {"a": 60, "b": 30, "c": 20}, "new": {"a": 20, "b": 10, "c": 18}}
    assert shown(table(counts)) == {
        ("active", "a"): (60, 110),
        ("active", OTHER): (50, 110),
        ("new", "a"): (20, 48),
        ("new", OTHER): (28, 48),
    }


def test_too_few_new_users_leave_all_active_ones():
    counts = {"active": {"a": 60, "b": 40}, "new": {"a": 2, "b": 1}}
    assert {population for population, _ in shown(table(counts))} == {"active"}


def test_the_latest_portrait_that_was_over_counts():
    both = pd.concat(
        [
            table({"active": {"a": 60, "b": 40}}, start="2026-09-01", end="2026-09-30"),
            table({"active": {"a": 10, "b": 90}}, start="2026-10-01", end="2026-10-31"),
        ]
    ).astype({"start": "datetime64[s]", "end": "datetime64[s]"})
    assert shown(both)["active", "a"] == (10, 100)
    assert shown(both, date(2026, 10, 30))["active", "a"] == (60, 100)
    assert shown(both, date(2026, 9, 1)) == {}


def test_nothing_is_known_of_few_people():
    assert shown(table({"active": {"a": 3, "b": 1}})) == {}
    assert shown(table({"active": {"a": 0, "b": 0}})) == {}


def test_the_largest_group_has_a_name():
    facts = portrait.shares(table({"active": {"其他城市": 60, "杭州": 40}}), OCTOBER[1], 5, OCTOBER)["age"]
    assert portrait.top(facts, "active").dims["value"] == "杭州"
    assert portrait.top(facts, "new") is None
