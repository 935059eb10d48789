"""What is owed for a month, from the same facts as the review of results: base, lines, forecast, fee, open parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from toolkit.errors import ReportError
from toolkit.i18n import N_
from toolkit.metrics import reasons
from toolkit.metrics.fact import Fact, Scope
from toolkit.metrics.review import Review
from toolkit.metrics.scorecard import adjusted_forecast, passes
from toolkit.params.contract import Contract
from toolkit.quote import base, fees
from toolkit.quote.fees import Fee, Results, Terms

State = Literal["final", "provisional", "open"]

NO_COLUMN = {
    "freight": N_("the orders have no column freight, which the contract takes off"),
    "platform_fee": N_("the orders have no column platform_fee, which the contract takes off"),
}
NOT_A_MONTH = N_("the contract is settled by calendar month")
NOT_BEGUN = N_("the contract begins later")
NOT_AGREED = N_("none was agreed")
OPEN = N_("a part of the fee is not known")
FEE_FACTS = {  # kinds of fee line to the fact that sums them
    "base": "fee_base",
    "discount": "fee_discount",
    "commission": "fee_commission",
    "performance": "fee_performance",
    "bonus": "fee_bonus",
    "deduction": "fee_deduction",
    "floor": "fee_limit",
    "cap": "fee_limit",
}


@dataclass(frozen=True, slots=True)
class Forecast:
    """One agreed forecast: what came, what was agreed, and what is left of it after promises that were not kept.

    Parameters
    ----------
    actual : what came
    attainment : actual over adjusted forecast
    agreed, adjusted : in the metric's unit; adjusted None where a promise cannot be measured
    promises : (metric, delivered fact, promised value)
    """

    actual: Fact
    attainment: Fact
    agreed: float
    adjusted: float | None
    promises: tuple[tuple[str, Fact, float], ...]

    @property
    def metric(self) -> str:
        """What was forecast."""
        return self.actual.id

    @property
    def is_met(self) -> bool:
        """Whether at least 80 % of the adjusted forecast came."""
        return passes(self.attainment)


class Settlement:
    """The settlement of one calendar month; of another period the base and the lines, without a fee.

    Parameters
    ----------
    review : the review of results of the month; every fact of the settlement is its own or follows from it

    Raises
    ------
    ReportError : without a contract
    """

    def __init__(self, review: Review) -> None:
        self.review, self.client, self.period, self.until = review, review.client, review.period, review.until
        if self.client.contract is None:
            action = "Add how the agency is paid."
            raise ReportError(f"{self.client.path} contract", "a group of keys", "no such key", action)
        self.contract: Contract = self.client.contract

    @property
    def unsettled(self) -> str | None:
        """Why a period has no settlement of its own, None where it has one: contracts are settled month by month."""
        if self.period.kind != "month":
            return NOT_A_MONTH
        is_before = self.contract.start is not None and self.period.end < self.contract.start
        return NOT_BEGUN if is_before else None

    @property
    def scope(self) -> Scope:
        """The whole month, marked where it is not over."""
        remark = reasons.PARTIAL if self.state == "provisional" else None
        return Scope(self.period.start, self.period.end, self.client.currency, None, remark)

    # The commission base

    @property
    def has_base(self) -> bool:
        """Whether any part of the fee depends on sales."""
        return self.contract.commission_base is not None

    @cached_property
    def steps(self) -> base.Steps | None:
        """The commission base step by step; None without one, or where the orders cannot tell."""
        if not self.has_base or self._no_base is not None:
            return None
        orders = self.review.warehouse.tables["orders"]
        return base.steps(orders, self.contract, self.period.start, self.period.end, self.until)

    @cached_property
    def _no_base(self) -> str | None:
        """Why the commission base is not known, None where it is."""
        sales = self.review.now["gmv"]
        if not sales.ok:
            return sales.reason
        columns = self.review.warehouse.tables["orders"].columns
        return next((NO_COLUMN[column] for column in self.contract.less if column not in columns), None)

    @cached_property
    def base_facts(self) -> list[Fact]:
        """The commission base and, by step, how it comes about; empty where nothing depends on sales."""
        if not self.has_base:
            return []
        sales = self.review.now["gmv"]
        remark = reasons.PARTIAL if self.state == "provisional" else None
        scope = Scope(sales.start, sales.end, self.client.currency, "orders", remark)
        if self.steps is None:
            absent = scope.no_data if sales.status == "no_data" else scope.unobservable
            return [absent("commission_base", self._no_base)]
        found = [scope.amount("commission_base", self.steps.base, n=self.steps.orders)]
        for name in base.NAMES:
            step = getattr(self.steps, name)
            if step is not None:
                signed = step if name == "gross" else -step
                found.append(scope.amount("commission_base", signed, dims={"step": name}))
        return found

    @property
    def known_to(self) -> date:
        """Last day of which orders are known."""
        days = self.review.measure.order_days
        return self.until if days is None else min(self.until, days.last)

    # Lines and forecast

    @property
    def judged(self) -> dict[str, tuple[Fact, Fact]]:
        """Line and attainment of each metric with a target."""
        return self.review.judged

    @cached_property
    def forecasts(self) -> list[Forecast]:
        """Each agreed forecast, scaled down by what the client promised and did not bring."""
        found = []
        now, promised = self.review.now, self.client.promised
        promises = tuple((metric, now[metric], value) for metric, value in promised.items() if metric in now)
        for attainment in self.review.forecasts:
            metric = str(attainment.dims["metric"])
            agreed, adjusted = self.client.forecast[metric], None
            if all(fact.ok for _, fact, _ in promises):
                scaled = [adjusted_forecast(agreed, fact.value, value) for _, fact, value in promises]
                adjusted = min(scaled, default=agreed)
            found.append(Forecast(now[metric], attainment, agreed, adjusted, promises))
        return found

    # The fee

    @cached_property
    def unknown(self) -> list[tuple[str, str]]:
        """What the fee depends on and cannot be known: (metric or `commission_base`, reason)."""
        if self.unsettled is not None:
            return [("fee_total", self.unsettled)]
        found = [("commission_base", self._no_base)] if self.has_base and self._no_base is not None else []
        needed = [*self._counted(), *(self._decisive() if self.is_over else ())]
        found += [(metric, fact.reason) for metric, fact in needed if not (fact.ok or _is_nothing(fact))]
        return list(dict.fromkeys(found))

    @property
    def is_over(self) -> bool:
        """Whether the last day of the period is complete."""
        return self.period.is_complete(self.until)

    @cached_property
    def state(self) -> State:
        """final: may be signed; provisional: the month or its data are not whole; open: a part is not known."""
        if self.unknown:
            return "open"
        needed = [fact for _, fact in self._counted()]
        needed += [self.review.now["gmv"]] if self.has_base else []
        is_whole = all(fact.reason != reasons.PARTIAL for fact in needed)
        return "final" if self.is_over and is_whole else "provisional"

    def _counted(self) -> list[tuple[str, Fact]]:
        """What performance is paid for."""
        return [(metric, self.review.now[metric]) for metric in self.contract.per]

    def _decisive(self) -> Iterator[tuple[str, Fact]]:
        """The verdicts on which bonus or deduction depends."""
        absent = Scope(self.period.start, self.period.end, self.client.currency)
        by_metric = {forecast.metric: forecast.attainment for forecast in self.forecasts}
        for metric in dict.fromkeys((*self.contract.bonus, *self.contract.deduction)):
            deduction = self.contract.deduction.get(metric, {})
            if metric in self.contract.bonus or "fail" in deduction:
                yield metric, self.judged.get(metric, (absent.no_data("line", NOT_AGREED),))[0]
            if "forecast" in deduction:
                yield metric, by_metric.get(metric, absent.no_data("forecast_attainment", NOT_AGREED))

    @cached_property
    def results(self) -> Results:
        """What the month brought, as the contract counts it."""
        steps = self.steps
        return Results(
            commission_base=steps.own if steps else fees.ZERO,
            earlier_refunds=(steps.earlier_refunds or fees.ZERO) if steps else fees.ZERO,
            counts={metric: _how_many(fact) for metric, fact in self._counted() if fact.ok or _is_nothing(fact)},
            lines={metric: line.value for metric, (line, _) in self.judged.items() if line.ok},
            missed_forecasts=frozenset(f.metric for f in self.forecasts if f.attainment.ok and not f.is_met),
            due=tuple(self._due()),
        )

    def _due(self) -> Iterator[tuple[str, Decimal]]:
        """What a project has earned in the month: `start_fee`, or the number of the milestone reached."""
        contract = self.contract
        if contract.start_fee and contract.start is not None and self.period.contains(contract.start):
            yield "start_fee", fees.exact(contract.start_fee)
        price = fees.exact(contract.price or 0)
        for number, milestone in enumerate(contract.milestones, 1):
            if milestone.reached_on is not None and self.period.contains(milestone.reached_on):
                yield str(number), milestone.money(price)

    @cached_property
    def terms(self) -> Terms:
        """What was agreed, in exact money."""
        return Terms.of(self.contract)

    @cached_property
    def fee(self) -> Fee | None:
        """The fee line by line, None while a part of it is not known."""
        return None if self.unknown else fees.fee(self.terms, self.results)

    @cached_property
    def fee_facts(self) -> list[Fact]:
        """Each part of the fee and the total; the parts add up to it, to the cent."""
        if self.fee is None:
            return [self.scope.unobservable("fee_total", self.unsettled or OPEN)]
        parts: dict[str, Decimal] = {}
        for line in self.fee.lines:
            name = FEE_FACTS[line.kind]
            parts[name] = parts.get(name, fees.ZERO) + line.amount
        return [self.scope.amount(name, amount) for name, amount in (*parts.items(), ("fee_total", self.fee.total))]


def _is_nothing(fact: Fact) -> bool:
    """Whether there was nobody and nothing to count: no fault, no merit, and known to be so."""
    return fact.reason == reasons.ZERO_BASE


def _how_many(fact: Fact) -> int:
    """The number a count states, or the people who reached the goal of a conversion."""
    if not fact.ok:
        return 0
    return fact.successes if fact.unit == "share" else int(fact.value)
