"""The first screen: what happened in two or three sentences, and four headline numbers."""

import pandas as pd

from toolkit import claims, tables
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.kpi_review.finding import COMING, PAYING, RETURNING, is_whole, known, movement
from toolkit.metrics.catalogue import LINES
from toolkit.metrics.changes import Change, change, odd_cohorts
from toolkit.metrics.review import Review

TILES = (
    ("active_users", "dau_mean", "buyers"),
    ("d1_retention", "repeat_rate", "month_retention"),
    ("purchase_conversion", "appointment_conversion", "registration_conversion", "share_rate", "aov"),
    ("cac", "net_revenue", "new_users", "refund_rate"),
    ("new_users", "d7_retention", "sessions_per_user", "gmv", "orders", "csat", "stay_seconds_per_session"),
)
REACHED = {
    "fail": N_(", missing its target of {target}"),
    "normal": N_(", on target"),
    "good": N_(", a good result against target"),
    "exceeded": N_(", exceeding its target"),
}


def answer(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Two or three sentences that say what happened, then four headline numbers with change, line and interval."""
    chosen = _tile_metrics(review)
    if not chosen:
        return Fragment(f'<p class="answer">{escape(locale.t("There is no data for this period yet."))}</p>')
    spoken = [move for move in (movement(review, group) for group in (COMING, RETURNING, PAYING)) if move is not None]
    sentences = [text for move in spoken for text in (_said(review, move, locale), _because(review, move, locale))]
    if not spoken:
        sentences = _without_comparison(review, locale)
    said = [move.metric for move in spoken]
    sentences.append(_targets(review, said, locale))
    tiles = tables.tiles([_tile(review, metric, locale) for metric in chosen], locale=locale, color=color)
    shown = dict.fromkeys([*said, *_missed(review), *chosen])
    facts = [review.now[metric] for metric in shown] + ([] if spoken else known(review))
    return Fragment(f'<p class="answer">{claims.joined(sentences, locale)}</p>{tiles.html}', tuple(facts))


def _said(review: Review, move: Change, locale: Locale) -> str:
    """One movement as a sentence, with what it means against the target."""
    name, period = claims.capital(claims.inline(move.metric, locale)), (move.before.start, move.before.end)
    value = claims.value(move.now, locale, compact=move.now.unit == review.client.currency)
    text = locale.t(
        _form(move),
        name=escape(name),
        value=f"<b>{escape(value)}</b>",
        amount=escape(_amount(move, locale)),
        change=escape(locale.change(move.now.value, move.before.value, move.now.unit)),
        period=escape(locale.short_period(*period)),
        before=escape(claims.value(move.before, locale)),
    )
    line, _ = review.judged.get(move.metric, (None, None))
    if line is not None and line.ok:
        text += escape(locale.t(REACHED[line.value], target=_target(review, move.metric, locale)))
    return text + locale.t(".")


def _form(move: Change) -> str:
    is_more = move.now.value > move.before.value
    if not move.is_clear:
        return N_("{name}: {value}, no clear change on {period} ({change})")
    if move.now.unit == "share":
        if is_more:
            return N_("{name} rose by {amount} on {period} to {value}")
        return N_("{name} fell by {amount} on {period} to {value}")
    if move.before.value <= 0:
        return N_("{name}: {value}, after {before} in {period}")
    if is_more:
        return N_("{name} rose {amount} on {period} to {value}")
    return N_("{name} fell {amount} on {period} to {value}")


def _amount(move: Change, locale: Locale) -> str:
    """How far a metric moved, without a sign: the sentence says the direction."""
    if move.now.unit == "share":
        return locale.t(
            "{number} percentage points", number=locale.number(abs(move.now.value - move.before.value) * 100, 1)
        )
    return locale.percent(abs(move.now.value / move.before.value - 1)) if move.before.value > 0 else ""


def _because(review: Review, move: Change, locale: Locale) -> str:
    """The campaign whose new users pulled the retention where it went."""
    if move.metric != "d1_retention" or not move.is_clear:
        return ""
    falling = move.now.value < move.before.value
    pulling = [odd for odd in odd_cohorts(review) if odd.campaign is not None and (odd.share < odd.rest) == falling]
    if not pulling:
        return ""
    odd = pulling[0]
    text = locale.t(
        "Of the users first seen during {campaign}, {share} came back the next day; of the others, {rest}.",
        campaign=locale.pick(odd.campaign.name),
        share=locale.percent(odd.share),
        rest=locale.percent(odd.rest),
    )
    return escape(text)


def _without_comparison(review: Review, locale: Locale) -> list[str]:
    """The numbers alone, and why there is nothing to compare them with."""
    parts = [
        locale.t(
            "{name} {value}",
            name=escape(claims.inline(fact.id, locale)),
            value=f"<b>{escape(claims.value(fact, locale, compact=fact.unit == review.client.currency))}</b>",
        )
        for fact in known(review)
    ]
    why = N_("There is no complete previous period to compare with.")
    if not is_whole(review):
        why = N_("The period is not complete and is not compared.")
    return [claims.capital(locale.t("; ").join(parts)) + locale.t("."), escape(locale.t(why))]


def _missed(review: Review) -> list[str]:
    return [metric for metric, (line, _) in review.judged.items() if line.ok and line.value == "fail"]


def _targets(review: Review, said: list[str], locale: Locale) -> str:
    """Which targets were missed, those left out that a sentence has named already."""
    judged = [metric for metric, (line, _) in review.judged.items() if line.ok]
    missed = _missed(review)
    if not judged:
        return ""
    if not missed:
        return escape(locale.t("All {n} targets were met.", n=len(judged))) if len(judged) > 1 else ""
    rest = [metric for metric in missed if metric not in said]
    if not rest:
        return escape(locale.t("All other targets were met.")) if len(judged) > len(missed) else ""
    form = N_("Missed {k} of {n} targets: {names}.")
    if len(rest) < len(missed):
        form = N_("Also missed: {names}; that makes {k} of {n} targets.")
    names = [
        locale.t(
            "{name} {value} (target {target})",
            name=escape(claims.inline(metric, locale)),
            value=f"<b>{escape(claims.value(review.now[metric], locale))}</b>",
            target=escape(_target(review, metric, locale)),
        )
        for metric in rest
    ]
    return locale.t(form, names=locale.t(", ").join(names), k=len(missed), n=len(judged))


def _target(review: Review, metric: str, locale: Locale) -> str:
    """The normal line of a metric, marked as a limit where less is better."""
    target = review.client.targets[metric]
    limit = "≤" if target.better == "lower" else ""
    return limit + locale.value(target.normal, review.now[metric].unit, compact=True)


def _tile_metrics(review: Review) -> list[str]:
    """Four different metrics, one from each group where it is known, metrics with a target first."""
    chosen: list[str] = []
    for group in ((review.reach, *TILES[0]), *TILES[1:]):
        known_here = [metric for metric in group if metric not in chosen and review.now[metric].ok]
        known_here.sort(key=lambda metric: metric not in review.client.targets)
        if known_here and len(chosen) < 4:
            chosen.append(known_here[0])
    spare = [metric for metric in TILES[-1] if metric not in chosen and review.now[metric].ok]
    return chosen + spare[: 4 - len(chosen)]


def _tile(review: Review, metric: str, locale: Locale) -> tables.Tile:
    line = text = None
    if metric in review.judged and review.judged[metric][0].ok:
        line = review.judged[metric][0].value
        text = locale.t("target {target} · {line}", target=_target(review, metric, locale), line=locale.t(LINES[line]))
    history = review.history(metric)
    return tables.Tile(
        name=claims.name(metric, locale),
        fact=review.now[metric],
        before=review.before[metric] if change(review.now[metric], review.before[metric]) else None,
        spark=history if pd.Series(history, dtype=float).count() > 1 else (),
        target=text,
        line=line,
    )
