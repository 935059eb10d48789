"""CSV as it comes: quotes, separators, line ends; cut off, ragged, in another encoding; each refused with its row."""

import gzip
import tempfile

import pytest

from toolkit.errors import DataError, HeaderError

HEADER = "user_id,at,event\n"
EVENTS = HEADER + "u1,2026-10-01,open\nu2,2026-10-01,pay\n"
CHINESE = "user_id,at,event\nu1,2026-10-01,打开\nu2,2026-10-01,支付\n"
TRADITIONAL = HEADER + "".join(f"u{n},2026-10-01,會員註冊與購買\n" for n in range(9))
AGAIN = "Export the file again; it was probably cut off."


def names(desk, text, **source):
    """The `event` column of a CSV."""
    desk.put("e.csv", text)
    return [row[2] for row in desk.rows(path="e.csv", **source)]


def refused(desk, content, name="e.csv", **source):
    desk.put(name, content)
    return desk.refused(DataError, events={"path": name, **source})


@pytest.mark.parametrize("separator", [";", "|", "\t", "，"])
def test_any_separator_as_declared(desk, separator):
    assert names(desk, EVENTS.replace(",", separator), separator=separator) == ["open", "pay"]


@pytest.mark.parametrize("separator", ['"', "\n"])
def test_a_separator_that_cannot_be_one(desk, separator):
    desk.put("e.csv", EVENTS)
    line = desk.refused(HeaderError, events={"path": "e.csv", "separator": separator})
    assert line.startswith("data/e.csv: expected a separator between fields, got a quote or a line end.")


