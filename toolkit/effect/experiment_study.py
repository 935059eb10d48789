"""The experiments of a period: how users were split, what each variant brought, and what may be concluded."""

from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Literal

import pandas as pd

from toolkit.effect import campaign_reasons as why
from toolkit.effect import experiments
from toolkit.effect.experiments import Arm, Contrast
from toolkit.errors import ReportError
from toolkit.metrics import reasons
from toolkit.metrics.fact import Fact, Scope
from toolkit.metrics.review import Review
from toolkit.params.campaign_review import Experiment, Outcome

ALPHA = 0.05
YES, NO = ("1", "1.0", "true", "yes", "是"), ("0", "0.0", "false", "no", "否")
Verdict = Literal["broken", "running", "better", "worse", "nothing", "unknown"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A variant against the control in one outcome.

    Parameters
    ----------
    difference, p_value, adjusted, detectable : facts
    """

    outcome: str
    variant: str
    difference: Fact
    p_value: Fact
    adjusted: Fact
    detectable: Fact

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact."""
        return (self.difference, self.p_value, self.adjusted, self.detectable)


class Trial:
    """One experiment.

    Parameters
    ----------
    experiment : as the client file has it
    review : whose currency and last complete day count
    rows : its users: variant and one column per outcome
    """

    def __init__(self, experiment: Experiment, review: Review, rows: pd.DataFrame) -> None:
        self.experiment, self._review, self.rows = experiment, review, rows
        self.dims = {"experiment": experiment.id}
        self._check()

    def _check(self) -> None:
        where = f"experiment {self.experiment.id}"
        for name in self.experiment.outcomes:
            if name not in self.rows:
                near = get_close_matches(name, map(str, self.rows.columns), n=1)
                action = f'Did you mean "{near[0]}"?' if near else "Name a column of the table `experiment`."
                raise ReportError(where, "an outcome that the table has", f'"{name}"', action)
        unknown = sorted(set(self.rows["variant"]) - set(self.experiment.planned))
        if unknown:
            action = "Name all variants under `planned:`, or correct the table."
            raise ReportError(where, f"variants {', '.join(self.experiment.planned)}", f'"{unknown[0]}"', action)

    @property
    def is_over(self) -> bool:
        """Whether its planned days are complete and as many users took part as planned."""
        return self.unread is None

    @property
    def unread(self) -> str | None:
        """Why its result may not be read yet."""
        if self.experiment.end > self._review.until:
            return why.RUNNING
        planned = self.experiment.planned_users
        return why.FEW_USERS if planned is not None and len(self.rows) < planned else None

    @property
    def others(self) -> list[str]:
        """The variants beside the control."""
        return [name for name in self.experiment.planned if name != self.experiment.control]

    @cached_property
    def scope(self) -> Scope:
        """Span and source of its facts."""
        end = max(self.experiment.start, min(self.experiment.end, self._review.until))
        return Scope(self.experiment.start, end, self._review.client.currency, "experiment")

    @cached_property
    def counts(self) -> dict[str, int]:
        """Users of each variant, as planned in the client file."""
        found = self.rows["variant"].value_counts()
        return {name: int(found.get(name, 0)) for name in self.experiment.planned}

    @cached_property
    def sample_ratio(self) -> Fact:
        """Chance of a split as far from the planned one."""
        p = experiments.sample_ratio_p(self.counts, self.experiment.planned)
        if p is None:
            return self.scope.unobservable("sample_ratio_p", reasons.ZERO_BASE, dims=self.dims)
        return self.scope.amount("sample_ratio_p", p, n=len(self.rows), dims=self.dims)

    @property
    def is_split_as_planned(self) -> bool:
        """Whether chance explains the split."""
        return not self.sample_ratio.ok or self.sample_ratio.value >= experiments.UNLIKELY_SPLIT

    def unit(self, outcome: Outcome) -> str:
        """Unit of an outcome's values."""
        money = self._review.client.currency
        return "share" if outcome.kind == "rate" else {"money": money, "number": "ratio"}.get(outcome.unit, "seconds")

    @cached_property
    def values(self) -> dict[str, pd.Series]:
        """Each outcome as numbers, NaN where a user has none."""
        where = f"experiment {self.experiment.id}"
        found = {}
        for name, outcome in self.experiment.outcomes.items():
            given = self.rows[name]
            text = given.astype("string").str.strip().str.lower()
            numbers = pd.to_numeric(given, errors="coerce")
            if outcome.kind == "rate":
                numbers = text.map(dict.fromkeys(YES, 1.0) | dict.fromkeys(NO, 0.0)).astype(float)
            wrong = given[numbers.isna() & text.notna() & (text != "")]
            if len(wrong):
                expected = "1 and 0" if outcome.kind == "rate" else "numbers"
                raise ReportError(f"{where} outcome {name}", expected, f'"{wrong.iloc[0]}"', "Map another column.")
            found[name] = numbers
        return found

    @cached_property
    def arms(self) -> dict[tuple[str, str], Arm | None]:
        """What each (outcome, variant) brought; None without a user with a value."""
        found: dict[tuple[str, str], Arm | None] = {}
        for name, outcome in self.experiment.outcomes.items():
            for variant in self.experiment.planned:
                numbers = self.values[name][self.rows["variant"] == variant].dropna()
                make = experiments.mean_arm(numbers) if outcome.kind == "mean" and len(numbers) else None
                if outcome.kind == "rate" and len(numbers):
                    make = experiments.rate_arm(int(numbers.sum()), len(numbers))
                found[name, variant] = make
        return found

    @cached_property
    def levels(self) -> dict[tuple[str, str], Fact]:
        """`variant_rate` or `variant_mean` of each (outcome, variant); withheld while the experiment runs."""
        found = {}
        for (name, variant), arm in self.arms.items():
            outcome = self.experiment.outcomes[name]
            id_, unit = f"variant_{outcome.kind}", self.unit(outcome)
            dims = self.dims | {"outcome": name, "variant": variant}
            if arm is None or self.unread:
                reason = self.unread or why.NO_USERS
                found[name, variant] = self.scope.unobservable(id_, reason, dims=dims, unit=unit)
            else:
                found[name, variant] = self.scope.amount(
                    id_, arm.value, n=arm.n, low=arm.low, high=arm.high, dims=dims, unit=unit
                )
        return found

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """Each variant against the control in each outcome; p-values adjusted over all of them."""
        pairs = [(name, variant) for name in self.experiment.outcomes for variant in self.others]
        contrasts = [None if self.unread else self._contrast(*pair) for pair in pairs]
        adjusted = iter(experiments.holm([contrast.p for contrast in contrasts if contrast is not None]))
        return [
            self._compared(*pair, contrast, None if contrast is None else next(adjusted))
            for pair, contrast in zip(pairs, contrasts, strict=True)
        ]

    def _contrast(self, name: str, variant: str) -> Contrast | None:
        arm, control = self.arms[name, variant], self.arms[name, self.experiment.control]
        if arm is None or control is None:
            return None
        return (experiments.rates if self.experiment.outcomes[name].kind == "rate" else experiments.means)(arm, control)

    def _compared(self, name: str, variant: str, found: Contrast | None, adjusted: float | None) -> Comparison:
        unit, dims = self.unit(self.experiment.outcomes[name]), self.dims | {"outcome": name}
        if len(self.others) > 1:
            dims |= {"variant": variant}
        if found is None:
            arms = self.arms[name, variant], self.arms[name, self.experiment.control]
            reason = self.unread or (why.NO_USERS if None in arms else why.NO_SPREAD)
            ids = {"variant_difference": unit, "p_value": None, "adjusted_p_value": None, "detectable_difference": unit}
            facts = [self.scope.unobservable(id_, reason, dims=dims, unit=own) for id_, own in ids.items()]
            return Comparison(name, variant, *facts)
        scope = self.scope
        return Comparison(
            name,
            variant,
            scope.amount("variant_difference", found.value, low=found.low, high=found.high, dims=dims, unit=unit),
            scope.amount("p_value", found.p, dims=dims),
            scope.amount("adjusted_p_value", adjusted, dims=dims),
            scope.amount("detectable_difference", found.detectable, dims=dims, unit=unit),
        )

    def verdict(self, found: Comparison) -> Verdict:
        """What may be concluded of one comparison."""
        if not self.is_split_as_planned:
            return "broken"
        if self.unread:
            return "running"
        if not found.difference.ok:
            return "unknown"
        if found.adjusted.value >= ALPHA:
            return "nothing"
        is_more = found.difference.value > 0
        return "better" if is_more == (self.experiment.outcomes[found.outcome].better == "higher") else "worse"


def trials(review: Review) -> tuple[list[Trial], Fact | None]:
    """The experiments that touch the period, and why there are none where that is so.

    Raises
    ------
    ReportError : an outcome that the table lacks, a variant that was not planned, a value that is no number
    """
    scope = Scope(review.period.start, review.period.end, review.client.currency, "experiment")
    options = review.client.wanted.campaign_review
    named = () if options is None else options.experiments
    if not named:
        return [], scope.no_data("sample_ratio_p", why.NO_EXPERIMENTS)
    rows = review.frame("experiment")
    if rows is None:
        return [], scope.no_data("sample_ratio_p", why.NO_EXPERIMENT)
    if len(named) > 1 and "experiment" not in rows:
        return [], scope.no_data("sample_ratio_p", why.UNNAMED)
    inside = [e for e in named if e.start <= min(review.period.end, review.until) and e.end >= review.period.start]
    found = [Trial(e, review, _of(rows, e.id)) for e in inside]
    return found, None if found else replace(scope.no_data("sample_ratio_p", reasons.NOT_OBSERVED))


def _of(rows: pd.DataFrame, experiment: str) -> pd.DataFrame:
    if "experiment" not in rows:
        return rows
    return rows[rows["experiment"].astype("string") == experiment].reset_index(drop=True)
