"""The fee line by line: what is paid for, how it comes about, how much it is."""

from decimal import Decimal

from toolkit import claims, markup
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.metrics.catalogue import FACTS, LINES
from toolkit.metrics.scorecard import PASS_SHARE
from toolkit.quote.fees import EARLIER, FeeLine
from toolkit.quote.settlement import Settlement

COUNTED = {  # what is counted behind a conversion; other metrics count what their name says
    "registration_conversion": N_("Users who registered"),
    "purchase_conversion": N_("Users who bought after entering a product page"),
    "appointment_conversion": N_("Users who booked"),
    "diversion_rate": N_("Users brought into the private channel"),
}
NAMES = {
    "base": N_("Base fee"),
    "discount": N_("Term discount"),
    "commission": N_("Commission"),
    "performance": N_("Share of sales above the agreed line"),
    "floor": N_("Lifted to the floor"),
    "cap": N_("Cut to the cap"),
}


def fee(study: Settlement, *, locale: Locale, color: str) -> Fragment:
    """Every line of the fee and their sum; what is not known while a part of it is not."""
    if study.fee is None:
        return Fragment(unknown(study, locale), tuple(study.fee_facts))
    heads = [markup.head(locale.t("Item")), markup.head(locale.t("How it comes about"), "text")]
    rows = [
        [markup.row_head(escape(name(study, line, locale))), markup.cell(escape(how(study, line, locale)), "text")]
        for line in study.fee.lines
    ]
    amounts = [line.amount for line in study.fee.lines]
    table = summed(study, heads, rows, amounts, locale)
    return Fragment(table + _limits(study, locale), tuple(study.fee_facts))


def _limits(study: Settlement, locale: Locale) -> str:
    """Floor and cap that were agreed and not touched; where one was, a line of the fee says so."""
    floor, cap = study.terms.floor, study.terms.cap
    if any(line.kind in ("floor", "cap") for line in study.fee.lines) or (floor is None and cap is None):
        return ""
    form = N_("Agreed limits of a month's fee: at least {floor}, at most {cap}; the sum lies between them.")
    if cap is None:
        form = N_("Agreed least of a month's fee: {floor}; the sum reaches it.")
    if floor is None:
        form = N_("Agreed most of a month's fee: {cap}; the sum stays within it.")
    limits = {"floor": floor, "cap": cap}
    written = {name: cents(limit, locale) for name, limit in limits.items() if limit is not None}
    return f'<p class="claim">{escape(locale.t(form, **written))}</p>'


def summed(study: Settlement, heads: list[str], rows: list[list[str]], amounts: list[Decimal], locale: Locale) -> str:
    """Rows with their amounts as a last column, and the fee below them as the last row."""
    blank = [markup.cell("")] * (len(heads) - 1)
    money = [f"{cents(amount, locale)}" for amount in amounts]
    body = [[*row, markup.cell(escape(text))] for row, text in zip(rows, money, strict=True)]
    total = f"<b>{escape(cents(study.fee.total, locale))}</b>"
    body.append([markup.row_head(f"<b>{escape(total_name(study, locale))}</b>"), *blank, markup.cell(total)])
    heads = [*heads, markup.head(locale.t("Amount"))]
    return markup.table(locale.t("Fee by line"), heads, body)


def total_name(study: Settlement, locale: Locale) -> str:
    """What the sum of all lines is called, by whether it may be signed."""
    return locale.t("Fee owed") if study.state == "final" else locale.t("Provisional fee so far")


def unknown(study: Settlement, locale: Locale) -> str:
    """One line on why the period has no fee, or on what it depends on and cannot be known."""
    if study.unsettled is not None:
        return claims.nodata(locale.t("No fee for this period: {reason}.", reason=locale.t(study.unsettled)))
    named = [
        locale.t("{names} ({reason})", names=claims.inline(metric, locale), reason=locale.t(reason))
        for metric, reason in study.unknown
    ]
    return claims.nodata(locale.t("The fee is not known: {parts}.", parts=locale.t("; ").join(named)))


def cents(amount: Decimal, locale: Locale) -> str:
    """Money to the cent, as a fee is always written."""
    return locale.money(amount, 2)


def percent(rate: Decimal, locale: Locale) -> str:
    """A rate with no more decimals than it was agreed with: 5%, 0.6%."""
    return locale.percent(rate, max(0, -int((rate * 100).normalize().as_tuple().exponent)))


