"""One figure a question: a tidy table in, a `<figure>` out, its text in the reader's language."""

from toolkit.figures.against import against
from toolkit.figures.bars import funnel, ranking
from toolkit.figures.columns import columns
from toolkit.figures.counterfactual import counterfactual
from toolkit.figures.curve import retention_curve
from toolkit.figures.fan import fan
from toolkit.figures.placebos import placebos
from toolkit.figures.positions import Axis, positions
from toolkit.figures.shifts import shifts
from toolkit.figures.spark import sparkline
from toolkit.figures.standing import standing
from toolkit.figures.trend import trend

__all__ = [
    "Axis",
    "against",
    "columns",
    "counterfactual",
    "fan",
    "funnel",
    "placebos",
    "positions",
    "ranking",
    "retention_curve",
    "shifts",
    "sparkline",
    "standing",
    "trend",
]
