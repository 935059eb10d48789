"""What an offer costs a month, worked out by hand, to the cent; and what is unknown stays so."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.params.quote_comparison import Offer
from toolkit.quote import costs
from toolkit.quote.costs import NO_PARTS, NO_PRICE, NO_SALES, NO_TERM, cost

SETUP = {"name": "Set-up", "amount": "6000", "extra": "true"}


def of(monthly_sales=None, **said):
    return cost("a", Offer(**said), None if monthly_sales is None else Decimal(monthly_sales))


def test_one_off_work_is_spread_over_the_term():
    assert of(price="20000", term_months="12", one_off=[SETUP]).comparable == 20_500  # + 6,000 / 12
    assert of(price="20000", term_months="7", one_off=[SETUP]).comparable == Decimal("20857.14")
    inside = {"name": "Set-up", "amount": "6000"}
    assert of(price="20000", term_months="12", one_off=[inside]).comparable == 20_000  # paid out of the price


def test_the_discount_is_the_one_stated_for_the_term():
    tiers = {"6": "0.10", "24": "0.05"}
    found = [of(price="1000", term_months=term, discounts=tiers).monthly for term in ("3", "6", "23", "24", "36")]
    assert found == [1000, 900, 900, 950, 950]


def test_a_commission_is_reckoned_on_the_stated_sales():
    found = of("100000", price="6000", term_months="24", commission_rate="0.03")
    assert (found.monthly, found.commission, found.comparable) == (6000, 3000, 9000)
    assert of(price="6000", commission_rate="0.03").lack == NO_SALES
    assert of(price="6000", commission_rate="0").comparable == 6000


def test_what_is_not_known_is_not_guessed():
    assert (of().comparable, of().lack) == (None, NO_PRICE)
    assert of(price="5").comparable == 5  # no term is needed where nothing depends on it
    assert of(price="5", discounts={"6": "0.1"}).lack == NO_TERM
    assert of(price="5", one_off=[SETUP]).lack == NO_TERM
    assert of(parts={"labour": "5"}).no_gap == NO_PRICE
    assert of(price="5").no_gap == NO_PARTS
    assert of(price="5", commission_rate="0.1", parts={"labour": "5"}).no_gap is None


def test_the_standard_package_has_a_gap_of_8000():
    amounts = {"labour": "18000", "technology": "5000", "marketing": "4000", "operation": "2000"}
    found = of(price="30000", term_months="12", parts=amounts | {"profit": "7500", "risk": "1500"})
    assert (found.quote.sum, found.quote.gap) == (38_000, 8_000)


def test_cents_are_exact():
    found = of(price="0.30", parts={"labour": "0.1", "profit": "0.2"})
    assert found.quote.gap == 0
    assert of(price="0.31", parts={"labour": "0.1", "profit": "0.2"}).quote.gap == Decimal("-0.01")
    assert of(price="0.3", items={"content": {"quantity": "3", "unit_price": "0.1"}}).quote.gap == 0


def test_work_paid_out_of_the_price_makes_a_gap_in_its_months():
    inside = {"name": "Redesign", "amount": "80000", "months": "2"}
    found = of(price="50000", parts={"labour": "80000"}, one_off=[inside])  # 80,000 + 40,000 in two months
    assert [(span.first, span.last, span.gap) for span in found.quote.spans] == [(1, 2, 70_000), (3, 3, 30_000)]


def test_a_free_offer_costs_nothing():
    found = of(price="0", parts={"labour": "0"}, term_months="1")
    assert (found.comparable, found.quote.gap) == (0, 0)


@given(
    st.decimals(0, 100_000, places=2),
    st.dictionaries(st.integers(1, 36).map(str), st.decimals(0, 1, places=2).map(str), max_size=3),
    st.integers(1, 36),
)
def test_a_discount_never_makes_it_dearer_than_the_price(price, discounts, term):
    found = of(price=f"{price:.2f}", discounts=discounts, term_months=str(term))
    assert 0 <= found.comparable <= price
    assert found.comparable == costs.cents(found.comparable)


@pytest.mark.parametrize("months", [1, 5, 6, 12])
def test_without_discounts_every_term_costs_the_same(months):
    assert costs.monthly(Offer(price="99.99"), months) == Decimal("99.99")
