"""What every section of the review is built from: a leading sentence, a table of the rest, the analyst's words."""

from toolkit import claims, parts, tables
from toolkit.display import Fragment, escape
from toolkit.i18n import Locale
from toolkit.metrics.changes import SIGNED
from toolkit.metrics.fact import Fact
from toolkit.metrics.review import Review


def metrics(review: Review, *ids: str, locale: Locale, color: str) -> Fragment:
    """The first known metric and those that missed their target as sentences, all known ones as a table.

    One line says which are not known.
    """
    facts = [review.now[metric] for metric in ids]
    known = [fact for fact in facts if fact.ok]
    lines = [_sentence(review, fact, locale) for fact in known if fact is known[0] or _is_missed(review, fact.id)]
    html = claims.paragraph(lines, known).html
    if len(known) > 1:
        html += tables.scorecard([row(review, fact.id, locale) for fact in known], locale=locale, color=color).html
    return Fragment(html + claims.absent(facts, locale), tuple(facts))


def sentences(review: Review, *ids: str, locale: Locale, color: str) -> Fragment:
    """Each known metric as a sentence of its own, and one line on those that are not known."""
    facts = [review.now[metric] for metric in ids]
    lines = [_sentence(review, fact, locale) for fact in facts if fact.ok]
    return Fragment(claims.paragraph(lines, facts).html + claims.absent(facts, locale), tuple(facts))


def folded(title: str, shown: Fragment) -> Fragment:
    """A piece for those who want the details, behind its title."""
    return Fragment(f"<details><summary>{escape(title)}</summary>{shown.html}</details>", shown.facts)


def is_silent(review: Review, *ids: str) -> bool:
    """Whether the data hold nothing at all on these metrics, which one line says for all pieces of a section."""
    return all(review.now[metric].status == "no_data" for metric in ids)


def is_of_other_days(review: Review, fact: Fact) -> bool:
    """Whether a number of a whole week or month is none of this period's: a quarter has no stickiness of its own."""
    return fact.id in ("wau", "mau", "stickiness") and (fact.start, fact.end) != (
        review.period.start,
        review.period.end,
    )


def _sentence(review: Review, fact: Fact, locale: Locale) -> str:
    before, year_ago = (_other(fact, facts.get(fact.id)) for facts in (review.before, review.year_ago))
    return claims.sentence(fact, locale, before=before, year_ago=year_ago)


def _is_missed(review: Review, metric: str) -> bool:
    line, _ = review.judged.get(metric, (None, None))
    return line is not None and line.ok and line.value == "fail"


def row(review: Review, metric: str, locale: Locale) -> tables.ScorecardRow:
    """One metric now, before and a year ago; no comparison of a part of a period or of a metric around 0."""
    now = review.now[metric]
    comparable = not claims.is_partial(now) and metric not in SIGNED
    return tables.ScorecardRow(
        name=claims.name(metric, locale),
        unit=now.unit,
        now=now,
        before=_other(now, review.before[metric]) if comparable else None,
        year_ago=_other(now, review.year_ago[metric]) if comparable else None,
    )


def _other(now: Fact, other: Fact | None) -> Fact | None:
    """A known number of other days to compare with: two weeks of one month have the same stickiness."""
    is_other = other is not None and other.ok and (other.start, other.end) != (now.start, now.end)
    return other if is_other else None


def note(review: Review, key: str, *, locale: Locale, color: str) -> Fragment:
    """The analyst's own words from the client file, marked as such; nothing where there are none."""
    return parts.note(review.client, key, locale=locale, color=color)
