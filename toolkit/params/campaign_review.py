"""Options of the review of campaigns: which experiments ran, and what spend is to answer for."""

from typing import Literal, Self

from pydantic import model_validator

from toolkit.params.fields import ClientId, Day, Line, MetricId, Positive, Translated, Whole, refuse
from toolkit.params.model import Model
from toolkit.periods import Cadence


class Outcome(Model):
    """A column of the table `experiment`.

    Parameters
    ----------
    kind : rate (1 or 0, yes or no of each user) or mean (a number of each user)
    name : as readers call it; the column's own name where it is left out
    unit : of a mean
    better : which way is better
    """

    kind: Literal["rate", "mean"]
    name: Translated | None = None
    unit: Literal["money", "seconds", "number"] = "number"
    better: Literal["higher", "lower"] = "higher"


class Experiment(Model):
    """Users split by chance between variants.

    Parameters
    ----------
    control : the variant that the others are compared with
    planned : share of the users that each variant was to get
    planned_users : how many were to take part; without it the last day alone decides when the result is read
    start, end : planned days, both included
    outcomes : column of the table `experiment` to what it is; the first is what the experiment is decided by
    """

    id: ClientId
    name: Translated
    control: Line
    planned: dict[Line, Positive]
    planned_users: Whole | None = None
    start: Day
    end: Day
    outcomes: dict[Line, Outcome]

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.end < self.start:
            refuse(f"a day from {self.start} on", "Swap start and end.", at="end")
        if len(self.planned) < 2:
            refuse(
                "at least two variants", "Name each with its planned share.", at="planned", got=str(len(self.planned))
            )
        if self.control not in self.planned:
            action = f"Variants: {', '.join(self.planned)}."
            refuse("one of the planned variants", action, at="control")
        if abs(sum(self.planned.values()) - 1) > 0.001:
            got = f"{sum(self.planned.values()):g}"
            refuse("shares that add up to 1", "Write 50 % as 0.5.", at="planned", got=got)
        if not self.outcomes:
            refuse("at least one outcome", "Name a column of the table `experiment`.", at="outcomes", got="none")
        return self


class Response(Model):
    """What a week's spend is compared with: a metric of the client's own, or a series of the table `market`.

    Parameters
    ----------
    beside : further series of the table `market` that are held equal
    """

    metric: MetricId | None = None
    series: Line | None = None
    beside: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if (self.metric is None) == (self.series is None):
            refuse("either `metric:` or `series:`", got="both or none")
        return self


class CampaignReview(Model):
    """Options of the review of campaigns."""

    cadence: Cadence = "month"
    experiments: tuple[Experiment, ...] = ()
    response: Response | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        ids = [experiment.id for experiment in self.experiments]
        for i, experiment in enumerate(ids):
            if experiment in ids[:i]:
                refuse("each experiment id once", "Choose another id.", at="experiments", got=f'"{experiment}" twice')
        return self
