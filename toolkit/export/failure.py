"""The page for the agency when a report failed: what failed, why in one line, and that clients see nothing of it."""

import os
import re
import tempfile
from datetime import datetime
from pathlib import Path

import toolkit
from toolkit.export import page
from toolkit.i18n import Locale

_QUIET = "#56616d"
_ABSOLUTE = re.compile(r"(?<![\w.:/\\])(?:[A-Za-z]:[\\/]|/)(?:[^\s\\/:\"'<>|]+[\\/])+([^\s\\/:\"'<>|]*)")


def error_page(
    client: str,
    report: str,
    period: str,
    line: str,
    language: str,
    *,
    failed_at: datetime,
    last_good_at: datetime | None = None,
) -> str:
    """A page that says why a report was not published; it is for the agency and looks unlike a report.

    Parameters
    ----------
    client, report, period : as the agency calls them
    line : the error in one line; absolute paths in it are shortened
    language : zh or en
    failed_at : when it failed
    last_good_at : when the report that still stands was made, None when there is none
    """
    locale = Locale(language)
    if last_good_at is None:
        stands = locale.t("No earlier version of this report has been published.")
    else:
        stands = locale.t("The report of {time} still stands.", time=page.moment(locale, last_good_at))
    return page.render(
        "failure.html.j2",
        page=page.frame(locale, title=f"{locale.t('Not published')}: {client} · {report} · {period}", color=_QUIET),
        kicker=locale.t("For the agency only"),
        headline=locale.t("This report was not published"),
        rows=[
            (locale.t("Client"), client),
            (locale.t("Report"), report),
            (locale.t("Period"), period),
            (locale.t("When"), page.moment(locale, failed_at)),
        ],
        reason=locale.t("Reason"),
        line=relative(line),
        stands=stands,
    )


def relative(line: str) -> str:
    """The line on one line, without where on this machine a file lies: below the project relative, else its name.

    >>> relative("/srv/data/acme/orders.csv:7: expected a number")
    '…/orders.csv:7: expected a number'
    """
    text = " ".join(line.split())
    for folder in (Path.cwd(), Path(toolkit.__file__).parents[1]):
        text = text.replace(str(folder) + os.sep, "")
    for folder in (str(Path.home()), tempfile.gettempdir()):
        if len(folder) > 1:
            text = text.replace(folder + os.sep, "…/")
    return _ABSOLUTE.sub(r"…/\1", text)
