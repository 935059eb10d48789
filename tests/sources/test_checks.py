"""Wrong values are told with row, column, what was expected and what is there (A5); rows that must be one are one."""

import pandas as pd
import pytest

from toolkit.errors import DataError

ORDERS = "order_id,at,amount\n"
FIX = "Fix the rows or map another column."


def refused(desk, text, table="orders", name="o.csv", **source):
    desk.put(name, text)
    return desk.refused(DataError, **{table: {"path": name, **source}})


def orders(*amounts):
    return ORDERS + "".join(f"o{row},2026-10-01,{amount}\n" for row, amount in enumerate(amounts, 2))


def test_one_bad_value(desk):
    assert refused(desk, orders(1, 2, "abc", 4)) == (
        f'data/o.csv:4 column "amount": expected a number, got "abc". {FIX}'
    )


def test_more_bad_values_are_counted_in_their_file(desk):
    desk.put("p.csv", orders("x", "y"))
    line = refused(desk, orders(1, "abc", "x", 3, "y", "z"), name="o.csv")
    assert line == f'data/o.csv:3 column "amount": expected a number, got "abc". 3 more in this file. {FIX}'
    assert desk.refused(DataError, orders="*.csv") == line


def test_a_bad_value_in_a_later_file(desk):
    for number, amounts in enumerate([(1, 2), (3,), (4, "abc")]):
        desk.put(f"{number}.csv", orders(*amounts))
    assert desk.refused(DataError, orders="*.csv").startswith('data/2.csv:3 column "amount": expected a number')


def test_a_mapped_column_is_called_by_the_files_name_and_by_ours(desk):
    line = refused(desk, "order_id,at,Summe\n1,2026-10-01,abc\n", columns={"amount": "Summe"})
    assert 'data/o.csv:2 column "Summe" (amount): expected a number, got "abc"' in line
    line = refused(desk, "order_id,at,q,p\n1,2026-10-01,5,abc\n", columns={"amount": "q * p"})
    assert 'columns "q" and "p" (amount): expected a number, got q "5", p "abc"' in line


def test_a_division_by_zero_is_a_bad_value(desk):
    line = refused(desk, "order_id,at,a,b\n1,2026-10-01,5,1\n2,2026-10-01,5,0\n", columns={"amount": "a / b"})
    assert 'data/o.csv:3 columns "a" and "b" (amount): expected a number, got a "5", b "0"' in line


def test_a_missing_part_of_an_expression_is_a_missing_value(desk):
    text = "order_id,at,amount,a,b\n1,2026-10-01,1,5,\n"
    assert pd.isna(desk_value(desk, text, columns={"freight": "a * b"}))


def desk_value(desk, text, **source):
    desk.put("o.csv", text)
    return desk.load(orders={"path": "o.csv", **source}).frame("orders")["freight"][0]


def test_a_required_value_is_missing(desk):
    line = refused(desk, orders(1, "--"))
    assert (
        line == 'data/o.csv:3 column "amount": expected a number, got nothing. Fill in amount, or map another column.'
    )
    assert "got nothing" in refused(desk, ORDERS + ",2026-10-01,1\n")


def test_swapped_columns_name_the_column_and_not_the_person(desk):
    text = "user_id,event,at\noLt7Q5x9Secret,2026-10-01 09:00,open\n"
    assert 'data/e.csv:2 column "at": expected a time' in refused(desk, text, "events", "e.csv")
    text = "order_id,at,user_id,amount\n1,2026-10-01,19.90,oLt7Q5x9Secret\n"
    line = refused(desk, text)
    assert line == f'data/o.csv:2 column "amount": expected a number, got a text like "aAa0A0a0Aaaaaa". {FIX}'


def test_a_wrong_id_is_never_shown(desk):
    pd.DataFrame({"order_id": [4.2000002e27], "at": ["2026-10-01"], "amount": [1]}).to_parquet(desk.data / "o.parquet")
    assert desk.refused(DataError, orders="o.parquet") == (
        'data/o.parquet row 2 column "order_id": expected an id, got another value. '
        "Export ids as text: stored as numbers they lose digits."
    )


