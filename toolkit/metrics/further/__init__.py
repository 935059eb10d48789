"""What the numbers of the reports beside the KPI review mean; the ids are names in `facts.json`."""

from toolkit.metrics.further import (
    campaign_review,
    case_study,
    competitor_comparison,
    market_research,
    proposal,
    quote_comparison,
    settlement,
)
from toolkit.metrics.metric import Metric

_REPORTS = (
    market_research,
    competitor_comparison,
    campaign_review,
    case_study,
    proposal,
    settlement,
    quote_comparison,
)
FURTHER: dict[str, Metric] = {metric.id: metric for report in _REPORTS for metric in report.ALL}
