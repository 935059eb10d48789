"""What people say: answers and scores, all together and by one other question."""

import pandas as pd

from toolkit import claims, figures, tables
from toolkit.display import Fragment, escape
from toolkit.i18n import Locale
from toolkit.market.study import Study
from toolkit.market.suppression import OTHER
from toolkit.market_research import words
from toolkit.metrics import intervals, reasons
from toolkit.metrics.fact import Fact

_CHOSEN, _SCORED = ("single", "multiple"), ("nps", "likert")


def weighting(study: Study, *, locale: Locale, color: str) -> Fragment:
    """How many answered, when, and what they were weighted to; why there is no survey where there is none."""
    if study.survey is None:
        return Fragment(_absent(study, locale))
    scope = study.survey.scope
    n = locale.number(len(study.survey.table))
    when = locale.span(scope.start, scope.end) if _is_dated(study) else locale.t("on days that the data do not say")
    lines, facts = [locale.t("{n} people answered, {when}.", n=n, when=when)], ()
    if study.survey.is_weighted:
        fact, facts = study.survey.effective_n, (study.survey.effective_n,)
        form = locale.t(
            "Answers are weighted; they tell as much as {n} equally weighted ones, and intervals are as wide as that.",
            n=locale.number(fact.value),
        )
        lines.append(form)
        for name, margin in study.options.margins.items():
            parts = [
                locale.t("{name} {share}", name=words.word(study, answer, locale), share=locale.percent(share))
                for answer, share in margin.shares.items()
            ]
            lines.append(
                locale.t(
                    "Weighted to {question}: {shares} (source: {source}).",
                    question=words.inside(words.word(study, name, locale), locale),
                    shares=locale.t(", ").join(parts),
                    source=words.stated(margin.source, margin.on, locale),
                )
            )
    return Fragment("".join(f'<p class="claim">{escape(line)}</p>' for line in lines), facts)


def answers(study: Study, *, locale: Locale, color: str) -> Fragment:
    """One figure for each question with answers to choose from, one table of the scores."""
    names = study.questions(is_portrait=False)  # none without a survey, which `weighting` has said
    kinds = study.options.questions
    shown = [_choices(study, name, locale, color) for name in names if kinds[name].kind in _CHOSEN]
    scored = [fact for name in names if kinds[name].kind in _SCORED for fact in study.survey.overall(name)]
    if scored:
        shown.append(_scores(study, scored, locale, color))
    return Fragment("".join(part.html for part in shown), tuple(fact for part in shown for fact in part.facts))


def crossed(study: Study, *, locale: Locale, color: str) -> Fragment:
    """Each question by the groups of one other; a cell of too few people, and one that would give it away, is blank."""
    if study.survey is None:
        return Fragment(_absent(study, locale))
    if study.options.by is None:
        line = locale.t("the client file names no question to compare groups by")
        return Fragment(claims.nodata(locale.t("Not available: {reasons}.", reasons=line)))
    names = [name for name in study.questions(False) + study.questions(True) if name != study.options.by]
    facts = {name: study.survey.crossed(name) for name in names}
    scored = [name for name in names if study.options.questions[name].kind in _SCORED]
    shown = [_table(study, name, facts[name], locale, color) for name in names if facts[name] and name not in scored]
    if of_scores := [fact for name in scored for fact in facts[name]]:
        shown.append(_table(study, None, of_scores, locale, color))
    by = words.word(study, study.options.by, locale)
    if not shown:
        line = locale.t("Too few people answered to compare groups by {question}.", question=words.inside(by, locale))
        return Fragment(claims.nodata(line))
    line = locale.t(
        "A dash stands for a group of fewer than {n} people, or for one from which such a group could be worked out.",
        n=study.options.min_cell,
    )
    html = "".join(part.html for part in shown) + f'<p class="def">{escape(line)}</p>'
    return Fragment(html, tuple(fact for part in shown for fact in part.facts))


