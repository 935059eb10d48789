"""What people say: answers, scores and recommendation, with intervals, weighted where margins are known.

Only questions named in the client file are read: others may hold names, phone numbers, anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from toolkit.errors import ReportError
from toolkit.i18n import N_
from toolkit.market import weighting
from toolkit.market.suppression import OTHER, hidden, hidden_columns, pooled, told
from toolkit.metrics import intervals
from toolkit.metrics.fact import Fact, Scope
from toolkit.params.fields import did_you_mean
from toolkit.params.market_research import MarketResearch, Question

PROMOTERS, DETRACTORS, TOP = 9, 6, 10  # of 0 to 10, as the score was introduced (Reichheld 2003)
NO_ANSWER = "(no answer)"
TOO_FEW = N_("too few people answered to show it")
WIDEST = N_("one group is too small to show: the interval is the widest it can be")


@dataclass(frozen=True)
class Survey:
    """The answers to the questions that the client file names.

    Parameters
    ----------
    table : one row per respondent, one column per question; optional weight
    options : questions, by, margins, min_cell
    scope : the days of the answers
    where : what errors name
    """

    table: pd.DataFrame
    options: MarketResearch
    scope: Scope
    where: str

    @cached_property
    def answers(self) -> Mapping[str, pd.Series]:
        """Each question's answers: text, a tuple of texts for several, or a number; None or NaN where there is none."""
        found = {}
        for name, question in self.options.questions.items():
            if name not in self.table:
                columns = [column for column in self.table if column not in ("weight", "at")]
                expected = f'a column "{name}" of the survey'
                raise ReportError(self._at(name), expected, "none", did_you_mean(name, columns))
            column = self.table[name]
            found[name] = _words(column, question) if question.kind in ("single", "multiple") else self._scores(name)
        return found

    @cached_property
    def weights(self) -> np.ndarray:
        """One a respondent, mean 1: those of the table, raked to the margins."""
        base = np.ones(len(self.table))
        if not len(base):
            return base
        if "weight" in self.table:
            base = self.table["weight"].fillna(0).to_numpy(float)
            if not base.any():
                raise ReportError(f"{self.where} survey weights", "some above 0", "none", "Correct the column weight.")
        margins = [(name, self.answers[name], margin.shares) for name, margin in self.options.margins.items()]
        least = self.options.min_cell
        return weighting.rake(base, margins, least, self.where) if margins else base / base.mean()

    @property
    def is_weighted(self) -> bool:
        """Whether some respondents count more than others."""
        return not weighting.is_even(self.weights)

    @cached_property
    def effective_n(self) -> Fact:
        """As many equally weighted respondents would tell as much."""
        n = len(self.table)
        return self.scope.amount("effective_n", weighting.effective_n(self.weights), n=n)

    def effective_of(self, name: str) -> float:
        """As many equally weighted respondents would tell as much, of those who answered the question."""
        return self._effective(self.weights[self._given(name)])

    def overall(self, name: str) -> list[Fact]:
        """A question's shares, or its one score; empty or unobservable where too few answered."""
        question, given = self.options.questions[name], self._given(name)
        if question.kind in ("likert", "nps"):
            return [self._score(name, given, {"question": name}, self._is_spread_telling(name, given))]
        metric, key = ("portrait_share", "value") if question.portrait else ("survey_share", "answer")
        dims = {"population": "respondents", "dimension": name} if question.portrait else {"question": name}
        return [self._share(metric, chosen, given, dims | {key: a}) for a, chosen in self._choices(name).items()]

    @cached_property
    def groups(self) -> dict[str, np.ndarray]:
        """Who is in each group that parts the other questions; empty where there are no two groups to compare."""
        if self.options.by is None or self.options.by not in self.answers:
            return {}
        found = self._choices(self.options.by)
        silent = ~self._given(self.options.by)
        if 0 < silent.sum() < self.options.min_cell:  # a few more in a group would follow from the totals
            last = OTHER if OTHER in found else list(found)[-1] if found else OTHER
            found = {name: chosen for name, chosen in found.items() if name != last}
            found[OTHER] = ~np.logical_or.reduce(list(found.values())) if found else silent
        elif silent.any():
            found[NO_ANSWER] = silent
        return found if len(found) > 1 else {}

    def crossed(self, name: str) -> list[Fact]:
        """A question's shares or scores in each group; what may not be shown is absent."""
        question, by = self.options.questions[name], self.options.by
        groups = {group: chosen & self._given(name) for group, chosen in self.groups.items()}
        if name == by or not groups or min(chosen.sum() for chosen in groups.values()) < self.options.min_cell:
            return []
        dims = {"question": name, "by": str(by)}
        if question.kind in ("likert", "nps"):
            shown = self._scored(name, groups)
            # one group's spread follows from those of the others and of all
            is_wide = question.kind == "likert" and any(
                self._is_spread_telling(name, chosen) for chosen in (self._given(name), *groups.values())
            )
            return [self._score(name, groups[group], dims | {"group": group}, is_wide) for group in shown]
        choices = self._choices(name)
        mask = self._hidden(question, choices, groups)
        return [
            self._share("survey_share", chosen, groups[group], dims | {"answer": answer, "group": group})
            for i, (answer, chosen) in enumerate(choices.items())
            for j, group in enumerate(groups)
            if not mask[i, j]
        ]

    def _at(self, name: str) -> str:
        return f"{self.where}.questions.{name}"

    def _scores(self, name: str) -> pd.Series:
        question, column = self.options.questions[name], self.table[name]
        numbers = pd.to_numeric(column, errors="coerce")
        low, high = question.scale if question.kind == "likert" else (0, TOP)
        if wrong := int(((numbers.isna() & column.notna()) | (numbers < low) | (numbers > high)).sum()):
            expected = f"scores from {low:g} to {high:g}"
            raise ReportError(self._at(name), expected, f"others in {wrong} answers", "Correct the scale or the data.")
        return numbers.astype(float)

    def _given(self, name: str) -> np.ndarray:
        return self.answers[name].notna().to_numpy()

    def _choices(self, name: str) -> dict[str, np.ndarray]:
        """Who chose each answer that may be shown; those given by few are put together where one excludes the other."""
        answers, least = self.answers[name], self.options.min_cell
        if self.options.questions[name].kind == "multiple":
            counts = answers.explode().value_counts()
            both = [a for a in counts.index if min(counts[a], self._given(name).sum() - counts[a]) >= least]
            return {a: np.array([isinstance(one, tuple) and a in one for one in answers]) for a in both}
        shown = pooled(answers.value_counts().to_frame(), least).index
        named = [answer for answer in shown if answer != OTHER]
        found = {answer: (answers == answer).to_numpy() for answer in named}
        if OTHER in shown:
            found[OTHER] = self._given(name) & ~answers.isin(named).to_numpy()
        return self._ordered(found)

    def _ordered(self, found: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """In the order of the client file's labels where it names them all, else from many to few."""
        order = {word: i for i, word in enumerate(self.options.labels)} | {OTHER: len(self.options.labels)}
        return dict(sorted(found.items(), key=lambda item: order[item[0]])) if set(found) <= set(order) else found

    def _hidden(
        self, question: Question, choices: Mapping[str, np.ndarray], groups: Mapping[str, np.ndarray]
    ) -> np.ndarray:
        """Cells of answers by groups that may not be shown."""
        counts = np.array([[(chosen & group).sum() for group in groups.values()] for chosen in choices.values()])
        if not len(counts) or question.kind == "single":
            return hidden(counts, self.options.min_cell) if len(counts) else np.zeros((0, len(groups)), bool)
        sizes = np.array([group.sum() for group in groups.values()])
        # of several answers each is a table of its own: who chose it and who did not
        return np.array([hidden(np.array([row, sizes - row]), self.options.min_cell).any(axis=0) for row in counts])

    def _share(self, metric: str, chosen: np.ndarray, base: np.ndarray, dims: dict[str, str]) -> Fact:
        weights = self.weights[base]
        effective = self._effective(weights)
        if not effective:
            return self.scope.unobservable(metric, TOO_FEW, dims=dims)
        value = min(weighting.mean(chosen[base], weights, self.options.min_cell), 1.0)
        low, high = intervals.wilson(value * effective, effective)
        return self.scope.amount(metric, value, n=base.sum(), low=low, high=high, dims=dims)

    def _effective(self, weights: np.ndarray) -> float:
        """The effective n; of unequal weights in steps of `min_cell`, or it would tell how many there are of each."""
        effective, least = weighting.effective_n(weights), self.options.min_cell
        return effective if weighting.is_even(weights) else (effective + 1e-9) // least * least

    def _kinds(self, name: str) -> np.ndarray:
        """Detractors, passives and promoters as three rows of flags."""
        scores = self.answers[name].to_numpy()
        return np.array([scores <= DETRACTORS, (scores > DETRACTORS) & (scores < PROMOTERS), scores >= PROMOTERS])

    def _scored(self, name: str, groups: Mapping[str, np.ndarray]) -> list[str]:
        """Groups whose score may be shown."""
        if self.options.questions[name].kind == "likert":  # one group's mean follows from the others'
            return [] if any(self._is_telling(name, chosen) for chosen in groups.values()) else list(groups)
        kinds = self._kinds(name)
        counts = np.array([[(kind & group).sum() for group in groups.values()] for kind in kinds])
        if (counts.sum(axis=1) < self.options.min_cell).any():
            return []
        mask = hidden_columns(counts, self.options.min_cell)
        return [group for group, is_hidden in zip(groups, mask, strict=True) if not is_hidden]

    def _is_telling(self, name: str, base: np.ndarray) -> bool:
        """Whether a mean is so near an end of its scale that it says that (almost) nobody answered otherwise."""
        scores = self.answers[name].to_numpy()[base]
        low, high = self.options.questions[name].scale
        if self.options.questions[name].kind == "nps":
            detractors, _, promoters = self._kinds(name)[:, base]
            scores, (low, high) = promoters * 1.0 - detractors, (-1.0, 1.0)
        return bool(min((scores - low).sum(), (high - scores).sum()) < self.options.min_cell)

    def _is_spread_telling(self, name: str, base: np.ndarray) -> bool:
        """Whether n, mean and spread together leave a small group of equal scores only one size."""
        question, scores = self.options.questions[name], self.answers[name].to_numpy()[base]
        if question.kind == "nps":
            counts = self._kinds(name)[:, base].sum(axis=1)
        else:
            low, high = question.scale
            if (scores % 1).any() or low % 1:
                return False  # no few values that all give
            counts = np.bincount((scores - low).astype(int), minlength=int(high - low) + 1)
        return told(counts, self.options.min_cell)

    def _score(self, name: str, base: np.ndarray, dims: dict[str, str], is_wide: bool = False) -> Fact:
        """Mean of a score, or promoters minus detractors in hundredths, with Student's interval on the effective n.

        Where the spread would tell too much the interval is the widest that n and mean allow.
        """
        question, scores = self.options.questions[name], self.answers[name].to_numpy()
        metric, (low, high), times = "survey_mean", question.scale, 1.0
        if question.kind == "nps":
            detractors, _, promoters = self._kinds(name)
            scores, metric, (low, high), times = promoters * 1.0 - detractors, "nps", (-1.0, 1.0), 100.0
        scores, weights = scores[base], self.weights[base]
        if len(scores) < self.options.min_cell or self._is_telling(name, base):
            return self.scope.unobservable(metric, TOO_FEW, dims=dims)
        effective = self._effective(weights)
        if effective <= 1:
            return self.scope.unobservable(metric, TOO_FEW, dims=dims)
        above, square = (weighting.mean((scores - low) ** power, weights, self.options.min_cell) for power in (1, 2))
        mean, spread, reason = min(low + above, high), max(square - above**2, 0.0), None
        if is_wide:
            spread, reason = (mean - low) * (high - mean), WIDEST
        half = intervals.student(effective) * np.sqrt(spread / (effective - 1))
        ends = {"low": max(mean - half, low) * times, "high": min(mean + half, high) * times}
        return self.scope.amount(metric, mean * times, n=len(scores), dims=dims, reason=reason, **ends)


def _words(column: pd.Series, question: Question) -> pd.Series:
    """Answers as text, whole numbers without decimals; several in a tuple, each once."""
    texts = column.map(lambda v: str(int(v)) if isinstance(v, float) and v.is_integer() else str(v).strip(), "ignore")
    texts = texts.astype(object).where(column.notna(), None)
    texts = texts.where(texts != "", None)
    if question.kind == "single":
        return texts
    parts = (None if text is None else _parted(text, question.separator) for text in texts)
    return pd.Series([part or None for part in parts], index=column.index, dtype=object)


def _parted(text: str, separator: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(separator) if part.strip()))
