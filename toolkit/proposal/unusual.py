"""What is unusual about the quotation, a sentence each: outside the rate card's ranges, or unknown to it."""

from toolkit import parts
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.proposal import words
from toolkit.quote.proposal import Proposal
from toolkit.quote.ranges import Unusual

FORMS = {
    "share": N_("{package}: {of} is {value} of the parts; usual is {range}."),
    "within": N_("{package}: {of} is {value} of {part}; usual is {range}."),
    "pay": N_("{package}: {of} is paid {value} a month; usual is {range}."),
    "benefits": N_("{package}: benefits of {of} are {value} of pay; usual is {range}."),
    "item": N_("{package}: {of} is {value}; usual is {range}."),
    "team": N_("{package}: labour is {value}; the named team costs at least {range} with benefits."),
    "discount": N_("{package}: the discount from {of} months on is {value}; usual is {range}."),
    "no_role": N_("{package}: the rate card has no pay for {of}."),
    "no_item": N_("{package}: the rate card has no price for {of}."),
}


def unusual(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """What leaves the usual ranges; stated ranges never forbid a price."""
    if study.card is None:
        why = N_("No rate card was found: nothing is compared with usual ranges.")
        if study.card_is_foreign:
            why = N_("The rate card is in another currency: nothing is compared with usual ranges.")
        return Fragment(f'<p class="nodata">{escape(locale.t(why))}</p>')
    if not study.quotes:
        return Fragment("")
    if not study.unusual:
        return Fragment(f"<p>{escape(locale.t('Everything quoted is within the usual ranges.'))}</p>")
    lead = locale.t("Outside the usual ranges, which are stated and forbid nothing:")
    lines = parts.remarks(_sentence(each, study, locale) for each in study.unusual)
    return Fragment(f"<p>{escape(lead)}</p>{lines.html}")


def _sentence(each: Unusual, study: Proposal, locale: Locale) -> str:
    quote = next(quote for quote in study.quotes if quote.key == each.package)

    def amount(value):
        if value is None:
            return ""
        return locale.percent(value) if each.is_share else locale.money(value, words.money([value]))

    if each.kind in ("pay", "benefits", "no_role", "within"):
        of = words.inside(each.of, study, locale)
    elif each.kind == "discount":
        of = each.of
    else:
        of = words.part(each.of, quote, study, locale) if each.of else ""
    usual = amount(each.low)
    if each.high is not None:
        usual = locale.t("{low} to {high}", low=amount(each.low), high=amount(each.high))
    return locale.t(
        FORMS[each.kind],
        package=words.package(quote, locale),
        of=of,
        value=amount(each.value),
        range=usual,
        part=words.part(each.part, quote, study, locale) if each.part else "",
    )
