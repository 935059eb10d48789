"""What is unusual about a quotation: where it leaves the ranges of the rate card. Never a reason to refuse it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from toolkit.params.rates import RateCard
from toolkit.quote.fees import ZERO, cents
from toolkit.quote.packages import Quote, cost

Kind = Literal["share", "within", "pay", "benefits", "item", "team", "discount", "no_role", "no_item"]


@dataclass(frozen=True, slots=True)
class Unusual:
    """A value outside its range, or one that the rate card has no range for.

    Parameters
    ----------
    package : key of the quotation
    kind : what the value is: share (of the parts' sum), within (of a part), pay, benefits, item, team (its least cost,
        which labour is below), discount; no_role, no_item where the card does not know the name
    of : part, role or item
    value : share or money, by the kind; None where there is no range
    low, high : the range; no high for the cost of a team
    part : the part that `of` is within
    """

    package: str
    kind: Kind
    of: str = ""
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    part: str = ""

    @property
    def is_share(self) -> bool:
        """Whether value and range are shares, not money."""
        return self.kind in ("share", "within", "benefits", "discount") or (
            self.kind == "item" and self.high is not None and self.high <= 1
        )


def unusual(quote: Quote, card: RateCard) -> list[Unusual]:
    """Every value of a quotation outside the rate card's ranges, in the order of the quotation."""
    found = (*_shares(quote, card), *_within(quote, card), *_team(quote, card), *_items(quote, card))
    return [each for each in (*found, *_discounts(quote, card)) if each.value is None or _is_outside(each)]


def _is_outside(each: Unusual) -> bool:
    return each.value < each.low or (each.high is not None and each.value > each.high)


def _shares(quote: Quote, card: RateCard) -> Iterator[Unusual]:
    for part in quote.parts:
        if part.name in card.shares and not quote.package.items:
            yield Unusual(quote.key, "share", part.name, quote.share(part), *card.shares[part.name])


def _within(quote: Quote, card: RateCard) -> Iterator[Unusual]:
    for part in quote.parts:
        whole = sum((amount for _, amount in part.within), ZERO)
        for name, amount in part.within:
            if whole and name in card.within.get(part.name, {}):
                low, high = card.within[part.name][name]
                yield Unusual(quote.key, "within", name, amount / whole, low, high, part=part.name)


def _team(quote: Quote, card: RateCard) -> Iterator[Unusual]:
    least = ZERO
    for role, member in quote.package.team.items():
        if role not in card.roles:
            yield Unusual(quote.key, "no_role", role)
            continue
        low, high = card.roles[role].pay
        least += cents(member.heads * low * (1 + (card.benefits[0] if card.benefits else ZERO)))
        if member.pay is not None:
            yield Unusual(quote.key, "pay", role, member.pay, low, high)
        if member.benefits is not None and card.benefits is not None:
            yield Unusual(quote.key, "benefits", role, member.benefits, *card.benefits)
    labour = next((part.amount for part in quote.parts if part.name == "labour"), None)
    if least and labour is not None and not quote.package.pays_team:
        yield Unusual(quote.key, "team", value=labour, low=least)


def _items(quote: Quote, card: RateCard) -> Iterator[Unusual]:
    for key, service in quote.package.items.items():
        if key not in card.items:
            yield Unusual(quote.key, "no_item", key)
            continue
        item = card.items[key]
        if item.unit != "month" and service.unit_price is None:
            continue  # a range per hour or share of spend says nothing about an amount alone
        value = service.unit_price if item.unit != "month" else cost(service)
        yield Unusual(quote.key, "item", key, value, *item.range)


def _discounts(quote: Quote, card: RateCard) -> Iterator[Unusual]:
    for months, share in sorted(quote.package.discounts.items()):
        if card.discount is not None and share:
            yield Unusual(quote.key, "discount", str(months), share, *card.discount)
