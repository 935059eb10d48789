from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.metrics import conversion, reasons
from toolkit.metrics.fact import Scope

MAY = Scope(date(2026, 5, 1), date(2026, 5, 31), source="events")
ROLES = ("registration", "product", "purchase", "booking_page", "booked", "share", "exposure", "joined", "interaction")
COUNTS = {
    "users": 1000,
    "registration": 200,
    "product": 500,
    "purchase": 55,
    "purchase_conversion": 50,
    "share": 200,
    "booking_page": 80,
    "appointment_conversion": 20,
    "exposure": 400,
    "diversion_rate": 60,
    "interaction": 300,
}


@pytest.mark.parametrize(
    ("metric", "value", "n"),
    [
        ("registration_conversion", 0.20, 1000),
        ("purchase_conversion", 0.10, 500),  # 5 of the 55 buyers never entered a product page
        ("share_rate", 0.20, 1000),
        ("appointment_conversion", 0.25, 80),
        ("diversion_rate", 0.15, 400),
        ("interaction_rate", 0.30, 1000),
    ],
)
def test_worked_examples(metric, value, n):
    fact = conversion.rate(metric, COUNTS, ROLES, MAY)
    assert (fact.value, fact.n) == (pytest.approx(value), n)
    assert fact.low < fact.value < fact.high


def test_an_event_nobody_named_is_no_data_and_an_empty_page_is_unobservable():
    assert conversion.rate("purchase_conversion", COUNTS, ("product",), MAY).reason == reasons.NO_EVENT["purchase"]
    nobody = COUNTS | {"product": 0, "purchase_conversion": 0}
    assert conversion.rate("purchase_conversion", nobody, ROLES, MAY).reason == reasons.ZERO_BASE


def test_sessions_are_another_basis_than_people():
    assert conversion.session_conversion(470, 3605, MAY).value == pytest.approx(0.1304, abs=1e-4)


def test_each_funnel_step_knows_the_step_before():
    facts = conversion.funnel(["open", "cart", "pay"], [100, 40, 10], MAY)
    assert [(f.dims["step"], f.dims["position"], f.value, f.n) for f in facts] == [
        ("open", 1, 100, 100),
        ("cart", 2, 40, 100),
        ("pay", 3, 10, 40),
    ]


def test_k_factor_by_hand():
    # 1,000 users send 500 invitations (0.5 each), 50 of which bring a user (0.1): 0.05
    assert conversion.k_factor(1000, 500, 50, MAY).value == pytest.approx(0.05)
    assert conversion.k_factor(1000, 0, 0, MAY).status == "unobservable"


@given(st.integers(1, 10_000), st.integers(1, 10_000), st.integers(0, 10_000))
def test_k_factor_is_invited_users_per_user(users, invitations, invited):
    assert conversion.k_factor(users, invitations, invited, MAY).value == pytest.approx(invited / users)