def name(study: Settlement, line: FeeLine, locale: Locale) -> str:
    """What a line is paid for."""
    if line.of == EARLIER:
        return locale.t("Given back for refunds of earlier months")
    if line.of == "start_fee":
        return locale.t("Start fee")
    if line.kind == "base" and line.of:
        return locale.t("Milestone: {name}", name=locale.pick(study.contract.milestones[int(line.of) - 1].name))
    if line.kind in ("bonus", "deduction"):
        form = N_("Bonus: {metric}") if line.kind == "bonus" else N_("Deduction: {metric}")
        return locale.t(form, metric=claims.inline(line.of, locale))
    if line.of:
        return locale.t(COUNTED[line.of]) if line.of in COUNTED else claims.name(line.of, locale)
    return locale.t(NAMES[line.kind])


def how(study: Settlement, line: FeeLine, locale: Locale) -> str:
    """How a line comes about, so that the other side can recompute it."""
    match line.kind:
        case "base":
            return _agreed(study, line, locale)
        case "bonus":
            return locale.t("line reached: {line}", line=locale.t(LINES[study.judged[line.of][0].value]))
        case "deduction":
            return _fault(study, line, locale)
        case "cap" | "floor":
            form = N_("the lines above come to {sum}, the agreed most is {limit}")
            if line.kind == "floor":
                form = N_("the lines above come to {sum}, the agreed least is {limit}")
            so_far = study.fee.total - line.amount
            return locale.t(form, sum=cents(so_far, locale), limit=cents(line.rate, locale))
        case "discount":
            form = N_("{rate} of {amount}, contracted for {months} months")
            months = locale.number(study.contract.term_months)
            return locale.t(form, rate=percent(line.rate, locale), amount=cents(line.quantity, locale), months=months)
    if line.of in study.contract.per:
        return locale.t("{n} × {price}", n=locale.number(line.quantity), price=cents(line.rate, locale))
    return _on_base(study, line, locale)


def _agreed(study: Settlement, line: FeeLine, locale: Locale) -> str:
    if line.of == "start_fee":
        return locale.t("the project started on {day}", day=locale.date(study.contract.start))
    if not line.of:
        return locale.t("agreed for a month")
    milestone = study.contract.milestones[int(line.of) - 1]
    text = locale.t("reached on {day}", day=locale.date(milestone.reached_on))
    return text if milestone.due is None else text + locale.t(", due on {day}", day=locale.date(milestone.due))


def _fault(study: Settlement, line: FeeLine, locale: Locale) -> str:
    if line.why == "fail":
        target = study.client.targets[line.of]
        limit = locale.value(target.normal, study.review.now[line.of].unit)
        form = (
            N_("the normal line ({line}) was exceeded")
            if target.better == "lower"
            else N_("below the normal line ({line})")
        )
        return locale.t(form, line=limit)
    return locale.t("below {line} of the adjusted forecast", line=locale.percent(PASS_SHARE, 0))


def _on_base(study: Settlement, line: FeeLine, locale: Locale) -> str:
    """The base times its rate, or each part of it above a line times that line's; for a refund, how the base falls."""
    if line.rate is not None:
        return _times(line.quantity, line.rate, locale)
    if line.of == EARLIER:
        own = study.results.commission_base
        form = N_("the base falls from {before} to {after}")
        return locale.t(form, before=cents(own, locale), after=cents(own + line.quantity, locale))
    tiers = study.terms.commission if line.kind == "commission" else (study.terms.above,)
    lower = [tier.above for tier in tiers]
    upper = [*lower[1:], None]
    parts = [
        ((line.quantity if end is None else min(line.quantity, end)) - start, tier.rate)
        for start, end, tier in zip(lower, upper, tiers, strict=True)
    ]
    text = " + ".join(_times(part, rate, locale) for part, rate in parts if part > 0)
    if line.kind == "performance":
        line_ = cents(tiers[0].above, locale)
        return text + locale.t(" above {line}", line=line_) if text else locale.t("nothing above {line}", line=line_)
    return text or _times(line.quantity, tiers[0].rate, locale)


def _times(amount: Decimal, rate: Decimal, locale: Locale) -> str:
    return locale.t("{rate} of {amount}", rate=percent(rate, locale), amount=cents(amount, locale))


def parts(study: Settlement, locale: Locale) -> list[tuple[str, Decimal]]:
    """The name and sum of each kind of line that the fee has."""
    return [(locale.t(FACTS[fact.id].name), Decimal(str(fact.value))) for fact in study.fee_facts[:-1]]
