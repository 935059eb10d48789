"""What is said of it: stated growth against the values it is to follow from, and the fee against its parts."""

import pandas as pd

from toolkit import claims, tables
from toolkit.case_study import wording
from toolkit.display import Fragment, escape
from toolkit.effect.case import Case
from toolkit.effect.stated import UNCLEAR, Checked, is_rate
from toolkit.i18n import N_, Locale
from toolkit.metrics.catalogue import FACTS
from toolkit.metrics.fact import Fact

IMPLIED = N_("what it would have to be for the statement to hold")


def statements(case: Case, *, locale: Locale, color: str) -> Fragment:
    """Each statement, what it comes to, and in plain words what is wrong with it; nothing without statements."""
    facts = [fact for checked in case.checked for fact in checked.facts(case.scope())]
    facts += [fact for checked in case.checked if (fact := _implied(case, checked)) is not None]
    facts += case.fee_facts()
    rows = [_row(case, checked, locale) for checked in case.checked] + _fee_rows(case, locale)
    if not rows:
        return Fragment("")
    columns = [
        tables.Column("said", locale.t("Statement"), kind="text"),
        tables.Column("stated", claims.name("claim_stated", locale), kind="phrase"),
        tables.Column("actual", claims.name("claim_actual", locale), kind="phrase"),
        tables.Column("verdict", locale.t("Result"), kind="text"),
    ]
    label = locale.t("Statements checked")
    table = tables.breakdown(pd.DataFrame(rows), columns, label=label, facts=facts, locale=locale, color=color)
    lines = [_explained(case, checked, locale) for checked in case.checked if not checked.holds]
    lines.append(_fee_explained(case, locale))
    html = "".join(f'<p class="claim">{escape(line)}</p>' for line in lines if line)
    return Fragment(table.html + html, table.facts)


def _row(case: Case, checked: Checked, locale: Locale) -> dict[str, str]:
    verdict = {True: N_("holds"), False: N_("does not hold"), None: N_("cannot be checked")}[checked.holds]
    if checked.reason == UNCLEAR:
        verdict = N_("unclear")
    return {
        "said": _text(case, checked, locale),
        "stated": _growth(checked.stated, checked.unit, locale),
        "actual": "" if checked.actual is None else _growth(checked.actual, checked.unit, locale),
        "verdict": locale.t(verdict),
    }


def _text(case: Case, checked: Checked, locale: Locale) -> str:
    """The statement as it stands; of an anonymous case only its metric, for a text may tell anything."""
    if case.is_anonymous:
        return locale.t("statement {n}: {metric}", n=checked.number, metric=_metric(checked, locale))
    return checked.claim.text


def _metric(checked: Checked, locale: Locale) -> str:
    metric = checked.claim.metric
    return claims.inline(metric, locale) if metric in FACTS else metric


def _growth(number: float, unit: str | None, locale: Locale) -> str:
    if unit == "times":
        return locale.t("{n} times", n=locale.number(number, 0 if float(number).is_integer() else 1))
    if unit == "points":
        return locale.points(number)
    return locale.signed_percent(number, 0 if round(number * 100, 6).is_integer() else 1)


def _value(checked: Checked, number: float, locale: Locale) -> str:
    metric = checked.claim.metric
    unit = FACTS[metric].unit if metric in FACTS else "count"
    if unit == "share":
        return locale.percent(number)
    if unit == "money":
        return locale.money(number)
    return locale.number(number, 0 if float(number).is_integer() else wording.digits(number))


def _explained(case: Case, checked: Checked, locale: Locale) -> str:
    """In plain words what is wrong with a statement, and the right figure."""
    text = _text(case, checked, locale)
    may_tell = not case.is_anonymous or is_rate(checked.claim.metric)
    if checked.reason == UNCLEAR:
        line = locale.t("“{text}” does not say whether percentage points or per cent.", text=text)
        if checked.growth is None:
            return line
        return line + locale.t(
            " From {before} to {after} it is {points}, or {percent}.",
            before=_value(checked, checked.before, locale),
            after=_value(checked, checked.after, locale),
            points=locale.points(checked.after - checked.before),
            percent=locale.signed_percent(checked.growth),
        )
    if checked.implied_before is not None and may_tell:
        return locale.t(
            "“{text}” cannot be checked, as the value before is not given: to end at {after} it was {before} before.",
            text=text,
            after=_value(checked, checked.after, locale),
            before=_value(checked, checked.implied_before, locale),
        )
    if checked.holds is None:
        return locale.t("“{text}” cannot be checked: {reason}.", text=text, reason=locale.t(checked.reason))
    if checked.growth is None:
        return locale.t("“{text}” does not hold.", text=text)
    right = locale.t(
        "{percent}, {times} times",
        percent=_growth(checked.growth, "percent", locale),
        times=locale.number(checked.growth + 1, 0 if round(checked.growth, 9).is_integer() else 2),
    )
    if checked.unit == "points":
        right = locale.points(checked.after - checked.before)
    stated = _growth(checked.stated, checked.unit, locale)
    if not may_tell:
        return locale.t("“{text}” does not hold: it is {right}, not {stated}.", text=text, right=right, stated=stated)
    return locale.t(
        "“{text}” does not hold: from {before} to {after} is {right}, not {stated}.",
        text=text,
        before=_value(checked, checked.before, locale),
        after=_value(checked, checked.after, locale),
        right=right,
        stated=stated,
    )


def _implied(case: Case, checked: Checked) -> Fact | None:
    """The value before that a statement needs, as a fact."""
    if checked.implied_before is None or (case.is_anonymous and not is_rate(checked.claim.metric)):
        return None
    metric = checked.claim.metric
    unit = FACTS[metric].unit if metric in FACTS else "count"
    dims = {"metric": metric, "claim": checked.number}
    unit = "ratio" if unit == "of its own" else unit
    return case.scope().amount("before", checked.implied_before, dims=dims, unit=unit, reason=IMPLIED)


def _fee_rows(case: Case, locale: Locale) -> list[dict[str, str]]:
    facts = case.fee_facts()
    rows = []
    for run, stated, actual, holds in zip(case.fee_months, facts[::3], facts[1::3], facts[2::3], strict=False):
        rows.append(
            {
                "said": locale.t("Fee a month, {months}", months=_months(run.first, run.last, locale)),
                "stated": _fee(stated, locale),
                "actual": _fee(actual, locale),
                "verdict": locale.t("holds") if holds.value else locale.t("does not hold"),
            }
        )
    return rows


def _fee(fact: Fact, locale: Locale) -> str:
    """An amount of money, or of an anonymous case how many times the stated one."""
    return (
        locale.t("{n} times", n=locale.number(fact.value, 2)) if fact.unit == "ratio" else locale.money(fact.value, 0)
    )


def _months(first: int, last: int | None, locale: Locale) -> str:
    if last is None:
        return locale.t("every month") if first == 1 else locale.t("from month {n} on", n=first)
    if last == first:
        return locale.t("month {n}", n=first)
    return locale.t("months {first} to {last}", first=first, last=last)


def _fee_explained(case: Case, locale: Locale) -> str:
    if case.is_fee_right is not False:
        return ""
    sums = [
        locale.t("{amount} ({months})", amount=_fee(fact, locale), months=_months(run.first, run.last, locale))
        for run, fact in zip(case.fee_months, case.fee_facts()[1::3], strict=True)
    ]
    stated = _fee(case.fee_facts()[0], locale)
    return locale.t(
        "The fee is stated as {stated} a month, but its parts add to {sums}.",
        stated=stated,
        sums=locale.t(", ").join(sums),
    )
