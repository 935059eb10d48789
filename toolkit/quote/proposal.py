"""All that a proposal says: quotations that add up or say that they do not, goals, calendar, budget, fee models."""

import hashlib
import json
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

import pandas as pd

from toolkit import params
from toolkit.errors import ReportError
from toolkit.i18n import N_
from toolkit.metrics import reasons, revenue
from toolkit.metrics.fact import Fact, Scope
from toolkit.metrics.review import Review
from toolkit.params.proposal import Proposal as Options
from toolkit.params.rates import RateCard
from toolkit.quote import calendar, fit, goals, growth, models, outcomes, packages, ranges
from toolkit.quote.fees import ZERO, cents
from toolkit.quote.models import FeeModel
from toolkit.quote.packages import Quote
from toolkit.quote.simulation import Simulated

NO_PARTS = N_("the parts are not named")
NO_PACKAGE = N_("no package is offered")


class Proposal:
    """What is offered to one client.

    Parameters
    ----------
    review : the client's results in the reported period: what goals and simulation start from
    today : day of the run, the date of a proposal that names none

    Raises
    ------
    ReportError : the proposal is final and a package does not add up
    """

    def __init__(self, review: Review, today: date) -> None:
        self.review, self.client = review, review.client
        self.options: Options = self.client.wanted.proposal or Options()
        card = params.rate_card(self.client)
        self.card_is_foreign = card is not None and card.currency != self.client.currency
        self.card: RateCard | None = None if self.card_is_foreign else card
        self.quotes = [packages.quote(key, package) for key, package in self.options.packages.items()]
        self.issued = self.options.issued or today
        self.valid_until = self.issued + timedelta(days=self.options.valid_days)
        self.start = self.options.start or calendar.after(self.issued.replace(day=1), 1)
        if self.is_final and self.gaps:
            self._refuse()

    @property
    def is_final(self) -> bool:
        """Whether it may be signed."""
        return self.options.status == "final"

    @property
    def gaps(self) -> list[Quote]:
        """The packages that do not add up."""
        return [quote for quote in self.quotes if not quote.is_reconciled]

    def _refuse(self) -> None:
        path = self.client.path
        where = f"{path.parent.name}/{path.name} reports.proposal.packages"
        got = "; ".join(_mismatch(quote) for quote in self.gaps)
        action = "Correct the price or the parts, or set `status: draft`."
        raise ReportError(where, "parts that add up to the price in a final quotation", got, action)

    @property
    def offer(self) -> Quote | None:
        """The package that goals and budget rest on."""
        named = [quote for quote in self.quotes if quote.key == self.options.offer]
        return (named or self.quotes or [None])[0]

    @property
    def term_months(self) -> int:
        """How long the offered work goes on; the three phases where nothing is offered."""
        return calendar.PHASES[-1][2] if self.offer is None else self.offer.package.term_months

    @cached_property
    def version(self) -> str:
        """Eight hex digits that any change of the quotation changes, whether it is a draft or final."""
        said = self.options.model_dump(mode="json", exclude={"status", "rate_card", "simulation", "business"})
        said |= {"client": self.client.id, "currency": self.client.currency}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:8]

    # Quotation

    def scope(self, months: int | None = None) -> Scope:
        """The days of the work, the whole term by default."""
        _, end = calendar.span(self.start, 1, months or self.term_months)
        return Scope(self.start, end, self.client.currency)

    def quote_facts(self, quote: Quote) -> dict[str, Fact]:
        """quote_price, quote_parts, quote_gap and quote_monthly of an ordinary month, by id."""
        scope, dims = self.scope(quote.package.term_months), {"package": quote.key}
        found = {
            "quote_price": scope.amount("quote_price", float(quote.price), dims=dims),
            "quote_monthly": scope.amount("quote_monthly", float(quote.monthly()), dims=dims),
        }
        for metric, value in (("quote_parts", quote.sum), ("quote_gap", quote.gap)):
            found[metric] = (
                scope.amount(metric, float(value), dims=dims)
                if quote.parts
                else scope.no_data(metric, NO_PARTS, dims=dims)
            )
        return found

    def part_shares(self, quote: Quote) -> list[Fact]:
        """part_share of every part."""
        scope = self.scope(quote.package.term_months)
        return [
            scope.amount("part_share", float(quote.share(part)), dims={"package": quote.key, "part": part.name})
            for part in quote.parts
        ]

    def other_gaps(self, quote: Quote) -> list[Fact]:
        """quote_gap of months that gape otherwise than the ordinary ones, and of parts against what they consist of."""
        scope, found = self.scope(quote.package.term_months), []
        for span in quote.spans:
            if span.gap != quote.gap:
                dims = {"package": quote.key, "months": f"{span.first}-{span.last}"}
                found.append(scope.amount("quote_gap", float(span.gap), dims=dims))
        for part in quote.parts:
            if part.gap:
                dims = {"package": quote.key, "part": part.name}
                found.append(scope.amount("quote_gap", float(part.gap), dims=dims))
        return found

    @cached_property
    def unusual(self) -> list[ranges.Unusual]:
        """Values outside the rate card's ranges."""
        return [] if self.card is None else [each for quote in self.quotes for each in ranges.unusual(quote, self.card)]

    # Goals, budget

    @cached_property
    def aims(self) -> list[goals.Aim]:
        """What is to be reached, metric by metric."""
        return goals.aims(self.review, self.options.goals, self.start)

    @property
    def bars(self) -> list[calendar.Bar]:
        """What is done when."""
        pilot = self.options.terms.pilot_months
        return calendar.bars(self.start, pilot_months=pilot, term_months=self.term_months)

    def spend(self, months: int) -> Decimal:
        """What the client spends itself over some months."""
        return sum((each.amount * (months if each.per == "month" else 1) for each in self.options.spend), ZERO)

    def tax(self, amount: Decimal) -> Decimal:
        """Tax on an amount, to the cent."""
        return cents(amount * (self.options.tax_rate or ZERO))

    def budget(self, quote: Quote) -> Decimal:
        """Fee of the whole term, one-off work, tax on both, and the client's own spend."""
        return quote.total + self.tax(quote.total) + self.spend(quote.package.term_months)

    def budget_fact(self, quote: Quote | None = None) -> Fact:
        """budget_total of a package, of the offered one without dims."""
        if self.offer is None:
            return self.scope().no_data("budget_total", NO_PACKAGE)
        of = quote or self.offer
        dims = {} if quote is None else {"package": quote.key}
        return self.scope(of.package.term_months).amount("budget_total", float(self.budget(of)), dims=dims)

    # Fee models

    @cached_property
    def history(self) -> growth.History:
        """The client's complete months of orders."""
        return growth.history(self.review)

    @cached_property
    def fit(self) -> fit.Fit:
        """The fee model that fits the business."""
        return fit.fit(self.options.business, self.review, self.history)

    @cached_property
    def inputs(self) -> dict[str, growth.Input]:
        """What the simulation starts from, as far as it is known."""
        assumed = None if self.card is None else self.card.assumptions
        return growth.inputs(self.options.simulation, self.history, assumed)

    @property
    def knows_sales(self) -> bool:
        """Whether the client's sales are its own, not a range of the rate card for anybody's."""
        return "monthly_sales" in self.inputs and self.inputs["monthly_sales"].whence != "rate_card"

    @property
    def unknown_inputs(self) -> list[str]:
        """Inputs without which nothing is simulated."""
        return [name for name in growth.NAMES if name not in self.inputs]

    @cached_property
    def fee_models(self) -> list[FeeModel]:
        """The models that are compared; none without an offer."""
        months = self.months
        if self.options.fee_models:
            return models.given(self.options.fee_models, self.start, months)
        if self.offer is None or "monthly_sales" not in self.inputs:
            return []
        card = self.card
        rates = card.commission_rate if card is not None and card.commission_rate else models.RATES
        discount = card.discount[0] if card is not None and card.discount else models.DISCOUNT
        contract = self.client.contract
        less = contract.less if contract is not None else ()
        sales = self.inputs["monthly_sales"].middle * self._kept(less)
        return models.usual(self.offer, sales, less, rates, discount, months)

    @property
    def months(self) -> int:
        """How far is simulated."""
        return self.options.simulation.months or min(self.term_months, 60)

    @cached_property
    def simulated(self) -> Simulated | None:
        """All models on common paths; None where an input, the offer or what performance is paid for is not known."""
        counts = self._counts()
        if self.unknown_inputs or self.offer is None or not self.fee_models or counts is None:
            return None
        cost, once = self.work_cost
        return Simulated(
            self.fee_models,
            self.inputs,
            self.months,
            float(cost),
            float(once),
            self._kept,
            counts,
            self.options.simulation.seed,
        )

    @cached_property
    def outcomes(self) -> outcomes.Outcomes | None:
        """What came of the simulation, model by model; None where nothing is simulated."""
        simulated = self.simulated
        return None if simulated is None else outcomes.Outcomes(simulated, self.scope(self.months))

    @property
    def work_cost(self) -> tuple[Decimal, Decimal]:
        """What the offered work costs the agency a month and once: all parts but profit and risk.

        One-off work on top of the price is left out, as it is of the fees that are compared. Where the parts are not
        named, it is the price less the middle of the rate card's ranges for them.
        """
        quote = self.offer
        once = sum((work.amount for work in quote.package.one_off if not work.extra), ZERO)
        if quote.parts and not quote.package.items:
            return sum((part.amount for part in quote.parts if part.name not in ("profit", "risk")), ZERO), once
        known = {} if self.card is None else self.card.shares
        kept = sum((sum(known[part], ZERO) / 2 for part in ("profit", "risk") if part in known), ZERO)
        return cents(quote.price * (1 - kept)), once

    def _kept(self, less: tuple[str, ...]) -> float:
        """Net revenue, less of what a contract says, as a share of gross value."""
        contract = self.client.contract
        if less == (contract.less if contract else ()) or "orders" not in self.review.warehouse:
            return self.history.kept
        orders = revenue.load(self.review.warehouse.tables["orders"], less)
        orders = orders[orders["day"] <= pd.Timestamp(self.review.period.end)]
        gross = float(orders["gmv"].sum())
        return min(max(float(orders["net"].sum()) / gross, 0.0), 1.0) if gross > 0 else 1.0

    def _counts(self) -> dict[str, float] | None:
        """What performance is paid for, a month, by metric; None where one of them is not known."""
        found = {}
        for metric in dict.fromkeys(metric for model in self.fee_models for metric in model.terms.per):
            fact = self.review.now.get(metric)
            if fact is None or not fact.ok or fact.reason == reasons.PARTIAL:
                return None
            found[metric] = float(fact.successes if fact.unit == "share" else fact.value)
        return found


def _mismatch(quote: Quote) -> str:
    """What does not add up in a package, in money."""
    found = []
    for span in quote.spans:
        months = "" if len(quote.spans) == 1 else f" in months {span.first} to {span.last}"
        if span.gap:
            found.append(f"{quote.key}: parts {_money(span.parts)} against the price {_money(span.price)}{months}")
    found += [
        f"{quote.key}: {part.name} {_money(part.amount)}, which consists of {_money(part.amount + part.gap)}"
        for part in quote.parts
        if part.gap
    ]
    return ", ".join(found)


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}".removesuffix(".00")
