"""What the client spends in all: fee, one-off work, tax, and its own spend."""

from decimal import Decimal

from toolkit import markup
from toolkit.display import Fragment, escape, nodata
from toolkit.i18n import N_, Locale
from toolkit.proposal import words
from toolkit.proposal.quotation import NONE
from toolkit.quote.proposal import Proposal


def budget(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """The offered package's budget over its term, line by line; below it the total of every other package."""
    quote = study.offer
    if quote is None:
        return nodata(locale.t(NONE))
    months = quote.package.term_months
    lines = [(locale.t("Fee, {n} months", n=months), quote.monthly() * months)]
    if quote.once:
        lines.append((locale.t("One-off work"), quote.once))
    if study.options.tax_rate is not None:
        rate = locale.percent(study.options.tax_rate)
        lines.append((locale.t("Tax ({rate})", rate=rate), study.tax(quote.total)))
    for each in study.options.spend:
        amount = each.amount * (months if each.per == "month" else 1)
        lines.append((locale.t("{name} (paid by the client)", name=locale.pick(each.name)), amount))
    total = study.budget(quote)
    digits = words.money([amount for _, amount in lines])
    rows = [[markup.row_head(escape(name)), *_cells(amount, total, digits, locale)] for name, amount in lines]
    strong = f"<b>{escape(locale.t('Total budget'))}</b>"
    rows.append(
        [markup.row_head(strong), markup.cell(f"<b>{escape(locale.money(total, digits))}</b>"), markup.cell("")]
    )
    heads = [markup.head(locale.t("Budget of {package}", package=words.package(quote, locale)), "text")]
    heads += [markup.head(locale.t("Amount")), markup.head(locale.t("Share"))]
    facts = [study.budget_fact()]
    html = markup.table(locale.t("Budget"), heads, rows)
    others = [other for other in study.quotes if other is not quote]
    if others:
        facts += [study.budget_fact(other) for other in others]
        form = N_("{package}, {n} months: {total}")
        texts = [
            locale.t(
                form,
                package=words.package(other, locale),
                n=other.package.term_months,
                total=locale.money(study.budget(other), words.money([study.budget(other)])),
            )
            for other in others
        ]
        line = locale.t("In the other packages: {texts}.", texts=locale.t("; ").join(texts))
        html += f'<p class="claim">{escape(line)}</p>'
    return Fragment(html, tuple(facts))


def _cells(amount: Decimal, total: Decimal, digits: int, locale: Locale) -> list[str]:
    share = locale.percent(amount / total) if total else ""
    return [markup.cell(escape(locale.money(amount, digits))), markup.cell(escape(share))]
