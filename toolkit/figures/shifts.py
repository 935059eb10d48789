"""What moved? Each metric before and after the same day, as two dots on one scale."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit import colors, theme
from toolkit.display import Fragment, nodata
from toolkit.figures import layout
from toolkit.figures.drawing import Plot
from toolkit.i18n import Locale
from toolkit.metrics.fact import Fact
from toolkit.theme import GREY, GRID, INK, LINE, SUB

_NAMES = 235
_ROW = 36
_MOST = 12


def shifts(
    rows: pd.DataFrame,
    *,
    locale: Locale,
    color: str,
    alt: str,
    caption: str,
    facts: Sequence[Fact] = (),
) -> Fragment:
    """Metrics of any unit beside each other: all begin at one line, how far each went is relative to it.

    Parameters
    ----------
    rows : one row per metric, at most 12 shown
        name : str
        ratio : float, after over before
        text : str, the change in words
        is_clear : bool; what may be chance is drawn hollow
    alt, caption : the finding as alternative text; what is shown, source and n
    facts : the numbers shown

    Returns
    -------
    Fragment; one line of text without any row
    """
    shown = rows[np.isfinite(rows["ratio"].astype(float))].head(_MOST)
    if shown.empty:
        return nodata(locale.t("No data for this figure."), facts)
    names = [theme.shorten(str(name), _NAMES) for name in shown["name"]]
    values = shown["ratio"].to_numpy(float) - 1
    room = max(layout.width(text) for text in [*shown["text"], locale.t("before")]) * 1.05 + 18  # beside a dot
    left = max(layout.width(name) for name in names) + 16 + (room if values.min() < 0 else 24)
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    high = high if high > low else low + 1
    y = (len(names) - 0.5, -0.5)
    plot = Plot(LINE + len(names) * _ROW + 10, x=(low, high), y=y, left=left, right=room, top=LINE + 4, bottom=6)
    plot.line([0, 0], [-0.5, len(names) - 0.5], color=INK, lw=0.8)
    plot.label(0, -0.5, locale.t("before"), color=SUB, anchor="middle", shift="over", dy=5)
    brand = colors.readable(color)
    entries = zip(names, values, shown["text"], shown["is_clear"].astype(bool), strict=True)
    for row, (name, value, text, is_clear) in enumerate(entries):
        plot.label(low, row, name, color=INK, dx=-left)
        plot.line([0, value], [row, row], color=brand if is_clear else GRID, lw=2, name="f-shift")
        plot.dots([0], [row], ms=7, color=GREY)
        fill = {"color": brand} if is_clear else {"mfc": "white", "mec": SUB, "mew": 1.6}
        plot.dots([value], [row], ms=9, name="f-after", **fill)
        is_left = value < 0
        look = {"color": INK if is_clear else SUB, "classes": "t-strong t-halo" if is_clear else "t-halo"}
        plot.label(value, row, text, anchor="end" if is_left else "start", dx=-12 if is_left else 12, **look)
    return plot.fragment(alt=alt, caption=caption, facts=facts)
