"""What every section of the review is built from: a leading sentence, a table of the rest, the analyst's words."""

from toolkit import claims, tables
from toolkit.display import Fragment, escape
from toolkit.i18n import Locale
from toolkit.metrics.changes import SIGNED
from toolkit.metrics.fact import Fact
from toolkit.metrics.review import Review


def metrics(review: Review, *ids: str, locale: Locale, color: str) -> Fragment:
    """The first known metric as a sentence, all known ones as a table, and one line on those that are not known."""
    facts = [review.now[metric] for metric in ids]
    known = [fact for fact in facts if fact.ok]
    html = ""
    if known:
        first = known[0]
        line = claims.sentence(
            first, locale, before=review.before.get(first.id), year_ago=review.year_ago.get(first.id)
        )
        html = f'<p class="claim">{line}</p>'
    if len(known) > 1:
        html += tables.scorecard([row(review, fact.id, locale) for fact in known], locale=locale, color=color).html
    return Fragment(html + claims.absent(facts, locale), tuple(facts))


def sentences(review: Review, *ids: str, locale: Locale, color: str) -> Fragment:
    """Each known metric as a sentence of its own, and one line on those that are not known."""
    facts = [review.now[metric] for metric in ids]
    lines = [
        claims.sentence(fact, locale, before=review.before[fact.id], year_ago=review.year_ago[fact.id])
        for fact in facts
        if fact.ok
    ]
    return Fragment(claims.paragraph(lines, facts).html + claims.absent(facts, locale), tuple(facts))


def row(review: Review, metric: str, locale: Locale) -> tables.ScorecardRow:
    """One metric now, before and a year ago; no comparison of a part of a period or of a metric around 0."""
    now = review.now[metric]
    comparable = not claims.is_partial(now) and metric not in SIGNED
    return tables.ScorecardRow(
        name=claims.name(metric, locale),
        unit=now.unit,
        now=now,
        before=_known(review.before[metric]) if comparable else None,
        year_ago=_known(review.year_ago[metric]) if comparable else None,
    )


def _known(fact: Fact) -> Fact | None:
    return fact if fact.ok else None


def note(review: Review, key: str, *, locale: Locale, color: str) -> Fragment:
    """The analyst's own words from the client file, marked as such; nothing where there are none."""
    words = review.client.notes.get(key)
    if words is None:
        return Fragment("")
    text = words if isinstance(words, str) else locale.pick(words)
    return Fragment(f'<p class="note">{escape(text)}</p>')
