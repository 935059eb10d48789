"""Options of the case study: who was treated from when on, what it cost, and what is said of it."""

from typing import Literal, Self

from pydantic import model_validator

from toolkit.params.fields import Amount, Day, Flag, Line, Lines, Number, Positive, Translated, Whole, refuse
from toolkit.params.model import Model
from toolkit.params.stated import Unit, read


class Claim(Model):
    """A growth that was stated, and the two values it is to follow from.

    Parameters
    ----------
    stated : 3.0 is +300 % or three times, 0.08 eight points, by `unit`; read from the text where it is left out
    unit : percent (growth), times (after over before) or points; read from the text where it is left out
    before, after : in the metric's own unit, a rate as 0..1
    """

    text: Line
    metric: Line
    stated: Number | None = None
    unit: Unit | None = None
    before: Number | None = None
    after: Number | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.stated is None and len(read(self.text)) != 1:
            refuse("a growth, as the text does not state just one", "Add `stated:`, such as 3.0 for +300 %.", at="text")
        return self


class FeePart(Model):
    """A part of the fee: an amount every month, or with `months` one amount spread over the first so many."""

    name: Translated
    amount: Amount
    months: Whole | None = None


class CaseStudy(Model):
    """Options of the case study.

    Parameters
    ----------
    outcome : panel, where untreated units say what would have come; None compares before and after only
    outcome_name : what the panel counts, such as orders
    money : whether it counts in the client's currency
    unit_value : worth of one unit of the outcome, in the client's currency
    treated : units of the panel
    start, end : first and last day of what was done; without an end it goes on
    fee : a month, as stated
    fee_parts : what the fee is made of
    anonymous : without name, logo, absolute money and the analyst's words, to be published
    """

    outcome: Literal["panel"] | None = None
    outcome_name: Translated | None = None
    money: Flag = False
    unit_value: Positive | None = None
    treated: Lines = ()
    start: Day | None = None
    end: Day | None = None
    fee: Amount | None = None
    fee_parts: tuple[FeePart, ...] = ()
    claims: tuple[Claim, ...] = ()
    anonymous: Flag = False

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.outcome is not None and not self.treated:
            refuse("the units that were treated", "Name them as the panel does.", at="treated", got="none")
        if self.outcome is not None and self.start is None:
            refuse("the first day of what was done", "Add `start:`.", at="start", got="none")
        if self.outcome is None and self.treated:
            refuse("`outcome: panel` beside treated units", "Add it, or remove `treated:`.", at="treated")
        if self.end is not None and (self.start is None or self.end < self.start):
            refuse("a last day that is not before `start:`", "Correct one of the two.", at="end")
        if self.money and self.unit_value is not None:
            refuse("a worth only where the outcome is not money", "Remove one of the two.", at="unit_value")
        return self
