"""What is planted in the demo clients' questionnaires and market series is found again by the market research."""

from pathlib import Path

import pytest
import yaml

from tests.small_study import small_study
from toolkit.market.forecast import TOO_SHORT
from toolkit.market.suppression import OTHER
from toolkit.sample import markets, questionnaires

PARAMS = Path(__file__).parents[2] / "params"


def study_of(client: str, folder: Path, *writers):
    """The study of a demo client from those of its files that are written quickly."""
    files = [path for write in writers for path in write(folder)]
    tables = {path.stem: path.read_text("utf-8").replace("提交时间", "at", 1) for path in files}
    tree = yaml.load((PARAMS / f"{client}.yml").read_text("utf-8"), yaml.BaseLoader)  # `on` is no word for true
    options = tree["reports"]["market_research"]
    return small_study(folder, tables, **options)


@pytest.fixture(scope="module")
def tea(tmp_path_factory):
    with study_of("lotus-tea", tmp_path_factory.mktemp("tea"), markets.write_tea, questionnaires.write_tea) as found:
        yield found


@pytest.fixture(scope="module")
def magazine(tmp_path_factory):
    with study_of("city-reader", tmp_path_factory.mktemp("magazine"), markets.write_magazines) as found:
        yield found


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    with study_of("bright-smile", tmp_path_factory.mktemp("clinic"), questionnaires.write_clinics) as found:
        yield found


def one(facts, **dims):
    (fact,) = [fact for fact in facts if dims.items() <= dict(fact.dims).items()]
    return fact


def test_recommendation_is_weighted_back_to_all_customers(tea):
    """Women 55 - 15, men 30 - 30: 40 and 0, and 20.8 for 52 to 48; unweighted seven in ten answers say 28."""
    (nps,) = tea.survey.overall("推荐意愿")
    assert nps.low < 20.8 < nps.high
    by_sex = tea.survey.crossed("推荐意愿")
    assert one(by_sex, group="女").value == pytest.approx(40, abs=7)
    assert one(by_sex, group="男").value == pytest.approx(0, abs=12)
    assert tea.survey.effective_n.value < tea.survey.effective_n.n


def test_women_drink_more_flower_tea(tea):
    shares = tea.survey.crossed("常喝的茶")
    assert one(shares, group="女", answer="花茶").low > one(shares, group="男", answer="花茶").high
    assert one(tea.survey.overall("常喝的茶"), answer="花茶").value == pytest.approx(0.52 * 0.6 + 0.48 * 0.3, abs=0.06)


def test_the_market_of_tea_grows_and_peaks_in_january(tea):
    sales, searches = tea.series
    assert sales.growth()["year"].value == pytest.approx(markets.TEA_GROWTH, abs=0.06)
    assert sales.seasonality.is_clear
    assert sales.seasonality.effects.argmax() == 0
    assert sales.seasonality.effects[0] == pytest.approx(markets.TEA_PEAK, abs=0.05)
    assert tea.forecasts[1].reason == TOO_SHORT and searches.seasonality is None


def test_its_forecast_beats_last_years_value(tea):
    found = tea.forecasts[0]
    assert found.beats_benchmark and found.mase.value < 0.5
    assert found.coverage.value >= 0.8


def test_small_provinces_are_put_together(tea):
    provinces = tea.portrait["省份"]
    shown = {fact.dims["value"] for fact in provinces}
    assert not {"西藏", "宁夏"} & shown and OTHER in shown
    rest = one(provinces, value=OTHER, population="active")
    assert round(rest.value * rest.n) >= tea.options.min_cell


def test_the_market_of_magazines_grows_a_little(magazine):
    (readers,) = magazine.series
    assert readers.cadence == "quarter"
    assert readers.growth()["year"].value == pytest.approx(markets.MAGAZINE_GROWTH, abs=0.04)
    assert magazine.forecasts[0].reason is None


def test_few_answers_leave_cells_blank(clinic):
    items, groups = clinic.survey.overall("就诊项目"), clinic.survey.groups
    assert len(clinic.survey.crossed("就诊项目")) < len(items) * len(groups)
    assert clinic.series == [] and clinic.size is None
