"""Weights that make a survey's respondents look like the population they stand for.

Raking is ten lines. Looked at instead: ipfn (last release in 2021, works on tables, says nothing when it does not
converge), balance (brings scikit-learn and a plotting library), samplics (brings a whole survey package).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from toolkit.errors import ReportError

_ROUNDS, _CLOSE = 500, 1e-9


def rake(base: np.ndarray, margins: Sequence[tuple[str, pd.Series, Mapping[str, float]]], where: str) -> np.ndarray:
    """One weight a respondent, mean 1, so that the weighted shares are those of all margins.

    Iterative proportional fitting (Deming and Stephan 1940). Respondents who did not answer keep their weight together.

    Parameters
    ----------
    base : weight of each respondent before, at least 0 and not all 0
    margins : (question, each respondent's answer or NaN, share of each answer, above 0)
    where : what an error names

    Raises
    ------
    ReportError : an answer without a share, a share without a respondent, or margins that no weights can have at once

    Examples
    --------
    >>> sex = pd.Series(["f", "f", "f", "m"])
    >>> rake(np.ones(4), [("sex", sex, {"f": 0.5, "m": 0.5})], "acme.yml").round(3).tolist()
    [0.667, 0.667, 0.667, 2.0]
    """
    weights = base / base.mean()
    groups = [_groups(weights, *margin, where) for margin in margins]
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


def _groups(
    weights: np.ndarray, name: str, answers: pd.Series, shares: Mapping[str, float], where: str
) -> tuple[np.ndarray, np.ndarray]:
    """Each respondent's group, and what the weights of each group are to add up to; the last group did not answer."""
    at, known = f"{where}.margins.{name}.shares", list(shares)
    given = set(answers[weights > 0].dropna())
    if lacking := [answer for answer in known if answer not in given]:
        raise ReportError(at, f'respondents who answered "{lacking[0]}"', "none", "Merge it with another answer.")
    if unknown := sorted(given - set(known)):
        raise ReportError(at, "a share for every answer", f'none for "{unknown[0][:60]}"', "Add it.")
    codes = pd.Categorical(answers, categories=known).codes.astype(int)
    codes = np.where(codes < 0, len(known), codes)
    silent = weights[codes == len(known)].sum()
    stated = np.array([shares[answer] for answer in known])
    return codes, np.append(stated / stated.sum() * (weights.sum() - silent), silent)


def _is_met(weights: np.ndarray, codes: np.ndarray, target: np.ndarray) -> bool:
    return bool(np.allclose(np.bincount(codes, weights, len(target)), target, rtol=_CLOSE, atol=_CLOSE))
