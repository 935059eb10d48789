"""The numbers of the case study; its lift, incremental effect and p-value are those of the review of campaigns."""

from toolkit.i18n import N_
from toolkit.metrics.metric import Metric

ALL: tuple[Metric, ...] = (
    Metric("before", N_("Before"), "of its own", N_("A metric in the days right before the start."), None),
    Metric("after", N_("After"), "of its own", N_("The same metric in as many days after the start."), None),
    Metric(
        "change",
        N_("Change since the start"),
        "share",
        N_("From before to after: of an amount in per cent, of a rate in percentage points."),
        None,
    ),
    Metric(
        "att",
        N_("Effect per unit and day"),
        "of its own",
        N_("Mean difference, per treated unit and day, between what came and what the untreated units say would have."),
    ),
    Metric(
        "pre_fit_error",
        N_("Error of the fit before the start"),
        "share",
        N_("Typical daily gap between treated units and their comparison before the start, relative to their mean."),
        "lower",
    ),
    Metric(
        "fee_roi",
        N_("Return on the fee"),
        "share",
        N_("Worth of the incremental effect minus the fee of the same days, divided by that fee."),
    ),
    Metric("claim_stated", N_("Stated"), "of its own", N_("A growth as it is said."), None),
    Metric("claim_actual", N_("Computed"), "of its own", N_("The same growth from the values before and after."), None),
    Metric(
        "claim_holds",
        N_("Holds"),
        "count",
        N_("1 where a stated growth is within a twentieth of the computed one, 0 where it is not."),
    ),
)
