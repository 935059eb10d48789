"""Options of the market research."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, model_validator

from toolkit.expressions import WrongExpression, names, parse
from toolkit.params.fields import Day, Flag, Line, Number, Separator, Share, Translated, Whole, did_you_mean, refuse
from toolkit.params.model import Model
from toolkit.periods import Cadence

MIN_CELL = 5
_LEAST_CELL = 3  # with two, each of the two people knows the other
_ROUNDING = 0.005  # shares are stated in whole or tenths of per cents and need not add up to the last digit


def _cell(value: int) -> int:
    if value < _LEAST_CELL:
        refuse(f"at least {_LEAST_CELL} people", "Smaller groups would show single people.")
    return value


def _scale(value: tuple[float, float]) -> tuple[float, float]:
    if value[0] >= value[1]:
        refuse("the lowest score before the highest, such as [1, 5]")
    return value


class Question(Model):
    """One column of the survey and how its answers are read.

    Parameters
    ----------
    kind : single (one answer), multiple (several, parted by `separator`), likert (a score on `scale`), nps (0 to 10)
    portrait : the question says who the respondent is: it stands in the user portrait
    """

    kind: Literal["single", "multiple", "likert", "nps"]
    separator: Separator = "|"
    scale: Annotated[tuple[Number, Number], AfterValidator(_scale)] = (1.0, 5.0)
    portrait: Flag = False

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.portrait and self.kind not in ("single", "multiple"):
            refuse("a question of kind single or multiple", "A score is no trait: remove `portrait:`.", at="portrait")
        return self


class Margin(Model):
    """Shares of a population that are known from outside, to which the survey is weighted."""

    shares: dict[Line, Share]
    source: Line
    on: Day

    @model_validator(mode="after")
    def _agree(self) -> Self:
        total = sum(self.shares.values())
        if abs(total - 1) > _ROUNDING:
            refuse("shares that add up to 1", "Name every answer, once.", at="shares", got=f"{total:g}")
        if zero := [answer for answer, share in self.shares.items() if not share]:
            refuse("a share above 0", "Leave the answer out.", at=f"shares.{zero[0]}", got="0")
        return self


class Input(Model):
    """One stated number of a market size, with where it comes from and of which day it is."""

    low: Number
    base: Number
    high: Number
    unit: Translated | None = None
    source: Line
    on: Day

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if not self.low <= self.base <= self.high:
            got = f"{self.low:g}, {self.base:g}, {self.high:g}"
            refuse("low, base and high in this order", "Order them; say the same thrice where it is sure.", got=got)
        return self


class Sizing(Model):
    """How large the market is: stated inputs and how they are put together.

    Parameters
    ----------
    formula : arithmetic over the names of the inputs
    unit : money (in the client's currency), users or count
    """

    inputs: dict[Line, Input]
    formula: Line
    unit: Literal["money", "users", "count"] = "money"

    @model_validator(mode="after")
    def _agree(self) -> Self:
        try:
            used = names(parse(self.formula))
        except WrongExpression as error:
            refuse("arithmetic such as people * share", "Fix the formula.", at="formula", got=str(error))
        if unknown := [name for name in used if name not in self.inputs]:
            action = did_you_mean(unknown[0], self.inputs)
            refuse("the names of inputs", action, at="formula", got=f'"{unknown[0]}"')
        if idle := [name for name in self.inputs if name not in used]:
            refuse("an input that the formula uses", "Use it or remove it.", at=f"inputs.{idle[0]}", got="an idle one")
        return self


class MarketResearch(Model):
    """Options of the market research.

    Parameters
    ----------
    min_cell : the fewest people that a number may speak of
    questions : columns of the survey; those not named are not shown, for they may hold anything
    by : the question whose answers part the others
    margins : of questions, for weighting
    labels : words of the data (questions, answers, dimensions, series, inputs) as readers call them
    """

    cadence: Cadence = "quarter"
    min_cell: Annotated[Whole, AfterValidator(_cell)] = MIN_CELL
    questions: dict[Line, Question] = {}
    by: Line | None = None
    margins: dict[Line, Margin] = {}
    labels: dict[Line, Translated] = {}
    sizing: Sizing | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        groups = [("by", self.by)] if self.by is not None else []
        groups += [(f"margins.{name}", name) for name in self.margins]
        for at, name in groups:
            if name not in self.questions:
                refuse("one of the questions", did_you_mean(name, self.questions), at=at, got=f'"{name}"')
            if self.questions[name].kind != "single":
                refuse("a question of kind single", "Choose another question.", at=at, got=self.questions[name].kind)
        return self
