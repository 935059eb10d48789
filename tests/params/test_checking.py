import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.errors import ParamsError
from toolkit.params import Client, check, check_all, load

HEAD = "client: acme\nname: Acme\n"


def mistakes(path, **options):
    client, errors = check(path, **options)
    assert client is None
    return [str(error).replace(f"{path.parent.parent}/", "") for error in errors]


def test_a_client_or_its_mistakes(file):
    client, errors = check(file(HEAD))
    assert isinstance(client, Client)
    assert errors == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "data:\n  orders: {path: [a, b]}\n",
            "params/acme.yml:4 data.orders.path: expected text on one line, got a list. Fix the value.",
        ),
        (
            "data:\n  ordres: {path: a.csv}\n",
            'params/acme.yml:4 data.ordres: expected "events", "visits", "retention", "portrait", "pages", "posts", '
            '"traffic", "orders", "spend", "competitors", "reviews", "market", "survey", "panel", "experiment" or '
            '"tickets", got "ordres". Did you mean "orders"?',
        ),
        (
            "data:\n  orders:\n    pth: a.csv\n    path: b.csv\n",
            'params/acme.yml:5 data.orders.pth: expected a known key, got "pth". Did you mean "path"?',
        ),
        (
            "timezon: Asia/Shanghai\n",
            'params/acme.yml:3 timezon: expected a known key, got "timezon". Did you mean "timezone"?',
        ),
        (
            "forecast: {gmv: much}\n",
            'params/acme.yml:3 forecast.gmv: expected a number, got "much". '
            "Write a share as 0.25, without units, per cent signs and thousands commas.",
        ),
        (
            "campaigns:\n  - id: a\n    name: A\n    start: 2026-11-01\n",
            "params/acme.yml:4 campaigns[0].end: expected a value, got no such key. Add `end:`.",
        ),
        (
            "brand:\n",
            "params/acme.yml:3 brand: expected a group of keys, got nothing. Indent its keys below it, or remove it.",
        ),
        (
            "campaigns: {id: a}\n",
            "params/acme.yml:3 campaigns: expected a list, got a group of keys. "
            "Write [one, two], or one per line after a dash.",
        ),
        (
            "reports: {kpi_review: {cadence: monthly}}\n",
            'params/acme.yml:3 reports.kpi_review.cadence: expected "week", "two_weeks", "month", "quarter" or '
            '"half_year", got "monthly". Did you mean "month"?',
        ),
        (
            "reports: {our_own: {cadence: quarterly}}\n",
            'params/acme.yml:3 reports.our_own.cadence: expected "week", "two_weeks", "month", "quarter" or '
            '"half_year", got "quarterly". Did you mean "quarter"?',
        ),
        (
            "reports: {our_own: {cadence: }}\n",
            'params/acme.yml:3 reports.our_own.cadence: expected "week", "two_weeks", "month", "quarter" or '
            '"half_year", got nothing. Known: half_year, month, quarter, two_weeks, week.',
        ),
        (
            "reports: {kpi_review: {candence: month}}\n",
            'params/acme.yml:3 reports.kpi_review.candence: expected a known key, got "candence". '
            'Did you mean "cadence"?',
        ),
        (
            "campaigns:\n  - {id: a, name: A, start: 2026-11-01, end: 2026-11-11, goal: {metrik: gmv}}\n",
            'params/acme.yml:4 campaigns[0].goal.metrik: expected a known key, got "metrik". Did you mean "metric"?',
        ),
        (
            "data:\n  events: {sql: {url: duckdb, tabel: t, table: u}}\n",
            'params/acme.yml:4 data.events.sql.tabel: expected a known key, got "tabel". Did you mean "table"?',
        ),
    ],
)
def test_mistakes_say_where_what_and_how_to_mend(file, body, said):
    assert said in mistakes(file(HEAD + body))


