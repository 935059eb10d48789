"""Any format gives the same table; every file is read once; what went in is on record."""

import hashlib

import duckdb
import pandas as pd
import pytest

from toolkit import sources
from toolkit.errors import DataError, HeaderError
from toolkit.sources import rows
from toolkit.warehouse import Finding, Input

EVENTS = "user_id,at,event\nu1,2026-10-01 09:00:00,open\nu2,2026-10-01 09:05:00,pay\n"
CANONICAL = [("u1", pd.Timestamp("2026-10-01 09:00"), "open"), ("u2", pd.Timestamp("2026-10-01 09:05"), "pay")]


@pytest.fixture
def frame():
    at = pd.to_datetime(["2026-10-01 09:00", "2026-10-01 09:05"])
    return pd.DataFrame({"user_id": ["u1", "u2"], "at": at, "event": ["open", "pay"]})


@pytest.mark.parametrize("name", ["e.csv", "e.csv.gz", "e.txt", "E.CSV"])
def test_csv_under_every_name(desk, name):
    desk.put(name, EVENTS)
    assert desk.rows(path=name) == CANONICAL


def test_tsv_is_separated_by_tabs(desk):
    desk.put("e.tsv", EVENTS.replace(",", "\t"))
    assert desk.rows(path="e.tsv") == CANONICAL


def test_parquet_and_xlsx_give_the_same_table(desk, frame):
    frame.to_parquet(desk.data / "e.parquet")
    frame.to_excel(desk.data / "e.xlsx", index=False)
    assert desk.rows(path="e.parquet") == CANONICAL
    assert desk.rows(path="e.xlsx") == CANONICAL


def test_times_are_naive_money_is_exact_and_ids_are_text(desk):
    desk.put("o.csv", "order_id,at,amount\n007,2026-10-01,0.1\n008,2026-10-02,0.2\n")
    orders = desk.load(orders="o.csv").tables["orders"]
    assert {name: str(kind) for name, kind in orders.schema().items()} == {
        "order_id": "string",
        "at": "timestamp(6)",
        "amount": "decimal(18, 4)",
        "user_id": "string",  # always there: some orders are of unknown users
    }
    assert str(orders.amount.sum().to_pandas()) == "0.3000"
    assert orders.order_id.to_pandas().tolist() == ["007", "008"]


def test_a_glob_reads_files_in_the_order_of_their_names(desk):
    for day in (3, 1, 2):
        desk.put(f"events/{day}.csv", f"user_id,at,event\nu{day},2026-10-0{day},open\n")
    desk.put("events/.hidden.csv", "nothing to read")
    assert [row[0] for row in desk.rows(path="events/*.csv")] == ["u1", "u2", "u3"]


def test_a_file_whose_name_looks_like_a_pattern_is_meant_itself(desk):
    desk.put("e1.csv", EVENTS.replace("u1", "wrong"))
    desk.put("e[1].csv", EVENTS)
    desk.put("e[1]'s <b>.parquet", b"")
    assert desk.rows(path="e[1].csv") == CANONICAL
    assert desk.rows(path="e[1]'s <b>.parquet") == []


def test_input_is_rows_files_and_a_hash_that_others_can_compute(desk):
    one, two = desk.put("a.csv.gz", EVENTS), desk.put("b.csv", EVENTS)
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (one, two)]
    assert desk.load(events="b.csv").inputs == {"events": Input(2, digests[1], 1)}
    both = hashlib.sha256("".join(digests).encode()).hexdigest()
    assert desk.load(events="*.csv*").inputs == {"events": Input(4, both, 2)}


def test_every_format_is_hashed(desk, frame):
    frame.to_parquet(desk.data / "e.parquet")
    frame.to_excel(desk.data / "e.xlsx", index=False)
    for name in ("e.parquet", "e.xlsx"):
        expected = hashlib.sha256((desk.data / name).read_bytes()).hexdigest()
        assert desk.load(events=name).inputs["events"].sha256 == expected


def test_each_file_is_read_for_its_rows_once(desk, frame, monkeypatch):
    desk.put("a.csv", EVENTS)
    desk.put("b.csv.gz", EVENTS)
    frame.to_parquet(desk.data / "c.parquet")
    seen = []
    read = rows.read
    monkeypatch.setattr(
        rows, "read", lambda con, table, file, *rest: seen.append(file.where) or read(con, table, file, *rest)
    )
    desk.load(events="*.*")
    assert seen == ["data/a.csv", "data/b.csv.gz", "data/c.parquet"]


def test_only_wanted_tables_are_opened(desk, monkeypatch):
    desk.put("e.csv", EVENTS)
    client = desk.client(events="e.csv", orders="absent.csv")
    warehouse = sources.load(client, ["events", "spend"])
    assert list(warehouse.tables) == ["events"]
    warehouse.close()


def test_any_number_of_threads_gives_the_same_rows_in_the_same_order(desk):
    numbers = range(300_000)
    pd.DataFrame(
        {"user_id": [f"u{n % 999}" for n in numbers], "at": pd.Timestamp("2026-10-01"), "event": map(str, numbers)}
    ).to_parquet(desk.data / "e.parquet", row_group_size=20_000)
    client = desk.client(events="e.parquet")
    for threads in (1, 4):
        warehouse = sources.load(client, threads=threads)
        assert warehouse.frame("events")["event"].tolist() == [str(n) for n in numbers]
        warehouse.close()


def test_rows_given_twice_are_kept_and_counted(desk):
    desk.put("a.csv", "user_id,at,event,note\nu1,2026-10-01,open,x\nu1,2026-10-01,open,x\nu1,2026-10-01,open,y\n")
    desk.put("b.csv", "note,user_id,at,event\nx,u1,2026-10-01,open\n")  # the same row, columns in another order
    warehouse = desk.load(events="*.csv")
    assert len(warehouse.frame("events")) == 4
    assert warehouse.findings == [Finding("events", "duplicate_rows", 2)]


