"""The event log, reduced once to (user, day) activity, from which every count and curve is derived.

Everything is an Ibis expression, so it runs unchanged on DuckDB and on a cluster; what leaves is small.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

Roles = Mapping[str, tuple[str, ...]]
PAIRS = {
    "purchase_conversion": ("product", "purchase"),
    "appointment_conversion": ("booking_page", "booked"),
    "diversion_rate": ("exposure", "joined"),
}


class EventLog:
    """Activity of people, from an `events` table.

    Parameters
    ----------
    events : one row per event: user_id, at (client's local time), event; optional session_id, page, channel, device,
        value
    roles : role (registration, product, purchase …) to the event names that play it
    """

    def __init__(self, events: ir.Table, roles: Roles) -> None:
        self.events = events
        self.roles = {role: names for role, names in roles.items() if names}
        self._flags = list(self.roles)

    def has(self, column: str) -> bool:
        """Whether the optional column was given."""
        return column in self.events.columns

    @cached_property
    def activity(self) -> ir.Table:
        """One row per (user, day): events, a flag per role, first day of all time, first-touch channel."""
        columns = {
            "events": _.count(),
            **{role: _.event.isin(names).any() for role, names in self.roles.items()},
        }
        if self.has("page"):
            columns["page_views"] = _.page.count()
        if self.has("channel"):
            columns["day_channel"] = _.channel.argmin(_.at)
        days = self.events.group_by("user_id", day=_.at.date()).agg(**columns)
        ever = ibis.window(group_by="user_id")
        derived = {"first_on": _.day.min().over(ever)}
        if self.has("channel"):
            derived["channel"] = _.day_channel.argmin(_.day).over(ever)
        return self._keep("activity", days.mutate(**derived))

    @cached_property
    def daily(self) -> pd.DataFrame:
        """One row per day that has events: day, users, new_users, events; ordered."""
        table = self.activity.group_by("day").agg(
            users=_.count(), new_users=(_.first_on == _.day).sum(), events=_.events.sum()
        )
        frame = table.order_by("day").to_pandas()
        return frame.assign(day=pd.to_datetime(frame["day"]))

    def spans(self, spans: Mapping[str, tuple[date, date]]) -> pd.DataFrame:
        """Distinct users of each span, and how many of them played each role.

        Returns
        -------
        DataFrame by span name: users, new_users, days (user-days), events, one column per role, `<metric>` columns for
        the users of a goal who were also at the step before it; spans without activity hold zeros
        """
        wanted = ibis.memtable(
            [{"span": name, "start": start, "end": end} for name, (start, end) in spans.items()],
            schema={"span": "string", "start": "date", "end": "date"},
        )
        inside = self.activity.join(wanted, [self.activity.day >= wanted.start, self.activity.day <= wanted.end])
        people = inside.group_by("span", "user_id", "start").agg(
            days=_.count(),
            events=_.events.sum(),
            first_on=_.first_on.min(),
            **{role: _[role].any() for role in self._flags},
        )
        counted = {
            "users": _.count(),
            "new_users": (_.first_on >= _.start).sum(),
            "days": _.days.sum(),
            "events": _.events.sum(),
            **{role: _[role].sum() for role in self._flags},
            **{metric: (_[a] & _[b]).sum() for metric, (a, b) in self._pairs()},
        }
        frame = people.group_by("span").agg(**counted).to_pandas().set_index("span")
        return frame.reindex(list(spans)).fillna(0).astype("int64")

    def _pairs(self) -> Iterable[tuple[str, tuple[str, str]]]:
        return ((metric, pair) for metric, pair in PAIRS.items() if all(role in self.roles for role in pair))

    def growth(self, before: tuple[date, date], now: tuple[date, date]) -> dict[str, int]:
        """Users new, retained, resurrected and churned between two spans, and active before and now."""
        in_before = _.day.between(*before)
        in_now = _.day.between(*now)
        people = (
            self.activity.filter(in_before | in_now)
            .group_by("user_id")
            .agg(was=in_before.any(), is_=in_now.any(), first_on=_.first_on.min())
        )
        is_new = _.first_on >= now[0]
        counts = people.agg(
            new=(_.is_ & is_new).sum(),
            retained=(_.was & _.is_).sum(),
            resurrected=(_.is_ & ~_.was & ~is_new).sum(),
            churned=(_.was & ~_.is_).sum(),
            before=_.was.sum(),
            now=_.is_.sum(),
        )
        return {name: int(count or 0) for name, count in counts.to_pandas().iloc[0].fillna(0).items()}

    def cohorts(self, granularity: str, since: date, last_offset: int) -> pd.DataFrame:
        """Users of each cohort of new users still active after each offset.

        Parameters
        ----------
        granularity : day, week or month
        since : first cohort wanted
        last_offset : largest offset wanted

        Returns
        -------
        DataFrame[cohort, offset, users], offsets in units of the granularity, only where someone was active
        """
        unit = {"day": "D", "week": "W", "month": "M"}[granularity]
        cohort, moment = _.first_on.truncate(unit), _.day.truncate(unit)
        if granularity == "month":
            offset = (_.moment.year() - _.cohort.year()) * 12 + _.moment.month() - _.cohort.month()
        else:
            offset = _.moment.delta(_.cohort, unit="day") // (7 if granularity == "week" else 1)
        table = (
            self.activity.filter(_.first_on >= since)
            .mutate(cohort=cohort, moment=moment)
            .group_by("cohort", "moment")
            .agg(users=_.user_id.nunique())
            .mutate(offset=offset)
            .filter(_.offset <= last_offset)
            .select("cohort", "offset", "users")
            .order_by("cohort", "offset")
        )
        frame = table.to_pandas()
        return frame.assign(cohort=pd.to_datetime(frame["cohort"]), offset=frame["offset"].astype("int64"))

    def returns(self, start: date, end: date, offsets: Sequence[int]) -> pd.DataFrame:
        """Of all users active on each day, those active again after each offset in days.

        Returns
        -------
        DataFrame[cohort, offset, users]; offset 0 is the day itself
        """
        base = self.activity.filter(_.day.between(start, end)).select("user_id", cohort=_.day)
        later = self.activity.select("user_id", "day")
        joined = base.join(later, "user_id").mutate(offset=_.day.delta(_.cohort, unit="day"))
        table = joined.filter(_.offset.isin(list(offsets))).group_by("cohort", "offset").agg(users=_.count())
        frame = table.order_by("cohort", "offset").to_pandas()
        return frame.assign(cohort=pd.to_datetime(frame["cohort"]), offset=frame["offset"].astype("int64"))

    @cached_property
    def sessions(self) -> ir.Table:
        """One row per (user, session): first day, seconds from first to last event, a flag per goal and for errors."""
        flags = {role: _.event.isin(self.roles[role]).any() for role in self._session_flags}
        columns = {name: _[name].argmin(_.at) for name in ("channel", "device") if self.has(name)}
        if self.has("page"):
            columns["page_views"] = _.page.count()
        table = self.events.filter(_.session_id.notnull()).group_by("user_id", "session_id")
        sessions = table.agg(first_at=_.at.min(), last_at=_.at.max(), **flags, **columns)
        return self._keep(
            "sessions", sessions.mutate(day=_.first_at.date(), seconds=_.last_at.delta(_.first_at, unit="second"))
        )

    def _keep(self, name: str, table: ir.Table) -> ir.Table:
        """The table computed once and kept by the backend until its connection closes."""
        return self.events.get_backend().create_table(ibis.util.gen_name(name), table, temp=True)

    @property
    def _session_flags(self) -> list[str]:
        return [role for role in ("registration", "purchase", "booked", "error") if role in self.roles]

    def session_counts(self, start: date, end: date, by: str | None = None) -> pd.DataFrame:
        """Sessions that began in a span: sessions, users, seconds, page_views, one column per flag; by a dimension."""
        inside = self.sessions.filter(_.day.between(start, end))
        if by:
            inside = inside.filter(_[by].notnull())
        counted = {
            "sessions": _.count(),
            "users": _.user_id.nunique(),
            "seconds": _.seconds.sum(),
            **({"page_views": _.page_views.sum()} if self.has("page") else {}),
            **{role: _[role].sum() for role in self._session_flags},
        }
        table = inside.group_by(by).agg(**counted) if by else inside.agg(**counted)
        return table.to_pandas().fillna(0)

    def breakdown(self, by: str, start: date, end: date) -> pd.DataFrame:
        """People seen under each value of a dimension, and how many of them played each role there.

        Returns
        -------
        DataFrame[<by>, users, one column per role, one per pair of roles]; people seen under two values count in both
        """
        inside = self.events.filter(_.at.date().between(start, end) & _[by].notnull())
        flags = {role: _.event.isin(names).any() for role, names in self.roles.items()}
        people = inside.group_by(by, "user_id").agg(**flags) if flags else inside.select(by, "user_id").distinct()
        counted = {
            "users": _.count(),
            **{role: _[role].sum() for role in self._flags},
            **{metric: (_[a] & _[b]).sum() for metric, (a, b) in self._pairs()},
        }
        return people.group_by(by).agg(**counted).order_by(ibis.desc("users"), by).to_pandas()

    def new_by_channel(self, start: date, end: date) -> pd.DataFrame:
        """DataFrame[channel, new_users]: new users of the span by the channel of their first event."""
        newcomers = self.activity.filter((_.day == _.first_on) & _.day.between(start, end) & _.channel.notnull())
        return newcomers.group_by("channel").agg(new_users=_.count()).order_by("channel").to_pandas()

    def pages(self, start: date, end: date) -> pd.DataFrame:
        """DataFrame[page, views, users] of the span, most seen first."""
        inside = self.events.filter(_.at.date().between(start, end) & _.page.notnull())
        table = inside.group_by("page").agg(views=_.count(), users=_.user_id.nunique())
        return table.order_by(ibis.desc("views"), "page").to_pandas()

    def count(self, role: str, start: date, end: date) -> int:
        """Events that play a role in a span."""
        inside = self.events.filter(_.event.isin(self.roles[role]) & _.at.date().between(start, end))
        return int(inside.count().to_pandas())

    def median_value(self, role: str, start: date, end: date) -> tuple[float | None, int]:
        """Median of `value` over the events that play a role in a span, and their number."""
        inside = self.events.filter(
            _.event.isin(self.roles[role]) & _.at.date().between(start, end) & _.value.notnull()
        )
        row = inside.agg(median=_.value.cast("float64").median(), n=_.count()).to_pandas().iloc[0]
        return (None if pd.isna(row["median"]) else float(row["median"])), int(row["n"])

    def funnel(self, steps: Sequence[str], start: date, end: date, window_days: int) -> list[int]:
        """Users who reached each step, in order, within the window from the first step.

        A chain starts in the span at any visit of the first step. For a later step the latest possible start is carried
        along, which is exact: if any chain holds the window, the one with the latest start does.
        """
        until = end + timedelta(days=window_days)
        rank = ibis.cases(*[(_.event == name, index) for index, name in enumerate(steps)])
        rows = self.events.filter(_.event.isin(list(steps)) & _.at.date().between(start, until)).select(
            "user_id", "at", rank=rank
        )
        so_far = ibis.window(group_by="user_id", order_by=["at", "rank"], preceding=None, following=0)
        window = ibis.interval(days=window_days)
        rows = rows.mutate(start0=ibis.ifelse((_.rank == 0) & (_.at.date() <= end), _.at, None))
        for index in range(1, len(steps)):
            rows = rows.mutate(latest=_[f"start{index - 1}"].max().over(so_far))
            reached = (_.rank == index) & (_.at - window <= _.latest)
            rows = rows.mutate(**{f"start{index}": ibis.ifelse(reached, _.latest, None)})
        people = rows.group_by("user_id").agg(
            **{f"step{index}": _[f"start{index}"].notnull().any() for index in range(len(steps))}
        )
        counts = people.agg(**{f"step{index}": _[f"step{index}"].sum() for index in range(len(steps))}).to_pandas()
        return [int(count) for count in counts.iloc[0].fillna(0)]

    def value_after(self, orders: ir.Table, start: date, end: date, horizon_days: int) -> tuple[int, float, float]:
        """Net revenue of each user new in a span within the horizon: users, sum, and sum of squares.

        Parameters
        ----------
        orders : user_id, day, net (money)
        """
        people = self.activity.filter((_.day == _.first_on) & _.first_on.between(start, end)).select(
            "user_id", "first_on"
        )
        joined = people.left_join(orders.filter(_.user_id.notnull()), "user_id")
        after = (_.day >= _.first_on) & (_.day.delta(_.first_on, unit="day") <= horizon_days)
        each = joined.group_by("user_id").agg(net=ibis.ifelse(after, _.net.cast("float64"), 0.0).sum().fill_null(0))
        row = each.agg(n=_.count(), total=_.net.sum(), squares=(_.net * _.net).sum()).to_pandas().iloc[0].fillna(0)
        return int(row["n"]), float(row["total"]), float(row["squares"])
