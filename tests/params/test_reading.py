import pytest
import yaml

from toolkit.errors import ParamsError
from toolkit.params import reading
from toolkit.params.reading import MAX_BYTES, Plain, describe, dotted, read


@pytest.fixture(params=["c", "python"], autouse=True)
def loader(request, monkeypatch):
    """Both of PyYAML's parsers: machines without libyaml read client files with the slow one."""
    if request.param == "python":
        monkeypatch.setattr(reading, "_LOADER", yaml.BaseLoader)


def refusal(path):
    with pytest.raises(ParamsError) as caught:
        read(path)
    return str(caught.value).replace(f"{path.parent.parent}/", "")


def test_every_scalar_stays_text(file):
    tree, problems = read(
        file('a: NO\nb: 007\nc: 12:30\nd: 1.10\ne: 1e3\nf: 2026-11-01\ng:\nh: ""\ni: [~, null, true]\n')
    )
    assert tree == {
        "a": "NO",
        "b": "007",
        "c": "12:30",
        "d": "1.10",
        "e": "1e3",
        "f": "2026-11-01",
        "g": None,
        "h": "",
        "i": ["~", "null", "true"],
    }
    assert problems == []


def test_quotes_are_remembered(file):
    tree, _ = read(file("a: 12\nb: '12'\n"))
    assert isinstance(tree["a"], Plain)
    assert not isinstance(tree["b"], Plain)


def test_keys_and_items_know_their_lines(file):
    tree, _ = read(file("# comment\na:\n  b: 1\n  c: [x,\n      y]\n"))
    assert tree.lines == {"a": 2}
    assert tree["a"].lines == {"b": 3, "c": 4}
    assert tree["a"]["c"].lines == [4, 5]


def test_a_byte_order_mark_is_no_part_of_the_first_key(file):
    assert read(file(b"\xef\xbb\xbfclient: acme\n"))[0] == {"client": "acme"}


def test_braces_and_code_are_only_text(file):
    assert read(file('a: "{0.__class__}"\nb: "__import__(1)"\n'))[0] == {"a": "{0.__class__}", "b": "__import__(1)"}


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("a: &x 1\n", 1, "anchor &x"),
        ("a: 1\nb: *x\n", 2, "alias *x"),
        ("a: 1\npath: *.csv\n", 2, "begins with * & ! % @ # needs quotes"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "tag tag:yaml.org,2002:python/object/apply:os.system"),
        ("a: !!str 1\n", 1, "tag"),
        ("a: !local 1\n", 1, "tag !local"),
        ("a: 1\n<<: {b: 1}\n", 2, "merge key"),
        ("a: 1\n---\nb: 1\n", 2, "second document"),
        ("? [a, b]\n: 1\n", 1, "a name before the colon, got a list"),
        ("{a: 1, ? : 2}\n", 1, "a name before the colon, got nothing"),
        ("- a\n- b\n", 1, "keys with values, such as client: acme, got a list"),
        ("", 1, "got nothing"),
        ("a: 1\nb: [1, 2\n", 3, "expected YAML"),
        ("a: 1\n\tb: 2\n", 2, "no tabs"),
        ("a: 1\nb: %m\n", 2, "quotes"),
        (b"a: 1\nb: \xb2\xe8\n", 2, "expected UTF-8, got the byte 0xb2. Save the file as UTF-8."),
        ("client: acme\n".encode("utf-16"), 1, "expected UTF-8"),
        (b"a: 1\nb: x\x00y\n", 2, "the character '\\x00'"),
        ('a: 1\nb: "x\\0y"\n', 2, "the character '\\x00'"),
        ('a: "\\e[31mred"\n', 1, "the character '\\x1b'"),
        ("a: " + "[" * 41 + "]" * 41 + "\n", 1, "at most 40 levels"),
        (b"a: " + b"x" * MAX_BYTES, 1, "at most 1,000 kB"),
    ],
)
def test_what_is_refused(file, content, line, words):
    said = refusal(file(content))
    assert said.startswith(f"params/acme.yml:{line}: expected ")
    assert words in said


def test_a_missing_file_is_named(tmp_path):
    assert refusal(tmp_path / "params/acme.yml").startswith("params/acme.yml: expected a client file, got No such file")


def test_bombs_are_refused_before_they_are_composed(file, monkeypatch):
    events = []
    add = reading._Tree.add
    monkeypatch.setattr(reading._Tree, "add", lambda tree, event: (events.append(event), add(tree, event)))
    assert "at most 40 levels" in refusal(file("a: " + "[" * 20_000 + "]" * 20_000))
    aliases = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{c}: &{c} [{','.join(['*a'] * 9)}]\n" for c in "bcdefghi")
    assert "anchor &a" in refusal(file(aliases))
    assert len(events) < 60


def test_doubled_and_secret_keys_are_reported_with_their_place(file):
    path = file("data:\n  - wechat: true\n    app_secret: abc\nbrand: {color: x}\nbrand:\n  color: y\nAccess-Key: k\n")
    tree, problems = read(path)
    assert [str(problem).replace(f"{path.parent.parent}/", "") for problem in problems] == [
        "params/acme.yml:3 data[0].app_secret: expected no secret in a client file, got a key that holds one. "
        "Remove it, take the secret from the environment or the keyring, and change it if others saw it.",
        "params/acme.yml:5 brand: expected each key once, got it again (first on line 4). Keep one of the two.",
        "params/acme.yml:7 Access-Key: expected no secret in a client file, got a key that holds one. "
        "Remove it, take the secret from the environment or the keyring, and change it if others saw it.",
    ]
    assert tree["brand"] == {"color": "x"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "nothing"),
        ({}, "a group of keys"),
        ([], "a list"),
        ("abc", '"abc"'),
        ("x" * 61, '"' + "x" * 59 + '…"'),
        ("postgres://user:pass@host/db", '"postgres://…@host/db"'),
        ("0123456789abcdef0123456789abcdef", "32 characters that may be a secret"),
    ],
)
def test_values_are_shown_short_and_never_when_they_may_be_secret(value, shown):
    assert describe(value) == shown


def test_places_are_written_with_dots_and_brackets():
    assert dotted(["campaigns", 0, "goal"]) == dotted(["campaigns", "[0]", "goal"]) == "campaigns[0].goal"
