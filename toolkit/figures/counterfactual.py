"""What would have come without it? What came, day by day, and what untreated units say would have."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from toolkit import colors, theme
from toolkit.display import Fragment, nodata
from toolkit.figures import layout
from toolkit.figures.drawing import Plot
from toolkit.i18n import Locale
from toolkit.metrics.fact import Fact
from toolkit.theme import GREY, INK, LINE, SUB

_PLOT = 230


def counterfactual(
    daily: pd.DataFrame,
    *,
    start: date,
    names: tuple[str, str],
    unit: str,
    locale: Locale,
    color: str,
    alt: str,
    caption: str,
    facts: Sequence[Fact] = (),
) -> Fragment:
    """Two lines that run together until the start; the space between them afterwards is the effect.

    Parameters
    ----------
    daily : one row per day with data
        day : date or datetime64; days left out are gaps
        actual, expected : float in `unit`
    start : first day of the treatment, marked
    names : what the two lines are, in the reader's language: as it came, as it would have come
    unit : as a fact's
    alt, caption : the finding as alternative text; what is shown, source and n
    facts : the numbers shown

    Returns
    -------
    Fragment; one line of text without any day
    """
    if daily.empty:
        return nodata(locale.t("No data for this figure."), facts)
    first = pd.Timestamp(daily["day"].iloc[0]).date()
    offsets = (pd.to_datetime(daily["day"]) - pd.Timestamp(first)).dt.days.to_numpy()
    days = np.arange(int(offsets[-1]) + 1)
    lines = {name: np.full(len(days), np.nan) for name in ("actual", "expected")}
    for name, values in lines.items():
        values[offsets] = daily[name].to_numpy(float)
    both = np.concatenate(list(lines.values()))
    ticks = layout.scale(float(np.nanmin(both)), float(np.nanmax(both)))
    labels = layout.scale_labels(ticks, unit, locale)
    short = [theme.shorten(name, 260) for name in names]
    frame = layout.Frame(layout.gutter(labels), 0, max(int(days[-1]), 1))
    top, bottom = 2 * LINE + 8, LINE + 6
    x, y = (0, frame.end), (ticks[0], ticks[-1])
    plot = Plot(top + _PLOT + bottom, x=x, y=y, left=frame.left, top=top, bottom=bottom)
    layout.grid(plot, ticks, labels)
    brand = colors.readable(color)
    begins = (start - first).days
    since = np.where(days >= begins, 1.0, np.nan)
    _draw_between(plot, days, lines["actual"] * since, lines["expected"] * since, brand)
    plot.line(days, lines["expected"], color=GREY, lw=1.6, name="f-expected", ls=(0, (4, 2)))
    plot.line(days, lines["actual"], color=brand, lw=1.8, name="f-actual")
    _draw_start(plot, begins, locale.t("from {day}", day=locale.short_date(start)), frame)
    _draw_key(plot, short, (brand, SUB), frame)
    for i, text in _days_named(first, len(days), locale):
        spot = frame.spot(i, text)
        plot.label(spot.x, ticks[0], text, color=INK if i >= begins else SUB, anchor=spot.anchor, shift="under", dy=-9)
    return plot.fragment(alt=alt, caption=caption, facts=facts)


def _draw_between(plot: Plot, days: np.ndarray, actual: np.ndarray, expected: np.ndarray, brand: str) -> None:
    """The effect as a pale area, one for each run of days without a gap."""
    seen = np.flatnonzero(~np.isnan(actual))
    for run in np.split(seen, np.flatnonzero(np.diff(seen) > 1) + 1):
        if len(run) > 1:
            across = np.concatenate([days[run], days[run][::-1]])
            up = np.concatenate([actual[run], expected[run][::-1]])
            plot.area(across, up, color=theme.tint(brand, 0.16), lw=0, zorder=-1, name="f-effect")


def _draw_start(plot: Plot, begins: int, text: str, frame: layout.Frame) -> None:
    low, high = plot.y
    top = high + plot.up(6)
    plot.line([begins - 0.5, begins - 0.5], [low, top], color=INK, lw=0.8, name="f-start")
    spot = frame.spot(begins - 0.5, text, frame.left)
    plot.label(spot.x, top, text, color=INK, anchor=spot.anchor, shift="over", dy=3)


def _draw_key(plot: Plot, names: Sequence[str], tones: Sequence[str], frame: layout.Frame) -> None:
    """What the lines are, side by side above the plot: they run too close together to be named at their ends."""
    at, y = frame.left, plot.y[1] + plot.up(12 + LINE)
    for name, tone, dashes in zip(names, tones, ("-", (0, (4, 2))), strict=True):
        across = [frame.data(at), frame.data(at + 26)]
        plot.line(across, [y + plot.up(9)] * 2, color=tone, lw=2.4, ls=dashes)
        plot.label(frame.data(at + 34), y, name, color=tone, shift="over", dy=5, classes="t-strong")
        at += 34 + layout.width(name) * 1.05 + 26


def _days_named(first: date, count: int, locale: Locale) -> list[tuple[int, str]]:
    """At most five days and their names, whole months where there are several."""
    days = [first + timedelta(days=i) for i in range(count)]
    starts = [i for i, day in enumerate(days) if day.day == 1]
    if len(starts) >= 3:
        chosen = starts[:: -(-len(starts) // 5)]
        return [(i, locale.month(days[i]) if days[i].month == 1 else locale.short_month(days[i])) for i in chosen]
    step = max(1, -(-count // 5))
    return [(i, locale.short_date(days[i])) for i in range(0, count, step)][:5]
