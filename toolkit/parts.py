"""What every report has: the finding as its title, the analyst's own words, what its numbers mean."""

import re
from collections.abc import Iterable

from toolkit import claims, tables
from toolkit.display import Fragment, escape
from toolkit.i18n import Locale
from toolkit.metrics.catalogue import FACTS
from toolkit.params import Client
from toolkit.periods import Period


def header(finding: str, client: Client, period: Period, *, locale: Locale, is_whole: bool | None = None) -> Fragment:
    """The finding as the page's title, and the line that says which days, whose clock and whether they are whole.

    Parameters
    ----------
    finding : in the reader's language, without the period
    is_whole : whether the data hold the whole period; None where that is no question
    """
    label = locale.period(period.start, period.end)
    title = claims.capital(locale.t("{period}: {finding}", period=label, finding=finding))
    span, zone = locale.span(period.start, period.end), locale.timezone_name(client.timezone)
    if is_whole is None:
        line = locale.t("{span} · {zone}", span=span, zone=zone)
    else:
        state = locale.t("complete") if is_whole else locale.t("incomplete")
        line = locale.t("{span} ({state}) · {zone}", span=span, state=state, zone=zone)
    clauses = re.split("(?<=[：，])", title)  # a Chinese title breaks between its clauses where they fit a line
    html = "".join(f"<span>{escape(clause)}</span>" for clause in clauses) if len(clauses) > 1 else escape(title)
    return Fragment(f"<h1>{html}</h1><p>{escape(line)}</p>")


def note(client: Client, key: str, *, locale: Locale, color: str) -> Fragment:
    """The analyst's own words from the client file, marked as such; nothing where there are none."""
    words = client.notes.get(key)
    if words is None:
        return Fragment("")
    text = words if isinstance(words, str) else locale.pick(words)
    return Fragment(f'<p class="note">{escape(text)}</p>')


def definitions(metrics: Iterable[str], *, locale: Locale, color: str) -> Fragment:
    """What each metric means, once, in the given order."""
    pairs = [(claims.name(metric, locale), locale.t(FACTS[metric].definition)) for metric in dict.fromkeys(metrics)]
    return tables.definition_list(pairs, locale=locale, color=color)


def remarks(lines: Iterable[str]) -> Fragment:
    """Sentences in the reader's language as a list: what limits the numbers."""
    return Fragment(f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>")
