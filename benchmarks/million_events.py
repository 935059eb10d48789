"""The data part of a KPI review over a million events, against plain pandas for the same numbers.

Run by `make bench`. Prints seconds and their ratio; the numbers themselves must be equal.
"""

import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit import params, periods, sources
from toolkit.metrics.review import Review

EVENTS, USERS, DAYS = 1_000_000, 60_000, 92
FIRST = date(2026, 8, 1)
PERIOD = "2026-10"
NUMBERS = (
    "new_users",
    "active_users",
    "dau_mean",
    "d1_retention",
    "d7_retention",
    "purchase_conversion",
    "share_rate",
)
NAMES = np.array(["open", "product", "cart", "pay_done", "share"])


def write(path: Path, events: int = EVENTS) -> None:
    """A CSV of events: openid, ts, name, in the order of time; seeded."""
    rng = np.random.default_rng(20261001)
    seconds = np.sort(rng.integers(0, DAYS * 86_400, events))
    arrived = np.maximum(events * USERS // EVENTS * seconds // (DAYS * 86_400), 1)
    users = (arrived * (1 - rng.random(events) ** 3)).astype(int).clip(0, arrived - 1)  # newer users come more often
    pd.DataFrame(
        {
            "openid": np.char.add("oBench_", users.astype(str)),
            "ts": pd.Timestamp(FIRST) + pd.to_timedelta(seconds, unit="s"),
            "name": NAMES[rng.choice(len(NAMES), events, p=[0.5, 0.25, 0.12, 0.08, 0.05])],
        }
    ).to_csv(path, index=False)


def client_file(folder: Path, events: Path) -> Path:
    """A client file over the CSV."""
    path = folder / "bench.yml"
    path.write_text(
        "client: bench\nname: Bench\n"
        f"data:\n  events: {{path: {events.name}, columns: {{user_id: openid, at: ts, event: name}}}}\n"
        "events: {product: product, purchase: pay_done, share: share}\n",
        "utf-8",
    )
    return path


def by_toolkit(path: Path) -> dict[str, float]:
    """The headline numbers as the toolkit computes them, from file to facts."""
    client = params.load(path)
    review = Review(client, sources.load(client), periods.parse(PERIOD), date(2026, 11, 30))
    return {name: review.now[name].value for name in NUMBERS}


def by_pandas(path: Path) -> dict[str, float]:
    """The same numbers from the same file by plain pandas."""
    events = pd.read_csv(path, parse_dates=["ts"])
    events["day"] = events["ts"].dt.normalize()
    start, end = (pd.Timestamp(day) for day in (periods.parse(PERIOD).start, periods.parse(PERIOD).end))
    days = events[["openid", "day"]].drop_duplicates()
    first = days.groupby("openid")["day"].min().rename("first")
    days = days.join(first, on="openid")
    now = events[events["day"].between(start, end)]
    active = days[days["day"].between(start, end)]
    cohort = days[days["first"].between(start, end)].assign(offset=lambda f: (f["day"] - f["first"]).dt.days)
    last = events["day"].max()

    def retention(n: int) -> float:
        old_enough = cohort[cohort["first"] <= last - pd.Timedelta(days=n)]
        return float((old_enough["offset"] == n).sum() / (old_enough["offset"] == 0).sum())

    seen = set(now.loc[now["name"] == "product", "openid"])
    bought = set(now.loc[now["name"] == "pay_done", "openid"])
    return {
        "new_users": int(first.between(start, end).sum()),
        "active_users": now["openid"].nunique(),
        "dau_mean": float(active.groupby("day").size().mean()),
        "d1_retention": retention(1),
        "d7_retention": retention(7),
        "purchase_conversion": len(seen & bought) / len(seen),
        "share_rate": now.loc[now["name"] == "share", "openid"].nunique() / now["openid"].nunique(),
    }


def main() -> None:
    """Write the data, time both, compare, print."""
    with tempfile.TemporaryDirectory() as folder:
        events = Path(folder) / "events.csv"
        write(events)
        client = client_file(Path(folder), events)
        print(f"{EVENTS:,} events, {events.stat().st_size / 1e6:.0f} MB of CSV")  # noqa: T201
        seconds = {}
        results = {}
        for name, compute, given in (("toolkit", by_toolkit, client), ("pandas", by_pandas, events)):
            begun = time.perf_counter()
            results[name] = compute(given)
            seconds[name] = time.perf_counter() - begun
            print(f"{name:8} {seconds[name]:6.2f} s")  # noqa: T201
        for metric, value in results["toolkit"].items():
            assert abs(value - results["pandas"][metric]) < 1e-9, metric
        print(f"toolkit / pandas: {seconds['toolkit'] / seconds['pandas']:.2f}; all numbers equal")  # noqa: T201


if __name__ == "__main__":
    main()
