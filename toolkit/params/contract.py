"""How the agency is paid: the contract of a client file. Money is per month, without tax."""

from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator

from toolkit.params.fields import (
    Amount,
    Day,
    MetricId,
    Positive,
    Share,
    Translated,
    Whole,
    one_or_more,
    refuse,
)
from toolkit.params.model import Model

Countable = Literal[
    "new_users",
    "buyers",
    "orders",
    "registration_conversion",
    "purchase_conversion",
    "appointment_conversion",
    "diversion_rate",
]
"""What performance can be counted by: people, orders, or the people who reached the goal of a conversion."""
FEES = {  # model -> (keys without which it pays nothing: one of each group, further keys that say what it pays)
    "fixed": ((("base",),), ()),
    "commission": ((("commission_rate",), ("commission_base",)), ("less", "tiers")),
    "hybrid": ((("base",), ("commission_rate",), ("commission_base",)), ("less", "tiers")),
    "performance": ((("per", "above"),), ("base", "commission_base", "less")),
    "project": ((("milestones",),), ("price", "start_fee")),
    "package": ((("base",), ("term_months",), ("discount",)), ()),
}
_KEYS = tuple(dict.fromkeys(key for needed, more in FEES.values() for key in (*sum(needed, ()), *more)))


class Tier(Model):
    """A rate for the part of the commission base above a line."""

    above: Positive
    rate: Share


class Above(Model):
    """A share of the commission base above a line."""

    line: Amount
    rate: Share


class Milestone(Model):
    """A part of a project: paid in the month in which it is reached.

    Parameters
    ----------
    share : of the project's price; or `amount` in money
    due : agreed day
    reached_on : day on which the client accepted it
    """

    name: Translated
    share: Share | None = None
    amount: Amount | None = None
    due: Day | None = None
    reached_on: Day | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if (self.share is None) == (self.amount is None):
            refuse("either `share:` or `amount:`", got="both or none")
        return self

    def money(self, price: Decimal) -> Decimal:
        """What it pays, exact; `price` is the project's."""
        return Decimal(str(self.amount)) if self.share is None else Decimal(str(self.share)) * price


class Contract(Model):
    """How the agency is paid.

    Parameters
    ----------
    agency : who is paid, as it signs
    start : first day; refunds of orders from before it cost the agency nothing, for they paid it nothing
    base : money a month
    commission_rate : share of the commission base; `tiers` are the rates of its parts above further lines
    commission_base : gmv, or net_revenue, which is gmv after refunds
    less : what else the base is less of
    per : money for each one counted
    above : share of the commission base above a line
    price, start_fee, milestones : of a project; start_fee is paid in the month of `start`
    discount, term_months : of a package
    bonus : by metric, money for the line reached or the hardest easier one that has an amount
    deduction : by metric, money for a value below the normal line, or below 80 % of its adjusted forecast
    cap, floor : limits of a month's fee, everything included
    """

    model: Literal["fixed", "commission", "hybrid", "performance", "project", "package"]
    agency: Translated | None = None
    start: Day | None = None
    base: Amount = 0.0
    commission_rate: Share | None = None
    commission_base: Literal["gmv", "net_revenue"] | None = None
    less: Annotated[tuple[Literal["freight", "platform_fee"], ...], BeforeValidator(one_or_more)] = ()
    tiers: tuple[Tier, ...] = ()
    per: dict[Countable, Positive] = {}
    above: Above | None = None
    price: Positive | None = None
    start_fee: Amount | None = None
    milestones: tuple[Milestone, ...] = ()
    discount: Share = 0.0
    term_months: Whole | None = None
    bonus: dict[MetricId, dict[Literal["normal", "good", "exceeded"], Amount]] = {}
    deduction: dict[MetricId, dict[Literal["fail", "forecast"], Amount]] = {}
    cap: Amount | None = None
    floor: Amount | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.cap is not None and self.floor is not None and self.cap < self.floor:
            refuse(f"a cap of at least the floor ({self.floor:g})", at="cap")
        if self.start is not None and self.start.day != 1 and self.model != "project":
            refuse("the first day of a month", "A contract is settled by calendar month.", at="start")
        self._pays_by_its_model()
        self._rises()
        if self.model == "project":
            self._adds_up()
        return self

    def _pays_by_its_model(self) -> None:
        needed, more = FEES[self.model]
        if self.above is not None:
            needed = (*needed, ("commission_base",))
        for keys in needed:
            if not any(key in self.model_fields_set and getattr(self, key) not in (None, {}, ()) for key in keys):
                names = " or ".join(f"`{key}:`" for key in keys)
                refuse(f"{names} with model {self.model}", "Add it, or choose another model.", at=keys[0], got="none")
        known = {key for keys in needed for key in keys} | set(more)
        for key in _KEYS:
            if key in self.model_fields_set and key not in known:
                usual = ", ".join(model for model, (keys, others) in FEES.items() if key in {*sum(keys, ()), *others})
                refuse(f"no such key with model {self.model}", f"Remove it; it goes with {usual}.", at=key)

    def _rises(self) -> None:
        """Who reaches more is paid more: tiers above each other, bonuses that do not fall."""
        for below, tier in pairwise(self.tiers):
            if tier.above <= below.above:
                refuse(
                    f"tiers with rising lines, the next above {below.above:g}", "Order them.", at="tiers", got="others"
                )
        for metric, amounts in self.bonus.items():
            given = [(name, amounts[name]) for name in ("normal", "good", "exceeded") if name in amounts]
            for (easier, less), (harder, amount) in pairwise(given):
                if amount < less:
                    refuse(f"at least the bonus of {easier} ({less:g})", at=f"bonus.{metric}.{harder}")

    def _adds_up(self) -> None:
        """A project's parts are its price, to the cent; without a price they make it."""
        if self.start_fee and self.start is None:
            refuse("the day the project starts", "Add it; the start fee is paid in its month.", at="start", got="none")
        for number, part in enumerate(self.milestones):
            if None not in (self.start, part.reached_on) and part.reached_on < self.start:
                action = "A month before it is not settled."
                refuse(f"a day from the start ({self.start}) on", action, at=f"milestones.{number}.reached_on")
        if self.price is None:
            if any(part.share is not None for part in self.milestones):
                refuse("the price that shares are of", "Add it, or give amounts.", at="price", got="none")
            return
        price = Decimal(str(self.price))
        parts = [part.money(price) for part in self.milestones]
        paid = sum(parts, Decimal(str(self.start_fee or 0))).normalize()
        if paid != price:
            action = "Correct the parts or the price."
            refuse(f"start fee and milestones ({paid:f})", action, at="price")
