"""How much each month? Amounts side by side: this year solid, last year outlined, what is incomplete hatched."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from toolkit import colors
from toolkit.display import Fragment, nodata
from toolkit.figures import layout
from toolkit.figures.drawing import Plot
from toolkit.i18n import COMPACT_FROM, STEPS, Locale
from toolkit.metrics.fact import Fact
from toolkit.theme import GREY, INK, LINE

_PLOT = 190


def columns(
    series: pd.DataFrame,
    *,
    locale: Locale,
    color: str,
    alt: str,
    caption: str,
    unit: str = "CNY",
    facts: Sequence[Fact] = (),
) -> Fragment:
    """An amount per week or month, as IBCS draws it.

    Parameters
    ----------
    series : one row per week or month, in order
        label : str
        value : float in `unit`, NaN where there is no data
        is_partial : bool, the week or month is not over or not covered
        previous : float, the same a year ago; the column may be absent
    unit : as a fact's
    alt, caption : the finding as alternative text; what is shown, source and n
    facts : the numbers shown

    Returns
    -------
    Fragment; one line of text when nothing has a value
    """
    if not series["value"].notna().any():
        return nodata(locale.t("No data for this figure."), facts)
    values = series["value"].to_numpy(float)
    partial = series["is_partial"].to_numpy(bool)
    previous = series["previous"].to_numpy(float) if "previous" in series else np.full(len(values), np.nan)
    brand, frame = colors.readable(color), layout.Frame(0, 0, len(values))
    texts, remark = _texts(values, unit, locale, frame.per_step)
    has_key = bool(remark) or not np.isnan(previous).all()
    top, bottom = LINE * (2 if has_key else 1), 6 + LINE * (2 if partial.any() else 1)
    both = np.concatenate([values, previous, [0]])
    low, high = np.nanmin(both), np.nanmax(both)
    y = (low - (LINE / _PLOT) * (high - low) * (low < 0), high if high > low else 1)
    plot = Plot(top + _PLOT + bottom, x=(0, len(values)), y=y, top=top, bottom=bottom)
    _draw_columns(plot, values, previous, partial, brand)
    plot.line([0, len(values)], [0, 0], color=INK, lw=0.8)
    _draw_texts(plot, values, previous, texts, frame)
    _draw_labels(plot, [str(label) for label in series["label"]], partial, locale, frame)
    _draw_key(plot, remark, "" if np.isnan(previous).all() else locale.t("last year"), frame)
    return plot.fragment(alt=alt, caption=caption, facts=facts)


def _texts(values: np.ndarray, unit: str, locale: Locale, room: float) -> tuple[list[str], str]:
    """The values as texts; where they are too wide for a column each, plain numbers and their unit, said once."""
    full = ["" if np.isnan(v) else locale.value(v, unit, compact=True) for v in values]
    if unit == "share" or max(layout.width(text) for text in full) * 1.05 + 4 <= room:
        return full, ""
    largest = float(np.nanmax(np.abs(values)))
    steps = [step for step in STEPS[locale.language] if largest >= max(step[0], COMPACT_FROM)]
    scale, name = steps[-1] if steps else (1, "")
    digits = max(0, 2 - int(np.log10(max(largest / scale, 1))))
    short = ["" if np.isnan(v) else locale.number(v / scale, digits) for v in values]
    name = _unit_name(name, unit, locale)
    return short, locale.t("unit: {name}", name=name) if name else ""


def _unit_name(scale: str, unit: str, locale: Locale) -> str:
    if locale.language == "zh" and unit == "CNY":
        return scale + "元"
    return (locale.money(0, digits=0).removesuffix("0") if unit.isupper() else "") + scale


def _draw_columns(plot: Plot, values: np.ndarray, previous: np.ndarray, partial: np.ndarray, brand: str) -> None:
    shift = 0 if np.isnan(previous).all() else 0.07
    for i, (value, before, is_partial) in enumerate(zip(values, previous, partial, strict=True)):
        for amount, middle, look in (
            (before, i + 0.5 - shift, {"fc": "white", "ec": GREY, "lw": 1.2, "name": "f-previous"}),
            (value, i + 0.5 + shift, _look(brand, is_partial)),
        ):
            if not np.isnan(amount):
                sides = [middle - 0.31, middle + 0.31]
                plot.area([*sides, *sides[::-1]], [0, 0, amount, amount], **look)


def _look(brand: str, is_partial: bool) -> dict[str, object]:
    if is_partial:
        return {"fc": "white", "ec": brand, "lw": 1.2, "hatch": "////", "name": "f-partial"}
    return {"fc": brand, "lw": 0, "name": "f-column"}


def _draw_texts(
    plot: Plot, values: np.ndarray, previous: np.ndarray, texts: Sequence[str], frame: layout.Frame
) -> None:
    """Over each column, under a negative one; only the last and the largest where they are wider than a column."""
    order = [i for i in dict.fromkeys([len(values) - 1, int(np.nanargmax(values)), *range(len(values))]) if texts[i]]
    if max(map(layout.width, texts)) > frame.per_step:
        order = order[:2]
    unit = plot.up(1)
    spots = [frame.spot(i + 0.5, texts[i]) for i in order]
    for i, spot, is_free in zip(order, spots, layout.thinned([s.span for s in spots]), strict=True):
        covered = values[int(spot.span[0] / frame.per_step) : int(np.ceil(spot.span[1] / frame.per_step))]
        is_near = values[i] < previous[i] < values[i] + LINE * unit
        edge = values[i] if values[i] < 0 else np.nanmax([*covered, previous[i] if is_near else values[i]])
        side = {"shift": "under", "dy": -6} if values[i] < 0 else {"shift": "over", "dy": 6}
        if is_free:
            plot.label(spot.x, edge, texts[i], color=INK, anchor=spot.anchor, classes="t-strong t-halo", **side)


def _draw_labels(plot: Plot, labels: Sequence[str], partial: np.ndarray, locale: Locale, frame: layout.Frame) -> None:
    """Names below, every second or third where they are wide, always the last; `incomplete` below the hatched ones."""
    every = int(np.ceil((max(map(layout.width, labels)) + layout.GAP) / frame.per_step))
    backwards = range(len(labels) - 1, -1, -1)
    _draw_line(plot, {i: labels[i] for i in backwards[::every]}, frame, dy=-8)
    _draw_line(plot, {i: locale.t("incomplete") for i in backwards if partial[i]}, frame, dy=-8 - LINE)


def _draw_line(plot: Plot, texts: dict[int, str], frame: layout.Frame, dy: float) -> None:
    spots = [frame.spot(i + 0.5, text) for i, text in texts.items()]
    free = layout.thinned([spot.span for spot in spots])
    for text, spot, is_free in zip(texts.values(), spots, free, strict=True):
        if is_free:
            plot.label(spot.x, plot.y[0], text, anchor=spot.anchor, shift="under", dy=dy)


def _draw_key(plot: Plot, remark: str, previous: str, frame: layout.Frame) -> None:
    """Above the columns: what an outline is, and the unit where the texts do not say it."""
    y = plot.y[1] + plot.up(1.4 * LINE)
    if previous:
        plot.dots([6 / frame.per_step], [y], marker="s", ms=11, mfc="white", mec=GREY, mew=1.2)
        plot.label(18 / frame.per_step, y, previous)
    if remark:
        plot.label(frame.end, y, remark, anchor="end")
