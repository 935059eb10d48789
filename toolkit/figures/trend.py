"""Is it going up? One value a day, with the report's period, campaigns, gaps and unusual days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from toolkit import colors, theme
from toolkit.display import Fragment, nodata
from toolkit.figures import layout
from toolkit.figures.drawing import Plot
from toolkit.i18n import Locale
from toolkit.metrics.fact import Fact
from toolkit.theme import GREY, INK, LINE, SUB, WARN

Mark = tuple[date, date, str]
_PLOT = 220
_UNUSUAL_NAMED = 3


@dataclass(frozen=True, slots=True)
class _Series:
    """One value a day without a hole in the days; a day without data is NaN."""

    first: date
    values: np.ndarray
    unusual: np.ndarray
    period: slice

    def day(self, i: int) -> date:
        return self.first + timedelta(days=int(i))

    def index(self, day: date) -> int:
        return (pd.Timestamp(day).date() - self.first).days

    @property
    def gaps(self) -> list[tuple[int, int]]:
        """First and last day of each run without data, from the first observation or the period's start on."""
        empty = np.isnan(self.values)
        empty[: min(int(np.argmin(empty)), self.period.start)] = False
        edges = np.flatnonzero(np.diff(np.concatenate(([0], empty.astype(int), [0]))))
        return [(int(a), int(b) - 1) for a, b in edges.reshape(-1, 2)]


@dataclass(frozen=True, slots=True)
class _Named:
    """A mark within the series: its days by number, and the place and row of its name."""

    first: int
    last: int
    name: str
    spot: layout.Spot
    row: int


def trend(
    daily: pd.DataFrame,
    *,
    locale: Locale,
    color: str,
    alt: str,
    caption: str,
    marks: Sequence[Mark] = (),
    period: tuple[date, date] | None = None,
    unit: str = "users",
    facts: Sequence[Fact] = (),
) -> Fragment:
    """A value day by day: the report's period in the brand colour, what came before it in grey.

    Parameters
    ----------
    daily : one row per day
        day : date or datetime64; days left out are gaps
        value : float in `unit`, NaN where there is no data
        is_anomaly : bool, drawn as hollow points, the three farthest from the median named
    alt, caption : the finding as alternative text; what is shown, source and n
    marks : (first day, last day, name) of campaigns
    period : first and last day of the report; None makes all of it the period
    unit : of the value, as a fact's
    facts : the numbers shown

    Returns
    -------
    Fragment; one line of text when no day has a value
    """
    if not daily["value"].notna().any():
        return nodata(locale.t("No data for this figure."), facts)
    series = _series(daily, period)
    seen = series.values[~np.isnan(series.values)]
    last = int(np.flatnonzero(~np.isnan(series.values))[-1])
    last_text = locale.value(series.values[last], unit, compact=True)
    ticks = layout.scale(float(seen.min()), float(seen.max()))
    labels = layout.scale_labels(ticks, unit, locale)
    frame = layout.Frame(layout.gutter(labels), layout.width(last_text) * 1.05 + 14, len(series.values) - 1)
    named = _named(series, marks, frame)
    top = 8 + LINE * (1 + max((mark.row for mark in named), default=0))
    bottom = LINE + 6 + (LINE if series.gaps else 0)
    headroom = 1 - (30 / _PLOT if series.unusual.any() else 0)
    high = max(ticks[-1], ticks[0] + (float(seen.max()) - ticks[0]) / headroom)
    x, y = (0, max(frame.end, 1)), (ticks[0], high)
    plot = Plot(top + _PLOT + bottom, x=x, y=y, left=frame.left, right=frame.right, top=top, bottom=bottom)
    layout.grid(plot, ticks, labels)
    brand = colors.readable(color)
    _draw_marks(plot, named, brand)
    _draw_lines(plot, series, brand)
    _draw_axis(plot, series, brand, locale, frame)
    _draw_gaps(plot, series, locale, frame)
    plot.dots([last], [series.values[last]], ms=5, color=brand)
    _draw_unusual(plot, series, locale, frame)
    plot.label(last, series.values[last], last_text, color=brand, dx=10, classes="t-strong")
    return plot.fragment(alt=alt, caption=caption, facts=facts)


