"""What changed, and what to look at next."""

from toolkit import claims
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.metrics import changes as moves
from toolkit.metrics.details import lead_in
from toolkit.metrics.review import Review
from toolkit.metrics.scorecard import passes

MOST = 6
HINTS = {
    "new_users": N_("compare the channels, and the days of campaigns with the days around them"),
    "active_users": N_("see whether fewer came or fewer came back"),
    "d1_retention": N_("find the cohort that fell in the triangle, and what brought it"),
    "d7_retention": N_("find the cohort that fell in the triangle, and what brought it"),
    "churn_rate": N_("see who left: new users of a campaign or regulars"),
    "registration_conversion": N_("walk through the registration on a phone"),
    "purchase_conversion": N_("find the funnel step that lost most, by channel and device"),
    "appointment_conversion": N_("find the funnel step that lost most, by channel and device"),
    "session_conversion": N_("find the funnel step that lost most, by channel and device"),
    "share_rate": N_("look at the pages that used to be shared"),
    "refund_rate": N_("read the refund reasons of the largest products"),
    "refund_orders_rate": N_("read the refund reasons of the largest products"),
    "net_revenue": N_("see whether orders, order value or refunds moved it"),
    "gmv": N_("see whether orders or order value moved it"),
    "cac": N_("move budget from the channel whose cost rose"),
    "cac_paid": N_("move budget from the channel whose cost rose"),
    "csat": N_("read the tickets with the lowest scores"),
    "first_reply_seconds_p50": N_("compare ticket times with staffing"),
    "error_rate": N_("list the errors by page and device"),
}


def changes(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Clear changes against the previous period, those for the worse first."""
    found = [move for move in moves.changes(review) if move.is_better is not None and move.metric in SHOWN]
    if not found:
        known = any(fact.ok for fact in review.before.values())
        text = N_("Nothing moved clearly against the previous period.")
        if not known:
            text = N_("There is no complete previous period to compare with.")
        return Fragment(f'<p class="claim">{escape(locale.t(text))}</p>')
    found.sort(key=lambda move: move.is_better)
    items = "".join(f"<li>{_item(move, locale)}</li>" for move in found[:MOST])
    periods = {(move.before.start, move.before.end) for move in found[:MOST]}
    name = locale.short_period(*periods.pop()) if len(periods) == 1 else locale.t("the previous period")
    title = f'<p class="def">{escape(locale.t("Against {period}:", period=name))}</p>'
    return Fragment(f"{title}<ul>{items}</ul>", tuple(move.now for move in found[:MOST]))


SHOWN = frozenset(
    (*HINTS, "aov", "repeat_rate", "orders", "buyers", "stay_seconds_per_session", "sessions_per_user", "ltv")
)


def _item(move: moves.Change, locale: Locale) -> str:
    text = locale.t(
        N_("{name}: {change}, for the better ({before} to {now})")
        if move.is_better
        else N_("{name}: {change}, for the worse ({before} to {now})"),
        name=claims.name(move.metric, locale),
        change=locale.change(move.now.value, move.before.value, move.now.unit),
        before=claims.value(move.before, locale),
        now=claims.value(move.now, locale),
    )
    return escape(text) + locale.t(".")


def next_steps(review: Review, *, locale: Locale, color: str) -> Fragment:
    """What to look at: missed lines and worsened metrics first, then gaps in the data."""
    worse = [move.metric for move in moves.changes(review) if move.is_better is False]
    failed = [metric for metric, (line, _) in review.judged.items() if line.value == "fail"]
    named = list(dict.fromkeys([*failed, *worse]))
    hinted: dict[str, list[str]] = {}
    for metric in named:
        if metric in HINTS:
            name = claims.inline(metric, locale) if HINTS[metric] in hinted else claims.name(metric, locale)
            hinted.setdefault(HINTS[metric], []).append(name)
    lines = [
        locale.t("{name}: {hint}.", name=locale.t(", ").join(names), hint=locale.t(hint))
        for hint, names in hinted.items()
    ][:MOST]
    if any(fact.ok and not passes(fact) for fact in review.forecasts):
        lines.append(locale.t("The forecast agreement is missed: agree on measures or on a new forecast."))
    missing = [] if review.audience is None else [day for day in review.audience.missing if day >= lead_in(review)]
    if missing := [day for day in missing if day <= review.period.end]:
        gaps = claims.days(missing, locale)
        lines.append(locale.t("Mend the tracking: no data on {days}.", days=gaps))
    if not lines:
        lines.append(locale.t("Nothing asks for action; keep the course and watch the next period."))
    title = f'<p class="def">{escape(locale.t("To look at next:"))}</p>'
    return Fragment(title + "<ol>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ol>")
