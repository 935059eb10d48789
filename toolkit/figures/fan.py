"""Where is it going? A series as it was, and as it may go on within an interval."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit import colors, theme
from toolkit.display import Fragment, nodata
from toolkit.figures import layout
from toolkit.figures.drawing import Plot
from toolkit.i18n import Locale
from toolkit.metrics.fact import Fact
from toolkit.theme import GREY, INK, LINE, SUB, WARN

_PLOT, _MOST_LABELS = 220, 6


def fan(
    steps: pd.DataFrame,
    *,
    unit: str,
    locale: Locale,
    color: str,
    alt: str,
    caption: str,
    facts: Sequence[Fact] = (),
) -> Fragment:
    """A series in grey, its estimate in the brand colour within a pale band that is the 95 % interval.

    Parameters
    ----------
    steps : one row per day, week, month …, in order and without a hole
        label : str
        value : float in `unit`; NaN where it is missing
        low, high : the interval; NaN for what is known
        is_estimate : bool, True from the first estimate on; may never be
    unit : as a fact's
    alt, caption : the finding as alternative text; what is shown, source and n
    facts : the numbers shown

    Returns
    -------
    Fragment; one line of text when nothing has a value
    """
    values = steps["value"].to_numpy(float)
    if not np.isfinite(values).any():
        return nodata(locale.t("No data for this figure."), facts)
    is_estimate = steps["is_estimate"].to_numpy(bool)
    low, high = (steps[end].to_numpy(float) for end in ("low", "high"))
    reach = np.concatenate([values, low, high])
    ticks = layout.scale(float(np.nanmin(reach)), float(np.nanmax(reach)))
    texts = layout.scale_labels(ticks, unit, locale)
    known = np.flatnonzero(np.isfinite(values) & ~is_estimate)
    named = [place for place in (known[-1:], [len(values) - 1] if is_estimate.any() else []) for place in place]
    ends = {place: locale.value(values[place], unit, compact=True) for place in named}
    right = max((layout.width(text) for text in ends.values()), default=0) * 1.05 + 14
    frame = layout.Frame(layout.gutter(texts), right, len(values) - 1)
    top, bottom = LINE + 8, LINE + 6 + (LINE if np.isnan(values).any() else 0)
    y = (ticks[0], max(ticks[-1], float(np.nanmax(reach))))
    x = (0, max(frame.end, 1))
    plot = Plot(top + _PLOT + bottom, x=x, y=y, left=frame.left, right=frame.right, top=top, bottom=bottom)
    layout.grid(plot, ticks, texts)
    brand = colors.readable(color)
    if is_estimate.any():
        _draw_estimate(plot, values, low, high, is_estimate, brand, locale, frame)
    plot.line(np.flatnonzero(~is_estimate), values[~is_estimate], color=GREY, lw=1.6, name="f-history")
    _draw_labels(plot, [str(label) for label in steps["label"]], is_estimate, frame)
    _draw_missing(plot, np.flatnonzero(np.isnan(values)), locale, frame)
    for place, text in ends.items():
        tone = brand if is_estimate[place] else INK
        plot.dots([place], [values[place]], ms=6, color=tone)
        beside = {"dx": 10} if place == len(values) - 1 else {"dy": 10, "shift": "over", "anchor": "end", "dx": 4}
        plot.label(place, values[place], text, color=tone, classes="t-strong t-halo", **beside)
    return plot.fragment(alt=alt, caption=caption, facts=facts)


def _draw_estimate(
    plot: Plot,
    values: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    is_estimate: np.ndarray,
    brand: str,
    locale: Locale,
    frame: layout.Frame,
) -> None:
    """The band opens at the last known value, and its line is broken into dashes: it has not happened."""
    places = np.flatnonzero(is_estimate)
    before = places[0] - 1
    if before >= 0 and np.isfinite(values[before]):
        places = np.insert(places, 0, before)
        low, high = (np.where(np.arange(len(values)) == before, values[before], end) for end in (low, high))
    band = np.concatenate([low[places], high[places][::-1]])
    pale = theme.tint(brand, 0.16)
    plot.area(np.concatenate([places, places[::-1]]), band, color=pale, lw=0, zorder=-1, name="f-interval")
    plot.line(places, values[places], color=brand, lw=2, ls=(0, (4, 2)), name="f-estimate")
    text = locale.t("estimate with 95% interval")
    spot = frame.spot(float(places.mean()), text, frame.left)
    plot.label(spot.x, plot.y[1], text, color=brand, anchor=spot.anchor, shift="over", dy=8)


def _draw_labels(plot: Plot, labels: Sequence[str], is_estimate: np.ndarray, frame: layout.Frame) -> None:
    """Below the plot the last known and the last step, and others between as far as there is room."""
    last = len(labels) - 1
    every = int(np.ceil(len(labels) / _MOST_LABELS))
    known = np.flatnonzero(~is_estimate)
    order = list(dict.fromkeys([last, *(int(place) for place in known[-1:]), 0, *range(last, -1, -every)]))
    spots = [frame.spot(place, labels[place]) for place in order]
    for place, spot, is_free in zip(order, spots, layout.thinned([spot.span for spot in spots]), strict=True):
        if is_free:
            tone = SUB if is_estimate[place] else INK
            plot.label(spot.x, plot.y[0], labels[place], color=tone, anchor=spot.anchor, shift="under", dy=-9)


def _draw_missing(plot: Plot, places: np.ndarray, locale: Locale, frame: layout.Frame) -> None:
    """Where a value is missing, a mark in the warning colour on the axis."""
    for place in places:
        plot.line([place - 0.4, place + 0.4], [plot.y[0]] * 2, color=WARN, lw=5, solid_capstyle="butt")
    if len(places):
        text = locale.t("{n} values missing", n=len(places))
        spot = frame.spot(float(places.mean()), text)
        plot.label(spot.x, plot.y[0], text, color=WARN, anchor=spot.anchor, shift="under", dy=-9 - LINE)
