"""The numbers of the market research."""

from toolkit.metrics.metric import Metric

ALL: tuple[Metric, ...] = ()
