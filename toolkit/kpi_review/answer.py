"""The first screen: the finding as title, what happened in two or three sentences, four headline numbers."""

from toolkit import claims, tables
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.metrics.catalogue import LINES
from toolkit.metrics.changes import Change, change, odd_cohorts
from toolkit.metrics.review import Review

COMING = ("new_users", "active_users", "dau_mean", "orders")
RETURNING = ("d1_retention", "churn_rate", "repeat_rate")
PAYING = ("net_revenue", "appointment_conversion", "purchase_conversion", "share_rate")
TILES = (
    ("mau", "wau", "active_users", "dau_mean", "buyers"),
    ("d1_retention", "repeat_rate", "month_retention"),
    ("purchase_conversion", "appointment_conversion", "registration_conversion", "share_rate", "aov"),
    ("cac", "net_revenue", "new_users", "refund_rate"),
    ("new_users", "d7_retention", "sessions_per_user", "wau", "gmv", "orders", "csat", "stay_seconds_per_session"),
)

# movement: (clearly more, clearly less, no clear change)
PHRASES = {
    "new_users": (N_("more new users came"), N_("fewer new users came"), N_("as many new users came as before")),
    "active_users": (N_("more people came"), N_("fewer people came"), N_("as many people came as before")),
    "dau_mean": (
        N_("more people came a day"),
        N_("fewer people came a day"),
        N_("as many people came a day as before"),
    ),
    "orders": (N_("more orders came in"), N_("fewer orders came in"), N_("as many orders came in as before")),
    "d1_retention": (
        N_("more of them came back the next day"),
        N_("fewer of them came back the next day"),
        N_("they came back as before"),
    ),
    "churn_rate": (N_("more regular users left"), N_("fewer regular users left"), N_("as many stayed as before")),
    "repeat_rate": (
        N_("more buyers bought again"),
        N_("fewer buyers bought again"),
        N_("buyers bought again as before"),
    ),
    "net_revenue": (N_("net revenue rose"), N_("net revenue fell"), N_("net revenue held")),
    "appointment_conversion": (
        N_("more visitors booked"),
        N_("fewer visitors booked"),
        N_("visitors booked as before"),
    ),
    "purchase_conversion": (N_("more visitors bought"), N_("fewer visitors bought"), N_("visitors bought as before")),
    "share_rate": (N_("more users shared"), N_("fewer users shared"), N_("users shared as before")),
}


def _movement(review: Review, metrics: tuple[str, ...]) -> Change | None:
    """The first of the metrics that can be compared with the previous period."""
    moves = (change(review.now[metric], review.before[metric]) for metric in metrics)
    return next((move for move in moves if move is not None), None)


def _phrase(move: Change, locale: Locale) -> str:
    more, less, same = PHRASES[move.metric]
    if not move.is_clear:
        return locale.t(same)
    return locale.t(more if move.now.value > move.before.value else less)


def _finding(review: Review, locale: Locale) -> str:
    """The title: who came, and the most telling of what they then did."""
    coming = _movement(review, COMING)
    after = [move for metrics in (RETURNING, PAYING) if (move := _movement(review, metrics)) is not None]
    after.sort(key=lambda move: not move.is_clear)
    if coming is None:
        return _without_comparison(review, locale)
    if not after:
        return _phrase(coming, locale)
    joined = N_("{first}, but {second}") if _turns(coming, after[0]) else N_("{first}, and {second}")
    return locale.t(joined, first=_phrase(coming, locale), second=_phrase(after[0], locale))


def _turns(first: Change, second: Change) -> bool:
    """Whether one moved for the better and the other for the worse."""
    return first.is_clear and second.is_clear and first.is_better != second.is_better


def _without_comparison(review: Review, locale: Locale) -> str:
    known = [review.now[metric] for group in (COMING, RETURNING, PAYING) for metric in group if review.now[metric].ok]
    if not known:
        return locale.t("no data for this period yet")
    chosen = [known[0], *(fact for fact in known[1:] if fact.unit == "share")][:2]
    parts = (locale.t("{name} {value}", name=claims.name(f.id, locale), value=claims.value(f, locale)) for f in chosen)
    return locale.t(", ").join(parts)


def header(review: Review, *, locale: Locale, color: str) -> Fragment:
    """The finding as the page's title, and the line that says which days, whose clock and whether they are whole."""
    label = locale.period(review.period.start, review.period.end)
    title = locale.t("{period}: {finding}", period=label, finding=_finding(review, locale))
    known = review.measure.people_days or review.measure.order_days
    complete = known is not None and known.covers(review.period.start, review.period.end)
    state = N_("complete") if complete and review.period.is_complete(review.until) else N_("incomplete")
    line = locale.t(
        "{span} ({state}) · {zone}",
        span=locale.span(review.period.start, review.period.end),
        state=locale.t(state),
        zone=locale.timezone_name(review.client.timezone),
    )
    return Fragment(f"<h1>{escape(title)}</h1><p>{escape(line)}</p>")


