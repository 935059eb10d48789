"""Every piece of the review, in both languages, from whatever tables a client gives."""

import inspect
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.small_review import csv, small_review
from toolkit import kpi_review
from toolkit.i18n import Locale
from toolkit.metrics.catalogue import METRICS

DAYS = [date(2026, 8, 1) + timedelta(days=i) for i in range(100)]  # to 8 November
STEPS = ("open", "product", "cart", "pay", "sign", "like")


def log() -> Iterator[str]:
    """Three people a day; each opens, some do more, one in two comes back the day after."""
    for number, day in enumerate(DAYS):
        for person in range(3):
            user, channel = f"u{number}-{person}", ("ads", "kol", "friend")[person]
            for minute, step in enumerate(STEPS[: 1 + (number + 2 * person) % len(STEPS)]):
                yield f"{user},{day} 09:{minute:02d}:00,{step},{user},{step},{channel},ios,1.5"
            if (number + person) % 2:
                yield f"{user},{day + timedelta(days=1)} 10:00:00,open,{user}b,home,{channel},android,2"


def platform(grains: str) -> Iterator[str]:
    for day in DAYS:
        for grain, starts in (("day", True), ("week", day.weekday() == 0), ("month", day.day == 1)):
            if starts and grain in grains:
                yield f"{grain},{day},{20 if grain == 'day' else 90},4,30,60,45.5,2"


def returning() -> Iterator[str]:
    for day in DAYS:
        for kind, base in (("new", 4), ("active", 20)):
            for offset in (0, 1, 2, 3, 4, 5, 6, 7, 14, 30):
                yield f"day,{day},{kind},{offset},{base // (1 + min(offset, 3))}"
            if day.day == 1:
                yield f"month,{day},{kind},0,{base * 30}"
                yield f"month,{day},{kind},1,{base * 9}"


EVENTS = csv("user_id,at,event,session_id,page,channel,device,value", *log())
VISITS_HEAD = "grain,start,users,new_users,sessions,page_views,stay_seconds_per_session,share_users"
RETENTION = csv("grain,start,kind,offset,users", *returning())
ORDERS = csv(
    "order_id,at,amount,user_id,channel",
    *(f"o{i},{day} 11:00:00,{20 + i % 7},u{i % 40}-1,ads" for i, day in enumerate(DAYS)),
    *(f"o{i},{DAYS[i]} 12:00:00,-5,u{i % 40}-1,ads" for i in range(0, 100, 9)),
)
SPEND = csv(
    "date,channel,cost,clicks",
    *(f"{day},{channel},{12 + i % 3},9" for i, day in enumerate(DAYS) for channel in ("ads", "tv")),
)
TICKETS = csv(
    "opened_at,first_reply_at,resolved_at,csat",
    *(f"{day} 09:00:00,{day} 09:0{i % 9}:30,{day} {11 + i % 9}:00:00,{3 + i % 3}" for i, day in enumerate(DAYS)),
)
PAGES = csv("date,page,views,users,exits", *(f"{day},{page},9,3,2" for day in DAYS for page in ("home", "tea")))

TABLES = {
    "everything": {
        "events": EVENTS,
        "visits": csv(VISITS_HEAD, *platform("day month")),
        "retention": RETENTION,
        "orders": ORDERS,
        "spend": SPEND,
        "tickets": TICKETS,
        "pages": PAGES,
    },
    "events": {"events": EVENTS},
    "aggregates": {"visits": csv(VISITS_HEAD, *platform("day week month")), "retention": RETENTION},
    "months": {"visits": csv(VISITS_HEAD, *platform("month"))},
    "retention": {"retention": RETENTION},
    "orders": {"orders": ORDERS},
    "spend": {"spend": SPEND},
    "headers": {
        "events": "user_id,at,event\n",
        "visits": "grain,start,users,new_users\n",
        "orders": "order_id,at,amount\n",
        "spend": "date,channel,cost\n",
    },
    "nothing": {},
}
SETTINGS = {
    "language": ["zh", "en"],
    "events": {"registration": "sign", "product": "product", "purchase": "pay", "interaction": "like",
               "funnel": ["open", "product", "cart", "pay"]},
    "contract": {"model": "fixed", "base": 310},
    "campaigns": [{"id": "gift", "name": {"en": "Gift", "zh": "赠礼"}, "start": DAYS[61], "end": DAYS[65]}],
    "notes": {"answer": {"en": "Words.", "zh": "说明。"}},
}  # fmt: skip
TARGETS = {"new_users": {"normal": 50}, "gmv": {"normal": 900}, "d1_retention": {"normal": 0.9}}
EMPTY = ("headers", "nothing")
PERIODS = {"month": "2026-10", "week": "2026-W43", "incomplete": "2026-11", "too early": "2026-05"}
UNREADABLE = re.compile(r"\b(?:None|nan|NaN|NaT|inf|<NA>)\b|\{\w*\}")
DRAWN = ("<svg", "<img", "<table", "<figure")


