from datetime import date

import pytest

from tests.small_case import CONTROLLED, FASHION_SHOP, START, orders, panel, small_case, wanted
from toolkit.effect import case as cases
from toolkit.effect import panel as panels
from toolkit.errors import ReportError


@pytest.fixture
def case(request, tmp_path):
    tables, options, *more = request.param
    with small_case(tmp_path, tables, **wanted(**options), **(more[0] if more else {})) as found:
        yield found


LIFTED = {"panel": panel(lift=8.0, treated=2)}
PAID = CONTROLLED | {"unit_value": 10, "fee": 1000}


@pytest.mark.parametrize("case", [(LIFTED, PAID)], indirect=True)
def test_effect_and_return_add_up(case):
    facts = case.facts
    assert facts["att"].value == pytest.approx(8, abs=1.0)
    assert facts["incremental"].value == pytest.approx(facts["att"].value * 2 * 61)  # two units, 61 days
    assert facts["lift"].value == pytest.approx(facts["att"].value / case.effect.expected_mean)
    assert (facts["att"].start, facts["att"].end) == (START, date(2026, 10, 31))
    assert case.fee == pytest.approx(2000)  # September and October
    assert case.fee_roi.value == pytest.approx(facts["incremental"].value * 10 / 2000 - 1)
    assert case.fee_roi.low < case.fee_roi.value < case.fee_roi.high


@pytest.mark.parametrize("case", [(LIFTED, PAID)], indirect=True)
def test_two_methods_agree_on_a_plain_panel(case):
    assert case.plain.att == pytest.approx(case.effect.att, rel=0.2)
    assert case.effect_facts(case.plain)["att"].dims == {"method": "did"}


@pytest.mark.parametrize("case", [(LIFTED, PAID)], indirect=True)
def test_the_effect_is_tried_without_each_main_control(case):
    main = [unit for unit, share in case.effect.weights.items() if share >= cases.MAIN_WEIGHT][: cases.MOST_TRIED]
    assert [trial.unit for trial in case.trials if trial.unit] == main
    assert all(trial.unit not in trial.effect.grid.values for trial in case.trials)
    assert all(trial.effect.att == pytest.approx(8, abs=1.5) for trial in case.trials)


@pytest.mark.parametrize("case", [(LIFTED, PAID)], indirect=True)
def test_each_treated_unit_stands_for_itself(case):
    first, second = case.by_unit
    assert (first.unit, second.unit) == ("s00", "s01")
    assert "s01" not in first.effect.grid.values
    assert first.effect.att == pytest.approx(8, abs=1.5)
    assert second.effect.att == pytest.approx(8, abs=1.5)


def test_the_effect_is_tried_without_unusual_days(tmp_path):
    text = panel(lift=8.0)
    day = [line for line in text.splitlines() if line.startswith("s00,2026-09-20")][0]
    tables = {"panel": text.replace(day, "s00,2026-09-20,900")}
    with small_case(tmp_path, tables, **wanted(**CONTROLLED | {"treated": "s00"})) as case:
        (trial,) = [trial for trial in case.trials if trial.days]
        assert trial.days == (date(2026, 9, 20),)
        assert case.effect.att > 18  # 800 more on one of 61 days
        assert trial.effect.att == pytest.approx(8, abs=1.5)


BELOW = LIFTED["panel"].splitlines()
BELOW = "\n".join([BELOW[0], *(",-".join(line.rsplit(",", 1)) for line in BELOW[1:])]) + "\n"


@pytest.mark.parametrize("case", [({"panel": BELOW}, PAID | {"anonymous": True})], indirect=True)
def test_an_anonymous_effect_without_a_base_for_its_index_is_not_told_at_all(case):
    assert case.effect.reason == cases.NO_INDEX
    assert not [fact for fact in (*case.facts.values(), case.fee_roi) if fact.ok]