def answer(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Two or three sentences that say what happened, then four headline numbers with change, line and interval."""
    chosen = _tile_metrics(review)
    if not chosen:
        return Fragment(f'<p class="answer">{escape(locale.t("There is no data for this period yet."))}</p>')
    spoken = [move for move in (_movement(review, group) for group in (COMING, RETURNING, PAYING)) if move is not None]
    sentences = [_said(review, move, locale) for move in spoken]
    if not spoken:
        sentences = [
            escape(
                locale.t(
                    "{name}: {value}", name=claims.name(metric, locale), value=claims.value(review.now[metric], locale)
                )
            )
            + locale.t(".")
            for metric in chosen[:3]
        ]
    sentences += [_because(review, move, locale) for move in spoken if move.metric == "d1_retention" and move.is_clear]
    sentences.append(_missed(review, locale))
    text = claims.joined(sentences, locale)
    tiles = tables.tiles([_tile(review, metric, locale) for metric in chosen], locale=locale, color=color)
    facts = [move.now for move in spoken] + [review.now[metric] for metric in chosen]
    return Fragment(f'<p class="answer">{text}</p>{tiles.html}', tuple(facts))


def _said(review: Review, move: Change, locale: Locale) -> str:
    text = locale.t(
        "{name}: {value}",
        name=escape(claims.name(move.metric, locale)),
        value=f"<b>{escape(claims.value(move.now, locale, compact=move.now.unit == review.client.currency))}</b>",
    )
    if move.is_clear:
        text += escape(locale.t(", {change} on the previous period", change=_amount(move, locale)))
    else:
        text += escape(locale.t(", no clear change on the previous period"))
    line, _ = review.judged.get(move.metric, (None, None))
    if line is not None and line.ok:
        text += escape(locale.t(" (line: {line})", line=locale.t(LINES[line.value])))
    return text + locale.t(".")


def _because(review: Review, move: Change, locale: Locale) -> str:
    """The campaign whose new users pulled the retention where it went."""
    falling = move.now.value < move.before.value
    pulling = [odd for odd in odd_cohorts(review) if odd.campaign is not None and (odd.share < odd.rest) == falling]
    if not pulling:
        return ""
    odd = pulling[0]
    return escape(
        locale.t(
            "Of the users first seen during {campaign}, {share} came back the next day, of the others {rest}.",
            campaign=locale.pick(odd.campaign.name),
            share=locale.percent(odd.share),
            rest=locale.percent(odd.rest),
        )
    )


def _amount(move: Change, locale: Locale) -> str:
    return locale.change(move.now.value, move.before.value, move.now.unit)


def _missed(review: Review, locale: Locale) -> str:
    """Which targets were missed, or that none was."""
    judged = {metric: line for metric, (line, _) in review.judged.items() if line.ok}
    if not judged:
        return ""
    failed = [claims.name(metric, locale) for metric, line in judged.items() if line.value == "fail"]
    if not failed:
        return escape(locale.t("All {n} targets reached their normal line.", n=len(judged)))
    return escape(
        locale.t(
            "Below the normal line: {names} ({k} of {n} targets).",
            names=locale.t(", ").join(failed),
            k=len(failed),
            n=len(judged),
        )
    )


def _tile_metrics(review: Review) -> list[str]:
    """Four different metrics, one from each group where it is known, metrics with a target first."""
    chosen: list[str] = []
    for group in TILES:
        known = [metric for metric in group if metric not in chosen and review.now[metric].ok]
        known.sort(key=lambda metric: metric not in review.client.targets)
        if known and len(chosen) < 4:
            chosen.append(known[0])
    spare = [metric for metric in TILES[-1] if metric not in chosen and review.now[metric].ok]
    return chosen + spare[: 4 - len(chosen)]


def _tile(review: Review, metric: str, locale: Locale) -> tables.Tile:
    target, line = review.client.targets.get(metric), None
    text = None
    if metric in review.judged and review.judged[metric][0].ok:
        line = review.judged[metric][0].value
        text = locale.t(
            "normal line {target} · {line}",
            target=locale.value(target.normal, review.now[metric].unit, compact=True),
            line=locale.t(LINES[line]),
        )
    return tables.Tile(
        name=claims.name(metric, locale),
        fact=review.now[metric],
        before=review.before[metric] if change(review.now[metric], review.before[metric]) else None,
        spark=review.history(metric),
        target=text,
        line=line,
    )
