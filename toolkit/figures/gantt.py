"""What is done when? One row a piece of work, a bar from its first day to its last, months across."""

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from toolkit import colors, theme
from toolkit.display import Fragment, nodata
from toolkit.figures import layout
from toolkit.figures.drawing import Plot
from toolkit.i18n import Locale
from toolkit.metrics.fact import Fact
from toolkit.theme import GRID, INK, LINE, SUB

_NAMES = 235
_ROW, _PHASE, _TASK = 34, 22, 12
_PALE = 0.45


def gantt(
    rows: pd.DataFrame, *, locale: Locale, color: str, alt: str, caption: str, facts: Sequence[Fact] = ()
) -> Fragment:
    """Work on a calendar: phases as full bars with their days, tasks below them thinner and paler.

    Parameters
    ----------
    rows : one row per piece of work, in order
        name : str
        start, end : date, both included
        is_task : bool
    alt, caption : the finding as alternative text; what is shown
    facts : the numbers shown

    Returns
    -------
    Fragment; one line of text without rows
    """
    if rows.empty:
        return nodata(locale.t("No data for this figure."), facts)
    first, last = rows["start"].min(), rows["end"].max() + timedelta(days=1)
    names = [theme.shorten(str(name), _NAMES) for name in rows["name"]]
    left = max(layout.width(name) for name in names) + 16
    height = len(rows) * _ROW + LINE + 12
    x = (0.0, float((last - first).days))
    plot = Plot(height, x=x, y=(len(rows) - 0.5, -0.5), left=left, right=4, top=LINE + 8, bottom=4)
    _months(plot, first, last, len(rows), locale)
    brand = colors.readable(color)
    for y, (row, name) in enumerate(zip(rows.itertuples(), names, strict=True)):
        start, end = float((row.start - first).days), float((row.end - first).days + 1)
        half = plot.up((_TASK if row.is_task else _PHASE) / 2)
        fill = theme.tint(brand, _PALE) if row.is_task else brand
        corners = [start, end, end, start], [y - half, y - half, y + half, y + half]
        plot.area(*corners, color=fill, lw=0, name="f-task" if row.is_task else "f-phase")
        strong = {} if row.is_task else {"classes": "t-strong"}
        plot.label(x[0], y, name, color=SUB if row.is_task else INK, dx=-left, **strong)
        if not row.is_task:
            _days(plot, start, end, y, locale.short_span(row.start, row.end))
    return plot.fragment(alt=alt, caption=caption, facts=facts)


def _days(plot: Plot, start: float, end: float, y: int, text: str) -> None:
    """First and last day beside a bar, to its right or left, where there is room."""
    per_day, wide = (plot.right - plot.left) / plot.x[1], layout.width(text) + layout.GAP
    if (plot.x[1] - end) * per_day >= wide:
        plot.label(end, y, text, dx=layout.GAP, classes="t-halo")
    elif start * per_day >= wide:
        plot.label(start, y, text, anchor="end", dx=-layout.GAP, classes="t-halo")


def _months(plot: Plot, first: date, last: date, rows: int, locale: Locale) -> None:
    """A thin line where each month begins, and its name above where there is room."""
    starts = [day.date() for day in pd.date_range(first.replace(day=1), last, freq="MS") if day.date() < last]
    per_day = (plot.right - plot.left) / plot.x[1]
    places = [max((day - first).days, 0) for day in starts]
    texts = [locale.short_month(day) for day in starts]
    spans = [(place * per_day, place * per_day + layout.width(text)) for place, text in zip(places, texts, strict=True)]
    fits = [end <= plot.right - plot.left for _, end in spans]
    for place, text, is_free, is_inside in zip(places, texts, layout.thinned(spans), fits, strict=True):
        plot.line([place, place], [-0.5, rows - 0.5], color=GRID, lw=0.8, zorder=0)
        if is_free and is_inside:
            plot.label(place, -0.5, text, shift="over", dy=6)
