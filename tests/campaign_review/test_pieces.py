"""Every piece of the review of campaigns, in both languages, from whatever a client gives."""

import inspect
import json
import re

import pytest

from tests.small_campaigns import EXPERIMENT, GIFT, POSTS, SPEND, TABLES, TRIAL, small_campaigns
from tests.small_review import csv
from toolkit import campaign_review
from toolkit.i18n import Locale
from toolkit.metrics.catalogue import FACTS

PIECES = [name for name in campaign_review.__all__ if name.islower()]
UNREADABLE = re.compile(r"\b(?:None|nan|NaN|NaT|inf|<NA>)\b|\{\w*\}")
HOSTILE = "</b><script>alert(1)</script>🎁" + "长" * 200
LATER = GIFT | {"id": "later", "start": "2026-10-26", "end": "2026-11-20", "goal": {"metric": "new_users", "value": 9}}
BARE = {"id": "bare", "name": "Bare", "start": "2026-10-20", "end": "2026-10-22"}
ODD = GIFT | {"id": "odd", "goal": {"metric": "active_users", "value": 5}, "cost": 0}
NEVER = GIFT | {"id": "never", "goal": {"metric": "d1_retention", "value": 0.5}}
AHEAD = GIFT | {"id": "ahead", "start": "2026-10-30", "end": "2026-11-30"}
CITY = GIFT | {"id": "city", "treated": ["east"]}
HEADS = {name: text.splitlines()[0] + "\n" for name, text in TABLES.items()}
CASES = {
    "everything": (TABLES, {}),
    "several": (TABLES, {"campaigns": [GIFT, LATER, BARE, ODD, NEVER]}),
    "controls": (TABLES, {"campaigns": [CITY]}),
    "controls and revenue": (
        TABLES | {"orders": "\n".join(line.rsplit(",", 1)[0] for line in TABLES["orders"].splitlines()) + "\n"},
        {"campaigns": [CITY | {"goal": {"metric": "net_revenue", "value": 9}}]},
    ),
    "planned": (TABLES, {"campaigns": [AHEAD], "until": "2026-10-20"}),
    "hostile": (
        {
            "orders": TABLES["orders"].replace(",ads", f",{HOSTILE}"),
            "experiment": EXPERIMENT.replace(",B,", f",{HOSTILE[:60]},"),
            "posts": POSTS.replace("video", HOSTILE),
            "spend": SPEND.replace("tv", HOSTILE),
        },
        {
            "campaigns": [GIFT | {"name": HOSTILE}],
            "reports": {
                "campaign_review": {
                    "experiments": [TRIAL | {"name": HOSTILE, "planned": {"A": 0.5, HOSTILE[:60]: 0.5}}]
                }
            },
        },
    ),
    "orders": ({"orders": TABLES["orders"]}, {}),
    "events": ({"events": TABLES["events"]}, {"campaigns": [LATER]}),
    "few days": ({"orders": csv("order_id,at,amount", "o1,2026-10-13 09:00:00,5")}, {}),
    "one of each": (
        {
            "experiment": csv("user_id,variant,bought,paid", "a,A,1,2"),
            "posts": csv("reach", "0"),
            "spend": csv("date,channel,cost", "2026-10-13,ads,0"),
        },
        {},
    ),
    "blanks": ({"experiment": csv("user_id,variant,bought,paid", "a,A,,", "b,B,,")}, {}),
    "headers": (HEADS, {}),
    "nothing": ({}, {"campaigns": [], "reports": {}}),
}


@pytest.fixture(scope="module", params=CASES)
def study(request, tmp_path_factory):
    tables, settings = CASES[request.param]
    with small_campaigns(tmp_path_factory.mktemp("client"), tables, **settings) as found:
        found.case = request.param
        yield found


def shown(study, name, language):
    arguments = ("answer",) if name == "note" else ()
    return getattr(campaign_review, name)(study, *arguments, locale=Locale(language), color="#0F766E")


def words(html: str) -> str:
    return re.sub("<[^>]+>", " ", html)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_piece_can_be_read(study, language):
    for name in PIECES:
        _can_be_read(shown(study, name, language))


