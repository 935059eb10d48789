"""Which offer covers what the client needs? What an offer does not say is a dash, never a no."""

import pandas as pd

from toolkit import claims, figures, markup
from toolkit.display import Fragment, escape
from toolkit.i18n import MISSING, Locale
from toolkit.quote import offers
from toolkit.quote.offers import Offers
from toolkit.quote_comparison import wording


def coverage(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """The weighted share of needs that each offer covers, with the range that unknown ones leave open."""
    if study.lack is not None:
        return Fragment("")
    if not study.options.needs:
        return Fragment(claims.nodata(locale.t("Not available: {reasons}.", reasons=locale.t(offers.NO_NEEDS))))
    found = [(name, study.coverages[name]) for name in study.names if study.coverages[name].share is not None]
    facts = [study.coverage(name) for name in study.names]
    if not found:
        return Fragment(claims.nodata(locale.t("No offer says which needs it covers.")), tuple(facts))
    is_whole = not any(each.unknown for _, each in found)
    rows = pd.DataFrame(
        {
            "name": [wording.who(study, name, locale) for name, _ in found],
            "value": [each.share for _, each in found],
            "low": [float("nan") if is_whole else each.lowest for _, each in found],
            "high": [float("nan") if is_whole else each.highest for _, each in found],
            "is_ours": [name in study.leaders or not study.leaders for name, _ in found],
        }
    )
    top = max(found, key=lambda pair: pair[1].share)
    alt = locale.t(
        "Share of the needs that {n} offers cover; the highest is {share}, by {name}.",
        n=len(found),
        share=locale.percent(top[1].share, 0),
        name=wording.who(study, top[0], locale),
    )
    caption = [locale.t("Share of {n} needs that are covered, by their weights.", n=len(study.options.needs))]
    if not is_whole:
        caption.append(locale.t("The line shows where it would be if needs not spoken of were lacking or covered."))
    caption.append(locale.t("Source: the offers as received."))
    facts += [fact for name in study.names for fact in study.coverage_bounds(name)]
    look = {"alt": alt, "caption": claims.joined(caption, locale), "locale": locale, "color": color, "facts": facts}
    return figures.ranking(rows, unit="share", **look)


def needs(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """Each need against each offer: yes, no, or a dash where the offer does not say."""
    if study.lack is not None or not study.options.needs:
        return Fragment("")
    whole = sum(need.weight for need in study.options.needs.values())
    heads = [markup.head(title) for title in (locale.t("Need"), locale.t("Weight"))]
    heads += [markup.head(wording.who(study, name, locale)) for name in study.names]
    rows = []
    for key, need in sorted(study.options.needs.items(), key=lambda item: -item[1].weight):
        states = [study.offers[name].covers.get(key) for name in study.names]
        cells = [markup.row_head(escape(wording.criterion(study, key, locale)))]
        cells.append(markup.cell(locale.percent(need.weight / whole, 0)))
        cells += [markup.cell(_state(state, locale)) for state in states]
        rows.append(cells)
    total = [markup.row_head(f"<b>{escape(locale.t('Covered, by weight'))}</b>"), markup.cell(locale.percent(1, 0))]
    for name in study.names:
        fact, found = study.coverage(name), study.coverages[name]
        small = locale.t("of {k} known", k=found.known) if found.unknown else ""
        total.append(markup.cell(f"<b>{markup.with_small(locale.percent(fact.value, 0), small)}</b>"))
    note = locale.t("{missing}: the offer does not say; it is neither covered nor lacking.", missing=MISSING)
    facts = tuple(study.coverage(name) for name in study.names)
    return Fragment(markup.table(locale.t("Needs"), heads, [*rows, total]) + wording.below(note), facts)


def _state(state: bool | None, locale: Locale) -> str:
    if state is None:
        return MISSING
    return f"<b>{escape(locale.t('yes'))}</b>" if state else escape(locale.t("no"))
