import numpy as np
import pandas as pd
import pytest

from toolkit.effect import response

WEEKS = pd.date_range("2023-01-02", periods=130, freq="7D")


def spend(seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    steady = np.full(130, 40.0)
    return pd.DataFrame({"ads": rng.uniform(0, 400, 130), "tv": rng.uniform(0, 900, 130), "rent": steady}, WEEKS)


def test_a_planted_response_is_found():
    """100 + 6 sqrt(ads): at a mean spend of 200, one more brings 6 / (2 sqrt(200)) = 0.212. tv brings nothing."""
    paid = spend()
    season = 20 * np.sin(2 * np.pi * np.arange(130) / response.YEAR)
    y = 100 + 6 * np.sqrt(paid["ads"]) + season + np.random.default_rng(6).normal(0, 4, 130)
    found = response.fit(paid, y)
    ads, tv, rent = (next(c for c in found.channels if c.name == name) for name in ("ads", "tv", "rent"))
    truth = 6 / (2 * np.sqrt(paid["ads"].mean()))
    assert ads.marginal_low < truth < ads.marginal_high and ads.marginal_low > 0
    assert tv.marginal_low < 0 < tv.marginal_high
    assert (rent.marginal, rent.correlation, rent.weeks) == (None, None, 130)
    assert found.has_season and found.weeks == 130 and 0.8 < found.explained < 1
    assert sum(channel.share for channel in found.channels) == pytest.approx(1)
    assert [channel.name for channel in found.channels] == ["tv", "ads", "rent"]
    assert ads.correlation == pytest.approx(np.corrcoef(paid["ads"], y)[0, 1])
    assert ads.low < ads.correlation < ads.high


def test_channels_that_move_together_are_called_entangled():
    paid = spend()[["ads"]]
    paid["video"] = paid["ads"] * 2 + np.random.default_rng(3).uniform(0, 10, 130)
    found = response.fit(paid, 100 + np.sqrt(paid["ads"]))
    assert min(channel.entangled for channel in found.channels) > response.ENTANGLED


def test_a_series_beside_is_held_equal():
    paid, rng = spend(), np.random.default_rng(4)
    rival = pd.DataFrame({"rival": rng.normal(50, 10, 130)}, WEEKS)
    y = 200 + np.sqrt(paid["ads"]) - 3 * rival["rival"] + rng.normal(0, 1, 130)
    assert response.fit(paid, y, rival).explained > response.fit(paid, y).explained + 0.3


def test_few_weeks_nothing_that_varies_and_a_flat_response_are_no_regression():
    paid = spend()
    y = pd.Series(np.random.default_rng(5).normal(100, 5, 130), WEEKS)
    assert response.fit(paid.iloc[:25], y) is None
    assert response.fit(paid[["rent"]], y) is None
    assert response.fit(paid, y * 0 + 3) is None
    assert response.fit(paid * 0, y) is None
    assert not response.fit(paid.iloc[:60], y).has_season


def test_weeks_are_whole_or_left_out():
    days = pd.date_range("2026-10-01", "2026-10-20")  # Thursday to Tuesday: two whole weeks
    assert response.weekly(pd.Series(1.0, days)).to_dict() == {
        pd.Timestamp("2026-10-05"): 7.0,
        pd.Timestamp("2026-10-12"): 7.0,
    }
    assert response.weekly(pd.Series([3.0, 4.0], WEEKS[:2])).tolist() == [3.0, 4.0]
    assert response.weekly(pd.Series([], dtype=float, index=pd.DatetimeIndex([]))).empty
