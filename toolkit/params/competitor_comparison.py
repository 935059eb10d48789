"""Options of the comparison with competitors."""

from typing import Literal

from toolkit.params.fields import Line, Positive
from toolkit.params.model import Model
from toolkit.periods import Cadence


class Criterion(Model):
    """How much a criterion counts, and which way is better."""

    weight: Positive = 1.0
    better: Literal["higher", "lower"] = "higher"


class CompetitorComparison(Model):
    """Options of the comparison with competitors."""

    cadence: Cadence = "quarter"
    us: Line | None = None
    criteria: dict[Line, Criterion] = {}
