from datetime import date, timedelta

import pytest

from tests.small_case import START, orders, small_case, wanted
from tests.small_review import csv
from toolkit.effect import before_after


@pytest.fixture
def comparison(request, tmp_path):
    tables, options, *more = request.param
    with small_case(tmp_path, tables, **wanted(**options), **(more[0] if more else {})) as case:
        yield case.comparison


SOLD = {"orders": orders(10, 15)}


@pytest.mark.parametrize("comparison", [(SOLD, {"start": str(START)})], indirect=True)
def test_worked_by_hand(comparison):
    """61 days since the start, 62 before: 56 on each side, 8 weeks; 560 orders, then 840: half as many again."""
    assert comparison.days == 56
    assert (comparison.before.start, comparison.before.end) == (date(2026, 7, 7), date(2026, 8, 31))
    assert (comparison.after.start, comparison.after.end) == (date(2026, 9, 6), date(2026, 10, 31))
    found = {shift.metric: shift for shift in comparison.shifts}
    assert (found["orders"].before.value, found["orders"].after.value) == (560, 840)
    assert found["orders"].change.value == pytest.approx(0.5)
    assert found["orders"].is_clear
    assert found["gmv"].after.value == 84_000
    assert found["aov"].change.value == pytest.approx(0)
    assert not found["aov"].is_clear
    assert found["refund_rate"].change.value == 0
    assert {shift.before.dims["metric"] for shift in comparison.shifts} == set(found)


@pytest.mark.parametrize("comparison", [(SOLD, {"start": str(START), "anonymous": True})], indirect=True)
def test_an_index_tells_no_amount(comparison):
    found = {shift.metric: shift for shift in comparison.shifts}
    assert (found["gmv"].before.value, found["gmv"].after.value, found["gmv"].after.unit) == (100, 150, "score")
    assert found["orders"].after.n is None
    assert not [s for s in comparison.shifts if s.after.unit in ("CNY", "count", "users")]


@pytest.mark.parametrize(
    ("comparison", "reason"),
    [
        ((SOLD, {}), before_after.NO_START),
        ((SOLD, {"start": "2026-11-05"}), before_after.NOT_BEGUN),
        ((SOLD, {"start": "2026-10-27"}), before_after.TOO_FEW_DAYS),
        ((SOLD, {"start": "2026-07-05"}), before_after.TOO_FEW_DAYS),
        ((SOLD, {"start": "2025-07-05"}), before_after.TOO_FEW_DAYS),
        (({}, {"start": str(START)}), before_after.TOO_FEW_DAYS),
        (({"orders": "order_id,at,amount\n"}, {"start": str(START)}), before_after.TOO_FEW_DAYS),
    ],
    indirect=["comparison"],
)
def test_what_cannot_be_compared_says_why(comparison, reason):
    assert comparison.reason == reason
    assert comparison.shifts == []


@pytest.mark.parametrize(
    ("start", "last", "days", "same"),
    [
        (date(2026, 9, 1), date(2026, 10, 31), 56, False),
        (date(2026, 1, 1), date(2026, 12, 30), 364, True),  # a year on each side
        (date(2026, 1, 1), date(2026, 10, 31), 84, False),
        (date(2025, 9, 1), date(2026, 8, 31), 84, True),  # June to August, a year later
        (date(2025, 12, 31), date(2026, 12, 30), 28, True),  # December, a year later
    ],
)
def test_the_same_season_is_a_year_apart(start, last, days, same, monkeypatch):
    comparison = before_after.Comparison(None, None, start, last, last, False)
    monkeypatch.setattr(before_after.Comparison, "days", days)
    assert comparison.is_same_season is same


VISITS = [f"u{day % 40},{date(2026, 7, 1) + timedelta(days=day)} 09:00:00,open" for day in range(123)]


@pytest.mark.parametrize(("start", "is_young"), [("2026-08-05", True), ("2026-10-01", False)])
def test_in_the_first_weeks_of_a_log_everybody_looks_new(start, is_young, tmp_path):
    """Forty people who come in turns: new until 9 August; the time before 5 August begins on 1 July."""
    with small_case(tmp_path, {"events": csv("user_id,at,event", *VISITS)}, **wanted(start=start)) as case:
        assert case.comparison.is_young is is_young
        assert any(shift.metric == "dau_mean" for shift in case.comparison.shifts)
        assert any(shift.metric == "new_users" for shift in case.comparison.shifts) is not is_young
