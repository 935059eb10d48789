"""The index pages of a run: one dense table for the agency, and for each client what it may see and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from toolkit import periods
from toolkit.export import page
from toolkit.i18n import MISSING, N_, Locale
from toolkit.periods import Period

AGENCY_COLOR = "#56616d"
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}

_STATES = {
    "published": (N_("published"), "good"),
    "unchanged": (N_("unchanged"), "normal"),
    "running": (N_("running"), "normal"),
    "due": (N_("due"), "normal"),
    "interrupted": (N_("interrupted"), "fail"),
    "failed": (N_("failed"), "fail"),
}
_REPORTS = {
    "market_research": N_("Market research"),
    "competitor_comparison": N_("Competitor comparison"),
    "kpi_review": N_("KPI review"),
    "campaign_review": N_("Campaign review"),
    "case_study": N_("Case study"),
    "proposal": N_("Proposal"),
    "settlement": N_("Settlement"),
    "quote_comparison": N_("Comparison of offers"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """The last attempt at one report of one client for one period.

    Parameters
    ----------
    client, client_name : id, and name by language
    report, period_label : name of the notebook, and period as 2026-10
    state : published, unchanged, failed, interrupted, running or due
    finished_at : when the attempt ended, None while it has not
    seconds : how long it took
    reason : the one line that says why there is no new report
    files : language -> page that stands, relative to the outputs folder, also after a later attempt failed; the page
        of a client with one language may go without its language ("")
    """

    client: str
    client_name: Mapping[str, str]
    report: str
    period_label: str
    state: str
    finished_at: datetime | None = None
    seconds: float | None = None
    reason: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_failed(self) -> bool:
        """Whether somebody has to look at it."""
        return self.state in ("failed", "interrupted")

    @property
    def period(self) -> Period:
        """The days it speaks of."""
        return periods.parse(self.period_label)


def agency(rows: Sequence[Row], *, language: str, now: datetime) -> str:
    """`outputs/index.html`: every report of every client, those that failed first.

    Parameters
    ----------
    language : zh or en, of the agency
    now : what the age of a report is counted to, with its time zone
    """
    locale = Locale(language)
    ordered = sorted(_newest_first(rows), key=lambda row: (not row.has_failed, row.client))
    failed = sum(row.has_failed for row in rows)
    good = sum(row.state in ("published", "unchanged") for row in rows)
    heads = [
        locale.t("Client"),
        locale.t("Report"),
        locale.t("Period"),
        locale.t("Pages"),
        locale.t("Age"),
        locale.t("Seconds"),
        locale.t("State"),
        locale.t("Reason"),
    ]
    return page.render(
        "agency.html.j2",
        page=page.frame(locale, title=locale.t("All reports"), color=AGENCY_COLOR),
        kicker=locale.t("For the agency only"),
        headline=locale.t("All reports"),
        summary=locale.t("{failed} failed, {good} in order", failed=failed, good=good),
        updated=locale.t("As of {time}", time=page.moment(locale, now)),
        heads=heads,
        rows=[_agency_row(row, locale, now) for row in ordered],
        nothing=locale.t("Nothing has run yet."),
    )


def client(rows: Sequence[Row], *, client: str, language: str, name: Mapping[str, str], brand: page.Brand) -> str:
    """`outputs/<client>/index.html`: the client's own published reports, newest period first.

    Parameters
    ----------
    rows : of any clients; only this one's pages that stand are shown, and no word of what failed
    client : id
    language : zh or en
    name, brand : the client's, as in a report
    """
    locale = Locale(language)
    own = _newest_first([row for row in rows if row.client == client and row.files])
    said = page.pick(name, locale)
    return page.render(
        "client.html.j2",
        page=page.frame(locale, title=f"{said} · {locale.t('Reports')}", color=brand.color),
        name=said,
        logo=page.logo(brand, said),
        headline=locale.t("Reports"),
        periods=[
            (
                locale.period(period.start, period.end),
                [(report_title(row.report, locale), _links(row, locale, below=client)) for row in group],
            )
            for period, group in groupby(own, key=lambda row: row.period)
        ],
        nothing=locale.t("No report has been published yet."),
    )


def report_title(report: str, locale: Locale) -> str:
    """A report as people call it; an analyst's own one by the name of its notebook."""
    return locale.t(_REPORTS[report]) if report in _REPORTS else report.replace("_", " ")


def _newest_first(rows: Sequence[Row]) -> list[Row]:
    """By the last day of the period, then by report."""
    return sorted(
        sorted(rows, key=lambda row: row.report), key=lambda row: (row.period.end, row.period_label), reverse=True
    )


def _agency_row(row: Row, locale: Locale, now: datetime) -> dict[str, object]:
    words, line = _STATES.get(row.state, (row.state, "normal"))
    return {
        "client": page.pick(row.client_name, locale),
        "report": report_title(row.report, locale),
        "period": row.period_label,
        "links": _links(row, locale),
        "age": _age(row.finished_at, now, locale),
        "seconds": MISSING if row.seconds is None else locale.number(row.seconds, 1),
        "state": locale.t(words) if row.state in _STATES else words,
        "line": line,
        "reason": row.reason or "",
    }


def _links(row: Row, locale: Locale, below: str = "") -> list[tuple[str, str]]:
    """(words, address) of each language's page; a client's only page needs no language name."""
    start = f"{below}/" if below else ""
    if any(not path.startswith(start) for path in row.files.values()):
        raise ValueError(f"files of {row.client}: expected paths below {start}, got {sorted(row.files.values())}")
    only = len(row.files) == 1
    return [
        (locale.t("open") if only else LANGUAGE_NAMES.get(language, locale.t("open")), path[len(start) :])
        for language, path in row.files.items()
    ]


def _age(at: datetime | None, now: datetime, locale: Locale) -> str:
    """How long ago, in the largest unit of which there are two."""
    if at is None:
        return MISSING
    passed = now - at
    if passed >= timedelta(days=2):
        return locale.t("{number} days", number=passed.days)
    if passed >= timedelta(hours=2):
        return locale.t("{number} h", number=passed // timedelta(hours=1))
    return locale.t("{number} min", number=max(passed // timedelta(minutes=1), 0))