@pytest.mark.parametrize("case", [(LIFTED, PAID | {"anonymous": True})], indirect=True)
def test_an_anonymous_effect_is_an_index_with_the_same_lift_and_return(case, tmp_path):
    (tmp_path / "open").mkdir()
    with small_case(tmp_path / "open", LIFTED, **wanted(**PAID)) as told:
        for id_ in ("lift", "p_value", "pre_fit_error"):
            assert case.facts[id_].value == pytest.approx(told.facts[id_].value)
        assert case.fee_roi.value == pytest.approx(told.fee_roi.value)
        level = told.effect.actual.iloc[: told.effect.grid.before].mean()
        assert case.facts["att"].value == pytest.approx(told.facts["att"].value / level * 100)
    assert case.facts["att"].unit == "score"
    assert case.effect.actual.iloc[: case.effect.grid.before].mean() == pytest.approx(100)
    assert case.unit(next(iter(case.effect.weights))) == 1


@pytest.mark.parametrize(
    ("case", "status", "reason"),
    [
        (({}, CONTROLLED), "no_data", cases.NO_PANEL),
        (({"panel": "unit,date,value\n"}, CONTROLLED), "no_data", cases.NO_PANEL),
        (({"orders": orders()}, {"start": str(START)}), "no_data", cases.NO_PANEL),
        ((LIFTED, CONTROLLED | {"start": "2026-07-10"}), "unobservable", panels.TOO_SHORT),
        ((LIFTED, CONTROLLED | {"start": "2026-12-01"}), "unobservable", panels.NOT_BEGUN),
        (({"panel": panel(4)}, CONTROLLED), "unobservable", panels.FEW_CONTROLS),
    ],
    indirect=["case"],
)
def test_what_cannot_be_known_says_why(case, status, reason):
    assert {(fact.status, fact.reason) for fact in case.facts.values()} == {(status, reason)}
    assert case.trials == []
    assert case.fee_roi.value is None
    assert case.fee is None


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (({"orders": orders()}, {"start": str(START), "fee": 5}), cases.NO_CONTROL),
        ((LIFTED, CONTROLLED | {"fee": 5}), cases.NO_WORTH),
        ((LIFTED, CONTROLLED | {"money": True}), cases.NO_FEE),
    ],
    indirect=["case"],
)
def test_there_is_no_return_without_control_worth_and_fee(case, reason):
    assert case.fee_roi.reason == reason


def test_a_treated_unit_that_is_not_in_the_panel_is_named(tmp_path):
    options = CONTROLLED | {"treated": ["s00", "s77"]}
    with (
        small_case(tmp_path, LIFTED, **wanted(**options)) as case,
        pytest.raises(ReportError, match='case_study.treated: expected .*"s77"'),
    ):
        _ = case.effect


@pytest.mark.parametrize("case", [(LIFTED, CONTROLLED | {"end": "2026-09-30"})], indirect=True)
def test_the_end_of_the_work_ends_the_effect(case):
    assert case.effect.end == date(2026, 9, 30)


def test_every_claim_of_the_fashion_shop_is_flagged(tmp_path):
    with small_case(tmp_path, {}, **FASHION_SHOP) as case:
        users, sales, retention = case.checked
        assert (users.holds, users.implied_before) == (None, 12_500)
        assert (sales.holds, sales.actual, sales.growth) == (False, 6, 5)
        assert (retention.holds, retention.unit) == (None, None)
        assert case.is_fee_right is False
        assert [run.amount for run in case.fee_months] == [120_000, 80_000]
        values = [(fact.id, fact.value, dict(fact.dims)) for fact in case.fee_facts()]
        assert values == [
            ("claim_stated", 50_000, {"claim": "fee", "month": 1}),
            ("claim_actual", 120_000, {"claim": "fee", "month": 1}),
            ("claim_holds", 0, {"claim": "fee", "month": 1}),
            ("claim_stated", 50_000, {"claim": "fee", "month": 3}),
            ("claim_actual", 80_000, {"claim": "fee", "month": 3}),
            ("claim_holds", 0, {"claim": "fee", "month": 3}),
        ]


def test_a_fee_that_is_the_sum_of_its_parts_holds(tmp_path):
    options = {"fee": 80000, "fee_parts": [{"name": "a", "amount": 30000}, {"name": "b", "amount": 50000}]}
    with small_case(tmp_path, {}, **wanted(**options)) as case:
        assert case.is_fee_right is True
    (tmp_path / "none").mkdir()
    with small_case(tmp_path / "none", {}, **wanted(fee=80000)) as case:
        assert case.is_fee_right is None
        assert case.fee_facts() == []
