"""Are more people coming?"""

import pandas as pd

from toolkit import claims, figures, tables
from toolkit.display import Fragment, escape, nodata
from toolkit.i18n import Locale
from toolkit.kpi_review import pieces
from toolkit.metrics import details, reasons
from toolkit.metrics.review import Review


def newcomers(review: Review, *, locale: Locale, color: str) -> Fragment:
    """New users and how they grew, active users and the mean day."""
    ids = ("new_users", review.reach, "dau_mean", "stickiness")
    shown = pieces.sentences(review, *ids, locale=locale, color=color)
    more = (review.now["active_users"], review.now["new_user_growth_rate"])
    return Fragment(shown.html + _days_that_stand_out(review, locale), (*shown.facts, *more))


def _days_that_stand_out(review: Review, locale: Locale) -> str:
    daily = details.trend(review)
    odd = daily[daily["is_anomaly"]]
    if odd.empty:
        return ""
    texts = [
        locale.t("{day} ({value})", day=locale.short_date(row.day.date()), value=locale.number(row.value))
        for row in odd.itertuples()
    ]
    named = locale.t(", ").join(texts[:5])
    if len(texts) > 5:
        named = locale.t("{days} and {n} more", days=named, n=len(texts) - 5)
    line = locale.t("Days far from the same weekday of the weeks around them: {days}.", days=named)
    return f'<p class="claim">{escape(line)}</p>'


def trend(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Daily active users, campaigns shaded, days without data and days that stand out marked."""
    daily = details.trend(review)
    if review.audience is None:
        return Fragment("")
    inside = daily[daily["day"] >= str(review.period.start)].dropna(subset="value")
    if inside.empty:
        return nodata(_why(review, locale))
    top = inside.loc[inside["value"].idxmax()]
    alt = locale.t(
        "Daily active users, {span}: highest {value} on {day}, last {last}.",
        span=locale.span(daily["day"].iloc[0].date(), daily["day"].iloc[-1].date()),
        value=locale.number(top["value"]),
        day=locale.short_date(top["day"].date()),
        last=locale.number(inside["value"].iloc[-1]),
    )
    missing = [
        day for day in review.audience.missing if daily["day"].iloc[0].date() <= day <= daily["day"].iloc[-1].date()
    ]
    caption = locale.t("Daily active users. Source: {source}.", source=claims.source(review.audience.source, locale))
    if missing:
        gaps = locale.t("No data on {days}; left out of the means.", days=claims.days(missing, locale))
        caption = claims.joined((caption, gaps), locale)
    marks = tuple(
        (
            max(item.start, daily["day"].iloc[0].date()),
            min(item.end, daily["day"].iloc[-1].date()),
            locale.pick(item.name),
        )
        for item in review.client.campaigns
        if item.start <= daily["day"].iloc[-1].date() and item.end >= daily["day"].iloc[0].date()
    )
    return figures.trend(
        daily,
        alt=alt,
        caption=caption,
        marks=marks,
        period=(review.period.start, review.period.end),
        facts=details.dau(review),
        locale=locale,
        color=color,
    )


def _why(review: Review, locale: Locale) -> str:
    reason = review.now["dau_mean"].reason or reasons.NO_DAYS
    return locale.t("No daily trend: {reason}.", reason=locale.t(reason))


def active_users(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Active users of each complete week and of each month, with stickiness."""
    facts = details.weekly_and_monthly(review)
    months = {fact.dims["month"]: {} for fact in facts if "month" in fact.dims}
    for fact in facts:
        if "month" in fact.dims:
            months[fact.dims["month"]][fact.id] = fact
    rows = [(fact.dims["week"], fact, None) for fact in facts if fact.id == "wau"]
    rows += [(month, found.get("mau"), found.get("stickiness")) for month, found in months.items()]
    known = [row for row in rows if row[1] is not None and row[1].ok]
    if not known:
        return Fragment("", tuple(facts))
    items = [
        {
            "span": locale.period(users.start, users.end),
            "users": users.value,
            "stickiness": None if sticky is None else sticky.value,
            "remark": locale.t(users.reason) if users.reason else "",
        }
        for _, users, sticky in known
    ]
    columns = [
        tables.Column("span", locale.t("Week or month"), kind="text"),
        tables.Column("users", locale.t("Active users"), unit="users"),
        tables.Column("stickiness", claims.name("stickiness", locale), unit="ratio"),
    ]
    if any(item["remark"] for item in items):
        columns.append(tables.Column("remark", locale.t("Remark"), kind="text"))
    return tables.breakdown(
        pd.DataFrame(items), columns, label=locale.t("Active users"), facts=facts, locale=locale, color=color
    )


def accounting(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Who stayed, who came back, who left."""
    ids = ("retained_users", "resurrected_users", "churned_users", "net_active_growth", "churn_rate")
    return pieces.metrics(review, *ids, locale=locale, color=color)
