from datetime import date

import ibis
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.metrics import reasons, revenue
from toolkit.metrics.fact import Scope

OCT = Scope(date(2026, 10, 1), date(2026, 10, 31), source="orders")

# order 1 of ann: 100 + 50, later 30 back; order 2 of ann: 70; order 3 of bob: 80; order 4 of nobody known: 200
LINES = pd.DataFrame(
    [
        ("1", "2026-10-02 10:00", 100.0, "ann", 10.0),
        ("1", "2026-10-02 10:00", 50.0, "ann", 0.0),
        ("1", "2026-10-09 10:00", -30.0, "ann", 0.0),
        ("2", "2026-10-20 10:00", 70.0, "ann", 5.0),
        ("3", "2026-10-21 10:00", 80.0, "bob", 5.0),
        ("4", "2026-10-22 10:00", 200.0, None, 0.0),
    ],
    columns=["order_id", "at", "amount", "user_id", "freight"],
)


def table(lines):
    frame = lines.assign(at=pd.to_datetime(lines["at"]))
    made = ibis.memtable(pa.Table.from_pandas(frame))
    return made.mutate(**{c: made[c].cast("decimal(18, 4)") for c in ("amount", "freight", "refund") if c in frame})


@pytest.fixture(scope="module")
def facts():
    return revenue.sums(revenue.load(table(LINES)), OCT)


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        ("gmv", 500),  # 150 + 70 + 80 + 200
        ("net_revenue", 470),
        ("refund_rate", 30 / 500),
        ("refund_orders_rate", 1 / 4),
        ("orders", 4),
        ("buyers", 2),  # the order of nobody known is money, not a person
        ("aov", 125),
        ("arppu", (190 + 80) / 2),
        ("repeat_rate", 1 / 2),  # ann of ann and bob
    ],
)
def test_by_hand(facts, metric, value):
    assert facts[metric].value == pytest.approx(value)


def test_the_contract_may_take_freight_off_too():
    found = revenue.sums(revenue.load(table(LINES), ("freight",)), OCT)
    assert found["net_revenue"].value == 450
    assert found["gmv"].value == 500


def test_a_refund_column_counts_like_a_negative_line():
    lines = LINES[LINES["amount"] > 0].assign(refund=[30.0, 0, 0, 0, 0])
    assert revenue.sums(revenue.load(table(lines)), OCT)["refund_rate"].value == pytest.approx(30 / 500)


def test_no_order_in_a_covered_period_is_zero_revenue_without_rates():
    found = revenue.sums(revenue.load(table(LINES)).iloc[:0], OCT)
    assert (found["gmv"].value, found["orders"].value) == (0, 0)
    assert {found[m].status for m in ("refund_rate", "aov", "arppu", "repeat_rate")} == {"unobservable"}


def test_orders_without_users_have_no_buyers():
    found = revenue.sums(revenue.load(table(LINES.drop(columns="user_id"))), OCT)
    assert found["gmv"].value == 500
    assert found["buyers"].reason == reasons.NO_TABLE["order_users"]


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(-500, 500)), min_size=1, max_size=30))
def test_net_is_gross_minus_refunds_whatever_the_lines(lines):
    frame = pd.DataFrame(
        {
            "order_id": [str(order) for order, _ in lines],
            "user_id": "u",
            "is_paid": [amount > 0 for _, amount in lines],
            "gmv": [float(max(amount, 0)) for _, amount in lines],
            "refunded": [float(max(-amount, 0)) for _, amount in lines],
            "net": [float(amount) for _, amount in lines],
        }
    )
    found = revenue.sums(frame, OCT)
    assert found["net_revenue"].value == sum(amount for _, amount in lines)
    if found["gmv"].value:
        assert found["gmv"].value * (1 - found["refund_rate"].value) == pytest.approx(found["net_revenue"].value)
        assert found["aov"].value * found["orders"].value == pytest.approx(found["gmv"].value)


def test_buyers_come_back_by_month():
    lines = pd.DataFrame(
        [("1", "2026-08-02", 5.0, "ann"), ("2", "2026-10-02", 5.0, "ann"), ("3", "2026-08-30", 5.0, "bob")],
        columns=["order_id", "at", "amount", "user_id"],
    )
    cohorts = revenue.buyer_cohorts(revenue.load(table(lines)))
    assert cohorts.values.tolist() == [[pd.Timestamp("2026-08-01"), 0, 2], [pd.Timestamp("2026-08-01"), 2, 1]]


def test_value_of_a_new_user_with_its_interval():
    # 4 users, 0 0 10 30: mean 10, variance 200 (squares 1000 - 4 x 100 = 600 over 3), se 7.07; Student 3.18 x 7.07
    fact = revenue.ltv(4, 40.0, 1000.0, OCT)
    assert (fact.value, fact.n, round(fact.high - fact.value, 2)) == (10, 4, 22.5)
    assert revenue.ltv(0, 0.0, 0.0, OCT).status == "unobservable"


def test_value_against_cost():
    ratio, months = revenue.against_cost(OCT.amount("ltv", 10), OCT.amount("cac", 20), OCT)
    assert (ratio.value, months.value) == (0.5, 2)
    _, never = revenue.against_cost(OCT.amount("ltv", 0), OCT.amount("cac", 20), OCT)
    assert never.status == "unobservable"
    unknown = OCT.no_data("cac", reasons.NO_TABLE["spend"])
    assert {f.status for f in revenue.against_cost(OCT.amount("ltv", 10), unknown, OCT)} == {"no_data"}


def test_revenue_per_active_user():
    assert revenue.arpu(OCT.amount("net_revenue", 900), OCT.amount("active_users", 300), OCT).value == 3
    unknown = OCT.unobservable("active_users", reasons.NEEDS_EVENTS)
    assert revenue.arpu(OCT.amount("net_revenue", 900), unknown, OCT).reason == reasons.NEEDS_EVENTS


def test_months_mark_the_one_that_is_not_over():
    rows = revenue.load(table(LINES))
    months = revenue.monthly(rows, date(2026, 10, 30))
    assert months[["gmv", "net", "is_partial"]].values.tolist() == [[500, 470, True]]
    assert not revenue.monthly(rows, date(2026, 10, 31))["is_partial"].any()


def test_a_channel_known_from_other_days_sold_nothing():
    rows = pd.DataFrame({"channel": ["ads", None], "gmv": [10.0, 5.0], "net": [9.0, 5.0]})
    assert revenue.by_channel(rows, ["ads", "kol"]).values.tolist() == [["ads", 10, 9], ["kol", 0, 0]]
    assert revenue.by_channel(rows.iloc[:0], ["kol"]).values.tolist() == [["kol", 0, 0]]
    assert revenue.by_channel(rows.iloc[1:]) is None


def test_the_noise_of_a_sum_is_that_of_its_orders():
    # orders of 30 and 40: sqrt(900 + 1600)
    rows = pd.DataFrame({"order_id": ["1", "2"], "user_id": ["a", "b"], "is_paid": True, "gmv": [30.0, 40.0]})
    rows = rows.assign(refunded=0.0, net=rows["gmv"])
    assert revenue.sums(rows, OCT)["gmv"].noise == 50


def test_revenue_and_users_of_different_days_make_no_mean():
    part = Scope(OCT.start, date(2026, 10, 20), source="orders", remark=reasons.PARTIAL)
    fact = revenue.arpu(part.amount("net_revenue", 100), OCT.amount("active_users", 10), OCT)
    assert (fact.value, fact.reason) == (None, reasons.NOT_COVERED)
