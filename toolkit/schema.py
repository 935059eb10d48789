"""The canonical tables: what each row is, its columns, what they hold and within which limits.

Whatever the files of a client look like, everything after `sources` sees only these.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["id", "text", "time", "date", "money", "number", "integer", "share"]
FIRST_YEAR, LAST_YEAR = 2000, 2100  # outside of these a date is a typing error
MONEY = "DECIMAL(18, 4)"


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds.

    Parameters
    ----------
    kind : id and text are text; time is a naive timestamp in the client's time zone; date a calendar day; money yuan
        with four decimals; number any finite number; integer a whole one; share 0..1
    required : a table without the column, or a row without the value, is refused (a missing user id is not: such rows
        of a table that needs one are left out and counted)
    minimum, maximum : limits, both included
    choices : the only values there are
    """

    name: str
    kind: Kind
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What one row is.

    Parameters
    ----------
    grain : columns whose values together stand in one row only; empty where equal rows may repeat
    is_open : further columns of the file (questions, criteria, outcomes) belong to the table under their own names
    """

    name: str
    grain: tuple[str, ...]
    columns: tuple[Column, ...]
    is_open: bool = False

    def column(self, name: str) -> Column | None:
        """The column of that name, if the table has it."""
        return next((column for column in self.columns if column.name == name), None)


def _need(name: str, kind: Kind, choices: tuple[str, ...] = ()) -> Column:
    return Column(name, kind, required=True, choices=choices)


def _count(name: str, required: bool = False) -> Column:
    return Column(name, "integer", required, minimum=0)


def _positive(name: str) -> Column:
    return Column(name, "number", minimum=0)


_GRAIN = _need("grain", "text", ("day", "week", "month"))
_POPULATION = ("new", "active")

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "events",
            (),
            (
                _need("user_id", "id"),
                _need("at", "time"),
                _need("event", "text"),
                Column("session_id", "id"),
                *(Column(name, "text") for name in ("page", "channel", "device", "city")),
                Column("value", "number"),
            ),
        ),
        Table(
            "visits",
            ("grain", "start"),
            (
                _GRAIN,
                _need("start", "date"),
                _count("users", required=True),
                _count("new_users", required=True),
                _count("sessions"),
                _count("page_views"),
                _positive("stay_seconds_per_session"),
                _positive("depth"),
                _count("shares"),
                _count("share_users"),
                _count("total_users"),
            ),
        ),
        Table(
            "retention",
            ("grain", "start", "kind", "offset"),
            (
                _GRAIN,
                _need("start", "date"),
                _need("kind", "text", _POPULATION),
                _count("offset", required=True),
                _count("users", required=True),
            ),
        ),
        Table(
            "portrait",
            ("population", "dimension", "value", "start", "end"),
            (
                _need("population", "text", _POPULATION),
                _need("dimension", "text"),
                _need("value", "text"),
                _count("users", required=True),
                Column("start", "date"),
                Column("end", "date"),
            ),
        ),
        Table(
            "pages",
            ("date", "page"),
            (
                _need("date", "date"),
                _need("page", "text"),
                _count("views", required=True),
                _count("users", required=True),
                _count("entries"),
                _count("exits"),
                _count("shares"),
                _positive("stay_seconds"),
            ),
        ),
        Table(
            "posts",
            (),
            (
                _count("reach", required=True),
                Column("at", "time"),
                Column("kind", "text"),
                Column("paid", "text"),
                *(_count(name) for name in ("engaged", "likes", "comments", "shares")),
            ),
        ),
        Table(
            "traffic",
            ("date", "source"),
            (
                _need("date", "date"),
                _need("source", "text"),
                _count("sessions", required=True),
                _count("users"),
            ),
        ),
        Table(
            "orders",
            (),
            (
                _need("order_id", "id"),
                _need("at", "time"),
                _need("amount", "money"),
                Column("user_id", "id"),
                Column("refund", "money", minimum=0),
                *(Column(name, "money") for name in ("freight", "platform_fee", "discount", "cost")),
                Column("quantity", "number"),
                Column("product", "text"),
                Column("channel", "text"),
            ),
        ),
        Table(
            "spend",
            (),  # exports split a day and channel by campaign: their sum is meant
            (
                _need("date", "date"),
                _need("channel", "text"),
                _need("cost", "money"),
                _count("impressions"),
                _count("clicks"),
                _positive("conversions"),  # platforms share one conversion between channels
                _count("new_users"),
            ),
        ),
        Table(
            "competitors",
            ("competitor",),
            (_need("competitor", "text"), Column("observed_on", "date"), Column("source", "text")),
            is_open=True,
        ),
        Table(
            "reviews",
            (),
            (
                _need("competitor", "text"),
                _need("at", "time"),
                Column("rating", "number", required=True, minimum=0),
                Column("text", "text"),
            ),
        ),
        Table(
            "market",
            ("series", "date"),
            (
                _need("series", "text"),
                _need("date", "date"),
                _need("value", "number"),
                Column("unit", "text"),
                Column("source", "text"),
            ),
        ),
        Table("survey", (), (_positive("weight"), Column("at", "time")), is_open=True),
        Table("panel", ("unit", "date"), (_need("unit", "text"), _need("date", "date"), _need("value", "number"))),
        Table("experiment", ("user_id",), (_need("user_id", "id"), _need("variant", "text")), is_open=True),
        Table(
            "tickets",
            (),
            (
                _need("opened_at", "time"),
                Column("first_reply_at", "time"),
                Column("resolved_at", "time"),
                Column("channel", "text"),
                Column("csat", "number", minimum=0, maximum=100),
            ),
        ),
    )
}
