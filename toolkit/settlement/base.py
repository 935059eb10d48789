"""What commission is paid on, step by step from the orders, and how it agrees with the review of results."""

from decimal import Decimal

from toolkit import claims, markup
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.quote.base import NAMES
from toolkit.quote.fees import cents
from toolkit.quote.settlement import Settlement
from toolkit.settlement.fee import cents as written

STEPS = {  # step to its name, and to what it holds
    "gross": (N_("Gross sales"), N_("positive order amounts of the period")),
    "refunds": (N_("Refunds"), N_("started in the period, for its own orders")),
    "freight": (N_("Freight"), N_("of all order lines of the period")),
    "platform_fee": (N_("Platform fee"), N_("of all order lines of the period")),
    "earlier_refunds": (
        N_("Refunds of earlier months"),
        N_("started in the period, for orders of months settled before"),
    ),
}
REFUNDS = (
    N_(
        "Refunds of {amount} belong to orders of earlier months, which were settled without them; they are carried "
        "here as a line of their own."
    ),
    N_(
        "Refunds of {amount} belong to orders from before the contract; no commission was paid on them, so none is "
        "given back."
    ),
    N_(
        "Refunds of {amount} belong to orders that the table does not hold; they are taken off like those of the "
        "period."
    ),
    N_(
        "Refunds of {amount} for orders of this period were started after it and are known up to {day}; they will be "
        "carried into the next settlement."
    ),
)


def base(study: Settlement, *, locale: Locale, color: str) -> Fragment:
    """The way from gross sales to the commission base, one row a step."""
    if not study.has_base:
        line = locale.t("No part of the fee depends on sales.")
        return Fragment(claims.nodata(line))
    if study.steps is None:
        return Fragment(claims.absent(study.base_facts, locale), tuple(study.base_facts))
    rows = []
    for step in NAMES:
        amount = getattr(study.steps, step)
        if amount is not None:
            title, meaning = (locale.t(text) for text in STEPS[step])
            rows.append([title, meaning, amount if step == "gross" else -amount])
    count = locale.t("{n} orders", n=locale.number(study.steps.orders))
    rows.append([claims.name("commission_base", locale), count, study.steps.base])
    *steps, total = (
        [escape(cell) for cell in (title, meaning, written(amount, locale))] for title, meaning, amount in rows
    )
    cells = [[markup.row_head(a), markup.cell(b, "text"), markup.cell(c)] for a, b, c in steps]
    cells.append(
        [markup.row_head(f"<b>{total[0]}</b>"), markup.cell(total[1], "text"), markup.cell(f"<b>{total[2]}</b>")]
    )
    caption = claims.capital(locale.t("source: {source}", source=claims.source("orders", locale)))
    heads = [
        markup.head(locale.t("Step")),
        markup.head(locale.t("What it holds"), "text"),
        markup.head(locale.t("Amount")),
    ]
    return Fragment(
        markup.table(locale.t("Commission base by step"), heads, cells, caption=caption), tuple(study.base_facts)
    )


def refunds(study: Settlement, *, locale: Locale, color: str) -> Fragment:
    """Which refunds belong to other months than this one, and where they go."""
    steps = study.steps
    if steps is None:
        return Fragment("")
    if steps.refunds is None:
        line = locale.t("Commission is paid on gross sales: refunds take nothing off.")
        return claims.paragraph([escape(line)], ())
    said = [
        locale.t(form, amount=written(amount, locale), day=locale.date(study.known_to))
        for amount, form in zip(
            (steps.earlier_refunds, steps.older_refunds, steps.orphan_refunds, steps.later_refunds),
            REFUNDS,
            strict=True,
        )
        if amount
    ]
    if study.state == "final" and not steps.later_refunds:
        form = N_("No refund for an order of this period was started after it up to {day}.")
        if study.known_to <= study.period.end:
            form = N_("The orders end on {day}: refunds started later are not known yet.")
        said.append(locale.t(form, day=locale.date(study.known_to)))
    return claims.paragraph([escape(text) for text in said], ())


def reconciliation(study: Settlement, *, locale: Locale, color: str) -> Fragment:
    """The same sums from the review of results, which reads the orders by another way; and orders without a user."""
    steps = study.steps
    if steps is None:
        line = claims.nodata(locale.t("No part of the fee rests on the orders table."))
        return Fragment(claims.absent(study.base_facts, locale) if study.has_base else line)
    now = study.review.now
    pairs = [("gmv", steps.gross)]
    if steps.refunds is not None:
        pairs.append(("net_revenue", steps.base))
    heads = [locale.t("Amount"), locale.t("This settlement"), locale.t("Review of results"), locale.t("Deviation")]
    rows = []
    for metric, here in pairs:
        there = cents(Decimal(str(now[metric].value)))
        money = (written(amount, locale) for amount in (here, there, here - there))
        rows.append(
            [markup.row_head(escape(claims.name(metric, locale))), *(markup.cell(escape(text)) for text in money)]
        )
    counts = [locale.number(n) for n in (steps.orders, now["orders"].value, steps.orders - now["orders"].value)]
    rows.append([markup.row_head(escape(claims.name("orders", locale))), *(markup.cell(text) for text in counts)])
    table = markup.table(locale.t("Settlement and review of results"), [markup.head(head) for head in heads], rows)
    form = N_("The period holds {lines} order lines and {orders} orders, each with a user.")
    if steps.without_user:
        form = N_(
            "The period holds {lines} order lines and {orders} orders; {n} of the orders name no user and count as "
            "money all the same."
        )
    counted = {"lines": steps.lines, "orders": steps.orders, "n": steps.without_user}
    said = [locale.t(form, **{name: locale.number(count) for name, count in counted.items()})]
    if steps.older_refunds and steps.refunds is not None:
        form = N_("The difference in net revenue is the refunds of orders from before the contract.")
        said.append(locale.t(form))
    text = claims.paragraph([escape(line) for line in said], ()).html
    return Fragment(table + text, tuple(now[metric] for metric in (*dict(pairs), "orders")))
