"""The fee models to compare for one client: those of the client file, or usual ones around the offer's price."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from toolkit.params.contract import Contract
from toolkit.quote import calendar
from toolkit.quote.fees import ZERO, Terms, Tier, cents, exact
from toolkit.quote.packages import Quote

MODELS = ("fixed", "commission", "hybrid", "performance", "project", "package")
RATES = (Decimal("0.05"), Decimal("0.20"))  # commission, where no rate card says another range
DISCOUNT = Decimal("0.10")
_HALF = Decimal("0.5")
_MILESTONES = (Decimal("0.3"), Decimal("0.3"), Decimal("0.4"))  # at the end of each phase


@dataclass(frozen=True, slots=True)
class FeeModel:
    """One way to be paid.

    Parameters
    ----------
    name : fixed, commission, hybrid, performance, project or package
    terms : of a month; bonuses and deductions are left out, for they depend on lines that are not simulated
    base : what a commission is a share of: gmv or net_revenue, which is also less of `less`
    due : money by month of the work, counted from 1
    """

    name: str
    terms: Terms
    base: str = "gmv"
    less: tuple[str, ...] = ()
    due: Mapping[int, Decimal] = field(default_factory=dict)

    def monthly(self, sales: np.ndarray, counts: Mapping[str, np.ndarray]) -> np.ndarray:
        """What is owed for each month: the client's cost and the agency's revenue alike, to the cent.

        Parameters
        ----------
        sales : commission base, shape (paths, months), money
        counts : what performance is paid for, by metric, same shape
        """
        terms, months = self.terms, sales.shape[1]
        due = np.array([float(cents(self.due.get(month, ZERO))) for month in range(1, months + 1)])
        plain = cents(terms.base) - cents(terms.base * terms.discount)
        total = np.broadcast_to(due + float(plain), sales.shape) + _commission(terms, sales)
        for metric, price in terms.per.items():
            total = total + np.round(np.rint(counts[metric]) * float(price), 2)
        if terms.above is not None:
            total = total + np.round(np.maximum(sales - float(terms.above.above), 0) * float(terms.above.rate), 2)
        if terms.floor is not None:
            total = np.maximum(total, float(terms.floor))
        return total if terms.cap is None else np.minimum(total, float(terms.cap))


def _commission(terms: Terms, sales: np.ndarray) -> np.ndarray:
    """Each rate on the part of the sales between its line and the next."""
    if not terms.commission:
        return np.zeros_like(sales)
    ends = [float(tier.above) for tier in terms.commission[1:]] + [np.inf]
    parts = [
        np.clip(sales - float(tier.above), 0, end - float(tier.above)) * float(tier.rate)
        for tier, end in zip(terms.commission, ends, strict=True)
    ]
    return np.round(sum(parts), 2)


def given(contracts: tuple[Contract, ...], start: date, months: int) -> list[FeeModel]:
    """Those of the client file."""
    found = []
    for contract in contracts:
        terms = Terms.of(contract)
        plain: dict[str, Any] = {"bonus": {}, "deduction": {}}
        terms = Terms(**{name: plain.get(name, getattr(terms, name)) for name in Terms.__dataclass_fields__})
        base = contract.commission_base or "gmv"
        found.append(FeeModel(contract.model, terms, base, contract.less, _due(contract, start, months)))
    return found


def _due(contract: Contract, start: date, months: int) -> dict[int, Decimal]:
    """Money of a project by month; a milestone without a day is spread evenly with the others."""
    if contract.model != "project":
        return {}
    price, due = exact(contract.price or 0), {1: exact(contract.start_fee or 0)}
    for number, milestone in enumerate(contract.milestones, 1):
        month = -(-months * number // len(contract.milestones))
        if milestone.due is not None:
            month = (milestone.due.year - start.year) * 12 + milestone.due.month - start.month + 1
        month = min(max(month, 1), months)
        due[month] = due.get(month, ZERO) + milestone.money(price)
    return due


def usual(
    quote: Quote,
    sales: float,
    less: tuple[str, ...],
    rates: tuple[Decimal, Decimal],
    discount: Decimal,
    months: int,
) -> list[FeeModel]:
    """All six models around one price.

    Fixed is the price; commission the middle rate; hybrid half the price and the lowest rate; performance a base of
    half the price and the middle rate on sales above today's; project the price of all months, in three parts at the
    end of the phases; package the price with its discount, or the least usual one.

    Parameters
    ----------
    sales : today's net revenue, a month
    less : what net revenue is also less of
    rates : lowest and highest commission
    """
    low, middle = rates[0], sum(rates, ZERO) / 2
    half = cents(quote.price * _HALF)
    line = cents(exact(round(sales, -2)))
    whole = quote.price * months
    ends = [min(last, months) for _, _, last in calendar.PHASES]
    due: dict[int, Decimal] = {}
    for month, share in zip(ends, _MILESTONES, strict=True):
        due[month] = due.get(month, ZERO) + whole * share
    return [
        FeeModel("fixed", Terms(base=quote.price)),
        FeeModel("commission", Terms(commission=(Tier(ZERO, middle),)), "net_revenue", less),
        FeeModel("hybrid", Terms(base=half, commission=(Tier(ZERO, low),)), "net_revenue", less),
        FeeModel("performance", Terms(base=half, above=Tier(line, middle)), "net_revenue", less),
        FeeModel("project", Terms(), due=due),
        FeeModel("package", Terms(base=quote.price, discount=quote.discount() or discount)),
    ]
