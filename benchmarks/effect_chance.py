"""How often the effect with controls errs: false alarms where nothing was done, intervals that miss a planted effect.

Run by `make bench`. Panels of 30 units over 90 days, of which two are treated for the last 30: each unit follows three
common moods and has noise of its own, which remembers the day before (0.6). Prints for both methods the share of false
alarms at 5 %, the coverage of the 95 % intervals, and the typical error of the estimate.
"""

import sys
from datetime import date, timedelta

import numpy as np
import pandas as pd

from toolkit.effect import panel, placebo

PANELS = 100
UNITS, BEFORE, AFTER, EFFECT = 30, 60, 30, 4.0
FIRST = date(2026, 1, 1)


def drawn(rng: np.random.Generator) -> pd.DataFrame:
    """One panel, dates down and units across, nothing done to it."""
    days = BEFORE + AFTER
    moods = rng.normal(0, 1, (days, 3)).cumsum(axis=0)
    noise = rng.normal(0, 2, (days, UNITS))
    for day in range(1, days):
        noise[day] += 0.6 * noise[day - 1]
    values = 100 + moods @ rng.dirichlet(np.ones(3), UNITS).T + noise
    return pd.DataFrame(values, [pd.Timestamp(FIRST + timedelta(days=i)) for i in range(days)], map(str, range(UNITS)))


def main() -> None:
    """Print what the methods make of panels of chance, and of the same with an effect."""
    placebo.MOST = 199  # enough to count errors
    rng = np.random.default_rng(7)
    alarms: dict[str, list[bool]] = {"synthetic": [], "did": []}
    covered, errors = ({method: [] for method in alarms} for _ in range(2))
    for _ in range(PANELS):
        quiet = drawn(rng)
        lifted = quiet.copy()
        lifted.iloc[BEFORE:, :2] += EFFECT
        for method in alarms:
            alarms[method].append(panel.estimate(panel.Grid(quiet, ("0", "1"), BEFORE), method).is_clear)
            found = panel.estimate(panel.Grid(lifted, ("0", "1"), BEFORE), method)
            covered[method].append(found.low <= EFFECT <= found.high)
            errors[method].append(found.att - EFFECT)
    for method in alarms:
        typical = float(np.sqrt(np.mean(np.square(errors[method]))))
        sys.stdout.write(
            f"{method}: {np.mean(alarms[method]):.1%} false alarms, {np.mean(covered[method]):.1%} of the intervals "
            f"hold the effect of {EFFECT:g}, typical error {typical:.2f}; {PANELS} panels\n"
        )


if __name__ == "__main__":
    main()
