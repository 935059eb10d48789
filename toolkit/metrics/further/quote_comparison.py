"""The numbers of the comparison of offers."""

from toolkit.metrics.metric import Metric

ALL: tuple[Metric, ...] = ()
