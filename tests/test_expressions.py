"""Arithmetic with a number for each name; how texts are read is tested where columns are, in sources."""

import pytest

from toolkit.expressions import parse, value


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a * b - 2", 10.0), ("-(a + b) / 2", -3.5), ("a / b / 2", 2 / 3), ("`人口 总数` * 0.5", 50.0)],
)
def test_a_number_for_each_name(text, expected):
    assert value(parse(text), {"a": 4, "b": 3, "人口 总数": 100}) == pytest.approx(expected)


def test_dividing_by_zero_is_said():
    with pytest.raises(ZeroDivisionError):
        value(parse("1 / a"), {"a": 0.0})
