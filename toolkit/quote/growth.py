"""What a simulation starts from: the client's own orders where they tell, else stated ranges, each with its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from toolkit.metrics import revenue
from toolkit.metrics.review import Review
from toolkit.params.proposal import Simulation
from toolkit.params.rates import Assumptions

MOST_CHANGES, LEAST_CHANGES = 12, 6
LEVEL_MONTHS = 3
Whence = Literal["orders", "client_file", "rate_card"]
NAMES = ("monthly_sales", "growth", "growth_spread", "uplift", "margin", "cost_overrun")


@dataclass(frozen=True, slots=True)
class Input:
    """One quantity the simulation is uncertain of.

    Parameters
    ----------
    low, high : every value between them is as likely; for growth from orders mean minus and plus a standard error
    whence : orders, client_file or rate_card
    n : how many months, or changes from month to month, it was computed from
    is_normal : whether it scatters normally around its middle instead
    """

    name: str
    low: float
    high: float
    whence: Whence
    n: int | None = None
    is_normal: bool = False

    @property
    def middle(self) -> float:
        """The value a single path would take."""
        return (self.low + self.high) / 2

    def draw(self, chance: np.random.Generator, paths: int) -> np.ndarray:
        """One value for each path; a random number is used up even where nothing is uncertain."""
        if self.is_normal:
            return self.middle + (self.high - self.low) / 2 * chance.standard_normal(paths)
        return self.low + (self.high - self.low) * chance.random(paths)

    def ends(self) -> tuple[float, float]:
        """The values that nine in ten lie between."""
        if self.is_normal:
            half = 1.6449 * (self.high - self.low) / 2
            return self.middle - half, self.middle + half
        margin = 0.05 * (self.high - self.low)
        return self.low + margin, self.high - margin


@dataclass(frozen=True, slots=True)
class History:
    """Complete months of the client's orders up to the end of the reported period, oldest first.

    Parameters
    ----------
    months : gmv and net of each
    """

    months: pd.DataFrame

    @property
    def kept(self) -> float:
        """Net revenue as a share of gross value; 1 without any."""
        gross = float(self.months["gmv"].sum())
        return float(np.clip(self.months["net"].sum() / gross, 0, 1)) if gross > 0 else 1.0

    @property
    def changes(self) -> np.ndarray:
        """Logarithms of gross value over that of the month before, the latest ones."""
        months = self.months[self.months["gmv"] > 0]
        number = months["month"].dt.year * 12 + months["month"].dt.month
        change = np.log(months["gmv"]).diff()[number.diff() == 1]
        return change.to_numpy()[-MOST_CHANGES:]


def history(review: Review) -> History:
    """The months of the client's orders, none without an orders table."""
    orders = review.measure.tables.orders
    if orders is None or orders.empty:
        return History(pd.DataFrame({"month": pd.to_datetime([]), "gmv": [], "net": []}))
    months = revenue.monthly(orders, review.until)
    ends = months["month"] + pd.offsets.MonthEnd(0)
    is_whole = ~months["is_partial"] & (ends <= pd.Timestamp(review.period.end))
    return History(months.loc[is_whole, ["month", "gmv", "net"]].reset_index(drop=True))


def inputs(given: Simulation, past: History, card: Assumptions | None) -> dict[str, Input]:
    """Every input that is known, by name: from the client file, else from the orders, else from the rate card."""
    found = {name: _ranged(name, card) for name in NAMES if card is not None}
    found |= {each.name: each for each in _from_orders(past)}
    for name in NAMES:
        value = getattr(given, name, None)
        if value is not None:
            found[name] = Input(name, *value, "client_file")
    return {name: found[name] for name in NAMES if name in found}


def _ranged(name: str, card: Assumptions) -> Input:
    low, high = getattr(card, name)
    return Input(name, float(low), float(high), "rate_card")


def _from_orders(past: History) -> Sequence[Input]:
    level = past.months["gmv"].tail(LEVEL_MONTHS)
    if level.empty or level.mean() <= 0:
        return []
    sales = float(level.mean())
    found = [Input("monthly_sales", sales, sales, "orders", n=len(level))]
    changes = past.changes
    if len(changes) >= LEAST_CHANGES:
        n, mean, spread = len(changes), float(changes.mean()), float(changes.std(ddof=1))
        error = spread / np.sqrt(n)
        found.append(Input("growth", mean - error, mean + error, "orders", n=n, is_normal=True))
        found.append(Input("growth_spread", spread, spread, "orders", n=n))
    return found
