"""Which steps and which channels moved?"""

import pandas as pd

from toolkit import claims, tables
from toolkit.campaign_review.wording import heading, none, points, unavailable
from toolkit.display import Fragment, escape
from toolkit.effect import campaign_reasons as why
from toolkit.effect import steps as measured
from toolkit.effect.campaign_study import Campaigns, Reviewed
from toolkit.i18n import MISSING, Locale
from toolkit.metrics import reasons


def steps(study: Campaigns, *, locale: Locale, color: str) -> Fragment:
    """Users at each step of the funnel during each campaign, and on comparable days before it."""
    if (line := none(study, locale)) is not None:
        return line
    shown = [_funnel(item, len(study.each), locale, color) for item in study.each]
    return Fragment("".join(each.html for each in shown), tuple(fact for each in shown for fact in each.facts))


def channels(study: Campaigns, *, locale: Locale, color: str) -> Fragment:
    """The main conversion by channel, during each campaign and before it."""
    shown = [_channels(item, len(study.each), locale, color) for item in study.each]
    return Fragment("".join(each.html for each in shown), tuple(fact for each in shown for fact in each.facts))


def _funnel(item: Reviewed, among: int, locale: Locale, color: str) -> Fragment:
    head, pairs = heading(item, among, locale), item.funnel
    if not pairs:
        return Fragment(head + unavailable(_why(item), locale))
    table = _table(pairs, locale.t("Step"), locale.t("Users"), item, locale, color)
    return Fragment(head + _compared(item, locale) + table.html, table.facts)


def _channels(item: Reviewed, among: int, locale: Locale, color: str) -> Fragment:
    metric, pairs = item.channels
    if not pairs:
        return Fragment("")
    name = claims.name(metric, locale)
    table = _table(pairs, locale.t("Channel"), locale.t("Active users"), item, locale, color)
    line = locale.t("{metric} by channel; people seen in two channels count in both.", metric=name)
    return Fragment(heading(item, among, locale) + f'<p class="def">{escape(line)}</p>' + table.html, table.facts)


def _why(item: Reviewed) -> str:
    review = item.study.review
    if review.log is None:
        return reasons.NO_TABLE["events"]
    if review.client.events is None or not review.client.events.funnel:
        return reasons.NO_EVENT["funnel"]
    return why.NO_EARLIER


def _compared(item: Reviewed, locale: Locale) -> str:
    line = locale.t(
        "Compared with {span}: the nearest earlier days with the same weekdays and without an event. "
        "People who come during a campaign differ from those who come otherwise.",
        span=locale.span(*item.earlier),
    )
    return f'<p class="def">{escape(line)}</p>'


def _table(pairs: list[measured.Pair], title: str, people: str, item: Reviewed, locale: Locale, color: str) -> Fragment:
    rows = []
    for pair in pairs:
        change = pair.change
        rows.append(
            {
                "name": pair.name,
                "users": pair.users_now.value,
                "earlier": pair.users_before.value,
                **_rate("now", pair.now),
                **_rate("before", pair.before),
                "change": MISSING if change is None else _difference(change, locale),
            }
        )
    columns = [
        tables.Column("name", title, kind="text"),
        tables.Column("users", locale.t("{people}, during", people=people), unit="users"),
        tables.Column("earlier", locale.t("{people}, before", people=people), unit="users"),
        tables.Column("now", locale.t("Share, during"), unit="share", low="now_low", high="now_high"),
        tables.Column("before", locale.t("Share, before"), unit="share", low="before_low", high="before_high"),
        tables.Column("change", locale.t("Difference (95% interval)"), kind="phrase"),
    ]
    facts = [fact for pair in pairs for fact in pair.facts if "campaign" in fact.dims]
    return tables.breakdown(pd.DataFrame(rows), columns, label=title, facts=facts, locale=locale, color=color)


def _rate(key: str, fact: measured.Fact | None) -> dict[str, object]:
    if fact is None:
        return {key: None, f"{key}_low": None, f"{key}_high": None}
    return {key: fact.value, f"{key}_low": fact.low, f"{key}_high": fact.high}


def _difference(change: tuple[float, float, float], locale: Locale) -> str:
    value, low, high = change
    return locale.t("{rate} ({interval})", rate=locale.points(value), interval=points(low, high, locale))
