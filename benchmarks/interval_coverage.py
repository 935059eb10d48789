"""How often the 95 % intervals of an experiment and of a campaign hold the truth, over simulated draws.

Run by hand. The intervals are those of the report; equal draws
are computed once. Prints the share of draws whose interval holds the planted truth.
"""

import sys
from datetime import date

import numpy as np
import pandas as pd

from toolkit.effect import campaigns, experiments

DRAWS = 5_000
RATES = (
    (0.02, 0.02, 1000),
    (0.05, 0.06, 1000),
    (0.10, 0.12, 500),
    (0.30, 0.30, 200),
    (0.50, 0.55, 100),
    (0.8, 0.7, 60),
)
SERIES = ((0.0, "counts by chance"), (0.4, "errors that linger"), (0.8, "errors that linger long"))
SERIES_DRAWS = 40


def rates(rng: np.random.Generator, variant: float, control: float, n: int) -> tuple[float, float]:
    """Coverage of the difference of two rates, and how often it is called clear at 5 %."""
    drawn = pd.DataFrame({"a": rng.binomial(n, variant, DRAWS), "b": rng.binomial(n, control, DRAWS)})
    held = found = 0
    for (a, b), times in drawn.value_counts().items():
        contrast = experiments.rates(experiments.rate_arm(a, n), experiments.rate_arm(b, n))
        held += times * (contrast.low <= variant - control <= contrast.high)
        found += times * (contrast.p < 0.05)
    return held / DRAWS, found / DRAWS


def means(rng: np.random.Generator, draw, truth: float, n: int) -> tuple[float, float]:
    """Coverage of the difference of two means, n users in one variant and half as many in the other."""
    a, b = draw(rng, (DRAWS, n)) + truth, draw(rng, (DRAWS, n // 2))
    held = found = 0
    arms = zip(_moments(a), _moments(b), strict=True)
    for variant, control in arms:
        contrast = experiments.means(variant, control)
        held += contrast.low <= truth <= contrast.high
        found += contrast.p < 0.05
    return held / DRAWS, found / DRAWS


def _moments(values: np.ndarray) -> list[experiments.Arm]:
    pairs = zip(values.mean(1), values.var(1, ddof=1), strict=True)
    return [experiments.Arm(values.shape[1], middle, variance, None, None) for middle, variance in pairs]


def forecasts(rng: np.random.Generator, inertia: float) -> tuple[float, float, float]:
    """Coverage of a week without campaign, coverage on its earlier weeks, and how often its placebo p is below 5 %."""
    days = pd.date_range("2025-08-01", "2026-11-08")
    lively = np.array([0.96, 0.95, 0.96, 0.98, 1.04, 1.08, 1.03])[days.day_of_week]
    held, earlier, found = [], [], []
    for _ in range(SERIES_DRAWS):
        noise = np.zeros(len(days))
        for t in range(1, len(days)):
            noise[t] = inertia * noise[t - 1] + 0.1 * np.sqrt(1 - inertia**2) * rng.normal()
        counts = rng.poisson(np.linspace(22, 50, len(days)) * lively * np.exp(noise * bool(inertia)))
        series = pd.Series(counts.astype(float), index=days)
        nothing = pd.DatetimeIndex([])
        effect = campaigns.effect(series, date(2026, 10, 1), date(2026, 10, 7), nothing, date(2026, 11, 8))
        held.append(not effect.during.is_clear)
        earlier.append(effect.placebo.covered / effect.placebo.spans)
        found.append(effect.placebo.p < 0.05)
    return float(np.mean(held)), float(np.mean(earlier)), float(np.mean(found))


def _money(rng: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    """What a visitor spends: nothing nine times in ten, else a skewed amount."""
    return (rng.random(size) < 0.1) * rng.lognormal(4, 0.7, size)


def main() -> None:
    rng = np.random.default_rng(20261101)
    out = sys.stdout.write
    out(f"experiments, {DRAWS:,} draws: share of 95% intervals that hold the truth; share with p < 0.05\n")
    for variant, control, n in RATES:
        held, found = rates(rng, variant, control, n)
        out(f"  rates {variant:.2f} and {control:.2f}, n {n:5,} each       {held:.3f}  {found:.3f}\n")
    shapes = (("normal", np.random.Generator.normal, 30), ("spending", _money, 1000), ("spending", _money, 300))
    for name, shape, n in shapes:
        draw = _money if shape is _money else lambda r, size: r.normal(0, 1, size)
        for truth in (0.0, 0.5):
            held, found = means(rng, draw, truth, n)
            out(f"  means, {name}, n {n:,} and {n // 2:,}, truth {truth:.1f}   {held:.3f}  {found:.3f}\n")
    out(f"campaigns, {SERIES_DRAWS} series without effect: week held; earlier weeks held; placebo p < 0.05\n")
    for inertia, name in SERIES:
        held, earlier, found = forecasts(rng, inertia)
        out(f"  {name} (inertia {inertia:.1f})   {held:.3f}  {earlier:.3f}  {found:.3f}\n")


if __name__ == "__main__":
    main()
