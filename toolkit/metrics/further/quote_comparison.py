"""The numbers of the comparison of offers; stability, price and sum of parts are those of comparison and proposal."""

from toolkit.i18n import N_
from toolkit.metrics.metric import Metric

ALL: tuple[Metric, ...] = (
    Metric(
        "offer_score",
        N_("Score of an offer"),
        "score",
        N_(
            "Weighted mean of what is known, 0 to 100: a need or term counts 100 where covered or granted and 0 where "
            "not, reviews by their place from 1 to 5, a promise half for its measure and half for its baseline, price, "
            "team, qualifications and cases by their place between the worst and the best offer."
        ),
    ),
    Metric(
        "offer_rank",
        N_("Rank of an offer"),
        "count",
        N_("Place by score, 1 being the best; equal scores share a place."),
        "lower",
    ),
    Metric(
        "offer_gap",
        N_("Gap between parts and price"),
        "money",
        N_("Sum of an offer's parts minus its price a month; an offer adds up where it is nil."),
        None,
    ),
    Metric(
        "offer_monthly",
        N_("Comparable price a month"),
        "money",
        N_(
            "Price a month after the discount for the term, with commission, and with one-off work spread over the "
            "term."
        ),
        "lower",
    ),
    Metric(
        "price_per_covered_need",
        N_("Price per covered need"),
        "money",
        N_("Comparable price a month divided by the number of needs that the offer says it covers."),
        "lower",
    ),
)
