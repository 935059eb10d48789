"""A market size from inputs, by hand."""

from datetime import date

import pytest

from toolkit.errors import ReportError
from toolkit.market.sizing import MarketSize
from toolkit.metrics.fact import Scope
from toolkit.params.market_research import Sizing

SCOPE = Scope(date(2026, 10, 1), date(2026, 10, 31), "CNY", "client file")


def size(formula: str, **inputs: tuple[str, str, str]) -> MarketSize:
    given = {
        name: {"low": low, "base": base, "high": high, "source": "Census", "on": "2026-01-01"}
        for name, (low, base, high) in inputs.items()
    }
    return MarketSize(Sizing.model_validate({"inputs": given, "formula": formula}), SCOPE, "acme.yml market")


def test_three_cases():
    """100 x 0.1, 200 x 0.2, 300 x 0.4."""
    found = size("people * share", people=("100", "200", "300"), share=("0.1", "0.2", "0.4"))
    assert {case: fact.value for case, fact in found.facts.items()} == pytest.approx(
        {"low": 10, "base": 40, "high": 120}
    )
    assert (found.facts["low"].dims, found.facts["low"].unit) == ({"case": "low"}, "CNY")
    assert found.swings == {"share": (20, 80), "people": (20, 60)}


def test_what_divides_is_unfavourable_when_it_is_high():
    found = size("sales / share", sales=("10", "20", "30"), share=("0.1", "0.2", "0.5"))
    assert [fact.value for fact in found.facts.values()] == pytest.approx([20, 100, 300])


def test_dividing_by_zero_is_said():
    with pytest.raises(ReportError, match="sizing.formula: expected a number, got a division by zero"):
        size("sales / share", sales=("1", "2", "3"), share=("0", "1", "2")).facts  # noqa: B018  computed on demand
