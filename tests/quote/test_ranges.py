"""What is called unusual, against the shipped rate card, worked by hand."""

from decimal import Decimal

import pytest

from tests.quote.small_proposal import BASIC, small_proposal


def found(tmp_path, package):
    with small_proposal(tmp_path, {"packages": {"p": package}}) as study:
        return [(each.kind, each.of, each.value) for each in study.unusual]


def test_the_documented_basic_package(tmp_path):
    """Risk is 500 of 15,000; the least pay of 1, 0.5 and 0.5 heads is 8,000 + 5,000 + 2,500, with 30 % 20,150."""
    team = {"operation_specialist": 1, "data_analyst": 0.5, "service_staff": 0.5}
    within = {"operation": {"office": 1_000, "utilities": 500, "administration": 500}}
    package = BASIC | {"team": team, "within": within}
    unusual = found(tmp_path, package)
    assert unusual == [
        ("share", "risk", Decimal(500) / 15_000),
        ("within", "utilities", Decimal("0.25")),
        ("team", "", Decimal(8_000)),
    ]


def test_pay_benefits_and_unknown_roles(tmp_path):
    team = {
        "designer": {"heads": 1, "pay": 9_000, "benefits": 0.2},
        "wizard": {"heads": 1, "pay": 9_000, "benefits": 0.4},
    }
    unusual = found(tmp_path, {"term_months": 6, "team": team})
    assert ("pay", "designer", Decimal(9_000)) in unusual
    assert ("benefits", "designer", Decimal("0.2")) in unusual
    assert ("no_role", "wizard", None) in unusual


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ({"seo": 1_500}, None),
        ({"seo": 1_499}, "item"),
        ({"advertising": {"quantity": 10_000, "unit_price": 0.2}}, None),
        ({"advertising": {"quantity": 10_000, "unit_price": 0.25}}, "item"),
        ({"advertising": 100}, None),
        ({"development": {"quantity": 10, "unit_price": 1_001}}, "item"),
        ({"magic": 5}, "no_item"),
    ],
)
def test_items(tmp_path, item, kind):
    assert [each[0] for each in found(tmp_path, {"term_months": 6, "items": item})] == ([kind] if kind else [])


def test_discounts(tmp_path):
    package = {"price": 100, "term_months": 12, "discounts": {3: 0.05, 6: 0.1, 12: 0.25}}
    assert [each[1] for each in found(tmp_path, package)] == ["3", "12"]


def test_nothing_of_nothing(tmp_path):
    assert found(tmp_path, {"term_months": 6, "parts": {"labour": 0, "profit": 0}}) == [
        ("share", "labour", 0),
        ("share", "profit", 0),
    ]