def _series(daily: pd.DataFrame, period: tuple[date, date] | None) -> _Series:
    days = daily["day"].to_numpy("datetime64[D]").astype(int)
    rows = days - days.min()
    values, unusual = np.full(rows.max() + 1, np.nan), np.zeros(rows.max() + 1, bool)
    values[rows] = daily["value"].to_numpy(float)
    unusual[rows] = daily["is_anomaly"].to_numpy(bool)
    first = date.fromordinal(int(days.min()) + date(1970, 1, 1).toordinal())
    start, end = period or (first, first + timedelta(days=len(values) - 1))
    inside = slice(max((start - first).days, 0), (end - first).days + 1)
    return _Series(first, values, unusual & ~np.isnan(values), inside)


def _named(series: _Series, marks: Sequence[Mark], frame: layout.Frame) -> list[_Named]:
    """The marks that fall into the series, their names side by side or in rows above one another."""
    last = len(series.values) - 1
    inside = [(max(series.index(a), 0), min(series.index(b), last), name) for a, b, name in sorted(marks)]
    inside = [(a, b, theme.shorten(name, theme.WIDTH / 2)) for a, b, name in inside if a <= b]
    spots = [frame.spot((a + b) / 2, name, frame.left) for a, b, name in inside]
    rows = layout.rows([spot.span for spot in spots])
    return [_Named(*mark, spot, row) for mark, spot, row in zip(inside, spots, rows, strict=True)]


def _draw_marks(plot: Plot, named: Sequence[_Named], brand: str) -> None:
    low, high = plot.y
    pale = theme.tint(brand, 0.1)
    for mark in named:
        top = high + plot.up(4 + LINE * mark.row)
        across = [mark.first - 0.5, mark.last + 0.5]
        plot.area(across + across[::-1], [low, low, top, top], color=pale, lw=0, zorder=-1)
        plot.label(mark.spot.x, top, mark.name, color=brand, anchor=mark.spot.anchor, shift="over", dy=3)


def _draw_lines(plot: Plot, series: _Series, brand: str) -> None:
    days = np.arange(len(series.values))
    inside = np.full(len(days), np.nan)
    inside[series.period] = series.values[series.period]
    for values, color, name, wide in ((series.values, GREY, "f-history", 1.4), (inside, brand, "f-period", 2)):
        plot.line(days, values, color=color, lw=wide, name=name)
        seen = np.concatenate(([False], ~np.isnan(values), [False]))
        alone = np.flatnonzero(seen[1:-1] & ~seen[:-2] & ~seen[2:])
        plot.dots(alone, values[alone], ms=3, color=color)


def _draw_axis(plot: Plot, series: _Series, brand: str, locale: Locale, frame: layout.Frame) -> None:
    low = plot.y[0]
    inside = range(len(series.values))[series.period]
    if 0 < len(inside) < len(series.values):
        plot.line([inside[0], inside[-1]], [low, low], color=brand, lw=2.5, solid_capstyle="butt")
    for i, text in _days_named(series, locale):
        tone = INK if i in inside else SUB
        spot = frame.spot(i, text)
        plot.label(spot.x, low, text, color=tone, anchor=spot.anchor, shift="under", dy=-9)


def _days_named(series: _Series, locale: Locale) -> list[tuple[int, str]]:
    """At most five days and their names: month starts in a long series, single days in a short one."""
    n = len(series.values)
    days = [series.day(i) for i in range(n)]
    starts = [i for i, day in enumerate(days) if day.day == 1]
    if len(starts) < 3:
        step = next(s for s in (1, 2, 3, 7, 14, 21) if n <= 5 * s)
        offset = -days[0].weekday() % 7 if step >= 7 else 0
        return [(i, locale.short_date(days[i])) for i in range(offset, n, step)][:5]
    step = next(s for s in (1, 2, 3, 6, 12, 24, 60) if len(starts) <= 5 * s)
    shown = [i for i in starts if ((days[i].year * 12 + days[i].month - 1) % step) == 0]
    years = days[0].year != days[-1].year
    return [(i, locale.month(days[i]) if years and days[i].month == 1 else locale.short_month(days[i])) for i in shown][
        :5
    ]


