"""A value is shown when it helps, as a shape when it could be a person."""

import pytest

from toolkit.schema import Column
from toolkit.sources.casting import Manner
from toolkit.sources.wording import described, expected, got

MANNER = Manner("Asia/Shanghai", "Asia/Shanghai")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("abc", '"abc"'),
        ("12.5元", '"12.5元"'),
        ("1O0", 'a text like "0A0"'),
        ("2026-13-01T10:00:00Z", '"2026-13-01T10:00:00Z"'),
        ("<b>x</b>", '"<b>x</b>"'),
        ("x" * 15 + " " + "y " * 30, '"' + "x" * 15 + " " + "y " * 11 + 'y…"'),
        ("oLt7Q5-x_9", 'a text like "aAa0A0-a_0"'),
        ("user_0001", 'a text like "aaaa_0000"'),
        ("13800001111", 'a text like "00000000000"'),
        ("me1@example.com", 'a text like "aa0@aaaaaaa.aaa"'),
        ("ZhangSanLiSiWangWu", 'a text like "AaaaaAaaAaAaAaaaAa"'),
        ("0123456789abcdef" * 4, 'a text like "0000000000aaaaaa0000000000aaaaaa0000000…"'),
    ],
)
def test_values(value, shown):
    assert described(value) == shown


def test_digits_among_times_could_be_a_person():
    assert got(Column("at", "time"), "17850") == 'a text like "00000"'
    assert got(Column("users", "integer"), "-1") == '"-1"'


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (Column("amount", "money"), "a number"),
        (Column("refund", "money", minimum=0), "a number of at least 0"),
        (Column("csat", "number", minimum=0, maximum=100), "a number from 0 to 100"),
        (Column("x", "share", minimum=0, maximum=1), "a share from 0 to 1"),
        (Column("date", "date"), "a date such as 2026-10-01 in the years 2000 to 2100"),
    ],
)
def test_what_columns_take(column, words):
    assert expected(column, MANNER) == words
