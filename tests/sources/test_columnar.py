"""Parquet as programs write it; a damaged file is refused by name (A8)."""

import datetime as dt
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from toolkit.errors import DataError, HeaderError

AT = dt.datetime(2026, 10, 1, 1, 5)


def put(desk, file="e.parquet", **columns):
    pq.write_table(pa.table(columns), desk.data / file)


@pytest.mark.parametrize(
    ("column", "at"),
    [
        (pa.array([AT], pa.timestamp("us")), "2026-10-01 01:05:00"),
        (pa.array([AT], pa.timestamp("ns")), "2026-10-01 01:05:00"),
        (pa.array([AT], pa.timestamp("ms", tz="UTC")), "2026-10-01 09:05:00"),
        (pa.array([AT.date()], pa.date32()), "2026-10-01 00:00:00"),
        (pa.array(["2026-10-01T01:05:00Z"]), "2026-10-01 09:05:00"),
        (pa.array([b"2026-10-01 01:05"], pa.binary()), "2026-10-01 01:05:00"),
        (pa.array(["2026-10-01"]).dictionary_encode(), "2026-10-01 00:00:00"),
    ],
)
def test_times_of_every_type(desk, column, at):
    put(desk, user_id=pa.array([17850.0]), at=column, event=pa.array(["open"]).dictionary_encode())
    assert [(row[0], str(row[1]), row[2]) for row in desk.rows(path="e.parquet")] == [("17850", at, "open")]


def test_a_naive_time_of_another_zone(desk):
    put(desk, user_id=["u"], at=pa.array([AT], pa.timestamp("us")), event=["open"])
    assert str(desk.rows(path="e.parquet", timezone="UTC")[0][1]) == "2026-10-01 09:05:00"


def test_money_of_every_type(desk):
    put(
        desk,
        "o.parquet",
        order_id=[1, 2],
        at=["2026-10-01"] * 2,
        amount=pa.array([0.1, 0.2]),
        freight=pa.array([Decimal("1.25"), None], pa.decimal128(9, 2)),
        cost=[7, 8],
    )
    orders = desk.load(orders="o.parquet").tables["orders"]
    assert str(orders.amount.sum().to_pandas()) == "0.3000"
    assert [str(value) for value in orders.freight.to_pandas().fillna("")] == ["1.2500", ""]


def test_a_column_of_the_wrong_type_is_a_bad_value(desk):
    put(desk, user_id=["u"], at=[True], event=["open"])
    assert 'data/e.parquet row 2 column "at": expected a time' in desk.refused(DataError, events="e.parquet")
    put(desk, user_id=["u"], at=["2026-10-01"], event=pa.array([["a", "b"]]))
    assert 'column "event": expected text' in desk.refused(DataError, events="e.parquet")


def test_columns_nobody_needs_may_be_of_any_type(desk):
    put(desk, user_id=["u"], at=["2026-10-01"], event=["open"], extra=pa.array([{"a": [1]}]), raw=pa.array([b"\xff"]))
    assert len(desk.rows(path="e.parquet")) == 1


def test_text_of_old_programs_that_is_no_text(desk):
    put(desk, user_id=["u"], at=["2026-10-01"], event=pa.array([b"\xff"]))
    assert "expected a whole Parquet file" in desk.refused(DataError, events="e.parquet")


def test_no_rows(desk):
    put(desk, user_id=pa.array([], pa.string()), at=pa.array([], pa.timestamp("us")), event=pa.array([], pa.string()))
    assert desk.rows(path="e.parquet") == []


def test_columns_in_another_order_in_the_next_file(desk):
    put(desk, "1.parquet", user_id=["u1"], at=["2026-10-01"], event=["a"])
    put(desk, "2.parquet", event=["b"], at=pa.array([AT], pa.timestamp("us")), user_id=["u2"])
    assert [(row[0], row[2]) for row in desk.rows(path="*.parquet")] == [("u1", "a"), ("u2", "b")]


def test_a_file_without_a_declared_column(desk):
    put(desk, "1.parquet", user_id=["u1"], at=["2026-10-01"], event=["a"])
    put(desk, "2.parquet", user_id=["u1"], at=["2026-10-01"], happened=["a"])
    assert desk.refused(HeaderError, events="*.parquet").startswith('data/2.parquet: expected a column "event"')


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-20], lambda b: b[: len(b) // 2], lambda b: b"PAR1" + b[4:-8] * 0, lambda b: b"x" * 99]
)
def test_a_damaged_file(desk, damage):
    pd.DataFrame({"user_id": ["u"] * 99, "at": "2026-10-01", "event": "open"}).to_parquet(desk.data / "e.parquet")
    desk.put("e.parquet", damage((desk.data / "e.parquet").read_bytes()))
    assert desk.refused(DataError, events="e.parquet") == (
        "data/e.parquet: expected a whole Parquet file, got one that is cut off or damaged. Export or fetch it again."
    )


def test_damage_inside_the_rows(desk):
    names = [f"u{n * 7919 % 100_003}" for n in range(5000)]
    table = pa.table({"user_id": names, "at": ["2026-10-01"] * 5000, "event": ["open"] * 5000})
    pq.write_table(table, desk.data / "e.parquet", use_dictionary=False, compression="gzip")
    content = bytearray((desk.data / "e.parquet").read_bytes())
    content[2000:4000] = bytes(2000)
    desk.put("e.parquet", bytes(content))
    assert "expected a whole Parquet file" in desk.refused(DataError, events="e.parquet")
