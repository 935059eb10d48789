from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.quote import fees
from toolkit.quote.fees import EARLIER, Results, Terms, Tier, cents, fee

D = Decimal
FIVE = (Tier(D(0), D("0.05")),)


def amounts(terms: Terms, results: Results) -> list[tuple[str, str, D]]:
    return [(line.kind, line.of, line.amount) for line in fee(terms, results).lines]


def test_a_fixed_fee_is_its_base():
    assert amounts(Terms(base=D(20_000)), Results(commission_base=D(99_999))) == [("base", "", D("20000.00"))]


def test_commission_on_a_base_and_on_refunds_of_earlier_months():
    """5 % of 112,174.54 is 5,608.727; of 111,742.54 it is 5,587.127: the refund of 432.00 costs 21.60."""
    found = amounts(Terms(commission=FIVE), Results(commission_base=D("112174.54"), earlier_refunds=D(432)))
    assert found == [("commission", "", D("5608.73")), ("commission", EARLIER, D("-21.60"))]


def test_tiers_pay_each_part_at_its_own_rate():
    """100,000 at 5 % and 20,000 at 8 % are 5,000 + 1,600; a refund of 30,000 takes 1,600 + 10,000 x 5 % = 2,100."""
    tiers = (*FIVE, Tier(D(100_000), D("0.08")))
    found = amounts(Terms(commission=tiers), Results(commission_base=D(120_000), earlier_refunds=D(30_000)))
    assert found == [("commission", "", D(6600)), ("commission", EARLIER, D(-2100))]
    assert fees.commission(tiers, D(100_000)) == 5000


def test_more_given_back_than_sold_returns_commission():
    assert fee(Terms(commission=FIVE), Results(commission_base=D(-200))).total == D(-10)
    assert fees.commission((), D(-200)) == 0


@pytest.mark.parametrize(
    ("sales", "lines", "total"),
    [
        (200_000, ["base", "commission", "cap"], 16_000),  # 8,000 + 10,000 is 2,000 above the cap
        (160_000, ["base", "commission"], 16_000),  # 8,000 + 8,000 is just the cap
        (20_000, ["base", "commission", "floor"], 9_500),  # 8,000 + 1,000 is 500 below the floor
        (30_000, ["base", "commission"], 9_500),  # just the floor
    ],
)
def test_a_hybrid_fee_between_floor_and_cap(sales, lines, total):
    terms = Terms(base=D(8000), commission=FIVE, cap=D(16_000), floor=D(9500))
    found = fee(terms, Results(commission_base=D(sales)))
    assert [line.kind for line in found.lines] == lines
    assert found.total == total


def test_performance_by_the_new_user_and_above_a_line():
    """1,500 new users at 8.50 are 12,750; 3 % of the 20,000 above 100,000 are 600; nothing on the line itself."""
    terms = Terms(per={"new_users": D("8.5")}, above=Tier(D(100_000), D("0.03")))
    results = Results(counts={"new_users": 1500}, commission_base=D(120_000))
    assert amounts(terms, results) == [("performance", "new_users", D(12_750)), ("performance", "", D(600))]
    assert fee(terms, replace(results, commission_base=D(100_000))).total == 12_750


def test_what_a_project_has_reached_is_paid():
    assert amounts(Terms(), Results(due=(("start_fee", D(20_000)), ("1", D("12500.005"))))) == [
        ("base", "start_fee", D(20_000)),
        ("base", "1", D("12500.01")),
    ]


def test_a_package_takes_its_discount_off():
    assert amounts(Terms(base=D(30_000), discount=D("0.15")), Results()) == [
        ("base", "", D(30_000)),
        ("discount", "", D(-4500)),
    ]


BONUS = {"gmv": {"good": D(1000), "exceeded": D(5000)}}


