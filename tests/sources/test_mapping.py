"""From a header to canonical columns; what is wrong with it is told as the difference (A4)."""

import pytest

from toolkit.params import Source
from toolkit.schema import TABLES
from toolkit.sources import arithmetic
from toolkit.sources.mapping import resolve


def source(columns=(), constants=()):
    return Source.model_validate({"path": "x", "columns": dict(columns), "constants": dict(constants)})


def taken(table, header, **mapped):
    """Canonical column to what it is made of; no errors."""
    fields, errors = resolve(TABLES[table], source(**mapped), tuple(header.split(",")), "f.csv")
    assert errors == []
    return {field.column.name: field.constant or field.expression or field.names[0] for field in fields}


def wrong(table, header, **mapped):
    """Everything wrong, as people read it."""
    return [str(error) for error in resolve(TABLES[table], source(**mapped), tuple(header.split(",")), "f.csv")[1]]


def test_columns_are_mapped_or_taken_by_their_canonical_names_and_others_ignored():
    found = taken("events", "openid,ts,event,page,extra", columns={"user_id": "openid", "at": "ts"})
    assert found == {"user_id": "openid", "at": "ts", "event": "event", "page": "page"}


def test_a_constant_fills_a_column():
    found = taken("events", "user_id,at,event", constants={"event": "order", "channel": "app"})
    assert (found["event"], found["channel"]) == ("order", "app")


def test_a_column_whose_name_looks_like_arithmetic_is_meant_itself():
    assert taken("orders", "order_id,at,a-b,a,b", columns={"amount": "a-b"})["amount"] == "a-b"
    computed = taken("orders", "order_id,at,a,b", columns={"amount": "a-b"})["amount"]
    assert computed == arithmetic.parse("a-b")


def test_a_quoted_name_alone_is_the_column():
    assert taken("events", "user id,at,event", columns={"user_id": "`user id`"})["user_id"] == "user id"


def test_a_required_column_is_missing():
    assert wrong("orders", "order_id,at,Amount") == [
        'f.csv: expected a column "amount", got the header "order_id", "at", "Amount". Did you mean "Amount"? '
        "Map it under `columns:` in the client file."
    ]


def test_a_mapped_column_is_absent():
    assert wrong("orders", "order_id,at,UnitPrice", columns={"amount": "UnitPrise"}) == [
        'f.csv: expected a column "UnitPrise" for amount, got the header "order_id", "at", "UnitPrice". '
        'Did you mean "UnitPrice"? Map it under `columns:` in the client file.'
    ]
    line = wrong("orders", "order_id,at,Quantity,UnitPrice", columns={"amount": "Quantity * Price"})[0]
    assert 'expected a column "Price" for amount' in line


def test_a_header_of_one_column_was_split_at_the_wrong_sign():
    assert 'Say `separator: ";"` in the client file.' in wrong("orders", "order_id;at;amount")[0]
    assert 'Say `separator: "\\t"` in the client file.' in wrong("orders", "order_id\tat\tamount")[0]


def test_a_doubled_column():
    assert wrong("events", "user_id,at,event,at") == [
        'f.csv: expected each column once, got "at" twice or more. Rename or remove one in the export.'
    ]


def test_columns_without_a_name_may_repeat():
    assert len(taken("events", "user_id,at,event,,")) == 3


def test_an_unknown_canonical_column():
    line = wrong("orders", "order_id,at,amount", columns={"amout": "amount"})[0]
    assert "expected a column of orders (order_id, at, amount" in line
    assert 'got "amout" in the client file. Did you mean "amount"?' in line


def test_all_errors_are_told():
    assert len(wrong("orders", "a,b,b", columns={"amount": "c", "wrong": "a"})) == 5


def test_only_numbers_are_computed():
    line = wrong("events", "a,b,at,event", columns={"user_id": "a + b"})[0]
    assert line == 'f.csv: expected one column of the file for user_id, got "a + b". Only numbers are computed.'


def test_an_expression_that_is_none():
    line = wrong("orders", "order_id,at,price", columns={"amount": "sum(price)"})[0]
    assert 'got "(" after a complete expression in "sum(price)". Use + - * /' in line


def test_a_number_alone_is_a_constant():
    line = wrong("spend", "date,channel", columns={"cost": "5 * 2"})[0]
    assert "Write it under `constants:`, cost: 5 * 2." in line


def test_a_long_header_is_cut():
    line = wrong("orders", ",".join(f"c{n}" for n in range(50)))[0]
    assert '"c19" and 30 more' in line


def test_an_open_table_takes_the_whole_file():
    found = taken("competitors", "品牌,rating,price,source", columns={"competitor": "品牌", "cost": "price"})
    assert found == {"competitor": "品牌", "source": "source", "cost": "price", "rating": "rating"}


@pytest.mark.parametrize("header", ["competitor,Price,price", "competitor,Competitor", "competitor,RowId"])
def test_names_of_an_open_table_that_differ_only_in_case(header):
    assert "expected names that differ in more than case" in wrong("competitors", header)[0]


def test_a_title_above_the_header_is_told_from_a_column(desk):
    desk.put("e.csv", "Export of October\nuser_id,at,event\nu1,2026-10-01,a\n")
    assert "If the columns' names stand further down, remove the rows above them" in desk.refused(events="e.csv")
