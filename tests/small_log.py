"""Small event logs for tests: three people in May, some in a session, some from a channel; and random ones."""

from datetime import date

import ibis
import pandas as pd
import pyarrow as pa
from hypothesis import strategies as st

from toolkit.metrics.events import EventLog

ROLES = {"product": ("product",), "purchase": ("pay",), "share": ("share", "forward"), "registration": None}
LOG = pd.DataFrame(
    [
        ("ann", "2026-05-01 09:00", "product", "s1", "search", 1.0),
        ("ann", "2026-05-01 09:10", "pay", "s1", "search", 2.0),
        ("ann", "2026-05-03 09:00", "share", "s2", "direct", None),
        ("bob", "2026-05-02 23:59", "product", "s1", "social", 5.0),
        ("bob", "2026-05-03 00:01", "forward", "s1", "social", None),
        ("cyd", "2026-05-03 12:00", "pay", "s9", None, None),
    ],
    columns=["user_id", "at", "event", "session_id", "channel", "value"],
)
MAY = (date(2026, 5, 1), date(2026, 5, 31))


def log_of(frame, roles=ROLES):
    con = ibis.duckdb.connect()
    table = con.create_table("events", pa.Table.from_pandas(frame.assign(at=pd.to_datetime(frame["at"]))))
    return EventLog(table, roles)


moments = st.integers(0, 20 * 24 * 60)
visits = st.lists(
    st.tuples(st.sampled_from("abcd"), moments, st.sampled_from(["open", "cart", "pay", "x"])), min_size=1, max_size=40
)


def frame_of(rows):
    frame = pd.DataFrame(rows, columns=["user_id", "minute", "event"])
    return frame.assign(at=pd.Timestamp("2026-05-01") + pd.to_timedelta(frame.pop("minute"), unit="min"))
