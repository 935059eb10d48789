"""October settled: sales of 3,000.00 in 30 orders of 100.00 by users u1 to u30, all new, with 2 refunds of 50.00."""

from contextlib import contextmanager
from datetime import date

import pytest

from tests.small_review import csv, small_review
from toolkit.errors import ReportError
from toolkit.quote.settlement import Settlement

DAYS = [date(2026, 10, 1 + n) for n in range(30)]
ORDERS = csv(
    "order_id,at,user_id,amount",
    "S,2026-09-20 10:00,u0,100",
    "S,2026-10-04 10:00,u0,-40",  # sent back a month later
    *(f"O{n},{day} 10:00,u{n + 1},100" for n, day in enumerate(DAYS)),
    *(f"O{n},2026-10-31 10:00,u{n + 1},-50" for n in (0, 1)),
    "N,2026-11-01 10:00,u1,100",
)
EVENTS = csv(
    "user_id,at,event",
    "u0,2026-09-01 09:00,open",
    *(f"u{n + 1},{day} 09:00,open" for n, day in enumerate(DAYS)),
    *(f"u{n + 1},{day} 09:05,book" for n, day in enumerate(DAYS[:12])),
    *(f"u{n + 1},{day} 09:01,book_page" for n, day in enumerate(DAYS[:20])),
    "u0,2026-10-31 09:00,open",
    "u0,2026-11-01 09:00,open",
)
TABLES = {"orders": ORDERS, "events": EVENTS}
ROLES = {"booking_page": "book_page", "booked": "book"}
COMMISSION = {"model": "commission", "commission_rate": 0.05, "commission_base": "net_revenue"}


@contextmanager
def settled(tmp_path, contract, period="2026-10", until="2026-11-01", tables=TABLES, **settings):
    with small_review(tmp_path, tables, period, until, contract=contract, events=ROLES, **settings) as review:
        yield Settlement(review)


def facts(settlement: Settlement) -> dict[str, float | None]:
    return {fact.id: fact.value for fact in settlement.fee_facts}


def test_commission_with_a_refund_of_an_earlier_month(tmp_path):
    """5 % of 2,900.00 are 145.00; the 40.00 sent back for September cost 2.00."""
    with settled(tmp_path, COMMISSION) as found:
        assert found.state == "final"
        assert [(line.amount, line.of) for line in found.fee.lines] == [(145, ""), (-2, "earlier_refunds")]
        assert facts(found) == {"fee_commission": 143.0, "fee_total": 143.0}
        base = {fact.dims.get("step"): fact.value for fact in found.base_facts}
        assert base == {None: 2860.0, "gross": 3000.0, "refunds": -100.0, "earlier_refunds": -40.0}
        assert base[None] == found.review.now["net_revenue"].value
        assert found.base_facts[0].n == found.review.now["orders"].value == 30


@pytest.mark.parametrize(
    ("contract", "total"),
    [
        ({"model": "fixed", "base": 8000}, 8000.0),
        (COMMISSION | {"commission_base": "gmv"}, 150.0),
        (COMMISSION | {"model": "hybrid", "base": 100, "cap": 240}, 240.0),  # 243 before
        (COMMISSION | {"model": "hybrid", "base": 100, "floor": 300}, 300.0),
        (COMMISSION | {"tiers": [{"above": 2000, "rate": 0.1}]}, 186.0),  # 100 + 90, less 4 for September
        ({"model": "performance", "per": {"new_users": 8}}, 240.0),
        ({"model": "performance", "base": 10, "per": {"appointment_conversion": 20}}, 250.0),  # 12 booked
        ({"model": "performance", "above": {"line": 2860, "rate": 0.5}, "commission_base": "net_revenue"}, 0.0),
        ({"model": "performance", "above": {"line": 2850, "rate": 0.5}, "commission_base": "net_revenue"}, 5.0),
        ({"model": "package", "base": 3000, "term_months": 12, "discount": 0.15}, 2550.0),
    ],
)
def test_every_model(tmp_path, contract, total):
    with settled(tmp_path, contract) as found:
        values = facts(found)
        assert (found.state, values.pop("fee_total")) == ("final", total)
        assert sum(values.values()) == total


