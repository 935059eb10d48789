"""Options of the case study."""

from typing import Literal

from toolkit.params.fields import Amount, Day, Line, Lines, Number
from toolkit.params.model import Model


class Claim(Model):
    """A growth that was stated, and the two values it is to follow from."""

    text: Line
    metric: Line
    stated: Number
    before: Number
    after: Number


class CaseStudy(Model):
    """Options of the case study."""

    outcome: Literal["panel"] | None = None
    treated: Lines = ()
    start: Day | None = None
    fee: Amount | None = None
    claims: tuple[Claim, ...] = ()
