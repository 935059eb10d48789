"""One client among its competitors: the table read, scored and compared, every number as a fact."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from toolkit.errors import ReportError
from toolkit.i18n import N_
from toolkit.market import criteria, matrix, positioning
from toolkit.market.criteria import Reading
from toolkit.market.ratings import FEW, ratings
from toolkit.metrics.fact import Fact, Scope
from toolkit.params import Client
from toolkit.params.competitor_comparison import NO_CRITERIA, CompetitorComparison, Criterion
from toolkit.params.fields import did_you_mean
from toolkit.periods import Period
from toolkit.warehouse import Warehouse

NO_TABLE = N_("no competitors table was given")
NO_ROWS = N_("the competitors table holds no rows")
NO_REVIEWS = N_("no reviews table was given")
NO_RECENT_REVIEWS = N_("no review falls into the 365 days up to the end of the period")
NO_CRITERION = N_("the client file names no criterion that counts")
NOT_KNOWN = N_("not known")
NOTHING_KNOWN = N_("none of the criteria in the score is known")
NO_DIFFERENCE = N_("the known values tell nobody apart")
ALONE = N_("there is nobody to compare with")
NOT_US = N_("the client's own row is not known")
UNCERTAIN = N_("depends on what is not known")
STALE = N_("observed too long before the end of the period")
FEW_REVIEWS = N_("few reviews")


class Comparison:
    """A client among its competitors, as the report on them asks for it.

    Parameters
    ----------
    client : the client file
    warehouse : its checked tables
    period : what is reported
    until : last complete day by the calendar
    """

    def __init__(self, client: Client, warehouse: Warehouse, period: Period, until: date) -> None:
        self.client, self.warehouse, self.period = client, warehouse, period
        self.options = client.wanted.competitor_comparison or CompetitorComparison()
        self.as_of = min(period.end, until)
        self.memory: dict[Any, Any] = {}  # of `remembered`
        self.scope = Scope(period.start, period.end, client.currency, "competitors")

    @cached_property
    def table(self) -> pd.DataFrame:
        """The table as it was given, by name of competitor; empty where there is none."""
        if "competitors" not in self.warehouse:
            return pd.DataFrame(index=pd.Index([], name="competitor"))
        return self.warehouse.frame("competitors").set_index("competitor")

    @property
    def lack(self) -> str | None:
        """Why nothing can be compared at all, None where something can."""
        if "competitors" not in self.warehouse:
            return NO_TABLE
        return NO_ROWS if self.table.empty else None

    @cached_property
    def us(self) -> str | None:
        """The client's own name in the table; None where neither the options nor its id or name say which it is."""
        names, asked = list(self.table.index), self.options.us
        if asked is None:
            own = {word.casefold() for word in (self.client.id, *self.client.name.values())}
            return next((name for name in names if name.casefold() in own), None)
        if names and asked not in names:
            where = f"{self.client.path} reports.competitor_comparison.us"
            raise ReportError(where, "a competitor of the table", f'"{asked}"', did_you_mean(asked, names))
        return asked if names else None

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """Every column that holds a criterion: those of the client file first, in its order."""
        others = [name for name in self.table if name not in (*NO_CRITERIA, *self.asked)]
        found = {name: criteria.read(self.table[name], asked) for name, asked in self.asked.items()}
        return found | {name: criteria.read(self.table[name]) for name in others}

    @cached_property
    def asked(self) -> dict[str, Criterion]:
        """The criteria that count, by column of the table."""
        if absent := [name for name in self.options.criteria if name not in self.table]:
            if self.lack:
                return {}
            where = f"{self.client.path} reports.competitor_comparison.criteria"
            known = [name for name in self.table if name not in NO_CRITERIA]
            raise ReportError(where, "a column of competitors", f'"{absent[0]}"', did_you_mean(absent[0], known))
        return self.options.criteria

    @cached_property
    def values(self) -> pd.DataFrame:
        """The criteria that count as numbers, NaN where not known."""
        return pd.DataFrame({name: self.readings[name].values for name in self.asked}, index=self.table.index)

    @cached_property
    def points(self) -> pd.DataFrame:
        """The criteria that tell anybody apart, 0 the worst and 1 the best."""
        better = {name: asked.better for name, asked in self.asked.items()}
        scales = {name: scale for name in self.asked if (scale := self.readings[name].scale)}
        return matrix.points(self.values, better, scales)

    @property
    def weights(self) -> Mapping[str, float]:
        """Weight of each criterion that counts."""
        return {name: asked.weight for name, asked in self.asked.items()}

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Score, rank, their bounds, coverage and stability by name, best first, the unscored last.

        As `matrix.scores`, with coverage (share 0..1) and kept (of `matrix.DRAWS` weightings).
        """
        found = matrix.scores(self.points, self.weights)
        found["coverage"] = matrix.coverage(self.values)
        found["kept"] = matrix.stability(self.points, self.weights)
        return found.sort_values(["rank", "coverage"], ascending=[True, False], kind="stable")

    @property
    def ranked(self) -> int:
        """How many have a score."""
        return int(self.scores["score"].notna().sum())

    def is_tied(self, name: str) -> bool:
        """Whether somebody else has the same rank."""
        return int((self.scores["rank"] == self.scores.loc[name, "rank"]).sum()) > 1

    def is_open(self, name: str) -> bool:
        """Whether what is not known could change the rank."""
        row = self.scores.loc[name]
        return bool(row["best_rank"] != row["worst_rank"])

    @cached_property
    def map(self) -> positioning.Map | None:
        """Places by principal components; None where the client file names two criteria or too little is known."""
        return None if self.options.axes else positioning.components(self.points)

    @cached_property
    def reviews(self) -> pd.DataFrame:
        """Ratings by competitor as `ratings.ratings`; empty where there are none."""
        if "reviews" not in self.warehouse:
            return pd.DataFrame()
        return ratings(self.warehouse.frame("reviews"), self.as_of)

    @cached_property
    def observed(self) -> pd.DataFrame:
        """Where each row comes from: observed_on, source, age in days at the period's end, is_stale; NaN for none."""
        blank = pd.Series(index=self.table.index, dtype=object)
        days = pd.to_datetime(self.table.get("observed_on", blank))
        age = (pd.Timestamp(self.as_of) - days).dt.days
        found = {"observed_on": days, "source": self.table.get("source", blank), "age": age}
        return pd.DataFrame(found).assign(is_stale=age > self.options.stale_days)

    # Facts

    def value(self, criterion: str, name: str) -> Fact:
        """What was observed of one criterion, dated by its observation."""
        reading, seen = self.readings[criterion], self.observed.loc[name]
        dims, number = {"criterion": criterion, "competitor": name}, reading.values[name]
        if pd.isna(number):
            return self.scope.no_data("criterion_value", NOT_KNOWN, dims=dims, unit=reading.unit)
        day = self.period.end if pd.isna(seen["observed_on"]) else seen["observed_on"].date()
        start = self.period.start if pd.isna(seen["observed_on"]) else day
        scope = Scope(start, day, self.client.currency, "competitors", STALE if seen["is_stale"] else None)
        return scope.amount("criterion_value", number, dims=dims, unit=reading.unit)

    def gap(self, criterion: str, rival: str) -> Fact:
        """Us minus a competitor in the criterion's unit, positive where it is our advantage."""
        reading, dims = self.readings[criterion], {"criterion": criterion, "competitor": rival}
        if self.us is None:
            return self.scope.no_data("criterion_gap", NOT_US, dims=dims, unit=reading.unit)
        difference = reading.values[self.us] - reading.values[rival]
        if pd.isna(difference):
            return self.scope.no_data("criterion_gap", NOT_KNOWN, dims=dims, unit=reading.unit)
        sign = -1 if self.asked[criterion].better == "lower" else 1
        return self.scope.amount("criterion_gap", sign * difference + 0.0, dims=dims, unit=reading.unit)

    def score(self, name: str) -> Fact:
        """The overall score, 0 to 100."""
        return self._of("competitor_score", name, lambda row: 100 * row["score"])

    def rank(self, name: str) -> Fact:
        """The place by score; with a remark where what is not known could change it."""
        if self.ranked < 2 and not pd.isna(self.scores.loc[name, "score"]):
            return self.scope.unobservable("competitor_rank", ALONE, dims={"competitor": name})
        return self._of("competitor_rank", name, lambda row: row["rank"], UNCERTAIN if self.is_open(name) else None)

    def bounds(self, name: str) -> list[Fact]:
        """Score and rank if all that is not known turned out worst or best; nothing where all is known."""
        row = self.scores.loc[name]
        if row["lowest"] == row["highest"] or self.points.empty:
            return []
        found = []
        for case, score, rank in (("worst", "lowest", "worst_rank"), ("best", "highest", "best_rank")):
            dims = {"competitor": name, "case": case}
            found.append(self.scope.amount("competitor_score", 100 * row[score], dims=dims))
            found.append(self.scope.amount("competitor_rank", row[rank], dims=dims))
        return found

    def stability(self, name: str) -> Fact:
        """Share of random weightings that keep the rank, with the interval of having drawn so many."""
        kept, dims = self.scores.loc[name, "kept"], {"competitor": name}
        if self.ranked < 2 or pd.isna(kept):
            reason = self._without_score() if pd.isna(kept) else ALONE
            return self.scope.unobservable("rank_stability", reason, dims=dims)
        return self.scope.rate("rank_stability", kept, matrix.DRAWS, dims=dims)

    def coverage(self, name: str) -> Fact:
        """Share of the criteria that count which are known."""
        dims, known = {"competitor": name}, self.scores.loc[name, "coverage"]
        if pd.isna(known):
            return self.scope.no_data("coverage", NO_CRITERION, dims=dims)
        return self.scope.amount("coverage", known, dims=dims, n=len(self.asked))

    def rating(self, name: str) -> Fact:
        """Mean rating of the last 365 days."""
        if name not in self.reviews.index:
            reason = NO_RECENT_REVIEWS if "reviews" in self.warehouse else NO_REVIEWS
            return self.scope.no_data("review_rating", reason, dims={"competitor": name})
        row = self.reviews.loc[name]
        low, high = (None if pd.isna(row[end]) else float(row[end]) for end in ("low", "high"))
        reason = FEW_REVIEWS if row["n"] < FEW else None
        scope = Scope(row["first"].date(), row["last"].date(), source="reviews")
        dims = {"competitor": name}
        return scope.amount("review_rating", row["mean"], dims=dims, n=row["n"], low=low, high=high, reason=reason)

    def rating_parts(self, name: str) -> list[Fact]:
        """Mean rating of the last 90 days, and of the reviews before them."""
        row, found = self.reviews.loc[name], []
        for part in ("recent", "earlier"):
            if row[f"{part}_n"]:
                dims = {"competitor": name, "part": part}
                scope = Scope(row["first"].date(), row["last"].date(), source="reviews")
                found.append(scope.amount("review_rating", row[part], dims=dims, n=row[f"{part}_n"]))
        return found

    def review_count(self, name: str) -> Fact:
        """Reviews of the last 365 days."""
        row = self.reviews.loc[name]
        scope = Scope(row["first"].date(), row["last"].date(), source="reviews")
        return scope.amount("review_count", row["n"], dims={"competitor": name})

    def _without_score(self) -> str:
        if not self.asked:
            return NO_CRITERION
        if self.values.isna().all(axis=None):
            return NOTHING_KNOWN
        if not len(self.points.columns):
            return NO_DIFFERENCE if len(self.table) > 1 else ALONE
        return NOTHING_KNOWN

    def _of(self, metric: str, name: str, number: Callable[[pd.Series], float], reason: str | None = None) -> Fact:
        row, dims = self.scores.loc[name], {"competitor": name}
        if pd.isna(row["score"]):
            return self.scope.unobservable(metric, self._without_score(), dims=dims)
        return self.scope.amount(metric, number(row), dims=dims, reason=reason)
