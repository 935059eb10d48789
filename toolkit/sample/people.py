"""Simulated people: when they first come, on which days they come back, and under which id."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

SPRING_FESTIVAL = slice("2026-02-16", "2026-02-22")
WEEKDAYS = np.array([0.96, 0.95, 0.96, 0.98, 1.04, 1.08, 1.03])  # Monday first; the mean is 1
HOURS = np.array([4, 2, 1, 1, 1, 2, 4, 8, 10, 9, 9, 10, 14, 11, 8, 8, 9, 10, 12, 15, 18, 18, 12, 0])
URL_SAFE = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", dtype="S1")


@dataclass(frozen=True)
class People:
    """Everyone who ever came, and the days on which they did.

    days : the calendar that day numbers count from
    first : day number of each user's first visit, ascending
    user, day : one entry per active (user, day), sorted by day, then user
    """

    days: pd.DatetimeIndex
    first: np.ndarray
    user: np.ndarray
    day: np.ndarray


def season(days: pd.DatetimeIndex) -> pd.Series:
    """How lively each day is: 1 on an average day, about half during Spring Festival."""
    lively = pd.Series(WEEKDAYS[days.day_of_week], index=days)
    lively.loc[SPRING_FESTIVAL] *= 0.55
    return lively


def simulate(rng: np.random.Generator, newcomers: pd.Series, d1: pd.Series, decay: float) -> People:
    """Let people arrive, and come back ever less often.

    newcomers : by day, expected number of first visits
    d1 : by day, chance that somebody who first comes on it returns the next day
    decay : the chance of a visit n days after the first is d1 * n ** -decay, times the season

    Three in ten users are fans, eleven times as likely to return as the others; on average the chances are those above.
    """
    days = pd.DatetimeIndex(newcomers.index)
    first = np.repeat(np.arange(len(days)), rng.poisson(newcomers))
    chance = d1.to_numpy()[first] * np.where(rng.random(len(first)) < 0.3, 2.75, 0.25)
    fading = np.arange(1, len(days) + 1.0) ** -decay
    lively = season(days).to_numpy()
    users = []
    for today in range(len(days)):
        known, arrived = np.searchsorted(first, [today, today + 1])
        returns = rng.random(known) < chance[:known] * fading[today - first[:known] - 1] * lively[today]
        users.append(np.concatenate([np.flatnonzero(returns), np.arange(known, arrived)]))
    day = np.repeat(np.arange(len(days)), [len(here) for here in users])
    return People(days, first, np.concatenate(users), day)


def pick(rng: np.random.Generator, weights: Mapping[str, float], size: int) -> np.ndarray:
    """`size` names drawn in proportion to their weights."""
    steps = np.cumsum(list(weights.values()))
    return np.array(list(weights))[np.searchsorted(steps / steps[-1], rng.random(size), side="right")]


def openids(rng: np.random.Generator, app: str, size: int) -> np.ndarray:
    """Ids as WeChat gives them: 28 characters that start alike within one app."""
    letters = URL_SAFE[rng.integers(0, 64, (size, 28 - len(app)))]
    return np.char.add(app, np.ascontiguousarray(letters).view(f"S{28 - len(app)}").ravel().astype(str))


def sessions(rng: np.random.Generator, people: People, channels: np.ndarray) -> pd.DataFrame:
    """One row per opening of the mini-program, in order of time: user, day, at, channel, is_first.

    channels : by user, the channel that brought them; later openings are mostly direct
    """
    count = 1 + (rng.random(len(people.user)) < 0.16) + (rng.random(len(people.user)) < 0.04)
    frame = pd.DataFrame({"user": people.user.repeat(count), "day": people.day.repeat(count)})
    hour = pick(rng, {str(hour): weight for hour, weight in enumerate(HOURS)}, len(frame)).astype(int)
    second = hour * 3600 + rng.integers(0, 3600, len(frame))
    midnight = people.days.to_numpy().astype("datetime64[s]")[frame["day"]]
    frame["at"] = midnight + second.astype("timedelta64[s]")
    frame = frame.sort_values(["at", "user"], kind="stable", ignore_index=True)
    frame["is_first"] = ~frame["user"].duplicated()
    is_direct = ~frame["is_first"] & (rng.random(len(frame)) < 0.7)
    frame["channel"] = np.where(is_direct, "direct", channels[frame["user"]])
    return frame
