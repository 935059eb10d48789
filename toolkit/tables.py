"""Tables as a reader sees them: numbers with interval and n in small, verdicts in words, missing as a dash.

Each stands in a region that scrolls by itself; its first column and its verdict stay in sight by the page's CSS.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Literal

import pandas as pd

from toolkit import colors, markup, theme
from toolkit.display import Fragment, escape, nodata
from toolkit.figures.spark import sparkline
from toolkit.i18n import MISSING, Locale
from toolkit.metrics import reasons
from toolkit.metrics.catalogue import LINES
from toolkit.metrics.fact import Fact

Line = Literal["fail", "normal", "good", "exceeded"]
_WIDE_HEADING = 9
_PALEST, _DEEPEST = 0.06, 0.62


@dataclass(frozen=True, slots=True)
class ScorecardRow:
    """One metric against itself and its target.

    Parameters
    ----------
    name : in the reader's language
    unit : as a fact's
    now, before, year_ago : this period, the previous one, the same a year ago; None where not comparable
    target : value of the normal line
    better : higher or lower
    line : the verdict, None without a target or a value
    """

    name: str
    unit: str
    now: Fact
    before: Fact | None = None
    year_ago: Fact | None = None
    target: float | None = None
    better: Literal["higher", "lower"] = "higher"
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """One headline number: its change, the way it came, and its target in words."""

    name: str
    fact: Fact
    before: Fact | None = None
    spark: Sequence[float | None] = ()
    target: str | None = None
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a breakdown.

    Parameters
    ----------
    key : column of the frame
    title : in the reader's language
    unit : as a fact's, for values
    low, high, n : columns of the frame with the 95 % interval and the denominator
    kind : text, phrase (words that stay on one line, set like numbers), value or verdict (fail, normal, good, exceeded)
    """

    key: str
    title: str
    unit: str = "count"
    low: str | None = None
    high: str | None = None
    n: str | None = None
    kind: Literal["text", "phrase", "value", "verdict"] = "value"


def scorecard(rows: Sequence[ScorecardRow], *, locale: Locale, color: str, facts: Sequence[Fact] = ()) -> Fragment:
    """Every metric now, before, a year ago and against its target; columns without any entry are left out."""
    if not rows:
        return nodata(locale.t("No data for this table."), facts)
    heads = [markup.head(locale.t("Metric"))]
    cells = [[markup.row_head(markup.with_small(row.name, _basis(row.now, locale)))] for row in rows]
    writers = [_writer([f.value for f in (r.now, r.before, r.year_ago) if f], r.unit, locale) for r in rows]

    def add(head: str, column: Iterable[str]) -> None:
        heads.append(markup.head(head[:1].upper() + head[1:]))
        for row, cell in zip(cells, column, strict=True):
            row.append(cell)

    def compared(others: Sequence[Fact | None], name: str, change: str) -> None:
        if any(others):
            pairs = zip(writers, others, strict=True)
            add(name, (markup.cell(write(None if other is None else other.value)) for write, other in pairs))
            add(change, (markup.cell(_change(row.now, other, locale)) for row, other in zip(rows, others, strict=True)))

    now = (_now(row.now, write, locale) for row, write in zip(rows, writers, strict=True))
    before, year_ago = [row.before for row in rows], [row.year_ago for row in rows]
    add(_heading([row.now for row in rows], locale.t("This period"), locale), now)
    compared(before, _heading(before, locale.t("Previous period"), locale), locale.t("Change"))
    compared(year_ago, locale.t("A year ago"), locale.t("On the year"))
    if any(row.target is not None for row in rows):
        add(locale.t("Normal line"), (markup.cell(_target(row, locale)) for row in rows))
        add(locale.t("Result"), (markup.cell(_verdict(row.line, locale)) for row in rows))
    return Fragment(markup.table(locale.t("Metrics and targets"), heads, cells), tuple(facts))


