"""How large a market is: stated inputs put together, all of them unfavourable, as expected, and favourable."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from toolkit.errors import ReportError
from toolkit.expressions import parse, value
from toolkit.metrics.fact import Fact, Scope
from toolkit.params.market_research import Sizing

Case = Literal["low", "base", "high"]
CASES: tuple[Case, ...] = ("low", "base", "high")


@dataclass(frozen=True)
class MarketSize:
    """A market size in three cases, and how much each input alone moves it.

    Parameters
    ----------
    sizing : inputs and formula
    scope : the days of the report and the currency
    where : what errors name
    """

    sizing: Sizing
    scope: Scope
    where: str

    @cached_property
    def base(self) -> dict[str, float]:
        """Each input as expected."""
        return {name: given.base for name, given in self.sizing.inputs.items()}

    @cached_property
    def swings(self) -> dict[str, tuple[float, float]]:
        """The size with one input at either end and the others as expected, (smaller, larger); widest first.

        An input that divides makes the market small when it is high.
        """
        ends = {}
        for name, given in self.sizing.inputs.items():
            both = [self._of(self.base | {name: end}) for end in (given.low, given.high)]
            ends[name] = (min(both), max(both))
        return dict(sorted(ends.items(), key=lambda item: item[1][0] - item[1][1]))

    @cached_property
    def facts(self) -> dict[Case, Fact]:
        """The size in each case."""
        cases: dict[Case, dict[str, float]] = {"low": {}, "base": self.base, "high": {}}
        for name, given in self.sizing.inputs.items():
            at_low, at_high = (self._of(self.base | {name: end}) for end in (given.low, given.high))
            ends = (given.low, given.high) if at_low <= at_high else (given.high, given.low)
            cases["low"][name], cases["high"][name] = ends
        return {
            case: self.scope.amount("market_size", self._of(cases[case]), unit=self.sizing.unit, dims={"case": case})
            for case in CASES
        }

    def _of(self, numbers: dict[str, float]) -> float:
        try:
            return value(parse(self.sizing.formula), numbers)
        except ZeroDivisionError:
            action = "Give an input that divides a low above zero."
            raise ReportError(f"{self.where}.sizing.formula", "a number", "a division by zero", action) from None
