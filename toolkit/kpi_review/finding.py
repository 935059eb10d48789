"""The finding in one line, as the title of the page: who came, and the most telling of what they then did."""

from toolkit import claims, parts
from toolkit.display import Fragment
from toolkit.i18n import N_, Locale
from toolkit.metrics.changes import Change, change
from toolkit.metrics.fact import Fact
from toolkit.metrics.review import Review

COMING = ("new_users", "active_users", "dau_mean", "orders")
RETURNING = ("d1_retention", "churn_rate", "repeat_rate")
PAYING = ("net_revenue", "appointment_conversion", "purchase_conversion", "share_rate")

# movement: (clearly more, clearly less, what shows no clear change)
PHRASES = {
    "new_users": (N_("more new users came"), N_("fewer new users came"), N_("new users")),
    "active_users": (N_("more people came"), N_("fewer people came"), N_("active users")),
    "dau_mean": (N_("more people came a day"), N_("fewer people came a day"), N_("daily users")),
    "orders": (N_("more orders came in"), N_("fewer orders came in"), N_("orders")),
    "d1_retention": (
        N_("more of them came back the next day"),
        N_("fewer of them came back the next day"),
        N_("next-day retention"),
    ),
    "churn_rate": (N_("more regular users left"), N_("fewer regular users left"), N_("churn")),
    "repeat_rate": (N_("more buyers bought again"), N_("fewer buyers bought again"), N_("repeat buying")),
    "net_revenue": (N_("net revenue rose"), N_("net revenue fell"), N_("net revenue")),
    "appointment_conversion": (
        N_("a larger share of visitors booked"),
        N_("a smaller share of visitors booked"),
        N_("booking"),
    ),
    "purchase_conversion": (
        N_("a larger share of visitors bought"),
        N_("a smaller share of visitors bought"),
        N_("buying"),
    ),
    "share_rate": (
        N_("a larger share of users passed it on"),
        N_("a smaller share of users passed it on"),
        N_("sharing"),
    ),
}


def header(review: Review, *, locale: Locale, color: str) -> Fragment:
    """The finding as the page's title, and the line that says which days, whose clock and whether they are whole."""
    finding = _finding(review, locale)
    return parts.header(finding, review.client, review.period, locale=locale, is_whole=is_whole(review))


def is_whole(review: Review) -> bool:
    """Whether the period is over and the data hold all of its days."""
    known = review.measure.people_days or review.measure.order_days
    is_covered = known is not None and known.covers(review.period.start, review.period.end)
    return is_covered and review.period.is_complete(review.until)


def movement(review: Review, metrics: tuple[str, ...]) -> Change | None:
    """The first of the metrics that can be compared with the previous period."""
    moves = (change(review.now[metric], review.before[metric]) for metric in metrics)
    return next((move for move in moves if move is not None), None)


def known(review: Review) -> list[Fact]:
    """The first known number of who came, who came back and who paid."""
    groups = (
        [review.now[metric] for metric in group if review.now[metric].ok] for group in (COMING, RETURNING, PAYING)
    )
    return [facts[0] for facts in groups if facts]


def _finding(review: Review, locale: Locale) -> str:
    coming = movement(review, COMING)
    after = [move for metrics in (RETURNING, PAYING) if (move := movement(review, metrics)) is not None]
    after.sort(key=lambda move: not move.is_clear)
    if coming is None:
        return _without_comparison(review, locale)
    if not after:
        return _phrase(coming, locale)
    second = after[0]
    if not coming.is_clear and not second.is_clear:
        names = [locale.t(PHRASES[move.metric][2]) for move in (coming, second)]
        return locale.t("no clear change in {first} or {second}", first=names[0], second=names[1])
    joined = N_("{first}, and {second}") if second.is_clear else N_("{first}, with {second}")
    if _turns(coming, second):
        joined = N_("{first}, but {second}")
    return locale.t(joined, first=_phrase(coming, locale), second=_phrase(second, locale))


def _phrase(move: Change, locale: Locale) -> str:
    more, less, same = PHRASES[move.metric]
    if not move.is_clear:
        return locale.t("no clear change in {what}", what=locale.t(same))
    return locale.t(more if move.now.value > move.before.value else less)


def _turns(first: Change, second: Change) -> bool:
    """Whether what followed went the other way than what came before it."""
    is_worse, was_worse = (move.is_clear and not move.is_better for move in (second, first))
    return is_worse != was_worse and second.is_clear


def _without_comparison(review: Review, locale: Locale) -> str:
    facts = known(review)[:2]
    if not facts:
        return locale.t("no data for this period yet")
    parts = []
    for fact in facts:
        form = N_("{value} {name}") if fact.unit in ("users", "count") else N_("{name} of {value}")
        parts.append(
            locale.t(form, name=claims.inline(fact.id, locale), value=claims.value(fact, locale, compact=True))
        )
    return parts[0] if len(parts) == 1 else locale.t("{first} and {second}", first=parts[0], second=parts[1])
