"""Is each part of a usual size? A band for the usual range, a dot for the value."""

from collections.abc import Sequence

import pandas as pd

from toolkit import colors, theme
from toolkit.display import Fragment, nodata
from toolkit.figures import layout
from toolkit.figures.drawing import Plot
from toolkit.i18n import Locale
from toolkit.metrics.fact import Fact
from toolkit.theme import GREY, GRID, INK, WARN, WIDTH

_NAMES = 200
_ROW, _THICK = 38, 16


def ranges(
    rows: pd.DataFrame, *, locale: Locale, color: str, alt: str, caption: str, facts: Sequence[Fact] = ()
) -> Fragment:
    """Values on their usual ranges, in the order given; one outside its range is marked and says so in its text.

    Parameters
    ----------
    rows : one row per value
        name : str
        value : float
        low, high : float, the usual range; NaN for none
        text : str, the value as words
    alt, caption : the finding as alternative text; what is shown and its source
    facts : the numbers shown

    Returns
    -------
    Fragment; one line of text without rows
    """
    if rows.empty:
        return nodata(locale.t("No data for this figure."), facts)
    rows = rows.astype(dict.fromkeys(["value", "low", "high"], float))
    names = [theme.shorten(str(name), _NAMES) for name in rows["name"]]
    left = max(layout.width(name) for name in names) + 16
    ends = rows[["value", "high"]].max(axis=1)
    rooms = [WIDTH - left - layout.width(text) * 1.05 - 16 for text in rows["text"]]
    per_unit = min((room / end for room, end in zip(rooms, ends, strict=True) if end > 0), default=1.0)
    x = (0.0, (WIDTH - left) / per_unit)
    plot = Plot(len(rows) * _ROW + 12, x=x, y=(len(rows) - 0.5, -0.5), left=left, top=6, bottom=6)
    brand = colors.readable(color)
    for y, (row, name, end) in enumerate(zip(rows.itertuples(), names, ends, strict=True)):
        plot.line([0, x[1]], [y, y], color=GRID, lw=0.8, zorder=0)
        has_range = row.low == row.low
        if has_range:
            half = plot.up(_THICK / 2)
            corners = [row.low, row.high, row.high, row.low], [y - half, y - half, y + half, y + half]
            plot.area(*corners, color=theme.tint(GREY, 0.3), lw=0, name="f-usual")
        is_outside = has_range and not row.low <= row.value <= row.high
        plot.dots([row.value], [y], ms=9, color=WARN if is_outside else brand, name="f-dot")
        plot.label(0, y, name, color=INK, dx=-left)
        plot.label(end, y, row.text, color=WARN if is_outside else INK, dx=12, classes="t-strong t-halo")
    return plot.fragment(alt=alt, caption=caption, facts=facts)
