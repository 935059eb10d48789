"""Who was here on which day: what an event log is reduced to, in plain arrays from which every count is drawn.

One number for each person and one for each day since 1970, a row for each pair. A million events are a few hundred
thousand rows of a few bytes, and a question costs milliseconds where a query costs its planning.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

PAIRS = {
    "purchase_conversion": ("product", "purchase"),
    "appointment_conversion": ("booking_page", "booked"),
    "diversion_rate": ("exposure", "joined"),
}
_EPOCH = date(1970, 1, 1)
_THURSDAY = 3  # the weekday of day 0, Monday being 0


class People:
    """Activity by (day, person).

    Parameters
    ----------
    activity : one row per (user_id, day): events, a bool per role, and where the log has channels the first of the day
    roles : names of the roles
    """

    def __init__(self, activity: pa.Table, roles: Iterable[str]) -> None:
        self.ids, person = coded(activity["user_id"])
        day = numbered(activity["day"])
        order = np.argsort(day * max(len(self.ids), 1) + person)
        self.person, self.day = person[order], day[order]
        self.events = activity["events"].to_numpy()[order]
        self.playing = {role: activity[role].to_numpy().astype(bool)[order] for role in roles}
        self.first_day = np.zeros(len(self.ids), "int64")
        self.first_day[self.person[::-1]] = self.day[::-1]  # of several assignments the last one stays: the first day
        self.channels: pa.Array | None = None
        if "channel" in activity.column_names:
            self.channels, seen = coded(activity["channel"])
            seen = seen[order]
            known = np.flatnonzero(seen >= 0)[::-1]
            self.channel = np.full(len(self.ids), -1)
            self.channel[self.person[known]] = seen[known]

    def _rows(self, start: date, end: date) -> slice:
        """The rows of a span, which lie side by side."""
        first, beyond = np.searchsorted(self.day, [_number(start), _number(end) + 1])
        return slice(int(first), int(beyond))

    def _seen(self, persons: np.ndarray) -> np.ndarray:
        """For each person whether they are among these."""
        seen = np.zeros(len(self.ids), bool)
        seen[persons] = True
        return seen

    def _new(self, start: date, end: date) -> np.ndarray:
        """For each person whether they were first seen in a span."""
        return (self.first_day >= _number(start)) & (self.first_day <= _number(end))

    @property
    def daily(self) -> pd.DataFrame:
        """One row per day that has events: day, users, new_users, events; ordered."""
        starts = np.flatnonzero(np.diff(self.day, prepend=np.iinfo("int64").min))
        days = self.day[starts]
        is_new = self.day == self.first_day[self.person]
        sums = [np.add.reduceat(values, starts) if len(days) else days for values in (is_new.astype(int), self.events)]
        users = np.diff(np.append(starts, len(self.day)))
        return pd.DataFrame({"day": _dated(days), "users": users, "new_users": sums[0], "events": sums[1]})

    def spans(self, spans: Mapping[str, tuple[date, date]]) -> pd.DataFrame:
        """Distinct users of each span, and how many of them played each role.

        Returns
        -------
        DataFrame by span name: users, new_users, days (user-days), events, one column per role, `<metric>` columns for
        the users of a goal who were also at the step before it; spans without activity hold zeros
        """
        pairs = pairs_of(self.playing)
        found = {}
        for name, (start, end) in spans.items():
            rows = self._rows(start, end)
            persons = self.person[rows]
            here = self._seen(persons)
            played = {role: self._seen(persons[playing[rows]]) for role, playing in self.playing.items()}
            found[name] = {
                "users": here.sum(),
                "new_users": (here & (self.first_day >= _number(start))).sum(),
                "days": len(persons),
                "events": self.events[rows].sum(),
                **{role: those.sum() for role, those in played.items()},
                **{metric: (played[a] & played[b]).sum() for metric, (a, b) in pairs},
            }
        return pd.DataFrame.from_dict(found, orient="index").astype("int64")

    def growth(self, before: tuple[date, date], now: tuple[date, date]) -> dict[str, int]:
        """Users new, retained, resurrected and churned between two spans, and active before and now."""
        was, is_ = (self._seen(self.person[self._rows(*span)]) for span in (before, now))
        is_new = self.first_day >= _number(now[0])
        counts = {
            "new": is_ & is_new,
            "retained": was & is_,
            "resurrected": is_ & ~was & ~is_new,
            "churned": was & ~is_,
            "before": was,
            "now": is_,
        }
        return {name: int(people.sum()) for name, people in counts.items()}

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
        late = self.first_day[self.person] >= _number(since)
        moment, person = _unit(self.day[late], granularity), self.person[late]
        if granularity != "day" and len(moment):
            pairs = _distinct(moment * len(self.ids) + person)
            moment, person = np.divmod(pairs, len(self.ids))
        cohort = _unit(self.first_day, granularity)[person]
        near = moment - cohort <= last_offset
        return _counted(cohort[near], (moment - cohort)[near], granularity)

    def returns(self, start: date, end: date, offsets: Sequence[int]) -> pd.DataFrame:
        """Of all users active on each day, those active again after each offset in days.

        Returns
        -------
        DataFrame[cohort, offset, users]; offset 0 is the day itself
        """
        first, last = _number(start), _number(end)
        edges = np.searchsorted(self.day, np.arange(first, last + max(offsets, default=0) + 2))
        found = []
        for place in range(len(edges) - 1):
            later = self.person[edges[place] : edges[place + 1]]
            if not len(later):
                continue
            here = self._seen(later)
            for offset in offsets:
                base = place - offset
                if 0 <= base <= last - first:
                    users = int(here[self.person[edges[base] : edges[base + 1]]].sum())
                    found += [(first + base, offset, users)] if users else []
        days, after, users = np.array(sorted(found), "int64").reshape(-1, 3).T
        return pd.DataFrame({"cohort": _dated(days), "offset": after, "users": users})

    def new_by_channel(self, start: date, end: date) -> pd.DataFrame:
        """DataFrame[channel, new_users]: new users of the span by the channel of their first event."""
        found = self.channel[self._new(start, end) & (self.channel >= 0)]
        counts = np.bincount(found, minlength=len(self.channels))
        table = pd.DataFrame({"channel": self.channels.to_pandas(), "new_users": counts})
        return table[counts > 0].sort_values("channel", ignore_index=True)

    def value_after(self, orders: pd.DataFrame, start: date, end: date, horizon_days: int) -> tuple[int, float, float]:
        """Net revenue of each user new in a span within the horizon: users, sum, and sum of squares.

        Parameters
        ----------
        orders : user_id, day (datetime64), net
        """
        is_new = self._new(start, end)
        person = pd.Index(self.ids.to_pandas()).get_indexer(orders["user_id"])
        days = orders["day"].to_numpy().astype("datetime64[D]").astype("int64") - self.first_day[person]
        counted = (person >= 0) & is_new[person] & (days >= 0) & (days <= horizon_days)
        each = np.bincount(person[counted], weights=orders["net"].to_numpy()[counted], minlength=len(self.ids))[is_new]
        return len(each), math.fsum(each), math.fsum(each * each)


class Sessions:
    """Sessions by the day they began on.

    Parameters
    ----------
    sessions : one row per session: user_id, day, seconds from first to last event; optional page_views, a bool for each
        role, channel and device of its first event
    """

    def __init__(self, sessions: pa.Table) -> None:
        ids, self.person = coded(sessions["user_id"])
        self.people = len(ids)
        self.day = numbered(sessions["day"])
        names = [name for name in ("channel", "device") if name in sessions.column_names]
        self.dimensions = {name: coded(sessions[name]) for name in names}
        further = [name for name in sessions.column_names if name not in ("user_id", "day", *names)]
        self.sums = {name: sessions[name].to_numpy() for name in further}

    def counts(self, start: date, end: date, by: str | None = None) -> pd.DataFrame:
        """Sessions that began in a span: sessions, users, seconds, page_views, one column per role; by a dimension."""
        rows = np.flatnonzero((self.day >= _number(start)) & (self.day <= _number(end)))
        values, value = self.dimensions[by] if by else (None, np.zeros(len(self.day), "int64"))
        rows = rows[value[rows] >= 0]
        value, least = value[rows], 1 if values is None else len(values)
        pairs = _distinct(value * max(self.people, 1) + self.person[rows])
        counted = {
            "sessions": np.bincount(value, minlength=least),
            "users": np.bincount(pairs // max(self.people, 1), minlength=least),
            **{
                name: np.bincount(value, weights=given[rows], minlength=least).astype("int64")
                for name, given in self.sums.items()
            },
        }
        table = pd.DataFrame(counted)
        if values is None:
            return table
        table.insert(0, by, values.to_pandas())
        return table[table["sessions"] > 0].reset_index(drop=True)


def pairs_of(roles: Collection[str]) -> list[tuple[str, tuple[str, str]]]:
    """The metrics that count the users of two roles at once, with these roles."""
    return [(metric, pair) for metric, pair in PAIRS.items() if all(role in roles for role in pair)]


def coded(column: pa.ChunkedArray) -> tuple[pa.Array, np.ndarray]:
    """The different values of a column, and for each row the number of its own, -1 where it is missing."""
    found = column.combine_chunks().dictionary_encode()
    return found.dictionary, found.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype("int64")


def numbered(column: pa.ChunkedArray) -> np.ndarray:
    """Dates as days since 1970."""
    return column.to_numpy().astype("datetime64[D]").astype("int64")


def _distinct(numbers: np.ndarray) -> np.ndarray:
    """Each number once, ordered; many times faster than `np.unique` where few stand there twice."""
    ordered = np.sort(numbers)
    return ordered[np.diff(ordered, prepend=ordered[:1] - 1) != 0]


def _number(day: date) -> int:
    return (day - _EPOCH).days


def _dated(days: np.ndarray) -> np.ndarray:
    return days.astype("datetime64[D]").astype("datetime64[s]")


def _unit(days: np.ndarray, granularity: str) -> np.ndarray:
    """Days as numbers of days, weeks or months, such that the one after is one more."""
    if granularity == "month":
        return days.astype("datetime64[D]").astype("datetime64[M]").astype("int64")
    return (days + _THURSDAY) // 7 if granularity == "week" else days


def _counted(cohort: np.ndarray, offset: np.ndarray, granularity: str) -> pd.DataFrame:
    """How often each pair stands there, ordered."""
    lowest, width = cohort.min(initial=np.iinfo("int64").max), offset.max(initial=0) + 1
    counts = np.bincount((cohort - lowest) * width + offset)
    pairs = np.flatnonzero(counts)
    units = pairs // width + lowest
    if granularity == "month":
        first = units.astype("datetime64[M]").astype("datetime64[D]").astype("int64")
    else:
        first = units * 7 - _THURSDAY if granularity == "week" else units
    return pd.DataFrame({"cohort": _dated(first), "offset": pairs % width, "users": counts[pairs]})
