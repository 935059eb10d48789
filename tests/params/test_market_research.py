"""Options of the market research: what is valid, and which mistakes the client file alone tells."""

from datetime import date

import pytest

REPORT = "reports:\n  market_research:\n"
QUESTIONS = "    questions: {sex: {kind: single, portrait: true}, likes: {kind: multiple}, score: {kind: nps}}\n"
SIZING = (
    "    sizing: {{inputs: {{people: {{low: 1, base: 2, high: 3, source: Census, on: 2026-01-01}}}}, formula: {}}}\n"
)


def test_all_options(client):
    body = REPORT + QUESTIONS + "    by: sex\n    min_cell: 10\n    labels: {likes: {en: Likes, zh: 喜欢}}\n"
    body += "    margins: {sex: {shares: {f: 0.52, m: 0.48}, source: Census, on: 2026-01-01}}\n"
    found = client(body + SIZING.format("people * 3")).wanted.market_research
    assert (found.min_cell, found.by, found.questions["sex"].portrait) == (10, "sex", True)
    assert found.questions["likes"].separator == "|"
    assert found.margins["sex"].on == date(2026, 1, 1)
    assert found.sizing.inputs["people"].high == 3
    assert client("reports: {market_research: }\n").wanted.market_research.min_cell == 5


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("    min_cell: 2\n", 'market_research.min_cell: expected at least 3 people, got "2"'),
        (QUESTIONS + "    by: sexx\n", 'by: expected one of the questions, got "sexx". Did you mean "sex"?'),
        (QUESTIONS + "    by: likes\n", "by: expected a question of kind single, got multiple."),
        (
            "    questions: {x: {kind: nps, portrait: true}}\n",
            "portrait: expected a question of kind single or multiple",
        ),
        ("    questions: {x: {kind: likert, scale: [5, 1]}}\n", "expected the lowest score before the highest"),
        (
            QUESTIONS + "    margins: {sex: {shares: {f: 0.5, m: 0.4}, source: C, on: 2026-01-01}}\n",
            "shares: expected shares that add up to 1, got 0.9.",
        ),
        (
            QUESTIONS + "    margins: {sex: {shares: {f: 1, m: 0}, source: C, on: 2026-01-01}}\n",
            "shares.m: expected a share above 0, got 0.",
        ),
        (QUESTIONS + "    margins: {sex: {shares: {f: 1}, on: 2026-01-01}}\n", "margins.sex"),
        (SIZING.format("peple * 2"), 'formula: expected the names of inputs, got "peple". Did you mean "people"?'),
        (SIZING.format("people ** 2"), 'formula: expected arithmetic such as people * share, got "*"'),
        (SIZING.format("2 * 3"), "inputs.people: expected an input that the formula uses"),
        (
            SIZING.replace("low: 1", "low: 9").format("people"),
            "expected low, base and high in this order, got 9, 2, 3.",
        ),
    ],
)
def test_a_mistake_is_found_before_anything_runs(said, body, says):
    (line,) = said(REPORT + body)
    assert says in line
