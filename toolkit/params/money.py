"""Amounts of money in a client file: exact decimals to the cent, never a binary fraction."""

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from toolkit.params.fields import refuse

_MONEY = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_DECIMAL = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")


def money(value: Any) -> Decimal:
    """An amount of at least 0 with at most two decimals, as it is written."""
    if not isinstance(value, str) or not _MONEY.fullmatch(value):
        refuse("an amount such as 1500 or 1500.50", "Write it without currency, thousands commas and parts of a cent.")
    return Decimal(value)


def decimal(value: Any) -> Decimal:
    """A number of at least 0 as it is written."""
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        refuse("a number of at least 0, with at most six decimals", "Write a share as 0.25, without units.")
    return Decimal(value)


def part(value: Decimal) -> Decimal:
    if value > 1:
        refuse("a share from 0 to 1", "Write 5 % as 0.05.")
    return value


def above_zero(value: Decimal) -> Decimal:
    if not value:
        refuse("a number above 0")
    return value


Money = Annotated[Decimal, BeforeValidator(money)]
Exact = Annotated[Decimal, BeforeValidator(decimal)]
ExactPositive = Annotated[Exact, AfterValidator(above_zero)]
ExactShare = Annotated[Exact, AfterValidator(part)]
