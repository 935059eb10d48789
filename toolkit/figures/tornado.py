"""What matters most? One bar an input: how far the result moves between its low and its high end."""

from collections.abc import Sequence

import pandas as pd

from toolkit import colors, theme
from toolkit.display import Fragment, nodata
from toolkit.figures import layout
from toolkit.figures.drawing import Plot
from toolkit.i18n import Locale
from toolkit.metrics.fact import Fact
from toolkit.theme import INK, LINE, SUB

_NAMES = 235
_ROW, _THICK = 54, 18


def tornado(
    rows: pd.DataFrame,
    *,
    middle: float,
    unit: str,
    locale: Locale,
    color: str,
    alt: str,
    caption: str,
    facts: Sequence[Fact] = (),
) -> Fragment:
    """Bars around the result at the middle of all inputs, widest on top.

    Parameters
    ----------
    rows : one row per input, widest first
        name : str
        low, high : float in `unit`, the result at the low and the high end of the input
        low_text, high_text : str, the ends of the input as words
    middle : result with every input at its middle
    unit : as a fact's
    alt, caption : the finding as alternative text; what is shown and on what it rests
    facts : the numbers shown

    Returns
    -------
    Fragment; one line of text without rows
    """
    if rows.empty:
        return nodata(locale.t("No data for this figure."), facts)
    names = [theme.shorten(str(name), _NAMES) for name in rows["name"]]
    left = max(layout.width(name) for name in names) + 16
    values = [middle, *rows["low"], *rows["high"]]
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    x = (low - 0.02 * span, high + 0.02 * span)
    height = len(rows) * _ROW + 2 * LINE
    plot = Plot(height, x=x, y=(len(rows) - 0.5, -0.5), left=left, right=4, top=LINE + 6, bottom=6)
    brand = colors.readable(color)
    for y, (row, name) in enumerate(zip(rows.itertuples(), names, strict=True)):
        half = plot.up(_THICK / 2)
        for end, fill in ((row.low, theme.tint(brand, 0.45)), (row.high, brand)):
            plot.area(
                [middle, end, end, middle], [y - half, y - half, y + half, y + half], color=fill, lw=0, name="f-bar"
            )
        plot.label(x[0], y, name, color=INK, dx=-left)
        _ends(plot, row, y)
    plot.line([middle, middle], [-0.5, len(rows) - 0.5], color=INK, lw=0.9)
    text = locale.value(middle, unit, compact=True)
    half = layout.width(text) / 2 * (x[1] - x[0]) / (plot.right - plot.left)
    place = min(max(middle, x[0] + half), x[1] - half)
    plot.label(place, -0.5, text, color=INK, anchor="middle", shift="over", dy=5, classes="t-strong")
    return plot.fragment(alt=alt, caption=caption, facts=facts)


def _ends(plot: Plot, row: object, y: int) -> None:
    """The ends of the input under the ends of its bar, pushed inwards by the edges of the figure and by each other."""
    first, last = sorted([(row.low, row.low_text), (row.high, row.high_text)])
    per_unit = (plot.right - plot.left) / (plot.x[1] - plot.x[0])
    places = [(value - plot.x[0]) * per_unit for value, _ in (first, last)]
    widths = [layout.width(text) for _, text in (first, last)]
    room = plot.right - plot.left
    start = min(places[0], room - sum(widths) - layout.GAP * 2)
    start = max(start, 0.0)
    end = max(min(places[1], room), start + sum(widths) + layout.GAP * 2)
    for place, (_, text), anchor in ((start, first, "start"), (min(end, room), last, "end")):
        plot.label(plot.x[0] + place / per_unit, y, text, color=SUB, anchor=anchor, shift="under", dy=-_THICK / 2 - 3)
