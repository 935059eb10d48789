"""What WeChat's back end would report of simulated people: counted from them, so that its tables agree."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from toolkit.sample.people import People

OFFSETS = {"day": (*range(8), 14, 30), "week": range(5), "month": range(2)}


def visits(people: People, views: pd.DataFrame, shares: pd.DataFrame, since: str) -> pd.DataFrame:
    """One row per complete day, week and month from `since` on; WeChat counts shares by day only.

    views : one row per page view: user, day, session, page, seconds
    shares : one row per share: user, day
    """
    return pd.concat([_counts(people, views, shares, grain, since) for grain in OFFSETS], ignore_index=True)


def _counts(people: People, views: pd.DataFrame, shares: pd.DataFrame, grain: str, since: str) -> pd.DataFrame:
    starts, bucket, whole = _buckets(people.days, grain)
    group = views.groupby(bucket[views["day"]])
    counts = pd.DataFrame({"grain": grain, "start": starts}).set_index(np.arange(len(starts)))
    sessions = group["session"].nunique()
    counts["users"] = group["user"].nunique()
    counts["new_users"] = np.bincount(bucket[people.first], minlength=len(starts))
    counts["sessions"] = sessions
    counts["page_views"] = group.size()
    counts["stay_seconds_per_session"] = (group["seconds"].sum() / sessions).round(2)
    opened = views.drop_duplicates(["session", "page"])
    counts["depth"] = (opened.groupby(bucket[opened["day"]]).size() / sessions).round(4)
    if grain == "day":
        shared = shares.groupby("day")["user"]
        counts["shares"] = shared.size().reindex(counts.index, fill_value=0)
        counts["share_users"] = shared.nunique().reindex(counts.index, fill_value=0)
    counts["total_users"] = counts["new_users"].cumsum()
    counts = counts[whole & (starts >= since)]
    whole_numbers = ["users", "sessions", "page_views", *(["shares", "share_users"] if grain == "day" else [])]
    return counts.astype(dict.fromkeys(whole_numbers, "Int64"))


def retention(people: People, since: str, *, zeros: bool = False) -> pd.DataFrame:
    """Of a day's, week's or month's new and active users, how many came back: grain, start, kind, offset, users.

    zeros : write 0 for offsets not yet observed, as the API does at times; otherwise they are absent
    """
    rows = [row for grain in OFFSETS for row in _cohorts(people, grain, since, zeros)]
    return pd.DataFrame(rows, columns=["grain", "start", "kind", "offset", "users"])


def _cohorts(people: People, grain: str, since: str, zeros: bool) -> Iterator[tuple[str, pd.Timestamp, str, int, int]]:
    starts, bucket, whole = _buckets(people.days, grain)
    seen = np.zeros((len(starts), len(people.first)), dtype=bool)
    seen[bucket[people.day], people.user] = True
    first = bucket[people.first]
    for cohort in np.flatnonzero(whole & (starts >= since)):
        for kind, members in (("new", first == cohort), ("active", seen[cohort])):
            for offset in OFFSETS[grain]:
                later = cohort + offset
                if later < len(starts) and whole[later]:
                    yield grain, starts[cohort], kind, offset, int((members & seen[later]).sum())
                elif zeros:
                    yield grain, starts[cohort], kind, offset, 0


def pages(days: pd.DatetimeIndex, views: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """One row per day and page: date, page, views, users, entries, exits, shares, stay_seconds (mean of a view).

    views : as for `visits`, in order of time within a session
    shares : one row per share: day, page
    """
    key = ["day", "page"]
    group = views.groupby(key)
    table = group.agg(views=("session", "size"), users=("user", "nunique"))
    table["entries"] = views[~views["session"].duplicated()].groupby(key).size()
    table["exits"] = views[~views["session"].duplicated(keep="last")].groupby(key).size()
    table["shares"] = shares.groupby(key).size()
    table = table.fillna(0).astype(int)
    table["stay_seconds"] = group["seconds"].mean().round(2)
    table = table.reset_index()
    table.insert(0, "date", days[table.pop("day")])
    return table


def _buckets(days: pd.DatetimeIndex, grain: str) -> tuple[pd.DatetimeIndex, np.ndarray, np.ndarray]:
    """First day of each bucket, the bucket of each day, and whether the days cover a bucket from end to end."""
    spans = days.to_period({"day": "D", "week": "W-SUN", "month": "M"}[grain])
    bucket, each = pd.factorize(spans)
    whole = (each.start_time >= days[0]) & (each.end_time.normalize() <= days[-1])
    return each.start_time.as_unit("s"), bucket, np.asarray(whole)
