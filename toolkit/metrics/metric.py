"""What one fact id means."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Metric:
    """What one fact id means; `unit` money stands for the client's currency, `of its own` for one each fact names."""

    id: str
    name: str
    unit: str
    definition: str
    better: Literal["higher", "lower"] | None = "higher"
