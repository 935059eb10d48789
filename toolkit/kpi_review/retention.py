"""Do they come back?"""

import pandas as pd

from toolkit import claims, figures, tables
from toolkit.display import Fragment, escape, nodata
from toolkit.i18n import N_, Locale
from toolkit.kpi_review import pieces
from toolkit.metrics import changes, details
from toolkit.metrics.fact import Fact
from toolkit.metrics.review import Review

IDS = ("d1_retention", "d6_retention", "d7_retention", "d30_retention", "month_retention")
UNITS = {"day": N_("Days after the first visit"), "week": N_("Weeks after"), "month": N_("Months after")}


def returning(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Day 1, 6, 7 and 30 and next-month retention, and the cohort that stands out."""
    shown = pieces.metrics(review, *IDS, locale=locale, color=color)
    odd = changes.odd_cohorts(review)[:2]
    lines = "".join(f'<p class="claim">{unlike(each, locale)}</p>' for each in odd)
    facts = [fact for each in odd for fact in each.facts(details.retention_scope(review))]
    return Fragment(shown.html + lines, (*shown.facts, *facts))


def unlike(odd: changes.OddCohort, locale: Locale) -> str:
    """The sentence on new users who came back unlike the others."""
    form = N_("New users of {cohort} came back more after {step}: {share}, against {rest} of the others")
    if odd.share < odd.rest:
        form = N_("New users of {cohort} came back less after {step}: {share}, against {rest} of the others")
    is_month = odd.granularity == "month"
    cohort = (locale.short_period if is_month else locale.short_span)(odd.start, odd.end)
    if odd.campaign is not None:
        name = locale.pick(odd.campaign.name)
        cohort = locale.t("{days} ({campaign})", days=cohort, campaign=name)
    text = locale.t(
        form,
        cohort=cohort,
        step=locale.t({"day": N_("one day"), "week": N_("one week"), "month": N_("one month")}[odd.granularity]),
        share=locale.percent(odd.share),
        rest=locale.percent(odd.rest),
    )
    sure = locale.t(
        "95% interval of the difference {low} to {high} pp; n\u00a0=\u00a0{n}",
        low=locale.number(odd.low * 100, 1),
        high=locale.number(odd.high * 100, 1),
        n=locale.number(odd.n),
    )
    return f"{escape(text)}{locale.t('.')} <small>{escape(sure)}</small>"


def curve(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Share of new users back after each number of days, this period against the one before."""
    facts = details.curve(review)
    if not facts:
        return _absent(review, locale)
    before = details.curve(review, "before") if review.before["new_users"].ok or not review.now["new_users"].ok else []
    first, last = facts[0], facts[-1]
    alt = locale.t(
        "Retention of new users: {first} on day {a}, {last} on day {b}.",
        first=locale.percent(first.value),
        a=first.dims["offset"],
        last=locale.percent(last.value),
        b=last.dims["offset"],
    )
    caption = locale.t(
        "Share of new users active again on exactly that day, with 95% interval; {n} new users. Source: {source}.",
        n=locale.number(first.n),
        source=claims.source(first.source, locale),
    )
    return figures.retention_curve(
        _points(facts),
        previous=_points(before) if before else None,
        alt=alt,
        caption=caption,
        facts=facts,
        locale=locale,
        color=color,
    )


def _points(facts: list[Fact]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "offset": [fact.dims["offset"] for fact in facts],
            "share": [fact.value for fact in facts],
            "low": [fact.low for fact in facts],
            "high": [fact.high for fact in facts],
            "n": [fact.n for fact in facts],
        }
    )


def _absent(review: Review, locale: Locale) -> Fragment:
    """Why there is no curve or triangle; nothing where the section has said already that there is no data."""
    fact = review.now["d1_retention"]
    if pieces.is_silent(review, *IDS):
        return Fragment("")
    return nodata(locale.t("No retention curve: {reason}.", reason=locale.t(fact.reason or "too young to be observed")))


def cohorts(review: Review, *, locale: Locale, color: str) -> Fragment:
    """The retention triangle in the cohorts that suit the period's length."""
    return _triangle(review, details.granularity(review), locale, color)


def daily_cohorts(review: Review, *, locale: Locale, color: str) -> Fragment:
    """The triangle by day of first visit, for periods of at most a month that are not read by day anyway."""
    if details.granularity(review) == "day" or review.period.days > 31:
        return Fragment("")
    shown = _triangle(review, "day", locale, color)
    return pieces.folded(locale.t("By day of first visit"), shown) if shown.facts else Fragment("")


def _triangle(review: Review, grain: str, locale: Locale, color: str) -> Fragment:
    cells = details.triangle(review, grain)
    if cells is None or cells.empty:
        return _absent(review, locale)
    facts = details.triangle_facts(review, grain)
    label = locale.short_month if grain == "month" else locale.short_date
    labels = {day: label(day.date()) for day in cells["cohort"].drop_duplicates()}
    return tables.triangle(
        cells.assign(cohort_label=cells["cohort"].map(labels)),
        cohort=locale.t({"day": N_("First visit"), "week": N_("Week from"), "month": N_("First month")}[grain]),
        unit=locale.t(UNITS[grain]),
        facts=facts,
        locale=locale,
        color=color,
    )


def returning_by_offset(review: Review, *, locale: Locale, color: str) -> Fragment:
    """New users and all active users back after each number of days, side by side."""
    new, active = details.curve(review), details.curve(review, "now", "active")
    if not active:
        return Fragment("")
    by_offset = {fact.dims["offset"]: fact for fact in new}
    rows = [
        {
            "offset": locale.t("day {n}", n=fact.dims["offset"]),
            **_cells("new", by_offset.get(fact.dims["offset"])),
            **_cells("active", fact),
        }
        for fact in active
    ]
    columns = [
        tables.Column("offset", locale.t("Back on"), kind="text"),
        tables.Column("new", locale.t("of new users"), unit="share", low="new_low", high="new_high", n="new_n"),
        tables.Column(
            "active", locale.t("of all active users"), unit="share", low="active_low", high="active_high", n="active_n"
        ),
    ]
    shown = tables.breakdown(
        pd.DataFrame(rows),
        columns,
        label=locale.t("Retention by day"),
        facts=[*new, *active],
        locale=locale,
        color=color,
    )
    return pieces.folded(locale.t("New users and all active users by day"), shown)


def _cells(name: str, fact: Fact | None) -> dict[str, float | None]:
    if fact is None:
        return {name: None, f"{name}_low": None, f"{name}_high": None, f"{name}_n": None}
    return {name: fact.value, f"{name}_low": fact.low, f"{name}_high": fact.high, f"{name}_n": fact.n}
