"""Items of the catalogue: what each costs, what is usual, and what makes it dearer."""

from toolkit import markup
from toolkit.display import Fragment, escape
from toolkit.i18n import MISSING, N_, Locale
from toolkit.params.proposal import Service
from toolkit.params.rates import Item
from toolkit.proposal import words
from toolkit.quote.packages import cost
from toolkit.quote.proposal import Proposal

DRIVERS = {
    "type": N_("kind of mini-program"),
    "size": N_("size"),
    "complexity": N_("complexity"),
    "goal": N_("goals"),
    "competition": N_("competition"),
    "term": N_("length of the term"),
}
UNITS = {
    "month": N_("{range} a month"),
    "hour": N_("{range} an hour"),
    "project": N_("{range} a project"),
    "spend": N_("{range} of the spend"),
}


def catalogue(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """The items of the offered package with their usual ranges and drivers; nothing where it is made of parts."""
    quote, card = study.offer, study.card
    if quote is None or card is None or not quote.package.items:
        return Fragment("")
    heads = [markup.head(locale.t("Item")), markup.head(locale.t("A month")), markup.head(locale.t("Usual"), "text")]
    heads.append(markup.head(locale.t("What drives it"), "text"))
    rows = []
    for key, service in quote.package.items.items():
        item = card.items.get(key)
        price = locale.money(cost(service), words.money([cost(service)]))
        drivers = [locale.t(DRIVERS[driver]) for driver in item.drivers] if item else []
        cells = [
            markup.cell(markup.with_small(price, _units(service, item, locale))),
            markup.cell(escape(_range(item, locale) if item else MISSING), "text"),
            markup.cell(escape(locale.t(", ").join(drivers) or MISSING), "text"),
        ]
        rows.append([markup.row_head(escape(words.part(key, quote, study, locale))), *cells])
    said = {"card": locale.pick(card.name), "day": locale.date(card.on), "source": locale.pick(card.source)}
    caption = locale.t("Usual ranges: {card}, {day}; {source}.", **said)
    return Fragment(markup.table(locale.t("Catalogue"), heads, rows, css="prose", caption=caption))


def _units(service: Service, item: Item | None, locale: Locale) -> str:
    """How many of what price, where the item is counted."""
    if service.quantity is None or service.unit_price is None:
        return ""
    is_share = item is not None and item.unit == "spend"
    price = locale.percent(service.unit_price) if is_share else locale.value(service.unit_price, locale.currency)
    digits = words.money([service.quantity])
    return locale.t("{quantity} × {price}", quantity=locale.number(service.quantity, digits), price=price)


def _range(item: Item, locale: Locale) -> str:
    unit = "share" if item.unit == "spend" else locale.currency
    return locale.t(UNITS[item.unit], range=locale.interval(*item.range, unit))
