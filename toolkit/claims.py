"""Results as sentences: number, comparison, sample size, interval, source; what is unknown says why.

Every sentence is HTML in one language with the facts it states, so that no measured number is ever typed by hand.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from toolkit.display import Fragment, escape
from toolkit.i18n import MISSING, N_, Locale
from toolkit.metrics import reasons
from toolkit.metrics.catalogue import FACTS, LINES
from toolkit.metrics.changes import change
from toolkit.metrics.fact import Fact

SOURCES = {
    "events": N_("event log"),
    "visits": N_("platform visit figures"),
    "retention": N_("platform retention figures"),
    "orders": N_("orders"),
    "spend": N_("advertising spend"),
    "pages": N_("page figures"),
    "posts": N_("posts on social channels"),
    "portrait": N_("user portrait"),
    "tickets": N_("service tickets"),
    "traffic": N_("traffic sources"),
    "competitors": N_("comparison of competitors"),
    "reviews": N_("reviews"),
    "market": N_("market series"),
    "survey": N_("survey"),
    "panel": N_("panel of units"),
    "experiment": N_("experiment"),
}
OF_DAYS = ("dau_mean", "stickiness")  # their n counts days


def name(metric: str, locale: Locale) -> str:
    """A metric as a reader calls it."""
    return locale.t(FACTS[metric].name)


def inline(metric: str, locale: Locale) -> str:
    """A metric's name inside a sentence: without a capital, but for abbreviations."""
    text = name(metric, locale)
    return text[0].lower() + text[1:] if locale.language == "en" and text[1:2].islower() else text


def capital(text: str) -> str:
    """A sentence or a row's name with its first letter large."""
    return text[:1].upper() + text[1:]


def source(table: str | None, locale: Locale) -> str:
    """A table as a reader calls it."""
    return locale.t(SOURCES[table]) if table in SOURCES else str(table)


def value(fact: Fact, locale: Locale, compact: bool = False) -> str:
    """The number with its unit; Chinese counts people with a word of their own."""
    if fact.unit == "line":
        return locale.t(LINES[fact.value]) if fact.ok else locale.value(None, "count")
    text = locale.value(fact.value, fact.unit, compact=compact)
    return locale.t("{number}", number=text) if fact.ok and fact.unit == "users" else text


def certainty(fact: Fact, locale: Locale) -> str:
    """Interval and n, or the days of a mean of days; empty for a plain count or sum."""
    parts = []
    if fact.low is not None:
        parts.append(locale.t("95% interval {interval}", interval=locale.interval(fact.low, fact.high, fact.unit)))
    if fact.n is not None and fact.id in OF_DAYS:
        parts.append(locale.t("mean of {n} days", n=locale.number(fact.n)))
    elif fact.n is not None:
        parts.append(locale.t("n\u00a0=\u00a0{n}", n=locale.number(fact.n)))
    return locale.t("; ").join(parts)


def sentence(fact: Fact, locale: Locale, *, before: Fact | None = None, year_ago: Fact | None = None) -> str:
    """One metric: its value, how it moved, how sure it is, and where it comes from.

    Parameters
    ----------
    fact : a known number
    before, year_ago : the same metric of the previous period and of last year's; left out where unknown
    """
    text = locale.t(
        "{name}: {value}", name=escape(name(fact.id, locale)), value=f"<b>{escape(value(fact, locale))}</b>"
    )
    moved = change(fact, before)
    if moved is not None:
        amount = locale.change(fact.value, before.value, fact.unit)
        form = N_(", no clear change on {period} ({value})")
        if moved.is_clear:  # from nothing there is no per cent
            form = N_("; {period}: {value}") if amount == MISSING else N_(", {change} on {period} ({value})")
        period = locale.short_period(before.start, before.end)
        text += escape(locale.t(form, change=amount, period=period, value=value(before, locale)))
    if change(fact, year_ago) is not None:
        period = locale.period(year_ago.start, year_ago.end)
        text += escape(locale.t("; {period}: {value}", period=period, value=value(year_ago, locale)))
    return text + locale.t(".") + _small(fact, locale)


def _small(fact: Fact, locale: Locale) -> str:
    parts = [certainty(fact, locale), locale.t("source: {source}", source=source(fact.source, locale))]
    if fact.reason is not None:
        parts.insert(1, locale.t(fact.reason))
    return f" <small>{escape(locale.t('; ').join(part for part in parts if part))}</small>"


def joined(sentences: Iterable[str], locale: Locale) -> str:
    """Sentences one after the other; Chinese puts no space between them."""
    return ("" if locale.language == "zh" else " ").join(text for text in sentences if text)


def paragraph(sentences: Iterable[str], facts: Sequence[Fact]) -> Fragment:
    """Sentences as claims, one paragraph each."""
    return Fragment("".join(f'<p class="claim">{text}</p>' for text in sentences), tuple(facts))


def absent(facts: Sequence[Fact], locale: Locale) -> str:
    """One line on what is not known: why nothing is, or which metrics are not; empty when all is known.

    Beside known ones, a metric whose event the client file does not name is passed over: nobody asked for it.
    """
    missing = [fact for fact in facts if not fact.ok]
    if not missing:
        return ""
    if len(missing) == len(facts) and all(fact.status == "no_data" for fact in facts):
        why = dict.fromkeys(locale.t(fact.reason) for fact in facts)
        return nodata(locale.t("Not available: {reasons}.", reasons=locale.t("; ").join(why)))
    by_reason: dict[str, list[str]] = {}
    for fact in missing:
        if fact.reason not in reasons.NO_EVENT.values():
            by_reason.setdefault(fact.reason, []).append(inline(fact.id, locale))
    if not by_reason:
        return ""
    parts = [
        locale.t("{names} ({reason})", names=locale.t(", ").join(names), reason=locale.t(reason))
        for reason, names in by_reason.items()
    ]
    return nodata(locale.t("Not shown: {what}.", what=locale.t("; ").join(parts)))


def nodata(line: str) -> str:
    """One line where something would stand: why it does not."""
    return f'<p class="nodata">{escape(line)}</p>'


def days(found: Sequence[date], locale: Locale, most: int = 5) -> str:
    """A few days by name, and how many more."""
    text = locale.t(", ").join(locale.short_date(day) for day in found[:most])
    more = len(found) - most
    return text if more <= 0 else locale.t("{days} and {n} more", days=text, n=more)


def is_partial(fact: Fact) -> bool:
    """Whether a known number speaks of a part of its period only."""
    return fact.ok and fact.reason == reasons.PARTIAL
