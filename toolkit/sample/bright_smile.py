"""Bright Smile Dental, a chain of clinics that takes appointments: Chinese exports in GB18030 and Excel."""

from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.sample import files
from toolkit.sample.journeys import Journeys, order_lines, tickets
from toolkit.sample.people import openids, pick, season, sessions, simulate

DAYS = pd.date_range("2026-02-01", "2026-11-08", unit="s")
BETTER_FROM = pd.Timestamp("2026-08-01")
CHANNELS = {"搜索": 0.34, "公众号": 0.2, "朋友圈广告": 0.22, "门店扫码": 0.14, "好友分享": 0.1}
PRICES = {  # treatment -> (yuan, weight)
    "口腔检查": (49.0, 4),
    "超声洁牙": (198.0, 6),
    "树脂补牙": (380.0, 3),
    "冷光美白": (1280.0, 1),
    "正畸首付": (3800.0, 0.4),
}


def write(folder: Path) -> list[Path]:
    """Files of Bright Smile in `folder`."""
    rng = np.random.default_rng(20260202)
    newcomers = pd.Series(np.linspace(42, 58, len(DAYS)), index=DAYS) * season(DAYS)
    people = simulate(rng, newcomers, pd.Series(0.16, index=DAYS), decay=0.6)
    ids = openids(rng, "oBs3K9", len(people.first))
    visits = sessions(rng, people, pick(rng, CHANNELS, len(ids)))
    visits["channel"] = visits["channel"].replace("direct", "最近使用")
    log = _browse(rng, visits)
    events = pd.DataFrame(
        {
            "用户": ids[log["user"]],
            "时间": log["at"],
            "事件": log["event"],
            "会话": log["session"],
            "页面": log["page"],
            "来源": log["channel"],
        }
    )
    service = tickets(rng, DAYS, np.full(len(DAYS), 4.0), {"在线客服": 0.6, "电话": 0.4})
    return [
        files.csv(folder / "events.csv.gz", events, encoding="gb18030"),
        files.xlsx(folder / "orders.xlsx", _orders(rng, log, ids), sheet="收费明细"),
        files.csv(folder / "tickets.csv", service),
    ]


def _browse(rng: np.random.Generator, visits: pd.DataFrame) -> pd.DataFrame:
    journey = Journeys(rng, visits)
    journey.step("打开", "首页", 1.0)
    journey.step("注册", "会员中心", np.where(visits["is_first"], 0.22, 0.03))
    journey.step("看医生", "医生列表", 0.45)
    page = journey.step("预约页", "预约页", 0.42)
    # One decision a month and user, at the first look at the booking page: the planted rate is then the monthly one.
    month = visits["at"].dt.strftime("%Y-%m")
    decides = page & ~visits[page].assign(month=month).duplicated(["user", "month"]).reindex(
        visits.index, fill_value=True
    )
    chance = np.where(visits["at"] >= BETTER_FROM, 0.30, 0.24)
    journey.step("预约成功", "预约结果", chance, decides.to_numpy())
    journey.step("分享", "医生列表", 0.025)
    return journey.log()


def _orders(rng: np.random.Generator, log: pd.DataFrame, ids: np.ndarray) -> pd.DataFrame:
    booked = log[log["event"] == "预约成功"]
    came = booked[rng.random(len(booked)) < 0.7].reset_index(drop=True)
    came["at"] = came["at"].dt.normalize() + pd.to_timedelta(
        rng.integers(1, 12, len(came)) * 1440 + rng.integers(9 * 60, 19 * 60, len(came)), unit="min"
    ).as_unit("s")
    came = came[came["at"] < DAYS[-1] + pd.Timedelta("1D")].sort_values("at", kind="stable", ignore_index=True)
    lines = order_lines(rng, came, PRICES)
    amount = lines["unit_price"] * lines["quantity"]
    return pd.DataFrame(
        {
            "单号": "BS2026" + (lines["order"] + 1).astype(str).str.zfill(5),
            "收费时间": lines["at"],
            "用户": ids[lines["user"]],
            "项目": lines["product"],
            "来源": lines["channel"],
            "实收": amount,
            "退款": np.where(rng.random(len(lines)) < 0.02, amount, 0.0),
        }
    )
