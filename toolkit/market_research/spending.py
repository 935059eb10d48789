"""What people spend, and which groups of buyers there are."""

import pandas as pd

from toolkit import claims, figures, tables
from toolkit.display import Fragment, escape
from toolkit.i18n import Locale
from toolkit.market.spending import OFTEN, RECENT_DAYS
from toolkit.market.study import Study
from toolkit.market.suppression import OTHER
from toolkit.market_research import words
from toolkit.metrics import reasons
from toolkit.metrics.fact import Fact


def spending(study: Study, *, locale: Locale, color: str) -> Fragment:
    """Shares of what was paid in the period, by product, channel, size of order and weekday."""
    if "orders" not in study.warehouse:
        line = locale.t("Not available: {reasons}.", reasons=locale.t(reasons.NO_TABLE["orders"]))
        return Fragment(claims.nodata(line))
    shown = [_habit(study, name, facts, locale, color) for name, facts in study.spending.items()]
    if not shown:
        return Fragment(claims.nodata(locale.t("Too few people bought in the period to tell groups apart.")))
    return Fragment("".join(part.html for part in shown), tuple(fact for part in shown for fact in part.facts))


def segments(study: Study, *, locale: Locale, color: str) -> Fragment:
    """Buyers by how recently, how often and for how much they bought."""
    if not study.segments:
        line = locale.t("Not available: {reasons}.", reasons=locale.t(reasons.NO_TABLE["orders"]))
        return Fragment(claims.nodata(line))
    whole, *parts = study.segments
    if not whole.ok:
        return Fragment(claims.absent([whole], locale), (whole,))
    rows = []
    for fact in parts:
        name, meaning = words.segment(str(fact.dims["segment"]), locale)
        rows.append({"name": name, "meaning": meaning, "users": fact.value, "share": fact.value / whole.value})
    columns = [
        tables.Column("name", locale.t("Segment"), kind="text"),
        tables.Column("meaning", locale.t("Bought"), kind="text"),
        tables.Column("users", locale.t("Buyers"), unit="users"),
        tables.Column("share", locale.t("Of all buyers"), unit="share"),
    ]
    line = locale.t(
        "{n} named buyers, {span}. Recent: last order within {days} days of the end; often: {often} orders or more; "
        "much: at least the median of all buyers. Refunds are taken off; who sent everything back is no buyer.",
        n=locale.number(whole.value),
        span=locale.span(whole.start, whole.end),
        days=RECENT_DAYS,
        often=OFTEN,
    )
    label = locale.t("Buyers by segment")
    table = tables.breakdown(pd.DataFrame(rows), columns, label=label, locale=locale, color=color)
    return Fragment(f'{table.html}<p class="def">{escape(line)}</p>', tuple(study.segments))


def _habit(study: Study, name: str, facts: list[Fact], locale: Locale, color: str) -> Fragment:
    title, facts = words.word(study, name, locale), words.ordered(study, name, facts)
    rows = pd.DataFrame(
        {
            "name": [words.value(study, name, str(fact.dims["value"]), locale) for fact in facts],
            "value": [fact.value for fact in facts],
            "low": [fact.low for fact in facts],
            "high": [fact.high for fact in facts],
        }
    )
    first = facts[0]
    best = max(facts, key=lambda fact: (fact.dims["value"] != OTHER, fact.value))
    alt = locale.t(
        "Spending by {trait}: most is on {value} with {share}.",
        trait=words.inside(title, locale),
        value=words.value(study, name, str(best.dims["value"]), locale),
        share=locale.percent(best.value),
    )
    caption = locale.t(
        "Share of what was paid after refunds, by {trait}, {span}; n = {n} buyers, 95% intervals. Source: {source}.",
        trait=words.inside(title, locale),
        span=locale.span(first.start, first.end),
        n=locale.number(first.n),
        source=claims.source("orders", locale),
    )
    look = {"locale": locale, "color": color}
    figure = figures.ranking(rows, unit="share", alt=alt, caption=caption, in_order=True, facts=facts, **look)
    return Fragment(f"<h3>{escape(title)}</h3>{figure.html}", figure.facts)
