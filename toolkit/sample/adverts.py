"""What the advertising cost that brought the newcomers."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from toolkit.sample.people import People


def spend(
    rng: np.random.Generator, people: People, channels: np.ndarray, price: Mapping[str, pd.Series]
) -> pd.DataFrame:
    """One row per day and paid channel: date, channel, cost in yuan, impressions, clicks, conversions.

    channels : by user, the channel that brought them
    price : channel -> by day, what a new user costs in yuan

    The platform's own conversions are a fifth too high: it counts people another channel brought.
    """
    parts = []
    for channel, each in price.items():
        won = np.bincount(people.first[channels == channel], minlength=len(people.days))
        clicks = won * 6 + rng.integers(0, 20, len(won))
        part = pd.DataFrame({"date": people.days, "channel": channel})
        part["cost"] = (won * each.to_numpy() * (0.9 + 0.2 * rng.random(len(won)))).round(2)
        part["impressions"] = clicks * 45 + rng.integers(0, 900, len(won))
        part["clicks"] = clicks
        part["conversions"] = np.round(won * 1.2).astype(int)
        parts.append(part)
    return pd.concat(parts).sort_values(["date", "channel"], kind="stable", ignore_index=True)
