import pytest

from toolkit.params.fields import did_you_mean, nearest, plain_values
from toolkit.params.reading import Plain
from toolkit.sources import casting


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.10", 1.1),
        ("1e3", 1000.0),
        ("007", 7.0),
        ("-0.5", -0.5),
        ("+3", 3.0),
        ("300000", 300000.0),
        ("2.5E-2", 0.025),
    ],
)
def test_numbers(client, written, value):
    found = client(f"targets: {{gmv: {{normal: {written}, good: 400000, exceeded: 500000}}}}\n")
    assert found.targets["gmv"].normal == value


@pytest.mark.parametrize(
    "written", ["12:30", "1_000", "25%", ".5", "5.", "nan", "inf", "1e999", "0x1F", "１２", "NO", "[1]", ""]
)
def test_what_is_no_number(said, written):
    assert "forecast.gmv: expected a number, got" in said(f"forecast: {{gmv: {written}}}\n")[0]


def test_whole_numbers(client, said):
    assert client("events: {funnel_window_days: 1e1}\n").events.funnel_window_days == 10
    for written in ("1.5", "-1", "0", "x"):
        assert "events.funnel_window_days: expected a" in said(f"events: {{funnel_window_days: {written}}}\n")[0]


@pytest.mark.parametrize("written", ["NO", "007", "12:30", "1.10", "1e3", "2026-11-01", "true", "null", "~"])
def test_text_stays_as_it_was_written(client, written):
    assert client(f"events: {{share: {written}}}\n").events.share == (written,)


def test_only_true_and_false_are_booleans(client, said):
    assert client("data: {visits: {wechat: true}}\n").data["visits"].wechat is True
    for written in ("yes", "on", "True", "1", ""):
        assert "data.visits.wechat: expected true or false" in said(f"data: {{visits: {{wechat: {written}}}}}\n")[0]


@pytest.mark.parametrize(
    "written", ["2026-13-01", "2026-02-29", "20261101", "2026-W41-1", "1/11/2026", "2026-11-01T00:00"]
)
def test_what_is_no_date(said, written):
    body = f"campaigns: [{{id: a, name: A, start: '{written}', end: 2026-11-11}}]\n"
    assert "campaigns[0].start: expected a date" in said(body)[0]


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        (
            "timezone: Asia/Shangai",
            'expected a time zone such as Asia/Shanghai, got "Asia/Shangai". Did you mean "Asia/Shanghai"?',
        ),
        ("timezone: asia/shanghai", 'Did you mean "Asia/Shanghai"?'),
        ("timezone: ../../etc/passwd", "expected a time zone"),
        ("currency: CNYY", 'expected a currency code such as CNY, got "CNYY". Did you mean "CNY"?'),
        ("currency: RMB", "expected a currency code"),
        ("language: zh-CN", '3 language: expected zh or en, got "zh-CN". Known: en, zh.'),
        ("data: {orders: {path: a.csv, encoding: utf8mb4}}", "expected a text encoding"),
        ("data: {orders: {path: a.csv, encoding: base64}}", "expected a text encoding"),
        ("data: {orders: {path: a.csv, encoding: undefined}}", "expected a text encoding"),
        ("data: {orders: {path: a.csv, separator: '||'}}", "expected one character"),
        ("data: {orders: {path: a.csv, date_format: yyyy-mm-dd}}", "expected a format such as %Y-%m-%d %H:%M:%S"),
        ("data: {orders: {path: a.csv, date_format: '%Y %Q'}}", "expected a format such as %Y-%m-%d %H:%M:%S"),
        (
            "data: {orders: {path: a.csv, date_format: epoch}}",
            'expected a format such as %Y-%m-%d %H:%M:%S, or epoch_s, epoch_ms, epoch_us, got "epoch". Did you mean',
        ),
        ("data: {orders: {path: 's3://b/a.csv'}}", "expected a file path"),
        ("data: {orders: {path: ''}}", "expected text on one line"),
        ('data: {orders: {path: "a\\nb"}}', "expected text on one line"),
    ],
)
def test_names_and_formats(said, body, advice):
    errors = said(body + "\n")
    assert len(errors) == 1
    assert advice in errors[0]


@pytest.mark.parametrize("written", sorted(casting.EPOCHS))
def test_times_may_be_counts_from_1970(client, written):
    assert client(f"data: {{events: {{path: a.csv, date_format: {written}}}}}\n").data["events"].date_format == written


def test_a_link_that_leads_to_itself_is_a_path_like_any_other(file, said, client):
    folder = file("").parent
    for name in ("loop.csv", "loop.svg"):
        (folder / name).symlink_to(name)
    assert client("data: {orders: {path: loop.csv}}\n").data["orders"].path == f"{folder}/loop.csv"
    assert "brand.logo: expected a file that exists" in said("brand: {logo: loop.svg}\n")[0]


def test_the_nearest_name_whatever_its_case():
    assert nearest("GMW", ["aov", "gmv"]) == "gmv"
    assert nearest("xyz", ["aov", "gmv"]) is None
    assert did_you_mean("xyz", ["gmv", "aov"]) == "Known: aov, gmv."
    assert did_you_mean("xyz", []) == "Check the spelling."
    assert did_you_mean("xyz", [f"name{i}" for i in range(99)]) == "Check the spelling."


def test_values_nobody_declared_become_what_they_look_like_unless_quoted():
    tree = {
        "a": [Plain("3"), "3", Plain("2.50"), Plain("true"), "true", None],
        "b": {"c": Plain("007")},
        "d": Plain("NO"),
    }
    found = plain_values(tree)
    assert found == {"a": [3, "3", 2.5, True, "true", None], "b": {"c": "007"}, "d": "NO"}
    assert type(found["d"]) is str
