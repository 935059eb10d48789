"""How this report says a thing: names of campaigns, amounts with their interval, one sub-heading each."""

from toolkit import claims
from toolkit.display import Fragment, escape
from toolkit.effect.campaign_study import Campaigns, Reviewed
from toolkit.effect.experiment_study import Trial
from toolkit.i18n import N_, Locale
from toolkit.metrics.catalogue import METRICS
from toolkit.metrics.fact import Fact

P_FLOOR = 0.001


def title(item: Reviewed | Trial, locale: Locale) -> str:
    """The name of a campaign or an experiment."""
    given = item.campaign if isinstance(item, Reviewed) else item.experiment
    return locale.pick(given.name)


def metric(name: str, locale: Locale) -> str:
    """A metric inside a sentence."""
    return claims.inline(name, locale) if name in METRICS else name


def amount(fact: Fact, locale: Locale) -> str:
    """A number as its unit is read, people with their word."""
    return claims.value(fact, locale)


def interval(fact: Fact, locale: Locale) -> str:
    """Its 95 % interval in words; empty where it has none."""
    if fact.low is None:
        return ""
    return locale.t("95% interval {interval}", interval=locale.interval(fact.low, fact.high, fact.unit))


def points(low: float, high: float, locale: Locale) -> str:
    """An interval of a difference of shares, its unit said once."""
    ends = {"low": locale.number(low * 100, 1), "high": locale.number(high * 100, 1)}
    return locale.t("{low} to {high} pp", **ends)


def chance(p: float, locale: Locale) -> str:
    """A p-value as readers know it."""
    if p < P_FLOOR:
        return locale.t("p < {value}", value=locale.number(P_FLOOR, 3))
    return locale.t("p = {value}", value=locale.number(p, 3))


def short_chance(p: float, locale: Locale) -> str:
    """A p-value in a column of p-values."""
    return locale.t("< {value}", value=locale.number(P_FLOOR, 3)) if p < P_FLOOR else locale.number(p, 3)


def bold(text: str) -> str:
    """Emphasised, and inert."""
    return f"<b>{escape(text)}</b>"


def heading(item: Reviewed | Trial, among: int, locale: Locale) -> str:
    """A sub-heading with the dates; none over the only one, whose name the sentences say."""
    if among < 2:
        return ""
    given = item.campaign if isinstance(item, Reviewed) else item.experiment
    text = locale.t("{name} ({span})", name=title(item, locale), span=locale.short_span(given.start, given.end))
    return f"<h3>{escape(text)}</h3>"


def unavailable(reason: str, locale: Locale) -> str:
    """One line where something would stand: why it does not."""
    return claims.nodata(locale.t("Not available: {reasons}.", reasons=locale.t(reason)))


def none(study: Campaigns, locale: Locale) -> Fragment | None:
    """One line where the period has no campaign; None where it has one."""
    if study.each:
        return None
    return Fragment(claims.nodata(locale.t(no_campaign(study))))


def no_campaign(study: Campaigns) -> str:
    """Why there is none."""
    if study.planned:
        return N_("The campaigns of this period have not begun.")
    return N_("The client file names no campaign in this period.")
