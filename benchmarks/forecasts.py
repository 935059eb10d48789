"""How good the market research's forecasts are: on the demo's own series, and on drawn ones whose future is known.

Run by hand: `python benchmarks/forecasts.py [draws]`, after `toolkit sample`. Drawn series wander, grow and have a
season. Prints the share of 95 % intervals that held, and the error against repeating the value of one season before.
"""

import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.market import series
from toolkit.market.forecast import HORIZON, Forecast

DATA = Path(__file__).parents[1] / "data"
KINDS = {"month": ("MS", 12, 49), "quarter": ("QS", 4, 31)}


def drawn(rng: np.random.Generator, cadence: str) -> tuple[Forecast, np.ndarray]:
    """A series without its last values, and these."""
    freq, season, known = KINDS[cadence]
    n = known + HORIZON[cadence]
    level = np.cumsum(rng.normal(0.1 / season, 0.04 / np.sqrt(season), n))
    swing = 0.2 * rng.normal(size=season)[np.arange(n) % season]
    values = 100 * np.exp(level + swing + rng.normal(0, 0.02, n))
    dates = pd.Series(pd.date_range("2020-01-01", periods=known, freq=freq))
    return Forecast(series.Series("drawn", dates, values[:known], None, None, "CNY")), values[known:]


def main(draws: int) -> None:
    """Print both tables."""
    write = sys.stdout.write
    for path in sorted(DATA.glob("*/market.csv")):
        for one in series.read(pd.read_csv(path, parse_dates=["date"]), date(2026, 10, 31), "CNY"):
            found = Forecast(one)
            said = found.reason or f"{found.model}, error {found.mase.value:.2f} of the benchmark's, "
            said += "" if found.reason else f"held {found.coverage.value:.0%} of {found.coverage.n}"
            write(f"{path.parent.name:12} {one.name}: {said}\n")
    rng = np.random.default_rng(20261122)
    for cadence in KINDS:
        held, errors, naive, models = [], [], [], []
        for _ in range(draws):
            found, came = drawn(rng, cadence)
            if found.reason is not None:
                continue
            rows = found.rows
            held.append(((rows["low"] <= came) & (came <= rows["high"])).to_numpy())
            errors.append(np.abs(rows["value"] - came).mean())
            season = KINDS[cadence][1]
            naive.append(np.abs(np.resize(found.series.values[-season:], len(came)) - came).mean())
            models.append(found.model)
        shares = pd.Series(models).value_counts(normalize=True).round(2).to_dict()
        coverage = f"95 % intervals held {np.mean(held):.1%} of {np.size(held)} values"
        error = f"error {np.sum(errors) / np.sum(naive):.2f} of the benchmark's"
        write(f"{cadence}: {len(held)} series, {coverage}, {error}; models {shares}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
