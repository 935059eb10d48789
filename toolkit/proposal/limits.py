"""What a proposal cannot promise, and what its numbers mean."""

from toolkit import parts
from toolkit.display import Fragment
from toolkit.i18n import N_, Locale
from toolkit.quote.proposal import Proposal

QUOTED = ("quote_price", "quote_parts", "quote_gap", "quote_monthly", "part_share", "budget_total")
SIMULATED = ("client_cost", "agency_margin", "client_gain", "break_even_gmv", "client_better_off", "agency_better_off")


def limits(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """What goals, ranges and simulation do not say."""
    lines = [N_("Goals are what is worked for, not a forecast; the way to them is drawn evenly.")]
    if any(not aim.baseline.ok for aim in study.aims):
        lines.append(N_("A goal without a baseline is confirmed once the first month has measured it."))
    if study.card is not None:
        lines.append(N_("Usual ranges are stated by the agency's rate card; they are no survey of the market."))
    if study.outcomes is not None:
        lines.append(N_("The simulation compares ways to pay on one set of assumptions; it does not foretell sales."))
        lines.append(
            N_(
                "Fees and the client's gain leave out tax and one-off work on top of the price; the gain also leaves "
                "out the client's own work and spend, and what users are worth after the term."
            )
        )
    if study.options.tax_rate is None:
        lines.append(N_("All prices are before tax."))
    return parts.remarks(locale.t(line) for line in lines)


def definitions(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """What the numbers of the quotation and of the simulation mean, and the metrics of the goals."""
    ids = list(QUOTED) if study.quotes else []
    ids += SIMULATED if study.outcomes is not None else ()
    ids += [aim.metric for aim in study.aims]
    return parts.definitions(ids, locale=locale, color=color)
