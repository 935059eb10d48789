"""Are more people coming?"""

import pandas as pd

from toolkit import claims, figures, tables
from toolkit.display import Fragment, escape, nodata
from toolkit.i18n import Locale
from toolkit.kpi_review import pieces
from toolkit.metrics import details, reasons
from toolkit.metrics.fact import Fact
from toolkit.metrics.review import Review

MOST_WEEKS = 6


def newcomers(review: Review, *, locale: Locale, color: str) -> Fragment:
    """New users and the mean day; the scorecard and the table of weeks and months say the rest."""
    shown = pieces.sentences(review, "new_users", "dau_mean", locale=locale, color=color)
    more = [review.now[metric] for metric in (review.reach, "stickiness", "active_users", "new_user_growth_rate")]
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
    first, last = daily["day"].iloc[0].date(), daily["day"].iloc[-1].date()
    alt = locale.t(
        "Daily active users, {span}: highest {value} on {day}, last {last}.",
        span=locale.span(first, last),
        value=locale.number(top["value"]),
        day=locale.short_date(top["day"].date()),
        last=locale.number(inside["value"].iloc[-1]),
    )
    missing = [day for day in review.audience.missing if first <= day <= last]
    caption = locale.t("Daily active users. Source: {source}.", source=claims.source(review.audience.source, locale))
    if missing:
        gaps = locale.t("No data on {days}; left out of the means.", days=claims.days(missing, locale))
        caption = claims.joined((caption, gaps), locale)
    marks = tuple(
        (max(item.start, first), min(item.end, last), locale.pick(item.name))
        for item in review.client.campaigns
        if item.start <= last and item.end >= first
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
    """Active users of each month with stickiness, and of each complete week, folded where they are many."""
    facts = details.weekly_and_monthly(review)
    weeks = [fact for fact in facts if fact.id == "wau" and fact.ok]
    months = [fact for fact in facts if fact.id == "mau" and fact.ok]
    sticky = {fact.dims["month"]: fact.value for fact in facts if fact.id == "stickiness"}
    weeks, months = (found if len(found) > 1 else [] for found in (weeks, months))  # one is in the scorecard
    by_week = _reached(weeks, [locale.short_span(fact.start, fact.end) for fact in weeks], None, locale, color)
    by_month = _reached(months, [locale.month(fact.start) for fact in months], sticky, locale, color)
    if len(weeks) > MOST_WEEKS:
        by_week = pieces.folded(locale.t("By week"), by_week)
    return Fragment(by_month.html + by_week.html, tuple(facts))


def _reached(
    found: list[Fact], labels: list[str], sticky: dict[str, float | None] | None, locale: Locale, color: str
) -> Fragment:
    """Weeks or months down, their active users across; nothing where there is none."""
    if not found:
        return Fragment("")
    items = pd.DataFrame(
        {
            "span": labels,
            "users": [fact.value for fact in found],
            "stickiness": [None if sticky is None else sticky.get(fact.dims["month"]) for fact in found],
            "remark": [locale.t(fact.reason) if fact.reason else "" for fact in found],
        }
    )
    title = locale.t("Week") if sticky is None else locale.t("Month")
    columns = [tables.Column("span", title, kind="text")]
    columns.append(tables.Column("users", claims.name(found[0].id, locale), unit="users"))
    if items["stickiness"].notna().any():
        columns.append(tables.Column("stickiness", claims.name("stickiness", locale), unit="ratio"))
    if items["remark"].any():
        columns.append(tables.Column("remark", locale.t("Remark"), kind="text"))
    return tables.breakdown(items, columns, label=claims.name(found[0].id, locale), locale=locale, color=color)


def accounting(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Who stayed, who came back, who left."""
    ids = ("retained_users", "resurrected_users", "churned_users", "net_active_growth", "churn_rate")
    if pieces.is_silent(review, "new_users", *ids):
        return Fragment("", tuple(review.now[metric] for metric in ids))
    return pieces.metrics(review, *ids, locale=locale, color=color)
