"""What they do here, what they share, how they are served."""

import pandas as pd

from toolkit import claims, tables
from toolkit.display import Fragment, escape, nodata
from toolkit.i18n import Locale
from toolkit.kpi_review import pieces
from toolkit.metrics import details, reasons
from toolkit.metrics.review import Review

SESSIONS = ("sessions_per_user", "page_views_per_session", "stay_seconds_per_session", "launch_seconds", "error_rate")


def sessions(review: Review, *, locale: Locale, color: str) -> Fragment:
    """How much people do in a visit, how fast it starts, how often it fails."""
    return pieces.metrics(review, *SESSIONS, locale=locale, color=color)


def pages(review: Review, *, locale: Locale, color: str) -> Fragment:
    """The most seen pages: views, users, share of users, exits."""
    table, facts, basis = details.pages(review)
    if table.empty:
        if pieces.is_silent(review, *SESSIONS):
            return Fragment("")  # the section has said already that there is nothing
        given = "pages" in review.warehouse
        reason = reasons.NOT_COVERED if given else reasons.NO_TABLE["pages"]
        return nodata(locale.t("No page table: {reason}.", reason=locale.t(reason)))
    found = {(fact.id, fact.dims["page"]): fact for fact in facts}
    rows = []
    for row in table.itertuples():
        share, leave = found.get(("page_share", row.page)), found.get(("exit_rate", row.page))
        rows.append(
            {
                "page": row.page,
                "views": row.views,
                "users": row.users,
                "page_share": None if share is None else share.value,
                "exit_rate": None if leave is None else leave.value,
            }
        )
    frame = pd.DataFrame(rows)
    columns = [
        tables.Column("page", locale.t("Page"), kind="text"),
        tables.Column("views", locale.t("Views"), unit="count"),
        tables.Column("users", locale.t("Users"), unit="users"),
        tables.Column("page_share", claims.name("page_share", locale), unit="share"),
        tables.Column("exit_rate", claims.name("exit_rate", locale), unit="share"),
    ]
    columns = [column for column in columns if frame[column.key].notna().any()]
    shown = tables.breakdown(frame, columns, label=locale.t("Pages"), facts=facts, locale=locale, color=color)
    if basis is None:
        return shown
    return Fragment(
        f'{shown.html}<p class="def">{escape(locale.t("Users are {basis}.", basis=locale.t(basis)))}</p>', shown.facts
    )


def sharing(review: Review, *, locale: Locale, color: str) -> Fragment:
    """How many share, and how many new users one user brings."""
    return pieces.metrics(review, "share_rate", "k_factor", locale=locale, color=color)


def tickets(review: Review, *, locale: Locale, color: str) -> Fragment:
    """Time to reply and resolve, satisfaction and recommendation."""
    ids = ("first_reply_seconds_p50", "first_reply_seconds_p90", "resolution_hours_p50", "csat")
    return pieces.metrics(review, *ids, locale=locale, color=color)
