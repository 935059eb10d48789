"""How competitors, criteria and their values are written, the same in every piece of the report."""

from collections.abc import Callable

import pandas as pd

from toolkit import theme
from toolkit.i18n import MISSING, N_, Locale
from toolkit.market.comparison import Comparison

GROUPS = {
    "feature": N_("features"),
    "ux": N_("user experience"),
    "operation": N_("operation"),
    "marketing": N_("marketing"),
    "price": N_("price"),
    "rating": N_("rating"),
}
SPANS = {"seconds": N_("{number} s"), "hours": N_("{number} h"), "days": N_("{number} days")}
STABLE = 0.9  # of random weightings that must keep a rank for it to be called stable
_WIDEST = 26 * theme.PHONE


def who(study: Comparison, name: str, locale: Locale) -> str:
    """A competitor as a reader knows it: the client by its own name, others as the table writes them."""
    return theme.shorten(locale.pick(study.client.name) if name == study.us else name, _WIDEST)


def criterion(study: Comparison, key: str, locale: Locale) -> str:
    """A criterion by its name in the client file, by its column where there is none."""
    asked = study.asked.get(key)
    return theme.shorten(key if asked is None or asked.name is None else locale.pick(asked.name), _WIDEST)


def inline(study: Comparison, key: str, locale: Locale) -> str:
    """A criterion inside a sentence: an English name without its capital, but for abbreviations."""
    text, asked = criterion(study, key, locale), study.asked.get(key)
    is_name = asked is not None and asked.name is not None and locale.language == "en" and text[1:2].islower()
    return text[0].lower() + text[1:] if is_name else text


def unit(study: Comparison, key: str) -> str:
    """Unit of a criterion's values, with the client's currency for money."""
    found = study.readings[key].unit
    return study.client.currency if found == "money" else found


def writer(study: Comparison, key: str, locale: Locale) -> Callable[[float], str]:
    """How the values of one criterion are written: all with the same digits, yes and no in words."""
    reading, measured = study.readings[key], unit(study, key)
    if reading.kind == "yes_no":
        return lambda v: MISSING if pd.isna(v) else locale.t("yes") if v else locale.t("no")
    largest = reading.values.abs().max()
    if measured == locale.currency and largest >= 1000:
        return lambda v: locale.money(v, 0)
    if measured == "ratio":
        return lambda v: locale.number(v, 3 if largest < 1 else 2 if largest < 100 else 0)
    if measured == "score":
        return lambda v: locale.number(v, 2 if largest < 10 else 1)
    if measured in SPANS:
        digits = 0 if (reading.values.dropna() % 1 == 0).all() else 1
        return lambda v: MISSING if pd.isna(v) else locale.t(SPANS[measured], number=locale.number(v, digits))
    return lambda v: locale.value(v, measured)


def gap(study: Comparison, key: str, difference: float | None, locale: Locale) -> str:
    """A gap with its sign; of yes and no in words."""
    if difference is None:
        return MISSING
    if study.readings[key].kind == "yes_no":
        return locale.t({1: N_("we lead"), 0: N_("equal"), -1: N_("we lag")}[int(difference)])
    if unit(study, key) == "share":
        return locale.points(difference)
    text = writer(study, key, locale)(abs(difference))
    is_zero = not any(digit in text for digit in "123456789")
    return text if is_zero else ("+" if difference > 0 else "−") + text


def ranks(study: Comparison, name: str, locale: Locale) -> str:
    """From which to which rank what is not known could move it; empty where it could not."""
    row = study.scores.loc[name]
    if not study.is_open(name):
        return ""
    return locale.t("{low} to {high}", low=locale.number(row["best_rank"]), high=locale.number(row["worst_rank"]))


def listed(texts: list[str], locale: Locale, most: int = 6) -> str:
    """A few names, and how many more."""
    text = locale.t(", ").join(texts[:most])
    more = len(texts) - most
    return text if more <= 0 else locale.t("{names} and {n} more", names=text, n=more)
