"""Raking against closed forms and a Poisson regression; what cannot be weighted is said."""

import numpy as np
import pandas as pd
import pytest

from toolkit.errors import ReportError
from toolkit.market.weighting import effective_n, rake

RNG = np.random.default_rng(7)
SEX = pd.Series(RNG.choice(["f", "m"], 400, p=[0.7, 0.3]))
AGE = pd.Series(RNG.choice(["young", "middle", "old"], 400, p=[0.5, 0.3, 0.2]))
OF_SEX, OF_AGE = {"f": 0.52, "m": 0.48}, {"young": 0.3, "middle": 0.4, "old": 0.3}


def share(weights, is_so):
    return weights[is_so].sum() / weights.sum()


def test_one_margin_is_target_over_sample():
    """Each woman weighs 0.52 / (women / 400)."""
    weights = rake(np.ones(400), [("sex", SEX, OF_SEX)], 1, "acme")
    women = (SEX == "f").to_numpy()
    assert weights[women] == pytest.approx(0.52 * 400 / women.sum())
    assert weights.mean() == pytest.approx(1)


def test_two_margins_agree_with_a_poisson_regression():
    """Raking a table is fitting main effects with the sample as offset to any table that has the margins."""
    from statsmodels.api import GLM, add_constant, families

    weights = rake(np.ones(400), [("sex", SEX, OF_SEX), ("age", AGE, OF_AGE)], 1, "acme")
    table = pd.crosstab(SEX, AGE)
    target = np.outer([OF_SEX[s] for s in table.index], [OF_AGE[a] for a in table.columns]) * 400
    rows, columns = (pd.get_dummies(place.ravel(), drop_first=True) for place in np.indices(table.shape))
    effects = add_constant(np.hstack([rows, columns]).astype(float))
    poisson = GLM(target.ravel(), effects, family=families.Poisson(), offset=np.log(table.to_numpy().ravel()))
    fitted = poisson.fit(tol=1e-12).fittedvalues
    raked = pd.Series(weights).groupby([SEX, AGE]).sum().to_numpy()
    assert raked == pytest.approx(fitted, rel=1e-6)
    assert share(weights, (SEX == "f").to_numpy()) == pytest.approx(0.52)
    assert share(weights, (AGE == "old").to_numpy()) == pytest.approx(0.3)


def test_base_weights_are_what_raking_starts_from():
    base = np.where(AGE == "old", 3.0, 1.0)
    weights = rake(base, [("sex", SEX, OF_SEX)], 1, "acme")
    old, women = (AGE == "old").to_numpy(), (SEX == "f").to_numpy()
    assert weights[old & women][0] / weights[~old & women][0] == pytest.approx(3)


def test_those_who_did_not_answer_keep_their_weight_together():
    sex = SEX.where(np.arange(400) >= 40)
    weights = rake(np.ones(400), [("sex", sex, OF_SEX)], 1, "acme")
    assert weights[:40] == pytest.approx(1)
    assert weights[(sex == "f").to_numpy()].sum() == pytest.approx(0.52 * 360)


def test_kish():
    assert effective_n(np.ones(50)) == 50
    assert effective_n(np.array([1.0, 1.0, 2.0])) == pytest.approx(16 / 6)
    assert effective_n(np.zeros(0)) == effective_n(np.zeros(3)) == 0


def test_what_cannot_be_weighted_is_said():
    with pytest.raises(ReportError, match='sex.shares: expected at least 1 respondents who answered "x", got none'):
        rake(np.ones(400), [("sex", SEX, {"f": 0.5, "m": 0.4, "x": 0.1})], 1, "acme")
    with pytest.raises(ReportError, match='at least 5 respondents who answered "x", got fewer'):
        rake(np.ones(7), [("sex", pd.Series(list("fffffxx")), {"f": 0.5, "x": 0.5})], 5, "acme")
    with pytest.raises(ReportError, match='a share for every answer, got none for "m"'):
        rake(np.ones(400), [("sex", SEX, {"f": 1.0})], 1, "acme")
    same = pd.Series(np.where(SEX == "f", "tall", "short"))
    with pytest.raises(ReportError, match="margins that weights can meet, got shares that contradict each other"):
        rake(np.ones(400), [("sex", SEX, OF_SEX), ("size", same, {"tall": 0.2, "short": 0.8})], 1, "acme")
