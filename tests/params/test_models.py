from datetime import date
from typing import get_args

import pydantic
import pytest

from toolkit.params import Campaign, Target, load
from toolkit.params.models import MOST_STEPS, Table
from toolkit.schema import TABLES

EXAMPLE = """\
client: lotus-tea                 # a-z 0-9 - ; names the folder under outputs/
name: {en: Lotus Tea, zh: 荷香茶饮}
language: zh                      # zh | en, or a list for both
currency: CNY
timezone: Asia/Shanghai
brand: {color: "#0F766E", logo: logo.svg}
data:                             # canonical table -> where it is; paths relative to the client file
  events:  {path: ../data/lotus-tea/events/*.parquet, columns: {user_id: openid, at: ts, event: name}}
  orders:  {path: ../data/lotus-tea/orders.csv, columns: {amount: "quantity * unit_price"},
            date_format: "%m/%d/%Y %H:%M"}
  spend:   {path: ../data/lotus-tea/spend.csv, unit: fen}
  visits:  {wechat: true}         # pulled from the WeChat API into the local cache
events: {registration: sign_up, product: product, purchase: pay_done, booking_page: book, booked: book_done,
         share: share, funnel: [open, product, cart, pay_done], funnel_window_days: 7}
targets:                          # fail below normal; a value on a line has reached it
  d1_retention: {normal: 0.25, good: 0.35, exceeded: 0.45}
  cac: {better: lower, normal: 30, good: 20, exceeded: 15}
forecast: {gmv: 300000, promised: {new_users: 5000}}            # the 80 % rule
contract: {model: hybrid, base: 20000, commission_rate: 0.05, commission_base: net_revenue,
           less: [freight, platform_fee], cap: 60000, floor: 15000, bonus: {gmv: {exceeded: 5000}}}
campaigns: [{id: double-11, name: {en: Double 11, zh: 双11}, start: 2026-11-01, end: 2026-11-11, cost: 20000,
             goal: {metric: new_users, value: 3000}}]
notes: {retention: The festival brought one-time visitors.}
reports:                          # which reports this client gets, and their own options
  kpi_review: {cadence: month}
  competitor_comparison: {us: lotus-tea,
                          criteria: {rating: {weight: 3, better: higher}, price: {weight: 2, better: lower}}}
  case_study: {outcome: panel, treated: [chicago, portland], start: 2021-04-01, fee: 50000,
               claims: [{text: "+300 % users", metric: users, stated: 3.0, before: 12500, after: 50000}]}
  proposal: {status: draft, packages: {standard: {price: 30000, term_months: 12,
             parts: {labour: 18000, technology: 5000, marketing: 4000, operation: 2000, profit: 7500, risk: 1500}}}}
"""


@pytest.fixture
def lotus(file, tmp_path):
    file("<svg/>", "logo.svg")
    return load(file(EXAMPLE, "lotus-tea.yml"))


def test_the_example_of_the_documentation(lotus, tmp_path):
    assert (lotus.id, lotus.currency, lotus.timezone) == ("lotus-tea", "CNY", "Asia/Shanghai")
    assert lotus.path == tmp_path / "params/lotus-tea.yml"
    assert lotus.name == {"en": "Lotus Tea", "zh": "荷香茶饮"}
    assert lotus.languages == ("zh",)
    assert lotus.brand.color == "#0F766E"
    assert lotus.brand.logo == tmp_path / "params/logo.svg"
    assert lotus.data["events"].path == str(tmp_path / "data/lotus-tea/events/*.parquet")
    assert lotus.data["events"].columns == {"user_id": "openid", "at": "ts", "event": "name"}
    assert lotus.data["orders"].date_format == "%m/%d/%Y %H:%M"
    assert lotus.data["spend"].unit == "fen"
    assert (lotus.data["visits"].wechat, lotus.data["visits"].path) == (True, None)
    assert lotus.events.registration == ("sign_up",)
    assert lotus.events.funnel == ("open", "product", "cart", "pay_done")
    assert lotus.events.launch is None
    assert lotus.targets["cac"] == Target(better="lower", normal="30", good="20", exceeded="15")
    assert (lotus.forecast, lotus.promised) == ({"gmv": 300000.0}, {"new_users": 5000.0})
    assert (lotus.contract.commission_rate, lotus.contract.less) == (0.05, ("freight", "platform_fee"))
    assert lotus.contract.bonus == {"gmv": {"exceeded": 5000.0}}
    assert [(c.id, c.start, c.end, c.cost) for c in lotus.campaigns] == [
        ("double-11", date(2026, 11, 1), date(2026, 11, 11), 20000.0)
    ]
    assert lotus.campaigns[0].goal.value == 3000.0
    assert lotus.notes == {"retention": "The festival brought one-time visitors."}
    assert list(lotus.reports) == ["kpi_review", "competitor_comparison", "case_study", "proposal"]
    assert lotus.reports["kpi_review"] == {"cadence": "month"}
    claim = lotus.reports["case_study"]["claims"][0]
    assert (
        claim
        | {
            "text": "+300 % users",
            "metric": "users",
            "stated": 3.0,
            "before": 12500,
            "after": 50000,
        }
        == claim
    )


