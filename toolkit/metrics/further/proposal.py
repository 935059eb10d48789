"""The numbers of the proposal."""

from toolkit.metrics.metric import Metric

ALL: tuple[Metric, ...] = ()
