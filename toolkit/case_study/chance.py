"""How sure it is: untreated units and other days asked the same, and the effect found in other ways."""

import pandas as pd

from toolkit import claims, figures, tables
from toolkit.case_study import wording
from toolkit.display import Fragment, escape, nodata
from toolkit.effect.case import Case, Trial
from toolkit.i18n import Locale
from toolkit.metrics.fact import Fact, Scope


def chance(case: Case, *, locale: Locale, color: str) -> Fragment:
    """The p-value by untreated units, the smallest it could be, and the one by shifted days."""
    effect = case.effect
    if effect is None or not effect.is_known:
        return nodata(locale.t("Not available: {reasons}.", reasons=locale.t(case.facts["p_value"].reason)))
    p, facts, lines = case.facts["p_value"], [case.facts["p_value"], case.facts["pre_fit_error"]], []
    if p.ok:
        text = locale.t(
            "Untreated units: p = {p} from {n} placebos; with so many it could not be below {least}.",
            p=f"<b>{locale.number(p.value, 3)}</b>",
            n=locale.number(p.n),
            least=locale.number(effect.smallest_p, 3),
        )
        lines.append(text)
    by_days = _p_time(case)
    text = locale.t(
        "Shifted days: p = {p}; of all shifts of the same days in time, that share shows gaps as large.",
        p=f"<b>{locale.number(by_days.value, 3)}</b>",
    )
    lines.append(text)
    if p.ok and effect.is_clear != (by_days.value <= 0.05):
        lines.append(escape(locale.t("The two do not agree: read the effect as open.")))
    fit = case.facts["pre_fit_error"]
    if fit.ok:
        lines.append(claims.sentence(fit, locale))
    return claims.paragraph(lines, [*facts, by_days])


def _p_time(case: Case) -> Fact:
    effect = case.effect
    scope = Scope(effect.start, effect.end, case.client.currency, "panel")
    days = len(effect.actual)
    return scope.amount("p_value", effect.p_time, dims={"test": "shifted_days"}, n=days)


def placebos(case: Case, *, locale: Locale, color: str) -> Fragment:
    """Where the effects of untreated units lie, and the real one among them."""
    effect = case.effect
    if effect is None or not effect.is_known or not effect.placebos:
        return Fragment("")
    alt = locale.t(
        "The effect of the treated units among {n} placebos: a share of {p} of them lies at least as far from zero.",
        n=locale.number(len(effect.placebos)),
        p=locale.percent(effect.p_value),
    )
    caption = locale.t(
        "Effects of {n} groups of untreated units, as large as the treated one, brought to its fit. Source: {source}.",
        n=locale.number(len(effect.placebos)),
        source=claims.source("panel", locale),
    )
    return figures.placebos(
        effect.placebos,
        effect.att,
        unit="score" if case.outcome_unit == "ratio" else case.outcome_unit,
        alt=alt,
        caption=caption,
        facts=[case.facts["att"], case.facts["p_value"]],
        locale=locale,
        color=color,
    )


def sensitivity(case: Case, *, locale: Locale, color: str) -> Fragment:
    """The effect without each of the main controls, and without unusual days."""
    trials = case.trials
    if not trials:
        return Fragment("")
    facts = [_fact(case, trial) for trial in trials]
    rows = [_row(case, trial, fact, locale) for trial, fact in zip(trials, facts, strict=True)]
    columns = [
        tables.Column("without", locale.t("Without"), kind="text"),
        tables.Column("att", claims.name("att", locale), kind="phrase"),
        tables.Column("lift", claims.name("lift", locale), unit="share"),
    ]
    label = locale.t("The effect found without parts of the data")
    table = tables.breakdown(pd.DataFrame(rows), columns, label=label, facts=facts, locale=locale, color=color)
    values = [trial.effect.att for trial in trials]
    keeps = all((value > 0) == (case.effect.att > 0) for value in values)
    text = locale.t("Whatever is left out, the effect keeps its direction.")
    if not keeps:
        text = locale.t("It turns its direction with what is left out: it rests on a few units or days.")
    return Fragment(f'<p class="claim">{escape(text)}</p>{table.html}', table.facts)


def by_unit(case: Case, *, locale: Locale, color: str) -> Fragment:
    """The effect in each treated unit by itself; nothing where there is one only."""
    trials = case.by_unit
    if not trials:
        return Fragment("")
    effect, rows, facts = case.effect, [], []
    scope = Scope(effect.start, effect.end, case.client.currency, "panel")
    for trial in trials:
        name, lift = case.unit(trial.unit), trial.effect.lift
        dims = {"unit": name}
        fact = scope.amount("att", trial.effect.att, dims=dims, unit=case.outcome_unit, n=trial.effect.unit_days)
        label = locale.t("treated unit {n}", n=name) if case.is_anonymous else name
        rows.append({"unit": label, "att": wording.amount(fact, locale), "lift": None if lift is None else lift[0]})
        facts.append(fact)
    columns = [
        tables.Column("unit", locale.t("Treated unit"), kind="text"),
        tables.Column("att", claims.name("att", locale), kind="phrase"),
        tables.Column("lift", claims.name("lift", locale), unit="share"),
    ]
    label = locale.t("Each treated unit by itself")
    table = tables.breakdown(pd.DataFrame(rows), columns, label=label, facts=facts, locale=locale, color=color)
    if len({trial.effect.att > 0 for trial in trials}) == 1:
        text = locale.t("Each treated unit by itself shows an effect in the same direction.")
    else:
        text = locale.t("The treated units by themselves do not agree on the direction.")
    return Fragment(f'<p class="claim">{escape(text)}</p>{table.html}', table.facts)


def _fact(case: Case, trial: Trial) -> Fact:
    effect = case.effect
    dims = {"without_days": len(trial.days)} if trial.unit is None else {"without": case.unit(trial.unit)}
    scope = Scope(effect.start, effect.end, case.client.currency, "panel")
    return scope.amount("att", trial.effect.att, dims=dims, unit=case.outcome_unit, n=trial.effect.unit_days)


def _row(case: Case, trial: Trial, fact: Fact, locale: Locale) -> dict[str, object]:
    if trial.unit is None:
        name = locale.t("unusual days: {days}", days=claims.days(trial.days, locale))
    elif case.is_anonymous:
        name = locale.t("untreated unit {n}", n=case.unit(trial.unit))
    else:
        name = trial.unit
    lift = trial.effect.lift
    return {"without": name, "att": wording.amount(fact, locale), "lift": None if lift is None else lift[0]}