def test_mistakes_come_in_the_order_of_the_lines(file):
    path = file("client: ACME\nname:\nlanguage: zh\nbrand: {color: red}\nbrand: {color: blue}\ntoken: x\nnme: A\n")
    assert [said.partition(" expected ")[0] for said in mistakes(path)] == [
        "params/acme.yml:1 client:",
        "params/acme.yml:2 name:",
        "params/acme.yml:4 brand.color:",
        "params/acme.yml:5 brand:",
        "params/acme.yml:6 token:",
        "params/acme.yml:6 token:",
        "params/acme.yml:7 nme:",
    ]


def test_a_missing_key_stands_at_the_group_that_lacks_it(file):
    assert mistakes(file("\nlanguage: zh\n")) == [
        "params/acme.yml:2 client: expected a value, got no such key. Add `client:`.",
        "params/acme.yml:2 name: expected a value, got no such key. Add `name:`.",
    ]


def test_load_raises_the_first_and_counts_the_rest(file):
    path = file("client: ACME\nname: A\ncurrency: XYZ\nlanguage: fr\n")
    with pytest.raises(ParamsError, match=r"acme.yml:1 client: expected an id .* 2 more in this file\.$") as caught:
        load(path)
    assert caught.value.exit_code == 2
    assert load(str(file(HEAD))).id == "acme"


def test_no_secret_is_shown(file):
    secret = "5f4dcc3b5aa765d61d8327deb882cf99"
    body = f"appsecret: {secret}\nappsecrt: {secret}\ncurrency: {secret}\ndata: {{events: {{wechat: {secret}}}}}\n"
    assert secret not in "".join(mistakes(file(HEAD + body)))


def test_hostile_keys_are_only_named(file):
    body = '"__import__(\'os\')\\n.system(1)": 1\n"{0.__class__}": 2\n'
    said = mistakes(file(HEAD + body))
    assert len(said) == 2
    assert all("\n" not in line for line in said)
    assert "{0.__class__}: expected a known key" in said[1]


def test_a_file_of_nothing_but_mistakes_is_cut_short(file):
    assert len(mistakes(file(HEAD + "".join(f"k{i}: 1\n" for i in range(5000))))) == 50


def test_metrics_of_the_catalogue(file):
    path = file(HEAD + "targets:\n  d1_retension: {normal: 0.2, good: 0.3, exceeded: 0.4}\nforecast:\n  gmw: 1\n")
    assert mistakes(path, metrics=["d1_retention", "gmv"]) == [
        'params/acme.yml:4 targets.d1_retension: expected the id of a metric, got "d1_retension". '
        'Did you mean "d1_retention"?',
        'params/acme.yml:6 forecast.gmw: expected the id of a metric, got "gmw". Did you mean "gmv"?',
    ]
    assert check(path)[1] == []


def test_a_set_of_files_shares_no_id_and_no_name(file):
    one, other = file(HEAD, "one.yml"), file("\n" + HEAD, "other.yml")
    twin, wrong = file("client: third\nname: T\n", "ONE.yml"), file("client: fourth\n", "wrong.yml")
    said = [str(error).replace(f"{one.parent.parent}/", "") for error in check_all([one, one, other, twin, wrong])[1]]
    assert said == [
        'params/other.yml:2 client: expected an id of its own, got "acme", as in params/one.yml. Choose another id.',
        "params/ONE.yml: expected a file name that differs by more than case, got a twin of params/one.yml. "
        "Rename one of them.",
        "params/wrong.yml:1 name: expected a value, got no such key. Add `name:`.",
    ]
    assert check_all([one, wrong.with_name("none.yml")])[1][0].exit_code == 2


SCALARS = st.text(max_size=12) | st.none() | st.booleans() | st.floats() | st.dates()
KEYS = st.sampled_from([*Client.model_fields, "client", "path", "name", "events", "d1_retention"]) | st.text(max_size=8)
TREES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.dictionaries(KEYS, TREES, max_size=6))
def test_any_file_is_a_client_or_has_mistakes_with_lines(file, tree):
    path = file(yaml.safe_dump(tree, allow_unicode=True))
    client, errors = check(path)
    assert (client is None) == bool(errors)
    assert all(error.where.startswith(f"{path}:") and "\n" not in str(error) for error in errors)
