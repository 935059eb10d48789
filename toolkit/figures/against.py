"""Did it make a difference: what came, against what was expected without it, day by day."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from toolkit import colors, theme
from toolkit.display import Fragment, nodata
from toolkit.figures import layout
from toolkit.figures.drawing import Plot
from toolkit.i18n import Locale
from toolkit.metrics.fact import Fact
from toolkit.theme import GREY, INK, LINE, SUB

_PLOT = 220


def against(
    daily: pd.DataFrame,
    *,
    span: tuple[date, date],
    name: str,
    unit: str,
    locale: Locale,
    color: str,
    alt: str,
    caption: str,
    facts: Sequence[Fact] = (),
) -> Fragment:
    """Actual values over an expected line with its 95 % band; the days in question in the brand colour and shaded.

    Parameters
    ----------
    daily : one row per day, in order, no day left out
        day : datetime64
        actual : float in `unit`, NaN where there is no data
        expected, low, high : float, NaN on days that are not in question
    span : first and last day to shade
    name : of what happened then
    unit : as a fact's
    alt, caption : the finding as alternative text; what is shown, source and n
    facts : the numbers shown

    Returns
    -------
    Fragment; one line of text when no day has a value
    """
    if not daily["actual"].notna().any() or not daily["expected"].notna().any():
        return nodata(locale.t("No data for this figure."), facts)
    days = pd.DatetimeIndex(daily["day"])
    actual, expected, low, high = (daily[key].to_numpy(float) for key in ("actual", "expected", "low", "high"))
    low = np.maximum(low, min(0.0, float(np.nanmin(actual))))  # of counts nobody expects fewer than none
    seen = np.concatenate([actual, expected, low, high])
    ticks = layout.scale(float(np.nanmin(seen)), float(np.nanmax(seen)))
    labels = layout.scale_labels(ticks, unit, locale)
    ends = [(float(line[_last(line)]), _last(line)) for line in (actual, expected)]
    values = [locale.value(value, unit, compact=True) for value, _ in ends]
    texts = [locale.t("actual {value}", value=values[0]), locale.t("expected {value}", value=values[1])]
    right = max(map(layout.width, texts)) * 1.02 + 14
    frame = layout.Frame(layout.gutter(labels), right, len(days) - 1)
    first, last = (int(np.clip(days.searchsorted(pd.Timestamp(day)), 0, len(days) - 1)) for day in span)
    title = theme.shorten(name, theme.WIDTH / 2)
    x, y = (0, max(frame.end, 1)), (ticks[0], ticks[-1])
    plot = Plot(8 + LINE + _PLOT + LINE + 6, x=x, y=y, left=frame.left, right=right, top=8 + LINE, bottom=LINE + 6)
    layout.grid(plot, ticks, labels)
    brand = colors.readable(color)
    top = ticks[-1] + plot.up(4)
    across = [first - 0.5, last + 0.5]
    plot.area(across + across[::-1], [ticks[0]] * 2 + [top] * 2, color=theme.tint(brand, 0.1), lw=0, zorder=-2)
    spot = frame.spot((first + last) / 2, title, frame.left)
    plot.label(spot.x, top, title, color=brand, anchor=spot.anchor, shift="over", dy=3)
    _draw(plot, np.arange(len(days)), actual, expected, low, high, slice(first, last + 1), brand)
    heights = layout.apart([value for value, _ in ends], plot.up(LINE))
    for (_, place), height, text, tone in zip(ends, heights, texts, (brand, SUB), strict=True):
        plot.label(max(place, frame.end), height, text, color=tone, dx=10, classes="t-strong" * (tone == brand))
    step = next((s for s in (1, 2, 3, 7, 14, 21, 28, 56) if len(days) <= 5 * s), 84)
    offset = -int(days[0].weekday()) % 7 if step >= 7 else 0
    for i in list(range(offset, len(days), step))[:5]:
        spot = frame.spot(i, text := locale.short_date(days[i].date()))
        tone = INK if first <= i <= last else SUB
        plot.label(spot.x, ticks[0], text, color=tone, anchor=spot.anchor, shift="under", dy=-9)
    return plot.fragment(alt=alt, caption=caption, facts=facts)


def _last(values: np.ndarray) -> int:
    return int(np.flatnonzero(~np.isnan(values))[-1])


def _draw(
    plot: Plot,
    x: np.ndarray,
    actual: np.ndarray,
    expected: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    inside: slice,
    brand: str,
) -> None:
    known = np.flatnonzero(~np.isnan(expected))
    if len(known) > 1:
        band = [*low[known], *high[known][::-1]]
        plot.area([*known, *known[::-1]], band, color=theme.tint(GREY, 0.28), lw=0, zorder=-1, name="f-band")
    else:
        plot.line([known[0]] * 2, [low[known[0]], high[known[0]]], color=GREY, lw=4, name="f-band")
    plot.line(x, expected, color=SUB, lw=1.6, ls=(0, (4, 3)), name="f-expected")
    plot.line(x, actual, color=GREY, lw=1.4, name="f-history")
    during = np.full(len(x), np.nan)
    during[inside] = actual[inside]
    plot.line(x, during, color=brand, lw=2.2, name="f-during")
    plot.dots(x[inside], during[inside], ms=4, color=brand)
