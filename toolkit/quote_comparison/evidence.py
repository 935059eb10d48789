"""What the comparison rests on: where each offer stands and of which day, who weighs what, what it cannot say."""

from toolkit import claims, markup, parts, tables, theme
from toolkit.display import Fragment, escape
from toolkit.i18n import MISSING, N_, Locale
from toolkit.metrics.catalogue import FACTS
from toolkit.quote import judging
from toolkit.quote.offers import Offers
from toolkit.quote_comparison import wording

_SOURCE = 40 * theme.PHONE
_DEFINED = (
    "offer_score",
    "offer_rank",
    "rank_stability",
    "offer_monthly",
    "price_per_covered_need",
    "quote_parts",
    "offer_gap",
)


def weights(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """How much each need, term and criterion counts for each department, and for all together."""
    if study.lack is not None or not study.weights:
        return Fragment("")
    each = judging.departments(study.options)
    titles = [locale.t("What counts"), locale.t("All together")]
    titles += [wording.department(study, key, locale) for key in each]
    heads = [markup.head(title) for title in titles]
    rows = []
    for name in sorted(study.weights, key=lambda key: -study.weights[key]):
        small = "" if name in study.points else locale.t("tells no two offers apart")
        cells = [markup.row_head(markup.with_small(wording.criterion(study, name, locale), small))]
        cells.append(markup.cell(f"<b>{escape(locale.percent(study.weights[name]))}</b>"))
        cells += [markup.cell(locale.percent(own[name]) if name in own else MISSING) for own in each.values()]
        rows.append(cells)
    note = locale.t("Usual weights: the client file names no department.") if not each else ""
    html = markup.table(locale.t("Weights"), heads, rows)
    return Fragment(html + (wording.below(note) if note else ""))


def evidence(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """Source and date of each offer."""
    if study.lack is not None:
        return Fragment("")
    heads = [markup.head(locale.t("Offer")), markup.head(locale.t("Source"), "text"), markup.head(locale.t("Dated"))]
    heads.append(markup.head(locale.t("Age in days")))
    rows = []
    for name in study.names:
        offer = study.offers[name]
        source = MISSING if offer.source is None else theme.shorten(locale.pick(offer.source), _SOURCE)
        age = "" if offer.on is None else locale.number((study.as_of - offer.on).days)
        rows.append(
            [
                markup.row_head(escape(wording.who(study, name, locale))),
                markup.cell(escape(source), "text"),
                markup.cell(MISSING if offer.on is None else escape(locale.date(offer.on))),
                markup.cell(escape(age or MISSING)),
            ]
        )
    return Fragment(markup.table(locale.t("Sources of the offers"), heads, rows))


def limits(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """What these numbers cannot say."""
    lines = [
        locale.t("Offers are compared by what they say; nobody has checked whether they can keep it."),
        locale.t(
            "A term counts where the offer says anything of it; whether it is a good one is for a lawyer to judge."
        ),
        locale.t("Prices are compared as stated; whether tax is included is to be asked."),
        locale.t(
            "Price, team, qualifications and cases count by their place between the worst and the best of these "
            "offers: another offer may change every score."
        ),
        locale.t("The score is over what is known; the possible range takes the unknown as worst or as best."),
        locale.t("An offer of which less than half is known, by weight, has no rank: saying little is no merit."),
    ]
    if study.ranked == 2:
        lines.append(locale.t("Between two offers such a number gives all to the better one, however small the gap."))
    if study.card is not None and any(offer.services or offer.items for offer in study.offers.values()):
        form = N_("Usual prices are those of the rate card of {on} ({source}): stated ranges, no market survey.")
        text = locale.t(form, on=locale.date(study.card.on), source=locale.pick(study.card.source))
        lines.append(text)
    return parts.remarks(lines)


def definitions(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """What each number of this report means."""
    if study.lack is not None:
        return Fragment("")
    pairs = [(claims.name(metric, locale), locale.t(FACTS[metric].definition)) for metric in _DEFINED]
    covered = locale.t("Weight of the needs that an offer covers, divided by the weight of those it says anything of.")
    pairs.insert(3, (locale.t("Needs covered"), covered))
    return tables.definition_list(pairs, locale=locale, color=color)


def note(study: Offers, key: str, *, locale: Locale, color: str) -> Fragment:
    """The analyst's own words from the client file, marked as such; nothing where there are none."""
    return parts.note(study.client, key, locale=locale, color=color)
