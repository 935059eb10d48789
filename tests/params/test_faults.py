"""Bad client files, one test each for what must happen: refused with exit code 2 and a line, nothing executed."""

import os

import pytest

from toolkit.errors import WRONG_USAGE, ParamsError
from toolkit.params import check_all, load


def refused(path):
    with pytest.raises(ParamsError) as caught:
        load(path)
    assert caught.value.exit_code == WRONG_USAGE
    return str(caught.value)


def test_p1_a_doubled_key(file):
    path = file("client: acme\nname: A\ntargets:\n  gmv: {normal: 1, good: 2, exceeded: 3}\n  gmv: {normal: 9}\n")
    assert "acme.yml:5 targets.gmv: expected each key once, got it again (first on line 4)" in refused(path)


def test_p2_values_are_what_their_field_declares(client):
    found = client(
        "events: {launch: NO, error: 007, share: 12:30, funnel: [1.10, 1e3]}\n"
        "forecast: {gmv: 1e3, orders: 007}\n"
        "targets: {aov: {normal: 1.10, good: 1e3, exceeded: 1e4}}\n"
    )
    assert (found.events.launch, found.events.error, found.events.share) == (("NO",), ("007",), ("12:30",))
    assert found.events.funnel == ("1.10", "1e3")
    assert found.forecast == {"gmv": 1000.0, "orders": 7.0}
    assert (found.targets["aov"].normal, found.targets["aov"].good) == (1.1, 1000.0)


def test_p3_bombs(file):
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nclient: acme\n"
    assert "acme.yml:1: expected the value itself, got the anchor &a" in refused(file(bomb))
    assert "acme.yml:1: expected at most 40 levels" in refused(file("client: " + "[" * 20_000 + "]" * 20_000))
    assert "acme.yml:1: expected at most 40 levels" in refused(file("client: " + "{a: " * 20_000))
    assert "expected at most 40 levels" in refused(file("".join(" " * i + "a:\n" for i in range(1, 400))))


def test_p4_code_is_not_run(file, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = "import os; os.mkdir('ran')"
    for content in (
        f'client: acme\nname: !!python/object/apply:exec ["{run}"]\n',
        f'client: acme\nname: A\n"{run}": 1\n',
        f'client: acme\nname: A\nreports: {{"x=1\\n{run}": {{}}}}\n',
        f"client: acme\nname: A\n? !!python/object/apply:exec ['{run}']\n: 1\n",
        'client: "{0.__class__}"\nname: A\n',
    ):
        refused(file(content))
    assert load(file('client: acme\nname: "{0.__class__}"\n')).name["zh"] == "{0.__class__}"
    assert os.listdir() == ["params"]  # noqa: PTH208 - a plain look at what is there


@pytest.mark.parametrize(
    "name",
    [
        "../b",
        "/etc",
        '"a\\0b"',
        "Acme",
        "-a",
        ".",
        "..",
        "a b",
        "a/b",
        "荷香",
        "con",
        "nul",
        "com1",
        "lpt9",
        "a" * 64,
        '"a\\n"',
        "",
    ],
)
def test_p5_ids_that_are_no_folder_name(file, name):
    assert "acme.yml:1" in refused(file(f"client: {name}\nname: A\n"))


def test_p5_case_twins_and_display_names(file):
    files = [file("client: one\nname: 荷香茶饮\n", "lotus.yml"), file("client: two\nname: A\n", "Lotus.yml")]
    assert load(files[0]).name["zh"] == "荷香茶饮"
    assert "a file name that differs by more than case" in str(check_all(files)[1][0])


def test_p6_dates_unknown_and_missing_keys(file, client):
    found = client("campaigns: [{id: a, name: A, start: 2026-11-01, end: 2026-11-11}]\n")
    assert found.campaigns[0].start.isoformat() == "2026-11-01"
    assert 'got "curency". Did you mean "currency"?' in refused(file("client: acme\nname: A\ncurency: CNY\n"))
    assert "name: expected a value, got no such key. Add `name:`." in refused(file("client: acme\n"))
