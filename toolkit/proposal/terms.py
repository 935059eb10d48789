"""What a contract would say: commission base, settlement, data, content, confidentiality; pilot, exit; who signs."""

from toolkit import claims, markup
from toolkit.display import Fragment, escape
from toolkit.i18n import N_, Locale
from toolkit.metrics.scorecard import PASS_SHARE
from toolkit.proposal import words
from toolkit.proposal.cover import agency
from toolkit.quote import calendar
from toolkit.quote.proposal import Proposal


def contract(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """The terms that both sides sign."""
    agreed = study.options.terms
    rows = [
        (N_("Commission base"), _base(study, locale)),
        (
            N_("Settling"),
            locale.t(
                "Monthly, from the same data as the review of results; paid within {n} days of the statement. A refund "
                "of an earlier month is carried as a correction.",
                n=agreed.settlement_days,
            ),
        ),
        (
            N_("Forecast rule"),
            locale.t(
                "At least {share} of the agreed forecast. Where the client's promised traffic does not arrive, the "
                "forecast is scaled down in proportion first.",
                share=locale.percent(PASS_SHARE, 0),
            ),
        ),
        (
            N_("Data"),
            locale.t(
                "User and order data belong to the client. The agency uses them for this work only, keeps no copy "
                "after the handover, and names no other client in any report."
            ),
        ),
        (
            N_("Content"),
            locale.t(
                "Rights in texts, pictures and code made for the client pass to it with the payment of the month."
            ),
        ),
        (
            N_("Confidentiality"),
            locale.t("Both sides keep figures, prices and plans to themselves, during the contract and after it."),
        ),
    ]
    return Fragment(_table(locale.t("Contract terms"), rows, locale))


def _base(study: Proposal, locale: Locale) -> str:
    given = study.client.contract
    if given is not None and given.commission_base:
        base = words.basis(given.commission_base, given.less, locale)
        return claims.capital(locale.t("{base}, each order and refund in the month in which it was made.", base=base))
    return locale.t(
        "Net revenue: gross order amounts less refunds; whether freight and platform fees are taken off is to be "
        "written down before the first commission."
    )


def leaving(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """How either side gets out, and what is handed over."""
    agreed = study.options.terms
    rows = [
        (
            N_("Missed targets"),
            locale.t(
                "Where a target misses its normal line {n} months running, either side may end the contract with "
                "{days} days' notice.",
                n=agreed.missed_periods,
                days=agreed.notice_days,
            ),
        ),
        (
            N_("Serious fault"),
            locale.t(
                "A serious fault (data passed on, platform rules broken, fees unpaid after a reminder) ends it at once."
            ),
        ),
        (
            N_("Handover"),
            locale.t(
                "Within {days} days the agency hands over accounts, data, content, code and open work, and helps "
                "whoever comes next.",
                days=agreed.handover_days,
            ),
        ),
    ]
    return Fragment(_table(locale.t("Exit"), rows, locale))


def pilot(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """How long may be tried, and what decides whether to go on."""
    months = min(study.options.terms.pilot_months, study.term_months)
    start, end = calendar.span(study.start, 1, months)
    first = (
        N_("The first month is a pilot, {span}.") if months == 1 else N_("The first {n} months are a pilot, {span}.")
    )
    text = locale.t(first, n=months, span=locale.span(start, end))
    rest = locale.t(
        "It ends with a review of results; the client then goes on, changes the package, or leaves without a reason "
        "and without further cost."
    )
    gap = "" if locale.language == "zh" else " "
    return Fragment(f"<p>{escape(text)}{gap}{escape(rest)}</p>")


def signatures(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """Where both sides sign; a draft says that it is none to be signed."""
    sides = ((locale.t("Client"), locale.pick(study.client.name)), (locale.t("Agency"), agency(study, locale)))
    lines = (N_("Name and position"), N_("Signature and seal"), N_("Date"))
    html = ""
    for side, name in sides:
        blanks = "".join(f"<p>{escape(locale.t(line))}</p>" for line in lines)
        html += f"<div><h3>{escape(side)}</h3><p><b>{escape(name)}</b></p>{blanks}</div>"
    draft = "" if study.is_final else f'<p class="banner"><b>{escape(locale.t("Draft, not to be signed."))}</b></p>'
    return Fragment(f'{draft}<div class="signatures">{html}</div>')


def _table(label: str, rows: list[tuple[str, str]], locale: Locale) -> str:
    heads = [markup.head(locale.t("Subject")), markup.head(locale.t("What is agreed"), "text")]
    body = [[markup.row_head(escape(locale.t(name))), markup.cell(escape(text), "text")] for name, text in rows]
    return markup.table(label, heads, body, css="prose")
