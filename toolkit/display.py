"""What claims, figures and tables hand to a report: a piece of HTML in one language, and the facts it shows."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.metrics.fact import Fact

FACTS_TYPE = "application/vnd.toolkit.facts+json"  # kinds of notebook output that carry numbers, not looks
REPORT_TYPE = "application/vnd.toolkit.report+json"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Fragment:
    """One piece of a report in one language.

    Parameters
    ----------
    html : safe to place in a page as it is
    facts : the numbers it shows, which reach `facts.json` because it was shown
    """

    html: str
    facts: tuple[Fact, ...] = ()


def escape(text: object) -> str:
    """Text that can only be read: markup inert, control and direction-turning characters removed.

    >>> escape('</b><script>"A & B"')
    '&lt;/b&gt;&lt;script&gt;&quot;A &amp; B&quot;'
    """
    return html.escape(clean(str(text)))


def clean(text: str) -> str:
    """Text without the characters that no page and no drawing may hold."""
    return _CONTROL.sub("", text)


def nodata(text: str, facts: Sequence[Fact] = ()) -> Fragment:
    """One line where a figure or table would stand: why there is none."""
    return Fragment(f'<p class="nodata">{escape(text)}</p>', tuple(facts))
