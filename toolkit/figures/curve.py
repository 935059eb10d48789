"""Do they come back? The share of a cohort that returns, by time since the first visit."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit import colors, theme
from toolkit.display import Fragment, nodata
from toolkit.figures import layout
from toolkit.figures.drawing import Plot
from toolkit.i18n import N_, Locale
from toolkit.metrics.fact import Fact
from toolkit.theme import GREY, LINE, SUB

SINCE = {
    "day": N_("days since the first visit"),
    "week": N_("weeks since the first visit"),
    "month": N_("months since the first visit"),
}
_PLOT = 220
_MILESTONES = (1, 7, 14, 30)


def retention_curve(
    curve: pd.DataFrame,
    *,
    locale: Locale,
    color: str,
    alt: str,
    caption: str,
    previous: pd.DataFrame | None = None,
    granularity: str = "day",
    facts: Sequence[Fact] = (),
) -> Fragment:
    """Retention by offset with its 95 % interval, the previous period in grey.

    Parameters
    ----------
    curve, previous : one row per offset
        offset : int, days, weeks or months since the first visit; 0 is left out, being 1 by definition
        share : float 0..1, NaN while unobserved
        low, high : 95 % interval, NaN for none
    alt, caption : the finding as alternative text; what is shown, source and n
    granularity : day, week or month
    facts : the numbers shown

    Returns
    -------
    Fragment; one line of text when no offset is observed
    """
    now = _observed(curve)
    if not len(now):
        return nodata(locale.t("Not enough history yet for this figure."), facts)
    before = _observed(previous) if previous is not None else now[:0]
    offsets, shares = (np.concatenate([now[part], before[part]]) for part in ("offset", "share"))
    ticks = layout.scale(0, float(np.nanmax([*shares, *now["high"], *before["high"]])))
    labels = layout.scale_labels(ticks, "share", locale)
    digits = 0 if shares.min() >= 0.1 else 1
    ends = _ends(now, before, locale, digits)
    first, last = int(offsets.min()), int(offsets.max())
    left = layout.gutter(labels) + layout.width(locale.percent(now["share"][0], digits)) * 1.1 + 20
    right = max([layout.width(text) * 1.05 + 14 for text in ends] or [LINE])
    frame = layout.Frame(left, right, last - first)
    bottom = 2 * LINE + 6
    x, y = (0, max(frame.end, 1)), (ticks[0], ticks[-1])
    plot = Plot(LINE + _PLOT + bottom, x=x, y=y, left=left, right=right, top=LINE, bottom=bottom)
    layout.grid(plot, ticks, labels)
    _draw_offsets(plot, offsets, first, frame)
    plot.label(frame.data(0), 0, locale.t(SINCE[granularity]), shift="under", dy=-9 - LINE)
    brand = colors.readable(color)
    _draw_curve(plot, before, first, GREY, "f-previous")
    _draw_curve(plot, now, first, brand, "f-curve")
    _draw_values(plot, now, before, first, frame, locale, digits, brand)
    points = [(rows["offset"][-1] - first, rows["share"][-1]) for rows in (now, before)[: len(ends)]]
    heights = layout.apart([y for _, y in points], plot.up(0.95 * LINE))
    looks = ({"color": brand, "classes": "t-strong t-halo"}, {"color": SUB, "classes": "t-halo"})
    for (x, _), y, text, look in zip(points, heights, ends, looks, strict=False):
        plot.label(x, y, text, dx=10, **look)
    return plot.fragment(alt=alt, caption=caption, facts=facts)


def _ends(now: np.ndarray, before: np.ndarray, locale: Locale, digits: int) -> list[str]:
    """What stands at the right end of the two curves; nothing where there is only one."""
    if not len(before):
        return []
    shares = [locale.percent(rows["share"][-1], digits) for rows in (now, before)]
    return [locale.t("now {share}", share=shares[0]), locale.t("before {share}", share=shares[1])]


def _observed(curve: pd.DataFrame) -> np.ndarray:
    """Offset, share, low and high of what is drawn, in order of the offset."""
    columns = {part: curve[part].to_numpy(float) for part in ("offset", "share", "low", "high")}
    rows = np.rec.fromarrays(list(columns.values()), names=list(columns))
    return np.sort(rows[(rows["offset"] > 0) & ~np.isnan(rows["share"])], order="offset")


def _draw_curve(plot: Plot, rows: np.ndarray, first: int, color: str, name: str) -> None:
    x, breaks = rows["offset"] - first, np.full(len(rows), np.nan)
    intervals = np.column_stack([rows["low"], rows["high"], breaks]).ravel()
    plot.line(np.repeat(x, 3), intervals, color=color, lw=1.2, name=f"{name}-interval")
    plot.line(x, rows["share"], marker="o", ms=5, lw=2, color=color, name=name)


def _in_order(offsets: Sequence[float]) -> list[float]:
    """Offsets by their right to a label: the ends, the days that contracts name, the others."""
    unique = sorted(set(offsets))
    first = [unique[0], unique[-1], *(m for m in _MILESTONES if m in unique)]
    return list(dict.fromkeys([*first, *unique]))


def _worth_a_value(offsets: Sequence[float], frame: layout.Frame, widest: float) -> list[float]:
    """All offsets where there is room for each, else the ends and the days that contracts name."""
    has_room = min(np.diff(sorted(offsets)), default=0) * frame.per_step >= widest + layout.GAP
    return [o for o in _in_order(offsets) if has_room or o in (*_MILESTONES, offsets[0], offsets[-1])]


def _draw_offsets(plot: Plot, offsets: np.ndarray, first: int, frame: layout.Frame) -> None:
    order = _in_order(offsets)
    spots = [frame.spot(offset - first, f"{offset:.0f}") for offset in order]
    for offset, spot, is_free in zip(order, spots, layout.thinned([s.span for s in spots]), strict=True):
        if is_free:
            plot.label(spot.x, 0, f"{offset:.0f}", anchor=spot.anchor, shift="under", dy=-9)


def _draw_values(
    plot: Plot,
    now: np.ndarray,
    before: np.ndarray,
    first: int,
    frame: layout.Frame,
    locale: Locale,
    digits: int,
    brand: str,
) -> None:
    """Each value on the side where the other curve is not; the first, from where the curve falls, on its left."""
    look = {"color": brand, "classes": "t-strong t-halo"}
    shares = dict(now[["offset", "share"]].tolist())
    start, last = now["offset"][0], now["offset"][-1]
    texts = {offset: locale.percent(share, digits) for offset, share in shares.items()}
    plot.label(start - first, shares[start], texts[start], dx=-10, anchor="end", **look)
    said = [start, last] if len(before) else [start]
    widest = max(layout.width(text) for text in texts.values())
    order = [o for o in _worth_a_value(now["offset"].tolist(), frame, widest) if o not in said]
    spots = [_spot(frame, now["offset"] - first, offset - first, texts[offset]) for offset in order]
    for offset, spot, is_free in zip(order, spots, layout.thinned([s.span for s in spots]), strict=True):
        if not is_free:
            continue
        ends = [frame.data(edge) + first for edge in spot.span]
        low, high = _around([now, before], ends)
        is_under = _passes(before, [offset])[0] > shares[offset] and low / plot.y[1] * _PLOT > LINE
        side = {"shift": "under", "dy": -7} if is_under else {"shift": "over", "dy": 7}
        plot.label(spot.x, low if is_under else high, texts[offset], anchor=spot.anchor, **side, **look)


def _spot(frame: layout.Frame, offsets: np.ndarray, x: float, text: str) -> layout.Spot:
    """Over its point; from its point on to the right where the point before is too near for a text between them."""
    half, here = layout.width(text) / 2 / frame.per_step, frame.left + x * frame.per_step
    is_near_left = ((x - half <= offsets) & (offsets < x)).any()
    is_near_right = ((x < offsets) & (offsets <= x + half)).any()
    if is_near_left and not is_near_right and here + 2 * half * frame.per_step <= theme.WIDTH:
        return layout.Spot(x, "start", (here, here + 2 * half * frame.per_step))
    return frame.spot(x, text, frame.left)


def _passes(rows: np.ndarray, offsets: Sequence[float]) -> np.ndarray:
    """Where a curve passes some offsets; NaN beyond its ends."""
    return np.interp(offsets, rows["offset"], rows["share"], np.nan, np.nan) if len(rows) else np.full(1, np.nan)


def _around(curves: Sequence[np.ndarray], ends: Sequence[float]) -> tuple[float, float]:
    """Lowest and highest of what is drawn between two offsets: lines and intervals."""
    drawn = [_passes(rows, np.linspace(*ends, 9)) for rows in curves]
    for rows in curves:
        inside = rows[(ends[0] <= rows["offset"]) & (rows["offset"] <= ends[1])]
        drawn += [inside["share"], inside["low"], inside["high"]]
    return float(np.nanmin(np.concatenate(drawn))), float(np.nanmax(np.concatenate(drawn)))
