"""What is promised, and on which terms? Words of the offers, never numbers of this report."""

from toolkit import claims, markup
from toolkit.display import Fragment, escape
from toolkit.i18n import MISSING, Locale
from toolkit.metrics import catalogue
from toolkit.metrics.fact import Fact
from toolkit.quote.judging import applicable
from toolkit.quote.offers import Offers
from toolkit.quote_comparison import wording


def promises(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """Each offer's expected effect as stated, whether it says how it is measured and from where, and our own number."""
    if study.lack is not None:
        return Fragment("")
    said = [name for name in study.names if study.offers[name].effect is not None]
    if not said:
        return Fragment(claims.nodata(locale.t("No offer states an effect.")))
    titles = [locale.t("Offer"), locale.t("Promise, as stated"), locale.t("How it is measured")]
    titles += [locale.t("Baseline, as stated"), locale.t("Own figure in the period")]
    heads = [markup.head(title, "text") for title in titles]
    rows, facts = [], []
    for name in said:
        effect = study.offers[name].effect
        own = study.review.now.get(effect.metric) if effect.metric else None
        facts += [own] if own is not None else []
        stated = MISSING if effect.measure is None else wording.words(effect.measure, locale)
        base = _baseline(effect.baseline, effect.metric, study, locale)
        rows.append(
            [
                markup.row_head(escape(wording.who(study, name, locale))),
                markup.cell(escape(locale.t("“{words}”", words=wording.words(effect.promise, locale))), "text"),
                markup.cell(escape(stated), "text"),
                markup.cell(escape(base), "text"),
                markup.cell(_own(own, locale), "text"),
            ]
        )
    silent = [wording.who(study, name, locale) for name in study.names if name not in said]
    note = [
        locale.t("A promise is what an offer says, not what will be; without measure and baseline nobody can check it.")
    ]
    if silent:
        note.append(locale.t("No effect is stated by: {names}.", names=wording.listed(silent, locale)))
    html = markup.table(locale.t("Expected effects"), heads, rows)
    return Fragment(html + wording.below(claims.joined(note, locale)), tuple(facts))


def _baseline(value: float | None, metric: str | None, study: Offers, locale: Locale) -> str:
    if value is None:
        return MISSING
    if metric is None or metric == "line":  # a line is a word, not a number with a unit
        return f"{value:,.12g}"
    return locale.value(value, catalogue.unit(metric, study.client.currency))


def _own(fact: Fact | None, locale: Locale) -> str:
    if fact is None or not fact.ok:
        return MISSING
    return markup.with_small(claims.value(fact, locale), claims.inline(fact.id, locale), claims.certainty(fact, locale))


def terms(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """What each offer says of the terms of a contract; no where it excludes one, a dash where it does not say."""
    if study.lack is not None:
        return Fragment("")
    heads = [markup.head(locale.t("Clause"), "text")]
    heads += [markup.head(wording.who(study, name, locale), "text") for name in study.names]
    rows = []
    for term, title in wording.TERMS.items():
        if not any(term in applicable(offer) for offer in study.offers.values()):
            continue
        cells = [markup.cell(_stated(study, name, term, locale), "text") for name in study.names]
        rows.append([markup.row_head(escape(locale.t(title))), *cells])
    note = locale.t("{missing}: not known. No: the offer excludes it.", missing=MISSING)
    return Fragment(markup.table(locale.t("Terms of the contract"), heads, rows) + wording.below(note))


def _stated(study: Offers, name: str, term: str, locale: Locale) -> str:
    offer = study.offers[name]
    if term not in applicable(offer):
        return escape(locale.t("no commission"))
    stated = offer.terms.get(term)
    if stated is None:
        return MISSING
    return f"<b>{escape(locale.t('no'))}</b>" if not stated else escape(wording.words(stated, locale))
