"""The study behind a proposal: refused when final and wrong, goals from the baseline, budget, version, inputs."""

import math
from datetime import date
from decimal import Decimal

import pytest

from tests.quote.small_proposal import BASIC, CARD, ORDERS, STANDARD, small_proposal
from toolkit.errors import ReportError
from toolkit.quote.growth import NAMES
from toolkit.quote.outcomes import SIMULATED


def test_a_final_quotation_with_a_gap_is_refused(tmp_path):
    premium = {
        "price": 60_000,
        "term_months": 24,
        "parts": dict(zip(STANDARD["parts"], (35_000, 10_000, 15_000, 3_000, 15_000, 2_000), strict=True)),
    }
    packages = {"basic": BASIC, "standard": STANDARD, "premium": premium}
    options = {"status": "final", "packages": packages}
    with pytest.raises(ReportError) as refused, small_proposal(tmp_path, options):
        pass
    line = str(refused.value)
    assert refused.value.exit_code == 1
    assert "acme.yml reports.proposal.packages: expected parts that add up to the price" in line
    assert "standard: parts 38,000 against the price 30,000" in line
    assert "premium: parts 80,000 against the price 60,000" in line
    assert "basic" not in line


def test_the_fashion_shop_is_refused_with_the_months(tmp_path):
    once = [{"name": "Redesign", "amount": 80_000, "months": 2}]
    shop = {"price": 50_000, "term_months": 12, "parts": {"labour": 60_000, "profit": 20_000}, "one_off": once}
    with (
        pytest.raises(
            ReportError, match=r"parts 120,000 against the price 50,000 in months 1 to 2.*parts 80,000 against"
        ),
        small_proposal(tmp_path, {"status": "final", "packages": {"shop": shop}}),
    ):
        pass
    with small_proposal(tmp_path, {"packages": {"shop": shop}}) as study:
        (quote,) = study.quotes
        assert study.quote_facts(quote)["quote_gap"].value == 30_000
        (early,) = study.other_gaps(quote)
        assert (early.value, early.dims) == (70_000, {"package": "shop", "months": "1-2"})


def test_work_over_the_whole_term_has_its_gap_too(tmp_path):
    """1,200 out of the price over all six months: 200 a month that no ordinary month shows."""
    once = [{"name": "Redesign", "amount": 1_200, "months": 6}]
    with small_proposal(tmp_path, {"packages": {"basic": BASIC | {"one_off": once}}}) as study:
        (gap,) = study.other_gaps(study.quotes[0])
    assert (gap.value, gap.dims) == (200, {"package": "basic", "months": "1-6"})


def test_commission_is_on_the_base_of_the_contract(tmp_path):
    contract = {"model": "commission", "commission_rate": 0.1, "commission_base": "net_revenue", "less": ["freight"]}
    tables = {"orders": "order_id,at,amount,freight\n1,2026-10-03 10:00:00,100,10\n2,2026-11-03 10:00:00,100,90\n"}
    with small_proposal(tmp_path, {"packages": {"basic": BASIC}}, tables, contract=contract) as study:
        less = {model.name: model.less for model in study.fee_models if model.base == "net_revenue"}
        assert less == dict.fromkeys(("commission", "hybrid", "performance"), ("freight",))
        assert (study._kept(("freight",)), study._kept(())) == (0.9, 1.0)  # November is not of the period


def test_a_draft_keeps_its_gap_and_a_sound_one_may_be_final(tmp_path):
    with small_proposal(tmp_path, {"packages": {"standard": STANDARD}}) as study:
        facts = study.quote_facts(study.quotes[0])
        assert {name: fact.value for name, fact in facts.items()} == {
            "quote_price": 30_000,
            "quote_parts": 38_000,
            "quote_gap": 8_000,
            "quote_monthly": 30_000,
        }
        assert [quote.key for quote in study.gaps] == ["standard"]
    with small_proposal(tmp_path, {"status": "final", "packages": {"basic": BASIC}}) as study:
        assert study.gaps == []
        assert sum(fact.value for fact in study.part_shares(study.quotes[0])) == pytest.approx(1)


