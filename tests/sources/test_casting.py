"""What a value in a file becomes, kind by kind; None is a bad value, GAP no value at all."""

from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.sources.casting import Manner, cast, clean, family, present, settled, wrong

GAP = "gap"
SHANGHAI = {"timezone": "Asia/Shanghai", "file_timezone": "Asia/Shanghai"}


@pytest.fixture(scope="module")
def read():
    """What a column of a kind holds where the file has `value`."""
    with duckdb.connect() as con:

        def one(kind, value, type_="VARCHAR", **manner):
            how = Manner(**(SHANGHAI | manner))
            query = f"SELECT {clean('c', type_)} AS b FROM (SELECT CAST(? AS {type_}) AS c)"
            query = f"SELECT {present('b', type_, kind)} AS p FROM ({query})"
            query = f"SELECT p, {cast(kind, 'p', type_, how)} AS v FROM ({query})"
            query = f"SELECT p IS NULL, {settled(kind, 'v')}, {wrong(kind, 'v')} FROM ({query})"
            is_gap, found, is_wrong = con.execute(query, [value]).fetchall()[0]
            return GAP if is_gap else None if is_wrong else found

        yield one


@pytest.mark.parametrize("kind", ["number", "money", "integer", "share", "time", "date", "id"])
@pytest.mark.parametrize("text", ["", "  ", "\t", "\u3000\xa0", "-", "--", "NULL", "null", "N/A", " n/a "])
def test_nothing_and_the_words_for_it(read, kind, text):
    assert read(kind, text) == GAP


def test_text_keeps_every_word(read):
    assert [read("text", word) for word in ("-", "--", "NULL", " N/A ", "  ")] == ["-", "--", "NULL", "N/A", GAP]


@pytest.mark.parametrize(
    "text", ["undefined", "None", "nan", "<NA>", "Unknown", "(null)", "(not set)", "(空)", "（空）"]
)
def test_what_programs_write_when_there_is_no_user_is_no_user(read, text):
    assert read("id", text) == GAP


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12.0),
        (" -1.50 ", -1.5),
        ("+.5", 0.5),
        ("1e3", 1000.0),
        ("１２．５", 12.5),
        ("−3", -3.0),
        ("1,234.56", 1234.56),
        ("1,234,567", 1234567.0),
        ("-12,345.6", -12345.6),
        ("１，２３４．５", 1234.5),
        ("1,234", None),  # a thousand or one and a bit
        ("12,5", None),
        ("1,23.4", None),
        ("1,2345.6", None),
        ("1_000", None),
        ("abc", None),
        ("12 kg", None),
        ("inf", None),
        ("-Infinity", None),
        ("nan", None),
        ("1e999", None),
        ("0x10", None),
        ("true", None),
        ("1.2.3", None),
    ],
)
def test_numbers_as_people_write_them(read, text, number):
    assert read("number", text) == number
    money = read("money", text)
    assert money == (None if number is None else Decimal(str(number)).quantize(Decimal("0.0001")))


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1,234", ".", 1234.0),
        ("12,5", ".", None),
        ("1,234", ",", 1.234),
        ("1.234", ",", 1234.0),
        ("1.234,5", ",", 1234.5),
        ("12.5", ",", None),
        ("7", ",", 7.0),
    ],
)
def test_a_declared_decimal_sign_settles_commas(read, text, decimal, number):
    assert read("number", text, decimal=decimal) == number


@pytest.mark.parametrize(
    ("text", "whole"),
    [("12", 12), ("1,234", 1234), ("12.0", 12), ("1e3", 1000), ("12.5", None), ("9007199254740993", None)],
)
def test_whole_numbers(read, text, whole):
    assert read("integer", text) == whole


def test_numbers_of_typed_columns(read):
    assert read("number", 2.5, "DOUBLE") == 2.5
    assert read("number", float("nan"), "DOUBLE") == GAP
    assert read("number", float("inf"), "DOUBLE") is None
    assert read("integer", 3.0, "DOUBLE") == 3
    assert read("integer", 3.5, "FLOAT") is None
    assert read("integer", 3, "HUGEINT") == 3
    assert read("money", Decimal("1.25"), "DECIMAL(9,2)") == Decimal("1.25")
    assert read("money", 2.675, "DOUBLE") == Decimal("2.675")
    assert read("number", True, "BOOLEAN") is None
    assert read("number", date(2026, 1, 1), "DATE") is None


