"""The statement that both sides sign, on a page of its own in print."""

from toolkit import markup
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.quote.settlement import Settlement
from toolkit.settlement.capitals import capitals
from toolkit.settlement.fee import cents, name, summed

_BLANK = "_" * 16
WHY_NOT = {
    "provisional": N_("Nothing is to be signed: the month or its data are not whole yet."),
    "open": N_("Nothing is to be signed: the fee is not known."),
}


def statement(study: Settlement, *, locale: Locale, color: str) -> Fragment:
    """Amounts and total, and where each side signs; nothing to sign before the month is whole."""
    if study.fee is None or study.state != "final":
        return Fragment(f'<p class="claim">{escape(locale.t(WHY_NOT[study.state]))}</p>')
    client, agency = _parties(study, locale)
    text = locale.t(
        "{client} and {agency} agree that for {period} the fee is {total}.",
        client=client,
        agency=agency,
        period=locale.span(study.period.start, study.period.end),
        total=_written(study, locale),
    )
    rows = [[markup.row_head(escape(name(study, line, locale)))] for line in study.fee.lines]
    amounts = summed(study, [markup.head(locale.t("Item"))], rows, [line.amount for line in study.fee.lines], locale)
    return Fragment(
        f'<p class="claim">{escape(text)}</p>{amounts}{_signatures(client, agency, locale)}', tuple(study.fee_facts)
    )


def _written(study: Settlement, locale: Locale) -> str:
    """The total in digits, and in a Chinese page in characters, too."""
    total = study.fee.total
    in_digits = cents(total, locale)
    return (
        f"{in_digits}（大写：{capitals(total)}）" if (locale.language, locale.currency) == ("zh", "CNY") else in_digits
    )


def _parties(study: Settlement, locale: Locale) -> tuple[str, str]:
    """Client and agency as they sign; a blank to fill in by hand for an agency that the contract does not name."""
    agency = study.contract.agency
    return locale.pick(study.client.name), _BLANK if agency is None else locale.pick(agency)


def _signatures(client: str, agency: str, locale: Locale) -> str:
    """A table with room for name, signature and date of each side."""
    sides = [locale.t("For the client: {name}", name=client), locale.t("For the agency: {name}", name=agency)]
    heads = [markup.head(""), *(markup.head(side, "text") for side in sides)]
    lines = (N_("Name and position"), N_("Signature and seal"), N_("Date"))
    rows = [[markup.row_head(escape(locale.t(line))), markup.cell(""), markup.cell("")] for line in lines]
    return markup.table(locale.t("Signatures"), heads, rows, css="sign")
