"""The reports a client gets, each with options of its own, so that a misspelt one is found before anything runs."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ConfigDict

from toolkit.params.campaign_review import CampaignReview
from toolkit.params.case_study import CaseStudy
from toolkit.params.competitor_comparison import CompetitorComparison
from toolkit.params.fields import Options, identifier
from toolkit.params.market_research import MarketResearch
from toolkit.params.model import Model
from toolkit.params.proposal import Proposal
from toolkit.params.quote_comparison import QuoteComparison
from toolkit.params.settlement import Settlement
from toolkit.periods import Cadence

_OR_ALL_USUAL = BeforeValidator(lambda value: value or {})


class KpiReview(Model):
    """Options of the review of results."""

    cadence: Cadence = "month"


class Reports(Model):
    """The reports a client gets, each with its own options."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[Annotated[str, AfterValidator(identifier)], Options]
    kpi_review: Annotated[KpiReview | None, _OR_ALL_USUAL] = None
    market_research: Annotated[MarketResearch | None, _OR_ALL_USUAL] = None
    competitor_comparison: Annotated[CompetitorComparison | None, _OR_ALL_USUAL] = None
    campaign_review: Annotated[CampaignReview | None, _OR_ALL_USUAL] = None
    case_study: Annotated[CaseStudy | None, _OR_ALL_USUAL] = None
    proposal: Annotated[Proposal | None, _OR_ALL_USUAL] = None
    settlement: Annotated[Settlement | None, _OR_ALL_USUAL] = None
    quote_comparison: Annotated[QuoteComparison | None, _OR_ALL_USUAL] = None
