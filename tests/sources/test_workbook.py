"""Excel workbooks: cells as typed as they are, rows named with their sheet, bombs refused by size (A7)."""

import io
import struct
import zipfile
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
import python_calamine

from toolkit.errors import DataError, HeaderError
from toolkit.sources import workbook

HEAD = ["order_id", "at", "amount"]


def put(desk, *rows, name="o.xlsx", sheet="订单", more=()):
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    for title in more:
        book.create_sheet(title)
    book.save(desk.data / name)


def test_true_dates_numbers_and_number_ids(desk):
    put(desk, HEAD, [17850, datetime(2026, 10, 1, 9, 5), 0.1], [17851, date(2026, 10, 2), 2])
    warehouse = desk.load(orders="o.xlsx")
    assert warehouse.frame("orders").iloc[:, :3].values.tolist() == [
        ["17850", pd.Timestamp("2026-10-01 09:05"), 0.1],
        ["17851", pd.Timestamp("2026-10-02"), 2.0],
    ]


def test_cells_of_several_types_in_one_column(desk):
    head = [*HEAD, "product"]
    put(
        desk,
        head,
        [17850, datetime(2026, 3, 4, 9, 5), "1,5", 85123],
        ["C17851", "13/03/2026", 2.5, "85123A"],
        ["x", date(2026, 3, 5), "3", None],
    )
    found = desk.load(orders={"path": "o.xlsx", "date_format": "%d/%m/%Y", "decimal": ","}).frame("orders")
    assert found["order_id"].tolist() == ["17850", "C17851", "x"]
    assert [str(at) for at in found["at"]] == ["2026-03-04 09:05:00", "2026-03-13 00:00:00", "2026-03-05 00:00:00"]
    assert found["amount"].tolist() == [1.5, 2.5, 3.0]
    assert found["product"].fillna("").tolist() == ["85123", "85123A", ""]


def test_blank_rows_and_columns_are_passed_over_and_rows_keep_their_numbers(desk):
    put(desk, [], [None, *HEAD], [], [None, 1, "2026-10-01", 5], [None, None, " ", ""], [None, 2, "2026-10-01", "abc"])
    assert desk.refused(DataError, orders="o.xlsx") == (
        'data/o.xlsx sheet "订单" row 6 column "amount": expected a number, got "abc". '
        "Fix the rows or map another column."
    )


def test_the_only_sheet_needs_no_name_one_of_several_does(desk):
    put(desk, HEAD, [1, "2026-10-01", 5], more=["Notes"])
    assert desk.refused(HeaderError, orders="o.xlsx") == (
        'data/o.xlsx: expected one sheet, got "订单", "Notes". Say which with `sheet:` in the client file.'
    )
    assert "Correct `sheet:`" in desk.refused(HeaderError, orders={"path": "o.xlsx", "sheet": "Orders"})
    assert len(desk.rows("orders", path="o.xlsx", sheet="订单")) == 1


def test_a_sheet_without_rows(desk):
    put(desk, HEAD)
    put(desk, name="p.xlsx")
    assert desk.rows("orders", path="o.xlsx") == []
    assert desk.rows("orders", path="p.xlsx") == []


def test_header_cells_that_are_numbers(desk):
    put(desk, ["competitor", 2026, 1.5], ["a", 1, 2])
    assert list(desk.load(competitors="o.xlsx").frame("competitors").columns) == ["competitor", "2026", "1.5"]


def test_formulas_are_text_or_their_value_never_run(desk):
    put(desk, [*HEAD, "product"], [1, "2026-10-01", 5, "'=1+1"])
    assert desk.load(orders="o.xlsx").frame("orders")["product"].tolist() == ["'=1+1"]


def bomb(size, name="xl/worksheets/sheet1.xml"):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as part:
        for _ in range(size >> 20):
            part.write(bytes(1 << 20))
    return packed.getvalue()


def test_a_bomb_is_refused_by_its_sizes_before_it_is_parsed(desk, monkeypatch):
    monkeypatch.setattr(python_calamine, "load_workbook", pytest.fail)
    monkeypatch.setattr(workbook, "load_workbook", pytest.fail)
    desk.put("o.xlsx", bomb(64 << 20))
    line = desk.refused(DataError, orders="o.xlsx")
    assert line.startswith("data/o.xlsx: expected a workbook of at most 1,024 MB, got 64 MB packed 10")


def test_a_workbook_over_the_limit_is_refused(desk, monkeypatch):
    put(desk, HEAD, [1, "2026-10-01", 5])
    monkeypatch.setattr(workbook, "_MAX_BYTES", 100)
    assert "expected a workbook of at most" in desk.refused(DataError, orders="o.xlsx")


def test_a_bomb_that_lies_about_its_size_is_refused(desk, monkeypatch):
    monkeypatch.setattr(workbook, "load_workbook", pytest.fail)
    content = bytearray(bomb(16 << 20))
    size = struct.pack("<I", 16 << 20)
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = struct.pack("<I", 1000)
    desk.put("o.xlsx", bytes(content))
    assert "expected a whole .xlsx workbook" in desk.refused(DataError, orders="o.xlsx")


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut off", b"hello", b"\xd0\xcf\x11\xe0 an old .xls"])
def test_what_is_no_workbook(desk, content):
    desk.put("o.xlsx", content)
    assert desk.refused(DataError, orders="o.xlsx") == (
        "data/o.xlsx: expected a whole .xlsx workbook, got one that is cut off or damaged. Save it again in Excel."
    )


def test_an_archive_that_is_no_workbook_or_a_workbook_cut_off(desk):
    desk.put("o.xlsx", bomb(1 << 20, "photo.jpg"))
    assert "expected a whole .xlsx workbook" in desk.refused(DataError, orders="o.xlsx")
    put(desk, HEAD, [1, "2026-10-01", 5])
    desk.put("o.xlsx", (desk.data / "o.xlsx").read_bytes()[:-100])
    assert "expected a whole .xlsx workbook" in desk.refused(DataError, orders="o.xlsx")
