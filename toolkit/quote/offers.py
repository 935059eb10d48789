"""Several offers side by side: which is worth its price, how sure that is, and every number of it as a fact."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property

import pandas as pd

from toolkit import params
from toolkit.i18n import N_
from toolkit.market import matrix
from toolkit.market.comparison import ALONE, NO_DIFFERENCE, UNCERTAIN
from toolkit.metrics.fact import Fact, Scope
from toolkit.metrics.review import Review
from toolkit.params.quote_comparison import QuoteComparison
from toolkit.params.rates import RateCard
from toolkit.quote import costs, judging, needs, pilot, questions, red_flags
from toolkit.quote.costs import Cost
from toolkit.quote.needs import Coverage
from toolkit.quote.pilot import Pilot
from toolkit.quote.questions import Question
from toolkit.quote.red_flags import Flag

NO_OFFERS = N_("the client file names no offers")
NO_NEEDS = N_("the client file names no needs")
NO_COVERAGE = N_("the offer does not say which needs it covers")
NOTHING_COVERED = N_("the offer covers none of the needs known")
NOTHING_KNOWN = N_("nothing that counts is known of the offer")
TOO_LITTLE = N_("less than half of what counts, by weight, is known of the offer")
STABLE = 0.9
"""Share of random weightings that must keep a rank for it to be called stable."""


class Offers:
    """The offers that a client chooses between.

    Parameters
    ----------
    review : the client's own results, which a pilot starts from
    """

    def __init__(self, review: Review) -> None:
        self.review, self.client, self.period = review, review.client, review.period
        self.options = self.client.wanted.quote_comparison or QuoteComparison()
        self.offers = self.options.offers
        dated = [offer.on for offer in self.offers.values() if offer.on is not None]
        self.as_of: date = max([min(review.period.end, review.until), *dated])  # offers may come after the period
        self.scope = Scope(self.period.start, self.period.end, self.client.currency, "offers")
        self.costs: dict[str, Cost] = {
            key: costs.cost(key, offer, self.options.monthly_sales) for key, offer in self.offers.items()
        }
        self.coverages: dict[str, Coverage] = {
            key: needs.coverage(self.options.needs, offer.covers) for key, offer in self.offers.items()
        }

    @property
    def lack(self) -> str | None:
        """Why nothing can be compared at all, None where something can."""
        return None if self.offers else NO_OFFERS

    @cached_property
    def card(self) -> RateCard | None:
        """Usual prices in the client's currency, None where there is no rate card."""
        card = params.rate_card(self.client)
        return card if card is not None and card.currency == self.client.currency else None

    @cached_property
    def values(self) -> pd.DataFrame:
        """What counts of each offer as numbers, NaN where not known."""
        return judging.values(self.options, self.costs)[list(self.weights)]

    @cached_property
    def points(self) -> pd.DataFrame:
        """What tells any two offers apart or may yet do so, 0 the worst and 1 the best."""
        return judging.points(self.options, self.values)

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """What all departments together weigh, as shares of 1."""
        return judging.joint(self.options)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """As `matrix.scores`, with `kept` of `matrix.DRAWS` weightings; best first, the unscored last."""
        found = judging.scored(self.points, self.weights)
        found["kept"] = matrix.stability(judging.enough(self.points, self.weights), self.weights)
        return found.sort_values("rank", kind="stable")

    @cached_property
    def by_department(self) -> dict[str, pd.DataFrame]:
        """The scores after each department's own weights."""
        every = judging.departments(self.options).items()
        return {key: judging.scored(self.points[[c for c in self.points if c in own]], own) for key, own in every}

    @property
    def names(self) -> list[str]:
        """The offers by rank, best first."""
        return list(self.scores.index)

    @property
    def ranked(self) -> int:
        """How many have a score."""
        return int(self.scores["score"].notna().sum())

    @cached_property
    def leaders(self) -> list[str]:
        """Those in the first place, several where they share it; none unless two can be compared."""
        return list(self.scores.index[self.scores["rank"] == 1]) if self.ranked > 1 else []

    @cached_property
    def leaders_by_parts(self) -> list[str]:
        """Those in the first place if every price were what its parts add up to."""
        values = self.values.copy()
        for name, cost in self.costs.items():
            if cost.quote is not None and cost.comparable is not None and "price" in values:
                values.loc[name, "price"] += float(cost.quote.gap)
        ranks = judging.scored(judging.points(self.options, values), self.weights)["rank"]
        return list(ranks.index[ranks == 1])

    @property
    def is_settled(self) -> bool:
        """Whether neither what is not known nor a price that disagrees with its parts could take the lead away."""
        return not any(map(self.is_open, self.leaders)) and set(self.leaders_by_parts) == set(self.leaders)

    def leaders_of(self, department: str) -> list[str]:
        """Those that a department puts first; none unless it can compare two."""
        found = self.by_department[department]
        return list(found.index[found["rank"] == 1]) if found["score"].count() > 1 else []

    @cached_property
    def dissent(self) -> dict[str, list[str]]:
        """Those whom each department puts first that has none of the joint leaders there."""
        firsts = {key: self.leaders_of(key) for key in self.by_department}
        return {key: found for key, found in firsts.items() if found and not set(found) & set(self.leaders)}

    def is_tied(self, name: str) -> bool:
        """Whether another offer has the same rank."""
        return int((self.scores["rank"] == self.scores.loc[name, "rank"]).sum()) > 1

    def is_open(self, name: str) -> bool:
        """Whether what is not known could change the rank."""
        row = self.scores.loc[name]
        return bool(row["best_rank"] != row["worst_rank"])

    @property
    def is_stable(self) -> bool:
        """Whether one offer leads alone and nearly every other weighting leaves it first."""
        return len(self.leaders) == 1 and self.scores.loc[self.leaders[0], "kept"] / matrix.DRAWS >= STABLE

    @cached_property
    def flags(self) -> dict[str, list[Flag]]:
        """Reasons for caution by offer."""
        return {key: red_flags.flags(key, offer, self.costs[key], self.card) for key, offer in self.offers.items()}

    @cached_property
    def questions(self) -> dict[str, list[Question]]:
        """What to ask by offer."""
        return {
            key: questions.questions(key, offer, self.costs[key], self.coverages[key], self.flags[key], self.as_of)
            for key, offer in self.offers.items()
        }

    @cached_property
    def pilots(self) -> list[Pilot]:
        """A pilot of the leading offer, and of the next one where the lead is not sure."""
        if self.ranked < 1:
            return []
        is_sure = self.ranked < 2 or (self.is_stable and self.is_settled)
        chosen = self.names[: 1 if is_sure else min(2, self.ranked)]
        return [pilot.pilot(name, self.offers[name], self.review) for name in chosen]

    # Facts

    def score(self, name: str, department: str | None = None) -> Fact:
        """The overall score, 0 to 100, after the joint weights or a department's own."""
        dims, row = self._place(name, department)
        if pd.isna(row["score"]):
            return self.scope.unobservable("offer_score", self._without_score(name), dims=dims)
        return self.scope.amount("offer_score", 100 * row["score"], dims=dims)

    def rank(self, name: str, department: str | None = None) -> Fact:
        """The place by score; with a remark where what is not known could change it."""
        dims, row = self._place(name, department)
        found = self.scores if department is None else self.by_department[department]
        if pd.isna(row["score"]) or found["score"].count() < 2:
            reason = self._without_score(name) if pd.isna(row["score"]) else ALONE
            return self.scope.unobservable("offer_rank", reason, dims=dims)
        reason = UNCERTAIN if row["best_rank"] != row["worst_rank"] else None
        return self.scope.amount("offer_rank", row["rank"], dims=dims, reason=reason)

    def bounds(self, name: str) -> list[Fact]:
        """Score and rank if all that is not known turned out worst or best; nothing where all is known."""
        row, found = self.scores.loc[name], []
        if row["lowest"] == row["highest"] or self.points.empty:
            return []
        for case, score, rank in (("worst", "lowest", "worst_rank"), ("best", "highest", "best_rank")):
            dims = {"offer": name, "case": case}
            found.append(self.scope.amount("offer_score", 100 * row[score], dims=dims))
            found.append(self.scope.amount("offer_rank", row[rank], dims=dims))
        return found

    def stability(self, name: str) -> Fact:
        """Share of random weightings that keep the rank, with the interval of having drawn so many."""
        kept, dims = self.scores.loc[name, "kept"], {"offer": name}
        if self.ranked < 2 or pd.isna(kept):
            reason = self._without_score(name) if pd.isna(kept) else ALONE
            return self.scope.unobservable("rank_stability", reason, dims=dims)
        return self.scope.rate("rank_stability", kept, matrix.DRAWS, dims=dims)

    def coverage(self, name: str) -> Fact:
        """Weight of the needs that an offer covers, of those it says anything of; n counts these."""
        found, dims = self.coverages[name], {"offer": name}
        if found.share is None:
            reason = NO_COVERAGE if self.options.needs else NO_NEEDS
            return self._on(name).no_data("coverage", reason, dims=dims)
        reason = UNCERTAIN if found.unknown else None
        return self._on(name).amount("coverage", found.share, dims=dims, n=found.known, reason=reason)

    def coverage_bounds(self, name: str) -> list[Fact]:
        """The coverage if every need not known were lacking, or covered; nothing where all are known."""
        found = self.coverages[name]
        cases = (("worst", found.lowest), ("best", found.highest)) if found.unknown else ()
        return [self._on(name).amount("coverage", share, dims={"offer": name, "case": case}) for case, share in cases]

    def price(self, name: str) -> Fact:
        """The price a month as stated."""
        return self._money("quote_price", name, self.offers[name].price, costs.NO_PRICE)

    def parts(self, name: str) -> Fact:
        """What the parts of an ordinary month add up to."""
        found = self.costs[name]
        return self._money("quote_parts", name, None if found.quote is None else found.quote.sum, found.no_gap)

    def gap(self, name: str) -> Fact:
        """Sum of the parts minus the price, in an ordinary month."""
        found = self.costs[name]
        return self._money("offer_gap", name, None if found.quote is None else found.quote.gap, found.no_gap)

    def gaps(self, name: str) -> list[Fact]:
        """The gap by span of months where one-off work makes some months differ from others."""
        quote = self.costs[name].quote
        spans = [] if quote is None else quote.spans
        if all(span.parts == quote.sum for span in spans):
            return []
        months = [f"{span.first}-{span.last}" for span in spans]
        return [self._money("offer_gap", name, span.gap, None, months=m) for span, m in zip(spans, months, strict=True)]

    def monthly(self, name: str) -> Fact:
        """The comparable price a month over the term."""
        return self._money("offer_monthly", name, self.costs[name].comparable, self.costs[name].lack)

    def per_need(self, name: str) -> Fact:
        """Comparable price a month by the number of needs covered; at most so much where needs are not known."""
        cost, found, dims = self.costs[name], self.coverages[name], {"offer": name}
        metric, scope = "price_per_covered_need", self._on(name)
        if not self.options.needs or found.share is None:
            return scope.no_data(metric, NO_COVERAGE if self.options.needs else NO_NEEDS, dims=dims)
        if cost.comparable is None:
            return scope.no_data(metric, cost.lack or costs.NO_PRICE, dims=dims)
        if not found.covered:
            return scope.unobservable(metric, NOTHING_COVERED, dims=dims)
        reason, n = UNCERTAIN if found.unknown else None, len(found.covered)
        return scope.amount(metric, float(cost.comparable / n), dims=dims, n=n, reason=reason)

    def _place(self, name: str, department: str | None) -> tuple[dict[str, str], pd.Series]:
        if department is None:
            return {"offer": name}, self.scores.loc[name]
        return {"offer": name, "department": department}, self.by_department[department].loc[name]

    def _on(self, name: str) -> Scope:
        """The day of the offer, the period where it has none."""
        day = self.offers[name].on
        return self.scope if day is None else Scope(day, day, self.client.currency, "offers")

    def _money(self, metric: str, name: str, amount: Decimal | None, reason: str | None, **dims: str) -> Fact:
        every = {"offer": name} | dims
        if amount is None:
            return self._on(name).no_data(metric, reason or costs.NO_PRICE, dims=every)
        return self._on(name).amount(metric, float(amount), dims=every)

    def _without_score(self, name: str) -> str:
        if self.values.loc[name].isna().all():
            return NOTHING_KNOWN
        if not len(self.points.columns):
            return NO_DIFFERENCE if len(self.offers) > 1 else ALONE
        return TOO_LITTLE
