"""Visits a day to North Gear's stores by city: three of them were looked after by the agency from one day on."""

from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.sample import files

DAYS = pd.date_range("2026-05-01", "2026-11-08", unit="s")
START = pd.Timestamp("2026-09-14")
TREATED = ("Chengdu", "Kunming", "Xi'an")
LIFT = 0.12
CITIES = (
    *("Beijing", "Changsha", "Chengdu", "Chongqing", "Dalian", "Fuzhou", "Guangzhou", "Guiyang", "Hangzhou", "Harbin"),
    *("Hefei", "Jinan", "Kunming", "Lanzhou", "Nanchang", "Nanjing", "Nanning", "Qingdao", "Shanghai", "Shenyang"),
    *("Shenzhen", "Suzhou", "Tianjin", "Urumqi", "Wuhan", "Xi'an", "Xiamen", "Zhengzhou"),
)


def write(folder: Path) -> list[Path]:
    """The panel of North Gear in `folder`: one row per city and day."""
    rng = np.random.default_rng(20260914)
    days = np.arange(len(DAYS))
    weekend = np.where(DAYS.day_of_week >= 5, 1.22, 0.92)
    moods = np.cumsum(rng.normal(0, 0.012, (len(days), 3)), axis=0)  # what moves several cities together
    rows = []
    for city in CITIES:
        level, slope = rng.uniform(45, 160), rng.uniform(0.9, 1.25)
        mood = np.exp(moods @ rng.dirichlet(np.ones(3)))
        expected = level * weekend * mood * np.linspace(1, slope, len(days))
        if city in TREATED:
            expected = np.where(START <= DAYS, expected * (1 + LIFT), expected)
        rows.append(pd.DataFrame({"city": city, "day": DAYS.strftime("%Y-%m-%d"), "visits": rng.poisson(expected)}))
    return [files.csv(folder / "cities.csv", pd.concat(rows, ignore_index=True))]
