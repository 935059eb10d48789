"""Orders of October of a contract that began in September, with refunds of all four kinds."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_review import csv, small_review
from toolkit.params.contract import Contract
from toolkit.quote import base

D = Decimal
ORDERS = csv(
    "order_id,at,user_id,amount,freight,platform_fee",
    "A,2026-08-30 10:00,u1,900,0,0",  # before the contract
    "B,2026-09-28 10:00,u1,500,0,0",
    "C,2026-10-01 00:00,u2,1000.50,8,6",
    "C,2026-10-01 00:00,u2,200,,1.20",
    "D,2026-10-31 23:59,,300,8,1.80",  # taken down without a user
    "A,2026-10-02 10:00,u1,-100,0,0",
    "B,2026-10-03 10:00,u1,-50.25,0,0",
    "C,2026-10-05 10:00,u2,-200,0,0",
    "Z,2026-10-06 10:00,u9,-30,0,0",  # its order is in no table
    "D,2026-11-02 10:00,,-300,0,0",  # known on 2 November, of the next settlement
    "D,2026-11-05 10:00,,-1,0,0",  # not known yet
)


def found(tmp_path, until: str = "2026-11-04", orders: str = ORDERS, **contract) -> base.Steps:
    agreed = Contract.model_validate({"model": "commission", "commission_rate": "0.05"} | contract)
    with small_review(tmp_path, {"orders": orders}, "2026-10", until) as review:
        days = (date(2026, 10, 1), date(2026, 10, 31), date.fromisoformat(until))
        return base.steps(review.warehouse.tables["orders"], agreed, *days)


def test_every_step_of_net_revenue(tmp_path):
    """Sold 1,000.50 + 200 + 300; back 200 + 30; freight 8 + 8; platform 6 + 1.20 + 1.80; earlier 50.25 + 100."""
    steps = found(tmp_path, commission_base="net_revenue", less=["freight", "platform_fee"])
    assert (steps.gross, steps.refunds, steps.earlier_refunds) == (D("1500.50"), D(230), D("150.25"))
    assert (steps.freight, steps.platform_fee, steps.orphan_refunds) == (D(16), D(9), D(30))
    assert (steps.own, steps.base) == (D("1245.50"), D("1095.25"))
    assert (steps.lines, steps.orders, steps.without_user, steps.later_refunds) == (7, 2, 1, 300)


def test_refunds_of_orders_from_before_the_contract_take_nothing_off(tmp_path):
    steps = found(tmp_path, commission_base="net_revenue", start="2026-09-01")
    assert (steps.earlier_refunds, steps.older_refunds) == (D("50.25"), D(100))
    assert steps.base == D("1220.25")  # 1,500.50 - 230 - 50.25


@pytest.mark.parametrize(
    ("agreed", "amount"),
    [
        ({"commission_base": "gmv"}, "1500.50"),
        ({"commission_base": "gmv", "less": ["freight"]}, "1484.50"),
        ({"commission_base": "net_revenue"}, "1120.25"),
        ({"commission_base": "net_revenue", "less": ["platform_fee"]}, "1111.25"),
    ],
)
def test_each_base(tmp_path, agreed, amount):
    assert found(tmp_path, **agreed).base == D(amount)


def test_a_column_of_refunds_counts_with_its_order(tmp_path):
    orders = csv("order_id,at,amount,refund", "A,2026-10-02 10:00,100,40", "B,2026-11-01 10:00,100,100")
    steps = found(tmp_path, orders=orders, commission_base="net_revenue")
    assert (steps.gross, steps.refunds, steps.earlier_refunds, steps.later_refunds) == (100, 40, 0, 0)
    assert steps.without_user == 1


def test_no_orders_is_nothing(tmp_path):
    steps = found(tmp_path, orders=csv("order_id,at,amount", "A,2026-09-02 10:00,100"), commission_base="net_revenue")
    assert (steps.gross, steps.base, steps.lines, steps.orders) == (0, 0, 0, 0)


def test_an_unfinished_period_is_read_up_to_its_last_complete_day(tmp_path):
    assert found(tmp_path, until="2026-10-04", commission_base="net_revenue").gross == D("1200.50")


amounts = st.integers(-50_000, 50_000).filter(bool).map(lambda part: D(part) / 100)
rows = st.lists(st.tuples(st.sampled_from("ABCD"), st.integers(0, 91), amounts), max_size=12)


@settings(max_examples=8)
@given(rows)
def test_the_steps_add_up_to_net_revenue_of_the_review(tmp_path_factory, rows):
    """Whatever is ordered and sent back when: own base less earlier refunds is what the review calls net revenue."""
    days = [date.fromordinal(date(2026, 9, 1).toordinal() + day) for _, day, _ in rows]
    lines = [f"{order},{day} 12:00,{amount}" for (order, _, amount), day in zip(rows, days, strict=True)]
    orders = csv("order_id,at,amount", "E,2026-08-01 12:00,1", *lines, "E,2026-11-30 12:00,1")
    agreed = Contract.model_validate({"model": "commission", "commission_rate": "1", "commission_base": "net_revenue"})
    folder = tmp_path_factory.mktemp("orders")
    with small_review(folder, {"orders": orders}, "2026-10", "2026-11-30") as review:
        span = (date(2026, 10, 1), date(2026, 10, 31))
        steps = base.steps(review.warehouse.tables["orders"], agreed, *span, date(2026, 11, 30))
    kept = sum((a for (_, _, a), day in zip(rows, days, strict=True) if span[0] <= day <= span[1]), D(0))
    assert steps.base == kept
    assert steps.base == steps.gross - steps.refunds - steps.earlier_refunds