def _choices(study: Study, name: str, locale: Locale, color: str) -> Fragment:
    facts, title = study.survey.overall(name), words.word(study, name, locale)
    if not facts:
        line = locale.t("{question}: too few people answered to show it.", question=title)
        return Fragment(claims.nodata(line))
    rows = pd.DataFrame(
        {
            "name": [words.word(study, str(fact.dims["answer"]), locale) for fact in facts],
            "value": [fact.value for fact in facts],
            "low": [fact.low for fact in facts],
            "high": [fact.high for fact in facts],
        }
    )
    best = max(facts, key=lambda fact: (fact.dims["answer"] != OTHER, fact.value or 0))
    alt = locale.t(
        "{trait}: the largest group is {value} with {share}.",
        trait=title,
        value=words.word(study, str(best.dims["answer"]), locale),
        share=locale.percent(best.value),
    )
    caption = locale.t(
        "{question}; n = {n} respondents, 95% intervals. Source: {source}.",
        question=title,
        n=locale.number(facts[0].n),
        source=claims.source("survey", locale),
    )
    look = {"locale": locale, "color": color}
    figure = figures.ranking(rows, unit="share", alt=alt, caption=caption, in_order=True, facts=facts, **look)
    return Fragment(f"<h3>{escape(title)}</h3>{figure.html}", figure.facts)


def _scores(study: Study, facts: list[Fact], locale: Locale, color: str) -> Fragment:
    rows = [
        {
            "name": words.word(study, str(fact.dims["question"]), locale),
            "kind": claims.name(fact.id, locale),
            "value": fact.value,
            "low": fact.low,
            "high": fact.high,
            "n": fact.n,
            "error": _error(study, fact),
        }
        for fact in facts
    ]
    columns = [
        tables.Column("name", locale.t("Question"), kind="text"),
        tables.Column("kind", locale.t("Measure"), kind="text"),
        tables.Column("value", locale.t("Value"), unit="score", low="low", high="high", n="n"),
        tables.Column("error", locale.t("Standard error"), unit="score"),
    ]
    label = locale.t("Scores")
    frame = pd.DataFrame(rows).astype({"value": float, "low": float, "high": float, "error": float})
    table = tables.breakdown(frame, columns, label=label, facts=facts, locale=locale, color=color)
    remarks = dict.fromkeys(locale.t(fact.reason) for fact in facts if fact.ok and fact.reason)
    notes = "".join(f'<p class="def">{escape(claims.capital(text))}{locale.t(".")}</p>' for text in remarks)
    return Fragment(table.html + notes + claims.absent([f for f in facts if not f.ok], locale), table.facts)


def _error(study: Study, fact: Fact) -> float | None:
    """The standard error that the interval was made of; None where it was cut off at the end of the scale."""
    if not fact.ok:
        return None
    effective = study.survey.effective_of(str(fact.dims["question"]))
    return max(fact.value - fact.low, fact.high - fact.value) / intervals.student(effective)


def _table(study: Study, name: str | None, facts: list[Fact], locale: Locale, color: str) -> Fragment:
    """Answers of one question by groups, or the scores of several where no question is named."""
    title = locale.t("Scores") if name is None else words.word(study, name, locale)
    rows: dict[str, dict[str, object]] = {}
    for fact in facts:
        answer, group = (str(fact.dims[key]) for key in ("question" if name is None else "answer", "group"))
        row = rows.setdefault(answer, {"name": words.word(study, answer, locale)})
        row |= {group: fact.value, f"{group} low": fact.low, f"{group} high": fact.high, f"{group} n": fact.n}
    order = [group for group in study.survey.groups if group in {fact.dims["group"] for fact in facts}]
    keys = [f"{group}{end}" for group in order for end in ("", " low", " high", " n")]
    frame = pd.DataFrame(rows.values()).reindex(columns=["name", *keys]).astype(dict.fromkeys(keys, float))
    columns = [tables.Column("name", locale.t("Question") if name is None else title, kind="text")]
    for group in order:
        head, n = words.word(study, group, locale), f"{group} n"
        if name is not None:  # all answers of a question have the n of its group
            head, n = locale.t("{group}, n\u00a0=\u00a0{n}", group=head, n=locale.number(frame[n].max())), None
        ends = {"low": f"{group} low", "high": f"{group} high", "n": n}
        columns.append(tables.Column(group, head, unit=facts[0].unit, **ends))
    by = words.inside(words.word(study, str(study.options.by), locale), locale)
    label = locale.t("{question} by {by}", question=title, by=by)
    table = tables.breakdown(frame, columns, label=label, locale=locale, color=color)
    return Fragment(f"<h3>{escape(label)}</h3>{table.html}", tuple(facts))


def _is_dated(study: Study) -> bool:
    return "at" in study.survey.table and bool(study.survey.table["at"].notna().any())


def _absent(study: Study, locale: Locale) -> str:
    if "survey" not in study.warehouse:
        why = locale.t(reasons.NO_TABLE["survey"])
    elif not study.options.questions:
        why = locale.t("the client file names no question of the survey")
    else:
        why = locale.t("the survey has no answer up to the end of the period")
    return claims.nodata(locale.t("Not available: {reasons}.", reasons=why))