def test_a_client_does_not_change(lotus):
    for model in (lotus, lotus.brand, lotus.data["events"], lotus.targets["cac"]):
        with pytest.raises(pydantic.ValidationError, match="frozen"):
            model.currency = "USD"


def test_what_is_not_said(client):
    found = client("")
    assert found.name == {"zh": "Acme", "en": "Acme"}
    assert (found.languages, found.currency, found.timezone) == (("zh",), "CNY", "Asia/Shanghai")
    assert (found.brand.color, found.brand.logo) == ("#0F766E", None)
    assert (found.data, found.targets, found.forecast, found.promised, found.notes, found.reports) == ({},) * 6
    assert (found.events, found.contract, found.campaigns) == (None, None, ())


def test_one_or_several(client):
    found = client("language: [zh, en]\nevents: {purchase: [pay_done, pay_again], share: share}\n")
    assert found.languages == ("zh", "en")
    assert (found.events.purchase, found.events.share) == (("pay_done", "pay_again"), ("share",))
    assert (found.events.funnel, found.events.funnel_window_days) == ((), 7)


def test_notes_in_one_language_or_each(client):
    found = client("notes:\n  funnel: {zh: 说明, en: A word}\n  pages: |\n    Two\n    lines\n")
    assert found.notes == {"funnel": {"zh": "说明", "en": "A word"}, "pages": "Two\nlines\n"}


def test_a_source_says_how_it_is_read(client):
    body = """\
data:
  orders: {path: /srv/a.csv, encoding: gb18030, separator: ";", decimal: ",", sheet: 1, unit: yuan, timezone: UTC,
           constants: {channel: 007}}
  events: {sql: {url: "duckdb:///shop.db", table: log}}
"""
    orders = client(body).data["orders"]
    assert (orders.path, orders.encoding, orders.separator, orders.decimal) == ("/srv/a.csv", "gb18030", ";", ",")
    assert (orders.sheet, orders.unit, orders.timezone, orders.constants) == ("1", "yuan", "UTC", {"channel": "007"})
    assert client(body).data["events"].sql.table == "log"


def test_a_report_without_options(client):
    assert client("reports: {kpi_review: , my_own: }\n").reports == {"kpi_review": {"cadence": "month"}, "my_own": {}}


def test_any_report_can_have_a_cadence(client):
    assert client("reports: {my_own: {cadence: two_weeks, of: 3}}\n").reports == {
        "my_own": {"cadence": "two_weeks", "of": 3}
    }


def test_lines_may_coincide(client):
    target = client("targets: {cac: {better: lower, normal: 30, good: 30, exceeded: 15}}\n").targets["cac"]
    assert (target.normal, target.good) == (30.0, 30.0)


def test_the_normal_line_is_enough(client):
    targets = client("targets: {cac: {better: lower, normal: 30}, gmv: {normal: 1, exceeded: 2}}\n").targets
    assert targets["cac"] == Target(better="lower", normal="30")
    assert (targets["cac"].good, targets["gmv"].good, targets["gmv"].exceeded) == (None, None, 2.0)


def test_a_funnel_may_have_as_many_steps_as_can_be_drawn(client):
    assert len(client("events: {funnel: [a, b, c, d, e, f, g, h]}\n").events.funnel) == MOST_STEPS


def test_a_campaign_of_one_day():
    day = "2026-11-11"
    assert Campaign(id="single", name="Single", start=day, end=day).end == date(2026, 11, 11)


