"""The numbers of the comparison with competitors."""

from toolkit.i18n import N_
from toolkit.metrics.metric import Metric

ALL: tuple[Metric, ...] = (
    Metric(
        "criterion_value",
        N_("Value of a criterion"),
        "of its own",
        N_("What was observed for a competitor, in the criterion's own unit; yes is 1 and no is 0."),
        None,
    ),
    Metric(
        "criterion_gap",
        N_("Gap in a criterion"),
        "of its own",
        N_("Our value minus the competitor's, its sign turned so that a positive gap is our advantage."),
    ),
    Metric(
        "competitor_score",
        N_("Overall score"),
        "score",
        N_(
            "Weighted mean of the known criteria, 0 to 100: yes is 100 and no is 0, a rating counts by its place on "
            "its scale, any other number by its place between the worst and the best known value."
        ),
    ),
    Metric(
        "competitor_rank",
        N_("Rank"),
        "count",
        N_("Place by overall score, 1 being the best; equal scores share a place."),
        "lower",
    ),
    Metric(
        "rank_stability",
        N_("Stability of the rank"),
        "share",
        N_(
            "Of 2,000 random weightings, each weight most often between half and twice the given one, the share in "
            "which the rank stays the same and is shared with nobody."
        ),
    ),
    Metric(
        "coverage",
        N_("Coverage"),
        "share",
        N_("Share of the criteria in the score whose value is known, each criterion counted once whatever its weight."),
    ),
    Metric(
        "review_rating",
        N_("Review rating"),
        "score",
        N_("Mean rating of the reviews of the last 365 days, with the 95 % interval of the mean."),
    ),
    Metric("review_count", N_("Reviews"), "count", N_("Reviews of the last 365 days.")),
)
