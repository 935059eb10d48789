"""What the client file settles, empty files (A6), constants, and tables that take the whole file."""

from pathlib import Path

import pytest

from toolkit.errors import DataError, HeaderError
from toolkit.params import Source
from toolkit.schema import TABLES
from toolkit.sources import filling
from toolkit.warehouse import Finding, connect

EVENTS = "user_id,at,event\nu1,2026-10-01,open\n"


@pytest.mark.parametrize("content", ["", "\n\n", "user_id,at,event\n", "\ufeffuser_id,at,event\r\n"])
def test_no_data_is_an_empty_table(desk, content):
    desk.put("e.csv", content)
    warehouse = desk.load(events="e.csv")
    assert list(warehouse.frame("events").columns) == ["user_id", "at", "event"]
    assert len(warehouse.frame("events")) == warehouse.inputs["events"].rows == 0
    assert warehouse.findings == ([] if "event" in content else [Finding("events", "empty_file", 1)])


@pytest.mark.parametrize("name", ["e.csv", "e.csv.gz", "e.xlsx", "e.parquet"])
def test_a_file_of_no_bytes(desk, name):
    desk.put(name, b"")
    warehouse = desk.load(events={"path": name, "columns": {"user_id": "openid", "page": "path"}})
    assert list(warehouse.frame("events").columns) == ["user_id", "at", "event", "page"]
    assert warehouse.findings == [Finding("events", "empty_file", 1)]


def test_an_empty_file_among_others(desk):
    desk.put("1.csv", "")
    desk.put("2.csv", EVENTS)
    warehouse = desk.load(events="*.csv")
    assert len(warehouse.frame("events")) == 1
    assert warehouse.findings == [Finding("events", "empty_file", 1)]


def test_a_header_of_no_data_must_be_right(desk):
    desk.put("e.csv", "user_id,at\n")
    assert 'expected a column "event"' in desk.refused(HeaderError, events="e.csv")
    desk.put("e.csv", "user_id,at,event")  # or was it event_name?
    assert desk.refused(DataError, events="e.csv").startswith("data/e.csv:1: expected a line end after the last row")


def test_an_optional_column_that_only_some_files_have(desk):
    desk.put("1.csv", EVENTS)
    desk.put("2.csv", "user_id,at,event,page\nu2,2026-10-01,open,home\n")
    assert desk.load(events="*.csv").frame("events")["page"].fillna("").tolist() == ["", "home"]


def test_constants(desk):
    desk.put("o.csv", "order_id,at\n1,2026-10-01\n2,2026-10-02\n")
    source = {"path": "o.csv", "constants": {"amount": "9.90", "channel": "<app>"}}
    found = desk.load(orders=source).frame("orders")
    assert found["amount"].tolist() == [9.9, 9.9]
    assert found["channel"].tolist() == ["<app>", "<app>"]


def test_a_wrong_constant(desk):
    desk.put("o.csv", "order_id,at\n")
    line = desk.refused(HeaderError, orders={"path": "o.csv", "constants": {"amount": "free"}})
    assert line.endswith(
        'acme.yml data.orders.constants.amount: expected a number, got "free". Correct the client file.'
    )


def test_fen_and_yuan(desk):
    text = "date,channel,cost\n2026-10-01,search,1234\n"
    desk.put("s.csv", text)
    assert desk.load(spend={"path": "s.csv", "unit": "fen"}).frame("spend")["cost"].tolist() == [12.34]
    assert desk.load(spend={"path": "s.csv", "unit": "yuan"}).frame("spend")["cost"].tolist() == [1234.0]
    desk.put("o.csv", "order_id,at,q,p\n1,2026-10-01,3,1999\n")
    source = {"path": "o.csv", "unit": "fen", "columns": {"amount": "q * p"}, "constants": {"freight": "500"}}
    found = desk.load(orders=source).frame("orders")
    assert (found["amount"][0], found["freight"][0]) == (59.97, 5.0)


def bare(**source):
    """A client whose file nobody checked."""

    class Client:
        path = Path("acme.yml")
        timezone = source.pop("zone", "Asia/Shanghai")

    empty = {"columns": {}, "constants": {}}
    return Client, Source.model_construct(**(empty | source))


@pytest.mark.parametrize(
    ("table", "source", "told"),
    [
        ("spend", {"path": "s.csv"}, "data.spend: expected `unit: fen` or `unit: yuan`, got no unit."),
        ("visits", {"wechat": True}, "data.visits: expected `path:` of files, got another source."),
        ("events", {"path": "e.csv", "date_format": "%Q"}, "expected a date_format such as %m/%d/%Y %H:%M, or epoch_s"),
        ("events", {"path": "e.csv", "timezone": "Mars/Base"}, 'expected a known time zone, got "Mars/Base".'),
    ],
)
def test_what_must_be_settled_before_files_are_opened(table, source, told):
    client, wanted = bare(**source)
    con = connect()
    errors = filling.headers(con, client, TABLES[table], wanted)
    con.close()
    assert len(errors) == 1
    assert told in str(errors[0])


def test_times_counted_from_1970(desk):
    desk.put("e.csv", "user_id,at,event\nu1,1790000000123456,open\n")
    client, source = bare(path=str(desk.data / "e.csv"), date_format="epoch_us")
    con = connect()
    filling.fill(con, client, TABLES["events"], source)
    assert con.execute('SELECT CAST("at" AS VARCHAR) FROM events').fetchall() == [("2026-09-21 22:13:20.123456",)]
    con.close()


def test_an_open_table_types_what_nobody_declared(desk):
    text = 'competitor,rating,price,code,note,gap\na,4.5,"1,234.5",007,x,\nb,--,12,008,1,\n'
    desk.put("c.csv", text)
    found = desk.load(competitors="c.csv").frame("competitors")
    assert found["price"].tolist() == [1234.5, 12.0]
    assert found["rating"].isna().tolist() == [False, True]
    assert found["code"].tolist() == ["007", "008"]
    assert found["note"].tolist() == ["x", "1"]
    assert found["gap"].isna().all()


def test_an_experiment_is_one_row_per_user_who_is_known(desk):
    desk.put("x.csv", "user_id,variant,bought\nu1,a,1\nu2,b,0\n,a,1\n,b,1\n")
    warehouse = desk.load(experiment="x.csv")
    assert warehouse.frame("experiment").values.tolist() == [["u1", "a", 1.0], ["u2", "b", 0.0]]
    assert warehouse.findings == [Finding("experiment", "missing_user_id", 2)]
    desk.put("x.csv", "user_id,variant\nu1,a\nu1,b\n")
    line = desk.refused(DataError, experiment="x.csv")
    assert "data/x.csv:3: expected one row per user_id, got the same as in data/x.csv:2." in line


def test_a_survey_is_all_its_questions(desk):
    desk.put("s.csv", "Q1 喜欢吗?,q2,weight\n是,5,1.5\n否,4,0.5\n")
    found = desk.load(survey="s.csv").frame("survey")
    assert sorted(found.columns) == ["Q1 喜欢吗?", "q2", "weight"]
    assert found["q2"].tolist() == [5.0, 4.0]


def test_a_file_that_may_not_be_read(desk, monkeypatch):
    path = desk.put("e.csv", EVENTS)

    def denied(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(filling, "Delimited", denied)
    assert desk.refused(HeaderError, events=path.name).startswith(
        "data/e.csv: expected a file that can be read, got Permission denied."
    )
