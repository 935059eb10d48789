"""What moved: the client's own figures before the start and since."""

import pandas as pd

from toolkit import claims, figures, tables
from toolkit.case_study import wording
from toolkit.display import Fragment, escape, nodata
from toolkit.effect.before_after import Shift
from toolkit.effect.case import Case
from toolkit.i18n import Locale
from toolkit.metrics.fact import Fact
from toolkit.periods import Period


def movement(case: Case, *, locale: Locale, color: str) -> Fragment:
    """Every metric known on both sides, its change and whether chance explains it."""
    comparison = case.comparison
    if comparison.reason is not None:
        return nodata(locale.t("Not available: {reasons}.", reasons=locale.t(comparison.reason)))
    if not comparison.shifts:
        return nodata(locale.t("No metric is known both before and after the start."))
    rows = [_row(shift, locale) for shift in comparison.shifts]
    columns = [
        tables.Column("metric", locale.t("Metric"), kind="text"),
        tables.Column("before", _days(comparison.before, locale), kind="phrase"),
        tables.Column("after", _days(comparison.after, locale), kind="phrase"),
        tables.Column("change", claims.name("change", locale), kind="phrase"),
        tables.Column("sure", locale.t("Beyond chance"), kind="phrase"),
    ]
    label = locale.t("Before and after")
    facts = _facts(comparison.shifts)
    table = tables.breakdown(pd.DataFrame(rows), columns, label=label, facts=facts, locale=locale, color=color)
    lines = [] if comparison.is_same_season else [locale.t("The two sides lie in different seasons of the year.")]
    if comparison.is_young:
        lines.append(
            locale.t("New users are not compared: in the first weeks of a log, those known from before look new.")
        )
    if case.is_anonymous:
        lines.append(locale.t("Amounts are told as an index: 100 is the time before the start."))
    html = "".join(f'<p class="def">{escape(line)}</p>' for line in lines)
    return Fragment(table.html + html, table.facts)


def _days(period: Period, locale: Locale) -> str:
    """The days of one side, without the year where the page's title says it."""
    is_one_year = period.start.year == period.end.year
    return (locale.short_span if is_one_year else locale.span)(period.start, period.end)


def _row(shift: Shift, locale: Locale) -> dict[str, str]:
    return {
        "metric": claims.name(shift.metric, locale),
        "before": _value(shift.before, locale),
        "after": _value(shift.after, locale),
        "change": wording.change(shift, locale),
        "sure": locale.t("yes") if shift.is_clear else locale.t("no"),
    }


def _value(fact: Fact, locale: Locale) -> str:
    text = claims.value(fact, locale, compact=fact.unit not in ("share", "score"))
    if fact.low is None or fact.unit != "share":
        return text
    return locale.t("{rate} ({interval})", rate=text, interval=locale.interval(fact.low, fact.high, fact.unit))


def _facts(shifts: list[Shift]) -> list[Fact]:
    return [fact for shift in shifts for fact in (shift.before, shift.after, shift.change)]


def movement_figure(case: Case, *, locale: Locale, color: str) -> Fragment:
    """The same as dots; nothing where there are fewer than two metrics to compare."""
    found = [shift for shift in case.comparison.shifts if shift.change.ok and shift.before.value > 0]
    if len(found) < 2:
        return Fragment("")
    rows = pd.DataFrame(
        {
            "name": [claims.name(shift.metric, locale) for shift in found],
            "ratio": [shift.after.value / shift.before.value for shift in found],
            "text": [wording.change(shift, locale) for shift in found],
            "is_clear": [shift.is_clear for shift in found],
        }
    )
    clear = [shift for shift in found if shift.is_clear]
    names = [f"{claims.name(shift.metric, locale)} {wording.change(shift, locale)}" for shift in clear]
    alt = locale.t("Clear changes since the start: {names}.", names=locale.t(", ").join(names))
    if not clear:
        alt = locale.t("No metric changed clearly since the start.")
    caption = locale.t(
        "Each metric relative to the time before the start; hollow: no clear change. {days} days on each side.",
        days=locale.number(case.comparison.days),
    )
    return figures.shifts(rows, alt=alt, caption=caption, facts=_facts(found), locale=locale, color=color)
