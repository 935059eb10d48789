"""What is planted among the competitors of the demo clients, found again by the comparison that a report makes."""

import shutil
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from toolkit import params, periods, sources
from toolkit.market.comparison import UNCERTAIN, Comparison
from toolkit.market.swot import swot
from toolkit.sample import rivals

PROJECT = Path(__file__).parents[2]
WRITERS = {
    "lotus-tea": rivals.write_tea,
    "bright-smile": rivals.write_clinics,
    "city-reader": rivals.write_magazines,
}


@contextmanager
def compared(client_id: str, root: Path):
    """The comparison of October, from the client's own file and what is written for it."""
    shutil.copytree(PROJECT / "params", root / "params")
    (root / "data" / client_id).mkdir(parents=True)
    WRITERS[client_id](root / "data" / client_id)
    client = params.load(root / f"params/{client_id}.yml")
    written = {name: source for name, source in client.data.items() if name in ("competitors", "reviews")}
    client = client.model_copy(update={"data": written})
    warehouse = sources.load(client)
    try:
        yield Comparison(client, warehouse, periods.parse("2026-10"), date(2026, 11, 8))
    finally:
        warehouse.close()


@pytest.fixture(scope="module")
def tea(tmp_path_factory):
    with compared("lotus-tea", tmp_path_factory.mktemp("tea")) as study:
        yield study


def test_one_leads_clearly_and_stays_there(tea):
    assert (tea.rank("云岚茶坊").value, tea.rank("云岚茶坊").reason) == (1, None)
    assert tea.stability("云岚茶坊").value == 1
    assert tea.us == "荷香茶饮" and tea.rank(tea.us).value == 2


def test_two_are_tied_and_neither_is_stable(tea):
    ranks = [tea.rank(name).value for name in ("半山茶事", "青瓷茶社")]
    kept = [tea.stability(name).value for name in ("半山茶事", "青瓷茶社")]
    assert ranks == [4, 4] and max(kept) < 0.6
    assert tea.score("半山茶事").value == tea.score("青瓷茶社").value


def test_what_is_unknown_lowers_coverage_and_opens_the_rank(tea):
    assert tea.coverage("一叶知味").value == pytest.approx(5 / 7)
    assert tea.rank("一叶知味").reason == UNCERTAIN
    assert {name for name in tea.table.index if tea.coverage(name).value < 1} == {"一叶知味"}


def test_one_row_is_out_of_date(tea):
    assert tea.observed.index[tea.observed["is_stale"]].tolist() == ["南巷茶铺"]


def test_the_leaders_reviews_fall(tea):
    row = tea.reviews.loc["云岚茶坊"]
    assert row["earlier"] == pytest.approx(4.5, abs=0.1) and row["recent"] == pytest.approx(4.08, abs=0.25)
    moved = [(point.quarter, point.name) for point in swot(tea) if point.why == "reviews"]
    assert moved == [("opportunity", "云岚茶坊")]
    assert tea.rating("一叶知味").n < 10 and "南巷茶铺" not in tea.reviews.index


def test_the_score_agrees_with_plain_pandas(tea, tmp_path):
    """Another way: read the file itself, turn words into numbers by hand, average what is known."""
    rivals.write_tea(tmp_path)
    table = pd.read_csv(tmp_path / "competitors.csv").set_index("品牌")
    values = pd.DataFrame(
        {
            "price": -table["乌龙单包价"].str.strip("¥").astype(float),
            "rating": pd.to_numeric(table["小程序评分"].str.removesuffix("/5"), errors="coerce"),
            "dispatch": -pd.to_numeric(table["下单到发货"].str.removesuffix("小时"), errors="coerce"),
            "launches": table["月上新"].astype(float),
            **{key: (table[name] == "是").astype(float) for key, name in
               {"points": "会员积分", "live": "直播带货", "gift": "礼盒定制"}.items()},
        }
    )  # fmt: skip
    low, high = values.min(), values.max()
    low["rating"], high["rating"] = 1.0, 5.0
    places = (values - low) / (high - low)
    weights = pd.Series({"price": 3, "rating": 3, "dispatch": 2, "launches": 2, "points": 1, "live": 1, "gift": 1})
    plain = 100 * (places * weights).sum(axis=1) / (places.notna() * weights).sum(axis=1)
    ours = pd.Series({name: tea.score(name).value for name in tea.table.index})
    pd.testing.assert_series_equal(ours, plain, check_names=False)
    assert plain.rank(ascending=False, method="min").to_dict() == {n: tea.rank(n).value for n in tea.table.index}


def test_the_clinics_and_the_magazines(tmp_path):
    with compared("bright-smile", tmp_path / "a") as clinics:
        assert [(row.quarter, row.name) for row in swot(clinics) if row.why == "reviews"] == [
            ("opportunity", "仁和牙科")
        ]
        assert clinics.stability("皓齿口腔").value > 0.9
        assert clinics.observed.index[clinics.observed["is_stale"]].tolist() == ["微笑工坊"]
    with compared("city-reader", tmp_path / "b") as magazines:
        assert (magazines.us, magazines.rank("City Reader").value) == ("City Reader", 1)
        assert magazines.stability("City Reader").value > 0.9
        tied = [magazines.rank(name).value for name in ("Lane & Square", "Harbour Notes")]
        assert tied[0] == tied[1] and magazines.is_tied("Lane & Square")
        assert magazines.coverage("The Corner").value == 0.5
