"""The numbers of the comparison with competitors."""

from toolkit.metrics.metric import Metric

ALL: tuple[Metric, ...] = ()
