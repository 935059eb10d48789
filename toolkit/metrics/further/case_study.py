"""The numbers of the case study."""

from toolkit.metrics.metric import Metric

ALL: tuple[Metric, ...] = ()