def triangle(
    cells: pd.DataFrame, *, cohort: str, unit: str, locale: Locale, color: str, facts: Sequence[Fact] = ()
) -> Fragment:
    """Cohorts down, offsets across, shares in whole per cents on tints of the brand colour.

    Parameters
    ----------
    cells : one row per (cohort, offset), cohorts in order
        cohort_label : str, in the reader's language
        base : int, size of the cohort
        offset : int, at least 1; offset 0 is left out
        share : float 0..1, NaN while unobserved
    cohort, unit : what a row is, and what an offset counts, in the reader's language
    """
    seen = cells[cells["offset"] > 0]
    keys = seen["cohort" if "cohort" in seen else "cohort_label"].tolist()
    names = dict(zip(keys, zip(seen["cohort_label"], seen["base"], strict=True), strict=True))
    pairs = zip(keys, seen["offset"].tolist(), strict=True)
    shares = {pair: share for pair, share in zip(pairs, seen["share"].tolist(), strict=True) if not pd.isna(share)}
    if not shares:
        return nodata(locale.t("Not enough history yet for this table."), facts)
    brand, top, offsets = colors.readable(color), max(shares.values()), sorted({offset for _, offset in shares})
    heads = [
        markup.head(cohort),
        markup.head(locale.t("Cohort size")),
        *(markup.head(f"{offset:.0f}") for offset in offsets),
    ]
    rows = []
    for key, (name, base) in names.items():
        heat = (_heat(shares.get((key, offset)), top, brand, locale) for offset in offsets)
        rows.append([markup.row_head(escape(name)), markup.cell(locale.value(base, "count")), *heat])
    remark = locale.t("{unit} → share of the cohort in per cent; blank: not observed yet", unit=unit)
    return Fragment(markup.table(f"{cohort}, {unit}", heads, rows, css="heat", caption=remark), tuple(facts))


def breakdown(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    label: str,
    locale: Locale,
    color: str,
    facts: Sequence[Fact] = (),
) -> Fragment:
    """A frame as it is, one row each, the first column naming the row; `label` says what the table is."""
    if frame.empty:
        return nodata(locale.t("No data for this table."), facts)
    heads = [markup.head(column.title, column.kind) for column in columns]
    write = {c.key: _writer(frame[c.key], c.unit, locale) if c.kind == "value" else str for c in columns}
    rows = []
    for row in zip(*(frame[name].tolist() for name in frame), strict=True):
        record = dict(zip(frame, row, strict=True))
        entries = [_entry(record, column, write[column.key], locale) for column in columns]
        cells = (markup.cell(html, column.kind) for html, column in zip(entries[1:], columns[1:], strict=True))
        rows.append([markup.row_head(entries[0]), *cells])
    return Fragment(markup.table(label, heads, rows), tuple(facts))


def tiles(items: Sequence[Tile], *, locale: Locale, color: str, facts: Sequence[Fact] = ()) -> Fragment:
    """Headline numbers side by side; a missed line is marked."""
    return Fragment(f'<ul class="kpi">{"".join(_tile(item, locale, color) for item in items)}</ul>', tuple(facts))


def definition_list(
    pairs: Iterable[tuple[str, str]], *, locale: Locale, color: str, facts: Sequence[Fact] = ()
) -> Fragment:
    """Terms and what they mean, for the footer."""
    entries = "".join(f"<dt>{escape(term)}</dt><dd>{escape(meaning)}</dd>" for term, meaning in pairs)
    return Fragment(f"<dl>{entries}</dl>" if entries else "", tuple(facts))


def _tile(item: Tile, locale: Locale, color: str) -> str:
    fact, before = item.fact, item.before
    change = _change(fact, before, locale)
    lines = [("l", item.name), ("v", locale.value(fact.value, fact.unit, compact=True))]
    if change != MISSING:
        name = _heading([before], locale.t("the previous period"), locale)
        lines.append(("c", locale.t("{change} on {period}", change=change, period=name)))
    lines.append(("t", item.target or ""))
    sure = [_interval(fact.low, fact.high, fact.unit, locale), _basis(fact, locale)]
    lines.append(("t", locale.t(fact.reason) if fact.reason and not fact.ok else " · ".join(filter(None, sure))))
    html = [f'<p class="{css}">{escape(text)}</p>' for css, text in lines if text]
    html.insert(2, sparkline(item.spark, color=colors.readable(color)))
    return f"<li{markup.css_class('fail' if item.line == 'fail' else '')}>{''.join(html)}</li>"


