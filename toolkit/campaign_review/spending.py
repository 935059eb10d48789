"""What goes along with more spend?"""

import pandas as pd

from toolkit import claims, figures, parts, tables
from toolkit.campaign_review.wording import unavailable
from toolkit.display import Fragment, escape
from toolkit.effect import campaign_reasons as why
from toolkit.effect.campaign_study import Campaigns
from toolkit.effect.response import ENTANGLED, Channel, Response
from toolkit.i18n import Locale
from toolkit.metrics import reasons
from toolkit.metrics.fact import Fact, Scope

MOST_CHANNELS = 12


def spending(study: Campaigns, *, locale: Locale, color: str) -> Fragment:
    """Each channel's weekly spend against the weekly response: how closely they go, and what one more brings."""
    if "spend" not in study.review.warehouse:
        return Fragment(unavailable(reasons.NO_TABLE["spend"], locale))
    found = study.response
    if found is None:
        return Fragment(unavailable(why.NO_RESPONSE if study.response_series() is None else why.FEW_WEEKS, locale))
    facts = _facts(study, found)
    known = [channel for channel in found.channels if channel.marginal is not None]
    lines = [_clear(study, known, locale), _set_up(study, found, locale)]
    html = "".join(f'<p class="claim">{escape(line)}</p>' for line in lines)
    shown = [
        _figure(study, found, known, locale, color),
        _table(study, found, locale, color),
        _warned(known, found, locale),
    ]
    return Fragment(html + "".join(each.html for each in shown), tuple(facts))


def _name(study: Campaigns, locale: Locale) -> str:
    metric, series = study.response_name
    return str(series) if metric is None else claims.inline(metric, locale)


def _facts(study: Campaigns, found: Response) -> list[Fact]:
    scope = Scope(found.start.date(), found.end.date(), study.client.currency, "spend")
    facts = []
    for channel in found.channels[:MOST_CHANNELS]:
        dims = {"channel": channel.name, "response": "/".join(filter(None, study.response_name))}
        if channel.marginal is None:
            facts += [
                scope.unobservable("spend_correlation", why.STEADY, dims=dims),
                scope.unobservable("marginal_response", why.STEADY, dims=dims, unit="ratio"),
            ]
            continue
        ends = {"low": channel.low, "high": channel.high}
        facts.append(scope.amount("spend_correlation", channel.correlation, n=found.weeks, dims=dims, **ends))
        ends = {"low": channel.marginal_low, "high": channel.marginal_high}
        facts.append(
            scope.amount("marginal_response", channel.marginal, n=found.weeks, dims=dims, unit="ratio", **ends)
        )
    return facts


def _clear(study: Campaigns, known: list[Channel], locale: Locale) -> str:
    up = [channel.name for channel in known if channel.marginal_low > 0]
    if not up:
        return locale.t(
            "For no channel does {response} clearly go along with more spend.", response=_name(study, locale)
        )
    named = locale.t(", ").join(up[:5])
    return locale.t(
        "More spend clearly goes along with more {response} for: {channels}. That is no proof of an effect; a "
        "test with a region or weeks without it would be.",
        response=_name(study, locale),
        channels=named,
    )


def _set_up(study: Campaigns, found: Response, locale: Locale) -> str:
    season = locale.t("trend and season") if found.has_season else locale.t("trend")
    return locale.t(
        "Regression over {weeks} weeks, {start} to {end}, on the square root of each channel's weekly spend "
        "(more of it is taken to bring ever less), "
        "with {season} held equal; it explains {share} of the variation.",
        weeks=found.weeks,
        start=locale.date(found.start.date()),
        end=locale.date(found.end.date()),
        season=season,
        share=locale.percent(found.explained, 0),
    )


def _figure(study: Campaigns, found: Response, known: list[Channel], locale: Locale, color: str) -> Fragment:
    if not known:
        return Fragment("")
    rows = pd.DataFrame(
        {
            "name": [channel.name for channel in known],
            "value": [channel.marginal for channel in known],
            "low": [channel.marginal_low for channel in known],
            "high": [channel.marginal_high for channel in known],
        }
    )
    best = max(known, key=lambda channel: channel.marginal)
    money = locale.money(1, 0)
    alt = locale.t(
        "Response to one more {money} by channel: highest for {best}, {value}.",
        money=money,
        best=best.name,
        value=locale.number(best.marginal, 2),
    )
    caption = locale.t(
        "{response} that went along with one more {money} a week at the channel's mean weekly spend, 95% "
        "intervals, {weeks} weeks. Source: {source}.",
        response=claims.capital(_name(study, locale)),
        money=money,
        weeks=found.weeks,
        source=claims.source("spend", locale),
    )
    return figures.ranking(rows, unit="ratio", alt=alt, caption=caption, locale=locale, color=color)


def _table(study: Campaigns, found: Response, locale: Locale, color: str) -> Fragment:
    rows = [
        {
            "name": channel.name,
            "spend": channel.spend,
            "share": channel.share,
            "weeks": channel.weeks,
            "r": channel.correlation,
            "r_low": channel.low,
            "r_high": channel.high,
            "entangled": channel.entangled,
        }
        for channel in found.channels[:MOST_CHANNELS]
    ]
    columns = [
        tables.Column("name", locale.t("Channel"), kind="text"),
        tables.Column("spend", locale.t("Spend a week"), unit=study.client.currency),
        tables.Column("share", locale.t("Share of spend"), unit="share"),
        tables.Column("weeks", locale.t("Weeks with spend"), unit="count"),
        tables.Column("r", claims.name("spend_correlation", locale), unit="ratio", low="r_low", high="r_high"),
        tables.Column("entangled", locale.t("Moves with the rest"), unit="share"),
    ]
    return tables.breakdown(pd.DataFrame(rows), columns, label=locale.t("Spend"), locale=locale, color=color)


def _warned(known: list[Channel], found: Response, locale: Locale) -> Fragment:
    lines = [
        locale.t(
            "Correlation is no effect: budgets are raised when sales are expected anyway, and buyers cause "
            "spend where it is paid per buyer."
        ),
    ]
    tied = [channel.name for channel in known if channel.entangled >= ENTANGLED]
    if tied:
        lines.append(
            locale.t(
                "Spend of {channels} moves with trend, season or other channels so closely that its own part "
                "can hardly be told.",
                channels=locale.t(", ").join(tied),
            )
        )
    if not found.has_season:
        lines.append(locale.t("With less than two years of weeks the season cannot be told from the rest."))
    steady = [channel.name for channel in found.channels if channel.marginal is None]
    if steady:
        lines.append(
            locale.t(
                "Spend of {channels} hardly varies: nothing can be learned of it.",
                channels=locale.t(", ").join(steady[:5]),
            )
        )
    return parts.remarks(lines)
