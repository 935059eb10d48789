"""The campaigns of a period: goal and result, effect, cost and return, and the steps people took during and before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from toolkit.effect import campaign_reasons as why
from toolkit.effect import found, panel, response, series, steps
from toolkit.effect.campaigns import effect
from toolkit.effect.experiment_study import Trial, trials
from toolkit.effect.festivals import festival_days, festivals
from toolkit.effect.found import Found
from toolkit.effect.returns import Returns
from toolkit.errors import ReportError
from toolkit.metrics import activity, reasons
from toolkit.metrics.audience import EventAudience, PlatformAudience
from toolkit.metrics.catalogue import FACTS
from toolkit.metrics.fact import Fact, Scope
from toolkit.metrics.measure import Measure
from toolkit.metrics.review import Review
from toolkit.params import Campaign
from toolkit.periods import Period

MOST_WEEKS_BACK = 10


class Campaigns:
    """All that a review of campaigns says, computed when it is asked for.

    Parameters
    ----------
    review : the KPI review of the same client and period, whose tables are used
    """

    def __init__(self, review: Review) -> None:
        self.review, self.client, self.period = review, review.client, review.period

    @cached_property
    def each(self) -> tuple["Reviewed", ...]:
        """Campaigns that touch the period and have begun, by their first day."""
        touching = [c for c in self.client.campaigns if c.start <= self.period.end and c.end >= self.period.start]
        begun = [campaign for campaign in touching if campaign.start <= self.review.until]
        return tuple(Reviewed(self, campaign) for campaign in sorted(begun, key=lambda each: (each.start, each.id)))

    @cached_property
    def planned(self) -> tuple[Campaign, ...]:
        """Campaigns of the period that have not begun."""
        inside = [c for c in self.client.campaigns if self.review.until < c.start <= self.period.end]
        return tuple(sorted(inside, key=lambda each: (each.start, each.id)))

    @cached_property
    def known_until(self) -> date:
        """Last complete day that people or orders are known of."""
        measure = self.review.measure
        ends = [
            known.last + timedelta(days=known.slack) for known in (measure.people_days, measure.order_days) if known
        ]
        return min(self.review.until, max(ends, default=self.review.until))

    @cached_property
    def measure(self) -> Measure:
        """Headlines of the days of each campaign."""
        review = self.review
        spans = {each.campaign.id: (each.campaign.start, each.campaign.end) for each in self.each}
        for span in list(spans.values()):
            spans |= activity.months(*span) | activity.weeks(*span)
        audience = review.audience
        if isinstance(audience, EventAudience):
            audience = EventAudience(review.log, spans)
        elif audience is not None:
            audience = PlatformAudience(review.frame("visits"), review.frame("retention"), spans, review.until)
        return Measure(replace(review.measure.tables, audience=audience), review.until, self.client.currency, None)

    @cached_property
    def trials(self) -> tuple[list[Trial], Fact | None]:
        """The experiments of the period, and why there are none where that is so."""
        return trials(self.review)

    @cached_property
    def posts(self) -> pd.DataFrame | None:
        """Posts of the period, all of them where they have no dates; None without the table."""
        rows = self.review.frame("posts")
        if rows is None or "at" not in rows or rows["at"].isna().all():
            return rows
        day = rows["at"].dt.normalize()
        inside = (day >= pd.Timestamp(self.period.start)) & (day <= pd.Timestamp(self.until))
        return rows[inside].reset_index(drop=True)

    @property
    def until(self) -> date:
        """Last day of the period that is complete."""
        return min(self.period.end, self.review.until)

    @cached_property
    def response(self) -> response.Response | None:
        """What goes along with more spend, over all weeks up to the period's end; None where it cannot be known."""
        spent, values = self.review.frame("spend"), self.response_series()
        if spent is None or spent.empty or values is None:
            return None
        spent = spent[spent["date"] <= pd.Timestamp(self.until)]
        wide = spent.pivot_table(index="date", columns="channel", values="cost", aggfunc="sum")
        if wide.empty:
            return None
        mondays = wide.index.to_period("W-SUN").start_time
        whole = response.weekly(pd.Series(1.0, wide.index.union(values.index))).index
        by_week = wide.groupby(mondays).sum(min_count=1).reindex(whole)
        options = self.client.wanted.campaign_review
        names = () if options is None or options.response is None else options.response.beside
        beside = pd.DataFrame({name: response.weekly(self._market(name)) for name in names}) if names else None
        covered = by_week.loc[by_week.first_valid_index() : by_week.last_valid_index()].fillna(0.0)
        return response.fit(covered, response.weekly(values), beside)

    @property
    def response_name(self) -> tuple[str | None, str | None]:
        """The metric, or the series of the market, that spend is compared with."""
        options = self.client.wanted.campaign_review
        if options is not None and options.response is not None:
            return options.response.metric, options.response.series
        return ("gmv" if self.review.measure.tables.orders is not None else "new_users"), None

    def response_series(self) -> pd.Series | None:
        """What spend is compared with, by day or week up to the period's end; None where it cannot be told by day."""
        metric, name = self.response_name
        values = self._market(name) if name else series.daily(self.review, metric)
        return None if values is None else values[values.index <= pd.Timestamp(self.until)]

    def _market(self, name: str) -> pd.Series:
        rows = self.review.frame("market")
        if rows is None or name not in set(rows["series"]):
            known = "no table" if rows is None else ", ".join(sorted(set(rows["series"]))[:5])
            raise ReportError("response", f"a series of the table `market` ({known})", f'"{name}"', "Correct the name.")
        rows = rows[rows["series"] == name]
        return pd.Series(rows["value"].to_numpy(float), pd.DatetimeIndex(rows["date"])).sort_index()

    def odd_days(self, but: Campaign, start: date, end: date) -> pd.DatetimeIndex:
        """Days of festivals and of the client's other campaigns."""
        days = [pd.date_range(c.start, c.end) for c in self.client.campaigns if c.id != but.id]
        return pd.DatetimeIndex([day for each in (*days, festival_days(start, end)) for day in each]).unique()


