"""What do reviewers say, of whom, when, and has it changed?"""

import pandas as pd

from toolkit import claims, figures, markup
from toolkit.competitor_comparison import wording
from toolkit.display import Fragment, escape
from toolkit.i18n import MISSING, N_, Locale
from toolkit.market.comparison import NO_RECENT_REVIEWS, NO_REVIEWS, Comparison
from toolkit.market.ratings import FEW, RECENT_DAYS, YEAR_DAYS


def ratings(study: Comparison, *, locale: Locale, color: str) -> Fragment:
    """Mean rating of everybody with its interval."""
    if (found := study.reviews).empty:
        reason = NO_RECENT_REVIEWS if "reviews" in study.warehouse else NO_REVIEWS
        return Fragment(claims.nodata(locale.t("Not available: {reasons}.", reasons=locale.t(reason))))
    rows = pd.DataFrame(
        {
            "name": [wording.who(study, name, locale) for name in found.index],
            "value": found["mean"].to_numpy(),
            "low": found["low"].to_numpy(),
            "high": found["high"].to_numpy(),
            "is_ours": found.index == study.us if study.us in found.index else True,
        }
    )
    best = rows.sort_values("value", ascending=False, kind="stable").iloc[0]
    alt = locale.t(
        "Mean review ratings of {n}; the highest is that of {name}, {rating}.",
        n=len(found),
        name=best["name"],
        rating=locale.value(best["value"], "score"),
    )
    caption = locale.t(
        "Mean rating with its 95% interval; reviews: {n}, {span}. Source: {source}.",
        n=locale.number(found["n"].sum()),
        span=locale.span(found["first"].min().date(), found["last"].max().date()),
        source=claims.source("reviews", locale),
    )
    facts = [study.rating(name) for name in found.index]
    return figures.ranking(rows, unit="score", alt=alt, caption=caption, facts=facts, locale=locale, color=color)


def review_table(study: Comparison, *, locale: Locale, color: str) -> Fragment:
    """Ratings with n, dates and the change of the last 90 days."""
    if (found := study.reviews).empty:
        return Fragment("")
    titles = [locale.t("Competitor"), claims.name("review_rating", locale), claims.name("review_count", locale)]
    titles += [locale.t("Last {n} days", n=RECENT_DAYS), locale.t("Before that"), locale.t("Change of the rating")]
    order = found.sort_values("mean", ascending=False, kind="stable").index
    rows = [_row(study, str(name), locale) for name in order]
    lines = [
        locale.t(
            "Reviews of the {year} days up to {day}; of fewer than {few} a mean says little, and no change is told.",
            year=YEAR_DAYS,
            day=locale.date(study.as_of),
            few=FEW,
        )
    ]
    if older := int(found["older"].sum()):
        lines.append(locale.t("{n} older reviews are left out.", n=locale.number(older)))
    if strangers := [str(name) for name in found.index if name not in study.table.index]:
        lines.append(locale.t("Not in the comparison itself: {names}.", names=wording.listed(strangers, locale)))
    note = "".join(f'<p class="def">{escape(line)}</p>' for line in lines)
    facts = [
        fact for name in order for fact in (study.rating(name), study.review_count(name), *study.rating_parts(name))
    ]
    html = markup.table(locale.t("Review ratings"), [markup.head(title) for title in titles], rows)
    return Fragment(html + note, tuple(facts))


def _row(study: Comparison, name: str, locale: Locale) -> list[str]:
    row, who = study.reviews.loc[name], escape(wording.who(study, name, locale))
    interval = "" if pd.isna(row["low"]) else locale.interval(row["low"], row["high"], "score")
    few = locale.t("few reviews") if row["n"] < FEW else ""
    span = locale.t("{start} to {end}", start=_day(row["first"]), end=_day(row["last"]))
    count = markup.with_small(locale.number(row["n"]), span if row["n"] > 1 else _day(row["last"]))
    return [
        markup.row_head(f"<b>{who}</b>" if name == study.us else who),
        markup.cell(markup.with_small(locale.number(row["mean"], 2), interval, few)),
        markup.cell(count),
        *(markup.cell(_part(row, part, locale)) for part in ("recent", "earlier")),
        markup.cell(_change(row, locale)),
    ]


def _day(moment: pd.Timestamp) -> str:
    return moment.date().isoformat()


def _part(row: pd.Series, part: str, locale: Locale) -> str:
    n = locale.t("n\u00a0=\u00a0{n}", n=locale.number(row[f"{part}_n"]))
    return markup.with_small(locale.number(row[part], 2), n) if row[f"{part}_n"] else MISSING


def _change(row: pd.Series, locale: Locale) -> str:
    if pd.isna(row["change"]):
        return markup.with_small(MISSING, locale.t("too few to tell"))
    interval = locale.t(
        "{low} to {high}", low=locale.number(row["change_low"], 2), high=locale.number(row["change_high"], 2)
    )
    text = locale.change(row["recent"], row["earlier"], "score")
    form = N_("no clear change")
    if row["change_low"] > 0 or row["change_high"] < 0:
        form = N_("clearly better") if row["change"] > 0 else N_("clearly worse")
    return markup.with_small(text, interval, locale.t(form))
