"""What a campaign cost, and what came back."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.effect import campaign_reasons as why
from toolkit.effect import series
from toolkit.metrics import activity, cost, reasons, revenue
from toolkit.metrics.fact import Fact

if TYPE_CHECKING:
    from toolkit.effect.campaign_study import Found, Reviewed


class Returns:
    """Cost and return of one campaign.

    Parameters
    ----------
    reviewed : the campaign
    """

    def __init__(self, reviewed: "Reviewed") -> None:
        self.reviewed, self._review = reviewed, reviewed.study.review
        self._dims = reviewed.dims

    @cached_property
    def parts(self) -> dict[str, float]:
        """Money by what it was for: stated (the client file's own), advertising (the spend of its days)."""
        found, spent = {}, self._review.measure.tables.spend
        if self.reviewed.campaign.cost is not None:
            found["stated"] = self.reviewed.campaign.cost
        scope, known = self.reviewed.scope("spend"), self._review.measure.spend_days
        if spent is not None and known is not None and known.touches(scope.start, scope.end):
            found["advertising"] = float(self._review.measure.spend_of(scope)["cost"].sum())
        return found

    @cached_property
    def cost(self) -> list[Fact]:
        """The whole cost, then its parts (dims part)."""
        source = "spend" if "advertising" in self.parts else None
        scope = self.reviewed.scope(source)
        if not self.parts:
            return [scope.no_data("campaign_cost", why.NO_COST, dims=self._dims)]
        whole = scope.amount("campaign_cost", sum(self.parts.values()), dims=self._dims)
        parts = [
            scope.amount("campaign_cost", amount, dims=self._dims | {"part": part})
            for part, amount in self.parts.items()
        ]
        return [whole, *parts]

    @cached_property
    def basis(self) -> str:
        """What the gain is counted in: margin where the orders give a cost of goods, else net_revenue."""
        return "net_revenue" if series.margin(self._review) is None else "margin"

    @cached_property
    def gain(self) -> "Found | None":
        """The effect on margin or net revenue, None without orders."""
        return None if self._review.measure.tables.orders is None else self.reviewed.effect_on(self.basis)

    @cached_property
    def roi(self) -> Fact:
        """Incremental gain less cost, over cost."""
        whole, scope = self.cost[0], self.reviewed.scope("orders")
        if not whole.ok or not whole.value:
            reason = whole.reason if not whole.ok else reasons.ZERO_BASE
            return scope.no_data("roi", reason, dims=self._dims)
        if self.gain is None:
            return scope.no_data("roi", reasons.NO_TABLE["orders"], dims=self._dims)
        gain = self.gain.incremental
        if not gain.ok:
            return scope.unobservable("roi", why.NO_REVENUE, dims=self._dims)
        value, low, high = ((each - whole.value) / whole.value for each in (gain.value, gain.low, gain.high))
        scope = replace(scope, remark=gain.reason)
        return scope.amount("roi", value, low=low, high=high, dims=self._dims)

    @cached_property
    def roas(self) -> Fact:
        """Revenue of the days from the channels that were paid for, over their spend; an order is its channel's."""
        review, scope = self._review, self.reviewed.scope("orders")
        orders, spent = review.measure.tables.orders, review.measure.tables.spend
        for table, name in ((spent, "spend"), (orders, "orders")):
            if table is None:
                return scope.no_data("roas", reasons.NO_TABLE[name], dims=self._dims)
        paid = review.measure.spend_of(scope).groupby("channel", as_index=False)[["cost"]].sum()
        sold = revenue.by_channel(activity.within(orders, scope.start, scope.end), orders["channel"].dropna().unique())
        table = cost.channels(paid, None, sold)
        known = table[table["gmv"].notna() & (table["cost"] > 0)]
        if known.empty:
            return scope.no_data("roas", why.NO_CHANNELS, dims=self._dims)
        return scope.ratio("roas", known["gmv"].sum(), known["cost"].sum(), dims=self._dims)