def test_a_project_pays_what_was_reached_in_the_month(tmp_path):
    contract = {
        "model": "project",
        "price": 100_000,
        "start": "2026-10-12",
        "start_fee": 20_000,
        "milestones": [
            {"name": "Design", "share": 0.3, "due": "2026-10-20", "reached_on": "2026-10-25"},
            {"name": "Launch", "amount": 50_000, "due": "2026-10-31", "reached_on": "2026-11-03"},
        ],
    }
    with settled(tmp_path, contract) as found:
        assert [(line.of, line.amount) for line in found.fee.lines] == [("start_fee", 20_000), ("1", 30_000)]
        assert facts(found) == {"fee_base": 50_000.0, "fee_total": 50_000.0}


LINES = {"gmv": {"normal": 2000, "good": 2500, "exceeded": 3000}}


@pytest.mark.parametrize(
    ("lines", "reached", "paid"),
    [
        ({"normal": 3000.01, "good": 4000, "exceeded": 5000}, "fail", -70.0),
        ({"normal": 3000, "good": 4000, "exceeded": 5000}, "normal", 10.0),
        ({"normal": 2000, "good": 3000, "exceeded": 5000}, "good", 20.0),
        ({"normal": 2000, "good": 2500, "exceeded": 3000}, "exceeded", 50.0),
    ],
)
def test_a_value_on_a_line_has_reached_it(tmp_path, lines, reached, paid):
    contract = {"model": "fixed", "base": 1000, "bonus": {"gmv": {"normal": 10, "good": 20, "exceeded": 50}}}
    contract["deduction"] = {"gmv": {"fail": 70}}
    with settled(tmp_path, contract, targets={"gmv": lines}) as found:
        line, attainment = found.judged["gmv"]
        assert (line.value, attainment.value) == (reached, pytest.approx(3000 / lines["normal"]))
        assert facts(found)["fee_total"] == 1000 + paid


@pytest.mark.parametrize(
    ("lines", "reached"),
    [
        ((0.035, 0.02, 0.01), "fail"),
        ((0.05, 0.02, 0.01), "normal"),
        ((0.06, 0.05, 0.01), "good"),
        ((1, 1, 0.05), "exceeded"),
    ],
)
def test_a_line_where_lower_is_better(tmp_path, lines, reached):
    """Two refunds of 50 in 2,000 sold are 0.05, just on the line."""
    orders = csv(
        "order_id,at,amount",
        *(f"O{n},{day} 10:00,100" for n, day in enumerate(DAYS[:20])),
        *(f"O{n},2026-10-31 10:00,-50" for n in (0, 1)),
    )
    target = {"better": "lower", **dict(zip(("normal", "good", "exceeded"), lines, strict=True))}
    contract = {"model": "fixed", "base": 1000, "bonus": {"refund_rate": {"exceeded": 5}}}
    contract["deduction"] = {"refund_rate": {"fail": 7}}
    with settled(
        tmp_path, contract, tables={"orders": orders}, targets={"refund_rate": target}, until="2026-10-31"
    ) as found:
        assert found.judged["refund_rate"][0].value == reached
        assert facts(found)["fee_total"] == 1000 + {"fail": -7, "exceeded": 5}.get(reached, 0)


@pytest.mark.parametrize(("agreed", "is_met"), [(6250, True), (6250.01, False), (5000, True)])
def test_a_forecast_scaled_to_what_was_promised_and_came(tmp_path, agreed, is_met):
    """30 of 50 promised users came: 6,250 becomes 3,750, and 3,000 is just 80 % of it."""
    contract = {"model": "fixed", "base": 1000, "deduction": {"gmv": {"forecast": 300}}}
    with settled(tmp_path, contract, forecast={"gmv": agreed, "promised": {"new_users": 50}}) as found:
        (forecast,) = found.forecasts
        assert (forecast.metric, forecast.agreed, forecast.is_met) == ("gmv", agreed, is_met)
        assert forecast.adjusted == pytest.approx(agreed * 0.6)
        assert facts(found)["fee_total"] == (1000 if is_met else 700)


def test_more_than_promised_does_not_raise_the_forecast(tmp_path):
    with settled(
        tmp_path, {"model": "fixed", "base": 1}, forecast={"gmv": 3000, "promised": {"new_users": 10}}
    ) as found:
        assert (found.forecasts[0].adjusted, found.forecasts[0].attainment.value) == (3000, 1.0)


