"""Options of the proposal."""

from typing import Literal

from toolkit.params.fields import Amount, Line, Whole
from toolkit.params.model import Model


class Package(Model):
    """What is offered for one price a month, and what that consists of."""

    price: Amount
    term_months: Whole
    parts: dict[Literal["labour", "technology", "marketing", "operation", "profit", "risk"], Amount] = {}


class Proposal(Model):
    """Options of the proposal."""

    status: Literal["draft", "final"] = "draft"
    packages: dict[Line, Package] = {}