@pytest.mark.parametrize(
    ("line", "paid"), [("fail", []), ("normal", []), ("good", [1000]), ("exceeded", [5000]), (None, [])]
)
def test_the_hardest_line_reached_pays_its_bonus_alone(line, paid):
    lines = {} if line is None else {"gmv": line}
    assert [line.amount for line in fee(Terms(bonus=BONUS), Results(lines=lines)).lines] == paid


def test_an_easier_line_pays_where_the_one_reached_has_no_amount():
    assert fee(Terms(bonus={"gmv": {"normal": D(300)}}), Results(lines={"gmv": "exceeded"})).total == 300


def test_deductions_for_a_missed_line_and_a_missed_forecast():
    terms = Terms(base=D(9000), deduction={"gmv": {"fail": D(1000), "forecast": D(2000)}})
    assert fee(terms, Results(lines={"gmv": "fail"}, missed_forecasts=frozenset(["gmv"]))).total == 6000
    assert fee(terms, Results(lines={"gmv": "normal"}, missed_forecasts=frozenset(["gmv"]))).total == 7000
    assert fee(terms, Results(lines={"gmv": "normal"})).total == 9000


def test_sums_by_kind():
    found = fee(Terms(base=D(100), bonus={"gmv": {"normal": D(5)}}), Results(lines={"gmv": "good"}))
    assert (found.of_kind("bonus"), found.of_kind("cap"), found.total) == (5, 0, 105)


money = st.decimals(0, 10**7, places=4)
rates = st.decimals(0, 1, places=4)
lines = st.sampled_from(["fail", "normal", "good", "exceeded"])


@st.composite
def limits(draw) -> dict[str, D | None]:
    low, high = sorted([draw(money), draw(money)])
    return {"floor": draw(st.sampled_from([None, low])), "cap": draw(st.sampled_from([None, high]))}


@st.composite
def agreements(draw) -> Terms:
    lines = sorted(draw(st.sets(money.filter(bool), max_size=3)))
    bonus = sorted([draw(money), draw(money)])
    return Terms(
        base=draw(money),
        discount=draw(rates),
        commission=draw(st.sampled_from([(), tuple(Tier(line, draw(rates)) for line in (D(0), *lines))])),
        per=draw(st.sampled_from([{}, {"new_users": draw(money)}])),
        above=draw(st.sampled_from([None, Tier(draw(money), draw(rates))])),
        bonus={"gmv": dict(zip(("normal", "exceeded"), bonus, strict=True))},
        deduction={"gmv": {"fail": draw(money), "forecast": draw(money)}},
        **draw(limits()),
    )


outcomes = st.builds(
    Results,
    commission_base=st.decimals(-(10**6), 10**7, places=4),
    earlier_refunds=money,
    counts=st.builds(lambda n: {"new_users": n}, st.integers(0, 10**6)),
    lines=st.builds(lambda line: {"gmv": line}, lines),
    missed_forecasts=st.sampled_from([frozenset(), frozenset(["gmv"])]),
    due=st.lists(st.tuples(st.just("1"), money), max_size=2).map(tuple),
)


@given(agreements(), outcomes)
def test_cost_and_revenue_are_one_amount_between_floor_and_cap(terms, results):
    owed = fee(terms, results)
    assert owed.total == sum(line.amount for line in owed.lines)
    assert all(line.amount == cents(line.amount) for line in owed.lines)
    assert terms.floor is None or owed.total >= cents(terms.floor)
    assert terms.cap is None or owed.total <= cents(terms.cap)


@given(agreements(), outcomes, money)
def test_who_sells_more_is_never_paid_less(terms, results, more):
    better = replace(results, commission_base=results.commission_base + more)
    assert fee(terms, better).total >= fee(terms, results).total - D("0.02")  # the cents of two rounded lines


@given(money, st.lists(rates, min_size=2, max_size=5).map(sorted))
def test_a_larger_discount_never_makes_a_month_dearer(base, discounts):
    months = [fee(Terms(base=base, discount=discount), Results()).total for discount in discounts]
    assert months == sorted(months, reverse=True)
    assert min(months) >= 0
