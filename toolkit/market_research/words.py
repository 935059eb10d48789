"""How the words of the data read: answers, traits, segments and names, in the reader's language."""

from datetime import date

import pandas as pd

from toolkit import claims, theme
from toolkit.i18n import N_, Locale
from toolkit.market.spending import SEGMENTS
from toolkit.market.study import Study
from toolkit.market.suppression import OTHER
from toolkit.market.survey import NO_ANSWER
from toolkit.metrics.fact import Fact

_KNOWN = {
    OTHER: N_("Others together"),
    NO_ANSWER: N_("No answer"),
    "gender": N_("Gender"),
    "age": N_("Age"),
    "province": N_("Province"),
    "city": N_("City"),
    "platform": N_("Platform"),
    "device": N_("Device"),
    "interests": N_("Interests"),
    "product": N_("Product"),
    "channel": N_("Channel"),
    "order_value": N_("Order value"),
    "weekday": N_("Weekday"),
    "active": N_("Active users"),
    "new": N_("New users"),
    "respondents": N_("Respondents"),
}
_DAYS = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
_SEGMENTS = dict(
    zip(
        SEGMENTS.values(),
        (
            N_("Best customers"),
            N_("Spent much, once so far"),
            N_("Regulars who stayed away"),
            N_("Spent much once, stayed away"),
            N_("Frequent small buyers"),
            N_("New small buyers"),
            N_("Small regulars who stayed away"),
            N_("Small buyers who stayed away"),
        ),
        strict=True,
    )
)
_MEANS = dict(
    zip(
        SEGMENTS.values(),
        (
            N_("recent, often, much"),
            N_("recent, once, much"),
            N_("not recent, often, much"),
            N_("not recent, once, much"),
            N_("recent, often, little"),
            N_("recent, once, little"),
            N_("not recent, often, little"),
            N_("not recent, once, little"),
        ),
        strict=True,
    )
)
_WIDEST = 26 * theme.PHONE
MODELS = {
    "naive": N_("last year's value"),
    "ets": N_("exponential smoothing"),
    "trend": N_("trend with a fixed season"),
}


def word(study: Study, text: str, locale: Locale) -> str:
    """A word of the data as the client file labels it, as everyone knows it, or as it is."""
    if text in study.options.labels:
        return locale.pick(study.options.labels[text])
    return locale.t(_KNOWN[text]) if text in _KNOWN else theme.shorten(text, _WIDEST)


def value(study: Study, dimension: str, text: str, locale: Locale) -> str:
    """A value of a dimension: weekdays by name, order values in money."""
    if text != OTHER and dimension == "weekday":
        return weekday(int(text), locale)
    if text != OTHER and dimension == "order_value":
        low, _, high = text.partition("-")
        if not high:
            return locale.t("{amount} and more", amount=locale.money(float(low), 0))
        if float(low) == 0:
            return locale.t("below {amount}", amount=locale.money(float(high), 0))
        low_text, high_text = locale.money(float(low), 0), locale.number(float(high))
        return locale.t("{low} to below {high}", low=low_text, high=high_text)
    return word(study, text, locale)


def ordered(study: Study, dimension: str, facts: list[Fact]) -> list[Fact]:
    """Facts of one dimension in the order of its values: their own, that of the labels, else as they are."""
    known: dict[str, float] = {name: place for place, name in enumerate(study.options.labels)}
    texts = [str(fact.dims["value"]) for fact in facts]
    if dimension == "weekday":
        known = {str(day): day for day in range(7)}
    elif dimension == "order_value":
        known = {text: float(text.partition("-")[0]) for text in texts if text != OTHER}
    if any(text not in known and text != OTHER for text in texts):
        return facts
    return sorted(facts, key=lambda fact: known.get(str(fact.dims["value"]), float("inf")))


def segment(name: str, locale: Locale) -> tuple[str, str]:
    """A segment's name and what it means."""
    if name == OTHER:
        return locale.t(_KNOWN[OTHER]), ""
    return locale.t(_SEGMENTS[name]), locale.t(_MEANS[name])


def step(period: pd.Period, cadence: str, locale: Locale) -> str:
    """A day, week, month, quarter or year by its name."""
    first, last = period.start_time.date(), period.end_time.date()
    if cadence == "month":
        return locale.month(first)
    return locale.date(first) if cadence == "day" else locale.period(first, last)


def number(fact: Fact, locale: Locale) -> str:
    """A value as briefly as it can be read."""
    return claims.value(fact, locale, compact=True)


def stated(source: str, on: date, locale: Locale) -> str:
    """Where an outside figure comes from, and of which day it is."""
    return locale.t("{source}, {date}", source=source, date=locale.date(on))


def inside(text: str, locale: Locale) -> str:
    """A name inside a sentence: without a capital in English."""
    return text[:1].lower() + text[1:] if locale.language == "en" and text[1:2].islower() else text


def weekday(number: int, locale: Locale) -> str:
    """Monday for 0."""
    return locale.t(_DAYS[number])
