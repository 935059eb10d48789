"""What does each offer cost, does its price agree with its parts, and what does it give for the money?"""

import pandas as pd

from toolkit import claims, figures, markup
from toolkit.display import Fragment, escape
from toolkit.i18n import MISSING, N_, Locale
from toolkit.quote import costs, packages
from toolkit.quote.offers import Offers
from toolkit.quote_comparison import wording


def prices(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """Price as stated, and what a month of it costs over the term; the price of each need covered."""
    if study.lack is not None:
        return Fragment("")
    titles = [locale.t("Offer"), locale.t("Price a month, as stated"), locale.t("Term in months")]
    titles += [locale.t("Discount"), locale.t("Once, on top"), locale.t("Comparable a month")]
    heads = [markup.head(title) for title in [*titles, claims.name("price_per_covered_need", locale)]]
    rows = [_row(study, name, locale) for name in study.names]
    facts = [f(name) for name in study.names for f in (study.price, study.monthly, study.per_need)]
    note = locale.t("Comparable: after the discount for the term, with commission, one-off work spread over the term.")
    if study.options.monthly_sales is not None and any(offer.commission_rate for offer in study.offers.values()):
        sales = wording.money(study.options.monthly_sales, locale)
        form = locale.t("Commissions are reckoned on sales of {sales} a month.", sales=sales)
        note = claims.joined([note, form], locale)
    return Fragment(markup.table(locale.t("Prices"), heads, rows, css="narrow") + wording.below(note), tuple(facts))


def _row(study: Offers, name: str, locale: Locale) -> list[str]:
    offer, cost = study.offers[name], study.costs[name]
    monthly, per_need = study.monthly(name), study.per_need(name)
    share = commission = ""
    if offer.term_months is not None:
        share = locale.percent(costs.discount(offer, offer.term_months)) if offer.discounts else locale.t("none")
    if offer.commission_rate:
        rate = locale.percent(offer.commission_rate)
        commission = locale.t("+ {rate} commission", rate=rate)
    most = locale.t("at most; {k} not spoken of", k=len(study.coverages[name].unknown))
    basis = "" if not per_need.ok else locale.t("{n} covered", n=per_need.n)
    once = wording.money(cost.once, locale) if cost.once else MISSING if offer.price is None else locale.t("none")
    why = "" if monthly.ok else locale.t(monthly.reason or "")
    if monthly.ok and cost.quote is not None and not _adds_up(study, name):
        why = locale.t("parts differ")
    lacking = most if per_need.ok and study.coverages[name].unknown else ""
    return [
        markup.row_head(escape(wording.who(study, name, locale))),
        markup.cell(markup.with_small(wording.money(offer.price, locale), commission)),
        markup.cell(MISSING if offer.term_months is None else escape(locale.number(offer.term_months))),
        markup.cell(escape(share or (MISSING if offer.discounts or offer.term_months is None else locale.t("none")))),
        markup.cell(escape(once)),
        markup.cell(f"<b>{markup.with_small(wording.money(monthly.value, locale), why)}</b>"),
        markup.cell(markup.with_small(wording.money(_to_cents(per_need.value), locale), basis, lacking)),
    ]


def _to_cents(amount: float | str | None) -> float | None:
    return None if amount is None else round(float(amount), 2)


def parts(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """Every offer's parts against its price, to the cent."""
    if study.lack is not None:
        return Fragment("")
    stated = [name for name in study.names if study.costs[name].quote is not None]
    facts = [f(name) for name in study.names for f in (study.parts, study.gap)]
    facts += [fact for name in study.names for fact in study.gaps(name)]
    silent = [name for name in study.names if name not in stated]
    lines = [_verdict(study, stated, silent, locale)]
    html = "".join(wording.line(text).html for text in lines if text)
    if not stated:
        return Fragment(html, tuple(facts))
    quotes = {name: study.costs[name].quote for name in stated}
    order = dict.fromkeys(part.name for quote in quotes.values() for part in quote.parts)
    heads = [markup.head(locale.t("Part"))]
    heads += [markup.head(wording.who(study, name, locale)) for name in stated]
    rows = []
    for part in order:
        amounts = [next((p.amount for p in quotes[name].parts if p.name == part), None) for name in stated]
        cells = [markup.cell(escape(wording.money(amount, locale))) for amount in amounts]
        rows.append([markup.row_head(escape(_part(study, part, locale))), *cells])
    for title, amounts in (
        (locale.t("Sum of the parts"), [quotes[name].sum for name in stated]),
        (locale.t("Price a month, as stated"), [quotes[name].price for name in stated]),
    ):
        rows.append([markup.row_head(escape(title)), *(markup.cell(escape(wording.money(a, locale))) for a in amounts)])
    gaps = [markup.cell(f"<b>{escape(wording.difference(quotes[name].gap, locale))}</b>") for name in stated]
    rows.append([markup.row_head(f"<b>{escape(claims.name('offer_gap', locale))}</b>"), *gaps])
    return Fragment(html + markup.table(locale.t("Parts and price"), heads, rows), tuple(facts))


def _verdict(study: Offers, stated: list[str], silent: list[str], locale: Locale) -> str:
    wrong = [name for name in stated if not _adds_up(study, name)]
    said = []
    for name in wrong:
        spans = study.costs[name].quote.spans
        form = N_("{name}: the parts add up to {parts}, the price is {price}, a gap of {gap} a month.")
        if study.gaps(name):
            form = N_(
                "{name}, months {first} to {last}: the parts and one-off work add up to {parts}, the price is {price}, "
                "a gap of {gap} a month."
            )
        for span in spans:
            amounts = {"parts": span.parts, "price": span.price, "gap": abs(span.gap)}
            written = {key: wording.money(amount, locale) for key, amount in amounts.items()}
            text = locale.t(form, name=wording.who(study, name, locale), first=span.first, last=span.last, **written)
            said += [text] if span.gap else []
    if stated and not wrong:
        said.append(locale.t("Every price that is broken down agrees with its parts, to the cent."))
    if silent:
        names = wording.listed([wording.who(study, name, locale) for name in silent], locale)
        said.append(locale.t("Price or parts are not stated: {names}.", names=names))
    return claims.joined(said, locale)


def _adds_up(study: Offers, name: str) -> bool:
    return not any(span.gap for span in study.costs[name].quote.spans)


def _part(study: Offers, key: str, locale: Locale) -> str:
    if key in wording.PARTS:
        return locale.t(wording.PARTS[key])
    for offer in study.offers.values():
        if key in offer.items:
            return locale.pick(packages.part_name(key, offer, study.card))
    return key


def value(study: Offers, *, locale: Locale, color: str) -> Fragment:
    """Price against coverage of the needs: cheap and complete stands in the upper left corner."""
    if study.lack is not None:
        return Fragment("")
    known = [name for name in study.names if study.monthly(name).ok and study.coverage(name).ok]
    if len(known) < 2:
        return Fragment(claims.nodata(locale.t("No map: price and coverage are known of fewer than two offers.")))
    rows = pd.DataFrame(
        {
            "name": [wording.who(study, name, locale) for name in known],
            "x": [study.monthly(name).value for name in known],
            "y": [study.coverage(name).value for name in known],
            "is_ours": [name in study.leaders for name in known],
        }
    )
    cheapest = known[rows["x"].idxmin()]
    alt = locale.t(
        "{n} offers by price and coverage of the needs; the cheapest is {name}, covering {share}.",
        n=len(known),
        name=wording.who(study, cheapest, locale),
        share=locale.percent(study.coverage(cheapest).value, 0),
    )
    caption = [locale.t("Up and to the left is better: more of the needs for less money.")]
    if left_out := [wording.who(study, name, locale) for name in study.names if name not in known]:
        caption.append(locale.t("Too little known for a place: {names}.", names=wording.listed(left_out, locale)))
    caption.append(locale.t("Source: the offers as received."))
    axes = [
        figures.Axis(locale.t("Comparable price a month"), study.client.currency),
        figures.Axis(locale.t("Needs covered"), "share"),
    ]
    facts = [f(name) for name in known for f in (study.monthly, study.coverage)]
    look = {"alt": alt, "caption": claims.joined(caption, locale), "facts": facts, "locale": locale, "color": color}
    return figures.positions(rows, *axes, **look)