def test_the_tables_are_those_of_the_schema():
    assert set(get_args(Table)) == set(TABLES)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "targets: {gmv: {normal: 3, good: 2, exceeded: 4}}",
            "3 targets.gmv.good: expected a line of at least 3 (normal)",
        ),
        ("targets: {cac: {normal: 30, good: 20, exceeded: 15}}", 'got "20". Order the lines, or set `better: lower`.'),
        (
            "targets: {cac: {better: lower, normal: 30, good: 20, exceeded: 25}}",
            'targets.cac.exceeded: expected a line of at most 20 (good), got "25".',
        ),
        ("targets: {cac: {good: 40}}", "targets.cac.normal: expected a value, got no such key"),
        (
            "targets: {gmv: {normal: 30, exceeded: 20}}",
            "targets.gmv.exceeded: expected a line of at least 30 (normal)",
        ),
        (
            "campaigns:\n  - id: a\n    name: A\n    start: 2026-11-11\n    end: 2026-11-01\n",
            'params/acme.yml:7 campaigns[0].end: expected a day from 2026-11-11 on, got "2026-11-01". Swap',
        ),
        (
            "campaigns:\n  - {id: a, name: A, start: 2026-01-01, end: 2026-01-01}\n"
            "  - {id: a, name: A, start: 2026-01-01, end: 2026-01-01}\n",
            'params/acme.yml:3 campaigns: expected each campaign id once, got "a" twice.',
        ),
        ("events: {funnel: [open]}", "events.funnel: expected at least two steps, got a list."),
        ("events: {funnel: open}", 'events.funnel: expected at least two steps, got "open".'),
        (
            "events: {funnel: [a, b, c, d, e, f, g, h, i]}",
            "3 events.funnel: expected at most 8 steps, got 9. Keep the steps at which users are lost.",
        ),
        ("events: {funnel: []}", "events.funnel: expected at least one, got a list."),
        ("events: {funnel: [open, pay, open]}", 'events.funnel: expected each once, got "open" twice.'),
        ("events: {funnel_window_days: 0}", "expected a whole number of at least 1"),
        ("language: []", "language: expected at least one"),
        ("language: [zh, zh]", 'language: expected each once, got "zh" twice'),
        ("data: {spend: {path: a.csv}}", "3 data.spend: expected fen or yuan, got no unit. Add `unit:`"),
        ("data: {spend: {path: a.csv, unit: cent}}", 'data.spend.unit: expected "fen" or "yuan", got "cent"'),
        ("data: {orders: {columns: {at: t}}}", "data.orders: expected one of `path:`, `sql:` and `wechat: true`"),
        ("data: {orders: {path: a.csv, wechat: true}}", "got none or several"),
        (
            "data: {orders: {path: a, columns: {at: t}, constants: {at: x}}}",
            "data.orders.constants: expected a column or",
        ),
        ("data: {orders: {sql: {url: duckdb, table: a, query: b}}}", "expected either `table:` or `query:`"),
        (
            "data: {orders: {sql: {url: 'pg://u:p@h/d', table: a}}}",
            "url: expected an address without user and password",
        ),
        (
            "contract: {model: hybrid, cap: 1, floor: 2}",
            'contract.cap: expected a cap of at least the floor (2), got "1"',
        ),
        ("contract: {model: hybrid, commission_rate: 5}", "contract.commission_rate: expected a share from 0 to 1"),
        ("contract: {base: 5}", "contract.model: expected a value"),
        ("contract: {model: fixed, bonus: {gmv: {excellent: 5}}}", 'expected "normal", "good" or "exceeded"'),
        ("forecast: {gmv: 0}", "forecast.gmv: expected a number above 0"),
        ("forecast: {GMV: 1}", "3 forecast.GMV: expected a name of a-z, 0-9 and _"),
        ("forecast: {promised: {new_users: few}}", "forecast.promised.new_users: expected a number"),
        ("notes: {funnel: {fr: mot}}", "notes.funnel: expected zh or en"),
        ("notes: {funnel: [a]}", "notes.funnel: expected text, got a list"),
        ("reports: {Kpi-Review: {}}", "reports.Kpi-Review: expected a name of a-z, 0-9 and _"),
        ("reports: {my_own: 3}", 'reports.my_own: expected a group of keys, got "3"'),
        ("reports: [kpi_review]", "reports: expected a group of keys, got a list"),
    ],
)
def test_parts_that_do_not_agree(said, body, expected):
    errors = said(body)
    assert len(errors) == 1
    assert expected in errors[0]


def test_every_mistake_names_the_value_it_is_about(said):
    errors = said("name: {}\n".replace("name", "brand") + "notes: {a: }\nforecast:\n  cac: -1\n  promised: {b: }\n")
    assert [error.partition(" expected ")[0] for error in errors] == [
        "params/acme.yml:4 notes.a:",
        "params/acme.yml:6 forecast.cac:",
        "params/acme.yml:7 forecast.promised.b:",
    ]
