"""Who stands where? Everybody as a dot on two axes, with their name beside it wherever there is room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.ticker import MaxNLocator

from toolkit import colors, theme
from toolkit.display import Fragment, nodata
from toolkit.figures import layout
from toolkit.figures.drawing import Plot
from toolkit.i18n import Locale
from toolkit.metrics.fact import Fact
from toolkit.theme import GREY, GRID, INK, LINE, PHONE, WIDTH

_PLOT, _ASIDE, _TOP = 380, 12, LINE + 14
_NAMES = 190
_DOT = 6
_LETTERS = 0.72 * PHONE


@dataclass(frozen=True, slots=True)
class Axis:
    """What one direction means.

    Parameters
    ----------
    title : in the reader's language
    unit : as a fact's; None where its numbers mean nothing by themselves
    """

    title: str
    unit: str | None = None


def positions(
    points: pd.DataFrame,
    x: Axis,
    y: Axis,
    *,
    locale: Locale,
    color: str,
    alt: str,
    caption: str,
    facts: Sequence[Fact] = (),
) -> Fragment:
    """A dot for each name; names that find no room are left out and counted, ours never.

    Parameters
    ----------
    points : one row per name, those first whose name matters most
        name : str
        x, y : float
        is_ours : bool
    alt, caption : the finding as alternative text; what is shown, source and n
    facts : the numbers shown

    Returns
    -------
    Fragment; one line of text when there is no dot
    """
    points = points.dropna(subset=["x", "y"]).sort_values("is_ours", ascending=False, kind="stable")
    if points.empty:
        return nodata(locale.t("No data for this figure."), facts)
    wide, high = _extent(points["x"]), _extent(points["y"])
    down_labels, across_labels = _ticks(high, y.unit, locale), _ticks(wide, x.unit, locale)
    left = layout.gutter(list(down_labels.values())) if down_labels else _ASIDE
    across = left + (points["x"] - wide[0]) / (wide[1] - wide[0]) * (WIDTH - left - _ASIDE)
    down = _TOP + (high[1] - points["y"]) / (high[1] - high[0]) * _PLOT
    names = [theme.shorten(str(name), _NAMES) for name in points["name"]]
    spots = _placed(names, list(zip(across, down, strict=True)))
    hidden = sum(spot is None for spot in spots)
    lines = [locale.t("{n} dots without a name, for want of room", n=hidden)] if hidden else []
    lines = [theme.shorten(f"{x.title} →", WIDTH), *lines]
    bottom = LINE * (len(lines) + bool(across_labels)) + 12
    plot = Plot(_TOP + _PLOT + bottom, x=wide, y=high, left=left, right=_ASIDE, top=_TOP, bottom=bottom)
    _draw_axes(plot, down_labels, across_labels)
    plot.label(plot.x[0], plot.y[1], theme.shorten(f"↑ {y.title}", WIDTH), shift="over", dx=-left, dy=10)
    for i, text in enumerate(lines, start=bool(across_labels)):
        plot.label(plot.x[1], plot.y[0], text, shift="under", dx=_ASIDE, dy=-9 - LINE * i, anchor="end")
    brand = colors.readable(color)
    for row, name, spot in zip(points.itertuples(), names, spots, strict=True):
        tone, size = (brand, 12) if row.is_ours else (GREY, 9)
        plot.dots([row.x], [row.y], ms=size, color=tone, zorder=3, name="f-dot")
        if spot is not None:
            look = (
                {"color": brand, "classes": "t-strong t-halo"} if row.is_ours else {"color": INK, "classes": "t-halo"}
            )
            plot.label(row.x, row.y, name, anchor=spot.anchor, dx=spot.dx, dy=spot.dy, **look)
    return plot.fragment(alt=alt, caption=caption, facts=facts)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a name stands beside its dot."""

    anchor: str
    dx: float
    dy: float


_SPOTS = (
    _Spot("start", 11, 0),
    _Spot("end", -11, 0),
    _Spot("middle", 0, 17),
    _Spot("middle", 0, -17),
    _Spot("start", 9, 13),
    _Spot("start", 9, -13),
    _Spot("end", -9, 13),
    _Spot("end", -9, -13),
)


def _placed(names: Sequence[str], dots: Sequence[tuple[float, float]]) -> list[_Spot | None]:
    """A spot for each name at which it meets no dot and no other name, at phone size; None where there is none."""
    taken = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in dots]
    found: list[_Spot | None] = []
    for name, (x, y) in zip(names, dots, strict=True):
        boxes = {spot: _box(name, x, y, spot) for spot in _SPOTS}
        inside = [spot for spot, box in boxes.items() if _is_inside(box)]
        free = [spot for spot in inside if not any(_meet(boxes[spot], other) for other in taken)]
        chosen = next(iter(free), None)
        if chosen is None and not found:  # ours, which comes first, may lie over a dot
            chosen = next(iter(inside), None)
        found.append(chosen)
        taken += [boxes[chosen]] if chosen else []
    return found


def _is_inside(box: tuple[float, float, float, float]) -> bool:
    return box[0] >= 0 and box[2] <= WIDTH and box[1] >= _TOP - 4 and box[3] <= _TOP + _PLOT


def _box(name: str, x: float, y: float, spot: _Spot) -> tuple[float, float, float, float]:
    """What a name covers, from its upper left to its lower right corner."""
    wide = layout.width(name)
    start = x + spot.dx - {"start": 0.0, "middle": wide / 2, "end": wide}[spot.anchor]
    middle = y - spot.dy
    return start, middle - _LETTERS / 2 - 1, start + wide, middle + _LETTERS / 2 + 1


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _extent(values: pd.Series) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    aside = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    return low - aside, high + aside


def _ticks(extent: tuple[float, float], unit: str | None, locale: Locale) -> dict[float, str]:
    """A few round values within an axis, as read; none where numbers mean nothing."""
    if unit is None:
        return {}
    found = [float(v) for v in MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]).tick_values(*extent)]
    inside = [v for v in found if extent[0] <= v <= extent[1]]
    if len(inside) < 2:
        return {v: locale.value(v, unit) for v in inside}
    return dict(zip(inside, layout.scale_labels(inside, unit, locale), strict=True))


def _draw_axes(plot: Plot, down: Mapping[float, str], across: Mapping[float, str]) -> None:
    """Rules at the values of the upright axis, values under the other one; a cross at 0 where there are no values."""
    if not down and not across:
        plot.line([0, 0], plot.y, color=GRID, lw=0.8, zorder=0)
        plot.line(plot.x, [0, 0], color=GRID, lw=0.8, zorder=0)
    for value, text in down.items():
        plot.rule(value, GRID)
        plot.label(plot.x[0], value, text, dx=-plot.left)
    plot.rule(plot.y[0], INK)
    per_unit = (plot.right - plot.left) / (plot.x[1] - plot.x[0])
    middles = [plot.left + (value - plot.x[0]) * per_unit for value in across]
    spans = [
        (m - layout.width(text) / 2, m + layout.width(text) / 2)
        for m, text in zip(middles, across.values(), strict=True)
    ]
    is_free = [free and a >= 0 and b <= WIDTH for free, (a, b) in zip(layout.thinned(spans), spans, strict=True)]
    for (value, text), free in zip(across.items(), is_free, strict=True):
        if free:
            plot.label(value, plot.y[0], text, shift="under", dy=-9, anchor="middle")