def test_quotes_hold_separators_quotes_and_line_ends(desk):
    text = HEADER + 'u1,2026-10-01,"a,""b""\nc"\n"u2","2026-10-01","d"\n'
    assert names(desk, text) == ['a,"b"\nc', "d"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_kind_of_line_end(desk, end):
    assert names(desk, EVENTS.replace("\n", end)) == ["open", "pay"]


def test_line_ends_of_two_kinds(desk):
    assert names(desk, EVENTS.replace("open\n", "open\r\n")) == ["open", "pay"]
    quoted = HEADER + 'u1,2026-10-01,"a\nb"\nu2,2026-10-01,c\n'
    excel = quoted.replace("\n", "\r\n").replace("a\r\n", "a\n")  # a line break within a cell
    assert names(desk, excel) == ["a\nb", "c"]


def test_a_line_break_in_the_header(desk):
    text = 'user_id,at,event,"note\n(long)"\r\nu1,2026-10-01,open,x\r\nu2,2026-10-01,pay,y\r\n'
    assert names(desk, text) == ["open", "pay"]


def test_many_line_breaks_in_quotes(desk):
    rows = "".join(f'u{n},2026-10-01,"a\n{n}"\n' for n in range(5000))
    assert len(names(desk, HEADER + rows)) == 5000


def test_blank_lines_are_no_rows(desk):
    assert names(desk, "\n\n" + EVENTS.replace("open\n", "open\n\n") + "\n\n") == ["open", "pay"]


def test_a_byte_order_mark_is_no_part_of_the_first_name(desk):
    assert names(desk, "\ufeff" + EVENTS) == ["open", "pay"]
    assert names(desk, '\ufeff"user_id"' + EVENTS.removeprefix("user_id")) == ["open", "pay"]


def test_blanks_around_names_and_cells_are_cut_off(desk):
    assert names(desk, " user_id , at,event\u3000\n u1 ,2026-10-01 ,\u3000open\t\n") == ["open"]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-16-le", "utf-8-sig", "cp936", "big5hkscs"])
def test_declared_encodings(desk, encoding):
    desk.put("e.csv", CHINESE.encode(encoding) if encoding != "big5hkscs" else TRADITIONAL.encode(encoding))
    found = [row[2] for row in desk.rows(path="e.csv", encoding=encoding)]
    assert found[:2] == (["打开", "支付"] if encoding != "big5hkscs" else ["會員註冊與購買"] * 2)


def test_a_packed_file_in_another_encoding(desk):
    desk.put("e.csv.gz", gzip.compress(CHINESE.encode("gbk")))
    assert [row[2] for row in desk.rows(path="e.csv.gz", encoding="gbk")] == ["打开", "支付"]


def test_latin_letters_as_declared(desk):
    desk.put("e.csv", (HEADER + "u1,2026-10-01,café\n").encode("latin-1"))
    assert [row[2] for row in desk.rows(path="e.csv", encoding="latin-1")] == ["café"]


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_the_copy_in_utf_8_is_always_removed(desk, encoding, monkeypatch, tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    desk.put("e.csv", CHINESE.encode(encoding))
    assert len(desk.rows(path="e.csv", encoding=encoding)) == 2
    desk.put("e.csv", (CHINESE + "u3,2026-10-01\n").encode(encoding))
    desk.refused(DataError, events={"path": "e.csv", "encoding": encoding})
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(
    ("declared", "actual", "text"),
    [
        (None, "gb18030", CHINESE),
        (None, "utf-16", CHINESE),
        (None, "utf-16-le", CHINESE),
        (None, "big5", TRADITIONAL),
        (None, "cp1252", HEADER + "u1,2026-10-01,x\nu2,2026-10-01,café\n"),
        ("gbk", "utf-8", CHINESE),
        ("latin-1", "utf-8", CHINESE),
        ("utf-16", "utf-8", CHINESE),
    ],
)
def test_a_wrong_encoding_is_refused_with_the_one_that_fits(desk, declared, actual, text):
    line = refused(desk, text.encode(actual), **({"encoding": declared} if declared else {}))
    assert f"expected text in {declared or 'UTF-8'}, got text in {actual}. Say `encoding: {actual}`" in line


def test_a_wrong_encoding_names_the_row(desk):
    content = (HEADER + 'u1,2026-10-01,"two\nlines"\n\nu2,2026-10-01,支付\n').encode("gbk")
    assert refused(desk, content).startswith("data/e.csv:4: expected text in UTF-8, got text in gb18030.")


def test_nul_characters_and_noise_are_refused(desk):
    line = refused(desk, EVENTS.replace("pay", "p\0y"))
    assert line.startswith("data/e.csv:3: expected text in UTF-8, got NUL characters. Export the file again")
    assert "no text in any usual encoding" in refused(desk, HEADER.encode() + b"u1,2026-10-01,\xff\x81\xff\n")


def test_a_row_cut_off_in_the_middle(desk):
    assert refused(desk, EVENTS + "u3,2026-1") == (
        f"data/e.csv:4: expected a line end after the last row, got none. {AGAIN}"
    )
    assert refused(desk, EVENTS + "u3,2026-10-01\n") == (
        "data/e.csv:4: expected 3 fields as in the header, got 2. Fix the row, or export the file again."
    )


def test_a_file_cut_off_inside_its_last_field(desk):
    assert refused(desk, EVENTS.removesuffix("y\n")).startswith("data/e.csv:3: expected a line end after the last row")
    assert refused(desk, EVENTS.removesuffix("\n"), "e.csv.gz").startswith("data/e.csv.gz:3: expected a line end")
    inside_quotes = HEADER + 'u1,2026-10-01,"two\n'
    assert refused(desk, inside_quotes).startswith("data/e.csv:2: expected a quote around a whole field")


def test_a_row_with_too_many_fields(desk):
    quoted = 'u0,2026-10-01,"a\nb"\n\n'  # one row of two lines, then a blank one
    line = refused(desk, HEADER + quoted + "u1,2026-10-01,open,more\n")
    assert line.startswith("data/e.csv:4: expected 3 fields as in the header, got 4.")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_separator_inside_a_field_that_pushes_the_last_empty_one_out(desk, end):
    text = "user_id,at,event,page\nu1,2026-10-01,open,\nu2,2026-10-01,op,en,\n".replace("\n", end)
    assert refused(desk, text).startswith("data/e.csv:3: expected 4 fields as in the header, got 5.")


def test_empty_last_fields_are_nothing_special(desk):
    text = 'user_id,at,event,page\nu1,2026-10-01,open,\nu2,2026-10-01,"a,\nb",\nu3,2026-10-01,c,""\n'
    assert names(desk, text) == ["open", "a,\nb", "c"]
    assert names(desk, "user_id,at,event,\nu1,2026-10-01,open,\nu2,2026-10-01,pay,x\n") == ["open", "pay"]


@pytest.mark.parametrize("bad", ['"open', '"op"en', '"open"x'])
def test_a_quote_that_does_not_end_with_its_field(desk, bad):
    line = refused(desk, EVENTS + f"oSecretUser123,2026-10-01,{bad}\nu4,2026-10-01,pay\n")
    assert line.startswith("data/e.csv:4: expected a quote around a whole field")
    assert "oSecretUser123" not in line


def test_a_quote_inside_a_plain_field_is_text(desk):
    assert names(desk, HEADER + 'u1,2026-10-01,12" pizza\n') == ['12" pizza']


def test_a_very_long_cell(desk):
    text = HEADER + f'u1,2026-10-01,"y\n{"x" * 300_000}"\n'
    assert [len(name) for name in names(desk, text)] == [300_002]


@pytest.mark.parametrize("kept", [5, 30, -9])
def test_a_packed_file_that_is_cut_off(desk, kept):
    rows = "".join(f"u{n},2026-10-01,e{n * 7919 % 1000}\n" for n in range(1000))
    content = gzip.compress((HEADER + rows).encode())[:kept]
    line = refused(desk, content, "e.csv.gz")
    assert line == "data/e.csv.gz: expected a whole gzip file, got one that is cut off. Fetch it again."


def test_a_packed_file_that_is_none(desk):
    line = refused(desk, EVENTS.encode(), "e.csv.gz")
    assert line == "data/e.csv.gz: expected a whole gzip file, got one that is damaged, or no gzip. Fetch it again."
    packed = bytearray(gzip.compress((EVENTS * 200).encode()))
    packed[len(packed) // 2] ^= 255
    assert "expected a whole gzip file" in refused(desk, bytes(packed), "e.csv.gz")


def test_a_packed_file_in_several_parts(desk):
    first, second = EVENTS[: len(EVENTS) // 2], EVENTS[len(EVENTS) // 2 :]
    desk.put("e.csv.gz", gzip.compress(first.encode()) + gzip.compress(second.encode()))
    assert [row[2] for row in desk.rows(path="e.csv.gz")] == ["open", "pay"]


def test_messages_never_show_other_columns_of_the_row(desk):
    for content in (EVENTS + "oSecretUser123,2026-10-01\n", EVENTS + "oSecretUser123,yesterday,open\n"):
        assert "oSecretUser123" not in refused(desk, content)


def test_rows_are_counted_as_spreadsheets_do(desk):
    text = "\n" + HEADER + '\nu1,2026-10-01,"a\nb"\n\nu2,no date,open\n'
    assert refused(desk, text).startswith('data/e.csv:6 column "at": expected a time')
