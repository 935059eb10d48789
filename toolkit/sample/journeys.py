"""What people do once the mini-program is open: a log of steps, and the orders that follow from it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from toolkit.sample.people import pick


class Journeys:
    """A log under construction: each `step` lets time pass in every session and notes who takes it.

    No session starts after 23:00 or takes an hour, so none runs past midnight.
    """

    def __init__(self, rng: np.random.Generator, sessions: pd.DataFrame) -> None:
        self._rng, self._sessions = rng, sessions
        self._clock = sessions["at"].to_numpy().astype("datetime64[s]")
        self._steps: list[pd.DataFrame] = []

    def step(self, event: str, page: str, chance: float | np.ndarray, among: np.ndarray | None = None) -> np.ndarray:
        """Note `event` for each session (of those `among` which) with the given chance; returns who took it."""
        taken = self._rng.random(len(self._clock)) < chance
        if among is not None:
            taken &= among
        rows = np.flatnonzero(taken)
        self._steps.append(pd.DataFrame({"session": rows, "at": self._clock[rows], "event": event, "page": page}))
        self._clock = self._clock + self._rng.integers(4, 60, len(self._clock)).astype("timedelta64[s]")
        return taken

    def log(self) -> pd.DataFrame:
        """One row per event in order of time: session, at, event, page, user, day, channel."""
        log = pd.concat(self._steps).sort_values(["at", "session"], kind="stable", ignore_index=True)
        who = self._sessions[["user", "day", "channel"]].take(log["session"].to_numpy())
        return log.join(who.reset_index(drop=True))


def order_lines(
    rng: np.random.Generator, paid: pd.DataFrame, prices: Mapping[str, tuple[float, float]]
) -> pd.DataFrame:
    """One to three lines per payment: order, product, quantity, unit_price, and the payment's at, user and channel.

    prices : product -> (price in yuan, how often it is bought)
    """
    size = 1 + (rng.random(len(paid)) < 0.35) + (rng.random(len(paid)) < 0.1)
    lines = paid[["at", "user", "channel"]].loc[paid.index.repeat(size)].reset_index(drop=True)
    lines.insert(0, "order", np.arange(len(paid)).repeat(size))
    lines["product"] = pick(rng, {name: weight for name, (_, weight) in prices.items()}, len(lines))
    lines["quantity"] = 1 + (rng.random(len(lines)) < 0.2)
    lines["unit_price"] = lines["product"].map({name: price for name, (price, _) in prices.items()}).astype(float)
    return lines.drop_duplicates(["order", "product"], ignore_index=True)


def refunds(rng: np.random.Generator, lines: pd.DataFrame, chance: np.ndarray) -> pd.DataFrame:
    """The lines of refunded orders, dated when the refund was started, up to four days after the payment.

    chance : by order
    """
    refunded = rng.random(len(chance)) < chance
    delay = rng.integers(600, 4 * 86_400, len(chance)).astype("timedelta64[s]")
    back = lines[refunded[lines["order"]]].copy()
    back["at"] = back["at"] + delay[back["order"]]
    return back


def tickets(
    rng: np.random.Generator, days: pd.DatetimeIndex, per_day: np.ndarray, channels: Mapping[str, float]
) -> pd.DataFrame:
    """Service tickets under the headings of a Chinese help desk; blank where nobody rated or it is still open.

    per_day : by day, expected number of tickets; answers slow down as it rises above its median
    """
    day = np.repeat(np.arange(len(days)), rng.poisson(per_day))
    opened = days.to_numpy().astype("datetime64[s]")[day] + rng.integers(9 * 3600, 21 * 3600, len(day))
    load = (per_day / np.median(per_day))[day]
    reply = 20 + np.round(-90 * load * np.log(1 - rng.random(len(day)))).astype(int)
    resolve = reply + np.round(-5 * 3600 * load * np.log(1 - rng.random(len(day)))).astype(int)
    score = 1 + np.searchsorted([0.03, 0.08, 0.2, 0.55], rng.random(len(day)))
    is_rated = rng.random(len(day)) < 0.6
    is_open = (rng.random(len(day)) < 0.03) | (opened + resolve > days[-1] + pd.Timedelta("1D"))
    frame = pd.DataFrame({"创建时间": opened})
    frame["首次响应时间"] = opened + reply
    frame["解决时间"] = pd.Series(opened + resolve).mask(is_open)
    frame["渠道"] = pick(rng, channels, len(day))
    frame["满意度"] = pd.Series(score, dtype="Int64").mask(~is_rated)
    return frame.sort_values("创建时间", kind="stable", ignore_index=True)
