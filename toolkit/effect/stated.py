"""Does what is said follow from the values? Stated growth, computed again from before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from toolkit.i18n import N_
from toolkit.metrics import reasons
from toolkit.metrics.catalogue import FACTS
from toolkit.metrics.fact import Fact, Scope
from toolkit.params.case_study import CaseStudy, Claim, FeePart
from toolkit.params.stated import Unit, read

TOLERANCE = 0.05
"""What is stated may be this much, of itself, beside the truth: people round."""

NOT_GIVEN = N_("the values before and after are not given")
UNCLEAR = N_("it does not say whether percentage points or per cent")


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim and what it comes to.

    Parameters
    ----------
    number : its place in the client file, from 1
    stated : in `unit`
    unit : percent, times or points; None where the text does not say which of points and per cent
    before, after : the values, None where neither given nor measured
    actual : in the unit of `stated`, None where unknown
    holds : None where it cannot be said
    reason : why it cannot
    implied_before : what the value before must have been for the claim to hold, where only the one after is known
    """

    number: int
    claim: Claim
    stated: float
    unit: Unit | None
    before: float | None
    after: float | None
    actual: float | None
    holds: bool | None
    reason: str | None = None
    implied_before: float | None = None

    @property
    def growth(self) -> float | None:
        """Relative growth from before to after, 5.0 for +500 %; None without a base."""
        if self.before is None or self.after is None or self.before <= 0:
            return None
        return self.after / self.before - 1

    def facts(self, scope: Scope) -> list[Fact]:
        """claim_stated, claim_actual and claim_holds (1 or 0), with dims claim."""
        dims, unit = {"claim": self.number}, "ratio" if self.unit == "times" else "share"
        facts = [scope.amount("claim_stated", self.stated, dims=dims, unit=unit)]
        if self.actual is None:
            facts.append(scope.unobservable("claim_actual", self.reason, dims=dims, unit=unit))
        else:
            facts.append(scope.amount("claim_actual", self.actual, dims=dims, unit=unit))
        if self.holds is None:
            return [*facts, scope.unobservable("claim_holds", self.reason, dims=dims)]
        return [*facts, scope.amount("claim_holds", int(self.holds), dims=dims)]


def check(claim: Claim, number: int = 1, measured: tuple[float, float] | None = None) -> Checked:
    """A claim against the values before and after.

    Parameters
    ----------
    claim : from the client file
    number : its place there
    measured : the metric before and after as the client's data have it, for a claim that names no value

    Examples
    --------
    >>> sales = Claim(text="five-fold sales", metric="gmv", before="50000", after="300000")
    >>> found = check(sales)
    >>> found.stated, found.actual, found.holds, found.growth
    (5.0, 6.0, False, 5.0)
    """
    said = read(claim.text)
    stated = claim.stated if claim.stated is not None else said[0][0]
    unit = claim.unit or _unit(claim, stated, said)
    before, after = claim.before, claim.after
    if before is None and after is None and measured is not None:
        before, after = measured
    if before is None or after is None:
        implied = None if after is None or unit is None else _before(after, stated, unit)
        reason = UNCLEAR if unit is None else NOT_GIVEN
        return Checked(number, claim, stated, unit, before, after, None, None, reason, implied)
    if unit is None:
        return Checked(number, claim, stated, unit, before, after, None, None, UNCLEAR)
    if unit != "points" and before <= 0:
        return Checked(number, claim, stated, unit, before, after, None, None, reasons.ZERO_BASE)
    actual = {"percent": lambda: after / before - 1, "times": lambda: after / before, "points": lambda: after - before}
    found = actual[unit]()
    holds = abs(found - stated) <= TOLERANCE * abs(stated) + 1e-12
    return Checked(number, claim, stated, unit, before, after, found, holds)


def is_rate(metric: str) -> bool:
    """Whether a metric is a share, so that a growth in per cent may mean points."""
    return metric in FACTS and FACTS[metric].unit == "share"


def _unit(claim: Claim, stated: float, said: Sequence[tuple[float, Unit]]) -> Unit | None:
    """What the text says the number is; a plain number is growth, and per cent of a rate may be either."""
    units = {unit for value, unit in said if value == stated} or {unit for _, unit in said[:1]} or {"percent"}
    unit = min(units)
    return None if unit == "percent" and is_rate(claim.metric) else unit


def _before(after: float, stated: float, unit: Unit) -> float | None:
    factor = {"percent": 1 + stated, "times": stated, "points": None}[unit]
    if factor is None:
        return after - stated
    return after / factor if factor > 0 else None


# The fee


@dataclass(frozen=True, slots=True)
class FeeMonths:
    """What the parts of the fee add to in a run of months, `last` None for all that follow."""

    first: int
    last: int | None
    amount: float


def fee_by_month(parts: Sequence[FeePart]) -> list[FeeMonths]:
    """The sum of the parts month by month, equal months together, the last run without an end.

    Examples
    --------
    >>> parts = [FeePart(name="a", amount="80000"), FeePart(name="b", amount="80000", months="2")]
    >>> [(run.first, run.last, run.amount) for run in fee_by_month(parts)]
    [(1, 2, 120000.0), (3, None, 80000.0)]
    """
    length = max((part.months or 0 for part in parts), default=0) + 1
    sums = [sum(_in_month(part, month) for part in parts) for month in range(1, length + 1)]
    runs = []
    for amount, months in groupby(range(1, length + 1), key=lambda month: sums[month - 1]):
        found = list(months)
        runs.append(FeeMonths(found[0], None if found[-1] == length else found[-1], amount))
    return runs


def fee_of(case: CaseStudy, months: float) -> float | None:
    """What the work cost in so many months from its start: the parts where they are given, else the fee as stated."""
    if not case.fee_parts:
        return None if case.fee is None else case.fee * months
    return sum(
        part.amount * (months if part.months is None else min(months, part.months) / part.months)
        for part in case.fee_parts
    )


def _in_month(part: FeePart, month: int) -> float:
    if part.months is None:
        return part.amount
    return part.amount / part.months if month <= part.months else 0.0