def test_a_month_that_is_not_over_is_provisional(tmp_path):
    contract = COMMISSION | {"bonus": {"gmv": {"normal": 500}}}
    with settled(tmp_path, contract, until="2026-10-10", targets=LINES) as found:
        assert (found.state, found.unknown) == ("provisional", [])
        assert facts(found)["fee_total"] == 48.0  # 10 orders less 40.00 for September, and no bonus yet
        assert {fact.reason for fact in found.fee_facts} == {"incomplete: the data do not cover all of it"}


def test_data_that_end_early_leave_it_provisional(tmp_path):
    orders = csv("order_id,at,amount", *(f"O{n},2026-10-{n:02d} 10:00,100" for n in range(1, 11)))
    with settled(tmp_path, COMMISSION, tables={"orders": orders}) as found:
        assert found.state == "provisional"


@pytest.mark.parametrize(
    ("contract", "tables", "settings", "unknown"),
    [
        (COMMISSION, {"events": EVENTS}, {}, ("commission_base", "no orders table was given")),
        (
            COMMISSION | {"less": ["freight"]},
            TABLES,
            {},
            ("commission_base", "the orders have no column freight, which the contract takes off"),
        ),
        (
            {"model": "performance", "per": {"new_users": 8}},
            {"orders": ORDERS},
            {},
            ("new_users", "no events table and no visits table was given"),
        ),
        (
            {"model": "fixed", "base": 1, "bonus": {"csat": {"normal": 5}}},
            TABLES,
            {"targets": {"csat": {"normal": 4}}},
            ("csat", "no tickets table was given"),
        ),
        (
            {"model": "fixed", "base": 1, "bonus": {"gmv": {"normal": 5}}},
            TABLES,
            {},
            ("gmv", "none was agreed"),
        ),
        (
            {"model": "fixed", "base": 1, "deduction": {"gmv": {"forecast": 5}}},
            TABLES,
            {},
            ("gmv", "none was agreed"),
        ),
        (
            COMMISSION,
            {"orders": csv("order_id,at,amount", "A,2026-08-01 10:00,5")},
            {},
            ("commission_base", "the data do not cover the period"),
        ),
    ],
)
def test_a_fee_with_an_unknown_part_has_no_total(tmp_path, contract, tables, settings, unknown):
    with settled(tmp_path, contract, tables=tables, **settings) as found:
        assert (found.state, found.unknown, found.fee) == ("open", [unknown], None)
        (total,) = found.fee_facts
        assert (total.id, total.status, total.reason) == ("fee_total", "unobservable", "a part of the fee is not known")


def test_without_a_contract_nothing_is_settled(tmp_path):
    with (
        small_review(tmp_path, {"orders": ORDERS}, "2026-10", "2026-11-01") as review,
        pytest.raises(ReportError) as raised,
    ):
        Settlement(review)
    said = "acme.yml contract: expected a group of keys, got no such key. Add how the agency is paid."
    assert str(raised.value).endswith(said)


def test_where_nothing_happened_nothing_is_earned_or_deducted(tmp_path):
    """Nobody opened the booking page and nothing was sold: no rate has a base, and that is known."""
    tables = {
        "events": csv("user_id,at,event", "u,2026-09-01 09:00,open", "u,2026-11-01 09:00,open"),
        "orders": csv("order_id,at,amount", "A,2026-09-30 10:00,5", "B,2026-11-01 10:00,5"),
    }
    contract = {"model": "performance", "base": 900, "per": {"appointment_conversion": 20}}
    contract["deduction"] = {"refund_rate": {"fail": 50}, "gmv": {"forecast": 70}}
    targets, forecast = {"refund_rate": {"better": "lower", "normal": 0.1}}, {"gmv": 5, "promised": {"new_users": 9}}
    with settled(tmp_path, contract, tables=tables, targets=targets, forecast=forecast) as found:
        assert (found.state, facts(found)) == ("final", {"fee_base": 900, "fee_performance": 0, "fee_total": 900})


def test_later_refunds_are_of_the_next_settlement(tmp_path):
    with settled(tmp_path, COMMISSION, period="2026-09") as found:
        assert (found.steps.base, found.steps.later_refunds) == (100, 40)
