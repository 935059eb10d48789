"""Says who, since when: the source and date of every row, what the numbers cannot say, what they mean."""

import pandas as pd

from toolkit import claims, markup, parts, theme
from toolkit.competitor_comparison import wording
from toolkit.display import Fragment, escape
from toolkit.i18n import MISSING, N_, Locale
from toolkit.market.comparison import Comparison
from toolkit.metrics.further.competitor_comparison import ALL

_SOURCE = 26 * theme.PHONE


def evidence(study: Comparison, *, locale: Locale, color: str) -> Fragment:
    """Source and date of each competitor's row; what is old or undated is named."""
    if study.lack is not None:
        return Fragment("")
    rows = [_row(study, name, locale) for name in study.scores.index]
    titles = [locale.t("Competitor"), locale.t("Observed on"), locale.t("Age in days"), locale.t("Source")]
    heads = [markup.head(title) for title in titles]
    html = markup.table(locale.t("Sources and dates"), heads, rows)
    return Fragment(f'<p class="claim">{escape(_summary(study, locale))}</p>{html}')


def _summary(study: Comparison, locale: Locale) -> str:
    seen, stale = study.observed, study.observed.index[study.observed["is_stale"]]
    undated = int(seen["observed_on"].isna().sum())
    lines = []
    if len(stale):
        names = wording.listed([wording.who(study, name, locale) for name in stale], locale)
        form = N_("Older than {n} days at the end of the period, and to be looked up again: {names}.")
        lines.append(locale.t(form, n=study.options.stale_days, names=names))
    if undated:
        lines.append(locale.t("{k} of {n} rows have no date.", k=undated, n=len(seen)))
    if not lines:
        lines.append(locale.t("No row is older than {n} days.", n=study.options.stale_days))
    return claims.joined(lines, locale)


def _row(study: Comparison, name: str, locale: Locale) -> list[str]:
    seen, who = study.observed.loc[name], escape(wording.who(study, name, locale))
    source = MISSING if pd.isna(seen["source"]) else theme.shorten(str(seen["source"]), _SOURCE)
    day = seen["observed_on"]
    if pd.isna(day):
        observed = markup.with_small(MISSING, locale.t("no date given"))
    else:
        is_late = locale.t("observed after the period") if seen["age"] < 0 else ""
        observed = markup.with_small(locale.date(day.date()), locale.t("stale") if seen["is_stale"] else is_late)
    return [
        markup.row_head(f"<b>{who}</b>" if name == study.us else who),
        markup.cell(observed),
        markup.cell(MISSING if pd.isna(day) else escape(locale.number(seen["age"]))),
        markup.cell(escape(source)),  # not of kind text, which would break after every letter
    ]


def limits(study: Comparison, *, locale: Locale, color: str) -> Fragment:
    """What these numbers cannot say."""
    lines = [locale.t("The values of competitors were observed from outside, each once, on the day stated.")]
    if study.asked:
        lines += [
            locale.t(
                "A number without a scale counts by its place between the worst and the best of those compared: one "
                "extreme value pushes all others together, and another competitor may change every score."
            ),
            locale.t("The score is over what is known; the possible range takes the unknown within the known values."),
        ]
        if study.ranked == 2:
            lines.append(locale.t("Between two, such a number gives all to the better one, however small the gap."))
        same = [name for name in study.asked if name not in study.points]
        if same:
            names = wording.listed([wording.criterion(study, name, locale) for name in same], locale)
            lines.append(locale.t("In the score {names} tell nobody apart and do not count.", names=names))
    if not study.reviews.empty:
        lines.append(
            locale.t("Reviewers choose themselves: a mean rating is that of those who wrote, not of all customers.")
        )
    return parts.remarks(lines)


def definitions(study: Comparison, *, locale: Locale, color: str) -> Fragment:
    """What each number of this report means."""
    if study.lack is not None:
        return Fragment("")
    reviews = ("review_rating", "review_count")
    shown = [metric.id for metric in ALL if metric.id not in reviews or not study.reviews.empty]
    return parts.definitions(shown, locale=locale, color=color)


def note(study: Comparison, key: str, *, locale: Locale, color: str) -> Fragment:
    """The analyst's own words from the client file, marked as such; nothing where there are none."""
    return parts.note(study.client, key, locale=locale, color=color)
