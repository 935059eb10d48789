"""What the simulation assumes: each input with its range, and where it comes from."""

from toolkit import claims, markup
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.quote.growth import Input
from toolkit.quote.proposal import Proposal
from toolkit.quote.simulation import FADE

NAMES = {
    "monthly_sales": N_("Sales today, a month"),
    "growth": N_("Own growth a month"),
    "growth_spread": N_("Scatter of the growth"),
    "uplift": N_("Added growth a month"),
    "margin": N_("Kept of a sale"),
    "cost_overrun": N_("Cost beyond plan"),
    "chance": N_("Luck of the months"),
}
SOURCES = {
    "orders": N_("the client's orders, {n} months"),
    "client_file": N_("agreed with the client"),
    "rate_card": N_("rate card, {day}"),
}


def value(name: str, amount: float, study: Proposal, locale: Locale) -> str:
    """An input's value as words."""
    if name == "monthly_sales":
        return locale.value(amount, study.client.currency, compact=True)
    if name == "chance":
        return locale.t("bad luck") if amount < 0 else locale.t("good luck")
    return locale.percent(amount)


def assumptions(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """Every input with range and source, and what the simulation leaves out."""
    if study.outcomes is None:
        return Fragment("")
    heads = [
        markup.head(locale.t("Input")),
        markup.head(locale.t("Value or range")),
        markup.head(locale.t("Source"), "text"),
    ]
    rows = []
    for name, found in study.inputs.items():
        ends = [value(name, end, study, locale) for end in (found.low, found.high)]
        text = ends[0] if found.low == found.high else locale.t("{low} to {high}", low=ends[0], high=ends[1])
        cells = [markup.cell(escape(text)), markup.cell(escape(_source(found, study, locale)), "text")]
        rows.append([markup.row_head(escape(locale.t(NAMES[name]))), *cells])
    lines = [
        locale.t(
            "Growth is lognormal from month to month; of its mean {share} is left a month later, as no shop grows as "
            "fast for ever. Added growth is assumed to last all the term. All models see the same paths.",
            share=locale.percent(FADE, 0),
        )
    ]
    card = study.card
    if (
        card is not None
        and card.assumptions is not None
        and any(i.whence == "rate_card" for i in study.inputs.values())
    ):
        said = card.assumptions
        lines.append(locale.t("Ranges of the rate card: {source}, {day}.", source=locale.pick(said.source),
                              day=locale.date(said.on)))  # fmt: skip
    html = "".join(f"<p><small>{escape(line)}</small></p>" for line in lines)
    return Fragment(markup.table(locale.t("Assumptions"), heads, rows, css="prose") + html)


def _source(found: Input, study: Proposal, locale: Locale) -> str:
    given = study.options.simulation.source
    if found.whence == "client_file" and given:
        return locale.pick(given)
    day = "" if study.card is None or study.card.assumptions is None else locale.date(study.card.assumptions.on)
    n = locale.number(found.n or 0)
    text = locale.t(SOURCES[found.whence], n=n, day=day)
    return claims.capital(text)
