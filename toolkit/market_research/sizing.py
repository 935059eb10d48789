"""How large the market is: three cases from stated inputs, and which of these matters most."""

import pandas as pd

from toolkit import claims, tables
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.market.sizing import CASES
from toolkit.market.study import Study
from toolkit.market_research import words
from toolkit.params.market_research import Input

_NAMES = {"low": N_("Low"), "base": N_("Base"), "high": N_("High")}


def sizing(study: Study, *, locale: Locale, color: str) -> Fragment:
    """The size in three cases, the formula, and every input with where it comes from and of which day it is."""
    if study.size is None:
        line = locale.t(
            "Not available: {reasons}.", reasons=locale.t("the client file states no inputs for a market size")
        )
        return Fragment(claims.nodata(line))
    facts = list(study.size.facts.values())
    low, base, high = (locale.value(fact.value, fact.unit, compact=True) for fact in facts)
    line = locale.t(
        "Estimate: {base}, between {low} and {high} when all inputs are unfavourable or favourable.",
        base=f"<b>{escape(base)}</b>",
        low=escape(low),
        high=escape(high),
    )
    formula = locale.t("Computed as {formula}.", formula=study.size.sizing.formula)
    moved = _largest(study, locale)
    html = f'<p class="claim">{line}</p><p class="def">{escape(claims.joined([formula, moved], locale))}</p>'
    table = _inputs(study, locale, color)
    return Fragment(html + table.html, tuple(facts))


def _inputs(study: Study, locale: Locale, color: str) -> Fragment:
    unit = study.size.facts["base"].unit
    rows = []
    for name, (smaller, larger) in study.size.swings.items():
        given = study.size.sizing.inputs[name]
        rows.append(
            {
                "name": words.word(study, name, locale),
                **{case: _written(getattr(given, case), given, locale) for case in CASES},
                "swing": _span(smaller, larger, unit, locale),
                "source": words.stated(given.source, given.on, locale),
            }
        )
    columns = [
        tables.Column("name", locale.t("Input"), kind="text"),
        *(tables.Column(case, locale.t(_NAMES[case]), kind="text") for case in CASES),
        tables.Column("swing", locale.t("Market size when only this one varies"), kind="text"),
        tables.Column("source", locale.t("Source and date"), kind="text"),
    ]
    return tables.breakdown(
        pd.DataFrame(rows), columns, label=locale.t("Inputs of the market size"), locale=locale, color=color
    )


def _largest(study: Study, locale: Locale) -> str:
    name, (smaller, larger) = next(iter(study.size.swings.items()))
    if smaller == larger:
        return ""
    return locale.t("The least certain input for the result is {input}.", input=words.word(study, name, locale))


def _span(smaller: float, larger: float, unit: str, locale: Locale) -> str:
    low, high = (locale.value(end, unit, compact=True) for end in (smaller, larger))
    return low if low == high else locale.t("{low} to {high}", low=low, high=high)


def _written(value: float, given: Input, locale: Locale) -> str:
    """The number as stated, with its unit."""
    text = locale.compact(value) if abs(value) >= 10_000 else f"{value:,g}"
    return text if given.unit is None else locale.t("{number} {unit}", number=text, unit=locale.pick(given.unit))