class Reviewed:
    """One campaign."""

    def __init__(self, study: Campaigns, campaign: Campaign) -> None:
        self.study, self.campaign = study, campaign
        self.dims = {"campaign": campaign.id}
        self.last = max(min(campaign.end, study.known_until), campaign.start)

    @property
    def is_over(self) -> bool:
        """Whether all of its days are complete and the data reach to its end."""
        return self.campaign.end <= self.study.known_until

    @property
    def metric(self) -> str | None:
        """What the campaign is to move."""
        return None if self.campaign.goal is None else self.campaign.goal.metric

    def scope(self, source: str | None = None, end: date | None = None) -> Scope:
        """Span, currency and remark of its facts."""
        remark = None if self.is_over else reasons.PARTIAL
        return Scope(self.campaign.start, end or self.last, self.study.client.currency, source, remark)

    @cached_property
    def result(self) -> Fact | None:
        """What its metric came to over its days; None without a goal."""
        if self.metric is None:
            return None
        period = Period(self.campaign.id, self.campaign.start, self.campaign.end, "range")
        headline = self.study.measure.headline(self.campaign.id, period).get(self.metric)
        if headline is None:
            return self.scope().unobservable(self.metric, why.NO_SERIES, dims=self.dims)
        return replace(headline, dims=self.dims)

    @cached_property
    def attainment(self) -> Fact | None:
        """The result over the goal, or the goal over the result where less is better."""
        if self.result is None:
            return None
        scope, actual = self.scope(self.result.source), self.result
        if not actual.ok:
            make = scope.no_data if actual.status == "no_data" else scope.unobservable
            return make("goal_attainment", actual.reason, dims=self.dims)
        goal = self.campaign.goal.value
        pair = (goal, actual.value) if FACTS[actual.id].better == "lower" else (actual.value, goal)
        scope = replace(scope, start=actual.start, end=actual.end, remark=scope.remark or actual.reason)
        return scope.ratio("goal_attainment", *pair, dims=self.dims)

    @property
    def is_reached(self) -> bool | None:
        """Whether the goal was reached; None while that cannot be said."""
        fact = self.attainment
        if fact is None or not fact.ok:
            return None
        return True if fact.value >= 1 else False if self.is_over and fact.reason != reasons.PARTIAL else None

    @cached_property
    def effect(self) -> Found | None:
        """Its effect on the metric of its goal; None without a goal."""
        if self.metric is None:
            return None
        if self.campaign.treated:
            return self._against_controls()
        return self.effect_on(self.metric)

    @cached_property
    def _measured(self) -> dict[str, Found]:
        return {}

    def effect_on(self, metric: str) -> Found:
        """Its effect on a metric, against a forecast from the days before the start."""
        if metric not in self._measured:
            values = series.margin(self.study.review) if metric == "margin" else series.daily(self.study.review, metric)
            self._measured[metric] = self._against_forecast(metric, values)
        return self._measured[metric]

    def _against_forecast(self, metric: str, values: pd.Series | None) -> Found:
        if values is None:
            return self._unknown(metric, why.DISTINCT if metric in ("active_users", "mau", "wau") else why.NO_SERIES)
        values = values.dropna()
        until = self.study.review.until if values.empty else min(self.study.review.until, values.index[-1].date())
        if values.empty or until < self.campaign.start:
            return self._unknown(metric, reasons.NOT_COVERED)
        odd = self.study.odd_days(self.campaign, values.index[0].date(), until)
        days = pd.date_range(values.index[0], values.index[-1])
        forecast = effect(values.reindex(days), self.campaign.start, self.campaign.end, odd, until)
        if forecast is None:
            return self._unknown(metric, why.TOO_SHORT)
        scope = self.scope(series.source(self.study.review, metric), forecast.during.end)
        is_mean = metric in series.MEANS
        return found.against_forecast(forecast, scope, self._unit(metric), self._of(metric), is_mean=is_mean)

    def _against_controls(self) -> Found:
        frame = self.study.review.frame("panel")
        inside = frame[frame["date"] <= pd.Timestamp(self.last)]
        compared = panel.effect(inside, self.campaign.treated, self.campaign.start, self.last)
        if not compared.is_known:
            return found.unknown(compared.reason, self.scope("panel"), self._unit(self.metric), self.dims)
        return found.against_controls(compared, self.scope("panel", compared.end), self._unit(self.metric), self.dims)

    def _unknown(self, metric: str, reason: str) -> Found:
        return found.unknown(reason, self.scope(), self._unit(metric), self._of(metric))

    def _of(self, metric: str) -> dict[str, str]:
        """Dimensions of an effect against a forecast: that on the goal is the headline where no controls are."""
        is_headline = metric == self.metric and not self.campaign.treated
        return self.dims if is_headline else self.dims | {"metric": metric}

    def _unit(self, metric: str) -> str:
        unit = FACTS[metric].unit if metric in FACTS else "money"
        return self.study.client.currency if unit == "money" else unit

    @cached_property
    def returns(self) -> Returns:
        """What it cost and brought."""
        return Returns(self)

    @cached_property
    def funnel(self) -> list[steps.Pair]:
        """Each step of the client's funnel, during and before."""
        return steps.funnel(self)

    @cached_property
    def channels(self) -> tuple[str | None, list[steps.Pair]]:
        """The main conversion by channel, during and before."""
        return steps.channels(self)

    @cached_property
    def earlier(self) -> tuple[date, date] | None:
        """The nearest earlier days with the same weekdays that have data and no event; None where there are none."""
        days, review = (self.last - self.campaign.start).days + 1, self.study.review
        known = review.measure.people_days
        first = -(-days // 7)
        for weeks in range(first, first + MOST_WEEKS_BACK):
            start, end = (day - timedelta(weeks=weeks) for day in (self.campaign.start, self.last))
            odd = self.study.odd_days(self.campaign, start, end)
            is_free = not pd.date_range(start, end).isin(odd).any()
            if known is not None and known.first <= start and is_free and not series.missing(review, start, end):
                return start, end
        return None

    @property
    def confounded_by(self) -> Sequence[str]:
        """Festivals that fall into its days: what they bring of themselves cannot be told from it."""
        return [name for name, _, _ in festivals(self.campaign.start, self.last)]

    @property
    def overlapping(self) -> list[Campaign]:
        """Other campaigns on the same days."""
        return [
            other
            for other in self.study.client.campaigns
            if other.id != self.campaign.id and other.start <= self.last and other.end >= self.campaign.start
        ]
