"""Where do we lead and lag, criterion by criterion, and what is known of whom?"""

import math

import pandas as pd

from toolkit import claims, figures, markup
from toolkit.competitor_comparison import wording
from toolkit.display import Fragment, escape
from toolkit.i18n import MISSING, N_, Locale
from toolkit.market.comparison import Comparison
from toolkit.market.swot import standings

_MOST_TEXT, _MOST_COLUMNS = 24, 6  # so that a table fits a page of paper


def standing(study: Comparison, *, locale: Locale, color: str) -> Fragment:
    """Everybody's place in each criterion between the worst and the best, ours in colour."""
    if study.lack is not None or study.us is None or not study.asked:
        return Fragment("")
    placed = [each for each in study.asked if each in study.points]
    lead = {each.criterion: each.advantage for each in standings(study)}
    placed.sort(key=lambda name: (name not in lead, -lead.get(name, 0)))
    rows = pd.DataFrame(
        [
            {
                "name": wording.criterion(study, name, locale),
                "ours": study.points.loc[study.us, name],
                "others": study.points[name].drop(study.us).dropna().tolist(),
                "text": _ours(study, name, locale),
            }
            for name in placed
        ]
    )
    ahead = sum(each.is_strength for each in standings(study))
    alt = locale.t(
        "Place in {n} criteria: ahead of most rivals in {ahead}, behind most in {behind}.",
        n=len(placed),
        ahead=ahead,
        behind=sum(each.is_weakness for each in standings(study)),
    )
    caption = locale.t(
        "Colour: {name}, its value on the right; grey: {n} others. Source: {source}.",
        name=wording.who(study, study.us, locale),
        n=len(study.table) - 1,
        source=claims.source("competitors", locale),
    )
    facts = [study.value(name, study.us) for name in placed]
    return figures.standing(rows, alt=alt, caption=caption, facts=facts, locale=locale, color=color)


def _ours(study: Comparison, name: str, locale: Locale) -> str:
    value = study.values.loc[study.us, name]
    return locale.t("not known") if pd.isna(value) else wording.writer(study, name, locale)(value)


def gaps(study: Comparison, *, locale: Locale, color: str) -> Fragment:
    """Our value against the best rival's in each criterion, the greatest advantage first."""
    if study.lack is not None:
        return Fragment("")
    placed = standings(study)
    if not placed:
        reason = N_("nothing is known of both the client and a rival")
        reason = reason if study.us is not None else N_("the client's own row is not known")
        return Fragment(claims.nodata(locale.t("No gaps: {reason}.", reason=locale.t(reason))))
    heads = [locale.t("Criterion"), wording.who(study, study.us, locale), locale.t("Best rival"), locale.t("Gap to it")]
    rows = []
    for each in placed:
        write, values = wording.writer(study, each.criterion, locale), study.values[each.criterion]
        rows.append(
            [
                markup.row_head(
                    markup.with_small(
                        wording.criterion(study, each.criterion, locale), _how(study, each.criterion, locale)
                    )
                ),
                markup.cell(escape(write(values[study.us]))),
                markup.cell(markup.with_small(write(values[each.best]), wording.who(study, each.best, locale))),
                markup.cell(escape(wording.gap(study, each.criterion, each.gap.value, locale))),
                markup.cell(escape(locale.t("{k} of {n}", k=each.ahead, n=each.known))),
                markup.cell(escape(locale.t("{k} of {n}", k=each.behind, n=each.known))),
            ]
        )
    titles = [*heads, locale.t("Ahead of"), locale.t("Behind")]
    html = markup.table(locale.t("Gaps by criterion"), [markup.head(title) for title in titles], rows)
    note = locale.t("A positive gap is our advantage. Ahead of and behind count the rivals whose value is known.")
    facts = [study.gap(name, rival) for name in study.asked for rival in study.table.index if rival != study.us]
    return Fragment(f'{html}<p class="def">{escape(note)}</p>', tuple(facts))


def _how(study: Comparison, name: str, locale: Locale) -> str:
    """Group, weight and direction of a criterion in small."""
    return locale.t(" · ").join(_particulars(study, name, locale))


def _particulars(study: Comparison, name: str, locale: Locale) -> list[str]:
    asked = study.asked.get(name)
    if asked is None:
        return [locale.t("does not count")]
    words = [locale.t(wording.GROUPS[asked.group])] if asked.group else []
    words.append(locale.t("weight {weight}", weight=f"{asked.weight:g}"))
    words += [locale.t("lower is better")] if asked.better == "lower" else []
    return words


def matrix(study: Comparison, *, locale: Locale, color: str) -> Fragment:
    """Everything observed: one row a competitor, one column a criterion, the best known value of each in bold."""
    if study.lack is not None:
        return Fragment("")
    names = list(study.readings)
    if not names:
        return Fragment(claims.nodata(locale.t("The table has no column beside name, date and source.")))
    wide = math.ceil(len(names) / math.ceil(len(names) / _MOST_COLUMNS))
    html = "".join(_part(study, names[i : i + wide], locale) for i in range(0, len(names), wide))
    lines = [locale.t("Bold: the best known value; {missing}: not known, and never counted as zero.", missing=MISSING)]
    if others := [wording.criterion(study, name, locale) for name in names if name not in study.asked]:
        lines.append(locale.t("Shown, but not counted: {names}.", names=wording.listed(others, locale)))
    note = "".join(f'<p class="def">{escape(line)}</p>' for line in lines)
    facts = [
        study.value(each, name) for each in names if study.readings[each].kind != "text" for name in study.table.index
    ]
    return Fragment(html + note, tuple(facts))


def _part(study: Comparison, names: list[str], locale: Locale) -> str:
    """The table of some criteria."""
    heads = [markup.head(locale.t("Competitor")), *(_head(study, name, locale) for name in names)]
    columns = [_column(study, name, locale) for name in names]
    rows = []
    for name in study.scores.index:
        who = escape(wording.who(study, name, locale))
        first = markup.row_head(f"<b>{who}</b>" if name == study.us else who)
        rows.append([first, *(column[name] for column in columns)])
    listed = wording.listed([wording.criterion(study, name, locale) for name in names], locale)
    return markup.table(locale.t("Criteria: {names}", names=listed), heads, rows)


def _head(study: Comparison, name: str, locale: Locale) -> str:
    html = markup.with_small(wording.criterion(study, name, locale), *_particulars(study, name, locale))
    return f'<th scope="col">{html}</th>'


def _column(study: Comparison, name: str, locale: Locale) -> dict[str, str]:
    reading = study.readings[name]
    if reading.kind == "text":
        texts = {who: "" if pd.isna(text) else str(text) for who, text in study.table[name].items()}
        short = {who: text if len(text) <= _MOST_TEXT else text[:_MOST_TEXT] + "…" for who, text in texts.items()}
        return {who: markup.cell(escape(text or MISSING)) for who, text in short.items()}
    write, best = wording.writer(study, name, locale), math.nan
    if name in study.points:
        best = reading.values.min() if study.asked[name].better == "lower" else reading.values.max()
    found = {who: escape(write(value)) for who, value in reading.values.items()}
    return {who: markup.cell(f"<b>{text}</b>" if reading.values[who] == best else text) for who, text in found.items()}
