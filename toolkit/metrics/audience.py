"""People who came, known either from an event log or from the platform's own aggregates.

Both classes answer the same questions, so that everything after them is written once. Spans are named: the same
names go in and come out.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from toolkit.metrics import activity, conversion, reasons, retention
from toolkit.metrics.events import EventLog
from toolkit.metrics.fact import Fact, Scope

Spans = Mapping[str, tuple[date, date]]
SESSION_RATIOS = ("sessions_per_user", "page_views_per_session", "stay_seconds_per_session")
EVENTS_ONLY = (*conversion.RATES, "session_conversion", "error_rate", "k_factor", "launch_seconds")


class EventAudience:
    """People counted from the event log.

    Parameters
    ----------
    log : the reduced event log
    spans : every span that will be asked about, by name
    """

    source = "events"
    retention_source = "events"

    def __init__(self, log: EventLog, spans: Spans) -> None:
        self.log = log
        self.daily = log.people.daily
        self.missing = activity.missing_days(self.daily)
        self._counts = log.people.spans(spans).to_dict("index")

    @property
    def days(self) -> pd.Series:
        """The days that are known."""
        return self.daily["day"]

    def states(self, span: str) -> bool:
        """Whether the span is known as a whole although its days are not: never, a log is made of days."""
        return False

    def users(self, span: str, scope: Scope, metric: str = "active_users") -> Fact:
        """Different people active in a span."""
        return _counted(metric, self._counts[span]["users"], _within(self.missing, scope), scope)

    def new_users(self, span: str, scope: Scope) -> Fact:
        """People first seen in a span."""
        count = activity.within(self.daily, scope.start, scope.end)["new_users"].sum()
        return _counted("new_users", count, _within(self.missing, scope), scope)

    def conversions(self, span: str, scope: Scope) -> dict[str, Fact]:
        """Every conversion of people, by metric."""
        counts = self._counts[span]
        return {metric: conversion.rate(metric, counts, self.log.roles, scope) for metric in conversion.RATES}

    def sessions(self, span: str, scope: Scope) -> dict[str, Fact]:
        """Facts about sessions, invitations and launches of a span, by metric."""
        facts = [self._k_factor(span, scope), self._launch(scope)]
        if not self.log.has("session_id"):
            names = (*SESSION_RATIOS, "session_conversion", "error_rate")
            facts += [scope.no_data(metric, reasons.NO_TABLE["session_id"]) for metric in names]
            return {fact.id: fact for fact in facts}
        row = self.log.sessions.counts(scope.start, scope.end).iloc[0]
        facts += [
            scope.ratio("sessions_per_user", row["sessions"], row["users"], n=int(row["users"])),
            scope.ratio("page_views_per_session", row["page_views"], row["sessions"], n=int(row["sessions"]))
            if self.log.has("page")
            else scope.no_data("page_views_per_session", reasons.NO_TABLE["page"]),
            scope.ratio("stay_seconds_per_session", row["seconds"], row["sessions"], n=int(row["sessions"])),
            self.session_conversion(row, scope),
            scope.rate("error_rate", row["error"], row["sessions"])
            if "error" in self.log.roles
            else scope.no_data("error_rate", reasons.NO_EVENT["error"]),
        ]
        return {fact.id: fact for fact in facts}

    @property
    def goal(self) -> str | None:
        """The role that counts as the goal of a session: purchase, else booked, else registration."""
        return next((role for role in conversion.GOALS if role in self.log.roles), None)

    def session_conversion(self, row: pd.Series, scope: Scope, dims: Mapping[str, str] | None = None) -> Fact:
        """Session conversion from one row of session counts."""
        if self.goal is None:
            return scope.no_data("session_conversion", reasons.NO_EVENT["goal"], dims=dims)
        return conversion.session_conversion(row[self.goal], row["sessions"], scope, dims)

    def _k_factor(self, span: str, scope: Scope) -> Fact:
        for role in ("invite", "invited"):
            if role not in self.log.roles:
                return scope.no_data("k_factor", reasons.NO_EVENT[role])
        counts = self._counts[span]
        invitations = self.log.count("invite", scope.start, scope.end)
        return conversion.k_factor(counts["users"], invitations, counts["invited"], scope)

    def _launch(self, scope: Scope) -> Fact:
        if "launch" not in self.log.roles:
            return scope.no_data("launch_seconds", reasons.NO_EVENT["launch"])
        if not self.log.has("value"):
            return scope.no_data("launch_seconds", reasons.NO_TABLE["value"])
        median, n = self.log.median_value("launch", scope.start, scope.end)
        if median is None:
            return scope.unobservable("launch_seconds", reasons.ZERO_BASE)
        return scope.amount("launch_seconds", median, n=n)

    def triangle(self, granularity: str, kind: str, since: date, until: date) -> pd.DataFrame | None:
        """Retention cells, see `retention.triangle`; of kind active only by day."""
        offsets = retention.OFFSETS[granularity]
        if kind == "new":
            cohorts = self.log.people.cohorts(granularity, since, max(offsets))
        elif granularity == "day":
            cohorts = self.log.people.returns(since, until, (0, *offsets))
        else:
            return None
        return retention.triangle(cohorts, granularity, until, missing=self.missing)


def _within(missing: Sequence[date], scope: Scope) -> int:
    """How many of the days lie in a span."""
    return sum(scope.start <= day <= scope.end for day in missing)


def _counted(metric: str, count: int, gaps: int, scope: Scope) -> Fact:
    """A count of people, with a remark where days without data are missing in it."""
    reason = scope.remark or (reasons.GAPS if gaps else None)
    return scope.amount(metric, count, reason=reason, gaps=gaps)


class PlatformAudience:
    """People as the platform's own aggregates count them; distinct users never add up over days.

    Parameters
    ----------
    visits : canonical table visits, or None
    cohorts : canonical table retention, or None
    spans : every span that will be asked about, by name
    until : last complete day; a day, week or month that ends later is not yet whole and left out
    """

    source = "visits"
    retention_source = "retention"

    def __init__(self, visits: pd.DataFrame | None, cohorts: pd.DataFrame | None, spans: Spans, until: date) -> None:
        columns = ["grain", "start", "users", "new_users"]
        visits = pd.DataFrame(columns=columns) if visits is None else visits
        visits = visits.assign(start=pd.to_datetime(visits["start"]))
        ends = [_end(row.grain, row.start.date()) for row in visits.itertuples()]
        visits = visits.assign(end=pd.Series(ends, visits.index, dtype="datetime64[s]"))
        self._visits = visits[visits["end"] <= pd.Timestamp(until)]
        self._stated = {(row["grain"], row["start"].date()): row for row in self._visits.to_dict("records")}
        self._cohorts = cohorts
        days = self._visits[self._visits["grain"] == "day"]
        daily = days.rename(columns={"start": "day"}).sort_values("day", ignore_index=True)
        self.missing = activity.missing_days(daily)
        self.daily = daily[~daily["day"].isin(pd.to_datetime(self.missing))].reset_index(drop=True)
        self._spans = spans

    @property
    def days(self) -> pd.Series:
        """The days that are known; where none is given by itself, first and last day of every week and month."""
        if not self.daily.empty:
            return self.daily["day"]
        return pd.concat([self._visits["start"], self._visits["end"]], ignore_index=True)

    def states(self, span: str) -> bool:
        """Whether the platform gives the span as a whole."""
        return self._row(span) is not None

    def _row(self, span: str) -> dict[str, Any] | None:
        """The platform's own row for exactly this day, week or month."""
        start, end = self._spans[span]
        days = (end - start).days + 1
        is_month = start.day == 1 and activity.months(start, end) == {start.strftime("%Y-%m"): (start, end)}
        grain = "month" if is_month else {1: "day", 7: "week"}.get(days)
        return self._stated.get((grain, start))

    def users(self, span: str, scope: Scope, metric: str = "active_users") -> Fact:
        """Different people active in a span, where the platform states it for that very span."""
        row = self._row(span)
        if row is None:
            return scope.unobservable(metric, reasons.NEEDS_EVENTS)
        return scope.amount(metric, row["users"])

    def new_users(self, span: str, scope: Scope) -> Fact:
        """Sum of the days' new users; the platform's own row of the span where no days are given."""
        days = activity.within(self.daily, scope.start, scope.end)
        gaps = (scope.end - scope.start).days + 1 - len(days)
        row = self._row(span) if (scope.start, scope.end) == self._spans.get(span) else None
        if gaps and row is not None:
            return scope.amount("new_users", row["new_users"])
        if days.empty:
            return scope.unobservable("new_users", reasons.NO_DAYS)
        return _counted("new_users", int(days["new_users"].sum()), gaps, scope)

    def conversions(self, span: str, scope: Scope) -> dict[str, Fact]:
        """Share rate; every other conversion needs events."""
        facts = {metric: scope.no_data(metric, reasons.NO_TABLE["events"]) for metric in conversion.RATES}
        totals = self._totals(span, scope, "share_users")
        if totals is not None:
            share_users, users, reason = totals
            facts["share_rate"] = scope.rate("share_rate", share_users, users, reason=reason)
        return facts

    def sessions(self, span: str, scope: Scope) -> dict[str, Fact]:
        """Session ratios as the platform counts them; goals need events."""
        facts = {
            metric: scope.no_data(metric, reasons.NO_TABLE["events"])
            for metric in (*SESSION_RATIOS, "session_conversion", "error_rate", "k_factor", "launch_seconds")
        }
        sessions = self._totals(span, scope, "sessions")
        views = self._totals(span, scope, "page_views", per="sessions")
        if sessions is not None:
            above, below, basis = sessions
            facts["sessions_per_user"] = scope.ratio(
                "sessions_per_user", above, below, n=int(below), reason=scope.remark or basis
            )
        if views is not None:
            facts["page_views_per_session"] = scope.ratio("page_views_per_session", *views[:2], n=int(views[1]))
        stay = self._stay(scope)
        if stay is not None:
            facts["stay_seconds_per_session"] = stay
        return facts

    def _totals(
        self, span: str, scope: Scope, above: str, per: str = "users"
    ) -> tuple[float, float, str | None] | None:
        """Sums of two columns: from the platform's row of the span, else over its days (then per user and day)."""
        row = self._row(span)
        if above not in self._visits or per not in self._visits:
            return None
        if row is not None and not pd.isna(row[above]) and not pd.isna(row[per]):
            return row[above], row[per], None
        days = activity.within(self.daily, scope.start, scope.end).dropna(subset=[above, per])
        return None if days.empty else (days[above].sum(), days[per].sum(), reasons.USER_DAYS)

    def _stay(self, scope: Scope) -> Fact | None:
        needed = ["stay_seconds_per_session", "sessions"]
        if any(column not in self.daily for column in needed):
            return None
        days = activity.within(self.daily, scope.start, scope.end).dropna(subset=needed)
        if days.empty:
            return None
        seconds = (days["stay_seconds_per_session"] * days["sessions"]).sum()
        return scope.ratio("stay_seconds_per_session", seconds, days["sessions"].sum(), n=int(days["sessions"].sum()))

    def triangle(self, granularity: str, kind: str, since: date, until: date) -> pd.DataFrame | None:
        """Retention cells from the platform's counts; zeros beyond the last complete day are not believed."""
        if self._cohorts is None:
            return None
        rows = self._cohorts[(self._cohorts["grain"] == granularity) & (self._cohorts["kind"] == kind)]
        rows = rows.assign(cohort=pd.to_datetime(rows["start"]))
        rows = rows[rows["cohort"] >= pd.Timestamp(since)]
        if self._visits.empty and not rows.empty:
            _, last = retention.cell_days(rows["cohort"], rows["offset"], granularity)
            seen = last[rows["offset"] == 0].max()
            rows = rows[(rows["users"] > 0) | (last <= seen)]
        return retention.triangle(rows, granularity, until, missing=self.missing, zero_when_absent=False)


def _end(grain: str, start: date) -> date:
    """Last day of the platform's day, week or month."""
    if grain == "month":
        return activity.months(start, start)[start.strftime("%Y-%m")][1]
    return start + timedelta(days=6 if grain == "week" else 0)


Audience = EventAudience | PlatformAudience


def month_spans(periods: Sequence[tuple[date, date]]) -> dict[str, tuple[date, date]]:
    """The calendar months that any of the spans touches, by label."""
    found: dict[str, tuple[date, date]] = {}
    for start, end in periods:
        found |= activity.months(start, end)
    return found
