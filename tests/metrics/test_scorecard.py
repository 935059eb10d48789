import math
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.metrics import reasons, scorecard
from toolkit.metrics.fact import Scope
from toolkit.metrics.scorecard import Lines

OCT = Scope(date(2026, 10, 1), date(2026, 10, 31), source="events")
HIGHER = Lines("higher", normal=0.25, good=0.35, exceeded=0.45)
LOWER = Lines("lower", normal=30, good=20, exceeded=15)


@pytest.mark.parametrize(
    ("value", "line"),
    [(0.2499, "fail"), (0.25, "normal"), (0.3499, "normal"), (0.35, "good"), (0.45, "exceeded"), (0.9, "exceeded")],
)
def test_a_value_on_a_line_has_reached_it(value, line):
    assert HIGHER.reached(value) == line


@pytest.mark.parametrize(
    ("value", "line"), [(30.01, "fail"), (30, "normal"), (20, "good"), (15, "exceeded"), (1, "exceeded")]
)
def test_lower_is_better(value, line):
    assert LOWER.reached(value) == line


@pytest.mark.parametrize("cents", [[8990, 10010, 5005], [2486149, 4395462, 7707410, 8834853, 2726998]])
def test_money_on_a_line_has_reached_it_whatever_its_binary_digits(cents):
    """Twentieths of round sums, and sums of cents, in binary miss what they are in decimals."""
    line = float(Decimal(sum(cents)) / 100)
    assert Lines("higher", line).reached(math.fsum(cent / 100 for cent in cents)) == "normal"
    shares = [gmv // 20 / 100 / (gmv / 100) for gmv in range(2_000, 40_000, 20)]
    assert max(shares) > 0.05
    assert {Lines("lower", 0.05).reached(share) for share in shares} == {"normal"}
    assert Lines("lower", 0.05).reached(5_000_000.01 / 100_000_000) == "fail"


def test_four_fifths_pass_whatever_their_binary_digits():
    four_fifths = [Fraction(str(math.fsum([0.1] * n))) / Fraction(n, 8) for n in range(1, 60)]
    assert all(scorecard.passes(OCT.amount("forecast_attainment", float(share))) for share in four_fifths)
    assert not scorecard.passes(OCT.amount("forecast_attainment", 0.7999999))
    assert not scorecard.passes(OCT.unobservable("forecast_attainment", reasons.ZERO_BASE))


def test_attainment_turns_round_where_lower_is_better():
    assert HIGHER.attainment(0.20) == pytest.approx(0.8)
    assert LOWER.attainment(40) == pytest.approx(0.75)
    assert LOWER.attainment(0) is None


def test_a_judgement_speaks_of_its_metric():
    line, share = scorecard.judge(OCT.rate("d1_retention", 30, 100), HIGHER, OCT)
    assert (line.value, dict(line.dims), share.value) == ("normal", {"metric": "d1_retention"}, pytest.approx(1.2))


def test_what_is_unknown_is_not_judged():
    for fact in scorecard.judge(OCT.unobservable("d1_retention", reasons.TOO_YOUNG), HIGHER, OCT):
        assert (fact.value, fact.reason) == (None, reasons.TOO_YOUNG)
    part = Scope(OCT.start, OCT.end, remark=reasons.PARTIAL).amount("cac", 20)
    assert {fact.status for fact in scorecard.judge(part, LOWER, OCT)} == {"unobservable"}


def promised(delivered, promise=5_000):
    return [(OCT.amount("new_users", delivered), promise)]


@pytest.mark.parametrize(
    ("delivered", "gmv", "share"),
    [
        (5_000, 240_000, 0.80),  # exactly on the line
        (5_000, 239_999, 0.7999967),
        (3_000, 144_000, 0.80),  # 60 % of the traffic came: 180,000 is the forecast
        (3_000, 143_000, 0.7944444),
        (9_000, 240_000, 0.80),  # more traffic than promised never raises the forecast
    ],
)
def test_forecast_is_scaled_by_the_traffic_that_came(delivered, gmv, share):
    fact = scorecard.forecast_attainment(OCT.amount("gmv", gmv), 300_000, promised(delivered), OCT)
    assert fact.value == pytest.approx(share)
    assert (fact.value >= scorecard.PASS_SHARE) == (share >= 0.8)


def test_the_scarcest_promise_scales_and_none_leaves_the_forecast():
    promises = [*promised(3_000), (OCT.amount("active_users", 500), 1_000)]
    assert scorecard.forecast_attainment(OCT.amount("gmv", 150), 300, promises, OCT).value == 1
    assert scorecard.forecast_attainment(OCT.amount("gmv", 150), 300, [], OCT).value == 0.5


def test_nothing_delivered_leaves_no_forecast_to_meet():
    assert scorecard.forecast_attainment(OCT.amount("gmv", 150), 300, promised(0), OCT).reason == reasons.ZERO_BASE


def test_unknown_traffic_leaves_the_forecast_unjudged():
    promises = [(OCT.no_data("new_users", reasons.NO_TABLE["activity"]), 5_000)]
    assert scorecard.forecast_attainment(OCT.amount("gmv", 150), 300, promises, OCT).status == "no_data"


@given(st.floats(0.01, 0.99), st.floats(0, 1))
def test_a_better_value_never_reaches_a_worse_line(value, more):
    order = ("fail", "normal", "good", "exceeded")
    assert order.index(HIGHER.reached(value + more)) >= order.index(HIGHER.reached(value))
