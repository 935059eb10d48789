"""What came of a simulation, as facts: what each model costs and leaves, where it breaks even, who is better off."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from toolkit.i18n import N_
from toolkit.metrics.fact import Fact, Scope
from toolkit.quote.models import FeeModel
from toolkit.quote.simulation import PATHS, Simulated, Swing

SIMULATED = N_("simulated on the stated assumptions")
NEVER = N_("no sales pay for it on these assumptions")
MOST_SWINGS = 6


@dataclass(frozen=True)
class Outcomes:
    """Facts of every model; `low` and `high` of an amount are the ends of the range of nine in ten paths."""

    simulated: Simulated
    scope: Scope

    @cached_property
    def by_model(self) -> dict[str, dict[str, Fact]]:
        """client_cost, agency_margin, client_gain, break_even_gmv, client_better_off, agency_better_off, dims model."""
        return {model.name: {fact.id: fact for fact in self._of(model)} for model in self.simulated.models}

    def _of(self, model: FeeModel) -> list[Fact]:
        dims = {"model": model.name}
        cost, margin, gain = (getattr(self.simulated, name)(model) for name in ("fees", "margins", "gains"))
        found = [
            self._range("client_cost", cost, dims),
            self._range("agency_margin", margin, dims),
            self._range("client_gain", gain, dims),
        ]
        even = self.simulated.break_even(model)
        if even is None:
            found.append(self.scope.unobservable("break_even_gmv", NEVER, dims=dims))
        else:
            found.append(self.scope.amount("break_even_gmv", round(even, 2), dims=dims, reason=SIMULATED))
        for metric, values in (("client_better_off", gain), ("agency_better_off", margin)):
            better = int((np.round(values, 2) > 0).sum())  # by a cent at least
            found.append(self.scope.rate(metric, better, PATHS, dims=dims, reason=SIMULATED))
        return found

    def _range(self, metric: str, values: np.ndarray, dims: dict[str, str]) -> Fact:
        low, middle, high = (round(float(value), 2) for value in np.percentile(values, [5, 50, 95]))
        return self.scope.amount(metric, middle, dims=dims, low=low, high=high, n=PATHS, reason=SIMULATED)

    def model(self, name: str) -> FeeModel:
        """The model of this name; the first where it is not compared."""
        return next((model for model in self.simulated.models if model.name == name), self.simulated.models[0])

    def swings(self, model: FeeModel) -> list[tuple[Swing, tuple[Fact, Fact]]]:
        """What matters most to the client's gain, with the gains at both ends as facts."""
        return [(swing, self._ends(model, swing)) for swing in self.simulated.swings(model)[:MOST_SWINGS]]

    def _ends(self, model: FeeModel, swing: Swing) -> tuple[Fact, Fact]:
        low, high = (
            self.scope.amount(
                "client_gain",
                round(gain, 2),
                dims={"model": model.name, "input": swing.name, "end": end},
                reason=SIMULATED,
            )
            for end, gain in zip(("low", "high"), swing.gains, strict=True)
        )
        return low, high

    def middle(self, model: FeeModel) -> Fact:
        """The client's gain with every input at its middle and without chance."""
        gain = round(self.simulated.middle(model), 2)
        return self.scope.amount("client_gain", gain, dims={"model": model.name, "input": "none"}, reason=SIMULATED)