def test_fen_are_hundredths(read):
    assert read("money", "1", unit="fen") == Decimal("0.01")
    assert read("money", 318204, "BIGINT", unit="fen") == Decimal("3182.04")
    assert read("money", "1.5", unit="fen") == Decimal("0.0150")
    assert read("money", "1", unit="yuan") == 1


def test_an_amount_that_money_cannot_hold(read):
    assert read("money", "99999999999999") == 99999999999999
    assert read("money", "1e14") is None


@given(st.decimals(-(10**9), 10**9, places=4))
def test_money_is_exact(amount):
    with duckdb.connect() as con:
        query = cast("money", "p", "VARCHAR", Manner(**SHANGHAI))
        assert con.execute(f"SELECT {query} FROM (SELECT '{amount:f}' AS p)").fetchall() == [(amount,)]


def test_ids_are_text_whatever_their_type(read):
    assert read("id", " oAbc-1 ") == "oAbc-1"
    assert read("id", "007") == "007"
    assert read("id", "17850.0") == "17850.0"  # text stays as it is
    assert read("id", 17850.0, "DOUBLE") == "17850"
    assert read("id", 17850, "BIGINT") == "17850"
    assert read("id", Decimal("17850"), "DECIMAL(9,2)") == "17850"
    assert read("id", float("nan"), "DOUBLE") == GAP


def test_ids_that_lost_digits_are_wrong(read):
    assert read("id", 4.2000002e27, "DOUBLE") is None
    assert read("id", 2.5, "DOUBLE") is None
    assert read("id", "4.2E+27") is None
    assert read("id", True, "BOOLEAN") is None


def test_words_of_typed_columns(read):
    assert read("text", 85123.0, "DOUBLE") == "85123"
    assert read("text", 1.5, "DOUBLE") == "1.5"
    assert read("text", date(2026, 1, 2), "DATE") == "2026-01-02"
    assert read("text", [1], "INTEGER[]") is None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-10-01", datetime(2026, 10, 1)),
        ("2026-10-01 09:05", datetime(2026, 10, 1, 9, 5)),
        ("2026-10-01T09:05:06", datetime(2026, 10, 1, 9, 5, 6)),
        ("2026-10-01 09:05:06.123456789", datetime(2026, 10, 1, 9, 5, 6, 123456)),
        ("2026/10/1 9:05", datetime(2026, 10, 1, 9, 5)),
        ("2026-10-01T01:05:06Z", datetime(2026, 10, 1, 9, 5, 6)),
        ("2026-10-01T23:30:00Z", datetime(2026, 10, 2, 7, 30)),
        ("2026-10-01 09:05:06+08:00", datetime(2026, 10, 1, 9, 5, 6)),
        ("2026-10-01 09:05:06 +0900", datetime(2026, 10, 1, 8, 5, 6)),
        ("2026-10-01 01:05:06 UTC", datetime(2026, 10, 1, 9, 5, 6)),
        ("2026-10-01T09:05:06-03:30", datetime(2026, 10, 1, 20, 35, 6)),
        ("03/04/2026", None),  # March or April
        ("13.04.2026", None),
        ("20261001", None),
        ("2026-10-01 10:00 PM", None),
        ("2026-02-30", None),
        ("2026-10-01 25:00", None),
        ("1999-12-31", None),
        ("2101-01-01", None),
        ("0226-10-01", None),
        ("infinity", None),
        ("epoch", None),
        ("yesterday", None),
        ("1790000000", None),
    ],
)
def test_times_in_the_clients_zone(read, text, time):
    assert read("time", text) == time
    assert read("date", text) == (time and time.date())


def test_times_without_an_offset_are_of_the_files_zone(read):
    utc = {"file_timezone": "UTC"}
    assert read("time", "2026-10-01 20:00", **utc) == datetime(2026, 10, 2, 4)
    assert read("date", "2026-10-01 20:00", **utc) == date(2026, 10, 2)
    assert read("time", "2026-10-01T20:00:00+08:00", **utc) == datetime(2026, 10, 1, 20)
    assert read("time", datetime(2026, 10, 1, 20), "TIMESTAMP", **utc) == datetime(2026, 10, 2, 4)
    assert read("time", "10/01/2026 20:00", date_format="%m/%d/%Y %H:%M", **utc) == datetime(2026, 10, 2, 4)


def test_a_day_without_a_time_is_the_same_day_in_every_zone(read):
    west = {"timezone": "America/New_York", "file_timezone": "UTC"}
    assert read("time", "2026-10-01", **west) == datetime(2026, 10, 1)
    assert read("time", "10/01/2026", date_format="%m/%d/%Y", **west) == datetime(2026, 10, 1)
    assert read("time", date(2026, 10, 1), "DATE", **west) == datetime(2026, 10, 1)


