import pytest

from tests.small_campaigns import EXPERIMENT, TRIAL, small_campaigns
from tests.small_review import csv
from toolkit.effect import campaign_reasons as why
from toolkit.errors import ReportError

THREE = TRIAL | {"planned": {"A": 0.5, "B": 0.25, "C": 0.25}, "outcomes": {"bought": {"kind": "rate"}}}


def study(root, table, *trials, **settings):
    reports = {"campaign_review": {"experiments": list(trials)}}
    return small_campaigns(root, {"experiment": table}, reports=reports, campaigns=[], **settings)


def test_rates_and_means_by_hand(tmp_path):
    """A: 40 of 200 bought; B: 100 of 200. Paid: A 10 x 0.2 + 0.995, B 10 x 0.5 + 0.995."""
    with study(tmp_path, EXPERIMENT, TRIAL) as found:
        (trial,), _ = found.trials
        assert trial.counts == {"A": 200, "B": 200}
        assert (trial.sample_ratio.value, trial.sample_ratio.n) == (1.0, 400)
        assert (trial.levels["bought", "A"].value, trial.levels["bought", "B"].value) == (0.2, 0.5)
        assert trial.levels["paid", "B"].value == pytest.approx(5.995)
        assert trial.levels["paid", "B"].unit == "CNY"
        bought, paid = trial.comparisons
        assert bought.difference.value == pytest.approx(0.3)
        assert bought.difference.dims == {"experiment": "button", "outcome": "bought"}
        assert paid.difference.value == pytest.approx(3.0)
        first = min(trial.comparisons, key=lambda each: each.p_value.value)
        assert first.adjusted.value == pytest.approx(2 * first.p_value.value)
        assert [trial.verdict(each) for each in trial.comparisons] == ["better", "better"]


def test_before_its_planned_end_nothing_is_told(tmp_path):
    with study(tmp_path, EXPERIMENT, TRIAL, until="2026-10-19") as found:
        (trial,), _ = found.trials
        assert trial.unread == why.RUNNING
        assert not any(fact.ok for each in trial.comparisons for fact in each.facts)
        assert not any(fact.ok for fact in trial.levels.values())
        assert trial.sample_ratio.ok  # the split may be looked at every day
        assert {trial.verdict(each) for each in trial.comparisons} == {"running"}


def test_before_its_planned_users_nothing_is_told(tmp_path):
    with study(tmp_path, EXPERIMENT, TRIAL | {"planned_users": 401}) as found:
        assert found.trials[0][0].unread == why.FEW_USERS


def test_a_broken_split_is_never_a_result(tmp_path):
    broken = "\n".join(line for line in EXPERIMENT.splitlines() if not line.startswith(("b1", "b2"))) + "\n"
    with study(tmp_path, broken, TRIAL) as found:
        (trial,), _ = found.trials
        assert not trial.is_split_as_planned and trial.sample_ratio.value < 0.001
        assert {trial.verdict(each) for each in trial.comparisons} == {"broken"}


def test_several_variants_are_told_apart_by_their_dims(tmp_path):
    rows = (f"{variant}{i},{variant},{int(i % 4 == 0)}" for variant in "AABC" for i in range(100))
    numbered = (f"{n}{row}" for n, row in enumerate(rows))
    with study(tmp_path, csv("user_id,variant,bought", *numbered), THREE) as found:
        (trial,), _ = found.trials
        assert [each.difference.dims.get("variant") for each in trial.comparisons] == ["B", "C"]
        assert trial.counts == {"A": 200, "B": 100, "C": 100}
        assert {trial.verdict(each) for each in trial.comparisons} == {"nothing"}


def test_where_less_is_better_less_is_better(tmp_path):
    outcomes = {"bought": {"kind": "rate", "better": "lower"}}
    with study(tmp_path, EXPERIMENT, TRIAL | {"outcomes": outcomes}) as found:
        (trial,), _ = found.trials
        assert trial.verdict(trial.comparisons[0]) == "worse"


def test_words_for_yes_and_no_and_users_without_a_value(tmp_path):
    table = csv("user_id,variant,bought", "a,A,yes", "b,A,no", "c,A,", "d,B,是", "e,B,TRUE")
    with study(tmp_path, table, TRIAL | {"outcomes": {"bought": {"kind": "rate"}}}) as found:
        (trial,), _ = found.trials
        levels = trial.levels
        assert (levels["bought", "A"].value, levels["bought", "A"].n) == (0.5, 2)
        assert (levels["bought", "B"].value, levels["bought", "B"].n) == (1.0, 2)


def test_one_variant_without_users_is_not_compared(tmp_path):
    with study(tmp_path, csv("user_id,variant,bought,paid", "a,A,1,2"), TRIAL) as found:
        (trial,), _ = found.trials
        assert {each.difference.reason for each in trial.comparisons} == {why.NO_USERS}
        assert {trial.verdict(each) for each in trial.comparisons} == {"unknown"}


@pytest.mark.parametrize(
    ("trial", "table", "said"),
    [
        (TRIAL | {"outcomes": {"bougth": {"kind": "rate"}}}, EXPERIMENT, 'got "bougth". Did you mean "bought"?'),
        (TRIAL, EXPERIMENT.replace(",B,", ",X,"), 'expected variants A, B, got "X"'),
        (TRIAL, EXPERIMENT.replace("a0,A,1", "a0,A,2"), 'outcome bought: expected 1 and 0, got "2'),
        (TRIAL | {"outcomes": {"variant": {"kind": "mean"}}}, EXPERIMENT, 'expected numbers, got "A"'),
    ],
)
def test_what_the_table_does_not_hold_is_said(tmp_path, trial, table, said):
    with study(tmp_path, table, trial) as found, pytest.raises(ReportError) as error:
        _ = found.trials[0][0].values
    assert said in str(error.value)


def test_several_experiments_need_a_column_that_says_which(tmp_path):
    other = TRIAL | {"id": "other"}
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with study(tmp_path / "one", EXPERIMENT, TRIAL, other) as found:
        assert found.trials[1].reason == why.UNNAMED
    marked = EXPERIMENT.replace("paid\n", "paid,experiment\n").splitlines()
    lines = [marked[0], *(f"{line},{'other' if i % 4 == 0 else 'button'}" for i, line in enumerate(marked[1:]))]
    with study(tmp_path / "two", "\n".join(lines) + "\n", TRIAL, other) as found:
        assert [sum(trial.counts.values()) for trial in found.trials[0]] == [300, 100]


def test_none_named_none_given_none_in_the_period(tmp_path):
    for name, arguments, reason in (
        ("a", (EXPERIMENT,), why.NO_EXPERIMENTS),
        ("b", (EXPERIMENT, TRIAL | {"start": "2026-11-01", "end": "2026-11-05"}), "no data at that time"),
    ):
        (tmp_path / name).mkdir()
        with study(tmp_path / name, *arguments) as found:
            assert (found.trials[0], found.trials[1].reason) == ([], reason)
    with small_campaigns(tmp_path, {}) as found:
        assert found.trials[1].reason == why.NO_EXPERIMENT
