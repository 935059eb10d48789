import base64
import hashlib
import socket
import tempfile
from pathlib import Path

import duckdb
import pytest

import toolkit
from toolkit.errors import GateError
from toolkit.export import leaks
from toolkit.export.markup import parse

OPENID = "oGZUI0egBJY1zhBYw2KhdUfwVJJE"


def svg(text):
    return f'<img src="data:image/svg+xml;base64,{base64.b64encode(text.encode()).decode()}">'


@pytest.fixture
def ids(tmp_path):
    path = tmp_path / "user_ids.parquet"
    users = "('user-000123'), ('张三丰u_99887766'), ('anna@example.com'), ('123456789'), ('abc12'), (NULL)"
    duckdb.sql(f"COPY (SELECT * FROM (VALUES {users}) AS users(user_id)) TO '{path}' (FORMAT parquet)")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "Traceback (most recent call last):",
        'File "a.py", line 7, in f',
        "/x/site-packages/pandas/core.py",
        "&lt;Figure at 0x7f2b3c4d5e6f&gt;",
        "ipykernel_4711/12.py",
    ],
)
def test_messages_of_programs(text):
    with pytest.raises(GateError, match="expected no message of a program"):
        leaks.tracebacks(parse(f"<pre>{text}</pre>"))


@pytest.mark.parametrize(
    "text",
    [
        "/home/anna/data.csv",
        "/Users/anna/data.csv",
        r"C:\Users\anna",
        "C:/Users/anna",
        "/root/x",
        "file:/root",
        "&#47;home/anna",
        f"{Path.home()}/x",
        str(Path(toolkit.__file__).parents[1]),
        tempfile.gettempdir() + "/x",
    ],
)
def test_paths_of_this_machine(text):
    for html in (f"<p>see {text}</p>", f"<p title='{text}'>a</p>", f"<!-- {text} -->", svg(f"<svg>{text}</svg>")):
        with pytest.raises(GateError, match="expected no path of this machine"):
            leaks.paths(parse(html))


@pytest.mark.parametrize(
    "text", ["pages/home/index", "https://example.com/home/x", "data/acme/orders.csv", "/roots", "km/h"]
)
def test_names_of_pages_and_relative_paths_pass(text):
    leaks.paths(parse(f"<p>{text}</p>"))


def test_host_name(monkeypatch):
    monkeypatch.setattr(socket, "gethostname", lambda: "anna-laptop")
    with pytest.raises(GateError, match="expected no host name"):
        leaks.host(parse("<p>made on anna-laptop</p>"))
    leaks.host(parse("<p>made on joanna-laptops</p>"))


