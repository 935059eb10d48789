"""Expressions over columns: what may be written, and results that are right to the last of four decimals."""

from decimal import ROUND_HALF_UP, Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.sources.arithmetic import Name, Number, Operation, WrongExpression, exact, inexact, names, parse


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as found:
        yield found


def computed(con, text, **columns):
    """Exact and floating result of an expression over texts."""

    def column(name, kind="DOUBLE"):
        return f"TRY_CAST('{columns[name]}' AS {kind})"

    tree = parse(text)
    return con.execute(f"SELECT {exact(tree, column)}, {inexact(tree, column)}").fetchall()[0]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("q * p", "51"),
        ("q * p - 1", "50"),
        ("q - p - 1", "16.45"),
        ("q / p / 2", "3.9216"),
        ("(q + p) * 2", "45.1"),
        ("-q * -p", "51"),
        ("- - q", "20"),
        ("q - -p", "22.55"),
        ("q / 100", "0.2"),
        ("q / 3", "6.6667"),
        ("q * 0.85 * 1.06", "18.02"),
        ("1.5", "1.5"),
        ("q*q*q*q*q*q*q*q", "25600000000"),
    ],
)
def test_results(con, text, result):
    near, double = computed(con, text, q="20", p="2.55")
    assert near == Decimal(result)
    assert double == pytest.approx(float(result), abs=1e-4)


def test_nothing_is_lost_that_four_decimals_can_hold(con):
    assert computed(con, "p / 100", p="1.25")[0] == Decimal("0.0125")
    assert computed(con, "q * p", q="3", p="0.00005")[0] == Decimal("0.0002")  # 0.00015 rounds away from zero
    assert computed(con, "q * p", q="-3", p="0.00005")[0] == Decimal("-0.0002")
    assert computed(con, "q * p", q="3000", p="33.3333333")[0] == Decimal("99999.9999")
    assert computed(con, "micros / 1000000", micros="1234567890123")[0] == Decimal("1234567.8901")


cents = st.decimals(-(10**6), 10**6, places=4)


@given(st.integers(-(10**4), 10**4), cents, cents)
def test_products_and_sums_are_those_of_decimal_arithmetic(q, p, fee):
    with duckdb.connect() as con:
        found = computed(con, "q * p * 0.95 - fee / 8", q=q, p=f"{p:f}", fee=f"{fee:f}")[0]
    true = q * p * Decimal("0.95") - fee / 8
    assert found == true.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def test_a_division_by_zero_or_a_number_that_does_not_fit_has_no_result(con):
    assert computed(con, "q / p", q="1", p="0") == (None, None)
    assert computed(con, "q / 0", q="1") == (None, None)
    assert computed(con, "q * q", q="1e9")[0] is None  # money ends at 10^14
    assert computed(con, "q * p", q="1", p="abc") == (None, None)


def test_one_row_that_overflows_does_not_empty_the_others(con):
    query = exact(parse("x * x"), lambda name, kind: f"TRY_CAST({name} AS {kind})")
    found = con.execute(f"SELECT {query} FROM (VALUES ('2'), ('1e17'), ('3')) AS t(x)").fetchall()
    assert found == [(Decimal(4),), (None,), (Decimal(9),)]


@pytest.mark.parametrize("text", ['`单价 (元)` * "数量"', "单价*数量", "`a b`+`a b`", "_x1 - x_2"])
def test_names_of_any_kind(text):
    assert names(parse(text)) in (["单价 (元)", "数量"], ["单价", "数量"], ["a b"], ["_x1", "x_2"])


def test_products_bind_closer_and_go_from_the_left():
    assert parse("a - b * 2") == Operation("-", Name("a"), Operation("*", Name("b"), Number("2")))
    assert parse("a - b - c") == Operation("-", Operation("-", Name("a"), Name("b")), Name("c"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a +", "an end"),
        ("", "an end"),
        ("a b", '"b" after a complete expression'),
        ("sum(a)", '"\\(" after'),
        ("(a", "a bracket that is not closed"),
        ("a)", '"\\)" after'),
        ("* a", '"\\*" where'),
        ("a ** b", '"\\*" where'),
        ("a; DROP TABLE x", '"; DROP TABLE x"'),
        ("a.b", '".b"'),
        ("2x", '"2x"'),
        ("1.2.3", '"1.2.3"'),
        ("1e3", '"1e3"'),
        ("`a", '"`a"'),
        ("a % b", '"% b"'),
        ("'a'", "\"'a'\""),
        ("(" * 50 + "a" + ")" * 50, "more than 20 brackets"),
        ("-" * 50 + "a", "more than 20"),
        ("a" + "+a" * 500, "more than 200 parts"),
        ("99999999999999999999", '"9999'),
    ],
)
def test_what_is_no_arithmetic(text, found):
    with pytest.raises(WrongExpression, match=found):
        parse(text)


@given(st.text('ab1.+-*/() `"', max_size=60))
def test_any_text_is_an_expression_or_a_wrong_one(text):
    try:
        tree = parse(text)
    except WrongExpression:
        return
    with duckdb.connect() as con:
        con.execute(f"SELECT {exact(tree, lambda name, kind: f'CAST(2 AS {kind})')}").fetchall()
