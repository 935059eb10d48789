"""Which channel is worth its cost, and do they pay?"""

import pandas as pd

from toolkit import claims, figures, tables
from toolkit.display import Fragment, escape
from toolkit.i18n import Locale
from toolkit.kpi_review import pieces
from toolkit.metrics import changes, details
from toolkit.metrics.review import Review


def channel_costs(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Cost per new user of all kinds, and the channel whose cost moved most."""
    shown = pieces.metrics(review, "cac", "cac_full", "ltv_cac", "payback_months", locale=locale, color=color)
    _, now = details.channels(review)
    _, before = details.channels(review, "before")
    earlier = {fact.dims["channel"]: fact for fact in before if fact.id == "cac_paid" and fact.ok and fact.dims}
    pairs = [
        (fact, earlier[fact.dims["channel"]])
        for fact in now
        if fact.id == "cac_paid" and fact.ok and fact.dims and fact.dims["channel"] in earlier
    ]
    moves = [pair for pair in pairs if (move := changes.change(*pair)) is not None and move.is_clear]
    total = [fact for fact in now if fact.id in ("cac_paid", "roas", "roi") and not fact.dims and fact.ok]
    parts = [
        locale.t("{name} {value}", name=claims.inline(fact.id, locale), value=claims.value(fact, locale))
        for fact in total
    ]
    line = claims.capital(locale.t("; ").join(parts)) + locale.t(".")
    text = f'<p class="claim">{escape(line)}</p>' if total else ""
    if moves:
        fact, was = max(moves, key=lambda pair: abs(pair[0].value / pair[1].value - 1))
        line = locale.t(
            "Cost per attributed new user moved most in {channel}: {now}, {change} on {period} ({was}).",
            channel=fact.dims["channel"],
            now=claims.value(fact, locale),
            change=locale.change(fact.value, was.value, fact.unit),
            period=locale.short_period(was.start, was.end),
            was=claims.value(was, locale),
        )
        text += f'<p class="claim">{escape(line)}</p>'
    return Fragment(shown.html + text, (*shown.facts, *(fact for fact in now if not fact.dims)))


def channels(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Spend, attributed new users and their cost, revenue and its return, by channel."""
    table, facts = details.channels(review)
    if table.empty:
        return Fragment("")
    by_channel = {(fact.id, fact.dims.get("channel")): fact.value for fact in facts}
    frame = table.assign(
        cac_paid=[by_channel.get(("cac_paid", channel)) for channel in table["channel"]],
        roas=[by_channel.get(("roas", channel)) for channel in table["channel"]],
    )
    money = review.client.currency
    columns = [
        tables.Column("channel", locale.t("Channel"), kind="text"),
        tables.Column("cost", locale.t("Spend"), unit=money),
        tables.Column("clicks", locale.t("Clicks"), unit="count"),
        tables.Column("new_users", locale.t("Attributed new users"), unit="users"),
        tables.Column("cac_paid", claims.name("cac_paid", locale), unit=money),
        tables.Column("gmv", locale.t("Attributed revenue"), unit=money),
        tables.Column("roas", locale.t("ROAS"), unit="ratio"),
    ]
    columns = [column for column in columns if frame[column.key].notna().any()]
    shown = tables.breakdown(frame, columns, label=locale.t("Channels"), facts=facts, locale=locale, color=color)
    remark = locale.t(
        "Attribution is by the ad platform's own count where its export has one, else by first touch in the event log; "
        "platforms count the same user twice, and last touch flatters the last channel."
    )
    return Fragment(f'{shown.html}<p class="def">{escape(remark)}</p>', shown.facts)


def orders(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Gross value, net revenue, refunds, orders, buyers and what one order, buyer or user brings."""
    ids = (
        "gmv",
        "net_revenue",
        "refund_rate",
        "refund_orders_rate",
        "orders",
        "aov",
        "buyers",
        "arppu",
        "arpu",
        "repeat_rate",
    )
    return pieces.metrics(review, *ids, locale=locale, color=color)


def revenue(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Net revenue by month, an incomplete month marked."""
    months = details.monthly_revenue(review)
    if months.empty:
        return Fragment("")
    net = months.set_index("month")["net"]
    previous = [net.get(month - pd.DateOffset(years=1)) for month in months["month"]]
    series = pd.DataFrame(
        {
            "label": [locale.short_month(month.date()) for month in months["month"]],
            "value": months["net"],
            "is_partial": months["is_partial"],
            "previous": previous,
        }
    )
    last = months.iloc[-1]
    alt = locale.t(
        "Net revenue by month, {first} to {last}; last {value}.",
        first=locale.month(months["month"].iloc[0].date()),
        last=locale.month(last["month"].date()),
        value=locale.money_compact(last["net"]),
    )
    caption = locale.t("Net revenue by month, after refunds. Source: {source}.", source=claims.source("orders", locale))
    return figures.columns(
        series,
        unit=review.client.currency,
        alt=alt,
        caption=caption,
        facts=details.monthly_facts(review),
        locale=locale,
        color=color,
    )


def buyers(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Buyers of each month who bought again in later months."""
    cells, facts = details.buyer_triangle(review)
    if cells is None or cells.empty:
        return Fragment("")
    labels = {day: locale.short_month(day.date()) for day in cells["cohort"].drop_duplicates()}
    title = locale.t("Buyers of a month who bought again in a later month.")
    table = tables.triangle(
        cells.assign(cohort_label=cells["cohort"].map(labels)),
        cohort=locale.t("First purchase"),
        unit=locale.t("Months after"),
        facts=facts,
        locale=locale,
        color=color,
    )
    return Fragment(f'<p class="def">{escape(title)}</p>{table.html}', table.facts)


def customer_value(review: Review, *, locale: Locale, color: str) -> Fragment:
    """What a new user brings within 30 days."""
    value = review.now["ltv"]
    if value.status == "no_data":
        return Fragment("", (value,))
    if not value.ok:
        return pieces.sentences(review, "ltv", locale=locale, color=color)
    line = locale.t(
        "{name}: {value}, of the users first seen {span}",
        name=escape(claims.name("ltv", locale)),
        value=f"<b>{escape(claims.value(value, locale))}</b>",
        span=escape(locale.span(value.start, value.end)),
    )
    sure = escape(claims.certainty(value, locale))
    return claims.paragraph([f"{line}{locale.t('.')} <small>{sure}</small>"], [value])
