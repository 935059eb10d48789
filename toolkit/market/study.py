"""The market research of one client and period: everything the report's pieces ask for, each computed once."""

from datetime import date
from functools import cached_property

import pandas as pd

from toolkit.market import portrait, series, spending
from toolkit.market.forecast import Forecast
from toolkit.market.sizing import MarketSize
from toolkit.market.suppression import OTHER, pooled
from toolkit.market.survey import Survey
from toolkit.metrics import reasons
from toolkit.metrics.fact import Fact, Scope
from toolkit.params import Client
from toolkit.params.market_research import MarketResearch
from toolkit.periods import Period
from toolkit.warehouse import Warehouse


class Study:
    """Who the users are, what they say and spend, and where the market goes.

    Parameters
    ----------
    client : the client file
    warehouse : the client's checked tables
    period : what is reported
    until : last complete day by the calendar
    """

    def __init__(self, client: Client, warehouse: Warehouse, period: Period, until: date) -> None:
        self.client, self.warehouse, self.period = client, warehouse, period
        self.end = min(period.end, until)
        self.options = client.wanted.market_research or MarketResearch()
        self.where = f"{client.path.name} reports.market_research"

    @cached_property
    def portrait(self) -> dict[str, list[Fact]]:
        """Shares of each trait by dimension, from the platform's portrait."""
        if "portrait" not in self.warehouse:
            return {}
        table = self.warehouse.frame("portrait")
        return portrait.shares(table, self.end, self.options.min_cell, (self.period.start, self.period.end))

    @cached_property
    def survey(self) -> Survey | None:
        """The survey's answers up to the period's end; None where there is no survey, no question or no answer."""
        if "survey" not in self.warehouse or not self.options.questions:
            return None
        table = self.warehouse.frame("survey")
        start, end = self.period.start, self.period.end
        if "at" in table and table["at"].notna().any():
            table = table[table["at"].dt.date <= self.end].reset_index(drop=True)
            days = table["at"].dropna().dt.date
            start, end = (days.min(), days.max()) if len(days) else (start, end)
        if table.empty:
            return None
        return Survey(table, self.options, Scope(start, end, self.client.currency, "survey"), self.where)

    def questions(self, is_portrait: bool) -> list[str]:
        """Questions that say who the respondent is, or the others; none without a survey.

        Those the survey is weighted to are left out: their shares are what was put in.
        """
        named = self.options.questions if self.survey is not None else {}
        return [
            name
            for name, question in named.items()
            if question.portrait == is_portrait and name not in self.options.margins
        ]

    @cached_property
    def series(self) -> list[series.Series]:
        """The market series up to the period's end, in the order of the client file's labels, then by name."""
        if "market" not in self.warehouse:
            return []
        found = series.read(self.warehouse.frame("market"), self.end, self.client.currency)
        order = {name: place for place, name in enumerate(self.options.labels)}
        return sorted(found, key=lambda one: order.get(one.name, len(order)))

    @cached_property
    def forecasts(self) -> list[Forecast]:
        """One of each series."""
        return [Forecast(one) for one in self.series]

    @cached_property
    def size(self) -> MarketSize | None:
        """The market's size; None where the client file states no inputs."""
        if self.options.sizing is None:
            return None
        scope = Scope(self.period.start, self.period.end, self.client.currency, "client file")
        return MarketSize(self.options.sizing, scope, self.where)

    @cached_property
    def _lines(self) -> pd.DataFrame | None:
        if "orders" not in self.warehouse:
            return None
        return spending.lines(self.warehouse.frame("orders"))

    @cached_property
    def spending(self) -> dict[str, list[Fact]]:
        """Shares of spending in the period, by dimension."""
        if self._lines is None:
            return {}
        scope = Scope(self.period.start, self.end, self.client.currency, "orders")
        return spending.shares(self._within(scope.start, scope.end), self.options.min_cell, scope)

    @cached_property
    def segments(self) -> list[Fact]:
        """Buyers by segment and, with empty dims, in all; none where they cannot be told apart."""
        if self._lines is None:
            return []
        first = self._lines["at"].min()
        start, end = spending.window(self.end, None if pd.isna(first) else first.date())
        scope = Scope(min(start, end), end, self.client.currency, "orders")
        if self._lines["user_id"].isna().all():
            return [scope.no_data("rfm_users", reasons.NO_TABLE["order_users"])]
        buyers = spending.segments(self._within(start, end), end)
        if buyers.empty:
            return [scope.unobservable("rfm_users", spending.NO_ORDERS)]
        shown = pooled(buyers.value_counts().to_frame("users"), self.options.min_cell)["users"]
        if shown.empty:
            return [scope.unobservable("rfm_users", spending.FEW_BUYERS)]
        order = [*spending.SEGMENTS.values(), OTHER]
        facts = [
            scope.amount("rfm_users", shown[name], n=len(buyers), dims={"segment": name})
            for name in order
            if name in shown
        ]
        return [scope.amount("rfm_users", len(buyers)), *facts]

    def _within(self, start: date, end: date) -> pd.DataFrame:
        """Order lines of these days; a later refund of an order does not change what was bought in them."""
        days = self._lines["at"].dt.normalize()
        return self._lines[(days >= pd.Timestamp(start)) & (days <= pd.Timestamp(end))]
