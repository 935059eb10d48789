"""North Gear, an outdoor magazine with a shop: events in UTC, beside WeChat's own counts of the same people."""

from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.sample import adverts, files, wechat
from toolkit.sample.journeys import Journeys, order_lines, refunds
from toolkit.sample.people import People, openids, pick, season, sessions, simulate

DAYS = pd.date_range("2026-03-01", "2026-11-08", unit="s")
UNDERCOUNT = pd.date_range("2026-10-12", "2026-10-18", unit="s")
MISSING = 0.03
CHANNELS = {"search": 0.3, "official_account": 0.25, "ocean_engine": 0.3, "share": 0.15}
CAC = {"ocean_engine": 14.0, "search": 8.0}
VIEWS = ["open", "article", "product", "cart"]
PRICES = {  # product -> (yuan, weight)
    "Merino socks": (89.0, 6),
    "Trail bottle": (129.0, 5),
    "Headlamp": (199.0, 3),
    "Daypack 22 l": (399.0, 2),
    "Shell jacket": (899.0, 1),
}


def write(folder: Path) -> list[Path]:
    """Files of North Gear in `folder`."""
    rng = np.random.default_rng(20260409)
    newcomers = pd.Series(np.linspace(24, 48, len(DAYS)), index=DAYS) * season(DAYS)
    people = simulate(rng, newcomers, pd.Series(0.28, index=DAYS), decay=0.7)
    ids = openids(rng, "oNg1X2", len(people.first))
    channels = pick(rng, CHANNELS, len(ids))
    log = _browse(rng, sessions(rng, people, channels))
    views = log[log["event"].isin(VIEWS)]
    views = views.assign(seconds=rng.integers(5, 90, len(views)))
    shares = log[log["event"] == "share"]
    return [
        files.csv(folder / "events.csv", _events(rng, log, ids)),
        files.csv(folder / "visits.csv", wechat.visits(people, views, shares, "2026-03-01")),
        files.csv(folder / "retention.csv", wechat.retention(people, "2026-03-01")),
        files.csv(folder / "orders.csv", _orders(rng, log, ids), date_format="%m/%d/%Y %H:%M"),
        files.csv(folder / "spend.csv", _spend(rng, people, channels)),
    ]


def _browse(rng: np.random.Generator, visits: pd.DataFrame) -> pd.DataFrame:
    journey = Journeys(rng, visits)
    journey.step("open", "pages/home/index", 1.0)
    journey.step("sign_up", "pages/me/index", np.where(visits["is_first"], 0.2, 0.02))
    article = journey.step("article", "pages/article/detail", 0.62)
    journey.step("like", "pages/article/detail", 0.12, article)
    journey.step("comment", "pages/article/detail", 0.03, article)
    journey.step("share", "pages/article/detail", 0.05, article)
    product = journey.step("product", "pages/product/detail", 0.3)
    cart = journey.step("cart", "pages/cart/index", 0.26, product)
    journey.step("pay_done", "pages/pay/result", 0.5, cart)
    return journey.log()


def _events(rng: np.random.Generator, log: pd.DataFrame, ids: np.ndarray) -> pd.DataFrame:
    lost = pd.Series(False, index=log.index)
    for day in UNDERCOUNT:
        here = log["day"] == DAYS.get_loc(day)
        users = np.unique(log["user"][here])
        unlucky = rng.choice(users, round(len(users) * MISSING), replace=False)
        lost |= here & log["user"].isin(unlucky)
    events = pd.DataFrame(
        {
            "openid": ids[log["user"]],
            "time_utc": log["at"] - pd.Timedelta("8h"),
            "event": log["event"],
            "session_id": log["session"],
            "page": log["page"],
            "channel": log["channel"],
        }
    )
    return events[~lost]


def _orders(rng: np.random.Generator, log: pd.DataFrame, ids: np.ndarray) -> pd.DataFrame:
    paid = log[log["event"] == "pay_done"].reset_index(drop=True)
    lines = order_lines(rng, paid, PRICES)
    back = refunds(rng, lines, np.full(len(paid), 0.04))
    back = back[back["at"] < DAYS[-1] + pd.Timedelta("1D")].assign(quantity=-back["quantity"])
    lines = pd.concat([lines, back]).sort_values(["at", "order"], kind="stable")
    return pd.DataFrame(
        {
            "OrderNo": "NG" + (lines["order"] + 50_001).astype(str),
            "OrderDate": lines["at"],
            "OpenId": ids[lines["user"]],
            "Product": lines["product"],
            "Quantity": lines["quantity"],
            "UnitPrice": lines["unit_price"],
        }
    )


def _spend(rng: np.random.Generator, people: People, channels: np.ndarray) -> pd.DataFrame:
    price = {channel: pd.Series(cac, index=DAYS) for channel, cac in CAC.items()}
    table = adverts.spend(rng, people, channels, price)
    return table.set_axis(["stat_date", "channel", "stat_cost", "show_cnt", "click_cnt", "convert_cnt"], axis=1)