def test_the_gap_of_what_a_part_consists_of_is_a_gap(tmp_path):
    wrong = BASIC | {"within": {"technology": {"server": 1_000, "tools": "2000.01"}}}
    with (
        pytest.raises(ReportError, match=r"basic: technology 3,000, which consists of 3,000.01"),
        small_proposal(tmp_path, {"status": "final", "packages": {"basic": wrong}}),
    ):
        pass


def test_goals_start_from_the_baseline(tmp_path):
    """October: 1,680 + 20 + 27 cents. A fifth more, a third of the way after each phase."""
    options = {"goals": {"gmv": {"by": 0.2}, "aov": {"value": 10}, "d1_retention": {"points": 0.05}}}
    targets = {"refund_rate": {"better": "lower", "normal": 0.05, "good": 0.03}}
    with small_proposal(tmp_path, options, {"orders": ORDERS}, targets=targets) as study:
        gmv, aov, retention, refunds = study.aims
    assert gmv.baseline.value == pytest.approx(1_700.27)
    assert gmv.target.value == pytest.approx(1.2 * 1_700.27)
    assert [step.value for step in gmv.steps] == pytest.approx([1_700.27 * (1 + 0.2 / 3), 1_700.27 * (1 + 0.4 / 3)])
    assert (gmv.target.start, gmv.target.end) == (date(2026, 12, 1), date(2027, 5, 31))
    assert [step.end for step in gmv.steps] == [date(2027, 1, 31), date(2027, 3, 31)]
    assert (aov.baseline.unit, aov.target.value, aov.is_reached) == ("CNY", 10, True)
    assert (retention.baseline.status, retention.target.status) == ("no_data", "unobservable")
    assert (refunds.target.value, refunds.baseline.value, refunds.is_reached) == (0.03, 0, True)


def test_budget_and_tax(tmp_path):
    """15,000 x 6 less nothing, 5,000 once, 6 % of 95,000, and 1,000 a month with 500 once of the client's own."""
    once = [{"name": "Set-up", "amount": 5_000, "extra": True}]
    spend = [{"name": "Ads", "amount": 1_000}, {"name": "Fair", "amount": 500, "per": "once"}]
    options = {"tax_rate": 0.06, "spend": spend, "packages": {"basic": BASIC | {"one_off": once}}}
    with small_proposal(tmp_path, options) as study:
        assert study.budget(study.quotes[0]) == Decimal(95_000) + Decimal(5_700) + 6_500
        assert study.budget_fact().value == 107_200
        assert study.budget_fact().dims == {}


def test_version_validity_and_date(tmp_path):
    options = {"packages": {"basic": BASIC}}
    with small_proposal(tmp_path, options) as study:
        version = study.version
        assert (study.issued, study.valid_until) == (date(2026, 11, 6), date(2026, 12, 6))
        assert study.start == date(2026, 12, 1)  # never before the day it is dated
    with small_proposal(tmp_path, options | {"status": "final"}) as study:
        assert study.version == version
    with small_proposal(tmp_path, {"packages": {"basic": BASIC | {"term_months": 7}}}) as study:
        assert study.version != version
    with small_proposal(tmp_path, options | {"issued": "2026-12-31", "valid_days": 10}) as study:
        assert (study.version != version, study.valid_until) == (True, date(2027, 1, 10))
        assert study.start == date(2027, 1, 1)


def test_inputs_come_from_the_orders_where_they_tell(tmp_path):
    """Level: the mean of August to October, 1,600.27; growth: the mean of seven changes, ln(1700.27 / 1000.27) / 7."""
    with small_proposal(tmp_path, {"packages": {"basic": BASIC}}, {"orders": ORDERS}) as study:
        inputs = study.inputs
        assert inputs["monthly_sales"].low == pytest.approx(1_600.27)
        assert inputs["growth"].middle == pytest.approx(math.log(1_700.27 / 1_000.27) / 7)
        assert (inputs["growth"].n, inputs["growth"].whence) == (7, "orders")
        assert (inputs["uplift"].low, inputs["uplift"].high, inputs["uplift"].whence) == (0, 0.05, "rate_card")
        assert set(inputs) == set(NAMES)
        assert study.fit.model == "hybrid"


