"""What each fee model would cost the client and leave the agency, on the same thousands of paths of the client's sales.

Sales grow by chance from month to month: the logarithm of a month's sales over the month before is normal around a mean
that fades, for a young shop does not grow as fast for ever. The work adds to it. Without a contract the same chance
strikes, but nothing is added: the difference is what the work brought.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from toolkit.quote.growth import NAMES, Input
from toolkit.quote.models import FeeModel

PATHS = 4000
FADE = 0.9  # of the mean growth is left a month later
_CHANCE = "chance"
_MOST_SALES = 1000.0  # times today's: beyond, nothing breaks even


@dataclass(frozen=True, slots=True)
class Paths:
    """Sales of every path and month, money, shape (paths, months), with and without the work."""

    with_work: np.ndarray
    without: np.ndarray


@dataclass(frozen=True, slots=True)
class Swing:
    """How far the client's gain moves when one input goes from the low to the high end of its range."""

    name: str
    ends: tuple[float, float]
    gains: tuple[float, float]

    @property
    def width(self) -> float:
        """Between the two gains."""
        return abs(self.gains[1] - self.gains[0])


def paths(values: Mapping[str, np.ndarray], shocks: np.ndarray) -> Paths:
    """Sales month by month.

    Parameters
    ----------
    values : monthly_sales, growth, growth_spread, uplift; one value a path
    shocks : standard normal, shape (paths, months)
    """
    months = shocks.shape[1]
    faded = FADE ** np.arange(months)
    steps = values["growth"][:, None] * faded + values["growth_spread"][:, None] * shocks
    alone = np.cumsum(steps, axis=1)
    added = values["uplift"][:, None] * np.arange(1, months + 1)
    # no shop grows past all money: a client file's own extreme growth stays a number
    level = np.log(np.maximum(values["monthly_sales"], 1e-9))[:, None]
    return Paths(*(np.exp(np.minimum(level + grown, 30.0)) for grown in (alone + added, alone)))


@dataclass(frozen=True)
class Simulated:
    """One simulation of all models.

    Parameters
    ----------
    inputs : by name, all of `growth.NAMES`
    months : how many
    cost : what a month of the work is planned to cost the agency, and `once` what is done once
    kept : net revenue as a share of gross value, by what a commission base is less of
    counts : what performance is paid for today, a month, by metric; it grows with the sales
    """

    models: Sequence[FeeModel]
    inputs: Mapping[str, Input]
    months: int
    cost: float
    once: float
    kept: Callable[[tuple[str, ...]], float]
    counts: Mapping[str, float]
    seed: int

    @cached_property
    def drawn(self) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """Values of every path and its shocks, common to all models."""
        chance = np.random.default_rng(self.seed)
        shocks = chance.standard_normal((PATHS, self.months))
        return {name: self.inputs[name].draw(chance, PATHS) for name in NAMES}, shocks

    @cached_property
    def sales(self) -> Paths:
        """Gross sales of every path."""
        return paths(*self.drawn)

    def fees(self, model: FeeModel) -> np.ndarray:
        """What the client pays and the agency earns, on every path over all months."""
        return self._fees(model, self.sales, self.drawn[0])

    def margins(self, model: FeeModel) -> np.ndarray:
        """What is left to the agency, on every path over all months."""
        return self.fees(model) - self._costs(self.drawn[0])

    def gains(self, model: FeeModel) -> np.ndarray:
        """What the client keeps of the sales on top, minus the fee, on every path over all months."""
        return self._gains(model, self.sales, self.drawn[0])

    def break_even(self, model: FeeModel) -> float | None:
        """Lasting monthly sales that pay for a month of the model, None where none do: all inputs at their middle."""
        level, margin = self.inputs["monthly_sales"].middle, self._net * self.inputs["margin"].middle
        if level <= 0:
            return None
        at = level * np.geomspace(1, _MOST_SALES, 4000)
        months = np.repeat(at[:, None], self.months, axis=1)
        values = {"monthly_sales": np.full(len(at), level)}
        left = margin * (at - level) - self._fees(model, Paths(months, months), values) / self.months
        above = np.flatnonzero(left >= 0)
        if not len(above):
            return None
        last = int(above[0])
        if last == 0:
            return float(at[0])
        before, after = left[last - 1], left[last]
        return float(at[last - 1] + (at[last] - at[last - 1]) * -before / (after - before))

    def swings(self, model: FeeModel) -> list[Swing]:
        """What matters most to the client's gain, widest first; all other inputs at their middle, without chance."""
        found = [self._swing(model, name, self.inputs[name].ends()) for name in NAMES if name != "cost_overrun"]
        found.append(self._swing(model, _CHANCE, (-1.6449, 1.6449)))
        return sorted((swing for swing in found if swing.width > 0), key=lambda swing: -swing.width)

    def middle(self, model: FeeModel) -> float:
        """The client's gain with every input at its middle, without chance."""
        return self._alone(model, {})

    def _swing(self, model: FeeModel, name: str, ends: tuple[float, float]) -> Swing:
        gains = tuple(self._alone(model, {name: end}) for end in ends)
        return Swing(name, ends, gains)

    def _alone(self, model: FeeModel, fixed: Mapping[str, float]) -> float:
        """The gain on one path: every input at its middle but one; chance as one long run of luck."""
        values = {name: np.array([fixed.get(name, self.inputs[name].middle)]) for name in NAMES}
        luck = fixed.get(_CHANCE, 0.0) / np.sqrt(self.months)
        return float(self._gains(model, paths(values, np.full((1, self.months), luck)), values)[0])

    @property
    def _net(self) -> float:
        return self.kept(())

    def _fees(self, model: FeeModel, sales: Paths, values: Mapping[str, np.ndarray]) -> np.ndarray:
        share = 1.0 if model.base == "gmv" else self.kept(model.less)
        level = np.maximum(values["monthly_sales"], 1e-9)[:, None]
        counts = {metric: today * sales.with_work / level for metric, today in self.counts.items()}
        return model.monthly(sales.with_work * share, counts).sum(axis=1)

    def _costs(self, values: Mapping[str, np.ndarray]) -> np.ndarray:
        return (self.cost * self.months + self.once) * (1 + values["cost_overrun"])

    def _gains(self, model: FeeModel, sales: Paths, values: Mapping[str, np.ndarray]) -> np.ndarray:
        more = (sales.with_work - sales.without).sum(axis=1)
        return values["margin"] * self._net * more - self._fees(model, sales, values)
