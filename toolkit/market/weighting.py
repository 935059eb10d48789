"""Weights that make a survey's respondents look like the population they stand for.

Raking is ten lines. Looked at instead: ipfn (last release in 2021, works on tables, says nothing when it does not
converge), balance (brings scikit-learn and a plotting library), samplics (brings a whole survey package).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from toolkit.errors import ReportError

_ROUNDS, _CLOSE = 500, 1e-9
_EVEN = 1e-12


def rake(
    base: np.ndarray, margins: Sequence[tuple[str, pd.Series, Mapping[str, float]]], least: int, where: str
) -> np.ndarray:
    """One weight a respondent, mean 1, so that the weighted shares are those of all margins.

    Iterative proportional fitting (Deming and Stephan 1940). Respondents who did not answer keep their weight together.

    Parameters
    ----------
    base : weight of each respondent before, at least 0 and not all 0
    margins : (question, each respondent's answer or NaN, share of each answer, above 0)
    least : fewest respondents to stand for a share: what few said would else be read off every weighted number
    where : what an error names

    Raises
    ------
    ReportError : an answer without a share, a share of too few respondents, or margins that no weights can have at once

    Examples
    --------
    >>> sex = pd.Series(["f", "f", "f", "m"])
    >>> rake(np.ones(4), [("sex", sex, {"f": 0.5, "m": 0.5})], 1, "acme.yml").round(3).tolist()
    [0.667, 0.667, 0.667, 2.0]
    """
    weights = base / base.mean()
    groups = [_groups(weights, *margin, least, where) for margin in margins]
    for _ in range(_ROUNDS):
        for codes, target in groups:
            sums = np.bincount(codes, weights, len(target))
            weights = weights * np.divide(target, sums, out=np.zeros_like(target), where=sums > 0)[codes]
        if all(_is_met(weights, codes, target) for codes, target in groups):
            return weights
    got = "shares that contradict each other among these respondents"
    raise ReportError(f"{where}.margins", "margins that weights can meet", got, "Merge answers or drop a margin.")


def effective_n(weights: np.ndarray) -> float:
    """How many equally weighted respondents would tell as much, after Kish (1965).

    >>> float(effective_n(np.array([1.0, 1.0, 2.0])))
    2.6666666666666665
    """
    return weights.sum() ** 2 / (weights**2).sum() if len(weights) and weights.any() else 0.0


def mean(values: np.ndarray, weights: np.ndarray, least: int) -> float:
    """Weighted mean; to the nearest step by which one of the heaviest moves it, where it would tell of few people.

    A sum of unequal weights, exact to the last digit, tells how many of each weight are in it: with sexes weighted to
    known shares, how many men and how many women gave an answer. To the nearest respondent it tells no more than a
    count of all does.

    Parameters
    ----------
    values : one a respondent, of few kinds: 0 and 1, or scores
    weights : at least 0 and not all 0
    least : fewest people of one weight and value that a number may tell of

    Examples
    --------
    >>> chose, weights = np.array([1, 1, 0, 0]), np.array([1.2, 0.8, 0.8, 1.2])
    >>> mean(chose, weights, 1), mean(chose, weights, 5)  # 2.0 of 4.0; in steps of 1.2
    (0.5, 0.6)
    """
    exact = float(np.average(values, weights=weights))
    if is_even(weights) or (pd.crosstab(weights.round(9), values).to_numpy() >= least).all():
        return exact
    step = float(weights.max() / weights.sum())
    return round(exact / step) * step


def is_even(weights: np.ndarray) -> bool:
    """Whether nobody counts more than others."""
    return not len(weights) or bool(np.ptp(weights) < _EVEN)


def _groups(
    weights: np.ndarray, name: str, answers: pd.Series, shares: Mapping[str, float], least: int, where: str
) -> tuple[np.ndarray, np.ndarray]:
    """Each respondent's group, and what the weights of each group are to add up to; the last group did not answer."""
    at, known = f"{where}.margins.{name}.shares", list(shares)
    given = answers[weights > 0].value_counts()
    if lacking := [answer for answer in known if given.get(answer, 0) < least]:
        expected = f'at least {least} respondents who answered "{lacking[0]}"'
        got = "fewer" if lacking[0] in given else "none"
        raise ReportError(at, expected, got, "Merge it with another answer.")
    if unknown := sorted(set(given.index) - set(known)):
        raise ReportError(at, "a share for every answer", f'none for "{unknown[0][:60]}"', "Add it.")
    codes = pd.Categorical(answers, categories=known).codes.astype(int)
    codes = np.where(codes < 0, len(known), codes)
    silent = weights[codes == len(known)].sum()
    stated = np.array([shares[answer] for answer in known])
    return codes, np.append(stated / stated.sum() * (weights.sum() - silent), silent)


def _is_met(weights: np.ndarray, codes: np.ndarray, target: np.ndarray) -> bool:
    return bool(np.allclose(np.bincount(codes, weights, len(target)), target, rtol=_CLOSE, atol=_CLOSE))
