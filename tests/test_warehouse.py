"""The warehouse: tables by name, frames with plain numbers, nothing from outside once it is filled."""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from toolkit.warehouse import Finding, Input, Warehouse, connect


@pytest.fixture
def warehouse():
    con = connect()
    con.execute('CREATE TABLE orders (order_id VARCHAR, "at" TIMESTAMP, amount DECIMAL(18, 4))').fetchall()
    con.execute("INSERT INTO orders VALUES ('2', '2026-10-01', 0.1), ('1', NULL, NULL)").fetchall()
    found = Warehouse(con, {"orders": Input(2, "ab", 1)}, [Finding("orders", "duplicate_rows", 3)])
    yield found
    found.close()


def test_tables_are_found_by_name(warehouse):
    assert "orders" in warehouse
    assert "events" not in warehouse
    assert warehouse.tables["orders"].count().to_pandas() == 2


def test_a_frame_keeps_the_order_of_the_files_and_has_plain_numbers(warehouse):
    frame = warehouse.frame("orders")
    assert frame["order_id"].tolist() == ["2", "1"]
    assert frame["amount"].dtype == "float64"
    assert frame["amount"].fillna(-1).tolist() == [0.1, -1]
    assert frame["at"].tolist() == [pd.Timestamp("2026-10-01"), pd.NaT]


def test_first_and_last_day_of_a_column(warehouse):
    assert warehouse.ends("orders", "at") == (date(2026, 10, 1), date(2026, 10, 1))
    warehouse.con.execute("DELETE FROM orders").fetchall()
    assert warehouse.ends("orders", "at") == (None, None)


def test_what_it_was_made_of_and_what_was_noticed(warehouse):
    assert warehouse.inputs["orders"] == Input(rows=2, sha256="ab", files=1)
    assert warehouse.findings == [Finding(table="orders", kind="duplicate_rows", count=3)]


def test_nothing_is_left_after_closing(warehouse):
    warehouse.close()
    with pytest.raises(duckdb.ConnectionException):
        warehouse.con.execute("SELECT 1")


def test_a_connection_never_downloads_and_uses_one_thread_unless_asked():
    con = connect()
    settings = dict(con.execute("SELECT name, value FROM duckdb_settings()").fetchall())
    con.close()
    assert settings["autoinstall_known_extensions"] == settings["autoload_known_extensions"] == "false"
    assert settings["threads"] == "1"
    con = connect(threads=3)
    assert con.execute("SELECT current_setting('threads')").fetchall() == [(3,)]
    con.close()


def test_a_connection_shares_no_file_with_another_process():
    con = connect()
    assert con.execute("SELECT DISTINCT path FROM duckdb_databases()").fetchall() == [(None,)]
    con.close()


def test_what_does_not_fit_in_memory_goes_where_the_run_clears_up(tmp_path, monkeypatch):
    monkeypatch.setenv("TOOLKIT_SCRATCH", str(tmp_path))
    con = connect()
    (folder,) = con.execute("SELECT current_setting('temp_directory')").fetchone()
    con.close()
    assert Path(folder).parent == tmp_path
