"""One pass over a text file: its hash, its line ends, and whether it is what it was declared to be."""

import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.sources import encodings
from toolkit.sources.encodings import Seen, WrongEncoding, fitting, is_rather_utf_8, look

CHUNKED = "x" * (encodings.CHUNK - 1)  # what follows begins one byte before the end of a chunk


def seen(tmp_path, content, encoding="utf-8"):
    (tmp_path / "f.csv").write_bytes(content)
    return look(tmp_path / "f.csv", encoding)


@pytest.mark.parametrize(
    ("text", "newlines", "is_mixed", "is_ended"),
    [
        ("", 0, False, True),
        ("a\nb\n", 2, False, True),
        ("a\r\nb\r\n", 2, False, True),
        ("a\rb\r", 2, False, True),
        ("a\nb", 1, False, False),
        ("a\r\nb\n", 2, True, True),
        ("a\rb\n", 1, True, True),
        (CHUNKED + "\r\n", 1, False, True),
        (CHUNKED + "\r\nb\n", 2, True, True),
    ],
)
def test_line_ends(tmp_path, text, newlines, is_mixed, is_ended):
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert seen(tmp_path, text.encode()) == Seen(digest, newlines, is_mixed, is_ended, 0)


@pytest.mark.parametrize(
    ("text", "open_ends"),
    [
        ("a,\nb\n", 1),
        ("a,\r\nb,\r\n", 2),
        ("a,\rb\r", 1),
        ("a,,b\n,c\n", 0),
        (CHUNKED + ",\n" + CHUNKED[1:] + ",\r\n", 2),
    ],
)
def test_lines_that_end_with_a_separator(tmp_path, text, open_ends):
    assert seen(tmp_path, text.encode()).open_ends == open_ends


def test_a_character_may_lie_across_two_chunks(tmp_path):
    assert seen(tmp_path, (CHUNKED + "开\n").encode()).newlines == 1


def test_a_character_cut_off_at_the_end_is_no_text(tmp_path):
    with pytest.raises(WrongEncoding):
        seen(tmp_path, "开".encode()[:2])


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200),
    st.sampled_from(["utf-16", "gb18030", "utf-8"]),
)
def test_the_copy_holds_the_text_with_plain_line_ends(tmp_path_factory, text, encoding):
    path = tmp_path_factory.mktemp("copy") / "f.csv"
    path.write_bytes(text.encode(encoding))
    copy = io.BytesIO()
    if encoding != "utf-8" and is_rather_utf_8(path.read_bytes()):
        return
    look(path, encoding, copy)
    plain = text.removeprefix("\ufeff") if encoding == "utf-8" else text
    assert copy.getvalue().decode() == plain.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("id,名称\n1,打开页面\n", "utf-8"),
        ("id,名称\n1,打开页面\n", "gb18030"),
        ("id,名称\n1,打开页面\n", "utf-16"),
        ("id,name\n1,x\n", "utf-16-be"),
        ("id,名稱\n1,會員註冊與購買記錄\n", "big5"),
        ("id,nom\n1,préféré, déjà vu\n", "cp1252"),
    ],
)
def test_the_encoding_that_fits(tmp_path, text, encoding):
    path = tmp_path / "f.csv"
    path.write_bytes(text.encode(encoding))
    assert fitting(path) == encoding


def test_no_encoding_fits_noise(tmp_path):
    (tmp_path / "f.csv").write_bytes(b"a\xff\x81\xff\x00bc" * 9)
    assert fitting(tmp_path / "f.csv") is None


def test_utf_8_is_not_taken_for_the_legacy_encoding_it_was_declared_as():
    assert is_rather_utf_8("支付".encode())
    assert not is_rather_utf_8("支付".encode("gbk"))
    assert not is_rather_utf_8(b"plain")
