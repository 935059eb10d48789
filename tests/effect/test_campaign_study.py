from datetime import date

import pytest

from tests.small_campaigns import DAYS, GIFT, PANEL, TABLES, small_campaigns
from tests.small_review import csv
from toolkit.effect import campaign_reasons as why
from toolkit.errors import ReportError
from toolkit.metrics import reasons


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    with small_campaigns(tmp_path_factory.mktemp("client"), TABLES) as found:
        yield found


@pytest.fixture(scope="module")
def gift(study):
    (item,) = study.each
    return item


def test_goal_and_result(gift):
    """4 and 5 usual orders in turns make 32 in the week, and 5 more a day."""
    assert (gift.result.value, gift.result.dims) == (67, {"campaign": "gift"})
    assert (gift.result.start, gift.result.end) == (date(2026, 10, 12), date(2026, 10, 18))
    assert gift.attainment.value == pytest.approx(67 / 60) and gift.is_reached


def test_the_effect_is_what_was_planted(gift):
    found = gift.effect
    assert found.incremental.low < 35 < found.incremental.high and found.is_clear
    assert found.incremental.value + found.expected.value == pytest.approx(gift.result.value)
    assert found.lift.value == pytest.approx(found.incremental.value / found.expected.value)
    assert (found.incremental.unit, found.incremental.source) == ("count", "orders")


def test_cost_and_return(gift):
    """100 agreed; spend of day i and channel 8 + i % 5, twice: 138. Margin of an order: 10 - 4."""
    whole, stated, advertising = gift.returns.cost
    assert (whole.value, stated.value, advertising.value) == (238, 100, 138)
    assert gift.returns.basis == "margin"
    gain = gift.returns.gain.incremental
    assert gain.value == pytest.approx(35 * 6, abs=6 * 3)
    assert gift.returns.roi.value == pytest.approx((gain.value - 238) / 238)
    assert gift.returns.roi.low == pytest.approx((gain.low - 238) / 238)


def test_roas_is_of_the_channels_that_were_paid_for(gift):
    """All 67 orders name `ads`, which took half of the advertising; `tv` sold nothing and is known to no order."""
    assert gift.returns.roas.value == pytest.approx(670 / 69)


def test_the_earlier_days_have_the_same_weekdays_and_no_event(gift):
    """The week before lies in National Day, and so does half of the one before that: 28 September to 4 October."""
    assert gift.earlier == (date(2026, 9, 21), date(2026, 9, 27))


def test_steps_add_up(gift):
    opened, product, paid = gift.funnel
    assert (opened.users_now.value, product.users_now.value, paid.users_now.value) == (21, 21, 14)
    assert (opened.users_before.value, paid.users_before.value) == (21, 7)
    assert paid.change[0] == pytest.approx(14 / 21 - 7 / 21)
    metric, channels = gift.channels
    assert metric == "purchase_conversion"
    assert {pair.name: (pair.now.successes, pair.now.n) for pair in channels} == {"ads": (7, 14), "kol": (7, 7)}
    assert {pair.name: pair.before.successes for pair in channels} == {"ads": 7, "kol": 0}


def test_other_metrics_than_sums_say_why_they_have_no_effect(tmp_path):
    goals = {"active_users": why.DISTINCT, "d1_retention": why.NO_SERIES, "csat": why.NO_SERIES}
    campaigns = [GIFT | {"id": f"g{i}", "goal": {"metric": m, "value": 1}} for i, m in enumerate(goals)]
    with small_campaigns(tmp_path, TABLES, campaigns=campaigns) as found:
        assert {item.metric: item.effect.incremental.reason for item in found.each} == goals


