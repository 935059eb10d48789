"""What the numbers rest on, what they cannot say, and what they mean."""

import pandas as pd

from toolkit import parts, tables
from toolkit.display import Fragment
from toolkit.i18n import Locale
from toolkit.market.study import Study
from toolkit.market_research import words
from toolkit.metrics.further import market_research


def sources(study: Study, *, locale: Locale, color: str) -> Fragment:
    """Every figure from outside: what, whose, of when."""
    rows = []
    for one in study.series:
        rows.append((words.word(study, one.name, locale), one.source, locale.span(*one.span)))
    for name, margin in study.options.margins.items():
        what = locale.t(
            "Shares of {question} for weighting", question=words.inside(words.word(study, name, locale), locale)
        )
        rows.append((what, margin.source, locale.date(margin.on)))
    if study.size is not None:
        for name, given in study.size.sizing.inputs.items():
            rows.append((words.word(study, name, locale), given.source, locale.date(given.on)))
    if not rows:
        return Fragment("")
    frame = pd.DataFrame(rows, columns=["what", "source", "date"])
    frame["source"] = frame["source"].fillna(locale.t("not stated"))
    columns = [
        tables.Column("what", locale.t("Figure"), kind="text"),
        tables.Column("source", locale.t("Source"), kind="text"),
        tables.Column("date", locale.t("Date"), kind="text"),
    ]
    return tables.breakdown(frame, columns, label=locale.t("Figures from outside"), locale=locale, color=color)


def limits(study: Study, *, locale: Locale, color: str) -> Fragment:
    """What these numbers cannot say."""
    least = study.options.min_cell
    lines = [
        locale.t(
            "Groups of fewer than {n} people are put together or left out, and so are groups from which such a one "
            "could be worked out within this report; reports of overlapping days, side by side, may tell more.",
            n=least,
        )
    ]
    if study.portrait:
        lines.append(locale.t("The platform guesses some traits; people of whom it knows none are missing."))
    if study.survey is not None:
        lines.append(locale.t("Who answers a survey is not a random choice: intervals tell of chance, not of that."))
    if any(one.reason is None for one in study.forecasts):
        lines.append(locale.t("A forecast carries on what the series did; it knows of no event, law or competitor."))
    missing = [one for one in study.series if one.cadence is not None and one.missing]
    for one in missing:
        name = words.word(study, one.name, locale)
        n = locale.number(len(one.missing))
        lines.append(locale.t("{series}: {n} missing values are bridged by a straight line.", series=name, n=n))
    if study.size is not None:
        lines.append(locale.t("A market size is as good as its inputs; the cases are no interval and no forecast."))
    if study.spending:
        lines.append(locale.t("Spending is what passed through the client's own shop, not all that people buy."))
    return parts.remarks(lines)


def definitions(study: Study, *, locale: Locale, color: str) -> Fragment:
    """What each metric of this report means, for those it has."""
    has = {
        "portrait_share": study.portrait or study.questions(is_portrait=True),
        "survey_share": study.questions(is_portrait=False),
        "survey_mean": any(question.kind == "likert" for question in study.options.questions.values()),
        "nps": any(question.kind == "nps" for question in study.options.questions.values()),
        "effective_n": study.survey is not None and study.survey.is_weighted,
        "spend_share": study.spending,
        "rfm_users": study.segments,
        "market_size": study.size,
    }
    of_market = [
        m.id for m in market_research.ALL if m.id.startswith(("market_", "forecast_")) and m.id != "market_size"
    ]
    shown = [
        metric for metric, known in has.items() if known and (study.survey or not metric.startswith(("survey", "nps")))
    ]
    return parts.definitions(shown + (of_market if study.series else []), locale=locale, color=color)