def test_outcomes_are_facts_with_range_and_reason(tmp_path):
    options = {"packages": {"basic": BASIC}, "simulation": {"monthly_sales": 200_000}}
    with small_proposal(tmp_path, options) as study:
        known = study.outcomes.by_model
        again = study.outcomes.by_model["hybrid"]
    assert set(known) == {"fixed", "commission", "hybrid", "performance", "project", "package"}
    for facts in known.values():
        cost = facts["client_cost"]
        assert cost.low <= cost.value <= cost.high
        assert (cost.n, cost.reason) == (4_000, SIMULATED)
        assert 0 <= facts["client_better_off"].value <= facts["client_better_off"].high <= 1
    assert known["fixed"]["client_cost"].value == known["project"]["client_cost"].value == 90_000
    assert known["package"]["client_cost"].value == 81_000  # the least usual discount
    assert again is known["hybrid"]


def test_without_a_rate_card_nothing_is_assumed(tmp_path):
    with small_proposal(tmp_path, {"packages": {"basic": BASIC}}, {"orders": ORDERS}, card=None) as study:
        assert study.card is None
        assert study.unusual == []
        assert study.outcomes is None
        assert study.unknown_inputs == ["uplift", "margin", "cost_overrun"]


def test_a_rate_card_in_another_currency_is_not_used(tmp_path):
    foreign = CARD.replace("currency: CNY", "currency: USD")
    with small_proposal(tmp_path, {"packages": {"basic": BASIC}}, card=foreign) as study:
        assert (study.card, study.card_is_foreign) == (None, True)


def test_performance_that_cannot_be_counted_is_not_simulated(tmp_path):
    options = {"packages": {"basic": BASIC}, "fee_models": [{"model": "performance", "per": {"new_users": 5}}]}
    with small_proposal(tmp_path, options, {"orders": ORDERS}) as study:
        assert study.outcomes is None


@pytest.mark.parametrize(
    ("business", "events", "tables", "model"),
    [
        ("mature", None, {}, "commission"),
        (None, {"booking_page": "book"}, {}, "performance"),
        (None, None, {}, "fixed"),
        (None, None, {"visits": "grain,start,users,new_users\n"}, "hybrid"),
        (None, None, {"orders": ORDERS}, "hybrid"),
        (None, None, {"orders": "order_id,at,amount\n1,2026-10-03 10:00:00,5\n"}, "fixed"),
    ],
)
def test_the_model_that_fits(tmp_path, business, events, tables, model):
    options = {"packages": {"basic": BASIC}} | ({"business": business} if business else {})
    settings = {"events": events} if events else {}
    with small_proposal(tmp_path, options, tables, **settings) as study:
        assert study.fit.model == model


def test_a_client_with_nothing(tmp_path):
    with small_proposal(tmp_path, {}) as study:
        assert (study.offer, study.aims, study.outcomes, study.gaps) == (None, [], None, [])
        assert study.budget_fact().status == "no_data"
        assert [bar.name for bar in study.bars if bar.phase is None] == ["pilot", "infrastructure", "growth", "brand"]


def test_a_gain_of_less_than_a_cent_is_none(tmp_path):
    """Sales of a cent and a package for nothing: nobody is better off for a fraction of a cent."""
    options = {"packages": {"x": {"price": 0, "term_months": 1}}, "simulation": {"monthly_sales": 0.01, "uplift": 0.01}}
    with small_proposal(tmp_path, options) as study:
        facts = study.outcomes.by_model["fixed"]
    assert (facts["client_gain"].value, facts["client_better_off"].value) == (0, 0)