CASES = [(tables, "month") for tables in TABLES] + [("everything", period) for period in list(PERIODS)[1:]]


@pytest.fixture(scope="module", params=CASES, ids="-".join)
def review(request, tmp_path_factory):
    tables, period = request.param
    agreed = {} if tables in EMPTY else {"targets": TARGETS, "forecast": {"gmv": 1000, "promised": {"new_users": 60}}}
    folder = tmp_path_factory.mktemp("client")
    with small_review(folder, TABLES[tables], PERIODS[period], "2026-11-08", **SETTINGS, **agreed) as found:
        found.case = tables
        yield found


def shown(review, name, language):
    arguments = ("answer",) if name == "note" else ()
    locale = Locale(language, review.client.currency)
    return getattr(kpi_review, name)(review, *arguments, locale=locale, color="#0F766E")


def words(html: str) -> str:
    return re.sub("<[^>]+>", " ", html)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", kpi_review.__all__)
def test_every_piece_can_be_read(review, name, language):
    piece = shown(review, name, language)
    assert not UNREADABLE.search(words(piece.html))
    for fact in piece.facts:
        assert fact.id in METRICS
        json.dumps(fact.as_json(), allow_nan=False)
        if fact.ok and fact.low is not None:
            assert fact.low - 1e-12 <= fact.value <= fact.high + 1e-12


def test_no_number_has_two_values(review):
    seen = {}
    for name in kpi_review.__all__:
        for fact in shown(review, name, "en").facts:
            written = fact.as_json()
            key = json.dumps([written[part] for part in ("id", "dims", "start", "end")], sort_keys=True)
            assert seen.setdefault(key, written) == written, name


def test_both_languages_show_the_same_facts(review):
    for name in kpi_review.__all__:
        assert shown(review, name, "zh").facts == shown(review, name, "en").facts, name


@pytest.mark.parametrize("review", [(tables, "month") for tables in EMPTY], indirect=True, ids=EMPTY)
def test_what_has_no_data_draws_nothing(review):
    """One line at most, and no figure or table, where nothing is known."""
    for name in set(kpi_review.__all__) - {"quality", "note"}:
        html = shown(review, name, "en").html
        assert not any(tag in html for tag in DRAWN), name
        if name not in ("header", "limits", "next_steps", "definitions"):
            assert html.count("<p") <= 1, (name, html)


PEOPLE = ("newcomers", "trend", "accounting", "active_users", "returning", "curve", "cohorts", "daily_cohorts")
MONEY = ("orders", "revenue", "buyers", "customer_value")
LACKING = {
    "orders": (*PEOPLE, "conversions", "funnel", "by_channel", "by_device", "sessions", "sharing", "tickets", "pages"),
    "events": (*MONEY, "channel_costs", "channels", "tickets", "reconciliation"),
    "aggregates": (*MONEY, "conversions", "funnel", "by_channel", "by_device", "channels", "pages", "reconciliation"),
}


@pytest.mark.parametrize("review", [(tables, "month") for tables in LACKING], indirect=True, ids=list(LACKING))
def test_a_section_without_its_table_is_one_line_beside_those_that_have_theirs(review):
    for name in LACKING[review.case]:
        html = shown(review, name, "en").html
        assert not any(tag in html for tag in DRAWN), name
        assert html.count("<p") <= 1, (name, html)


def test_a_piece_is_a_review_and_how_to_read_it():
    for name in kpi_review.__all__:
        parameters = inspect.signature(getattr(kpi_review, name)).parameters
        assert list(parameters)[0] == "review"
        assert {"locale", "color"} <= {key for key, p in parameters.items() if p.kind is p.KEYWORD_ONLY}
