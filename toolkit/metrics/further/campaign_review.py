"""The numbers of the review of campaigns; the first three are those of the case study, too."""

from toolkit.i18n import N_
from toolkit.metrics.metric import Metric

ALL: tuple[Metric, ...] = (
    Metric(
        "incremental",
        N_("Incremental effect"),
        "of its own",
        N_("What came above what would have been expected without it, summed over its days."),
    ),
    Metric("lift", N_("Lift"), "share", N_("The incremental effect relative to what would have been expected.")),
    Metric(
        "p_value",
        N_("p-value"),
        "ratio",
        N_("How often chance alone would show a difference at least as large as the one seen."),
        None,
    ),
)