def test_the_mean_day_is_measured_as_a_mean(tmp_path):
    campaigns = [GIFT | {"goal": {"metric": "dau_mean", "value": 3}}]
    events = csv(
        "user_id,at,event", *(f"p{n},{day} 09:00:00,x" for i, day in enumerate(DAYS) for n in range(3 + i % 2))
    )
    with small_campaigns(tmp_path, {"events": events}, campaigns=campaigns) as found:
        (item,) = found.each
        assert item.effect.expected.value == pytest.approx(3.5, abs=0.2)  # 3 and 4 people in turns
        assert item.effect.incremental.value == pytest.approx(0, abs=0.2)


def test_days_that_are_all_alike_say_nothing_of_chance(tmp_path):
    campaigns = [GIFT | {"goal": {"metric": "dau_mean", "value": 3}}]
    with small_campaigns(tmp_path, {"events": TABLES["events"]}, campaigns=campaigns) as found:
        assert found.each[0].effect.incremental.reason == why.TOO_SHORT


def test_a_running_campaign_is_incomplete_and_not_judged(tmp_path):
    with small_campaigns(tmp_path, TABLES, until="2026-10-14") as found:
        (item,) = found.each
        assert (item.is_over, item.is_reached, item.last) == (False, None, date(2026, 10, 14))
        assert item.result.reason == item.attainment.reason == reasons.PARTIAL
        assert item.effect.incremental.end == date(2026, 10, 14)


def test_a_campaign_that_the_data_do_not_reach_the_end_of_is_incomplete(tmp_path):
    campaigns = [GIFT | {"start": "2026-11-05", "end": "2026-11-11"}]  # the data end on 8 November
    with small_campaigns(tmp_path, TABLES, "2026-11", "2026-11-20", campaigns=campaigns) as found:
        (item,) = found.each
        assert (item.is_over, item.is_reached, item.last) == (False, None, date(2026, 11, 8))
        assert item.effect.incremental.reason == reasons.PARTIAL


def test_what_else_happened_on_those_days_is_known(tmp_path):
    holiday = GIFT | {"start": "2026-10-05", "end": "2026-10-08"}
    other = GIFT | {"id": "other", "start": "2026-10-08", "end": "2026-10-09"}
    with small_campaigns(tmp_path, TABLES, campaigns=[holiday, other]) as found:
        assert found.each[0].confounded_by == ["National Day"]
        assert [campaign.id for campaign in found.each[0].overlapping] == ["other"]


def test_controls_where_they_are_given(tmp_path):
    campaigns = [GIFT | {"treated": ["east"]}]
    with small_campaigns(tmp_path, {"panel": PANEL}, campaigns=campaigns) as found:
        effect = found.each[0].effect
        assert effect.controls is not None and effect.forecast is None
        assert effect.incremental.source == "panel"
        assert effect.incremental.value == pytest.approx(63, rel=0.2)
    campaigns = [GIFT | {"treated": ["est"]}]
    (tmp_path / "b").mkdir()
    with (
        small_campaigns(tmp_path / "b", {"panel": PANEL}, campaigns=campaigns) as found,
        pytest.raises(ReportError, match='treated unit: expected a unit of the panel, got "est"'),
    ):
        _ = found.each[0].effect


def test_without_cost_or_orders_there_is_no_return(tmp_path):
    free = {key: value for key, value in GIFT.items() if key != "cost"}
    with small_campaigns(tmp_path, {"orders": TABLES["orders"]}, campaigns=[free]) as found:
        returns = found.each[0].returns
        assert (returns.cost[0].status, returns.roi.reason) == ("no_data", why.NO_COST)
        assert returns.roas.reason == "no spend table was given"
    (tmp_path / "b").mkdir()
    with small_campaigns(tmp_path / "b", {"events": TABLES["events"]}) as found:
        assert found.each[0].returns.roi.reason == "no orders table was given"


def test_a_series_of_the_market_that_is_not_there_is_said(tmp_path):
    reports = {"campaign_review": {"response": {"series": "sales"}}}
    with small_campaigns(tmp_path, TABLES, reports=reports) as found, pytest.raises(ReportError, match='got "sales"'):
        _ = found.response
