"""A case: what changed since the work began, what of it the work caused, what that was worth, what is said of it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.effect import before_after, panel, stated
from toolkit.i18n import N_
from toolkit.metrics import reasons
from toolkit.metrics.fact import Fact, Scope
from toolkit.metrics.measure import months_in
from toolkit.params import Client
from toolkit.params.case_study import CaseStudy
from toolkit.periods import Period

if TYPE_CHECKING:
    from toolkit.warehouse import Warehouse

MAIN_WEIGHT = 0.05  # of a control, from which on the effect is tried without it
MOST_TRIED = 8
UNUSUAL = 4.0  # robust standard deviations between a day's gap and the middle one

NO_PANEL = N_("no panel table was given")
NO_CONTROL = N_("without untreated units no change can be credited to the work")
NO_WORTH = N_("the outcome is not money, and the worth of one was not given")
NO_FEE = N_("no fee was given")
NO_INDEX = N_("an index needs a mean above zero before the start")


@dataclass(frozen=True, slots=True)
class Trial:
    """The effect found another way: without a control or in one treated unit (`unit`), or without unusual days."""

    effect: panel.Effect
    unit: str | None = None
    days: tuple[date, ...] = ()


class Case:
    """All that a case study says, computed when it is asked for.

    Parameters
    ----------
    client : the client file, with the options of the case study
    warehouse : the client's checked tables
    period : what is reported; the case is told up to its last day
    until : last complete day by the calendar
    """

    def __init__(self, client: Client, warehouse: "Warehouse", period: Period, until: date) -> None:
        self.client, self.warehouse, self.period = client, warehouse, period
        self.options = client.wanted.case_study or CaseStudy()
        self.until, self.last = until, min(period.end, until, self.options.end or period.end)

    @property
    def is_anonymous(self) -> bool:
        """Whether nothing may tell whose case it is: amounts become indices, units lose their names."""
        return self.options.anonymous

    def scope(self, source: str | None = None) -> Scope:
        """The reported period, for what belongs to no span of its own."""
        return Scope(self.period.start, self.period.end, self.client.currency, source)

    @cached_property
    def comparison(self) -> before_after.Comparison:
        """The client's own figures before and after the start."""
        return before_after.Comparison(
            self.client, self.warehouse, self.options.start, self.last, self.until, self.is_anonymous
        )

    # Effect with controls

    @cached_property
    def grid(self) -> panel.Grid | None:
        """The panel up to the last day, None without one; of an anonymous case with 100 as the treated units' mean."""
        if self.options.outcome is None or "panel" not in self.warehouse:
            return None
        rows = self.warehouse.frame("panel")
        if rows.empty:
            return None
        where = "reports.case_study.treated"
        return panel.balanced(rows, self.options.treated, self.options.start, self.last, where=where)

    @cached_property
    def _scale(self) -> float | None:
        """What the panel's values are multiplied by before they are told; None where an index would have no base."""
        if not self.is_anonymous:
            return 1.0
        grid = self.grid
        level = 0.0 if grid is None or not grid.before else float(grid.mean[: grid.before].mean())
        return 100 / level if level > 0 else None

    @cached_property
    def effect(self) -> panel.Effect | None:
        """Against the weighted controls; None without a panel."""
        return self._estimate("synthetic")

    @cached_property
    def plain(self) -> panel.Effect | None:
        """Against all controls alike, to see what the weights do; None without a panel."""
        return self._estimate("did")

    def _estimate(self, method: panel.Method) -> panel.Effect | None:
        grid, scale = self.grid, self._scale
        if grid is None:
            return None
        if scale is None:
            return panel.Effect(method, grid, grid.reason or NO_INDEX)
        values = grid.values * scale
        told = panel.Grid(values, grid.treated, grid.before, grid.left_out_units, grid.left_out_days)
        return panel.estimate(told, method)

    @cached_property
    def trials(self) -> list[Trial]:
        """The effect without each of the main controls, and without days unlike the others."""
        whole = self.effect
        if whole is None or not whole.is_known:
            return []
        main = [unit for unit, share in whole.weights.items() if share >= MAIN_WEIGHT][:MOST_TRIED]
        left = [(unit, whole.grid.without(unit)) for unit in main]
        found = [Trial(panel.estimate(grid, with_placebos=False), unit) for unit, grid in left if grid.reason is None]
        odd = self._unusual(whole)
        calm = whole.grid.values.drop(index=odd)
        before = int((calm.index < pd.Timestamp(self.options.start)).sum())
        grid = panel.Grid(calm, whole.grid.treated, before)
        if len(odd) and grid.reason is None:
            found.append(Trial(panel.estimate(grid, with_placebos=False), days=tuple(day.date() for day in odd)))
        return found

    @cached_property
    def by_unit(self) -> list[Trial]:
        """The effect in each treated unit by itself; empty where there is one only, or none is known."""
        whole = self.effect
        if whole is None or not whole.is_known or len(whole.grid.treated) < 2:
            return []
        found = []
        for unit in whole.grid.treated:
            others = [name for name in whole.grid.treated if name != unit]
            alone = panel.Grid(whole.grid.values.drop(columns=others), (unit,), whole.grid.before)
            found.append(Trial(panel.estimate(alone, with_placebos=False), unit))
        return found

    @staticmethod
    def _unusual(effect: panel.Effect) -> pd.DatetimeIndex:
        """Days whose gap lies far from the middle one of their side of the start."""
        gap, before = (effect.actual - effect.expected).to_numpy(), effect.grid.before
        away = np.abs(np.concatenate([part - np.median(part) for part in (gap[:before], gap[before:])]))
        usual = 1.4826 * float(np.median(away))
        return effect.actual.index[away > UNUSUAL * usual] if usual else effect.actual.index[:0]

    def unit(self, name: str) -> str | int:
        """What a unit is called: its name, or of an anonymous case its place among the treated or by weight."""
        order = self.effect.grid.treated if name in self.effect.grid.treated else tuple(self.effect.weights)
        return order.index(name) + 1 if self.is_anonymous else name

    @property
    def outcome_unit(self) -> str:
        """Unit of the panel's values as they are told."""
        if self.is_anonymous:
            return "score"
        return self.client.currency if self.options.money else "ratio"

    def effect_facts(self, effect: panel.Effect | None) -> dict[str, Fact]:
        """att, lift, incremental, p_value and pre_fit_error by id; of the second method with dims method."""
        ids = ("att", "lift", "incremental", "p_value", "pre_fit_error")
        whole = "count" if self.outcome_unit == "ratio" else self.outcome_unit
        own = {"att": self.outcome_unit, "incremental": whole}
        if effect is None:
            return {id_: self.scope("panel").no_data(id_, NO_PANEL, unit=own.get(id_)) for id_ in ids}
        dims = {} if effect.method == "synthetic" else {"method": effect.method}
        if not effect.is_known:
            scope = self.scope("panel")
            return {id_: scope.unobservable(id_, effect.reason, dims=dims, unit=own.get(id_)) for id_ in ids}
        scope, n = Scope(effect.start, effect.end, self.client.currency, "panel"), effect.unit_days
        found = {"att": (effect.att, effect.low, effect.high), "lift": effect.lift, "incremental": effect.incremental}
        facts = {}
        for id_, numbers in found.items():
            if numbers is None:
                facts[id_] = scope.unobservable(id_, reasons.ZERO_BASE, dims=dims)  # only lift has a base
            else:
                value, low, high = numbers
                facts[id_] = scope.amount(id_, value, dims=dims, unit=own.get(id_), n=n, low=low, high=high)
        if effect.p_value is None:
            facts["p_value"] = scope.unobservable("p_value", panel.FEW_CONTROLS, dims=dims)
        else:
            facts["p_value"] = scope.amount("p_value", effect.p_value, dims=dims, n=len(effect.placebos))
        if effect.pre_fit_error is None:
            facts["pre_fit_error"] = scope.unobservable("pre_fit_error", reasons.ZERO_BASE, dims=dims)
        else:
            facts["pre_fit_error"] = scope.amount(
                "pre_fit_error", effect.pre_fit_error, dims=dims, n=effect.grid.before
            )
        return facts

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The headline facts of the effect."""
        return self.effect_facts(self.effect)

    # What it was worth

    @cached_property
    def fee_roi(self) -> Fact:
        """What the effect was worth beyond the fee of its days, relative to that fee."""
        if self.grid is None:
            return self.scope("panel").no_data("fee_roi", NO_CONTROL)
        effect, options = self.effect, self.options
        if not effect.is_known:
            return self.scope("panel").unobservable("fee_roi", effect.reason)
        scope = Scope(effect.start, effect.end, self.client.currency, "panel")
        if not options.money and options.unit_value is None:
            return scope.unobservable("fee_roi", NO_WORTH)
        fee = self.fee
        if not fee:
            return scope.unobservable("fee_roi", NO_FEE if fee is None else reasons.ZERO_BASE)
        worth = (options.unit_value or 1.0) / self._scale / fee
        value, low, high = (None if number is None else number * worth - 1 for number in effect.incremental)
        return scope.amount("fee_roi", value, n=effect.unit_days, low=low, high=high)

    @property
    def fee(self) -> float | None:
        """What the work cost from its start to the last day of the effect; None where no fee was given."""
        if self.effect is None or not self.effect.is_known:
            return None
        return stated.fee_of(self.options, months_in(self.options.start, self.effect.end))

    # What is said

    @cached_property
    def checked(self) -> list[stated.Checked]:
        """Every claim of the client file, held against its values or the measured ones."""
        known = {shift.metric: (shift.before.value, shift.after.value) for shift in self.comparison.shifts}
        claims = enumerate(self.options.claims, start=1)
        return [stated.check(claim, number, known.get(claim.metric)) for number, claim in claims]

    @cached_property
    def fee_months(self) -> list[stated.FeeMonths]:
        """What the parts of the fee add to, where a fee is stated beside them."""
        return stated.fee_by_month(self.options.fee_parts) if self.options.fee_parts else []

    @property
    def is_fee_right(self) -> bool | None:
        """Whether the stated fee is what its parts add to every month; None where one of them is not given."""
        if self.options.fee is None or not self.fee_months:
            return None
        return all(abs(run.amount - self.options.fee) < 0.005 for run in self.fee_months)

    def fee_facts(self) -> list[Fact]:
        """claim_stated, claim_actual and claim_holds of the fee, with dims claim and month."""
        if self.is_fee_right is None:
            return []
        scope, facts, stated_fee = self.scope(), [], self.options.fee
        is_ratio = self.is_anonymous and stated_fee > 0
        unit, base = ("ratio", stated_fee) if is_ratio else (self.client.currency, 1.0)
        for run in self.fee_months:
            dims = {"claim": "fee", "month": run.first}
            facts += [
                scope.amount("claim_stated", stated_fee / base, dims=dims, unit=unit),
                scope.amount("claim_actual", run.amount / base, dims=dims, unit=unit),
                scope.amount("claim_holds", int(abs(run.amount - stated_fee) < 0.005), dims=dims),
            ]
        return facts
