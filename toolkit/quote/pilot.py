"""How to try an offer for one to three months: what to measure, against which line, and when to stop."""

from dataclasses import dataclass

from toolkit.metrics.fact import Fact
from toolkit.metrics.review import Review
from toolkit.params.models import Target
from toolkit.params.quote_comparison import Offer

MOST_MEASURES = 5
LINES = ("normal", "good", "exceeded")


@dataclass(frozen=True, slots=True)
class Measure:
    """Something to watch in a pilot.

    Parameters
    ----------
    metric : id in the catalogue
    today : its value in the reported period
    target : the lines agreed for it, None where there are none
    is_promised : whether the offer speaks of it
    """

    metric: str
    today: Fact
    target: Target | None
    is_promised: bool

    @property
    def line(self) -> tuple[str, float] | None:
        """The line to reach: the easiest one that is not reached today, the hardest one where all are."""
        if self.target is None:
            return None
        sign = -1 if self.target.better == "lower" else 1
        lines = [(name, line) for name in LINES if (line := getattr(self.target, name)) is not None]
        ahead = [(name, line) for name, line in lines if not self.today.ok or sign * (line - self.today.value) > 0]
        return ahead[0] if ahead else lines[-1]


@dataclass(frozen=True, slots=True)
class Pilot:
    """A trial of one offer, at most three months long."""

    offer: str
    months: int
    measures: tuple[Measure, ...]


def pilot(key: str, offer: Offer, review: Review) -> Pilot:
    """A pilot of one offer: what it promises first, then what the client has targets for, at most five in all."""
    promised = offer.effect.metric if offer.effect is not None else None
    names = dict.fromkeys([*([promised] if promised else []), *review.client.targets])
    measures = [
        Measure(name, review.now[name], review.client.targets.get(name), name == promised)
        for name in names
        if name in review.now
    ]
    measures.sort(key=lambda each: (not each.is_promised, not each.today.ok))
    return Pilot(key, months(offer.term_months), tuple(measures[:MOST_MEASURES]))


def months(term: int | None) -> int:
    """Length of a pilot: one month for a term up to a quarter, three where it is longer than a year, else two."""
    if term is None:
        return 2
    return 1 if term <= 3 else 2 if term <= 12 else 3
