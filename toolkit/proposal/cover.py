"""The cover: who offers what to whom, from when to when it holds; a draft says that it is one, and what is wrong."""

import re

from toolkit import claims
from toolkit.display import Fragment, escape
from toolkit.i18n import Locale
from toolkit.proposal import words
from toolkit.quote.goals import Aim
from toolkit.quote.packages import Quote
from toolkit.quote.proposal import Proposal


def header(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """The offer in one line as the title, then client, agency, date, validity and version."""
    rows = [
        (locale.t("Client"), locale.pick(study.client.name)),
        (locale.t("Agency"), agency(study, locale) or locale.t("to be named")),
        (locale.t("Date"), locale.date(study.issued)),
        (locale.t("Valid until"), locale.date(study.valid_until)),
        (locale.t("Version"), f"{study.version} · {locale.t('final') if study.is_final else locale.t('draft')}"),
    ]
    entries = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    clauses = re.split("(?<=，)", claims.capital(_title(study, locale)))  # where a Chinese title may break
    title = "".join(f"<span>{escape(clause)}</span>" for clause in clauses) if len(clauses) > 1 else escape(clauses[0])
    shown = banner(study, locale=locale, color=color)
    return Fragment(f'{shown.html}<h1>{title}</h1><dl class="cover">{entries}</dl>', shown.facts)


def agency(study: Proposal, locale: Locale) -> str:
    """Who signs for the agency, as the proposal or the contract of today names it; empty where neither does."""
    contract = study.client.contract
    name = study.options.agency or (contract.agency if contract is not None else None)
    return locale.pick(name) if name else ""


def banner(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """That a proposal is a draft, and which packages do not add up by how much; nothing on a final one."""
    if study.is_final:
        return Fragment("")
    lines, facts = [f"<b>{escape(locale.t('Draft, not to be signed.'))}</b>"], []
    for quote in study.gaps:
        known = study.quote_facts(quote)
        facts += [known["quote_parts"], known["quote_price"], known["quote_gap"], *study.other_gaps(quote)]
        lines += [escape(line) for line in mismatches(study, quote, locale)]
    return Fragment(f'<p class="banner">{"<br>".join(lines)}</p>', tuple(facts))


def mismatches(study: Proposal, quote: Quote, locale: Locale) -> list[str]:
    """What does not add up in a package, a sentence each."""
    digits = words.money([quote.price, quote.sum])
    name, found = words.package(quote, locale), []
    for span in quote.spans:
        values = {
            "package": name,
            "parts": locale.money(span.parts, digits),
            "price": locale.money(span.price, digits),
            "gap": locale.money(span.gap, digits),
        }
        if not span.gap:
            continue
        if len(quote.spans) == 1:
            found.append(
                locale.t(
                    "{package} does not add up: its parts come to {parts} against a price of {price}, a gap of {gap} a "
                    "month.",
                    **values,
                )
            )
        else:
            months = {"first": span.first, "last": span.last}
            found.append(
                locale.t(
                    "{package} does not add up in months {first} to {last}: its parts come to {parts} against a price "
                    "of {price}, a gap of {gap} a month.",
                    **values,
                    **months,
                )
            )
    for part in quote.parts:
        if part.gap:
            found.append(
                locale.t(
                    "{package}: {part} is stated as {stated} but consists of {sum}.",
                    package=name,
                    part=words.part(part.name, quote, study, locale),
                    stated=locale.money(part.amount, words.money([part.amount])),
                    sum=locale.money(part.amount + part.gap, words.money([part.amount + part.gap])),
                )
            )
    return found


def leading(study: Proposal) -> Aim | None:
    """The goal to put first: the first with a baseline that is still to be reached, else the first with one."""
    known = [aim for aim in study.aims if aim.baseline.ok and aim.target.ok]
    return next((aim for aim in known if not aim.is_reached), known[0] if known else None)


def _title(study: Proposal, locale: Locale) -> str:
    aim, quote = leading(study), study.offer
    price = None if quote is None else locale.money(quote.monthly(), words.money([quote.monthly()]))
    if aim is not None and not aim.is_reached:
        values = {
            "name": claims.inline(aim.metric, locale),
            "before": locale.value(aim.baseline.value, aim.baseline.unit, compact=True),
            "after": locale.value(aim.target.value, aim.target.unit, compact=True),
            "month": locale.month(aim.target.end),
        }
        if price is None:
            return locale.t("{name} from {before} to {after} by {month}", **values)
        return locale.t("{name} from {before} to {after} by {month}, for {price} a month", price=price, **values)
    if price is None:
        return locale.t("goals and plan, with the price to follow")
    return locale.t("{n} months of work for {price} a month", n=study.term_months, price=price)
