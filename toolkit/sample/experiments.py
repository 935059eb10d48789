"""Experiments of the demo clients: users, the variant that chance gave them, and what they then did."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.sample import files
from toolkit.sample.people import openids, pick


def write_tea(folder: Path) -> list[Path]:
    """A shorter payment page: of its visitors 30 % pay, of the others 24 %."""
    rng = np.random.default_rng(20261024)
    table = _drawn(rng, "oLt7Q5", {"A": 0.5, "B": 0.5}, 2400)
    table["bought"] = (rng.random(len(table)) < np.where(table["variant"] == "B", 0.30, 0.24)).astype(int)
    table["amount"] = (table["bought"] * rng.lognormal(4.6, 0.5, len(table))).round(2)
    return [files.csv(folder / "experiment.csv", table)]


def write_clinics(folder: Path) -> list[Path]:
    """Reminders of an appointment: the day before, 80 % come; two hours before or without one, 71 %."""
    rng = np.random.default_rng(20261027)
    table = _drawn(rng, "oBs3K9", {"不提醒": 1, "提前一天": 1, "提前两小时": 1}, 1500)
    table["到诊"] = (rng.random(len(table)) < np.where(table["variant"] == "提前一天", 0.80, 0.71)).astype(int)
    table = table.rename(columns={"user_id": "用户", "variant": "方案"})
    return [files.csv(folder / "reminders.csv", table, encoding="gb18030")]


def write_gear(folder: Path) -> list[Path]:
    """A checkout that crashes for one in eight of its users before they are counted, and a test that still runs."""
    rng = np.random.default_rng(20261019)
    checkout = _drawn(rng, "oNg1X2", {"old": 0.5, "new": 0.5}, 3000)
    checkout = checkout[~((checkout["variant"] == "new") & (rng.random(len(checkout)) < 1 / 8))]
    shipping = _drawn(rng, "oNg1X2", {"49": 0.5, "99": 0.5}, 900)
    table = pd.concat([checkout.assign(experiment="checkout"), shipping.assign(experiment="free-shipping")])
    table["paid"] = (rng.random(len(table)) < 0.4).astype(int)
    return [files.csv(folder / "experiments.csv", table)]


def _drawn(rng: np.random.Generator, app: str, shares: Mapping[str, float], users: int) -> pd.DataFrame:
    return pd.DataFrame({"user_id": openids(rng, app, users), "variant": pick(rng, shares, users)})
