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
    Metric(
        "goal_attainment",
        N_("Goal attainment"),
        "share",
        N_("The result of a campaign's days divided by its goal, or the goal by the result where lower is better."),
    ),
    Metric(
        "expected",
        N_("Expected without it"),
        "of its own",
        N_("What the days would have brought without the campaign: a forecast from the days before, or from controls."),
        None,
    ),
    Metric(
        "campaign_cost",
        N_("Cost of the campaign"),
        "money",
        N_("The cost agreed for the campaign plus all advertising spend of its days."),
        "lower",
    ),
    Metric(
        "variant_rate", N_("Rate of a variant"), "share", N_("Users of a variant with the outcome, of all its users.")
    ),
    Metric(
        "variant_mean", N_("Mean of a variant"), "of its own", N_("Mean of an outcome over all users of a variant.")
    ),
    Metric(
        "variant_difference",
        N_("Difference from the control"),
        "of its own",
        N_("A variant less the control: of rates with Newcombe's interval, of means with Welch's."),
    ),
    Metric(
        "adjusted_p_value",
        N_("p-value, adjusted"),
        "ratio",
        N_("The p-value raised for the number of comparisons in the experiment, after Holm."),
        None,
    ),
    Metric(
        "sample_ratio_p",
        N_("p-value of the split"),
        "ratio",
        N_("How often chance alone would split users as far from the plan; below 0.001 the experiment is not trusted."),
        None,
    ),
    Metric(
        "detectable_difference",
        N_("Detectable difference"),
        "of its own",
        N_("The smallest true difference that the experiment would have found four times in five."),
        None,
    ),
    Metric(
        "posts_count",
        N_("Posts"),
        "count",
        N_("Posts with a known reach."),
        None,
    ),
    Metric(
        "interactions_per_thousand",
        N_("Interactions per 1,000 reached"),
        "ratio",
        N_("Likes, comments and shares of all posts per thousand people reached; one person may do several."),
    ),
    Metric(
        "shares_per_thousand",
        N_("Shares per 1,000 reached"),
        "ratio",
        N_("Shares of all posts per thousand people reached."),
    ),
    Metric(
        "spend_correlation",
        N_("Correlation with spend"),
        "ratio",
        N_(
            "How closely weekly spend of a channel and the weekly response go together, from −1 to 1; no effect "
            "by itself."
        ),
        None,
    ),
    Metric(
        "marginal_response",
        N_("Response to one more unit of spend"),
        "of its own",
        N_(
            "What one more unit of spend went along with at the usual weekly spend, other channels, trend and "
            "season equal."
        ),
    ),
)
