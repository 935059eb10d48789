"""Do they convert?"""

import pandas as pd

from toolkit import claims, figures, tables
from toolkit.display import Fragment, nodata
from toolkit.i18n import Locale
from toolkit.kpi_review import pieces
from toolkit.metrics import details, reasons
from toolkit.metrics.fact import Fact, Scope
from toolkit.metrics.review import Review

IDS = (
    "registration_conversion",
    "purchase_conversion",
    "appointment_conversion",
    "session_conversion",
    "interaction_rate",
    "diversion_rate",
)
TOP_VALUES = 12
COMPARED = ("registration_conversion", "purchase_conversion", "appointment_conversion", "session_conversion")


def conversions(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Every conversion that the named events allow, with its basis."""
    return pieces.metrics(review, *IDS, locale=locale, color=color)


def funnel(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Users who reached each step after the steps before it."""
    facts = details.funnel(review)
    if review.log is None:
        return Fragment("")
    if not facts and pieces.is_silent(review, *IDS):
        return Fragment("")  # the section has said already that no event was named
    if not facts or not facts[0].value:
        is_named = review.client.events is not None and review.client.events.funnel
        reason = reasons.ZERO_BASE if facts else reasons.NOT_COVERED if is_named else reasons.NO_EVENT["funnel"]
        return nodata(locale.t("No funnel: {reason}.", reason=locale.t(reason)), facts)
    rates = [_step_rate(fact) for fact in facts]
    steps = pd.DataFrame(
        {
            "step": [fact.dims["position"] for fact in facts],
            "name": [fact.dims["step"] for fact in facts],
            "users": [fact.value for fact in facts],
            "rate": [None if rate is None or not rate.ok else rate.value for rate in rates],
            "low": [None if rate is None else rate.low for rate in rates],
            "high": [None if rate is None else rate.high for rate in rates],
        }
    )
    first, last = facts[0], facts[-1]
    alt = locale.t(
        "Funnel: {first} at {a}, {last} at {b}, {share} of those who began.",
        first=claims.value(first, locale),
        a=first.dims["step"],
        last=claims.value(last, locale),
        b=last.dims["step"],
        share=locale.percent(last.value / first.value),
    )
    caption = locale.t(
        "Users who reached a step after the steps before it, within {days} days of the first step. Source: {source}.",
        days=review.client.events.funnel_window_days,
        source=claims.source("events", locale),
    )
    if first.reason is not None:
        remark = locale.t("Remark: {remark}.", remark=locale.t(first.reason))
        caption = claims.joined((caption, remark), locale)
    return figures.funnel(steps, alt=alt, caption=caption, facts=facts, locale=locale, color=color)


def _step_rate(fact: Fact) -> Fact | None:
    if fact.dims["position"] == 1:
        return None
    return Scope(fact.start, fact.end).rate("purchase_conversion", fact.value, fact.n)


def by_channel(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Users, new users and conversions by channel."""
    return _breakdown(review, "channel", locale.t("Channel"), locale, color)


def by_device(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Users and conversions by device or platform."""
    return _breakdown(review, "device", locale.t("Device"), locale, color)


def _breakdown(review: Review, by: str, title: str, locale: Locale, color: str) -> Fragment:
    found = dict(list(details.breakdown(review, by).items())[:TOP_VALUES])
    if not found:
        return Fragment("")
    ids = ("active_users", "new_users", *COMPARED)
    present = [
        metric for metric in ids if any(fact.id == metric and fact.ok for facts in found.values() for fact in facts)
    ]
    rows = []
    for label, facts in found.items():
        row: dict[str, object] = {"name": label}
        for fact in facts:
            row |= {
                fact.id: fact.value,
                f"{fact.id}_low": fact.low,
                f"{fact.id}_high": fact.high,
                f"{fact.id}_n": fact.n,
            }
        rows.append(row)
    columns = [tables.Column("name", title, kind="text")]
    for metric in present:
        unit = "users" if metric in ("active_users", "new_users") else "share"
        more = {} if unit == "users" else {"low": f"{metric}_low", "high": f"{metric}_high", "n": f"{metric}_n"}
        columns.append(tables.Column(metric, claims.name(metric, locale), unit=unit, **more))
    every = [fact for facts in found.values() for fact in facts]
    table = tables.breakdown(pd.DataFrame(rows), columns, label=title, facts=every, locale=locale, color=color)
    total = sum(fact.value for fact in every if fact.id == "active_users" and fact.ok)
    if total == review.now["active_users"].value:
        return table
    remark = locale.t("People seen under two values count in both, so the rows do not add up to the total.")
    return Fragment(f'{table.html}<p class="def">{remark}</p>', table.facts)
