"""What commission is paid on, step by step from the orders: gross, refunds, freight, platform fee, base.

A refund counts in the month in which it was started. When its order is of an earlier month, which was settled without
it, it is a step of its own; when its order is from before the contract, no commission was paid on it, so none goes
back.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import ibis
import ibis.expr.types as ir
from ibis import _

from toolkit.params.contract import Contract
from toolkit.quote.fees import ZERO, cents

NAMES = ("gross", "refunds", "freight", "platform_fee", "earlier_refunds")
"""The steps in order; all but the first are taken off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The way from the orders of a period to its commission base, each step money to the cent.

    Parameters
    ----------
    gross : positive order amounts of the period
    refunds : started in the period, for orders of the period or orders that are not in the table
    earlier_refunds : started in the period, for orders of earlier periods of the contract
    freight, platform_fee : of the period's rows, None where the contract leaves them in
    older_refunds : started in the period, for orders from before the contract; not taken off
    orphan_refunds : the part of `refunds` whose order is not in the table
    later_refunds : for orders of the period, started after it and known by now; of the next settlements
    lines, orders, without_user : rows of the period, its different orders paid for, and those of them without a user
    """

    gross: Decimal
    refunds: Decimal | None
    earlier_refunds: Decimal | None
    freight: Decimal | None
    platform_fee: Decimal | None
    older_refunds: Decimal
    orphan_refunds: Decimal
    later_refunds: Decimal
    lines: int
    orders: int
    without_user: int

    @property
    def own(self) -> Decimal:
        """The base before refunds of earlier periods."""
        return self.gross - sum((step for step in (self.refunds, self.freight, self.platform_fee) if step), ZERO)

    @property
    def base(self) -> Decimal:
        """What commission is paid on."""
        return self.own - (self.earlier_refunds or ZERO)


def steps(orders: ir.Table, contract: Contract, start: date, end: date, until: date) -> Steps:
    """The commission base of a period as the contract defines it.

    Parameters
    ----------
    orders : order lines: order_id, at, amount; optional user_id, refund, freight, platform_fee
    start, end : first and last day of the period, both included
    until : last complete day; nothing later is read

    Returns
    -------
    Steps; refunds None where the base is gmv
    """
    rows = _rows(orders).filter(_.day <= until)
    placed = rows.filter(_.paid > 0).group_by("order_id").agg(placed=_.day.min())
    rows = rows.left_join(placed, "order_id")
    now = rows.day.between(start, end)
    began = contract.start or date.min
    of_period, earlier = rows.placed.between(start, end), rows.placed < start
    older = rows.placed < began if contract.start else ibis.literal(False)
    known = (of_period | earlier).fill_null(False)
    sold = now & (rows.paid > 0)
    found = (
        rows.agg(
            gross=rows.paid.sum(where=now),
            refunds=rows.back.sum(where=now & ~earlier.fill_null(False)),
            earlier_refunds=rows.back.sum(where=now & earlier & ~older),
            older_refunds=rows.back.sum(where=now & earlier & older),
            orphan_refunds=rows.back.sum(where=now & ~known),
            later_refunds=rows.back.sum(where=(rows.day > end) & of_period),
            freight=rows.freight.sum(where=now),
            platform_fee=rows.platform_fee.sum(where=now),
            lines=now.sum(),
            orders=rows.order_id.nunique(where=sold),
            without_user=rows.order_id.nunique(where=sold & rows.user_id.isnull()),
        )
        .to_pyarrow()
        .to_pylist()[0]
    )
    counts = {name: int(found.pop(name) or 0) for name in ("lines", "orders", "without_user")}
    money = {name: cents(amount or ZERO) for name, amount in found.items()}
    without = {name: None for name in ("freight", "platform_fee") if name not in contract.less}
    if contract.commission_base == "gmv":
        without |= dict.fromkeys(("refunds", "earlier_refunds"))
    return Steps(**counts | money | without)


def _rows(orders: ir.Table) -> ir.Table:
    """Order lines as what they move: order_id, day, user_id, paid, back, freight, platform_fee; exact money."""
    zero = ibis.literal(0, type="decimal(18, 4)")
    has = set(orders.columns)

    def extra(column: str) -> ir.Value:
        return orders[column].fill_null(zero) if column in has else zero

    return orders.select(
        "order_id",
        day=orders.at.date(),
        user_id=orders.user_id if "user_id" in has else ibis.null("string"),
        paid=ibis.greatest(orders.amount, zero),
        back=ibis.greatest(-orders.amount, zero) + extra("refund"),
        freight=extra("freight"),
        platform_fee=extra("platform_fee"),
    )