def test_summer_time_is_kept(read):
    london = {"timezone": "Europe/London", "file_timezone": "UTC"}
    assert read("time", "2026-07-01 12:00", **london) == datetime(2026, 7, 1, 13)
    assert read("time", "2026-01-01 12:00", **london) == datetime(2026, 1, 1, 12)


@pytest.mark.parametrize(
    ("text", "written", "time"),
    [
        ("3/4/2026 9:05", "%m/%d/%Y %H:%M", datetime(2026, 3, 4, 9, 5)),
        ("3/4/2026 9:05", "%d/%m/%Y %H:%M", datetime(2026, 4, 3, 9, 5)),
        ("13/4/2026 9:05", "%m/%d/%Y %H:%M", None),
        ("2026年1月5日", "%Y年%m月%d日", datetime(2026, 1, 5)),
        ("5 Jan 2026 09:05 PM", "%d %b %Y %I:%M %p", datetime(2026, 1, 5, 21, 5)),
        ("2026-10-01T20:00:00+0000", "%Y-%m-%dT%H:%M:%S%z", datetime(2026, 10, 2, 4)),
        ("20261001", "%Y%m%d", datetime(2026, 10, 1)),
        ("2026-10-01", "%m/%d/%Y", None),
        ("1790000000", "epoch_s", datetime(2026, 9, 21, 22, 13, 20)),
        ("1790000000.5", "epoch_s", datetime(2026, 9, 21, 22, 13, 20, 500000)),
        ("1790000000123", "epoch_ms", datetime(2026, 9, 21, 22, 13, 20, 123000)),
        ("1790000000123456", "epoch_us", datetime(2026, 9, 21, 22, 13, 20, 123456)),
        ("1790000000123", "epoch_s", None),
        ("1790000000", "epoch_ms", None),  # in 1970
        ("9" * 30, "epoch_us", None),
        ("soon", "epoch_s", None),
    ],
)
def test_declared_formats(read, text, written, time):
    assert read("time", text, date_format=written) == time


def test_formats_of_number_columns(read):
    assert read("date", 20261001, "INTEGER", date_format="%Y%m%d") == date(2026, 10, 1)
    assert read("date", 20261001.0, "DOUBLE", date_format="%Y%m%d") == date(2026, 10, 1)
    assert read("time", 1790000000, "BIGINT", date_format="epoch_s") == datetime(2026, 9, 21, 22, 13, 20)
    assert read("time", 1790000000123456, "BIGINT", date_format="epoch_us") == datetime(2026, 9, 21, 22, 13, 20, 123456)
    assert read("time", 1790000000, "BIGINT") is None


def test_times_of_typed_columns(read):
    instant = "2026-10-01 20:00:00+00"
    assert read("time", instant, "TIMESTAMP WITH TIME ZONE") == datetime(2026, 10, 2, 4)
    assert read("time", datetime(2026, 10, 1, 20), "TIMESTAMP_NS") == datetime(2026, 10, 1, 20)
    assert read("date", datetime(2026, 10, 1, 20), "TIMESTAMP_S") == date(2026, 10, 1)
    assert read("date", date(2026, 10, 1), "DATE") == date(2026, 10, 1)
    assert read("time", date(1990, 10, 1), "DATE") is None
    assert read("time", True, "BOOLEAN") is None


def test_a_true_date_among_texts_of_a_sheet_needs_no_format(read):
    sheet = {"date_format": "%d/%m/%Y", "has_cells": True}
    assert read("time", "2026-03-04T00:00:00", **sheet) == datetime(2026, 3, 4)
    assert read("time", "04/03/2026", **sheet) == datetime(2026, 3, 4)
    assert read("time", "2026-03-04", **sheet) is None


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("VARCHAR", "text"),
        ("ENUM('a', 'b')", "text"),
        ("UUID", "text"),
        ("UBIGINT", "integer"),
        ("INTEGER", "integer"),
        ("HUGEINT", "integer"),
        ("FLOAT", "float"),
        ("DECIMAL(18,4)", "decimal"),
        ("DATE", "date"),
        ("TIMESTAMP_MS", "timestamp"),
        ("TIMESTAMP WITH TIME ZONE", "instant"),
        ("INTEGER[]", "other"),
        ("STRUCT(a INTEGER)", "other"),
        ("TIME", "other"),
        ("BLOB", "text"),
    ],
)
def test_families(type_, expected):
    assert family(type_) == expected
