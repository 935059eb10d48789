"""Options of the settlement."""

from toolkit.params.model import Model
from toolkit.periods import Cadence


class Settlement(Model):
    """Options of the settlement."""

    cadence: Cadence = "month"