@pytest.mark.parametrize("name", ["localhost", "orders", "users"])
def test_a_host_name_that_is_a_plain_word_proves_nothing(monkeypatch, name):
    monkeypatch.setattr(socket, "gethostname", lambda: name)
    leaks.host(parse(f"<p>{name}</p>"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("AKIAIOSFODNN7EXAMPLE", "an AWS key"),
        ("?access_token=81_abcDEF-123", "an access token"),
        ('{"access_token": "81_abcDEF-123"}', "an access token"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a private key"),
        ("-----BEGIN PRIVATE KEY-----", "a private key"),
        ("secret=0123456789abcdef0123456789abcdef", "an app secret"),
        ('"AppSecret": "0123456789abcdef0123456789abcdef"', "an app secret"),
        ("postgres://anna:hunter22@db.example.com/x", "a password in an address"),
    ],
)
def test_shapes_of_secrets(text, kind):
    with pytest.raises(GateError, match=f"expected no secret, got {kind}") as error:
        leaks.secrets(parse(f"<p>{text}</p>"), {})
    assert text not in str(error.value)


def test_values_of_secrets():
    for html in ("<p>a hunter22!&lt; b</p>", "<p title='hunter22!&#60;'>a</p>", svg("<svg>hunter22!<</svg>")):
        with pytest.raises(GateError, match="got the value of DB_PASSWORD") as error:
            leaks.secrets(parse(html), {"DB_PASSWORD": "hunter22!<"})
        assert "hunter22" not in str(error.value)
    leaks.secrets(parse("<p>sha256 4f1c9ae2 hunter</p>"), {"DB_PASSWORD": "hunter22!<"})


def test_secrets_of_the_environment(monkeypatch):
    for name, value in (("WX_SECRET", "s" * 8), ("API_KEY", "short"), ("MY_TOKEN", "t" * 9), ("LANG_X", "x" * 9)):
        monkeypatch.setenv(name, value)
    found = leaks.environment_secrets()
    assert found["WX_SECRET"] == "s" * 8 and "MY_TOKEN" in found
    assert "API_KEY" not in found and "LANG_X" not in found


@pytest.mark.parametrize("html", [f"<p>{OPENID}</p>", f"<p>用户{OPENID}来了</p>", f"<p id='{OPENID}'>a</p>"])
def test_openids(html):
    with pytest.raises(GateError, match="expected no user id, got an openid") as error:
        leaks.openids(parse(html))
    assert OPENID not in str(error.value)


def test_embedded_pictures_and_hashes_are_no_openids():
    leaks.openids(parse(f"<p>{'o' * 64} {OPENID}a</p><img src='data:image/png;base64,AA/{OPENID}='>"))


@pytest.mark.parametrize(
    "html",
    [
        "<p>user-000123</p>",
        "<p>by user-000123.</p>",
        "<p>用户user-000123来了</p>",
        "<td>anna@example.com,</td>",
        "<p title='张三丰u_99887766'>a</p>",
        "<p>(123456789)</p>",
        "<a href='#user-000123'>a</a>",
        "<style>p{}</style><svg><text>123456789</text></svg>",
    ],
)
def test_user_ids(html, ids):
    with pytest.raises(GateError, match="expected no user id, got one of the client's user ids") as error:
        leaks.user_ids(parse("<h2>Who</h2>" + html), ids)
    assert 'section "Who"' in str(error.value) and "000123" not in str(error.value)


@pytest.mark.parametrize("function", ["md5", "sha1", "sha256"])
def test_the_plain_hash_of_a_user_id_is_one_too(ids, function):
    digest = hashlib.new(function, b"user-000123").hexdigest()
    for html in (f"<p>{digest}</p>", f"<p>u={digest.upper()},</p>"):
        with pytest.raises(GateError, match='section "Who": expected no user id, got the hash of one of') as error:
            leaks.user_ids(parse("<h2>Who</h2>" + html), ids)
        assert digest not in str(error.value)
    leaks.user_ids(parse(f"<p>{hashlib.new(function, b'a file').hexdigest()}</p>"), ids)


def test_a_message_is_told_without_ids_and_secrets(ids):
    line = f"KeyError: 'user-000123' of ['张三丰u_99887766'], {OPENID}, pass s3cr3t-s3cr3t 123456789."
    said = leaks.without(line, ids, {"TOKEN": "s3cr3t-s3cr3t"})
    assert said == "KeyError: '…' of ['…'], …, pass … …."
    assert leaks.without("KeyError: 'user-000123'", None, {}) == "KeyError: 'user-000123'"


def test_numbers_short_words_and_drawings_are_no_user_ids(ids):
    leaks.user_ids(parse("<p>abc12 123,456,789 0.123456789 1.123456789</p><path d='M 123456789 1'/>"), ids)


def test_several_user_ids_are_counted(ids):
    with pytest.raises(GateError, match="got 2 of the client's user ids"):
        leaks.user_ids(parse("<p>user-000123 123456789</p>"), ids)


def test_user_ids_that_cannot_be_read_stop_the_page(tmp_path):
    broken = tmp_path / "user_ids.parquet"
    broken.write_bytes(b"PAR1")
    with pytest.raises(GateError, match="user ids: expected a Parquet file"):
        leaks.user_ids(parse("<p>a</p>"), broken)
