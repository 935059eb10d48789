"""The numbers of the review of campaigns."""

from toolkit.metrics.metric import Metric

ALL: tuple[Metric, ...] = ()
