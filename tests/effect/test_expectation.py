import numpy as np
import pandas as pd
import pytest

from toolkit.effect.expectation import expect

DAYS = pd.date_range("2026-06-01", periods=70)  # from a Monday
NEXT = pd.date_range("2026-08-10", periods=7)


def noise(seed: int, inertia: float = 0.0, size: int = 70) -> np.ndarray:
    rng, found = np.random.default_rng(seed), np.zeros(size)
    for t in range(1, size):
        found[t] = inertia * found[t - 1] + rng.normal()
    return found


def test_weekday_and_trend_are_carried_on():
    """Mondays 10 above, one more a week: after ten weeks the next Monday is 100 + 10 + 10."""
    plain = 100 + np.arange(70) / 7 + 10 * (DAYS.day_of_week == 0) + 1e-3 * noise(1)
    found = expect(pd.Series(plain, DAYS), NEXT)
    assert found.mean == pytest.approx(100 + np.arange(70, 77) / 7 + 10 * (NEXT.day_of_week == 0), abs=0.01)
    assert (found.learned_from, found.first) == (70, DAYS[0])
    assert found.freedom == 70 - 8  # seven weekdays and the trend


@pytest.mark.parametrize("gaps", [[], [3, 4, 30, 68]])
@pytest.mark.parametrize("inertia", [0.0, 0.7])
def test_it_is_generalised_least_squares_with_lingering_errors(gaps, inertia):
    """The same by the textbook: all correlations in one matrix, best linear prediction, its error."""
    values = pd.Series(50 + noise(2, inertia), DAYS).drop(DAYS[gaps])
    found = expect(values, NEXT)
    at = ((values.index - DAYS[0]) // pd.Timedelta("1D")).to_numpy()
    ahead = np.arange(70, 77)

    def design(days):
        is_day = (days % 7)[:, None] == np.arange(7)[None, :]
        return np.column_stack([is_day, (days - at[-1]) / 7]).astype(float)

    x, x_next, y = design(at), design(ahead), values.to_numpy()
    best = None
    for rho in np.linspace(-0.3, 0.95, 14):
        corr = np.sign(rho) ** np.abs(at[:, None] - at) * np.abs(rho) ** np.abs(at[:, None] - at)
        inverse = np.linalg.inv(corr)
        precision = np.linalg.inv(x.T @ inverse @ x)
        slopes = precision @ x.T @ inverse @ y
        rest = y - x @ slopes
        variance = rest @ inverse @ rest / (len(y) - 8)
        badness = (len(y) - 8) * np.log(variance) + np.linalg.slogdet(corr)[1] - np.linalg.slogdet(precision)[1]
        if best is None or badness < best[0]:
            apart = np.abs(ahead[:, None] - at)
            cross = np.sign(rho) ** apart * np.abs(rho) ** apart
            share = cross @ inverse
            far = np.abs(ahead[:, None] - ahead)
            away = x_next - share @ x
            among = np.sign(rho) ** far * np.abs(rho) ** far - share @ cross.T + away @ precision @ away.T
            best = (badness, x_next @ slopes + share @ rest, variance * among)
    assert found.mean == pytest.approx(best[1], rel=1e-6)
    assert found.covariance == pytest.approx(best[2], rel=1e-5, abs=1e-9)
    ones = np.ones(7, bool)
    assert found.total(ones) == pytest.approx((best[1].sum(), np.sqrt(best[2].sum())), rel=1e-6)


def test_errors_that_linger_make_a_sum_less_sure_than_its_days_alone():
    found = expect(pd.Series(50 + noise(3, 0.9), DAYS), NEXT)
    assert found.total(np.ones(7, bool))[1] > 1.5 * np.sqrt(np.diag(found.covariance).sum())
    low, high = found.band()
    assert (low < found.mean).all() and (found.mean < high).all()


def test_too_few_days_an_unseen_weekday_and_a_flat_series_are_not_expected_from():
    values = pd.Series(50 + noise(4), DAYS)
    assert expect(values.iloc[:27], NEXT) is None
    assert expect(values[values.index.day_of_week != 2], NEXT) is None
    assert expect(values[values.index.day_of_week != 2], NEXT[:2]) is not None
    assert expect(values * 0 + 7, NEXT) is None
    assert expect(values * 0, NEXT) is None
