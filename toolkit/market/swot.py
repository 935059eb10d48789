"""Strengths, weaknesses, opportunities and threats, each drawn from a number; none where there is no number."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from toolkit.market import series
from toolkit.market.comparison import Comparison
from toolkit.metrics.fact import Fact
from toolkit.metrics.review import remembered

MOST = 2 / 3  # of the rivals known: ahead of as many is a strength, behind as many a weakness
MOST_ROWS = 5
CLEAR_GROWTH = 0.05

Quarter = Literal["strength", "weakness", "opportunity", "threat"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where we stand in one criterion.

    Parameters
    ----------
    known : rivals whose value is known
    ahead, behind : of how many of them we are
    best : the rival with the best value
    gap : us minus that rival, positive where it is our advantage
    advantage : how much of the score, 0..1, the distance to the mean of the rivals makes; negative where we lag
    """

    criterion: str
    known: int
    ahead: int
    behind: int
    best: str
    gap: Fact
    advantage: float

    @property
    def is_strength(self) -> bool:
        """Whether we are ahead of most rivals."""
        return self.ahead >= MOST * self.known

    @property
    def is_weakness(self) -> bool:
        """Whether we are behind most rivals."""
        return self.behind >= MOST * self.known


@dataclass(frozen=True, slots=True)
class Row:
    """One point of a SWOT table.

    Parameters
    ----------
    why : criterion, reviews (somebody's rating moved), absence (something that nobody has) or market (a series of the
        market grows or shrinks)
    standing : of a criterion
    name : whose rating moved, or the series
    fact : the number it rests on
    """

    quarter: Quarter
    why: Literal["criterion", "reviews", "absence", "market"]
    fact: Fact
    standing: Standing | None = None
    name: str | None = None


@remembered
def standings(study: Comparison) -> list[Standing]:
    """Where we stand in each criterion that counts, the greatest advantage first; without those not known of us."""
    if study.us is None:
        return []
    total = sum(study.weights.values())
    found = []
    for criterion in study.asked:
        values = study.values[criterion]
        gaps = [study.gap(criterion, rival) for rival in values.drop(study.us).dropna().index]
        gaps = [gap for gap in gaps if gap.ok]
        if not gaps:
            continue
        nearest = min(gaps, key=lambda gap: gap.value)
        points = study.points[criterion] if criterion in study.points else pd.Series(0.5, study.values.index)
        distance = points[study.us] - points.drop(study.us).mean()
        found.append(
            Standing(
                criterion,
                len(gaps),
                sum(gap.value > 0 for gap in gaps),
                sum(gap.value < 0 for gap in gaps),
                str(nearest.dims["competitor"]),
                nearest,
                float(distance * study.weights[criterion] / total),
            )
        )
    return sorted(found, key=lambda standing: -standing.advantage)


@remembered
def swot(study: Comparison) -> list[Row]:
    """The rows of a SWOT table, by quarter, the weightiest first; at most five in each.

    Strengths and weaknesses are criteria in which we are ahead of, or behind, two thirds of the rivals whose value is
    known. Opportunities and threats are clear changes of review ratings, ours and theirs, what nobody has yet, and a
    market that within a year has grown or shrunk by 5 % or more.
    """
    placed = standings(study)
    rows = [Row("strength", "criterion", each.gap, each) for each in placed if each.is_strength]
    rows += [Row("weakness", "criterion", each.gap, each) for each in reversed(placed) if each.is_weakness]
    if study.us is not None:
        rows += _moved(study) + _markets(study) + _absent(study)
    quarters = ("strength", "weakness", "opportunity", "threat")
    return [row for quarter in quarters for row in [r for r in rows if r.quarter == quarter][:MOST_ROWS]]


def _moved(study: Comparison) -> list[Row]:
    """Ratings that moved by more than chance: what is good for a rival is bad for us."""
    found = study.reviews
    if found.empty:
        return []
    clear = found[(found["change_low"] > 0) | (found["change_high"] < 0)]
    clear = clear.loc[clear["change"].abs().sort_values(ascending=False, kind="stable").index]
    rows = []
    for name, row in clear.iterrows():
        is_good = (row["change"] > 0) == (name == study.us)
        rows.append(Row("opportunity" if is_good else "threat", "reviews", study.rating(name), name=str(name)))
    return rows


def _markets(study: Comparison) -> list[Row]:
    """Series of the market that are well above or below their value of a year before, the furthest first."""
    if "market" not in study.warehouse:
        return []
    found = series.read(study.warehouse.frame("market"), study.as_of, study.client.currency)
    grown = [each for each in (one.growth()["year"] for one in found) if each.ok and abs(each.value) >= CLEAR_GROWTH]
    grown.sort(key=lambda fact: -abs(fact.value))
    return [
        Row("opportunity" if fact.value > 0 else "threat", "market", fact, name=str(fact.dims["series"]))
        for fact in grown
    ]


def _absent(study: Comparison) -> list[Row]:
    """What no rival is known to have, all of them being known, and we have not either."""
    rows = []
    for criterion, asked in study.asked.items():
        values = study.values[criterion]
        is_answer = study.readings[criterion].kind == "yes_no" and asked.better == "higher"
        if is_answer and len(values) > 1 and values.notna().all() and not values.any():
            rows.append(Row("opportunity", "absence", study.value(criterion, study.us)))
    return rows
