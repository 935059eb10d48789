"""Where do we stand in each criterion? Rows from worst to best, the others as grey dots, ours in colour."""

from collections.abc import Sequence

import pandas as pd

from toolkit import colors, theme
from toolkit.display import Fragment, nodata
from toolkit.figures import layout
from toolkit.figures.drawing import Plot
from toolkit.i18n import Locale
from toolkit.metrics.fact import Fact
from toolkit.theme import GREY, GRID, INK, LINE, SUB

_NAMES, _VALUES = 235, 130
_ROW = 34
_MOST_ROWS = 20


def standing(
    rows: pd.DataFrame,
    *,
    locale: Locale,
    color: str,
    alt: str,
    caption: str,
    facts: Sequence[Fact] = (),
) -> Fragment:
    """One row a criterion, everybody at a place between its worst and best; our value beside it. At most 20, in order.

    Parameters
    ----------
    rows : one row per criterion
        name : str
        ours : float 0..1, 1 the best; NaN where not known
        others : list of float 0..1
        text : our value as a reader reads it
    alt, caption : the finding as alternative text; what is shown, source and n
    facts : the numbers shown

    Returns
    -------
    Fragment; one line of text when there is no row
    """
    if rows.empty:
        return nodata(locale.t("No data for this figure."), facts)
    shown, left_out = rows.head(_MOST_ROWS), len(rows) - _MOST_ROWS
    names = [theme.shorten(str(name), _NAMES) for name in shown["name"]]
    texts = [theme.shorten(str(text), _VALUES) for text in shown["text"]]
    left = max(layout.width(name) for name in names) + 22
    right = max(layout.width(text) * 1.05 for text in texts) + 18
    top, bottom = LINE + 6, LINE + 6 if left_out > 0 else 6
    y = (len(shown) - 0.5, -0.5)
    plot = Plot(len(shown) * _ROW + top + bottom, x=(0, 1), y=y, left=left, right=right, top=top, bottom=bottom)
    brand = colors.readable(color)
    plot.label(0, -0.5, locale.t("worst"), shift="over", dy=6)
    plot.label(1, -0.5, locale.t("best"), shift="over", anchor="end", dy=6)
    for i, (row, name, text) in enumerate(zip(shown.itertuples(), names, texts, strict=True)):
        plot.label(0, i, name, color=INK, dx=-left)
        plot.line([0, 1], [i, i], color=GRID, lw=1.4, zorder=0)
        plot.dots(list(row.others), [i] * len(row.others), ms=7, color=GREY, alpha=0.75, zorder=2, name="f-other")
        is_known = row.ours == row.ours
        if is_known:
            plot.dots([row.ours], [i], ms=11, color=brand, mec="#ffffff", mew=1.2, zorder=3, name="f-ours")
        look = {"color": brand, "classes": "t-strong"} if is_known else {"color": SUB}
        plot.label(1, i, text, dx=right, anchor="end", **look)
    if left_out > 0:
        plot.label(0, len(shown) - 0.5, locale.t("{n} more not shown", n=left_out), shift="under", dx=-left, dy=-8)
    return plot.fragment(alt=alt, caption=caption, facts=facts)
