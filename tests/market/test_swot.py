"""Every row of a SWOT table rests on a number."""

import pytest

from tests.small_comparison import small_comparison
from toolkit.market.swot import standings, swot

TABLE = """\
competitor,price,chat,app,speed
acme,10,no,no,3
Birch,20,yes,no,3
Cedar,15,yes,no,3
Elm,5,yes,no,3
"""
CRITERIA = {"price": {"better": "lower", "weight": 2}, "chat": {}, "app": {}, "speed": {}}


def reviews(name, before, after):
    earlier = [f"{name},2026-05-{day:02d} 09:00:00,{before + day % 2}" for day in range(1, 21)]
    return [*earlier, *(f"{name},2026-10-{day:02d} 09:00:00,{after + day % 2}" for day in range(1, 21))]


def csv(*parts):
    return "\n".join(["competitor,at,rating", *(line for part in parts for line in part)]) + "\n"


def found(tmp_path, **tables):
    with small_comparison(tmp_path, {"competitors": TABLE} | tables, criteria=CRITERIA) as study:
        return standings(study), swot(study)


def test_where_we_stand_by_hand(tmp_path):
    """Price: ahead of Birch and Cedar, behind Elm by 5. Of the weight 5, price holds 2 and chat 1."""
    placed = {each.criterion: each for each in found(tmp_path)[0]}
    price, chat, app = placed["price"], placed["chat"], placed["app"]
    assert (price.ahead, price.behind, price.known, price.best, price.gap.value) == (2, 1, 3, "Elm", -5)
    assert price.is_strength and not price.is_weakness
    # places: 10 is at 2/3, the others at 0, 1/3 and 1, on average 4/9
    assert price.advantage == pytest.approx((2 / 3 - 4 / 9) * 2 / 5)
    assert (chat.behind, chat.is_weakness, chat.advantage) == (3, True, pytest.approx(-1 / 5))
    assert (app.ahead, app.behind, app.advantage) == (0, 0, 0)


def test_rows_of_gaps_and_of_what_nobody_has(tmp_path):
    rows = [(row.quarter, row.why, row.fact.dims["criterion"]) for row in found(tmp_path)[1]]
    assert rows == [
        ("strength", "criterion", "price"),
        ("weakness", "criterion", "chat"),
        ("opportunity", "absence", "app"),
    ]


def test_a_rivals_fall_is_an_opportunity_and_our_own_a_threat(tmp_path):
    table = csv(reviews("Birch", 4, 2), reviews("acme", 4, 3), reviews("Elm", 3, 4), reviews("Cedar", 4, 4))
    rows = [row for row in found(tmp_path, reviews=table)[1] if row.why == "reviews"]
    assert [(row.quarter, row.name) for row in rows] == [
        ("opportunity", "Birch"),
        ("threat", "Elm"),
        ("threat", "acme"),
    ]
    assert all(row.fact.ok for row in rows)


def test_a_growing_market_is_an_opportunity_and_a_shrinking_one_a_threat(tmp_path):
    """Tea: 120 after 100 a year before; cups: 90 after 100; spoons: 102 after 100 is neither."""
    ends = {"tea": 120, "cups": 90, "spoons": 102}
    lines = [
        f"{name},{month}-01,{100 if month < '2026-09' else end}"
        for name, end in ends.items()
        for month in [f"2025-{m:02d}" for m in range(9, 13)] + [f"2026-{m:02d}" for m in range(1, 10)]
    ]
    rows = found(tmp_path, market="\n".join(["series,date,value", *lines]) + "\n")[1]
    assert [(row.quarter, row.name, round(row.fact.value, 2)) for row in rows if row.why == "market"] == [
        ("opportunity", "tea", 0.2),
        ("threat", "cups", -0.1),
    ]


def test_nothing_without_us(tmp_path):
    with small_comparison(tmp_path, {"competitors": TABLE.replace("acme", "Ash")}, criteria=CRITERIA) as study:
        assert (standings(study), swot(study)) == ([], [])