def _draw_gaps(plot: Plot, series: _Series, locale: Locale, frame: layout.Frame) -> None:
    """Missing days in the warning colour on the axis, named in a line of their own below it."""
    low = plot.y[0]
    for first, last in series.gaps:
        half = max((last - first + 1) / 2, 2.5 / frame.per_step)
        middle = (first + last) / 2
        plot.line([middle - half, middle + half], [low, low], color=WARN, lw=5, solid_capstyle="butt")
    if series.gaps:
        text = _gaps_named(series, locale)
        spot = frame.spot(float(np.mean(series.gaps)), text)
        plot.label(spot.x, low, text, color=WARN, anchor=spot.anchor, shift="under", dy=-9 - LINE)


def _gaps_named(series: _Series, locale: Locale) -> str:
    names = [locale.short_span(series.day(first), series.day(last)) for first, last in series.gaps[:2]]
    if len(series.gaps) == 1:
        return locale.t("{days}: no data", days=names[0])
    if len(series.gaps) == 2:
        return locale.t("{first} and {second}: no data", first=names[0], second=names[1])
    total = sum(last - first + 1 for first, last in series.gaps)
    return locale.t("{total} days without data, the first {days}", total=total, days=names[0])


def _draw_unusual(plot: Plot, series: _Series, locale: Locale, frame: layout.Frame) -> None:
    """All unusual days as hollow points; of the runs farthest from the median, those named whose names do not meet."""
    days = np.flatnonzero(series.unusual)
    plot.dots(days, series.values[days], ms=7, mfc="white", mec=WARN, mew=1.6, name="f-unusual")
    median = np.nanmedian(series.values)
    runs = [run for run in np.split(days, np.flatnonzero(np.diff(days) > 1) + 1) if len(run)]
    peaks = [max(run, key=lambda i: abs(series.values[i] - median)) for run in runs]
    order = sorted(range(len(runs)), key=lambda r: -abs(series.values[peaks[r]] - median))[:_UNUSUAL_NAMED]
    farthest = [peaks[r] for r in order]
    ends = [(runs[r][0], runs[r][-1]) for r in order]
    names = [locale.t("{day}: unusual", day=locale.short_span(series.day(a), series.day(b))) for a, b in ends]
    spots = [
        frame.spot(i, name, frame.left) if series.values[i] >= median else _beside(frame, *span, name)
        for i, span, name in zip(farthest, ends, names, strict=True)
    ]
    free = layout.thinned([spot.span for spot in spots])
    for i, name, spot, is_free in zip(farthest, names, spots, free, strict=True):
        if is_free and series.values[i] >= median:
            _draw_over(plot, series, i, name, spot, frame)
        elif is_free:
            plot.label(spot.x, series.values[i], name, color=WARN, anchor=spot.anchor, classes="t-halo")


def _beside(frame: layout.Frame, first: int, last: int, name: str) -> layout.Spot:
    """Beside low days, where the line has left room."""
    left, right, wide = frame.left + first * frame.per_step, frame.left + last * frame.per_step, layout.width(name)
    if right + 12 + wide <= theme.WIDTH:
        return layout.Spot(frame.data(right + 12), "start", (right + 12, right + 12 + wide))
    return layout.Spot(frame.data(left - 12), "end", (left - 12 - wide, left - 12))


def _draw_over(plot: Plot, series: _Series, i: int, name: str, spot: layout.Spot, frame: layout.Frame) -> None:
    """The name over all of the line beneath it, tied to its day where that is lower."""
    start, end = (frame.data(edge) for edge in spot.span)
    top = float(np.nanmax(series.values[max(int(start), 0) : int(end) + 2]))
    foot = series.values[i] + plot.up(6)
    if top > foot:
        plot.line([i, i], [foot, top + plot.up(8)], color=WARN, lw=0.8)
    plot.label(spot.x, top, name, color=WARN, anchor=spot.anchor, shift="over", dy=12, classes="t-halo")
