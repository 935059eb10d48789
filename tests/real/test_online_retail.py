"""A shop's 541,909 order lines with cancellations and unknown customers; every figure equals plain pandas."""

import pandas as pd
import pytest

from toolkit.metrics import details

PERIOD = "2011-10"


@pytest.fixture(scope="module")
def review(review_of, real):
    return review_of(
        f"""
client: retail
name: Retail
language: en
currency: GBP
timezone: Europe/London
data:
  orders:
    path: {real}/online_retail/online_retail_2010_2011.parquet
    columns: {{order_id: InvoiceNo, at: InvoiceDate, amount: Quantity * UnitPrice, user_id: CustomerID}}
  events:
    path: {real}/online_retail/online_retail_2010_2011.parquet
    columns: {{user_id: CustomerID, at: InvoiceDate}}
    constants: {{event: order}}
""",
        PERIOD,
    )


@pytest.fixture(scope="module")
def lines(real):
    frame = pd.read_parquet(real / "online_retail" / "online_retail_2010_2011.parquet")
    return frame.assign(amount=frame["Quantity"] * frame["UnitPrice"])


@pytest.fixture(scope="module")
def october(lines):
    return lines[lines["InvoiceDate"].dt.strftime("%Y-%m") == PERIOD]


def test_money(review, october):
    gmv = october.loc[october["amount"] > 0, "amount"].sum()
    refunds = -october.loc[october["amount"] < 0, "amount"].sum()
    assert review.now["gmv"].value == pytest.approx(gmv, abs=0.01)
    assert review.now["net_revenue"].value == pytest.approx(gmv - refunds, abs=0.01)
    assert review.now["refund_rate"].value == pytest.approx(refunds / gmv)
    assert review.now["gmv"].unit == "GBP"


def test_orders_and_buyers(review, october):
    paid = october[october["amount"] > 0]
    assert review.now["orders"].value == paid["InvoiceNo"].nunique()
    assert review.now["buyers"].value == paid["CustomerID"].nunique()
    assert review.now["aov"].value == pytest.approx(paid["amount"].sum() / paid["InvoiceNo"].nunique())
    per_buyer = paid.groupby("CustomerID")["InvoiceNo"].nunique()
    assert review.now["repeat_rate"].value == pytest.approx((per_buyer >= 2).mean())
    assert review.now["repeat_rate"].n == len(per_buyer)


def test_every_month_adds_up(review, lines):
    months = details.monthly_revenue(review).set_index("month")
    expected = (
        lines[lines["InvoiceDate"] < "2011-11-01"].groupby(lines["InvoiceDate"].dt.to_period("M"))["amount"].sum()
    )
    assert months["net"].tolist() == pytest.approx(expected.tolist(), abs=0.01)


def test_monthly_buyer_retention(review, lines):
    paid = lines[(lines["amount"] > 0) & lines["CustomerID"].notna()]
    months = paid.assign(month=paid["InvoiceDate"].dt.to_period("M"))[["CustomerID", "month"]].drop_duplicates()
    months["cohort"] = months.groupby("CustomerID")["month"].transform("min")
    months["offset"] = months["month"].astype("int64") - months["cohort"].astype("int64")
    counted = months.groupby(["cohort", "offset"]).size()
    _, facts = details.buyer_triangle(review)
    known = [fact for fact in facts if fact.ok]
    assert len(known) > 50
    for fact in known:
        cohort = pd.Period(fact.dims["cohort"], "M")
        assert (fact.successes, fact.n) == (counted.get((cohort, fact.dims["offset"]), 0), counted[cohort, 0])


def test_unknown_customers_are_no_users(review, lines):
    assert (
        review.now["active_users"].value
        == lines.loc[lines["InvoiceDate"].dt.strftime("%Y-%m") == PERIOD, "CustomerID"].nunique()
    )
    missing = {(f.table, f.kind): f.count for f in review.warehouse.findings}
    assert missing["events", "missing_user_id"] == lines["CustomerID"].isna().sum()
    assert review.warehouse.inputs["orders"].rows == len(lines)


def test_saturdays_without_orders_are_closed_not_missing(review):
    assert all(day.weekday() != 5 for day in review.audience.missing)
