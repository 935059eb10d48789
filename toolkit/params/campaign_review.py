"""Options of the review of campaigns."""

from toolkit.params.model import Model
from toolkit.periods import Cadence


class CampaignReview(Model):
    """Options of the review of campaigns."""

    cadence: Cadence = "month"
