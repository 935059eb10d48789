"""Shares, scores and recommendation by hand; what is hidden, and what is said of wrong data."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from toolkit.errors import ReportError
from toolkit.market.suppression import OTHER
from toolkit.market.survey import NO_ANSWER, TOO_FEW, WIDEST, Survey
from toolkit.metrics import intervals
from toolkit.metrics.fact import Scope
from toolkit.params.market_research import MarketResearch

SCOPE = Scope(date(2026, 10, 1), date(2026, 10, 31), source="survey")
ON = {"source": "Census", "on": "2026-01-01"}


def survey(table: dict[str, list], questions: dict[str, dict], **options) -> Survey:
    found = MarketResearch.model_validate({"questions": questions} | options)
    return Survey(pd.DataFrame(table), found, SCOPE, "acme.yml reports.market_research")


def values(facts) -> dict[str, float]:
    return {fact.dims["answer"]: fact.value for fact in facts}


def test_shares_of_one_answer():
    """12 tea, 6 coffee, 2 nobody: of 18 who answered."""
    (tea, coffee) = survey({"q": ["tea"] * 12 + ["coffee"] * 6 + [None] * 2}, {"q": {"kind": "single"}}).overall("q")
    assert (tea.value, tea.n) == (12 / 18, 18)
    assert (tea.low, tea.high) == pytest.approx(intervals.wilson(12, 18))
    assert coffee.dims == {"question": "q", "answer": "coffee"}
    assert tea.value + coffee.value == pytest.approx(1)


def test_numbers_are_answers_as_they_are_written():
    found = survey({"q": [1.0] * 6 + [2.0] * 6}, {"q": {"kind": "single"}})
    assert set(values(found.overall("q"))) == {"1", "2"}


def test_several_answers_each_have_all_who_answered_as_base():
    """7 of 10 tick a, 5 tick b; c is ticked by 2, and d is not by 2: both could be worked out."""
    ticks = ["a|b|d"] * 5 + ["a|c"] * 2 + ["d"] * 2 + [" | "] + ["d|"]
    found = survey({"q": ticks}, {"q": {"kind": "multiple"}}, min_cell="3")
    assert values(found.overall("q")) == {"a": 0.7, "b": 0.5}


def test_few_answers_are_put_together():
    found = survey({"q": ["a"] * 20 + ["b"] * 8 + ["c"] * 3 + ["d"] * 1}, {"q": {"kind": "single"}})
    assert values(found.overall("q")) == {"a": 20 / 32, OTHER: 12 / 32}


def test_a_mean_has_students_interval():
    scores = [1, 2, 3, 4, 5] * 4
    (fact,) = survey({"q": scores}, {"q": {"kind": "likert"}}).overall("q")
    assert (fact.value, fact.low, fact.high) == pytest.approx(intervals.mean(scores))
    assert (fact.n, fact.id) == (20, "survey_mean")


def test_recommendation_by_hand():
    """10 promoters, 5 passives, 5 detractors: 25; variance (15 - 25) ... of +1, 0, -1 is 0.75 - 0.25² = 0.6875."""
    (fact,) = survey({"q": [9, 10] * 5 + [7] * 5 + [0] * 5}, {"q": {"kind": "nps"}}).overall("q")
    assert (fact.value, fact.n, fact.reason) == (25, 20, None)
    assert fact.high - fact.value == pytest.approx(100 * intervals.student(20) * np.sqrt(0.6875 / 19))


def test_an_interval_tells_no_small_group():
    """Two detractors would follow from the spread: the interval is that of the widest spread with this mean."""
    (fact,) = survey({"q": [10] * 12 + [7] * 6 + [2] * 2}, {"q": {"kind": "nps"}}).overall("q")
    assert (fact.value, fact.reason) == (50, WIDEST)
    assert fact.low == pytest.approx(50 - 100 * intervals.student(20) * np.sqrt(1.5 * 0.5 / 19))


@pytest.mark.parametrize("scores", [[5] * 20, [1] * 20, [5] * 19 + [4], [3] * 4, []])
def test_a_mean_that_says_what_everyone_answered_is_not_shown(scores):
    (fact,) = survey({"q": pd.Series(scores, dtype=float)}, {"q": {"kind": "likert"}}).overall("q")
    assert (fact.ok, fact.reason) == (False, TOO_FEW)


def test_one_who_answered_otherwise_is_not_found_from_the_spread():
    """39 fours and a five: n, mean and spread of forty answers would say so."""
    (fact,) = survey({"q": [4] * 39 + [5]}, {"q": {"kind": "likert"}}).overall("q")
    assert fact.reason == WIDEST
    assert fact.high - fact.value == pytest.approx(intervals.student(40) * np.sqrt(3.025 * 0.975 / 39))
    (usual,) = survey({"q": [1] * 3 + [2] * 8 + [3] * 20 + [4] * 40 + [5] * 30}, {"q": {"kind": "likert"}}).overall("q")
    assert usual.reason is None


def test_a_group_of_one_mind_hides_the_means_of_all_groups():
    """All men say 5: their mean would follow from those of all and of women."""
    table = {"sex": ["f"] * 20 + ["m"] * 20, "q": [1, 2, 3, 4, 5] * 4 + [5] * 20}
    options = {"sex": {"kind": "single"}, "q": {"kind": "likert"}}
    assert survey(table, options, by="sex").crossed("q") == []


def test_groups_beside_each_other():
    """Women: 12 of 20 tea; men: 8 of 20."""
    table = {"sex": ["f"] * 20 + ["m"] * 20, "q": (["tea"] * 12 + ["coffee"] * 8) + (["tea"] * 8 + ["coffee"] * 12)}
    facts = survey(table, {"sex": {"kind": "single"}, "q": {"kind": "single"}}, by="sex").crossed("q")
    found = {(fact.dims["group"], fact.dims["answer"]): (fact.value, fact.n) for fact in facts}
    assert found == {
        ("f", "tea"): (0.6, 20),
        ("m", "tea"): (0.4, 20),
        ("f", "coffee"): (0.4, 20),
        ("m", "coffee"): (0.6, 20),
    }
    assert {fact.dims["by"] for fact in facts} == {"sex"}


def test_a_small_cell_takes_its_row_and_column_with_it():
    """One man drinks coffee: of two answers and two groups nothing is left to show."""
    table = {"sex": ["f"] * 20 + ["m"] * 20, "q": ["tea"] * 12 + ["coffee"] * 8 + ["tea"] * 19 + ["coffee"]}
    options = {"sex": {"kind": "single"}, "q": {"kind": "single"}}
    assert survey(table, options, by="sex").crossed("q") == []
    ticked = survey(table, options | {"q": {"kind": "multiple"}}, by="sex")
    assert ticked.crossed("q") == []
    assert set(values(ticked.overall("q"))) == {"tea", "coffee"}


def test_who_did_not_say_the_group_is_one_of_its_own():
    table = {"sex": ["f"] * 20 + ["m"] * 20 + [None] * 20, "q": ["tea", "coffee"] * 30}
    found = survey(table, {"sex": {"kind": "single"}, "q": {"kind": "single"}}, by="sex")
    assert set(found.groups) == {"f", "m", NO_ANSWER}
    few = survey({"sex": ["f"] * 20 + ["m"] * 20 + ["x"] * 8 + [None] * 2, "q": ["a", "b"] * 25},
                 {"sex": {"kind": "single"}, "q": {"kind": "single"}}, by="sex")  # fmt: skip
    assert {name: int(chosen.sum()) for name, chosen in few.groups.items()} == {"f": 20, "m": 20, OTHER: 10}


def test_weights_move_shares_and_widen_intervals():
    """30 women and 10 men, weighted to half and half: a woman counts 2/3, a man 2. Kish: 40² / (30 4/9 + 10 4) = 30."""
    table = {"sex": ["f"] * 30 + ["m"] * 10, "q": ["tea"] * 30 + ["coffee"] * 10}
    margins = {"sex": {"shares": {"f": "0.5", "m": "0.5"}} | ON}
    found = survey(table, {"sex": {"kind": "single"}, "q": {"kind": "single"}}, margins=margins)
    assert found.is_weighted
    assert (found.effective_n.value, found.effective_n.n) == (pytest.approx(30), 40)
    tea = found.overall("q")[0]
    assert (tea.value, tea.n) == (pytest.approx(0.5), 40)
    assert (tea.low, tea.high) == pytest.approx(intervals.wilson(15, 30))


def test_a_weighted_share_does_not_tell_how_many_of_each_weight_gave_the_answer():
    """Of 30 women and 10 men 6 women and 2 men drink tea. A woman counts 2/3, a man 2: 8 of 40 is 4 and 4 of the steps
    of 2 that one man makes. As much are 9 women and 1 man, 3 and 3, or 0 and 4: nothing is told apart."""
    sex = ["f"] * 30 + ["m"] * 10
    margins = {"sex": {"shares": {"f": "0.52", "m": "0.48"}} | ON}
    questions = {"sex": {"kind": "single"}, "q": {"kind": "single"}, "s": {"kind": "likert"}}
    shown = set()
    for women, men in ((6, 2), (5, 2), (4, 3), (7, 2)):
        table = {"sex": sex, "q": ["tea"] * women + ["no"] * (30 - women) + ["tea"] * men + ["no"] * (10 - men)}
        table["s"] = [4] * women + [3] * (30 - women) + [4] * men + [3] * (10 - men)
        found = survey(table, questions, margins=margins)
        tea, score = values(found.overall("q"))["tea"], found.overall("s")[0]
        shown.add((round(tea, 9), round(score.value, 9)))
        assert tea / (0.48 / 10) == pytest.approx(round(tea / (0.48 / 10)))  # whole steps of one man's weight
        assert abs(tea - (0.52 * women / 30 + 0.48 * men / 10)) <= 0.48 / 10 / 2
    assert len(shown) < 4


def test_the_tables_own_weight_is_used():
    found = survey({"weight": [3.0] * 10 + [1.0] * 10, "q": ["a", "b"] * 10}, {"q": {"kind": "single"}})
    assert values(found.overall("q")) == {"a": 0.5, "b": 0.5}
    none = survey({"weight": [0.0] * 10, "q": ["a"] * 10}, {"q": {"kind": "single"}})
    with pytest.raises(ReportError, match="survey weights: expected some above 0, got none"):
        none.overall("q")


def test_wrong_data_are_named_without_the_answers():
    with pytest.raises(ReportError, match="questions.q: expected scores from 0 to 10, got others in 2 answers"):
        survey({"q": ["my phone is 139", "11", "5"]}, {"q": {"kind": "nps"}}).overall("q")
    with pytest.raises(
        ReportError, match='expected a column "satisfction" of the survey, got none. Did you mean "satis'
    ):
        survey({"satisfaction": [1.0]}, {"satisfction": {"kind": "likert"}}).overall("satisfction")


def test_recommendation_by_groups_hides_two_at_least():
    """The third group has one detractor: with the total and the other two it would be known, so a second one goes."""
    kinds = {"a": (10, 10, 10), "b": (10, 10, 10), "c": (12, 7, 1), "d": (12, 8, 6)}
    table = {"g": [], "q": []}
    for group, counts in kinds.items():
        for score, count in zip((9, 8, 3), counts, strict=True):
            table["g"] += [group] * count
            table["q"] += [score] * count
    found = survey(table, {"g": {"kind": "single"}, "q": {"kind": "nps"}}, by="g").crossed("q")
    assert [fact.dims["group"] for fact in found] == ["b", "a"]
