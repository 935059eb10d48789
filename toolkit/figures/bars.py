"""How many are left, and who is best? Rows of names with bars or dots, their numbers beside them."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from toolkit import colors, theme
from toolkit.display import Fragment, nodata
from toolkit.errors import ReportError
from toolkit.figures import layout
from toolkit.figures.drawing import Plot
from toolkit.i18n import MISSING, Locale
from toolkit.metrics.fact import Fact
from toolkit.theme import GREY, GRID, INK, LINE, SUB

_NAMES = 235
_STEP, _ROW, _THICK = 52, 34, 20
_MOST_STEPS, _MOST_ROWS = 8, 12


def funnel(
    steps: pd.DataFrame,
    *,
    locale: Locale,
    color: str,
    alt: str,
    caption: str,
    facts: Sequence[Fact] = (),
) -> Fragment:
    """Users who reached each step, and the share of the step before with its 95 % interval.

    Parameters
    ----------
    steps : one row per step, at most 8
        step : int, order
        name : str
        users : int, NaN where there is no data
        rate : float 0..1, of the step before; NaN for the first
        low, high : 95 % interval of the rate
    alt, caption : the finding as alternative text; what is shown, source and n
    facts : the numbers shown

    Returns
    -------
    Fragment; one line of text when no user entered
    """
    rows = steps.sort_values("step").astype(dict.fromkeys(["users", "rate", "low", "high"], float))
    if not rows["users"].max() > 0:
        return nodata(locale.t("No data for this figure."), facts)
    if len(rows) > _MOST_STEPS:
        raise ReportError("funnel", f"at most {_MOST_STEPS} steps", str(len(rows)), "Name fewer events in `funnel`.")
    counts = [locale.value(users, "users") for users in rows["users"]]
    rates = [_rate(locale, *row) for row in rows[["rate", "low", "high"]].itertuples(index=False)]
    texts = [max(pair, key=layout.width) for pair in zip(counts, rates, strict=True)]
    plot = _rows_of(rows, [0] * len(rows), rows["users"].fillna(0), texts, height=_STEP, top=LINE + 10)
    brand = colors.readable(color)
    for y, (users, count, rate) in enumerate(zip(rows["users"].fillna(0), counts, rates, strict=True)):
        _bar(plot, y, users, brand)
        has_rate = {"shift": "over", "dy": 3} if rate else {"shift": "mid"}
        plot.label(users, y, count, color=INK, dx=10, classes="t-strong", **has_rate)
        plot.label(users, y, rate, shift="under", dx=10, dy=-3)
    heading = locale.t("users; of the step before (95% interval)")
    plot.label(0, -0.5, heading, shift="over", dx=0, dy=8)
    return plot.fragment(alt=alt, caption=caption, facts=facts)


def ranking(
    rows: pd.DataFrame,
    *,
    unit: str,
    locale: Locale,
    color: str,
    alt: str,
    caption: str,
    better: str = "higher",
    in_order: bool = False,
    facts: Sequence[Fact] = (),
) -> Fragment:
    """One value each, best first: dots where there are intervals, else bars; at most 12, the rest counted.

    Parameters
    ----------
    rows : one row per name
        name : str
        value : float in `unit`, NaN where there is none
        low, high : 95 % interval, NaN for none
        is_ours : bool, may be absent; where it stands the others are grey
    unit : as a fact's
    better : higher or lower
    in_order : rows stay as they stand, for names that have an order of their own, such as ages
    alt, caption : the finding as alternative text; what is shown, source and n
    facts : the numbers shown

    Returns
    -------
    Fragment; one line of text when nothing has a value
    """
    rows = rows.astype(dict.fromkeys(["value", "low", "high"], float))
    if not rows["value"].notna().any():
        return nodata(locale.t("No data for this figure."), facts)
    best = rows
    if not in_order:
        best = rows.sort_values("value", ascending=better == "lower", kind="stable", na_position="last")
    left_out = len(best) - _MOST_ROWS
    best = best.head(_MOST_ROWS)
    texts = [locale.value(value, unit) for value in best["value"]]
    extent = best[["value", "low", "high"]].assign(zero=0.0)
    bottom = LINE + 6 if left_out > 0 else 6
    plot = _rows_of(best, extent.min(axis=1), extent.max(axis=1), texts, height=_ROW, bottom=bottom)
    brand = colors.readable(color)
    tones = [brand if is_ours else GREY for is_ours in best.get("is_ours", [True] * len(best))]
    has_intervals = best[["low", "high"]].notna().any(axis=None)
    zero = [-0.45, len(best) - 0.55]
    plot.line([0, 0], zero, color=INK, lw=0.8)
    for y, (row, text, fill) in enumerate(zip(best.itertuples(), texts, tones, strict=True)):
        if has_intervals:
            plot.line([0, plot.x[1]], [y, y], color=GRID, lw=0.8, zorder=0)
            plot.line([row.low, row.high], [y, y], color=fill, lw=1.6, name="f-interval")
            plot.dots([row.value], [y], ms=8, color=fill, name="f-dot")
        else:
            _bar(plot, y, row.value, fill)
        end = np.nanmax([0, row.value, row.high])
        tone = SUB if text == MISSING else INK
        plot.label(end, y, text, color=tone, dx=10, classes="t-strong t-halo")
    if left_out > 0:
        more = locale.t("{n} more not shown", n=left_out)
        plot.label(0, len(best) - 0.5, more, shift="under", dx=0, dy=-8)
    return plot.fragment(alt=alt, caption=caption, facts=facts)


def _rate(locale: Locale, rate: float, low: float, high: float) -> str:
    if np.isnan(rate):
        return ""
    if np.isnan(low) or np.isnan(high):
        return locale.percent(rate)
    return locale.t("{rate} ({interval})", rate=locale.percent(rate), interval=locale.interval(low, high, "share"))


def _rows_of(
    rows: pd.DataFrame,
    lows: Iterable[float],
    highs: Iterable[float],
    texts: Sequence[str],
    *,
    height: float,
    top: float = 6,
    bottom: float = 6,
) -> Plot:
    """A plot with one row a name: names on the left, x long enough for each row's end and the text beyond it."""
    names = [theme.shorten(str(name), _NAMES) for name in rows["name"]]
    left = max(layout.width(name) for name in names) + 16
    low = min(*lows, 0)
    rooms = [theme.WIDTH - left - layout.width(text) * 1.05 - 12 for text in texts]
    per_unit = min((room / (high - low) for room, high in zip(rooms, highs, strict=True) if high > low), default=1)
    x, y = (low, low + (theme.WIDTH - left) / per_unit), (len(names) - 0.5, -0.5)
    plot = Plot(len(names) * height + top + bottom, x=x, y=y, left=left, top=top, bottom=bottom)
    for y, name in enumerate(names):
        plot.label(low, y, name, color=INK, dx=-left)
    return plot


def _bar(plot: Plot, y: float, value: float, color: str) -> None:
    if not np.isnan(value):
        half = plot.up(_THICK / 2)
        plot.area([0, value, value, 0], [y - half, y - half, y + half, y + half], color=color, lw=0, name="f-bar")
