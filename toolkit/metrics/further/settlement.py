"""The numbers of the settlement; its lines and attainments are those of the review of results."""

from toolkit.i18n import N_
from toolkit.metrics.metric import Metric

ALL: tuple[Metric, ...] = (
    Metric(
        "commission_base",
        N_("Commission base"),
        "money",
        N_("What commission is paid on, by the contract's definition: gross sales less what it takes off."),
        None,
    ),
    Metric(
        "fee_base",
        N_("Base fee"),
        "money",
        N_("The agreed amount of a month, or the parts of a project that fell due in it."),
        None,
    ),
    Metric("fee_discount", N_("Discount"), "money", N_("What the term of the contract takes off the base fee."), None),
    Metric(
        "fee_commission",
        N_("Commission"),
        "money",
        N_("The agreed share of the commission base, after what refunds of earlier months change in it."),
        None,
    ),
    Metric(
        "fee_performance",
        N_("Performance fee"),
        "money",
        N_("The agreed price of each one counted, or the agreed share of sales above a line."),
        None,
    ),
    Metric("fee_bonus", N_("Bonus"), "money", N_("Agreed amounts for lines that were reached."), None),
    Metric(
        "fee_deduction",
        N_("Deduction"),
        "money",
        N_("Agreed amounts for a value below its normal line or below 80 % of its adjusted forecast."),
        None,
    ),
    Metric(
        "fee_limit",
        N_("Cap or floor"),
        "money",
        N_("What cuts the sum of all other parts to the agreed cap, or lifts it to the agreed floor."),
        None,
    ),
    Metric(
        "fee_total",
        N_("Fee owed"),
        "money",
        N_("The sum of all parts: the client's cost and the agency's revenue."),
        None,
    ),
)
