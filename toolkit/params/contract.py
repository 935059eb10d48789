"""How the agency is paid."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator

from toolkit.params.fields import Amount, MetricId, Share, one_or_more, refuse
from toolkit.params.model import Model


class Contract(Model):
    """How the agency is paid."""

    model: Literal["fixed", "commission", "hybrid", "performance", "project", "package"]
    base: Amount = 0.0
    commission_rate: Share | None = None
    commission_base: Literal["gmv", "net_revenue"] | None = None
    less: Annotated[tuple[Literal["freight", "platform_fee"], ...], BeforeValidator(one_or_more)] = ()
    cap: Amount | None = None
    floor: Amount | None = None
    bonus: dict[MetricId, dict[Literal["normal", "good", "exceeded"], Amount]] = {}

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.cap is not None and self.floor is not None and self.cap < self.floor:
            refuse(f"a cap of at least the floor ({self.floor:g})", at="cap")
        return self
