"""Options of the market research."""

from toolkit.params.model import Model
from toolkit.periods import Cadence


class MarketResearch(Model):
    """Options of the market research."""

    cadence: Cadence = "quarter"
