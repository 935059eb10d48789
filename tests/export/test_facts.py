import json
from dataclasses import replace
from datetime import date

import pytest
from nbformat.v4 import new_notebook

from tests.export.example import about, code, fact, shown
from tests.export.invented import review
from toolkit import export
from toolkit.errors import GateError
from toolkit.export.facts import REPORT_TYPE
from toolkit.metrics.fact import Fact


def document(*facts, **more):
    cells = [code(*shown("<p>1</p>", "<p>1</p>", facts=[one])) for one in facts]
    return export.facts(new_notebook(cells=[*cells, code(about(**more))]), "kpi_review")


def test_the_document_of_the_example():
    got = export.facts(review(), "kpi_review")
    assert list(got) == ["schema", "client", "report", "period", "inputs", "versions", "facts"]
    assert (got["schema"], got["client"], got["report"]) == (1, "lotus-tea", "kpi_review")
    assert got["period"] == {"label": "2026-10", "start": "2026-10-01", "end": "2026-10-31"}
    assert got["inputs"]["events"]["rows"] == 81_234
    assert got["facts"] == [fact().as_json(), fact("d7_retention", 0.112).as_json()]


def test_a_fact_shown_twice_is_there_once_and_breakdowns_are_facts_of_their_own():
    parts = [fact(dims={"channel": "search"}), fact(dims={"channel": "share"})]
    assert document(fact(), *parts, fact())["facts"] == [f.as_json() for f in (fact(), *parts)]


def test_two_values_under_one_name_are_refused():
    with pytest.raises(
        GateError, match=r"fact d1_retention: expected one value in the whole report, got 0\.274 and 0\.3"
    ):
        document(fact(), fact(value=0.3))


def test_two_units_or_counts_under_one_name_are_refused():
    with pytest.raises(GateError, match="expected one n in the whole report"):
        document(fact(), replace(fact(), n=7))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_is_not_finite_is_refused(value):
    with pytest.raises(GateError, match="fact d1_retention value: expected a finite number or null"):
        document(fact(value=value))
    with pytest.raises(GateError, match="plain finite values"):
        document(inputs={"events": {"rows": value}})


def test_a_fact_without_a_value_says_why():
    young = replace(fact(), value=None, low=None, high=None, status="unobservable", reason="too young")
    assert document(young)["facts"][0]["reason"] == "too young"


def test_a_verdict_is_a_word_and_nothing_else_is():
    verdict = Fact("line", "good", "line", date(2026, 10, 1), date(2026, 10, 31), dims={"metric": "d1_retention"})
    assert document(verdict)["facts"][0]["value"] == "good"
    for wrong in (replace(verdict, value="fine"), replace(verdict, unit="share")):
        with pytest.raises(GateError, match="fact line value: expected a finite number"):
            document(wrong)


def test_a_notebook_that_does_not_say_whose_it_is_is_refused():
    with pytest.raises(GateError, match="notebook: expected client, period and inputs in its last cell, got none"):
        export.facts(new_notebook(cells=[code(*shown("<p>1</p>", "<p>1</p>", facts=[fact()]))]), "kpi_review")
    with pytest.raises(GateError, match="period"):
        document(period="2026-10")


def test_the_document_survives_json_and_is_valid_again():
    got = export.facts(review(), "kpi_review")
    again = json.loads(json.dumps(got, allow_nan=False))
    assert again == got
    export.validate(again)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": 2}, "facts.json schema: expected 1, got 2"),
        ({"extra": 1}, "a difference in extra"),
        ({"period": {"label": "x", "start": "2026-10-31", "end": "2026-10-01"}}, "a start that is not after the end"),
        ({"facts": [fact().as_json()] * 2}, "expected each fact once"),
        ({"facts": [fact().as_json() | {"value": None}]}, "a value exactly when the status is ok"),
        ({"facts": [fact().as_json() | {"start": "1 Oct"}]}, "start and end as yyyy-mm-dd"),
        ({"facts": [fact().as_json() | {"value": True}]}, "a finite number or null, got True"),
        ({"facts": [{"id": "a"}]}, "fact a: expected the keys"),
    ],
)
def test_what_is_not_promised_is_refused(change, message):
    with pytest.raises(GateError, match=message):
        export.validate(export.facts(review(), "kpi_review") | change)


def test_the_types_of_the_outputs_are_fixed():
    assert export.facts(review(), "x")["client"] == "lotus-tea"
    assert REPORT_TYPE == "application/vnd.toolkit.report+json"
