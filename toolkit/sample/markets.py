"""Figures from outside for the demo clients: market series with planted growth and season, a platform's portrait."""

from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.sample import files

TEA_GROWTH, TEA_PEAK = 0.12, 0.28  # a year; of January, before Spring Festival
MAGAZINE_GROWTH = 0.05
_TEA_SEASON = (0.28, 0.04, -0.06, -0.04, 0.02, -0.08, -0.14, -0.12, 0.03, 0.01, 0.02, 0.14)
_QUARTERS = (0.03, -0.01, -0.05, 0.03)
_TEA_PORTRAIT = {
    "性别": {"女": 6120, "男": 3874, "未知": 411},
    "年龄": {"18岁以下": 96, "18-24岁": 2211, "25-34岁": 4380, "35-44岁": 2466, "45岁及以上": 1252},
    "省份": {"浙江": 3402, "上海": 2210, "江苏": 1985, "安徽": 840, "福建": 712, "广东": 655, "江西": 340, "山东": 228,
           "青海": 21, "宁夏": 8, "西藏": 4},
    "城市": {"杭州": 2105, "上海": 2210, "苏州": 760, "南京": 598, "宁波": 541, "合肥": 402, "福州": 297,
           "其他城市": 3492},
    "平台": {"Android": 5389, "iOS": 4787, "HarmonyOS": 229},
}  # fmt: skip
_NEW_AMONG = {"女": 0.22, "男": 0.31}


def write_tea(folder: Path) -> list[Path]:
    """Four years of a market that grows by 12 % a year and peaks in January, one series too young, and a portrait."""
    rng = np.random.default_rng(20261101)
    months = pd.date_range("2022-10-01", "2026-10-01", freq="MS")
    values = 18.4 * _growing(len(months), TEA_GROWTH, 12) * (1 + np.array(_TEA_SEASON)[months.month - 1])
    sales = _series("新式茶饮线上零售额", months, values * np.exp(rng.normal(0, 0.018, len(months))), "亿元", 2)
    sales["source"] = "茶饮行业月报（虚构）"
    young = pd.date_range("2025-03-01", "2026-10-01", freq="MS")
    searches = _series(
        "冷泡茶搜索指数", young, 1200 + 25 * np.arange(len(young)) + rng.normal(0, 40, len(young)), "点", 0
    )
    searches["source"] = "搜索平台指数页（虚构）"
    return [
        files.csv(folder / "market.csv", pd.concat([sales, searches]), date_format="%Y-%m-%d"),
        files.csv(folder / "portrait.csv", _portrait(rng)),
    ]


def write_magazines(folder: Path) -> list[Path]:
    """Nearly eight years of quarters that grow by 5 % a year with a weak season."""
    rng = np.random.default_rng(20261102)
    quarters = pd.date_range("2019-01-01", "2026-07-01", freq="QS")
    values = 212 * _growing(len(quarters), MAGAZINE_GROWTH, 4) * (1 + np.array(_QUARTERS)[quarters.quarter - 1])
    table = _series(
        "digital magazine readers", quarters, values * np.exp(rng.normal(0, 0.012, len(quarters))), "million", 1
    )
    table["source"] = "Reading survey, quarterly (invented)"
    return [files.csv(folder / "market.csv", table, date_format="%Y-%m-%d")]


def _growing(n: int, rate: float, steps: int) -> np.ndarray:
    return (1 + rate) ** (np.arange(n) / steps)


def _series(name: str, dates: pd.DatetimeIndex, values: np.ndarray, unit: str, digits: int) -> pd.DataFrame:
    return pd.DataFrame({"series": name, "date": dates, "value": values.round(digits), "unit": unit})


def _portrait(rng: np.random.Generator) -> pd.DataFrame:
    """Active users of October 2026 by trait, and the new ones among them."""
    rows = []
    for dimension, counts in _TEA_PORTRAIT.items():
        for value, users in counts.items():
            new = int(rng.binomial(users, _NEW_AMONG.get(value, 0.25)))
            rows += [("active", dimension, value, users), ("new", dimension, value, new)]
    table = pd.DataFrame(rows, columns=["population", "dimension", "value", "users"])
    return table.assign(start="2026-10-01", end="2026-10-31")
