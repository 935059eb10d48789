"""The numbers of the proposal."""

from toolkit.i18n import N_
from toolkit.metrics.metric import Metric

ALL: tuple[Metric, ...] = (
    Metric(
        "quote_price", N_("Price a month"), "money", N_("Price of a package a month, before discount and tax."), None
    ),
    Metric("quote_parts", N_("Sum of the parts"), "money", N_("What the parts of the price add up to, a month."), None),
    Metric(
        "quote_gap",
        N_("Gap"),
        "money",
        N_("Sum of the parts minus the price; a quotation adds up where it is nil."),
        None,
    ),
    Metric(
        "quote_monthly",
        N_("To pay a month"),
        "money",
        N_("Price a month after the discount for the contracted term, before tax."),
        None,
    ),
    Metric("part_share", N_("Share of the parts"), "share", N_("A part divided by the sum of all parts."), None),
    Metric(
        "goal_baseline", N_("Today"), "of its own", N_("A metric in the reported period, before the work begins."), None
    ),
    Metric(
        "goal_target", N_("Goal"), "of its own", N_("What the metric is to reach by the end of the last phase."), None
    ),
    Metric(
        "budget_total",
        N_("Total budget"),
        "money",
        N_("Fee over the whole term with one-off work, the client's own spend and tax."),
        None,
    ),
    Metric(
        "client_cost",
        N_("Fee over the term"),
        "money",
        N_("Simulated: what the client pays the agency over the term; median, and the range of nine in ten paths."),
        "lower",
    ),
    Metric(
        "agency_margin",
        N_("Agency's margin"),
        "money",
        N_("Simulated: the fee minus what the work costs the agency; median, and the range of nine in ten paths."),
    ),
    Metric(
        "client_gain",
        N_("Client's gain"),
        "money",
        N_("Simulated: what the client keeps of the sales that come on top, minus the fee; median and range likewise."),
    ),
    Metric(
        "break_even_gmv",
        N_("Break-even sales a month"),
        "money",
        N_("Lasting monthly sales at which what the client keeps of the additional ones equals the fee of a month."),
        "lower",
    ),
    Metric(
        "client_better_off",
        N_("Client better off"),
        "share",
        N_("Share of simulated paths in which the client gains more than it pays, against no contract at all."),
    ),
    Metric(
        "agency_better_off",
        N_("Agency better off"),
        "share",
        N_("Share of simulated paths in which the fee exceeds the cost of the work, against no contract at all."),
    ),
)