# Columns of a scorecard


def _heading(facts: Sequence[Fact | None], otherwise: str, locale: Locale) -> str:
    """The month, quarter or week that most facts speak of; other words where its name is long or there is none."""
    spans = Counter((fact.start, fact.end) for fact in facts if fact is not None).most_common(1)
    if not spans:
        return otherwise
    start, end = spans[0][0]
    is_month = locale.period(start, end) == locale.month(start)
    name = locale.short_month(start) if is_month else locale.short_period(start, end)
    return name if theme.ems(name) <= _WIDE_HEADING else otherwise


def _now(fact: Fact, write: Callable[[object], str], locale: Locale) -> str:
    remark = locale.t("incomplete") if fact.reason == reasons.PARTIAL else ""
    return markup.cell(markup.with_small(write(fact.value), _interval(fact.low, fact.high, fact.unit, locale), remark))


def _change(now: Fact, other: Fact | None, locale: Locale) -> str:
    return MISSING if other is None else locale.change(now.value, other.value, now.unit)


def _target(row: ScorecardRow, locale: Locale) -> str:
    limit = "≤" if row.better == "lower" else ""
    return MISSING if row.target is None else limit + locale.value(row.target, row.unit)


def _heat(share: float | None, top: float, brand: str, locale: Locale) -> str:
    if share is None:
        return "<td></td>"
    style = _shade(brand, share / top if top else 0)
    return f'<td style="{style}">{locale.number(share * 100)}</td>'


@lru_cache(4096)  # a second language asks for the same
def _shade(brand: str, depth: float) -> str:
    color = theme.tint(brand, _PALEST + (_DEEPEST - _PALEST) * depth)
    return f"background:{color};color:{theme.ink_on(color)}"


def _entry(record: dict[str, object], column: Column, write: Callable[[object], str], locale: Locale) -> str:
    entry = record[column.key]
    if column.kind == "verdict":
        return _verdict(None if _is_missing(entry) else entry, locale)
    if _is_missing(entry):
        return MISSING
    low, high, n = (None if key is None else record[key] for key in (column.low, column.high, column.n))
    return markup.with_small(write(entry), _interval(low, high, column.unit, locale), _sample(n, locale))


def _writer(values: Iterable[object], unit: str, locale: Locale) -> Callable[[object], str]:
    """How the values of one column or row are written: all with the digits of the largest."""
    largest = max((abs(float(v)) for v in values if not _is_missing(v)), default=0)
    if unit == locale.currency and largest >= 1000:
        return partial(locale.money, digits=0)
    if unit == "ratio" and largest >= 1:
        return partial(locale.number, digits=2)
    return partial(locale.value, unit=unit)


def _interval(low: object, high: object, unit: str, locale: Locale) -> str:
    return "" if _is_missing(low) or _is_missing(high) else locale.interval(low, high, unit)


def _sample(n: object, locale: Locale) -> str:
    return "" if _is_missing(n) else locale.t("n\u00a0=\u00a0{n}", n=locale.number(n))


def _basis(fact: Fact, locale: Locale) -> str:
    """The n of a number that has an interval: a count or a mean of days needs none beside it."""
    return _sample(None if fact.low is None else fact.n, locale)


def _verdict(line: Line | None, locale: Locale) -> str:
    return MISSING if line is None else f'<span class="line {line}">{escape(locale.t(LINES[line]))}</span>'


def _is_missing(entry: object) -> bool:
    return entry is None or entry == "" or bool(pd.isna(entry))
