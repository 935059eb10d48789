"""The fee of one settlement period under each model: lines that add up to the total, exact to the cent.

A contract's amounts are per month. One amount is owed: what the client pays is what the agency earns.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Literal

from toolkit.metrics.scorecard import LINES
from toolkit.params.contract import Contract

Kind = Literal["base", "discount", "commission", "performance", "bonus", "deduction", "cap", "floor"]

ZERO = Decimal(0)
CENT = Decimal("0.01")
EARLIER = "earlier_refunds"
"""`of` in the line that refunds of earlier periods make."""


def cents(amount: Decimal) -> Decimal:
    """An amount rounded to the cent, half a cent away from zero: the one place where money is rounded.

    >>> cents(Decimal("2.345")), cents(Decimal("-2.345")), cents(Decimal("2.3449"))
    (Decimal('2.35'), Decimal('-2.35'), Decimal('2.34'))
    """
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def exact(value: float | str | int) -> Decimal:
    """A number of a client file as it was written: 0.05 is five hundredths, whatever its binary form.

    >>> exact(0.05)
    Decimal('0.05')
    """
    return Decimal(str(value))


@dataclass(frozen=True, slots=True)
class Tier:
    """A rate for the part of the commission base above a line.

    Parameters
    ----------
    above : line in money
    rate : share 0..1
    """

    above: Decimal
    rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A contract in exact decimals; every model is what is present of base, discount, commission, performance.

    Parameters
    ----------
    base : money a month
    discount : share of the base
    commission : rates on the parts of the commission base above each line, the first line being 0
    per : money for each one counted, by metric
    above : the share of sales above a line that performance earns, None without
    bonus : money by metric and line reached; the hardest reached line with an amount pays, alone
    deduction : money by metric and fault: `fail` (below the normal line), `forecast` (below 80 % of it)
    cap, floor : limits of a month's fee, all other lines included; None without
    """

    base: Decimal = ZERO
    discount: Decimal = ZERO
    commission: tuple[Tier, ...] = ()
    per: Mapping[str, Decimal] = field(default_factory=dict)
    above: Tier | None = None
    bonus: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    deduction: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    cap: Decimal | None = None
    floor: Decimal | None = None

    @classmethod
    def of(cls, contract: Contract) -> "Terms":
        """The terms of a client file's contract; what a project has reached is part of the results."""
        tiers = ((0.0, contract.commission_rate), *((tier.above, tier.rate) for tier in contract.tiers))
        above = contract.above
        return cls(
            base=exact(contract.base),
            discount=exact(contract.discount),
            commission=tuple(Tier(exact(line), exact(rate)) for line, rate in tiers if rate is not None),
            per={metric: exact(amount) for metric, amount in contract.per.items()},
            above=None if above is None else Tier(exact(above.line), exact(above.rate)),
            bonus=_by_line(contract.bonus),
            deduction=_by_line(contract.deduction),
            cap=None if contract.cap is None else exact(contract.cap),
            floor=None if contract.floor is None else exact(contract.floor),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What a period brought.

    Parameters
    ----------
    commission_base : money of the period as the contract counts it, before refunds of earlier periods
    earlier_refunds : money refunded in the period for orders of earlier settled periods, at least 0
    counts : how many of what performance is paid for, by metric
    lines : fail, normal, good or exceeded by metric
    missed_forecasts : metrics below 80 % of their adjusted forecast
    due : project parts that fall due in the period: (name, money)
    """

    commission_base: Decimal = ZERO
    earlier_refunds: Decimal = ZERO
    counts: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)
    missed_forecasts: frozenset[str] = frozenset()
    due: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of a fee.

    Parameters
    ----------
    kind : what it is paid for
    amount : money to the cent; what takes off the fee is negative
    of : which metric, milestone or part, empty where the kind says it all
    quantity, rate : what was multiplied: a base and its share, a number and its price; None for agreed amounts
    why : the line whose bonus is paid, or the fault that is deducted
    """

    kind: Kind
    amount: Decimal
    of: str = ""
    quantity: Decimal | None = None
    rate: Decimal | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """What is owed for a period: the client's cost and the agency's revenue alike."""

    lines: tuple[FeeLine, ...]

    @property
    def total(self) -> Decimal:
        """The sum of the lines."""
        return sum((line.amount for line in self.lines), ZERO)

    def of_kind(self, kind: Kind) -> Decimal:
        """The sum of the lines of one kind."""
        return sum((line.amount for line in self.lines if line.kind == kind), ZERO)


def fee(terms: Terms, results: Results) -> Fee:
    """The fee of a month from what was agreed and what came.

    Lines in order: base (with what a project has reached), discount, commission, the commission on refunds of earlier
    periods, performance, bonus, deduction, then what lifts the sum to the floor or cuts it to the cap.

    >>> terms = Terms(base=Decimal(8000), commission=(Tier(Decimal(0), Decimal("0.05")),), cap=Decimal(16000))
    >>> [(line.kind, str(line.amount)) for line in fee(terms, Results(commission_base=Decimal(200_000))).lines]
    [('base', '8000.00'), ('commission', '10000.00'), ('cap', '-2000.00')]
    """
    lines = (*_base(terms, results), *_commission(terms, results), *_performance(terms, results))
    lines += (*_bonus(terms, results), *_deduction(terms, results))
    return Fee((*lines, *_limit(terms, Fee(lines).total)))


def commission(tiers: tuple[Tier, ...], base: Decimal) -> Decimal:
    """Commission on a base: each rate on the part between its line and the next; not rounded.

    A base below zero (more came back than was sold) gives back at the first rate.

    >>> commission((Tier(Decimal(0), Decimal("0.05")), Tier(Decimal(100), Decimal("0.08"))), Decimal(150))
    Decimal('9.00')
    """
    if not tiers:
        return ZERO
    if base < 0:
        return base * tiers[0].rate
    ends = (*(tier.above for tier in tiers[1:]), None)
    parts = ((base if end is None else min(base, end)) - tier.above for tier, end in zip(tiers, ends, strict=True))
    return sum((max(part, ZERO) * tier.rate for part, tier in zip(parts, tiers, strict=True)), ZERO)


def above(tier: Tier, base: Decimal) -> Decimal:
    """Share of what a base has above a line, nothing at or below it; not rounded.

    >>> above(Tier(Decimal(100), Decimal("0.03")), Decimal(150))
    Decimal('1.50')
    """
    return max(base - tier.above, ZERO) * tier.rate


def _base(terms: Terms, results: Results) -> list[FeeLine]:
    lines = [FeeLine("base", cents(terms.base))] if terms.base else []
    lines += [FeeLine("base", cents(amount), of=name) for name, amount in results.due]
    if terms.discount:
        lines.append(FeeLine("discount", -cents(terms.base * terms.discount), quantity=terms.base, rate=terms.discount))
    return lines


def _commission(terms: Terms, results: Results) -> list[FeeLine]:
    if not terms.commission:
        return []
    only = terms.commission[0].rate if len(terms.commission) == 1 else None
    return _on_base("commission", partial(commission, terms.commission), only, results)


def _performance(terms: Terms, results: Results) -> list[FeeLine]:
    lines = []
    for metric, price in terms.per.items():
        count = Decimal(results.counts[metric])
        lines.append(FeeLine("performance", cents(count * price), of=metric, quantity=count, rate=price))
    if terms.above is not None:
        lines += _on_base("performance", partial(above, terms.above), None, results)
    return lines


def _on_base(kind: Kind, paid: Callable[[Decimal], Decimal], rate: Decimal | None, results: Results) -> list[FeeLine]:
    """What the period's own base pays, and as a line of its own what refunds of earlier periods change in it."""
    own, back = results.commission_base, results.earlier_refunds
    lines = [FeeLine(kind, cents(paid(own)), quantity=own, rate=rate)]
    if back:
        change = cents(paid(own - back)) - lines[0].amount
        lines.append(FeeLine(kind, change, of=EARLIER, quantity=-back, rate=rate))
    return lines


def _bonus(terms: Terms, results: Results) -> list[FeeLine]:
    lines = []
    for metric, amounts in terms.bonus.items():
        line = results.lines.get(metric, "fail")
        earned = LINES[LINES.index(line) :] if line in LINES else ()  # the line reached and all easier ones
        paid = next((name for name in earned if name in amounts), None)
        if paid is not None:
            lines.append(FeeLine("bonus", cents(amounts[paid]), of=metric, why=paid))
    return lines


def _deduction(terms: Terms, results: Results) -> list[FeeLine]:
    lines = []
    for metric, amounts in terms.deduction.items():
        faults = {"fail": results.lines.get(metric) == "fail", "forecast": metric in results.missed_forecasts}
        found = (fault for fault in amounts if faults[fault])
        lines += [FeeLine("deduction", -cents(amounts[fault]), of=metric, why=fault) for fault in found]
    return lines


def _limit(terms: Terms, so_far: Decimal) -> list[FeeLine]:
    """What brings the fee to its floor or cap; a line on either side of nothing is left out."""
    if terms.floor is not None and so_far < cents(terms.floor):
        return [FeeLine("floor", cents(terms.floor) - so_far, rate=terms.floor)]
    if terms.cap is not None and so_far > cents(terms.cap):
        return [FeeLine("cap", cents(terms.cap) - so_far, rate=terms.cap)]
    return []


def _by_line(amounts: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, Decimal]]:
    return {metric: {name: exact(amount) for name, amount in lines.items()} for metric, lines in amounts.items()}
