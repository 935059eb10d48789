"""Words that several pieces of the case study share."""

from toolkit import claims
from toolkit.effect.before_after import Shift
from toolkit.effect.case import Case
from toolkit.i18n import Locale
from toolkit.metrics.catalogue import FACTS
from toolkit.metrics.fact import Fact


def outcome(case: Case, locale: Locale) -> str:
    """What the panel counts."""
    name = case.options.outcome_name
    return locale.t("the outcome") if name is None else locale.pick(name)


def metric_name(metric: str, locale: Locale) -> str:
    """A metric of the catalogue by its name, any other as the client file calls it."""
    return claims.name(metric, locale) if metric in FACTS else metric


def size(number: float, locale: Locale) -> str:
    """How far, without the direction: 5.4%."""
    return locale.percent(abs(number))


def change(shift: Shift, locale: Locale) -> str:
    """The change of a metric with its sign: points for a rate, per cent for an amount."""
    fact = shift.change
    if not fact.ok:
        return locale.value(None, "count")
    return locale.points(fact.value) if shift.after.unit == "share" else locale.signed_percent(fact.value)


def is_index(shift: Shift) -> bool:
    """Whether its values are told with 100 as the time before the start."""
    return shift.after.unit == "score" and FACTS[shift.metric].unit != "score"


def amount(fact: Fact, locale: Locale) -> str:
    """An amount of the outcome: whole numbers from a hundred on, with less digits below."""
    if fact.unit != "ratio" or fact.value is None:
        return locale.value(fact.value, fact.unit, compact=True)
    return locale.number(fact.value, digits(fact.value))


def amount_interval(fact: Fact, locale: Locale) -> str:
    """The 95 % interval of such an amount; empty without one."""
    if fact.low is None:
        return ""
    if fact.unit != "ratio":
        return locale.interval(fact.low, fact.high, fact.unit)
    low, high = (locale.number(end, digits(fact.value)) for end in (fact.low, fact.high))
    return locale.t("{low} to {high}", low=low, high=high)


def digits(value: float) -> int:
    """Decimals that such an amount is told with."""
    return 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
