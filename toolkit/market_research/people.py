"""Who the users are: one figure a trait, and new users beside all active ones."""

import pandas as pd

from toolkit import claims, figures, tables
from toolkit.display import Fragment, escape
from toolkit.i18n import Locale
from toolkit.market import portrait
from toolkit.market.study import Study
from toolkit.market_research import words
from toolkit.metrics import reasons
from toolkit.metrics.fact import Fact


def people(study: Study, *, locale: Locale, color: str) -> Fragment:
    """Every trait known of the users, from the platform and from the survey, each with its interval."""
    known = [(name, facts) for name, facts in study.portrait.items()]
    known += [(name, study.survey.overall(name)) for name in study.questions(is_portrait=True)]
    shown = [_trait(study, name, facts, locale, color) for name, facts in known if facts]
    if not shown:
        lacking = [reasons.NO_TABLE[table] for table in ("portrait", "survey") if table not in study.warehouse]
        if not lacking:
            return Fragment(claims.nodata(locale.t("Too few people to show any group of them.")))
        why = locale.t("; ").join(locale.t(reason) for reason in lacking)
        return Fragment(claims.nodata(locale.t("Not available: {reasons}.", reasons=why)))
    facts = tuple(fact for piece in shown for fact in piece.facts)
    return Fragment("".join(piece.html for piece in shown), facts)


def _trait(study: Study, name: str, facts: list[Fact], locale: Locale, color: str) -> Fragment:
    populations = list(dict.fromkeys(str(fact.dims["population"]) for fact in facts))
    if not all(fact.ok for fact in facts):
        return Fragment(claims.absent(facts, locale), tuple(facts))
    chosen = words.ordered(study, name, [fact for fact in facts if fact.dims["population"] == populations[0]])
    rows = pd.DataFrame(
        {
            "name": [words.word(study, str(fact.dims["value"]), locale) for fact in chosen],
            "value": [fact.value for fact in chosen],
            "low": [fact.low for fact in chosen],
            "high": [fact.high for fact in chosen],
        }
    )
    title, first = words.word(study, name, locale), chosen[0]
    largest = portrait.top(chosen, populations[0]) or first
    alt = locale.t(
        "{trait}: the largest group is {value} with {share}.",
        trait=title,
        value=words.word(study, str(largest.dims["value"]), locale),
        share=locale.percent(largest.value),
    )
    caption = locale.t(
        "{trait}, {population}, {span}; n = {n} people, 95% intervals. Source: {source}.",
        trait=title,
        population=words.inside(words.word(study, populations[0], locale), locale),
        span=locale.span(first.start, first.end),
        n=locale.number(first.n),
        source=claims.source(first.source, locale),
    )
    look = {"locale": locale, "color": color}
    figure = figures.ranking(rows, unit="share", alt=alt, caption=caption, in_order=True, facts=chosen, **look)
    heading = f"<h3>{escape(title)}</h3>"
    if len(populations) < 2:
        return Fragment(heading + figure.html, tuple(facts))
    return Fragment(heading + figure.html + _both(study, facts, populations, locale, color), tuple(facts))


def _both(study: Study, facts: list[Fact], populations: list[str], locale: Locale, color: str) -> str:
    """The same for new users, behind a title."""
    by_value: dict[str, dict[str, object]] = {}
    for fact in facts:
        value, population = str(fact.dims["value"]), str(fact.dims["population"])
        row = by_value.setdefault(value, {"name": words.word(study, value, locale)})
        row |= {population: fact.value, f"{population}_low": fact.low, f"{population}_high": fact.high}
    columns = [tables.Column("name", locale.t("Group"), kind="text")]
    columns += [
        tables.Column(p, words.word(study, p, locale), unit="share", low=f"{p}_low", high=f"{p}_high")
        for p in populations
    ]
    label = locale.t("New users beside all active users")
    table = tables.breakdown(pd.DataFrame(by_value.values()), columns, label=label, locale=locale, color=color)
    return f"<details><summary>{escape(label)}</summary>{table.html}</details>"
