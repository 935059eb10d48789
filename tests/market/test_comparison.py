"""The comparison of a client with its competitors: facts by hand, what cannot be known, what must be refused."""

import pandas as pd
import pytest

from tests.small_comparison import small_comparison
from toolkit.errors import DataError, ToolkitError
from toolkit.market import comparison as reasons

TABLE = """\
competitor,observed_on,source,price,chat,stars,slogan
acme,2026-10-20,own,10,yes,4.5/5,fine tea
Birch,2026-10-20,shop,20,no,4.0/5,cheap tea
Cedar,2026-03-01,shop,15,?,4.5/5,old tea
Elm,,,,,,
"""
CRITERIA = {
    "price": {"weight": 2, "better": "lower", "unit": "money"},
    "chat": {"weight": 1},
    "stars": {"weight": 1},
}


@pytest.fixture
def study(tmp_path):
    with small_comparison(tmp_path, {"competitors": TABLE}, criteria=CRITERIA) as found:
        yield found


def test_the_score_by_hand_and_with_plain_pandas(study):
    """acme: (2 * 1 + 1 + 0.875) / 4; Birch: 0.75 / 4; Cedar, chat unknown: (2 * 0.5 + 0.875) / 3."""
    assert study.score("acme").value == pytest.approx(96.875)
    assert study.score("Birch").value == pytest.approx(18.75)
    assert study.score("Cedar").value == pytest.approx(62.5)
    plain = pd.DataFrame(
        {"price": [10, 20, 15, None], "chat": [1, 0, None, None], "stars": [4.5, 4, 4.5, None]}, dtype=float
    )
    low, high = plain.min(), plain.max()
    low["stars"], high["stars"] = 1, 5
    points = (plain - low) / (high - low)
    points["price"] = 1 - points["price"]
    weight = pd.Series({"price": 2, "chat": 1, "stars": 1})
    second = 100 * (points * weight).sum(axis=1) / (points.notna() * weight).sum(axis=1)
    assert [study.score(name).value for name in ("acme", "Birch", "Cedar")] == pytest.approx(second[:3].tolist())


def test_ranks_and_their_bounds(study):
    assert [study.rank(name).value for name in ("acme", "Cedar", "Birch")] == [1, 2, 3]
    assert study.rank("acme").reason == reasons.UNCERTAIN  # Elm, of which nothing is known, could be as good
    bounds = {(fact.id, fact.dims["case"]): fact.value for fact in study.bounds("Cedar")}
    assert bounds["competitor_score", "worst"] == pytest.approx(100 * 1.875 / 4)
    assert bounds["competitor_score", "best"] == pytest.approx(100 * 2.875 / 4)
    assert (bounds["competitor_rank", "best"], bounds["competitor_rank", "worst"]) == (2, 3)
    assert study.bounds("acme") == []


def test_what_is_not_known_lowers_coverage_and_is_never_zero(study):
    assert study.coverage("acme").value == 1
    assert study.coverage("Cedar").value == pytest.approx(2 / 3)
    nothing = study.score("Elm"), study.rank("Elm"), study.stability("Elm")
    assert {(fact.status, fact.value, fact.reason) for fact in nothing} == {
        ("unobservable", None, reasons.NOTHING_KNOWN)
    }
    assert (study.coverage("Elm").value, study.value("price", "Elm").status) == (0, "no_data")


def test_a_gap_is_positive_where_we_are_ahead(study):
    price, chat, stars = (study.gap(name, "Birch") for name in ("price", "chat", "stars"))
    assert (price.value, price.unit) == (10, "CNY")
    assert (chat.value, chat.unit) == (1, "count")
    assert (stars.value, stars.unit) == (0.5, "score")
    assert study.gap("chat", "Cedar").reason == reasons.NOT_KNOWN


def test_values_are_dated_and_old_ones_say_so(study):
    fresh, old, undated = (study.value("price", name) for name in ("Birch", "Cedar", "acme"))
    assert (str(fresh.start), fresh.reason) == ("2026-10-20", None)
    assert (str(old.end), old.reason) == ("2026-03-01", reasons.STALE)
    assert study.observed.loc["Cedar", "age"] == 244  # to 31 October
    assert pd.isna(study.observed.loc["Elm", "age"]) and undated.ok


