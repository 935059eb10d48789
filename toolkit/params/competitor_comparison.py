"""Options of the comparison with competitors."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator

from toolkit.params.fields import Line, Number, Positive, Translated, Whole, did_you_mean, refuse
from toolkit.params.model import Model
from toolkit.periods import Cadence

NO_CRITERIA = ("competitor", "observed_on", "source")
_Pair = BeforeValidator(lambda value: value if isinstance(value, list) and len(value) == 2 else refuse("[one, other]"))


class Criterion(Model):
    """How much a criterion counts, which way is better, and how its values are read.

    Parameters
    ----------
    name : what readers call it; the column's name where absent
    kind : number, yes_no or rating; told from the values where absent
    scale : worst and best end of the values, lower one first; a rating without one goes from 1 to 5
    unit : of a number whose values do not say it, such as 18 instead of ¥18
    group : which part of the offer it belongs to
    """

    weight: Positive = 1.0
    better: Literal["higher", "lower"] = "higher"
    name: Translated | None = None
    kind: Literal["number", "yes_no", "rating"] | None = None
    scale: Annotated[tuple[Number, Number], _Pair] | None = None
    unit: Literal["money", "share", "users", "count", "ratio", "seconds", "hours", "days", "score"] | None = None
    group: Literal["feature", "ux", "operation", "marketing", "price", "rating"] | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.scale is not None and self.scale[0] >= self.scale[1]:
            refuse("the lower end first, then a higher one", "Which way is better says `better:`.", at="scale")
        if self.kind == "yes_no" and (self.scale or self.unit):
            at = "scale" if self.scale else "unit"
            refuse("no such key beside yes or no", "Remove it, or the kind.", at=at)
        return self


class CompetitorComparison(Model):
    """Options of the comparison with competitors.

    Parameters
    ----------
    us : our own row of the table; the client's id or name where absent
    criteria : by column of the table; a column that is not named here is shown and does not count
    axes : the two criteria of the map; the first two principal components where absent
    stale_days : an observation older than this at the end of the period is called stale
    """

    cadence: Cadence = "quarter"
    us: Line | None = None
    criteria: dict[Line, Criterion] = {}
    axes: Annotated[tuple[Line, Line], _Pair] | None = None
    stale_days: Whole = 180

    @model_validator(mode="after")
    def _agree(self) -> Self:
        for name in self.criteria:
            if name in NO_CRITERIA:
                refuse("a column that holds a criterion", "Remove it.", at=f"criteria.{name}", got=f'"{name}"')
        for name in self.axes or ():
            if name not in self.criteria:
                refuse("a criterion named under `criteria:`", did_you_mean(name, self.criteria), at="axes", got=name)
        if self.axes and self.axes[0] == self.axes[1]:
            refuse("two different criteria", "Name another one.", at="axes", got=f'"{self.axes[0]}" twice')
        return self
