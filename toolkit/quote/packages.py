"""What is offered for one price, and whether it adds up: parts, what they consist of, terms, discount, tax.

Money is exact to the cent. A price that its parts do not add up to is kept as it was stated, with its gap.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import get_args

from toolkit.params.proposal import Package, Service
from toolkit.params.rates import Part as PartName
from toolkit.params.rates import RateCard
from toolkit.quote.fees import ZERO, cents

NAMES = {
    "basic": {"en": "Basic", "zh": "基础版"},
    "standard": {"en": "Standard", "zh": "标准版"},
    "premium": {"en": "Premium", "zh": "高级版"},
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a price a month.

    Parameters
    ----------
    name : as in the client file
    amount : money, as stated; the sum of `within` where nothing is stated
    within : what it consists of, may be empty
    """

    name: str
    amount: Decimal
    within: tuple[tuple[str, Decimal], ...] = ()

    @property
    def gap(self) -> Decimal:
        """How much more it consists of than is stated; 0 where it consists of nothing named."""
        return sum((amount for _, amount in self.within), ZERO) - self.amount if self.within else ZERO


@dataclass(frozen=True, slots=True)
class Span:
    """Months of a term that cost the same: from `first` to `last`, both included, counted from 1."""

    first: int
    last: int
    parts: Decimal
    price: Decimal

    @property
    def gap(self) -> Decimal:
        """How much the parts of one of these months exceed its price."""
        return self.parts - self.price


@dataclass(frozen=True, slots=True)
class Quote:
    """A package as it is quoted.

    Parameters
    ----------
    key : as in the client file
    price : a month, before term discount and tax
    parts : what it consists of, empty where the client file does not say
    """

    key: str
    package: Package
    price: Decimal
    parts: tuple[Part, ...]

    @property
    def name(self) -> Mapping[str, str]:
        """The package's name by language."""
        return self.package.name or NAMES.get(self.key) or {"en": self.key}

    @property
    def sum(self) -> Decimal:
        """The parts of an ordinary month together."""
        return sum((part.amount for part in self.parts), ZERO)

    @property
    def gap(self) -> Decimal:
        """How much the parts of an ordinary month exceed the price; 0 where none are named."""
        return self.sum - self.price if self.parts else ZERO

    @property
    def spans(self) -> list[Span]:
        """The months of the term, those together that cost the same; none without parts."""
        if not self.parts:
            return []
        months = [self._month(number) for number in range(1, self.package.term_months + 1)]
        found = []
        for (parts, price), group in groupby(enumerate(months, 1), key=lambda pair: pair[1]):
            numbers = [number for number, _ in group]
            found.append(Span(numbers[0], numbers[-1], parts, price))
        return found

    def _month(self, number: int) -> tuple[Decimal, Decimal]:
        once = [(work, spread(work.amount, work.months, number)) for work in self.package.one_off]
        on_top = sum((amount for work, amount in once if work.extra), ZERO)
        return self.sum + sum((amount for _, amount in once), ZERO), self.price + on_top

    @property
    def is_reconciled(self) -> bool:
        """Whether every month and every part adds up, to the cent."""
        return not any(span.gap for span in self.spans) and not any(part.gap for part in self.parts)

    def share(self, part: Part) -> Decimal:
        """A part as a share of all parts, 0 where they are nothing."""
        return part.amount / self.sum if self.sum else ZERO

    def discount(self, months: int | None = None) -> Decimal:
        """Share off the price for a contract of so many months, of the package's own term by default."""
        term = self.package.term_months if months is None else months
        return max((share for least, share in self.package.discounts.items() if least <= term), default=ZERO)

    def monthly(self, months: int | None = None) -> Decimal:
        """What a month costs after the discount for the term, before tax."""
        return cents(self.price * (1 - self.discount(months)))

    @property
    def once(self) -> Decimal:
        """What is paid on top of the months, once."""
        return sum((work.amount for work in self.package.one_off if work.extra), ZERO)

    @property
    def total(self) -> Decimal:
        """What the whole term costs, before tax."""
        return self.monthly() * self.package.term_months + self.once


def spread(amount: Decimal, months: int, number: int) -> Decimal:
    """The part of a month, counted from 1, of an amount spread over some months; the parts add up to it to the cent.

    >>> [str(spread(Decimal("100.00"), 3, month)) for month in (1, 2, 3, 4)]
    ['33.33', '33.34', '33.33', '0']
    """
    if number > months:
        return ZERO
    return cents(amount * number / months) - cents(amount * (number - 1) / months)


def quote(key: str, package: Package) -> Quote:
    """A package of a client file with the sum of its parts, whether or not they add up to its price."""
    parts = _parts(package)
    price = sum((part.amount for part in parts), ZERO) if package.price is None else package.price
    return Quote(key, package, price, parts)


def _parts(package: Package) -> tuple[Part, ...]:
    if package.items:
        return tuple(Part(key, cost(service)) for key, service in package.items.items())
    within = {name: dict(amounts) for name, amounts in package.within.items()}
    if package.pays_team and "labour" not in within:
        within["labour"] = pay(package)
    names = [name for name in get_args(PartName) if name in package.parts or name in within]
    return tuple(_part(package, name, within.get(name, {})) for name in names)


def _part(package: Package, name: str, within: Mapping[str, Decimal]) -> Part:
    stated = package.parts.get(name)
    return Part(name, sum(within.values(), ZERO) if stated is None else stated, tuple(within.items()))


def cost(service: Service) -> Decimal:
    """An item's amount a month: as stated, or its units times their price."""
    return service.amount if service.amount is not None else cents(service.quantity * service.unit_price)


def pay(package: Package) -> dict[str, Decimal]:
    """What each role of a paid team costs a month: heads x pay with benefits, to the cent."""
    return {
        role: cents(member.heads * member.pay * (1 + (member.benefits or ZERO)))
        for role, member in package.team.items()
    }


def part_name(key: str, package: Package, card: RateCard | None) -> Mapping[str, str]:
    """The name of an item of the catalogue by language; of anything unknown its key."""
    service = package.items.get(key)
    if service is not None and service.name is not None:
        return service.name
    known = {} if card is None else card.items
    return known[key].name if key in known else {"en": key}
