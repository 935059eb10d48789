"""For how much: the packages side by side with what their price consists of, and whether it adds up."""

from collections.abc import Callable
from decimal import Decimal
from typing import get_args

import pandas as pd

from toolkit import markup
from toolkit.display import Fragment, escape, nodata
from toolkit.figures.ranges import ranges
from toolkit.i18n import MISSING, N_, Locale
from toolkit.metrics.fact import Fact
from toolkit.params.rates import Part as PartName
from toolkit.proposal import words
from toolkit.proposal.cover import mismatches
from toolkit.quote.fees import ZERO
from toolkit.quote.packages import Part, Quote
from toolkit.quote.proposal import Proposal

ORDER = get_args(PartName)
NONE = N_("No package is quoted yet.")


def packages(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """Parts, their sum, price, gap, discount, tax and total of every package: one table, one page in print."""
    if not study.quotes:
        return nodata(locale.t(NONE))
    table = _Table(study, locale)
    facts: list[Fact] = []
    names = dict.fromkeys(part.name for quote in study.quotes for part in quote.parts)
    for name in sorted(names, key=lambda name: (name not in ORDER, ORDER.index(name) if name in ORDER else 0)):
        table.part(name)
    table.amounts(N_("Sum of the parts"), lambda quote: quote.sum if quote.parts else None, strong=True)
    table.amounts(N_("Price a month"), lambda quote: quote.price, strong=True)
    if any(quote.gap for quote in study.quotes):
        table.amounts(N_("Gap"), lambda quote: quote.gap if quote.parts else None, warn=True)
    if any(quote.discount() for quote in study.quotes):
        table.texts(
            N_("Term discount"), lambda quote: locale.percent(quote.discount()) if quote.discount() else MISSING
        )
    table.texts(N_("Term"), lambda quote: locale.t("{n} months", n=quote.package.term_months))
    table.amounts(N_("To pay a month"), lambda quote: quote.monthly(), strong=True)
    if any(quote.once for quote in study.quotes):
        table.amounts(N_("One-off work"), lambda quote: quote.once or None)
    table.amounts(N_("Whole term, before tax"), lambda quote: quote.total)
    if study.options.tax_rate is not None:
        rate = locale.percent(study.options.tax_rate)
        table.amounts(N_("Tax ({rate})"), lambda quote: study.tax(quote.total), rate=rate)
        table.amounts(N_("Whole term, with tax"), lambda quote: quote.total + study.tax(quote.total), strong=True)
    for quote in study.quotes:
        facts += [*study.quote_facts(quote).values(), *study.part_shares(quote), *study.other_gaps(quote)]
    heads = [markup.head(locale.t("A month"), "text"), *(markup.head(words.package(q, locale)) for q in study.quotes)]
    shown = markup.table(locale.t("Quotation"), heads, table.rows, css="quotation")
    wrong = [escape(line) for quote in study.gaps for line in mismatches(study, quote, locale)]
    if wrong:
        shown += f'<p class="banner">{"<br>".join(wrong)}</p>'
    elif all(quote.parts for quote in study.quotes):
        shown += f'<p class="claim">{escape(locale.t("All packages add up to the cent."))}</p>'
    held = locale.t("Held until {day}; version {version}.", day=locale.date(study.valid_until), version=study.version)
    return Fragment(f'{shown}<p class="claim"><small>{escape(held)}</small></p>', tuple(facts))


class _Table:
    """Rows of the quotation, a column for each package."""

    def __init__(self, study: Proposal, locale: Locale) -> None:
        self._study, self._locale = study, locale
        self.rows: list[list[str]] = []
        amounts = [amount for quote in study.quotes for amount in _all_amounts(quote)]
        self._digits = words.money(amounts)

    def part(self, name: str) -> None:
        """A part with its share of all parts, and below it what it consists of."""
        locale, study = self._locale, self._study
        found = [(quote, next((part for part in quote.parts if part.name == name), None)) for quote in study.quotes]
        first = next(quote for quote, part in found if part is not None)
        cells = [MISSING if part is None else self._with_share(quote, part) for quote, part in found]
        self._row(escape(words.part(name, first, study, locale)), cells)
        inner = dict.fromkeys(key for _, part in found if part is not None for key, _ in part.within)
        for key in inner:
            values = [MISSING if part is None else self._money(dict(part.within).get(key)) for _, part in found]
            title = f'<span class="of">{escape(words.inside(key, study, locale))}</span>'
            self._row(title, [f"<small>{value}</small>" for value in values])

    def amounts(
        self,
        title: str,
        amount: Callable[[Quote], Decimal | None],
        *,
        strong: bool = False,
        warn: bool = False,
        **values: object,
    ) -> None:
        """A line of money."""
        cells = [self._money(amount(quote)) for quote in self._study.quotes]
        name = escape(self._locale.t(title, **values))
        if warn:
            cells = [f'<b class="gap">{cell}</b>' for cell in cells]
            name = f'<b class="gap">{name}</b>'
        self._row(f"<b>{name}</b>" if strong else name, [f"<b>{cell}</b>" for cell in cells] if strong else cells)

    def texts(self, title: str, text: Callable[[Quote], str]) -> None:
        """A line of words."""
        self._row(escape(self._locale.t(title)), [escape(text(quote)) for quote in self._study.quotes])

    def _row(self, title: str, cells: list[str]) -> None:
        self.rows.append([markup.row_head(title), *map(markup.cell, cells)])

    def _money(self, amount: Decimal | None) -> str:
        return MISSING if amount is None else escape(self._locale.money(amount, self._digits))

    def _with_share(self, quote: Quote, part: Part) -> str:
        share = self._locale.percent(quote.share(part))
        return f"{self._money(part.amount)} <small>{escape(share)}</small>"


def _all_amounts(quote: Quote) -> list[Decimal]:
    inner = [amount for part in quote.parts for _, amount in part.within]
    return [quote.price, quote.monthly(), quote.once, *(part.amount for part in quote.parts), *inner]


def included(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """What the client gets in each package, and what can be added for how much."""
    html = ""
    for quote in study.quotes:
        lines = [locale.pick(text) for text in quote.package.includes]
        for work in quote.package.one_off:
            amount = locale.money(work.amount, words.money([work.amount]))
            form = N_("{name}: {amount} once, on top of the price, over {n} months")
            if not work.extra:
                form = N_("{name}: {amount} once, within the price, over {n} months")
            lines.append(locale.t(form, name=locale.pick(work.name), amount=amount, n=work.months))
        for extra in quote.package.options:
            amount = locale.money(extra.price, words.money([extra.price]))
            form = (
                N_("Option: {name}, {amount} a month") if extra.per == "month" else N_("Option: {name}, {amount} once")
            )
            lines.append(locale.t(form, name=locale.pick(extra.name), amount=amount))
        if lines:
            items = "".join(f"<li>{escape(line)}</li>" for line in lines)
            html += f"<div><h3>{escape(words.package(quote, locale))}</h3><ul>{items}</ul></div>"
    return (
        Fragment(f'<div class="packages">{html}</div>')
        if html
        else nodata(locale.t("What the packages include is not listed yet."))
    )


def terms_offered(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """What a month costs when it is contracted for longer; nothing where no discount is offered."""
    quotes = [quote for quote in study.quotes if any(quote.package.discounts.values())]
    if not quotes:
        return Fragment("")
    months = sorted({1, *(least for quote in quotes for least in quote.package.discounts)})
    heads = [markup.head(locale.t("A month, contracted for"))]
    heads += [
        markup.head(locale.t("a shorter time") if count == 1 else locale.t("{n} months or more", n=count))
        for count in months
    ]
    rows = []
    for quote in quotes:
        prices = [quote.monthly(count) for count in months]
        texts = [escape(locale.money(price, words.money(prices))) for price in prices]
        rows.append([markup.row_head(escape(words.package(quote, locale))), *map(markup.cell, texts)])
    return Fragment(markup.table(locale.t("Terms"), heads, rows))


def usual_ranges(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """The shares of the offered package against the usual ranges of the rate card."""
    quote, card = study.offer, study.card
    if quote is None or card is None or not quote.parts or quote.package.items:
        return Fragment("")
    rows, facts = [], []
    for part, fact in zip(quote.parts, study.part_shares(quote), strict=True):
        if part.name not in card.shares:
            continue
        low, high = (float(end) for end in card.shares[part.name])
        text = locale.percent(fact.value)
        if not low <= fact.value <= high:
            usual = locale.interval(low, high, "share")
            text = locale.t("{share}, usual {range}", share=text, range=usual)
        name = words.part(part.name, quote, study, locale)
        rows.append({"name": name, "value": fact.value, "low": low, "high": high, "text": text})
        facts.append(fact)
    if not rows or quote.sum == ZERO:
        return Fragment("")
    outside = [row["name"] for row in rows if not row["low"] <= row["value"] <= row["high"]]
    names = locale.t(", ").join(str(name) for name in outside)
    alt = locale.t("Parts outside their usual range: {names}.", names=names or locale.t("none"))
    caption = locale.t(
        "Parts of {package} as shares of their sum; grey: the usual range. Source: {card}, {day}; {source}.",
        package=words.package(quote, locale),
        card=locale.pick(card.name),
        day=locale.date(card.on),
        source=locale.pick(card.source),
    )
    return ranges(pd.DataFrame(rows), alt=alt, caption=caption, facts=facts, locale=locale, color=color)
