"""Which steps people took during a campaign, against comparable days before it."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from toolkit.metrics import conversion, intervals
from toolkit.metrics.fact import Fact, Scope

if TYPE_CHECKING:
    from toolkit.effect.campaign_study import Reviewed

RATES = ("purchase_conversion", "appointment_conversion", "registration_conversion", "share_rate")
TOP_CHANNELS = 8


@dataclass(frozen=True, slots=True)
class Pair:
    """The same share during and before.

    Parameters
    ----------
    name : of the step or the channel
    now, before : facts; None for the first step, which is a share of nothing
    users_now, users_before : how many people, as facts
    """

    name: str
    users_now: Fact
    users_before: Fact
    now: Fact | None
    before: Fact | None

    @property
    def change(self) -> tuple[float, float, float] | None:
        """Difference of the shares with its 95 % interval after Newcombe; None where one is unknown."""
        if self.now is None or self.before is None or not (self.now.ok and self.before.ok):
            return None
        ends = intervals.rate_difference(self.now.successes, self.now.n, self.before.successes, self.before.n)
        return self.now.value - self.before.value, *ends

    @property
    def facts(self) -> list[Fact]:
        """Every fact."""
        return [fact for fact in (self.users_now, self.users_before, self.now, self.before) if fact is not None]


def spans(item: "Reviewed") -> dict[str, tuple[date, date]] | None:
    """The days of a campaign and the comparable ones before it; None where there are none, or no event log."""
    if item.study.review.log is None or item.earlier is None:
        return None
    return {"during": (item.campaign.start, item.last), "before": item.earlier}


def funnel(item: "Reviewed") -> list[Pair]:
    """Each step of the client's funnel, during and before; people are followed to the end of the funnel's window."""
    events, log, both = item.study.client.events, item.study.review.log, spans(item)
    if both is None or events is None or not events.funnel:
        return []
    facts: dict[str, list[Fact]] = {}
    for name, (start, end) in both.items():
        users = log.funnel(events.funnel, start, end, events.funnel_window_days)
        scope = Scope(start, end, item.study.client.currency, "events")
        dims = item.dims | {"days": name}
        facts[name] = [_with(fact, dims) for fact in conversion.funnel(events.funnel, users, scope)]
    rows = zip(facts["during"], facts["before"], strict=True)
    return [Pair(str(now.dims["step"]), now, before, _step(now), _step(before)) for now, before in rows]


def _with(fact: Fact, dims: dict[str, str]) -> Fact:
    scope = Scope(fact.start, fact.end, source=fact.source)
    return scope.amount(fact.id, fact.value, n=fact.n, dims=dict(fact.dims) | dims)


def _step(fact: Fact) -> Fact | None:
    """The share of the step before; for display, the users of both are the facts."""
    if fact.dims["position"] == 1:
        return None
    return Scope(fact.start, fact.end).rate("purchase_conversion", fact.value, fact.n)


def channels(item: "Reviewed") -> tuple[str | None, list[Pair]]:
    """The main conversion of the client's events by channel, during and before; most users first."""
    log, both = item.study.review.log, spans(item)
    if both is None or not log.has("channel"):
        return None, []
    metric = next(
        (m for m in RATES if {conversion.RATES[m][1], conversion.RATES[m][0]} - {None} <= set(log.roles)), None
    )
    if metric is None:
        return None, []
    found: dict[str, dict[str, tuple[Fact, Fact]]] = {}
    for name, (start, end) in both.items():
        scope = Scope(start, end, item.study.client.currency, "events")
        for _, row in log.breakdown("channel", start, end).iterrows():
            dims = item.dims | {"days": name, "channel": row["channel"]}
            rate = conversion.rate(metric, row, log.roles, scope, dims)
            found.setdefault(row["channel"], {})[name] = (scope.amount("active_users", row["users"], dims=dims), rate)
    pairs = []
    for channel, parts in found.items():
        (users, now), (earlier, before) = (
            parts.get(name) or _nobody(item, metric, name, both, channel) for name in both
        )
        pairs.append(Pair(channel, users, earlier, now, before))
    return metric, sorted(pairs, key=lambda pair: (-pair.users_now.value, pair.name))[:TOP_CHANNELS]


def _nobody(
    item: "Reviewed", metric: str, name: str, both: dict[str, tuple[date, date]], channel: str
) -> tuple[Fact, Fact]:
    """A channel that brought nobody on those days."""
    scope = Scope(*both[name], item.study.client.currency, "events")
    dims = item.dims | {"days": name, "channel": channel}
    return scope.amount("active_users", 0, dims=dims), scope.rate(metric, 0, 0, dims=dims)
