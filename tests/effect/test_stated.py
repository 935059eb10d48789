from datetime import date

import pytest

from toolkit.effect import stated
from toolkit.effect.stated import check, fee_by_month, fee_of
from toolkit.metrics import reasons
from toolkit.metrics.fact import Scope
from toolkit.params.case_study import CaseStudy, Claim, FeePart

SCOPE = Scope(date(2026, 10, 1), date(2026, 10, 31))


def claim(text, metric="gmv", **more):
    return Claim.model_validate({"text": text, "metric": metric} | {key: str(value) for key, value in more.items()})


def test_five_fold_is_not_plus_500_per_cent():
    """50,000 to 300,000: six times, +500 %."""
    found = check(claim("five-fold sales", before=50_000, after=300_000))
    assert (found.stated, found.unit, found.actual, found.holds) == (5, "times", 6, False)
    assert found.growth == 5


def test_grown_by_five_times_is_plus_500_per_cent():
    found = check(claim("销售额增长5倍", before=50_000, after=300_000))
    assert (found.stated, found.actual, found.holds) == (5, 5, True)


def test_plus_300_per_cent_to_50_000_means_12_500_before():
    found = check(claim("+300 % users", "users", after=50_000))
    assert (found.holds, found.reason, found.implied_before) == (None, stated.NOT_GIVEN, 12_500)
    assert check(claim("+300 % users", "users", before=12_500, after=50_000)).holds is True
    assert check(claim("+300 % users", "users", before=10_000, after=50_000)).actual == 4


def test_per_cent_of_a_rate_may_be_points():
    """From 20 % to 28 %: +8 points, +40 per cent; which of them is meant is not said."""
    found = check(claim("retention +40 %", "retention", before=0.2, after=0.28))
    assert (found.unit, found.holds, found.reason) == (None, None, stated.UNCLEAR)
    assert found.growth == pytest.approx(0.4)
    assert check(claim("retention +40 %", "retention", before=0.2, after=0.28, unit="percent")).holds is True
    assert check(claim("retention +40 %", "retention", before=0.2, after=0.28, unit="points")).holds is False
    assert check(claim("+8 pp retention", "retention", before=0.2, after=0.28)).holds is True


@pytest.mark.parametrize(
    ("text", "after", "implied"),
    [("5 times", 300_000, 60_000), ("+5 pp", 0.25, 0.2), ("−100 %", 5, None), ("+25 %", 100, 80)],
)
def test_what_a_claim_needs_before(text, after, implied):
    assert check(claim(text, "users", after=after)).implied_before == (implied and pytest.approx(implied))


@pytest.mark.parametrize(
    ("after", "holds"), [(104, False), (104.74, False), (104.8, True), (105.2, True), (105.3, False)]
)
def test_people_round(after, holds):
    """+5 % holds from +4.75 % to +5.25 %."""
    assert check(claim("+5 %", before=100, after=after)).holds is holds


def test_growth_from_nothing_has_no_rate():
    found = check(claim("+300 %", before=0, after=50))
    assert (found.holds, found.reason, found.growth) == (None, reasons.ZERO_BASE, None)


def test_the_clients_own_figures_stand_in_for_values_that_are_not_given():
    assert check(claim("+20 % orders", "orders"), measured=(100.0, 120.0)).holds is True
    assert check(claim("+20 % orders", "orders", before=100, after=150), measured=(100.0, 120.0)).holds is False
    assert check(claim("+20 % orders", "orders")).reason == stated.NOT_GIVEN


def test_a_number_of_its_own_goes_before_the_text():
    found = check(claim("Users soared", "users", stated=3.0, before=100, after=400))
    assert (found.unit, found.holds) == ("percent", True)


def test_facts_say_stated_computed_and_whether_it_holds():
    facts = {fact.id: fact for fact in check(claim("five-fold", before=1, after=6), 2).facts(SCOPE)}
    assert {id_: (fact.value, fact.unit) for id_, fact in facts.items()} == {
        "claim_stated": (5, "ratio"),
        "claim_actual": (6, "ratio"),
        "claim_holds": (0, "count"),
    }
    assert all(fact.dims == {"claim": 2} for fact in facts.values())
    unclear = check(claim("+40 %", "retention", before=0.2, after=0.28)).facts(SCOPE)
    assert [fact.status for fact in unclear] == ["ok", "unobservable", "unobservable"]


def part(amount, months=None):
    return FeePart.model_validate({"name": "a", "amount": str(amount)} | ({"months": str(months)} if months else {}))


PARTS = (part(30_000), part(50_000), part(80_000, 2))


def test_the_parts_of_a_fee_add_up_month_by_month():
    """80,000 a month, and 80,000 of redesign spread over the first two: 120,000, then 80,000."""
    runs = fee_by_month(PARTS)
    assert [(run.first, run.last, run.amount) for run in runs] == [(1, 2, 120_000), (3, None, 80_000)]
    assert [(run.first, run.last, run.amount) for run in fee_by_month([part(5)])] == [(1, None, 5)]


@pytest.mark.parametrize(("months", "fee"), [(0.5, 60_000), (1, 120_000), (2, 240_000), (12, 1_040_000)])
def test_what_was_paid_is_the_sum_of_the_months(months, fee):
    """Twelve months: 12 x 80,000 and 80,000 once."""
    assert fee_of(CaseStudy(fee_parts=PARTS), months) == pytest.approx(fee)


def test_without_parts_the_stated_fee_counts():
    assert fee_of(CaseStudy(fee="50000"), 1.5) == 75_000
    assert fee_of(CaseStudy(), 1) is None