@pytest.mark.parametrize("nobody", ["0", "0.0", "unknown", "NONE", "n/a", "nan", "-", "null", "(空)"])
def test_a_word_or_number_for_nobody_is_no_user(desk, nobody):
    desk.put("e.csv", f"user_id,session_id,at,event\n{nobody},0,2026-10-01,a\n00,0,2026-10-01,b\n")
    warehouse = desk.load(events="e.csv")
    assert warehouse.frame("events")[["user_id", "session_id"]].to_numpy().tolist() == [["00", "0"]]
    assert warehouse.findings == [Finding("events", "missing_user_id", 1)]


def test_text_that_programs_write_for_none_is_none_where_a_column_may_be_empty(desk):
    words = ["nan", "NaN", "NaT", "None", "<NA>", "-", "NULL", "none"]
    desk.put("e.csv", "user_id,at,event,channel\n" + "".join(f"u1,2026-10-01,{word},{word}\n" for word in words))
    frame = desk.load(events="e.csv").frame("events")
    assert list(frame["event"]) == words
    assert list(frame["channel"].dropna()) == ["-", "NULL", "none"]


@pytest.mark.parametrize("type_", ["int64", "float64"])
def test_a_user_stored_as_the_number_zero_is_no_user(desk, type_):
    rows = pd.DataFrame({"user_id": [0, 7], "at": pd.Timestamp("2026-10-01"), "event": "a"})
    rows.astype({"user_id": type_}).to_parquet(desk.data / "e.parquet")
    assert list(desk.load(events="e.parquet").frame("events")["user_id"]) == ["7"]


def test_a_missing_user_is_never_a_user(desk):
    desk.put("e.csv", "user_id,at,event\n,2026-10-01,a\nNULL,2026-10-01,b\nundefined,2026-10-01,c\nu1,2026-10-01,d\n")
    desk.put("o.csv", "order_id,at,amount,user_id\n1,2026-10-01,5,\n2,2026-10-01,6, -- \n3,2026-10-01,7,u1\n")
    warehouse = desk.load(events="e.csv", orders="o.csv")
    assert warehouse.frame("events")["event"].tolist() == ["d"]
    assert warehouse.frame("orders")["user_id"].isna().tolist() == [True, True, False]
    assert warehouse.findings == [Finding("events", "missing_user_id", 3), Finding("orders", "missing_user_id", 2)]
    assert warehouse.inputs["events"].rows == 4


def test_a_file_that_changes_while_it_is_read_is_refused(desk, monkeypatch):
    path = desk.put("e.csv", EVENTS)
    select = rows.select

    def meddle(*args):
        path.write_text(EVENTS + "u3,2026-10-01,open\n")
        return select(*args)

    monkeypatch.setattr(rows, "select", meddle)
    assert desk.refused(DataError, events="e.csv") == (
        "data/e.csv: expected a file that stays the same while it is read, got a file that was changed meanwhile. "
        "Run again when its export has ended."
    )


@pytest.mark.parametrize("name", ["e.csv", "e.parquet", "e.xlsx"])
@pytest.mark.parametrize("step", ["read", "select"])
def test_a_file_that_vanishes_while_it_is_read_is_refused(desk, frame, monkeypatch, name, step):
    desk.put("e.csv", EVENTS)
    frame.to_parquet(desk.data / "e.parquet")
    frame.to_excel(desk.data / "e.xlsx", index=False)
    path, function = desk.data / name, getattr(rows, step)
    monkeypatch.setattr(rows, step, lambda *args: path.unlink() or function(*args))
    line = desk.refused(DataError, events=name)
    assert "changed meanwhile" in line or "a file that can be read, got No such file" in line


def test_rows_that_do_not_fit_into_memory_are_told_as_such(desk, monkeypatch):
    desk.put("e.csv", EVENTS)
    monkeypatch.setattr(rows, "select", lambda *_: (_ for _ in ()).throw(duckdb.OutOfMemoryException("…")))
    assert desk.refused(DataError, events="e.csv").startswith(
        "data/e.csv: expected rows that fit into memory, got too many."
    )


def test_a_name_that_no_disk_takes(desk):
    assert desk.refused(HeaderError, events="x" * 300 + ".csv").startswith("/")


def test_check_tells_all_header_errors_and_leaves_damage_to_load(desk):
    desk.put("e.csv", "user_id,event\n")
    desk.put("o.csv", "order_id,at\n")
    desk.put("s.csv", b"\xff\xfe\x00damaged")
    desk.put("v.parquet", b"PAR1 damaged")
    client = desk.client(
        events="e.csv", orders="o.csv", pages="absent.csv", spend={"path": "s.csv", "unit": "fen"}, visits="v.parquet"
    )
    assert [(type(error), error.expected) for error in sources.check(client)] == [
        (HeaderError, 'a column "at"'),
        (HeaderError, 'a column "amount"'),
        (HeaderError, "files at absent.csv"),
    ]


def test_check_of_good_files_finds_nothing(desk, frame):
    desk.put("e.csv", EVENTS)
    frame.to_parquet(desk.data / "e.parquet")
    frame.to_excel(desk.data / "e.xlsx", index=False)
    assert sources.check(desk.client(events="e.*")) == []


def test_text_of_cells_is_text(desk):
    cells = ["=1+1", "+1", "@x", "<b>&amp;</b><script>", "a;b", "it's", "{braces}", "100%"]
    desk.put("e.csv", "user_id,at,event\n" + "".join(f"u,2026-10-01,{cell}\n" for cell in cells))
    assert [row[2] for row in desk.rows(path="e.csv")] == cells
