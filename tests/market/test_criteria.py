"""Whatever stands in a column of a comparison is a number, yes or no, a rating, a text, unknown, or refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import DataError
from toolkit.market.criteria import UNKNOWN, read
from toolkit.params.competitor_comparison import Criterion


def column(*values):
    return pd.Series(list(values), [f"c{i}" for i in range(len(values))], name="price", dtype=object)


def known(reading):
    return [None if np.isnan(value) else value for value in reading.values]


@pytest.mark.parametrize(
    ("values", "kind", "unit", "numbers"),
    [
        ((18, 20.5, None), "number", "ratio", [18, 20.5, None]),
        ((18.0, 20.0, np.nan), "number", "count", [18, 20, None]),
        (("¥1,280", "￥980", "-"), "number", "money", [1280, 980, None]),
        (("18元", "20", "?"), "number", "money", [18, 20, None]),
        (("12%", "8.5 %", "未知"), "number", "share", [0.12, 0.085, None]),
        (("1.2万", "8000", ""), "number", "count", [12000, 8000, None]),
        (("38秒", "40 秒", "n/a"), "number", "seconds", [38, 40, None]),
        (("１２", "3"), "number", "count", [12, 3]),
        (("是", "否", "不详"), "yes_no", "count", [1, 0, None]),
        (("Yes", "N", "TRUE"), "yes_no", "count", [1, 0, 1]),
        (("支持", "不支持", "√"), "yes_no", "count", [1, 0, 1]),
        ((True, False, None), "yes_no", "count", [1, 0, None]),
        (("4.5/5", "3/5", None), "rating", "score", [4.5, 3, None]),
    ],
)
def test_what_a_column_holds(values, kind, unit, numbers):
    found = read(column(*values))
    assert (found.kind, found.unit) == (kind, unit)
    assert known(found) == pytest.approx(numbers)


def test_scales():
    assert read(column("是", "否")).scale == (0, 1)
    assert read(column("4/5")).scale == (1, 5)
    assert read(column("8/10")).scale == (0, 10)
    assert read(column(4.5), Criterion(kind="rating")).scale == (1, 5)
    assert read(column(72), Criterion(scale=["0", "100"])).scale == (0, 100)
    assert read(column(72)).scale is None
    assert read(column(3.0), Criterion(unit="hours", scale=["0", "48"])).kind == "number"


def test_what_the_client_file_says_goes_first():
    assert known(read(column(1, 0, None), Criterion(kind="yes_no"))) == [1, 0, None]
    assert read(column(1.0, 0.0), Criterion(kind="yes_no")).kind == "yes_no"
    assert read(column(18), Criterion(unit="money")).unit == "money"


@pytest.mark.parametrize(
    "words", [("green tea", "coffee"), ("about 30", 12), ("12%", "0.1"), ("3秒", "2小时"), ("4/5", "8/10")]
)
def test_what_cannot_be_counted_is_a_text_unless_the_client_file_names_it(words):
    found = read(column(*words))
    assert found.kind == "text" and found.values.isna().all()
    with pytest.raises(DataError, match='competitors "c[01]" column "price": expected'):
        read(column(*words), Criterion())


@pytest.mark.parametrize(
    ("values", "asked", "expected"),
    [
        (("maybe",), {"kind": "yes_no"}, 'yes or no, got "maybe"'),
        ((2,), {"kind": "yes_no"}, "yes or no"),
        ((6.0,), {"kind": "rating"}, 'from 1 to 5, got "6"'),
        ((35,), {"unit": "share"}, "a share from 0 to 1"),
        ((0.0,), {"scale": ["1", "5"]}, "from 1 to 5"),
        (("1,5",), {}, 'a number, got "1,5"'),
        ((1e300,), {}, "a number up to"),
        (("x" * 500,), {}, "x{40}…"),
    ],
)
def test_a_value_that_cannot_be_right_is_refused(values, asked, expected):
    with pytest.raises(DataError, match=expected):
        read(column(*values), Criterion(**asked))


def test_nothing_known():
    assert known(read(column(None, "-", "未知"))) == [None, None, None]
    assert known(read(column(None, None), Criterion(kind="yes_no"))) == [None, None]
    assert read(pd.Series([], name="x", dtype=object)).values.empty


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(max_size=12), st.floats(allow_infinity=False)), max_size=5))
def test_any_column_is_read_or_refused(values):
    found = read(column(*values))
    assert np.isfinite(found.values.dropna()).all()
    if all(isinstance(value, str) and value.strip().casefold() in UNKNOWN for value in values):
        assert found.values.isna().all()