def _can_be_read(piece):
    assert not UNREADABLE.search(words(piece.html))
    assert "<script" not in piece.html
    for fact in piece.facts:
        assert fact.id in FACTS
        json.dumps(fact.as_json(), allow_nan=False)
        if fact.ok and fact.low is not None:
            assert fact.low - 1e-9 <= fact.value <= fact.high + 1e-9, fact


def test_no_number_has_two_values(study):
    seen = {}
    for name in PIECES:
        for fact in shown(study, name, "en").facts:
            written = fact.as_json()
            key = json.dumps([written[part] for part in ("id", "dims", "start", "end")], sort_keys=True)
            assert seen.setdefault(key, written) == written, name


def test_both_languages_show_the_same_facts(study):
    for name in PIECES:
        assert shown(study, name, "zh").facts == shown(study, name, "en").facts, name


@pytest.mark.parametrize("study", ["headers", "nothing"], indirect=True)
def test_what_has_no_data_draws_nothing(study):
    for name in set(PIECES) - {"goals", "money", "definitions"}:
        html = shown(study, name, "en").html
        assert not any(tag in html for tag in ("<svg", "<table", "<figure")), name


def test_a_piece_is_a_study_and_how_to_read_it():
    for name in PIECES:
        parameters = inspect.signature(getattr(campaign_review, name)).parameters
        assert list(parameters)[0] == "study"
        assert {"locale", "color"} <= {key for key, p in parameters.items() if p.kind is p.KEYWORD_ONLY}


@pytest.mark.parametrize("study", ["everything"], indirect=True)
def test_the_first_screen_says_what_came_of_it(study):
    title = words(shown(study, "header", "en").html)
    assert "Gift raised orders by" in title and "did not earn its cost" in title  # 35 x 6 for 238
    answer = words(shown(study, "answer", "en").html)
    assert "Gift brought  67  orders, 112% of its goal of 60." in answer  # 32 usual ones and 35 more
    assert "Button: B does better than A." in answer
    lessons = shown(study, "lessons", "zh").html
    assert lessons.index("有效的") < lessons.index("按钮" if "按钮" in lessons else "bought")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_festival_or_another_campaign_brought_is_not_claimed(language, tmp_path):
    other = GIFT | {"id": "other", "name": {"en": "Other", "zh": "其他"}, "cost": 0}
    with small_campaigns(tmp_path, TABLES, campaigns=[GIFT, other]) as found:
        title, answer = (words(shown(found, name, language).html) for name in ("header", "answer"))
    assert {"en": "above expectation during Gift", "zh": "赠礼期间订单数比预期高"}[language] in title
    assert {"en": "The same days hold Other", "zh": "同期还有其他"}[language] in answer


@pytest.mark.parametrize("study", ["controls"], indirect=True)
def test_an_effect_in_some_units_is_not_told_as_that_of_all(study):
    assert study.each[0].effect.incremental.ok
    assert "Both numbers are of the units that had it (1)" in words(shown(study, "answer", "en").html)


@pytest.mark.parametrize("study", ["several"], indirect=True)
def test_each_of_several_campaigns_has_its_own_part_and_a_running_one_is_not_judged(study):
    effects = shown(study, "effects", "en").html
    assert effects.count("<h3>") == 5
    goals = words(shown(study, "goals", "en").html)
    assert "incomplete" in goals
    assert "different people of several days do not add up" in words(effects)
    assert "not judged" in words(shown(study, "limits", "en").html)


@pytest.mark.parametrize("study", ["controls"], indirect=True)
def test_controls_take_the_place_of_the_forecast(study):
    (item,) = study.each
    assert item.effect.forecast is None and item.effect.is_clear is (item.effect.incremental.low is not None)
    assert item.effect.incremental.value == pytest.approx(9 * 7, rel=0.2)  # 9 more a day in one city
    assert "units without the campaign" in words(shown(study, "effects", "en").html)


@pytest.mark.parametrize("study", ["planned"], indirect=True)
def test_a_campaign_that_has_not_begun_is_said_to_be_planned(study):
    assert "have not begun" in words(shown(study, "answer", "en").html)
