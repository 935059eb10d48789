"""Where things stand in a figure, so that no two meet at either size of text."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from matplotlib.ticker import MaxNLocator

from toolkit.figures.drawing import Plot
from toolkit.i18n import Locale
from toolkit.theme import GRID, INK, PHONE, WIDTH, ems

GAP = 8


def width(text: str) -> float:
    """Units a text takes at phone size."""
    return ems(text) * PHONE


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the data 0 to `end` lie across the figure, and where a text beside them keeps inside it."""

    left: float
    right: float
    end: float

    @property
    def per_step(self) -> float:
        """Units from one value of x to the next."""
        return (WIDTH - self.left - self.right) / max(self.end, 1)

    def data(self, units: float) -> float:
        """The x at a place of the figure."""
        return (units - self.left) / self.per_step

    def spot(self, x: float, text: str, start: float = 0) -> "Spot":
        """Where a text stands that is centred on x, or pushed inwards by the edges of the figure from `start` on."""
        wide = width(text)
        left = self.left + x * self.per_step - wide / 2
        if left < start:
            return Spot(self.data(start), "start", (start, start + wide))
        if left + wide > WIDTH:
            return Spot(self.data(WIDTH), "end", (WIDTH - wide, WIDTH))
        return Spot(x, "middle", (left, left + wide))


@dataclass(frozen=True, slots=True)
class Spot:
    """The x and anchor of a text, and the units it covers at phone size."""

    x: float
    anchor: str
    span: tuple[float, float]


def scale(low: float, high: float) -> list[float]:
    """Four or five round values that hold the data; from 0 unless all of it lies in the upper half."""
    if low > high / 2 > 0:
        high = max(high, low * 1.02)
        start, end = low - 0.1 * (high - low), high
    else:
        start, end = min(low, 0), max(high, 0)
    end = end if end > start else start + 1
    return [float(v) for v in MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]).tick_values(start, end)]


def scale_labels(values: Sequence[float], unit: str, locale: Locale) -> list[str]:
    """The values of a scale, all with the same number of decimals."""
    step = values[1] - values[0]
    if unit == "share":
        return [locale.percent(v, _decimals(step * 100)) for v in values]
    money = unit.isupper()
    if step >= 10_000:
        return [locale.value(v, unit, compact=True) if v else locale.number(0) for v in values]
    return [locale.money(v, _decimals(step)) if money else locale.number(v, _decimals(step)) for v in values]


def grid(plot: Plot, values: Sequence[float], labels: Sequence[str]) -> None:
    """Horizontal rules over the whole width, each with its value on it at the left edge; the rule at 0 is dark."""
    for value, text in zip(values, labels, strict=True):
        plot.rule(value, INK if value == 0 else GRID)
        plot.label(plot.x[0], value, text, shift="over", dx=-plot.left, dy=4)


def gutter(labels: Sequence[str]) -> float:
    """Left margin that holds the values of a scale."""
    return max(width(text) for text in labels) + GAP


def rows(spans: Sequence[tuple[float, float]]) -> list[int]:
    """The row each span goes to, lowest first, so that spans of one row do not touch; in the order given."""
    ends: list[float] = []
    placed = []
    for start, end in spans:
        row = next((i for i, last in enumerate(ends) if start >= last + GAP), len(ends))
        ends[row : row + 1] = [end]
        placed.append(row)
    return placed


def thinned(spans: Sequence[tuple[float, float]]) -> list[bool]:
    """Which spans may be drawn in one line, the first ones given having the right of way."""
    kept: list[tuple[float, float]] = []
    answers = []
    for start, end in spans:
        free = all(end + GAP <= a or b + GAP <= start for a, b in kept)
        kept += [(start, end)] if free else []
        answers.append(free)
    return answers


def apart(positions: Sequence[float], distance: float) -> list[float]:
    """Two or more heights moved as little as needed to lie `distance` from each other."""
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    moved = list(positions)
    for lower, upper in zip(order, order[1:], strict=False):
        short = distance - (moved[upper] - moved[lower])
        if short > 0:
            moved[upper] += short / 2
            moved[lower] -= short / 2
    return moved


def _decimals(step: float) -> int:
    exponent = Decimal(str(round(step, 6))).normalize().as_tuple().exponent
    return max(0, -int(exponent))
