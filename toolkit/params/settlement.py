"""Options of the settlement, and what else has to be agreed before a month can be settled."""

from collections.abc import Collection, Mapping
from typing import Any, Literal

from toolkit.params.contract import Contract
from toolkit.params.fields import refuse
from toolkit.params.model import Model


class Settlement(Model):
    """Options of the settlement; a contract's amounts are a month's, so a month is what is settled."""

    cadence: Literal["month"] = "month"


def agree(
    contract: Contract | None, targets: Mapping[str, Any], forecast: Collection[str], tables: Collection[str]
) -> None:
    """Refuse what nobody could settle: no contract, a bonus or deduction for what was not agreed, no orders."""
    if contract is None:
        refuse("how the agency is paid", "Add `contract:`, or remove the report settlement.", at="contract", got="none")
    for metric, lines in contract.bonus.items():
        for line in lines:
            if getattr(targets.get(metric), line, None) is None:
                action = f"Add the line {line} of {metric} under `targets:`."
                refuse("a bonus for a line of the targets", action, at=f"contract.bonus.{metric}", got=f'"{line}"')
    for metric, faults in contract.deduction.items():
        place = f"contract.deduction.{metric}"
        if "fail" in faults and metric not in targets:
            refuse("a metric with a target", "Add its lines under `targets:`.", at=place, got=f'"{metric}"')
        if "forecast" in faults and metric not in forecast:
            refuse("a metric with a forecast", "Add it under `forecast:`.", at=place, got=f'"{metric}"')
    if contract.commission_base is not None and "orders" not in tables:
        refuse("the orders that commission is paid on", "Add `orders:` to `data:`.", at="data", got="none")
