from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.metrics import growth, reasons
from toolkit.metrics.fact import Scope

JUNE = Scope(date(2026, 6, 1), date(2026, 6, 30), source="events")


def users(count):
    return JUNE.amount("new_users", count)


def test_growth_from_500_to_600_is_a_fifth():
    fact = growth.new_user_growth_rate(users(600), users(500), JUNE)
    assert fact.value == pytest.approx(0.20)
    assert fact.n == 500


def test_growth_from_nothing_is_unobservable():
    fact = growth.new_user_growth_rate(users(600), users(0), JUNE)
    assert (fact.value, fact.status, fact.reason) == (None, "unobservable", reasons.ZERO_BASE)


def test_growth_against_an_unknown_period_says_so():
    before = JUNE.unobservable("new_users", reasons.NOT_COVERED)
    assert growth.new_user_growth_rate(users(600), before, JUNE).reason == reasons.NOT_COVERED
    nothing = JUNE.no_data("new_users", reasons.NO_TABLE["activity"])
    assert growth.new_user_growth_rate(nothing, users(500), JUNE).status == "no_data"


def test_a_part_of_a_period_is_not_compared():
    part = Scope(JUNE.start, JUNE.end, remark=reasons.PARTIAL).amount("new_users", 600)
    assert growth.new_user_growth_rate(part, users(500), JUNE).status == "unobservable"


@given(*[st.integers(0, 10_000)] * 4)
def test_accounting_reconciles_with_the_active_users(new, retained, resurrected, churned):
    counts = {
        "new": new,
        "retained": retained,
        "resurrected": resurrected,
        "churned": churned,
        "before": retained + churned,
        "now": new + retained + resurrected,
    }
    facts = {fact.id: fact for fact in growth.accounting(counts, JUNE)}
    assert facts["net_active_growth"].value == counts["now"] - counts["before"]
    if counts["before"]:
        assert facts["churn_rate"].value == pytest.approx(churned / counts["before"])
    else:
        assert facts["churn_rate"].status == "unobservable"
