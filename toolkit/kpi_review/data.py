"""Can the numbers be trusted: inputs, gaps, agreement of sources, limits and definitions."""

import pandas as pd

from toolkit import claims, parts, tables
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.metrics import quality as checks
from toolkit.metrics.catalogue import METRICS
from toolkit.metrics.review import Review
from toolkit.warehouse import Finding

FINDINGS = {
    "missing_user_id": N_("{table}: {n} rows without a user id; left out of every count of people."),
    "duplicate_rows": N_("{table}: {n} rows that repeat another row exactly; kept."),
    "empty_file": N_("{table}: the file holds no rows."),
}
YOUNG_LOG_DAYS = 28


def quality(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Rows, span and missing days of every input."""
    found = checks.quality(review)
    rows = [
        {
            "table": claims.capital(claims.source(item.table, locale)),
            "rows": item.rows,
            "span": "" if item.first is None else locale.span(item.first, item.last),
            "missing": claims.days(item.missing, locale) if item.missing else "",
        }
        for item in found
    ]
    columns = [
        tables.Column("table", locale.t("Input"), kind="text"),
        tables.Column("rows", locale.t("Rows"), unit="count"),
        tables.Column("span", locale.t("First to last day"), kind="text"),
    ]
    if any(row["missing"] for row in rows):
        columns.append(tables.Column("missing", locale.t("Days without data"), kind="text"))
    table = tables.breakdown(pd.DataFrame(rows), columns, label=locale.t("Inputs"), locale=locale, color=color)
    remarks = [_finding(item, locale) for item in review.warehouse.findings]
    last = review.measure.people_days or review.measure.order_days
    if last is not None:
        remarks.append(locale.t("Last complete day: {day}.", day=locale.date(last.last)))
    return Fragment(table.html + "".join(f'<p class="claim">{escape(text)}</p>' for text in remarks))


def _finding(item: Finding, locale: Locale) -> str:
    form = FINDINGS.get(item.kind, N_("{table}: {kind}, {n} rows."))
    text = locale.t(form, table=claims.source(item.table, locale), n=locale.number(item.count), kind=item.kind)
    return claims.capital(text)


def reconciliation(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Where the event log and the platform count the same thing, and where they differ."""
    pairs = checks.reconciliation(review)
    if not pairs:
        return Fragment("")
    rows = [
        {
            "metric": claims.name(ours.id, locale),
            "events": claims.value(ours, locale),
            "visits": claims.value(theirs, locale),
            "difference": locale.change(ours.value, theirs.value, ours.unit),
        }
        for ours, theirs in pairs
    ]
    columns = [
        tables.Column("metric", locale.t("Metric"), kind="text"),
        tables.Column("events", claims.capital(claims.source("events", locale)), kind="text"),
        tables.Column("visits", claims.capital(claims.source("visits", locale)), kind="text"),
        tables.Column("difference", locale.t("Event log against platform"), kind="text"),
    ]
    facts = [fact for pair in pairs for fact in pair]
    table = tables.breakdown(
        pd.DataFrame(rows), columns, label=locale.t("Two sources"), facts=facts, locale=locale, color=color
    )
    days = checks.disagreeing_days(review)
    if review.platform.daily.empty:
        return table
    if days.empty:
        line = locale.t("Day by day the two sources agree within {limit}.", limit=locale.percent(checks.TOLERANCE, 0))
    else:
        named = [day.date() for day in days["day"]]
        line = locale.t(
            "The two sources differ by more than {limit} on {n} days, from {first} to {last}; "
            "the event log holds {share} of the platform's daily users there.",
            limit=locale.percent(checks.TOLERANCE, 0),
            n=len(named),
            first=locale.short_date(named[0]),
            last=locale.short_date(named[-1]),
            share=locale.percent(days["events"].sum() / days["visits"].sum()),
        )
    return Fragment(f'{table.html}<p class="claim">{escape(line)}</p>', table.facts)


def limits(review: Review, *, locale: Locale, color: str) -> Fragment:
    """What these numbers cannot say."""
    lines = [
        N_("Only complete days are counted; a day is complete on the next morning at ten."),
        N_("A rate changes by percentage points, an amount by per cent; incomplete periods are not compared."),
        N_("Numbers from a few users move by chance: read the interval before the value."),
    ]
    known = review.measure.people_days
    if known is not None and (review.period.start - known.first).days < YOUNG_LOG_DAYS and review.log is not None:
        lines.append(N_("The log begins shortly before the period: some users counted as new may be older."))
    if review.platform is not None:
        lines.append(N_("The platform's distinct users hold for its own days, weeks and months and never add up."))
    if "orders" in review.warehouse and "refund" not in review.warehouse.tables["orders"].columns:
        lines.append(N_("A refund counts in the period in which it was started, whenever the order was placed."))
    if review.period.kind in ("week", "two_weeks", "month"):
        lines.append(N_("Holidays and shopping festivals move between periods; compare with last year as well."))
    return parts.remarks(locale.t(line) for line in lines)


def definitions(review: Review, *, locale: Locale, color: str) -> Fragment:
    """What each metric of this report means, for those that have a number."""
    shown = [metric for metric in METRICS if metric in review.now and review.now[metric].ok]
    return parts.definitions(shown, locale=locale, color=color)
