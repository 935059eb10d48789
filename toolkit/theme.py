"""How every figure looks: one brand colour, one warning colour, thin grey rules, text that stays text.

A figure is drawn once, 680 units wide, and read at two sizes: on a page its text is 12 units, on a phone 18
(`FIGURE_CSS`), so that it never falls below 9 px. Margins are therefore computed for `PHONE` text, from the letters and
not from a font: the reader's fonts, Chinese ones above all, are not on the machine that draws.
"""

import unicodedata

from toolkit.colors import MIN_CONTRAST, WHITE, contrast

WIDTH = 680
"""Units across a figure."""
PHONE = 18
"""Largest size of text, in the same units: what nothing may collide at."""
LINE = 24
"""Height of one line of such text."""

INK, SUB, GREY, GRID, WARN = "#1f2933", "#5b6673", "#8a95a1", "#e6eaee", "#b45309"

FIGURE_CSS = """
figure{margin:0 0 18px;break-inside:avoid}
figure svg{display:block;width:100%;height:auto;overflow:visible}
figure svg text{font:400 12px/1 var(--sans,system-ui,sans-serif);font-variant-numeric:tabular-nums}
figure svg text.t-strong{font-weight:650}
figure svg text.t-halo{paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}
tbody th,tbody td{vertical-align:baseline}
td small,th small{display:block;line-height:1.35}
@media(max-width:600px){figure svg text{font-size:15px}}
@media(max-width:480px){figure svg text{font-size:18px}}
@media(max-width:374px){figure svg text{font-size:19px}}
@media print{figure svg text{font-size:12px}}
"""


# Colours


def tint(color: str, share: float) -> str:
    """The brand colour thinned with white; a share of 1 is the full colour."""
    parts = (share * (part / 255) + (1 - share) for part in bytes.fromhex(color[1:]))
    return "#" + bytes(round(part * 255) for part in parts).hex()


def ink_on(background: str) -> str:
    """The colour of text that can be read on this background."""
    return next(ink for ink in (INK, WHITE, "#000000") if contrast(ink, background) >= MIN_CONTRAST)


# Text


def ems(text: str) -> float:
    """About how wide a text is, in its own font size: Chinese signs count 1, Latin letters a little over half."""
    return sum(_em(letter) for letter in text)


def shorten(text: str, room: float) -> str:
    """The text, cut with an ellipsis where it is wider than `room` units at phone size."""
    if ems(text) * PHONE <= room:
        return text
    while text and ems(text + "…") * PHONE > room:
        text = text[:-1]
    return text.rstrip(" (（·-") + "…"


def _em(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in " .,:;'|!iIjl()":
        return 0.35
    if letter.isupper() or letter in "mw%@…":
        return 0.8
    return 0.62  # digits of a wide font
