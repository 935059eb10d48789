"""The effects planted for the review of campaigns are inside the intervals that it reports."""

import shutil
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from toolkit import params, periods, sources
from toolkit.effect.campaign_study import Campaigns
from toolkit.metrics import posts
from toolkit.metrics.fact import Scope
from toolkit.metrics.review import Review
from toolkit.sample import bright_smile, experiments, lotus_tea, north_gear
from toolkit.sample import posts as sampled

PROJECT = Path(__file__).parents[2]
NEEDED = ("events", "orders", "spend", "experiment", "posts", "visits", "retention")
OCTOBER = periods.parse("2026-10")


@contextmanager
def studied(root: Path, client: str, *writers):
    """The campaigns of a demo client in October, from its own client file and the tables that the study reads."""
    folder = root / "data" / client
    folder.mkdir(parents=True)
    for write in writers:
        write(folder)
    shutil.copytree(PROJECT / "params", root / "params")
    found = params.load(root / "params" / f"{client}.yml")
    found = found.model_copy(update={"data": {name: found.data[name] for name in found.data if name in NEEDED}})
    warehouse = sources.load(found)
    yield Campaigns(Review(found, warehouse, OCTOBER, date(2026, 11, 20)))
    warehouse.close()


@pytest.fixture(scope="module")
def tea(tmp_path_factory):
    writers = (lotus_tea.write, experiments.write_tea, sampled.write_tea)
    with studied(tmp_path_factory.mktemp("tea"), "lotus-tea", *writers) as found:
        yield found


def test_national_day_brought_130_more_new_users_a_day(tea):
    (item,) = tea.each
    assert item.effect.incremental.low < 7 * 130 < item.effect.incremental.high
    assert item.effect.incremental.value == pytest.approx(7 * 130, rel=0.1)
    assert item.is_reached and item.effect.p_value.value < 0.05
    placebo = item.effect.forecast.placebo
    assert (placebo.as_large, placebo.covered / placebo.spans) == (0, pytest.approx(0.95, abs=0.06))
    assert item.returns.roi.high < 0  # they came for the gift


def test_the_shorter_payment_page_sells_to_six_more_in_a_hundred(tea):
    (trial,), _ = tea.trials
    bought, amount = trial.comparisons
    assert bought.difference.low < 0.06 < bought.difference.high
    assert [trial.verdict(each) for each in trial.comparisons] == ["better", "better"]
    assert trial.is_split_as_planned
    assert amount.difference.low > 0


def test_short_videos_set_off_most(tea):
    scope = Scope(OCTOBER.start, OCTOBER.end, "CNY", "posts")
    rates = {kind: facts[1] for kind, facts in posts.by(tea.posts, "kind", scope).items()}
    for kind, planted in sampled.ENGAGED.items():
        assert rates[kind].low < planted < rates[kind].high


def test_a_reminder_on_the_day_before_brings_nine_more_in_a_hundred_and_the_campaign_nothing(tmp_path):
    with studied(tmp_path, "bright-smile", bright_smile.write, experiments.write_clinics) as found:
        (trial,), _ = found.trials
        day_before, two_hours = trial.comparisons
        assert day_before.difference.low < 0.09 < day_before.difference.high
        assert two_hours.difference.low < 0 < two_hours.difference.high
        assert [trial.verdict(each) for each in trial.comparisons] == ["better", "nothing"]
        (week,) = found.each
        assert not week.effect.is_clear and week.is_reached is False


def test_a_checkout_that_loses_users_is_found_out_and_a_running_test_is_not_read(tmp_path):
    with studied(tmp_path, "north-gear", north_gear.write, experiments.write_gear) as found:
        checkout, shipping = found.trials[0]
        assert not checkout.is_split_as_planned and checkout.sample_ratio.value < 0.001
        assert {checkout.verdict(each) for each in checkout.comparisons} == {"broken"}
        assert shipping.unread is not None and shipping.is_split_as_planned
        assert not found.each[0].effect.is_clear