def test_a_column_nobody_named_is_shown_and_does_not_count(study):
    assert list(study.readings) == ["price", "chat", "stars", "slogan"]
    assert study.readings["slogan"].kind == "text"
    assert list(study.values) == ["price", "chat", "stars"]


def test_we_are_found_by_id_or_name(tmp_path):
    for name in ("acme", "ACME", "顶点"):
        with small_comparison(tmp_path, {"competitors": f"competitor,x\nBirch,1\n{name},2\n"}) as study:
            assert study.us == name
    with small_comparison(tmp_path, {"competitors": "competitor,x\nBirch,1\n"}, criteria={"x": {}}) as study:
        assert study.us is None
        assert study.gap("x", "Birch").reason == reasons.NOT_US


def test_our_row_must_be_there_when_the_client_file_names_it(tmp_path):
    with (
        small_comparison(tmp_path, {"competitors": TABLE}, us="Brich") as study,
        pytest.raises(ToolkitError, match=r'competitor_comparison.us: expected .*"Brich"\. Did you mean "Birch"\?'),
    ):
        _ = study.us


def test_a_value_that_cannot_be_read_is_refused(tmp_path):
    wrong = TABLE.replace("Birch,2026-10-20,shop,20", "Birch,2026-10-20,shop,about 20")
    with (
        small_comparison(tmp_path, {"competitors": wrong}, criteria=CRITERIA) as study,
        pytest.raises(DataError, match='competitors "Birch" column "price": expected a number, got "about 20"'),
    ):
        _ = study.readings


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("competitor,x,y\nacme,3,yes\n", reasons.ALONE),
        ("competitor,x,y\nacme,,\nBirch,,\n", reasons.NOTHING_KNOWN),
        ("competitor,x\nacme,3\nBirch,3\n", reasons.NO_DIFFERENCE),
    ],
)
def test_no_rank_where_there_is_nothing_to_rank(tmp_path, table, reason):
    asked = {name: {} for name in table.splitlines()[0].split(",")[1:]}
    with small_comparison(tmp_path, {"competitors": table}, criteria=asked) as study:
        rank, kept = study.rank("acme"), study.stability("acme")
        assert (rank.status, rank.reason) == (kept.status, kept.reason) == ("unobservable", reason)


def test_without_criteria_nothing_is_scored(tmp_path):
    with small_comparison(tmp_path, {"competitors": TABLE}) as study:
        assert study.score("acme").reason == study.coverage("acme").reason == reasons.NO_CRITERION


def test_without_a_table_or_rows_it_says_so(tmp_path):
    with small_comparison(tmp_path, {}, us="acme", criteria=CRITERIA) as study:
        assert (study.lack, study.us) == (reasons.NO_TABLE, None)
    with small_comparison(tmp_path, {"competitors": "competitor,price,chat,stars\n"}, criteria=CRITERIA) as study:
        assert study.lack == reasons.NO_ROWS and study.scores.empty


def test_ratings(tmp_path):
    rows = "\n".join(f"Birch,2026-10-{day:02d} 09:00:00,{4 + day % 2}" for day in range(1, 13))
    tables = {"competitors": TABLE, "reviews": f"competitor,at,rating\n{rows}\nacme,2026-10-05 08:00:00,5\n"}
    with small_comparison(tmp_path, tables, criteria=CRITERIA) as study:
        many, one = study.rating("Birch"), study.rating("acme")
        assert (many.value, many.n, many.reason) == (4.5, 12, None) and many.low < 4.5 < many.high
        assert (one.value, one.n, one.low, one.reason) == (5, 1, None, reasons.FEW_REVIEWS)
        assert study.review_count("Birch").value == 12
        assert study.rating("Cedar").reason == reasons.NO_RECENT_REVIEWS
        assert [fact.dims["part"] for fact in study.rating_parts("Birch")] == ["recent"]
