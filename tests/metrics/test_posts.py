from datetime import date

import pandas as pd
import pytest

from toolkit.metrics import posts
from toolkit.metrics.fact import Scope

SCOPE = Scope(date(2026, 10, 1), date(2026, 10, 31), "CNY", "posts")
ROWS = pd.DataFrame(
    {
        "kind": ["video", "video", "text", None],
        "reach": [100, 300, 500, 100],
        "engaged": [10, 30, 20, 0],
        "likes": [8, 20, 10, None],
        "comments": [1, 5, 5, 0],
        "shares": [1, 15, 0, 0],
    }
)


def by_id(facts):
    return {fact.id: fact for fact in facts}


def test_sums_over_posts_by_hand():
    """60 of 1,000 reached reacted; 38 likes, 11 comments and 16 shares are 65 actions."""
    found = by_id(posts.facts(ROWS, SCOPE))
    assert found["posts_count"].value == 4
    assert (found["interaction_rate"].value, found["interaction_rate"].n) == (0.06, 4)
    assert found["interactions_per_thousand"].value == pytest.approx(65)
    assert found["shares_per_thousand"].value == pytest.approx(16)
    assert 0 <= found["shares_per_thousand"].low < 16 < found["shares_per_thousand"].high


def test_kinds_add_up_to_the_posts_that_have_one():
    groups = posts.by(ROWS, "kind", SCOPE)
    assert list(groups) == ["video", "text"]
    assert sum(by_id(part)["posts_count"].value for part in groups.values()) == 3
    assert by_id(groups["video"])["interaction_rate"].value == 0.1  # 40 of 400
    assert by_id(groups["video"])["interaction_rate"].dims == {"kind": "video"}
    assert posts.by(ROWS, "paid", SCOPE) == {}


def test_the_most_shared_tenth():
    assert posts.concentration(ROWS) == (1, pytest.approx(15 / 16))
    assert posts.concentration(ROWS.assign(shares=0)) is None
    assert posts.concentration(ROWS.drop(columns="shares")) is None


def test_what_is_not_given_or_reached_nobody_is_not_known():
    found = by_id(posts.facts(ROWS[["reach"]], SCOPE))
    assert {found[id_].status for id_ in ("interaction_rate", "shares_per_thousand")} == {"no_data"}
    nobody = by_id(posts.facts(ROWS.assign(reach=0), SCOPE))
    assert nobody["interaction_rate"].status == "unobservable"
    one = by_id(posts.facts(ROWS.head(1), SCOPE))
    assert (one["interaction_rate"].value, one["interaction_rate"].low) == (0.1, None)
