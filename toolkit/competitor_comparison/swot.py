"""Strengths, weaknesses, opportunities and threats, each with the number it is drawn from."""

from toolkit import claims, markup
from toolkit.competitor_comparison import wording
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.market import swot as rows
from toolkit.market.comparison import Comparison

QUARTERS = {
    "strength": N_("Strength"),
    "weakness": N_("Weakness"),
    "opportunity": N_("Opportunity"),
    "threat": N_("Threat"),
}


def swot(study: Comparison, *, locale: Locale, color: str) -> Fragment:
    """One row for each point that has a number; one line where none has."""
    if study.lack is not None:
        return Fragment("")
    found = rows.swot(study)
    if not found:
        return Fragment(
            claims.nodata(locale.t("Nothing in the data is clear enough for a strength, weakness or trend."))
        )
    heads = [markup.head(locale.t("Kind"))]
    heads += [markup.head(title, "text") for title in (locale.t("Point"), locale.t("Number"))]
    cells = [
        [
            markup.row_head(escape(locale.t(QUARTERS[row.quarter]))),
            *(markup.cell(escape(text), "text") for text in _texts(study, row, locale)),
        ]
        for row in found
    ]
    missing = [key for key in QUARTERS if key not in {row.quarter for row in found}]
    note = ""
    if missing:
        names = locale.t(", ").join(locale.t(QUARTERS[key]) for key in missing)
        line = locale.t("No row without a number: nothing in the data for {names}.", names=names)
        note = f'<p class="def">{escape(line)}</p>'
    facts = tuple(row.fact for row in found)
    return Fragment(markup.table(locale.t("SWOT"), heads, cells) + note, facts)


def _texts(study: Comparison, row: rows.Row, locale: Locale) -> tuple[str, str]:
    """The point in words, and its number."""
    if row.why == "reviews":
        return _moved(study, row, locale)
    if row.why == "market":
        return _market(study, row, locale)
    key = str(row.fact.dims["criterion"])
    name = wording.criterion(study, key, locale)
    if row.why == "absence":
        point = locale.t("{criterion}: nobody compared has it yet", criterion=name)
        return point, locale.t("{k} of {n}", k=0, n=len(study.table))
    each = row.standing
    if row.quarter == "strength":
        point = locale.t("{criterion}: ahead of {k} of {n} rivals", criterion=name, k=each.ahead, n=each.known)
    else:
        point = locale.t("{criterion}: behind {k} of {n} rivals", criterion=name, k=each.behind, n=each.known)
    write, values = wording.writer(study, key, locale), study.values[key]
    if study.readings[key].kind == "yes_no":
        own = write(values[study.us])
        yes = int(values.drop(study.us).sum())
        return point, locale.t("{ours}; of {n} rivals {k} have it", ours=own, k=yes, n=each.known)
    number = locale.t(
        "{ours}; best rival {theirs} ({name})",
        ours=write(values[study.us]),
        theirs=write(values[each.best]),
        name=wording.who(study, each.best, locale),
    )
    return point, number


def _moved(study: Comparison, row: rows.Row, locale: Locale) -> tuple[str, str]:
    found = study.reviews.loc[row.name]
    form = N_("Review rating of {name} has risen") if found["change"] > 0 else N_("Review rating of {name} has fallen")
    number = locale.t(
        "{recent} in the last 90 days (n = {n}), {earlier} before (n = {m})",
        recent=locale.number(found["recent"], 2),
        earlier=locale.number(found["earlier"], 2),
        n=locale.number(found["recent_n"]),
        m=locale.number(found["earlier_n"]),
    )
    return locale.t(form, name=wording.who(study, row.name, locale)), number


def _market(study: Comparison, row: rows.Row, locale: Locale) -> tuple[str, str]:
    form = N_("Market: {name} is growing") if row.fact.value > 0 else N_("Market: {name} is shrinking")
    asked = study.client.wanted.market_research
    labels = {} if asked is None else asked.labels
    name = locale.pick(labels[row.name]) if row.name in labels else row.name
    number = locale.t(
        "{change} on a year before, at {day}",
        change=locale.signed_percent(row.fact.value),
        day=locale.date(row.fact.end),
    )
    return locale.t(form, name=name), number
