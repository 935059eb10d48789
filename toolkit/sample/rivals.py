"""Invented competitors of three clients, as an analyst would have looked them up, and reviews of them.

What is planted stands in the table of `toolkit.sample`.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.sample import files

LAST_DAY = pd.Timestamp("2026-11-08")
YEAR = pd.date_range("2025-10-01", LAST_DAY, unit="s")
FALLS_FROM = pd.Timestamp("2026-08-03")  # 90 days before the end of October
STARS = np.arange(1, 6)
_LIKED, _FINE, _POOR = (0.01, 0.02, 0.07, 0.25, 0.65), (0.03, 0.05, 0.15, 0.35, 0.42), (0.12, 0.16, 0.26, 0.26, 0.20)

TEA = (
    ("品牌", "观察日期", "来源", "乌龙单包价", "下单到发货",
     "会员积分", "直播带货", "礼盒定制", "月上新", "小程序评分", "主打"),
    ("云岚茶坊", "2026-10-20", "小程序实测", "¥4.90", "12小时", "是", "是", "是", 6, "4.7/5", "年轻人的第一杯原叶茶"),
    ("荷香茶饮", "2026-10-20", "自有后台", "¥5.67", "36小时", "是", "否", "是", 4, "4.6/5", "荷塘边的乌龙"),
    ("半山茶事", "2026-10-18", "小程序实测", "¥6.20", "30小时", "是", "否", "否", 2, "4.4/5", "半山小园直采"),
    ("青瓷茶社", "2026-10-18", "小程序实测", "¥6.20", "30小时", "否", "是", "否", 2, "4.4/5", "器与茶"),
    ("一叶知味", "2026-10-12", "公开价目表", "¥4.50", "未知", "否", "是", "否", 3, "未知", "平价日常茶"),
    ("南巷茶铺", "2026-02-11", "门店走访", "¥7.80", "48小时", "否", "是", "否", 1, "3.9/5", "老街手作"),
)  # fmt: skip
CLINICS = (
    ("机构", "观察日期", "来源", "洁牙价", "最早可约天数", "夜间门诊", "在线咨询", "医生主页", "平台评分"),
    ("明眸口腔", "2026-10-15", "自有后台", 198, 3, "是", "是", "否", "4.7/5"),
    ("皓齿口腔", "2026-10-15", "小程序实测", 168, 2, "是", "是", "是", "4.8/5"),
    ("安贝口腔", "2026-10-14", "电话询价", 238, 2, "否", "是", "是", "4.5/5"),
    ("仁和牙科", "2026-10-14", "电话询价", 128, 7, "否", "否", "未知", "4.2/5"),
    ("微笑工坊", "2026-01-20", "公开价目表", 298, "", "是", "否", "是", ""),
)
MAGAZINES = (
    (
        "magazine",
        "observed_on",
        "source",
        "stories_a_week",
        "push_time_minutes",
        "comments",
        "events",
        "audio",
        "price",
    ),
    ("City Reader", "2026-10-26", "own back end", 24, 18, "yes", "yes", "no", 0),
    ("Metro Leaf", "2026-10-26", "its mini-program", 18, 40, "yes", "no", "yes", 6),
    ("Lane & Square", "2026-10-25", "its mini-program", 12, 60, "no", "yes", "no", 12),
    ("Harbour Notes", "2026-10-25", "its mini-program", 12, 60, "yes", "no", "no", 12),
    ("The Corner", "2026-03-02", "an interview", 8, "?", "no", "?", "no", "?"),
)
REVIEWED = {  # client: how often a day its customers write, and what; chances of one to five stars
    "lotus-tea": {
        "荷香茶饮": (0.55, _LIKED),
        "云岚茶坊": (1.10, _LIKED),
        "半山茶事": (0.35, _FINE),
        "青瓷茶社": (0.30, _FINE),
        "一叶知味": (0.02, _FINE),
    },
    "bright-smile": {
        "明眸口腔": (0.40, _LIKED),
        "皓齿口腔": (0.50, _LIKED),
        "安贝口腔": (0.30, _FINE),
        "仁和牙科": (0.45, _FINE),
    },
}
FALLING = {"云岚茶坊": _FINE, "仁和牙科": _POOR}


def write_tea(folder: Path) -> list[Path]:
    """Competitors of Lotus Tea and reviews of them in `folder`."""
    return [_table(folder, TEA), _reviews(folder, "lotus-tea", 20261001)]


def write_clinics(folder: Path) -> list[Path]:
    """Competitors of Bright Smile and reviews of them in `folder`."""
    return [_table(folder, CLINICS), _reviews(folder, "bright-smile", 20261002)]


def write_magazines(folder: Path) -> list[Path]:
    """Competitors of City Reader in `folder`."""
    return [_table(folder, MAGAZINES)]


def _table(folder: Path, rows: tuple[tuple[object, ...], ...]) -> Path:
    return files.csv(folder / "competitors.csv", pd.DataFrame(list(rows[1:]), columns=list(rows[0])))


def _reviews(folder: Path, client: str, seed: int) -> Path:
    rng = np.random.default_rng(seed)
    written = []
    for name, (a_day, usual) in REVIEWED[client].items():
        days = YEAR.repeat(rng.poisson(a_day, len(YEAR)))
        at = days + pd.to_timedelta(rng.integers(8 * 3600, 23 * 3600, len(days)), unit="s").as_unit("s")
        has_fallen = (at >= FALLS_FROM) & (name in FALLING)
        stars = np.where(
            has_fallen,
            rng.choice(STARS, len(days), p=FALLING.get(name, usual)),
            rng.choice(STARS, len(days), p=usual),
        )
        written.append(pd.DataFrame({"competitor": name, "at": at, "rating": stars}))
    table = pd.concat(written).sort_values(["at", "competitor"], kind="stable")
    return files.csv(folder / "reviews.csv", table, date_format="%Y-%m-%d %H:%M:%S")
