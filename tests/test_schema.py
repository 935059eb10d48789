"""The canonical tables hold together and say what the plan of the house says."""

import pytest

from toolkit.schema import TABLES, Column, Table

REQUIRED = {
    "events": {"user_id", "at", "event"},
    "visits": {"grain", "start", "users", "new_users"},
    "retention": {"grain", "start", "kind", "offset", "users"},
    "portrait": {"population", "dimension", "value", "users"},
    "pages": {"date", "page", "views", "users"},
    "posts": {"reach"},
    "traffic": {"date", "source", "sessions"},
    "orders": {"order_id", "at", "amount"},
    "spend": {"date", "channel", "cost"},
    "competitors": {"competitor"},
    "reviews": {"competitor", "at", "rating"},
    "market": {"series", "date", "value"},
    "survey": set(),
    "panel": {"unit", "date", "value"},
    "experiment": {"user_id", "variant"},
    "tickets": {"opened_at"},
}


def test_every_canonical_table_is_known_with_its_required_columns():
    assert {name: {c.name for c in table.columns if c.required} for name, table in TABLES.items()} == REQUIRED


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_is_consistent(table: Table):
    names = [column.name for column in table.columns]
    assert len(names) == len(set(names))
    assert set(table.grain) <= set(names)
    for column in table.columns:
        assert column.minimum is None or column.kind in ("integer", "number", "money", "share")
        assert column.maximum is None or column.minimum is not None
        assert not column.choices or column.kind == "text"


def test_a_column_is_found_by_name():
    assert TABLES["orders"].column("amount") == Column("amount", "money", required=True)
    assert TABLES["orders"].column("amout") is None


def test_tables_with_one_column_per_question_criterion_or_outcome_take_the_whole_file():
    assert {name for name, table in TABLES.items() if table.is_open} == {"survey", "competitors", "experiment"}
