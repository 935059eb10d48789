"""Several offers side by side: scores, ranks, stability and prices worked out by hand."""

import pytest

from tests.small_offers import ALL, CHEAP, GAPPED, SOUND, small_offers
from toolkit.market.comparison import ALONE, UNCERTAIN
from toolkit.quote import judging
from toolkit.quote.offers import NO_COVERAGE, NO_NEEDS, NO_OFFERS, NOTHING_COVERED, NOTHING_KNOWN, TOO_LITTLE

FINANCE = {"finance": {"weights": {"price": "1"}}}


def test_weights_by_hand(tmp_path):
    """Business has two thirds of the say, over needs 3:2:1; finance one third, over price 3 and exit 1."""
    with small_offers(tmp_path) as study:
        assert study.weights == pytest.approx(
            {"content": 1 / 3, "chat": 2 / 9, "shop": 1 / 9, "exit": 1 / 12, "price": 1 / 4}
        )
        assert judging.departments(study.options)["finance"] == pytest.approx({"exit": 0.25, "price": 0.75})


def test_scores_by_hand(tmp_path):
    """Prices 20,500, 10,000 and 30,000 are places 0.475, 1 and 0; sound lacks the shop, cheap all but content."""
    with small_offers(tmp_path) as study:
        assert study.names == ["sound", "gapped", "cheap"]
        assert study.score("sound").value == pytest.approx(100 * (1 / 3 + 2 / 9 + 1 / 12 + 0.475 / 4))
        assert study.score("gapped").value == pytest.approx(75)
        assert study.score("cheap").value == pytest.approx(100 * (1 / 3 + 1 / 4))
        assert [study.rank(name).value for name in study.names] == [1, 2, 3]
        assert [study.score(name, "business").value for name in study.names] == pytest.approx([250 / 3, 100, 50])
        # finance: price 3, exit 1
        assert study.score("sound", "finance").value == pytest.approx(100 * (0.475 * 3 + 1) / 4)
        assert study.score("cheap", "finance").value == pytest.approx(75)


def test_departments_that_put_another_first_are_named(tmp_path):
    with small_offers(tmp_path) as study:
        assert study.leaders == ["sound"]
        assert study.dissent == {"business": ["gapped"], "finance": ["cheap"]}
        assert study.rank("cheap", "finance").dims == {"offer": "cheap", "department": "finance"}


def test_prices_and_coverage_by_hand(tmp_path):
    with small_offers(tmp_path) as study:
        assert study.monthly("sound").value == 20_500  # 20,000 + 6,000 / 12
        assert study.per_need("sound").value == 10_250  # two of three needs
        assert study.per_need("gapped").value == 10_000
        assert study.coverage("sound").value == pytest.approx(5 / 6)
        assert (study.gap("gapped").value, study.gap("sound").value) == (8_000, 0)
        assert study.gap("cheap").status == "no_data"
        assert (study.coverage("sound").start, study.coverage("sound").end) == (study.offers["sound"].on,) * 2


def test_a_clear_lead_is_stable(tmp_path):
    worse = CHEAP | {"price": "25000"}
    with small_offers(tmp_path, {"sound": SOUND, "worse": worse}) as study:
        assert study.leaders == ["sound"] and study.is_stable and not study.is_open("sound")
        kept = study.stability("sound")
        assert (kept.value, kept.n) == (1, 2000)
        assert [plan.offer for plan in study.pilots] == ["sound"]


def test_a_lead_by_a_price_that_its_parts_contradict_is_not_settled(tmp_path):
    """Both cover all; a is stated at 10,000 and adds up to 30,000, b costs 20,000."""
    a = GAPPED | {"price": "10000", "parts": {"labour": "30000"}}
    b = GAPPED | {"price": "20000", "parts": {"labour": "20000"}}
    with small_offers(tmp_path, {"a": a, "b": b}) as study:
        assert study.leaders == ["a"] and study.is_stable
        assert study.leaders_by_parts == ["b"] and not study.is_settled
        assert [plan.offer for plan in study.pilots] == ["a", "b"]
    with small_offers(tmp_path, {"a": a | {"parts": {"labour": "10000"}}, "b": b}) as study:
        assert study.leaders_by_parts == ["a"] and study.is_settled


def test_a_lead_by_a_hair_is_not(tmp_path):
    with small_offers(tmp_path) as study:
        assert not study.is_stable
        assert 0.3 < study.stability("sound").value < 0.9
        assert [plan.offer for plan in study.pilots] == ["sound", "gapped"]


def test_identical_offers_tie_and_a_tie_is_never_stable(tmp_path):
    with small_offers(tmp_path, {"a": SOUND, "b": SOUND}) as study:
        assert study.leaders == ["a", "b"] and not study.is_stable
        assert [study.rank(name).value for name in "ab"] == [1, 1]
        assert [study.stability(name).value for name in "ab"] == [0, 0]


