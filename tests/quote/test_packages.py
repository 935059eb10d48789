"""Quotations of the source documents, worked by hand, and what must hold for any quotation."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.params.proposal import Package
from toolkit.quote.packages import quote, spread

PARTS = ("labour", "technology", "marketing", "operation", "profit", "risk")
DOCUMENTED = {  # price, parts; the gap is what the parts come to beyond the price
    "basic": (6, 15_000, (8_000, 3_000, 0, 2_000, 1_500, 500), 0),
    "standard": (12, 30_000, (18_000, 5_000, 4_000, 2_000, 7_500, 1_500), 8_000),
    "premium": (24, 60_000, (35_000, 10_000, 15_000, 3_000, 15_000, 2_000), 20_000),
}


def package(**keys) -> Package:
    """A package as the client file gives it: every value is text."""

    def text(value):
        if isinstance(value, dict):
            return {str(key): text(each) for key, each in value.items()}
        return [text(each) for each in value] if isinstance(value, list) else str(value)

    return Package.model_validate({"term_months": "12"} | {key: text(value) for key, value in keys.items()})


@pytest.mark.parametrize("name", DOCUMENTED)
def test_the_documented_packages(name):
    term, price, parts, gap = DOCUMENTED[name]
    found = quote(name, package(price=price, term_months=term, parts=dict(zip(PARTS, parts, strict=True))))
    assert (found.sum, found.gap) == (price + gap, gap)
    assert found.is_reconciled == (gap == 0)
    assert sum(found.share(part) for part in found.parts) == pytest.approx(1)


def test_the_fashion_shop():
    """50,000 a month is stated; its parts come to 80,000, with 80,000 once over two months to 120,000 in each."""
    once = [{"name": {"en": "Redesign"}, "amount": 80_000, "months": 2}]
    found = quote("shop", package(price=50_000, parts={"labour": 50_000, "technology": 30_000}, one_off=once))
    assert [(span.first, span.last, span.gap) for span in found.spans] == [(1, 2, 70_000), (3, 12, 30_000)]
    assert not found.is_reconciled


def test_one_off_work_on_top_of_the_price_makes_no_gap():
    once = [{"name": "Set-up", "amount": "1000.01", "months": 3, "extra": "true"}]
    found = quote("shop", package(parts={"labour": 500}, one_off=once))
    assert found.is_reconciled
    assert found.total == Decimal("500.00") * 12 + Decimal("1000.01")


def test_parts_consist_of_what_they_say_to_the_cent():
    within = {"technology": {"server": "1000.00", "tools": "1999.99"}}
    found = quote("basic", package(price=3000, parts={"technology": 3000}, within=within))
    assert (found.gap, found.parts[0].gap, found.is_reconciled) == (0, Decimal("-0.01"), False)
    assert quote("basic", package(within=within)).price == Decimal("2999.99")


def test_labour_is_what_the_team_costs():
    """1 x 10,000 x 1.4 and half of 12,000 x 1.3."""
    team = {"operation_specialist": {"heads": 1, "pay": 10_000, "benefits": 0.4}}
    team["data_analyst"] = {"heads": 0.5, "pay": 12_000, "benefits": 0.3}
    found = quote("team", package(team=team, parts={"profit": 2_200}))
    assert [(part.name, part.amount) for part in found.parts] == [("labour", 21_800), ("profit", 2_200)]
    assert found.price == 24_000
    assert quote("team", package(price=24_000, team=team, parts={"labour": 20_000})).parts[0].gap == 1_800


def test_a_package_of_items():
    """20 articles at 150 and a tenth of 10,000 of spend."""
    items = {"content": {"quantity": 20, "unit_price": 150}, "advertising": {"quantity": 10_000, "unit_price": 0.1}}
    assert quote("items", package(items=items | {"seo": 1_500})).price == 3_000 + 1_000 + 1_500


def test_discount_and_total():
    """15,000.05 less 10 % is 13,500.045, which is 13,500.05 a month."""
    found = quote("p", package(price="15000.05", term_months=6, discounts={3: 0.1, 12: 0.2}))
    assert (found.monthly(), found.monthly(12), found.monthly(1)) == (
        Decimal("13500.05"),
        Decimal("12000.04"),
        Decimal("15000.05"),
    )
    assert found.total == Decimal("81000.30")
    assert not found.parts
    assert found.gap == 0


money = st.decimals(0, 10**6, places=2)


@given(st.dictionaries(st.sampled_from(PARTS), money, min_size=1))
def test_parts_always_sum_to_the_price_they_make(parts):
    found = quote("any", package(parts=parts))
    assert found.is_reconciled
    assert found.sum == found.price == sum(parts.values())


@given(money, st.integers(1, 40))
def test_spread_over_months_nothing_is_lost(amount, months):
    parts = [spread(amount, months, number) for number in range(1, months + 3)]
    assert sum(parts) == amount
    assert all(part >= 0 for part in parts)


@given(st.dictionaries(st.integers(1, 36), st.decimals(0, 1, places=3), max_size=5), money)
def test_a_longer_term_is_never_dearer_a_month(discounts, price):
    shares = sorted(discounts.values())
    rising = dict(zip(sorted(discounts), shares, strict=True))
    found = quote("any", package(price=price, discounts=rising))
    monthly = [found.monthly(months) for months in range(1, 40)]
    assert monthly == sorted(monthly, reverse=True)