def test_an_ambiguous_date_asks_for_the_format(desk):
    line = refused(desk, "order_id,at,amount\n1,03/04/2026,5\n")
    assert 'got "03/04/2026". Say in the client file how dates are written: `date_format: "%m/%d/%Y"` or' in line
    assert 'Say `date_format: "%Y%m%d"`' in refused(desk, "order_id,at,amount\n1,20260403,5\n")
    assert "Say `date_format:` epoch_s, epoch_ms, epoch_us" in refused(desk, "order_id,at,amount\n1,1790000000,5\n")


def test_an_ambiguous_comma_asks_for_the_decimal_sign(desk):
    line = refused(desk, 'order_id,at,amount\n1,2026-10-01,"1,234"\n')
    assert 'got "1,234". Say `decimal: "."` in the client file if the comma groups thousands' in line


def test_a_year_that_cannot_be_meant(desk):
    line = refused(desk, "order_id,at,amount\n1,0226-10-01,5\n")
    assert 'expected a time such as 2026-10-01 09:30 in the years 2000 to 2100, got "0226-10-01"' in line


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("day,2026-10-01,-1,0", 'column "users": expected a whole number of at least 0, got "-1"'),
        ("day,2026-10-01,1.5,0", 'column "users": expected a whole number of at least 0, got "1.5"'),
        ("hour,2026-10-01,1,0", 'column "grain": expected day, week or month, got "hour"'),
        ("week,2026-10-01,1,0", 'column "start": expected a week that starts on a Monday, got "2026-10-01"'),
        ("month,2026-10-05,1,0", 'column "start": expected a month that starts on its first day, got "2026-10-05"'),
    ],
)
def test_limits_of_visits(desk, row, told):
    assert f"data/v.csv:2 {told}" in refused(desk, f"grain,start,users,new_users\n{row}\n", "visits", "v.csv")


def test_the_same_key_twice_names_both_rows(desk):
    text = "grain,start,users,new_users\nday,2026-10-01,5,1\nweek,2026-10-05,9,2\nday,2026-10-01,6,1\n"
    assert refused(desk, text, "visits", "v.csv") == (
        "data/v.csv:4: expected one row per grain, start, got the same as in data/v.csv:2. "
        "Keep one of them, or check whether two exports overlap."
    )


def test_the_same_key_in_two_files(desk):
    for name in ("1.csv", "2.csv"):
        desk.put(name, "date,page,views,users\n2026-10-01,home,5,4\n")
    line = desk.refused(DataError, pages="*.csv")
    assert line.startswith("data/2.csv:2: expected one row per date, page, got the same as in data/1.csv:2.")


def test_spend_of_a_day_and_channel_may_be_split(desk):
    desk.put("s.csv", "date,channel,cost\n2026-10-01,search,5\n2026-10-01,search,6\n")
    assert len(desk.rows("spend", path="s.csv", unit="yuan")) == 2


def test_portraits_of_two_spans_may_repeat_a_value(desk):
    head = "population,dimension,value,users,start,end\n"
    desk.put("p.csv", head + "new,city,上海,5,2026-09-01,2026-09-30\nnew,city,上海,6,2026-10-01,2026-10-31\n")
    assert len(desk.rows("portrait", path="p.csv")) == 2


def test_retention_is_one_row_per_cohort_kind_and_offset(desk):
    head = "grain,start,kind,offset,users\n"
    desk.put("r.csv", head + "day,2026-10-01,new,0,9\nday,2026-10-01,new,1,4\nday,2026-10-01,active,1,5\n")
    assert len(desk.rows("retention", path="r.csv")) == 3
    line = refused(desk, head + "day,2026-10-01,new,0,9\nday,2026-10-01,new,0,9\n", "retention", "r.csv")
    assert "data/r.csv:3: expected one row per grain, start, kind, offset" in line
