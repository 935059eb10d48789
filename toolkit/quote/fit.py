"""Which fee model fits a client, by the kind of its business, and why."""

from dataclasses import dataclass

from toolkit.i18n import N_
from toolkit.metrics.review import Review
from toolkit.quote.growth import LEAST_CHANGES, History

RULES = {  # business -> model
    "e_commerce": "hybrid",
    "social": "hybrid",
    "local_service": "performance",
    "search": "project",
    "new_brand": "fixed",
    "mature": "commission",
}
BUSINESSES = {
    "e_commerce": N_("a shop"),
    "social": N_("a social account"),
    "local_service": N_("a local service"),
    "search": N_("search marketing"),
    "new_brand": N_("a new brand"),
    "mature": N_("a mature product with mutual trust"),
}
WHY = {
    "e_commerce": N_("a shop pays a base for steady work and a commission on sales, so that both gain from growth"),
    "social": N_("a social account pays a base and a bonus for growth and interaction, as sales show late"),
    "local_service": N_("a local service pays a base and then for each effect that can be counted"),
    "search": N_("search marketing is paid per project or as a share of the spend"),
    "new_brand": N_("a new brand wants steady upkeep, which a base fee pays; there is little to take a commission of"),
    "mature": N_("a mature product whose sides trust each other can pay by commission alone"),
}
GUESSED = {
    "given": N_("as the agency judges"),
    "booking": N_("the events name a booking page"),
    "young": N_("fewer than {n} complete months of orders"),
    "orders": N_("orders are given"),
    "visits": N_("no orders are given, only visits"),
    "nothing": N_("no data are given yet"),
}


@dataclass(frozen=True, slots=True)
class Fit:
    """A recommendation.

    Parameters
    ----------
    business : key of `BUSINESSES`
    model : the one that fits by rule
    guessed : key of `GUESSED`: from what the business was taken
    """

    business: str
    model: str
    guessed: str


def fit(business: str | None, review: Review, past: History) -> Fit:
    """The model that fits the business named, or guessed from the data."""
    if business is not None:
        return Fit(business, RULES[business], "given")
    roles = review.client.events
    if roles is not None and roles.booking_page:
        return Fit("local_service", RULES["local_service"], "booking")
    if not review.warehouse.tables:
        return Fit("new_brand", RULES["new_brand"], "nothing")
    if "orders" not in review.warehouse:
        return Fit("social", RULES["social"], "visits")
    if len(past.months) <= LEAST_CHANGES:
        return Fit("new_brand", RULES["new_brand"], "young")
    return Fit("e_commerce", RULES["e_commerce"], "orders")
