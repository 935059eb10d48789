"""A pilot: how long, and against which line of the client's own targets."""

from datetime import date

import pytest

from tests.small_offers import SOUND, small_offers
from tests.small_review import csv
from toolkit.metrics.fact import Scope
from toolkit.params.models import Target
from toolkit.quote.pilot import MOST_MEASURES, Measure, months

DAYS = [f"2026-10-{day:02}" for day in range(1, 32)]
ORDERS = csv("order_id,at,amount", *(f"{i},{day} 12:00,100" for i, day in enumerate(DAYS)))


def measure(value, **lines):
    scope = Scope(date(2026, 10, 1), date(2026, 10, 31))
    return Measure("d1_retention", scope.amount("d1_retention", value), Target(**lines), False).line


def test_the_line_to_reach_is_the_next_one():
    lines = {"normal": "0.25", "good": "0.30", "exceeded": "0.35"}
    assert measure(0.2, **lines) == ("normal", 0.25)
    assert measure(0.25, **lines) == ("good", 0.30)  # a value on a line has reached it
    assert measure(0.4, **lines) == ("exceeded", 0.35)
    assert measure(12, better="lower", normal="10", good="8") == ("normal", 10)
    assert measure(10, better="lower", normal="10", good="8") == ("good", 8)


@pytest.mark.parametrize(("term", "length"), [(None, 2), (1, 1), (3, 1), (4, 2), (12, 2), (13, 3), (60, 3)])
def test_it_takes_one_to_three_months(term, length):
    assert months(term) == length


def test_what_the_offer_promises_comes_first_then_what_is_known(tmp_path):
    targets = {"gmv": {"normal": "5000"}, "new_users": {"normal": "10"}}
    with small_offers(tmp_path, {"a": SOUND}, {"orders": ORDERS}, targets=targets) as study:
        (plan,) = study.pilots
        assert [each.metric for each in plan.measures] == ["d1_retention", "gmv", "new_users"]
        assert [each.is_promised for each in plan.measures] == [True, False, False]
        assert plan.measures[1].today.value == 3100
        assert plan.measures[0].line is None and plan.months == 2


def test_it_measures_few_things(tmp_path):
    names = ("gmv", "orders", "aov", "new_users", "dau_mean", "cac", "d7_retention")
    with small_offers(tmp_path, {"a": {}}, targets={name: {"normal": "1"} for name in names}) as study:
        assert study.pilots == []
    with small_offers(tmp_path, {"a": SOUND}, targets={name: {"normal": "1"} for name in names}) as study:
        assert len(study.pilots[0].measures) == MOST_MEASURES
