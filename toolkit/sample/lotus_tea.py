"""Lotus Tea, an online tea shop: raw events, orders with refunds, advertising spend, pages, service tickets."""

from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.sample import adverts, files, wechat
from toolkit.sample.journeys import Journeys, order_lines, refunds, tickets
from toolkit.sample.people import People, openids, pick, season, sessions, simulate

DAYS = pd.date_range("2025-08-01", "2026-11-08", unit="s")
NATIONAL_DAY = slice("2026-10-01", "2026-10-07")
DOUBLE_11 = (slice("2025-11-01", "2025-11-11"), slice("2026-11-01", "2026-11-11"))
GAP = pd.Timestamp("2026-09-30")
CHANNELS = {"search": 0.3, "share": 0.2, "moments": 0.22, "video": 0.1, "store_qr": 0.18}
FESTIVAL_CHANNELS = {"video": 0.55, "store_qr": 0.45}
CAC = {"moments": 12.0, "video": 16.0, "search": 9.0}
DEVICES = {"iPhone": 0.46, "Android": 0.52, "HarmonyOS": 0.02}
PRICES = {  # product -> (yuan, weight)
    "荷香乌龙 12包": (68.0, 5),
    "茉莉冷萃 20包": (88.0, 4),
    "桂花龙井 50克": (128.0, 3),
    "陈皮白茶 100克": (168.0, 2),
    "荷韵礼盒": (268.0, 1),
}


def write(folder: Path) -> list[Path]:
    """Files of Lotus Tea in `folder`."""
    rng = np.random.default_rng(20260107)
    usual = pd.Series(np.linspace(22, 50, len(DAYS)), index=DAYS) * season(DAYS)
    for sale in DOUBLE_11:
        usual.loc[sale] *= 1.6
    crowd = pd.Series(0.0, index=DAYS)
    crowd.loc[NATIONAL_DAY] = 130
    d1 = pd.Series(0.32, index=DAYS)
    d1.loc[NATIONAL_DAY] = 0.20
    people = simulate(rng, usual + crowd, d1, decay=0.72)
    ids = openids(rng, "oLt7Q5", len(people.first))
    from_crowd = rng.random(len(ids)) < (crowd / (usual + crowd)).to_numpy()[people.first]
    channels = np.where(from_crowd, pick(rng, FESTIVAL_CHANNELS, len(ids)), pick(rng, CHANNELS, len(ids)))
    log = _browse(rng, sessions(rng, people, channels))
    log["openid"] = ids[log["user"]]
    log["device"] = pick(rng, DEVICES, len(ids))[log["user"]]
    views = log[log["event"].isin(["open", "menu", "product", "cart"])]
    shares = log[log["event"] == "share"]
    views = views.assign(seconds=rng.integers(3, 70, len(views)))
    return [
        *_events(folder / "events", log),
        files.csv(folder / "orders.csv", _orders(rng, log, ids), date_format="%Y-%m-%d %H:%M:%S"),
        files.csv(folder / "spend.csv", _spend(rng, people, channels)),
        files.csv(folder / "pages.csv", wechat.pages(DAYS, views, shares)),
        files.xlsx(folder / "tickets.xlsx", _tickets(rng), sheet="工单"),
    ]


def _browse(rng: np.random.Generator, visits: pd.DataFrame) -> pd.DataFrame:
    journey = Journeys(rng, visits)
    journey.step("open", "pages/index/index", 1.0)
    journey.step("sign_up", "pages/member/index", np.where(visits["is_first"], 0.28, 0.04))
    journey.step("menu", "pages/menu/index", 0.5)
    product = journey.step("product", "pages/product/detail", 0.46)
    journey.step("product", "pages/product/detail", 0.4, product)
    cart = journey.step("cart", "pages/cart/index", 0.24, product)
    journey.step("pay_done", "pages/pay/result", 0.48, cart)
    journey.step("share", "pages/product/detail", 0.06, product)
    return journey.log()


def _events(folder: Path, log: pd.DataFrame) -> list[Path]:
    folder.mkdir(exist_ok=True)
    events = pd.DataFrame(
        {
            "openid": log["openid"],
            "ts": log["at"],
            "name": log["event"],
            "sid": "s" + log["session"].astype(str).str.zfill(7),
            "page": log["page"],
            "channel": log["channel"],
            "device": log["device"],
        }
    )
    events = events[log["at"].dt.normalize() != GAP]
    months = events.groupby(events["ts"].dt.strftime("%Y-%m"))
    return [files.parquet(folder / f"{month}.parquet", rows) for month, rows in months]


def _orders(rng: np.random.Generator, log: pd.DataFrame, ids: np.ndarray) -> pd.DataFrame:
    paid = log[log["event"] == "pay_done"].reset_index(drop=True)
    lines = order_lines(rng, paid, PRICES)
    lines["amount"] = lines["unit_price"] * lines["quantity"]
    is_head = ~lines["order"].duplicated()
    lines["freight"] = np.where(is_head & (lines.groupby("order")["amount"].transform("sum") < 99), 8.0, 0.0)
    lines["platform_fee"] = (lines["amount"] * 0.006).round(2)
    by_phone = rng.random(len(paid)) < 0.04  # taken down by staff: nobody's id
    lines["openid"] = np.where(by_phone[lines["order"]], None, ids[lines["user"]])
    is_october = (paid["at"].dt.strftime("%Y-%m") == "2026-10").to_numpy()
    back = refunds(rng, lines, np.where(is_october, 0.09, 0.03))
    back = back[back["at"] < DAYS[-1] + pd.Timedelta("1D")]
    back = back.assign(amount=-back["amount"], freight=0.0, platform_fee=0.0)
    lines = pd.concat([lines, back]).sort_values(["at", "order"], kind="stable")
    lines["order_no"] = "LT" + (lines["order"] + 100_001).astype(str)
    named = lines.rename(columns={"at": "paid_at"})
    return named[["order_no", "paid_at", "openid", "product", "channel", "amount", "freight", "platform_fee"]]


def _spend(rng: np.random.Generator, people: People, channels: np.ndarray) -> pd.DataFrame:
    price = {channel: pd.Series(cac, index=DAYS) for channel, cac in CAC.items()}
    price["moments"].loc["2026-10-01":] *= 2
    table = adverts.spend(rng, people, channels, price)
    table["cost"] = (table["cost"] * 100).round().astype(int)
    return table.rename(columns={"impressions": "view_count", "clicks": "valid_click_count"})


def _tickets(rng: np.random.Generator) -> pd.DataFrame:
    per_day = pd.Series(3.0, index=DAYS)
    per_day.loc[NATIONAL_DAY] = 6.0
    return tickets(rng, DAYS, per_day.to_numpy(), {"小程序客服": 0.7, "企业微信": 0.2, "电话": 0.1})
