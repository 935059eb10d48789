"""One figure a question: a tidy table in, a `<figure>` out, its text in the reader's language."""

from toolkit.figures.bars import funnel, ranking
from toolkit.figures.columns import columns
from toolkit.figures.curve import retention_curve
from toolkit.figures.spark import sparkline
from toolkit.figures.trend import trend

__all__ = ["columns", "funnel", "ranking", "retention_curve", "sparkline", "trend"]
