"""208 weeks of spend in five channels beside a revenue that was simulated with saturation, carry-over and a rival."""

from datetime import date

import pandas as pd
import pytest

from toolkit import campaign_review, params, periods, sources
from toolkit.effect.campaign_study import Campaigns
from toolkit.i18n import Locale
from toolkit.metrics.review import Review

CHANNELS = ["tv_S", "ooh_S", "print_S", "facebook_S", "search_S"]


@pytest.fixture(scope="module")
def weeks(real):
    return pd.read_csv(real / "weekly_spend" / "robyn_dt_simulated_weekly.csv", parse_dates=["DATE"])


@pytest.fixture(scope="module")
def study(weeks, tmp_path_factory):
    """The wide file as an analyst would hand it over: one row a week and channel, and two series."""
    root = tmp_path_factory.mktemp("client")
    spend = weeks.melt("DATE", CHANNELS, var_name="channel", value_name="cost")
    spend.rename(columns={"DATE": "date"}).to_csv(root / "spend.csv", index=False)
    series = weeks.rename(columns={"competitor_sales_B": "rival"}).melt("DATE", ["revenue", "rival"], "series")
    series.rename(columns={"DATE": "date"}).to_csv(root / "market.csv", index=False)
    (root / "client.yml").write_text(
        """
client: shop
name: Shop
language: en
currency: EUR
data:
  spend: {path: spend.csv, unit: yuan}
  market: {path: market.csv}
reports: {campaign_review: {response: {series: revenue, beside: [rival]}}}
""",
        "utf-8",
    )
    client = params.load(root / "client.yml")
    review = Review(client, sources.load(client), periods.parse("2019-11"), date(2026, 11, 20))
    yield Campaigns(review)
    review.warehouse.close()


def test_every_week_is_used_and_the_sums_are_those_of_the_file(study, weeks):
    found = study.response
    assert found.weeks == len(weeks) == 208 and found.has_season
    means = {channel.name: channel.spend for channel in found.channels}
    assert means == pytest.approx({name: weeks[name].mean() for name in CHANNELS}, rel=1e-6)


def test_what_can_be_said_and_what_cannot(study, weeks):
    """tv and print stand out; half of the spend, on posters, is followed by nothing that could be told from chance."""
    by_name = {channel.name: channel for channel in study.response.channels}
    assert by_name["tv_S"].marginal_low > 0 and by_name["print_S"].marginal_low > 0
    assert by_name["ooh_S"].marginal_low < 0 < by_name["ooh_S"].marginal_high
    assert by_name["ooh_S"].share > 0.5
    assert by_name["tv_S"].correlation == pytest.approx(weeks["tv_S"].corr(weeks["revenue"]))
    assert study.response.explained > 0.8


def test_the_page_warns_that_this_is_no_effect(study):
    shown = campaign_review.spending(study, locale=Locale("en", "EUR"), color="#0F766E")
    assert "That is no proof of an effect" in shown.html and "Correlation is no effect" in shown.html
    assert {fact.dims["channel"] for fact in shown.facts} == set(CHANNELS)
