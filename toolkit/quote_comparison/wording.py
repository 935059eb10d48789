"""How offers, needs, terms and amounts are written, the same in every piece of the report."""

from collections.abc import Iterable
from decimal import Decimal

import pandas as pd

from toolkit import theme
from toolkit.display import Fragment, escape
from toolkit.i18n import MISSING, N_, Locale
from toolkit.quote.offers import Offers
from toolkit.quote.red_flags import Kind

TERMS = {
    "commission_base": N_("Commission base"),
    "settlement_cycle": N_("Settlement cycle"),
    "data_ownership": N_("Data ownership"),
    "content_rights": N_("Rights to content"),
    "confidentiality": N_("Confidentiality"),
    "exit": N_("Exit"),
    "handover": N_("Handover"),
    "pilot": N_("Pilot"),
}
CRITERIA = {
    "price": N_("Comparable price"),
    "team": N_("People in the team"),
    "qualifications": N_("Qualifications"),
    "cases": N_("Cases in the industry"),
    "reviews": N_("What others say"),
    "promise": N_("Promise can be checked"),
}
DEPARTMENTS = {
    "business": N_("Business team"),
    "marketing": N_("Marketing team"),
    "finance": N_("Finance team"),
    "legal": N_("Legal team"),
}
FLAGS: dict[Kind, str] = {
    "gap": N_("Parts and price do not agree"),
    "too_cheap": N_("Price far below the usual"),
    "dearer_longer": N_("A longer term costs more a month"),
    "no_measure": N_("Promise without a measure"),
    "commission_base": N_("Commission base unclear"),
    "data_ownership": N_("Data ownership not settled"),
    "confidentiality": N_("Confidentiality not settled"),
    "exit": N_("No way out"),
    "pilot": N_("Long term without a pilot"),
}
PARTS = {
    "labour": N_("Labour"),
    "technology": N_("Technology"),
    "marketing": N_("Marketing"),
    "operation": N_("Operation"),
    "profit": N_("Profit"),
    "risk": N_("Risk"),
}
_WIDEST = 26 * theme.PHONE
_WORDS = 60 * theme.PHONE


def who(study: Offers, key: str, locale: Locale) -> str:
    """An offer by its name in the client file, by its key where there is none."""
    name = study.offers[key].name
    return theme.shorten(key if name is None else locale.pick(name), _WIDEST)


def department(study: Offers, key: str, locale: Locale) -> str:
    """A department as a reader calls it."""
    name = study.options.departments[key].name
    text = locale.pick(name) if name is not None else locale.t(DEPARTMENTS[key]) if key in DEPARTMENTS else key
    return theme.shorten(text, _WIDEST)


def criterion(study: Offers, key: str, locale: Locale) -> str:
    """A need, a term or a criterion as a reader calls it."""
    need = study.options.needs.get(key)
    if need is not None:
        return theme.shorten(key if need.name is None else locale.pick(need.name), _WIDEST)
    return locale.t((TERMS | CRITERIA)[key])


def small_first(text: str, locale: Locale) -> str:
    """Words inside a sentence: in English without their capital, but for abbreviations."""
    is_word = text[1:2].islower() or text[1:2] == " "
    return text[0].lower() + text[1:] if locale.language == "en" and is_word else text


def words(text: dict[str, str], locale: Locale) -> str:
    """What an offer says, in its own words, as long as a table can hold."""
    return theme.shorten(locale.pick(text), _WORDS)


def money(amount: Decimal | float | None, locale: Locale) -> str:
    """An amount to the cent; whole ones without cents."""
    if amount is None or pd.isna(amount):
        return MISSING
    return locale.money(amount, 0 if amount == int(amount) else 2)


def difference(amount: Decimal | float, locale: Locale) -> str:
    """An amount with its sign."""
    return ("+" if amount > 0 else "") + money(amount, locale)


def yes(value: float, locale: Locale) -> str:
    """Yes, no, or a dash for what is not known."""
    return MISSING if pd.isna(value) else locale.t("yes") if value else locale.t("no")


def held(study: Offers, key: str, value: float, locale: Locale) -> str:
    """The value of an offer in something it is judged by."""
    if pd.isna(value):
        return locale.t("not known")
    if key == "price":
        return money(value, locale)
    if key == "reviews":
        return locale.t("{rating} of 5", rating=locale.number(value, 1))
    if key == "promise":
        return locale.percent(value, 0)
    if key == "team":
        return locale.number(value, 0 if float(value).is_integer() else 1)
    return locale.number(value) if key in CRITERIA else yes(value, locale)


def listed(texts: Iterable[str], locale: Locale, most: int = 6) -> str:
    """A few names, and how many more."""
    every = list(texts)
    text, more = locale.t(", ").join(every[:most]), len(every) - most
    return text if more <= 0 else locale.t("{names} and {n} more", names=text, n=more)


def line(text: str) -> Fragment:
    """A sentence that stands by itself."""
    return Fragment(f'<p class="claim">{escape(text)}</p>')


def below(text: str) -> str:
    """What explains a table, under it."""
    return f'<p class="def">{escape(text)}</p>'
