"""The numbers of the settlement."""

from toolkit.metrics.metric import Metric

ALL: tuple[Metric, ...] = ()
