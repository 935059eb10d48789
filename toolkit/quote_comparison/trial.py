"""How to try the leading offer before binding oneself: how long, what to measure against which line, when to stop."""

from toolkit import claims, markup
from toolkit.display import Fragment, escape
from toolkit.i18n import MISSING, N_, Locale
from toolkit.metrics import catalogue
from toolkit.quote.offers import Offers
from toolkit.quote.pilot import Measure, Pilot
from toolkit.quote_comparison import wording


def pilot(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """A pilot of one to three months for the leading offer, and for the next one where the lead is not sure."""
    if study.lack is not None:
        return Fragment("")
    if not study.pilots:
        return Fragment(claims.nodata(locale.t("No pilot plan: too little is known of every offer.")))
    pieces = [_one(study, plan, locale) for plan in study.pilots]
    facts = {measure.metric: measure.today for plan in study.pilots for measure in plan.measures}
    return Fragment("".join(pieces), tuple(facts.values()))


def _one(study: Offers, plan: Pilot, locale: Locale) -> str:
    name, offer = wording.who(study, plan.offer, locale), study.offers[plan.offer]
    said = [locale.t("{name}: a pilot of {n} months.", name=name, n=plan.months)]
    if plan.months == 1:
        said = [locale.t("{name}: a pilot of one month.", name=name)]
    stated = offer.terms.get("pilot")
    if stated:
        said.append(locale.t("The offer says: “{words}”.", words=wording.words(stated, locale)))
    html = wording.line(claims.joined(said, locale)).html
    if not plan.measures:
        form = N_("Nothing can be measured yet: agree on targets, and name them in the client file.")
        return html + claims.nodata(locale.t(form))
    titles = [locale.t("Measure"), locale.t("Today"), locale.t("To reach"), locale.t("Why")]
    heads = [markup.head(title, kind) for title, kind in zip(titles, ("value", "value", "value", "text"), strict=True)]
    rows = [_row(study, plan, measure, locale) for measure in plan.measures]
    return html + markup.table(locale.t("Pilot of {name}", name=name), heads, rows) + wording.below(_stop(plan, locale))


def _row(study: Offers, plan: Pilot, measure: Measure, locale: Locale) -> list[str]:
    unit = catalogue.unit(measure.metric, study.client.currency)
    today = locale.t(measure.today.reason or "") if not measure.today.ok else claims.certainty(measure.today, locale)
    line = escape(locale.t("to be agreed before the start"))
    if measure.line is not None:
        name, number = measure.line
        limit = "≤" if measure.target.better == "lower" else ""
        line = markup.with_small(limit + locale.value(number, unit), locale.t(catalogue.LINES[name]))
    why = locale.t("agreed target")
    if measure.is_promised:
        promise = wording.words(study.offers[plan.offer].effect.promise, locale)
        why = locale.t("promised: “{words}”", words=promise)
    value = claims.value(measure.today, locale) if measure.today.ok else MISSING
    return [
        markup.row_head(escape(claims.name(measure.metric, locale))),
        markup.cell(markup.with_small(value, today)),
        markup.cell(line),
        markup.cell(escape(why), "text"),
    ]


def _stop(plan: Pilot, locale: Locale) -> str:
    text = locale.t(
        "Stop, or negotiate again, when at the end of the pilot more than half of these measures miss their line. "
        "Measures, lines and data access are agreed in writing before the first day; only complete months count."
    )
    if not plan.measures[0].is_promised:
        return text
    return claims.joined([text, locale.t("What the offer itself speaks of has to reach its line in any case.")], locale)
