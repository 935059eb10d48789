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
    """How one report of one client for one period stands.

    Parameters
    ----------
    client : id
    report, period_label : name of the notebook, and period as 2026-10
    state : published, unchanged, failed, interrupted, running or due
    client_name : by language; who has none is called by the id
    started_at, finished_at : of the last attempt, None while there is none or it has not ended
    seconds, cpu_seconds, peak_memory_bytes : what that attempt took, where it is known
    why : what made it run
    reason : the one line that says why there is no new report
    files : language -> page that stands, relative to the outputs folder, also after a later attempt failed; the page
        of a client with one language may go without its language ("")
    """

    client: str
    report: str
    period_label: str
    state: str
    client_name: Mapping[str, str] = field(default_factory=dict)
    started_at: datetime | None = None
    finished_at: datetime | None = None
    seconds: float | None = None
    cpu_seconds: float | None = None
    peak_memory_bytes: int | None = None
    why: str = ""
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


def by_urgency(rows: Sequence[Row]) -> list[Row]:
    """What failed first, then what is due, then the rest; each by client, newest period first."""
    return sorted(_newest_first(rows), key=lambda row: (not row.has_failed, row.state != "due", row.client))


def agency(rows: Sequence[Row], *, language: str, now: datetime) -> str:
    """`outputs/index.html`: every report of every client, those that failed first.

    Parameters
    ----------
    language : zh or en, of the agency
    now : what the age of a report is counted to, with its time zone
    """
    locale = Locale(language)
    counts = [
        locale.t("{failed} failed", failed=sum(row.has_failed for row in rows)),
        locale.t("{due} due", due=sum(row.state == "due" for row in rows)),
        locale.t("{good} in order", good=sum(row.state in ("published", "unchanged") for row in rows)),
    ]
    heads = [  # words, class of the column
        (locale.t("Client"), ""),
        (locale.t("Report"), ""),
        (locale.t("Period"), ""),
        (locale.t("State"), "state"),
        (locale.t("Age"), "number"),
        (locale.t("Pages"), ""),
        (locale.t("Seconds"), "number"),
        (locale.t("CPU seconds"), "number"),
        (locale.t("Peak MB"), "number"),
        (locale.t("Reason"), ""),
    ]
    return page.render(
        "agency.html.j2",
        page=page.frame(locale, title=locale.t("All reports"), color=AGENCY_COLOR),
        kicker=locale.t("For the agency only"),
        headline=locale.t("All reports"),
        summary=locale.t(", ").join(counts),
        updated=locale.t("As of {time}", time=page.moment(locale, now)),
        heads=heads,
        rows=[_agency_row(row, locale, now) for row in by_urgency(rows)],
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
        "client": page.pick(row.client_name or {"en": row.client}, locale),
        "report": report_title(row.report, locale),
        "period": row.period_label,
        "links": _links(row, locale),
        "age": age(row.finished_at, now, locale),
        "seconds": locale.number(row.seconds, 1),
        "cpu_seconds": locale.number(row.cpu_seconds, 1),
        "peak_mb": locale.number(row.peak_memory_bytes and row.peak_memory_bytes / 2**20),
        "state": locale.t(words) if row.state in _STATES else words,
        "line": line,
        "reason": row.reason or "",
        "why": row.why,
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


def age(at: datetime | None, now: datetime, locale: Locale) -> str:
    """How long ago it was, in the largest unit of which there are two."""
    if at is None:
        return MISSING
    passed = now - at
    if passed >= timedelta(days=2):
        return locale.t("{number} days", number=passed.days)
    if passed >= timedelta(hours=2):
        return locale.t("{number} h", number=passed // timedelta(hours=1))
    return locale.t("{number} min", number=max(passed // timedelta(minutes=1), 0))
