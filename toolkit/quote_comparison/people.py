"""Who would do the work, and what speaks for them? Counted, not rated: a list is no proof of quality."""

from toolkit import markup
from toolkit.display import Fragment, escape
from toolkit.i18n import MISSING, Locale
from toolkit.params.quote_comparison import Offer
from toolkit.quote.offers import Offers
from toolkit.quote_comparison import wording


def people(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """Team, qualifications, cases in the industry and reviews of each offer; a dash where it does not say."""
    if study.lack is not None:
        return Fragment("")
    titles = [locale.t("Offer"), locale.t("Team"), locale.t("Qualifications"), locale.t("Cases in the industry")]
    heads = [markup.head(title, "text") for title in [*titles, locale.t("What others say")]]
    rows = [_row(study, name, study.offers[name], locale) for name in study.names]
    note = locale.t("{missing}: the offer does not say. Numbers of people are full-time ones.", missing=MISSING)
    return Fragment(markup.table(locale.t("People and proof"), heads, rows) + wording.below(note))


def _row(study: Offers, name: str, offer: Offer, locale: Locale) -> list[str]:
    cells = [markup.row_head(escape(wording.who(study, name, locale)))]
    cells.append(markup.cell(_team(study, offer, locale), "text"))
    for given in (offer.qualifications, offer.cases):
        if given is None:
            cells.append(markup.cell(MISSING, "text"))
        elif not given:
            cells.append(markup.cell(escape(locale.t("none")), "text"))
        else:
            texts = [wording.words(each, locale) for each in given]
            cells.append(markup.cell(markup.with_small(len(given), wording.listed(texts, locale)), "text"))
    return [*cells, markup.cell(_reviews(offer, locale), "text")]


def _team(study: Offers, offer: Offer, locale: Locale) -> str:
    if not offer.team:
        return MISSING
    heads = float(sum(member.heads for member in offer.team.values()))
    roles = {} if study.card is None else study.card.roles
    said = [
        locale.t(
            "{role} {heads}",
            role=locale.pick(roles[role].name) if role in roles else role,
            heads=locale.number(member.heads, 0 if member.heads == int(member.heads) else 1),
        )
        for role, member in offer.team.items()
    ]
    return markup.with_small(locale.number(heads, 0 if heads.is_integer() else 1), wording.listed(said, locale))


def _reviews(offer: Offer, locale: Locale) -> str:
    if offer.reviews is None:
        return MISSING
    text = locale.t("{rating} of 5", rating=locale.number(offer.reviews.rating, 1))
    if offer.reviews.n is None:
        return markup.with_small(text, locale.t("number of reviews not known"))
    return markup.with_small(text, locale.t("{n} reviews", n=locale.number(offer.reviews.n)))
