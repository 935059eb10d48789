"""By when and with whom: the calendar of the phases, and the team."""

import pandas as pd

from toolkit import markup
from toolkit.display import Fragment, escape, nodata
from toolkit.figures.gantt import gantt
from toolkit.i18n import MISSING, N_, Locale
from toolkit.proposal import words
from toolkit.quote.proposal import Proposal

WORK = {
    "pilot": N_("Pilot"),
    "infrastructure": N_("Infrastructure"),
    "growth": N_("Growth and activity"),
    "brand": N_("Brand and conversion"),
    "running": N_("Regular operation"),
    "tracking": N_("tracking and baseline"),
    "content": N_("pages and content"),
    "acquisition": N_("acquisition and sharing"),
    "membership": N_("members and campaigns"),
    "partners": N_("brand and partners"),
    "conversion": N_("conversion and price"),
}


def calendar(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """The three phases with their tasks as a Gantt chart, from the first day of the work on."""
    bars = study.bars
    rows = pd.DataFrame(
        {
            "name": [locale.t(WORK[bar.name]) for bar in bars],
            "start": [bar.start for bar in bars],
            "end": [bar.end for bar in bars],
            "is_task": [bar.phase is not None for bar in bars],
        }
    )
    phases = [
        locale.t("{name}: {span}", name=locale.t(WORK[bar.name]), span=locale.span(bar.start, bar.end))
        for bar in bars
        if bar.phase is None
    ]
    alt = locale.t("Calendar. {phases}.", phases=locale.t("; ").join(phases))
    first, last = bars[0].start, max(bar.end for bar in bars)
    caption = locale.t(
        "Phases and their tasks, {span}. The pilot may be ended with its last day.", span=locale.span(first, last)
    )
    return gantt(rows, alt=alt, caption=caption, locale=locale, color=color)


def team(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """Who works for the client in each package, in full-time heads."""
    quotes = [quote for quote in study.quotes if quote.package.team]
    if not quotes:
        return nodata(locale.t("The team is not named yet."))
    roles = list(dict.fromkeys(role for quote in quotes for role in quote.package.team))
    heads = [markup.head(locale.t("Role")), *(markup.head(words.package(quote, locale)) for quote in quotes)]
    rows = []
    for role in roles:
        members = [quote.package.team.get(role) for quote in quotes]
        cells = [MISSING if member is None else _heads(member.heads, locale) for member in members]
        rows.append([markup.row_head(escape(words.role(role, study, locale))), *map(markup.cell, map(escape, cells))])
    totals = [_heads(sum(member.heads for member in quote.package.team.values()), locale) for quote in quotes]
    name = f"<b>{escape(locale.t('Full-time heads'))}</b>"
    rows.append([markup.row_head(name), *(markup.cell(f"<b>{escape(total)}</b>") for total in totals)])
    return Fragment(markup.table(locale.t("Team"), heads, rows))


def _heads(count, locale: Locale) -> str:
    return locale.number(count, 0 if count == count.to_integral_value() else 1)