def test_what_is_not_known_leaves_a_range_and_is_never_zero(tmp_path):
    """Of the silent offer the exit alone is known, a twelfth of the weight."""
    silent = {name: value for name, value in GAPPED.items() if name not in ("covers", "price")}
    with small_offers(tmp_path, {"sound": SOUND, "cheap": CHEAP, "silent": silent}) as study:
        assert study.coverage("silent").reason == NO_COVERAGE
        assert study.monthly("silent").status == "no_data"
        assert study.score("silent").reason == study.rank("silent").reason == TOO_LITTLE
        assert study.rank("sound").reason == UNCERTAIN and study.is_open("sound")
        bounds = {(fact.id, fact.dims["case"]): fact.value for fact in study.bounds("silent")}
        assert bounds["offer_score", "worst"] == pytest.approx(100 / 12)
        assert bounds["offer_rank", "worst"] == 3
        cases = {fact.dims["case"]: fact.value for fact in study.coverage_bounds("silent")}
        assert cases == {"worst": 0, "best": 1}


def test_a_price_known_of_one_offer_alone_leaves_its_weight_open(tmp_path):
    """Of b all but the price, a quarter, is known: b scores (1/3 + 2/9) / 0.75, at best 5/9 and that quarter."""
    b = {"covers": {"content": "yes", "chat": "yes", "shop": "no"}, "terms": {"exit": "no"}}
    with small_offers(tmp_path, {"a": SOUND | {"covers": b["covers"]}, "b": b}) as study:
        assert study.points["price"].isna().all()
        assert study.score("b").value == pytest.approx(100 * (5 / 9) / 0.75)
        assert study.is_open("a") and not study.is_settled  # by the price b may pass
        assert study.scores.loc["b", "highest"] == pytest.approx(5 / 9 + 1 / 4)


def test_one_offer_has_no_rank(tmp_path):
    with small_offers(tmp_path, {"a": SOUND}) as study:
        assert study.rank("a").reason == study.stability("a").reason == ALONE
        assert study.leaders == [] and [plan.offer for plan in study.pilots] == ["a"]


def test_offers_of_which_nothing_is_known(tmp_path):
    with small_offers(tmp_path, {"a": {}, "b": {}}) as study:
        assert {study.score(name).reason for name in "ab"} == {NOTHING_KNOWN}
        assert study.leaders == [] and study.pilots == []
        assert study.flags == {"a": [], "b": []}
        assert "price" in [question.about for question in study.questions["a"]]


def test_no_offers_and_no_needs(tmp_path):
    with small_offers(tmp_path, {}, departments={}) as study:
        assert study.lack == NO_OFFERS
    with small_offers(tmp_path, {"a": {"price": "1"}, "b": {"price": "2"}}, needs={}, departments=FINANCE) as study:
        assert study.coverage("a").reason == study.per_need("a").reason == NO_NEEDS
        assert study.leaders == ["a"]


def test_an_offer_that_covers_nothing_has_no_price_per_need(tmp_path):
    nothing = {"price": "10", "covers": dict.fromkeys(("content", "chat", "shop"), "no")}
    with small_offers(tmp_path, ALL | {"nothing": nothing}) as study:
        assert study.per_need("nothing").reason == NOTHING_COVERED
        assert study.coverage("nothing").value == 0


def test_a_commission_base_counts_only_where_there_is_a_commission(tmp_path):
    legal = {"legal": {"weights": {"terms": "1"}}}
    with small_offers(tmp_path, departments=legal) as study:
        assert len(study.weights) == 7
    paid = CHEAP | {"commission_rate": "0.1"}
    with small_offers(tmp_path, ALL | {"paid": paid}, departments=legal, monthly_sales="1000") as study:
        assert len(study.weights) == 8
        assert study.values.loc["sound", "commission_base"] == 1
        assert study.values["commission_base"].isna().to_dict()["paid"]


def test_twelve_offers_are_all_ranked(tmp_path):
    many = {f"offer {i:02}": SOUND | {"price": str(20_000 + i)} for i in range(12)}
    with small_offers(tmp_path, many) as study:
        assert study.names == list(many)
        assert sorted(study.rank(name).value for name in many) == list(range(1, 13))


def test_facts_of_one_id_are_told_apart_by_their_dims(tmp_path):
    with small_offers(tmp_path) as study:
        makers = (study.price, study.parts, study.gap, study.monthly, study.per_need, study.coverage, study.stability)
        facts = [make(name) for name in study.names for make in makers]
        facts += [
            f(name, key)
            for name in study.names
            for key in (None, "business", "finance")
            for f in (study.score, study.rank)
        ]
        keys = [(fact.id, *sorted(fact.dims.items())) for fact in facts]
        assert len(keys) == len(set(keys))


def test_one_off_work_of_every_month_is_told_apart_from_an_ordinary_month(tmp_path):
    """Parts of 20,000 are the price; 6,000 more over the whole year, out of the price, are a gap of 500 a month."""
    inside = SOUND | {"one_off": [{"name": "Shop", "amount": "6000", "months": "12"}]}
    with small_offers(tmp_path, {"inside": inside}) as study:
        assert study.gap("inside").value == 0
        assert [(fact.value, fact.dims["months"]) for fact in study.gaps("inside")] == [(500, "1-12")]


def test_offers_may_come_after_the_period(tmp_path):
    offers = {"old": SOUND | {"on": "2026-10-01"}, "new": CHEAP | {"on": "2026-11-20"}}
    with small_offers(tmp_path, offers) as study:
        assert study.as_of == study.offers["new"].on
