"""Options of the comparison of offers."""

from toolkit.params.model import Model


class QuoteComparison(Model):
    """Options of the comparison of offers."""
