"""The event log: what is asked of the events themselves.

Everything is an Ibis expression, so it runs unchanged on DuckDB and on a cluster; what leaves is smaller by far.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from toolkit.metrics.people import People, Sessions, coded, pairs_of

Roles = Mapping[str, tuple[str, ...]]
SESSION_ROLES = ("registration", "purchase", "booked", "error")


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

    def has(self, column: str) -> bool:
        """Whether the optional column was given."""
        return column in self.events.columns

    @cached_property
    def people(self) -> People:
        """Who was here on which day, from one pass over the events."""
        columns = {
            "events": _.count(),
            **{role: _.event.isin(names).any() for role, names in self.roles.items()},
        }
        if self.has("channel"):
            columns["channel"] = _.channel.argmin(_.at)
        days = self.events.group_by("user_id", day=_.at.date()).agg(**columns)
        return People(days.to_pyarrow(), self.roles)

    @cached_property
    def sessions(self) -> Sessions:
        """Sessions, each of one user, with a flag per goal and for errors, from one pass over the events."""
        flags = {role: _.event.isin(self.roles[role]).any() for role in SESSION_ROLES if role in self.roles}
        columns = {name: _[name].argmin(_.at) for name in ("channel", "device") if self.has(name)}
        if self.has("page"):
            columns["page_views"] = _.page.count()
        table = self.events.filter(_.session_id.notnull()).group_by("user_id", "session_id")
        found = table.agg(first_at=_.at.min(), last_at=_.at.max(), **flags, **columns)
        seconds = _.last_at.delta(_.first_at, unit="second")
        found = found.select("user_id", *flags, *columns, day=_.first_at.date(), seconds=seconds)
        return Sessions(found.to_pyarrow())

    def breakdown(self, by: str, start: date, end: date) -> pd.DataFrame:
        """People seen under each value of a dimension, and how many of them played each role there.

        Returns
        -------
        DataFrame[<by>, users, one column per role, one per pair of roles]; people seen under two values count in both
        """
        inside = self.events.filter(_.at.date().between(start, end) & _[by].notnull())
        flags = {role: _.event.isin(names).any() for role, names in self.roles.items()}
        people = inside.group_by(by, "user_id").agg(**flags) if flags else inside.select(by, "user_id").distinct()
        found = people.to_pyarrow()
        values, value = coded(found[by])
        played = {role: found[role].to_numpy().astype(bool) for role in flags}
        both = {metric: played[first] & played[second] for metric, (first, second) in pairs_of(self.roles)}
        counts = {name: np.bincount(value[those], minlength=len(values)) for name, those in (played | both).items()}
        table = pd.DataFrame({by: values.to_pandas(), "users": np.bincount(value, minlength=len(values)), **counts})
        return table.sort_values(["users", by], ascending=[False, True], ignore_index=True)

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
        inside = self.events.filter(_.event.isin(list(steps)) & _.at.date().between(start, until))
        rows = inside.select("user_id", "at", rank=rank).to_pyarrow()
        person, at, rank = coded(rows["user_id"])[1], rows["at"].to_numpy(), rows["rank"].to_numpy()
        order = np.lexsort((rank, at, person))
        person, at, rank = person[order], at[order], rank[order]
        # the row of the latest start of each row's chain, -1 without one: rows of a person stand in the order of time
        start_at = np.where((rank == 0) & (at < np.datetime64(end + timedelta(days=1))), np.arange(len(rank)), -1)
        users = []
        for index in range(len(steps)):
            if index:
                latest = np.maximum.accumulate(start_at)
                reached = (rank == index) & (latest >= 0) & (person[latest] == person)
                reached &= at - at[latest] <= np.timedelta64(window_days, "D")
                start_at = np.where(reached, latest, -1)
            users.append(len(set(person[start_at >= 0].tolist())))
        return users
