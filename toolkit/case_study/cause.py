"""What of it the work caused: treated units against a comparison made of untreated ones."""

import pandas as pd

from toolkit import claims, figures, tables
from toolkit.case_study import wording
from toolkit.display import Fragment, escape, nodata
from toolkit.effect import panel
from toolkit.effect.case import Case
from toolkit.i18n import N_, Locale
from toolkit.metrics.fact import Fact

METHODS = {
    "synthetic": N_("Weighted comparison units (synthetic control)"),
    "did": N_("All comparison units alike (difference in differences)"),
}
MOST_CONTROLS = 8
SMOOTHED_FROM = 60  # days, from which on a figure shows means of a week


def effect(case: Case, *, locale: Locale, color: str) -> Fragment:
    """The effect per unit and day, relative and in all; or why no cause can be shown."""
    facts = list(case.facts.values())
    if case.effect is None:
        why = locale.t(
            "No untreated units are given to compare with: a change since the start may have many causes, "
            "and none of it can be credited to the work."
        )
        return Fragment(f'<p class="claim">{escape(why)}</p>', tuple(facts))
    if not case.effect.is_known:
        return nodata(locale.t("The effect cannot be known: {reason}.", reason=locale.t(case.effect.reason)), facts)
    shown = ["att", "lift"] if case.is_anonymous else ["att", "lift", "incremental"]
    lines = [_sentence(case.facts[id_], locale) for id_ in shown if case.facts[id_].ok]
    told = claims.paragraph(lines, [case.facts[id_] for id_ in shown])
    return Fragment(told.html + _left_out(case, locale), told.facts)


def _sentence(fact: Fact, locale: Locale) -> str:
    if fact.unit != "ratio":
        return claims.sentence(fact, locale)
    text = locale.t(
        "{name}: {value}", name=escape(claims.name(fact.id, locale)), value=f"<b>{wording.amount(fact, locale)}</b>"
    )
    sure = [wording.amount_interval(fact, locale), locale.t("n\u00a0=\u00a0{n}", n=locale.number(fact.n))]
    sure[0] = locale.t("95% interval {interval}", interval=sure[0]) if sure[0] else ""
    sure.append(locale.t("source: {source}", source=claims.source(fact.source, locale)))
    small = locale.t("; ").join(part for part in sure if part)
    return f"{text}{locale.t('.')} <small>{escape(small)}</small>"


def _left_out(case: Case, locale: Locale) -> str:
    """Which units and days the comparison does without, because they have no value."""
    grid, lines = case.effect.grid, []
    if grid.left_out_days:
        days = claims.days(grid.left_out_days, locale)
        lines.append(locale.t("Left out, as a unit that is needed has no value: {days}.", days=days))
    if grid.left_out_units:
        lines.append(locale.t("{n} untreated units with gaps are left out.", n=len(grid.left_out_units)))
    return "".join(f'<p class="def">{escape(line)}</p>' for line in lines)


def counterfactual(case: Case, *, locale: Locale, color: str) -> Fragment:
    """What came and what would have come, day by day; nothing where that is not known."""
    found = case.effect
    if found is None or not found.is_known:
        return Fragment("")
    weekly = len(found.actual) >= SMOOTHED_FROM
    lines = {"actual": found.actual, "expected": found.expected}
    daily = pd.DataFrame(
        {name: _of_a_week(line, found.grid.before) if weekly else line for name, line in lines.items()}
    )
    daily = daily.rename_axis("day").reset_index()
    lift = case.facts["lift"]
    alt = locale.t(
        "Treated units and their comparison run together until {day}; from then on they differ by {lift}.",
        day=locale.short_date(found.start),
        lift=locale.signed_percent(lift.value) if lift.ok else wording.amount(case.facts["att"], locale),
    )
    caption = locale.t(
        "{name} per treated unit and day; {n} treated, {m} untreated units. Source: {source}.",
        name=claims.capital(wording.outcome(case, locale)),
        n=len(found.grid.treated),
        m=found.grid.controls.shape[1],
        source=claims.source("panel", locale),
    )
    if weekly:
        caption += locale.t(" Means of seven days, before and after apart.")
    if case.is_anonymous:
        caption += locale.t(" Index: 100 is the mean before the start.")
    return figures.counterfactual(
        daily,
        start=found.start,
        names=(locale.t("as it came"), locale.t("without the work (estimate)")),
        unit="count" if case.outcome_unit in ("ratio", "score") else case.outcome_unit,
        alt=alt,
        caption=caption,
        facts=[case.facts["att"]],
        locale=locale,
        color=color,
    )


def _of_a_week(line: pd.Series, before: int) -> pd.Series:
    """Mean of the seven days up to each, of one side of the start only: weekdays would hide the line."""
    sides = (line.iloc[:before], line.iloc[before:])
    return pd.concat([side.rolling(7, min_periods=min(7, len(side))).mean() for side in sides])


def methods(case: Case, *, locale: Locale, color: str) -> Fragment:
    """The same question asked in two ways: weighted controls, and all of them alike."""
    found = [case.effect, case.plain]
    if case.effect is None or not case.effect.is_known:
        return Fragment("")
    rows, facts = [], []
    for each in found:
        told = case.effect_facts(each)
        facts += [fact for id_, fact in told.items() if not (case.is_anonymous and id_ == "incremental")]
        rows.append(_method(each, told, locale))
    columns = [
        tables.Column("method", locale.t("Method"), kind="text"),
        tables.Column("att", claims.name("att", locale), kind="phrase"),
        tables.Column("lift", claims.name("lift", locale), unit="share", low="low", high="high"),
        tables.Column("p", claims.name("p_value", locale), unit="ratio", n="n"),
        tables.Column("error", claims.name("pre_fit_error", locale), unit="share"),
    ]
    return tables.breakdown(
        pd.DataFrame(rows), columns, label=locale.t("Two methods"), facts=facts, locale=locale, color=color
    )


def _method(found: panel.Effect, told: dict[str, Fact], locale: Locale) -> dict[str, object]:
    lift = told["lift"]
    return {
        "method": locale.t(METHODS[found.method]),
        "att": wording.amount(told["att"], locale),
        "lift": lift.value,
        "low": lift.low,
        "high": lift.high,
        "p": told["p_value"].value,
        "n": len(found.placebos) or None,
        "error": told["pre_fit_error"].value,
    }


def controls(case: Case, *, locale: Locale, color: str) -> Fragment:
    """The untreated units that make up the comparison, heaviest first."""
    found = case.effect
    if found is None or not found.is_known:
        return Fragment("")
    main = [(unit, share) for unit, share in found.weights.items() if share >= 0.005][:MOST_CONTROLS]
    rows = [{"unit": _unit(case, unit, locale), "share": share} for unit, share in main]
    columns = [
        tables.Column("unit", locale.t("Untreated unit"), kind="text"),
        tables.Column("share", locale.t("Share of the comparison"), unit="share"),
    ]
    label = locale.t("What the comparison is made of")
    table = tables.breakdown(pd.DataFrame(rows), columns, label=label, locale=locale, color=color)
    return Fragment(f"<details><summary>{escape(label)}</summary>{table.html}</details>")


def _unit(case: Case, name: str, locale: Locale) -> str:
    return locale.t("untreated unit {n}", n=case.unit(name)) if case.is_anonymous else name
