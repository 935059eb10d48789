"""City Reader, a city magazine that gives only what WeChat's back end shows, and no events."""

from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.sample import files, wechat
from toolkit.sample.people import People, pick, season, sessions, simulate

DAYS = pd.date_range("2025-12-01", "2026-11-08", unit="s")  # people come long before the client's export begins
SINCE = "2026-04-01"
SHARING_DOUBLES = pd.Timestamp("2026-09-01")
PORTRAIT_DAYS = slice("2026-10-01", "2026-10-31")
SOURCES = {"search": 0.24, "share card": 0.3, "official account": 0.32, "QR code": 0.14}
PAGES = {
    "pages/article/detail": 0.46,
    "pages/home/index": 0.26,
    "pages/topic/index": 0.12,
    "pages/map/index": 0.07,
    "pages/search/index": 0.06,
    "pages/me/index": 0.03,
}
PORTRAIT = {
    "gender": {"Female": 0.58, "Male": 0.39, "Unknown": 0.03},
    "age": {"Under 18": 0.03, "18-24": 0.22, "25-29": 0.26, "30-39": 0.31, "40-49": 0.12, "50 and over": 0.06},
    "province": {
        "Shanghai": 0.62,
        "Jiangsu": 0.15,
        "Zhejiang": 0.12,
        "Anhui": 0.05,
        "Guangdong": 0.03,
        "Beijing": 0.03,
    },
    "platform": {"iPhone": 0.51, "Android": 0.44, "Other": 0.05},
}


def write(folder: Path) -> list[Path]:
    """Files of City Reader in `folder`."""
    rng = np.random.default_rng(20260303)
    newcomers = pd.Series(np.linspace(90, 150, len(DAYS)), index=DAYS) * season(DAYS)
    people = simulate(rng, newcomers, pd.Series(0.24, index=DAYS), decay=0.66)
    visits = sessions(rng, people, pick(rng, SOURCES, len(people.first)))
    visits = visits[visits["day"] >= people.days.get_loc(SINCE)].reset_index(drop=True)
    views, shares = _views(rng, visits), _shares(rng, people)
    counts = wechat.visits(people, views, shares, SINCE)
    return [
        files.csv(folder / "visits.csv", _as_wechat_names(counts), date_format="%Y%m%d"),
        files.csv(folder / "retention.csv", wechat.retention(people, SINCE, zeros=True), date_format="%Y%m%d"),
        files.csv(folder / "pages.csv", wechat.pages(DAYS, views, shares)),
        files.csv(folder / "traffic.csv", _traffic(visits)),
        files.csv(folder / "portrait.csv", _portrait(rng, people)),
    ]


def _views(rng: np.random.Generator, visits: pd.DataFrame) -> pd.DataFrame:
    count = 1 + np.floor(np.log(1 - rng.random(len(visits))) / np.log(0.62)).astype(int).clip(0, 20)
    views = pd.DataFrame({"session": np.arange(len(visits)).repeat(count)})
    views["user"] = visits["user"].to_numpy()[views["session"]]
    views["day"] = visits["day"].to_numpy()[views["session"]]
    views["page"] = pick(rng, PAGES, len(views))
    views["seconds"] = rng.integers(4, 60, len(views))
    return views


def _shares(rng: np.random.Generator, people: People) -> pd.DataFrame:
    chance = np.where(people.days[people.day] >= SHARING_DOUBLES, 0.044, 0.022)
    rows = np.flatnonzero(rng.random(len(people.user)) < chance)
    rows = rows.repeat(1 + (rng.random(len(rows)) < 0.2))
    shares = pd.DataFrame({"user": people.user[rows], "day": people.day[rows], "page": "pages/article/detail"})
    return shares[people.days[shares["day"]] >= SINCE]


def _as_wechat_names(counts: pd.DataFrame) -> pd.DataFrame:
    return counts.rename(
        columns={
            "start": "ref_date",
            "users": "visit_uv",
            "new_users": "visit_uv_new",
            "sessions": "session_cnt",
            "page_views": "visit_pv",
            "stay_seconds_per_session": "stay_time_session",
            "depth": "visit_depth",
            "shares": "share_pv",
            "share_users": "share_uv",
            "total_users": "visit_total",
        }
    )


def _traffic(visits: pd.DataFrame) -> pd.DataFrame:
    source = visits["channel"].replace("direct", "recently used")
    table = visits.groupby([DAYS[visits["day"]], source]).agg(sessions=("user", "size"), users=("user", "nunique"))
    return table.rename_axis(["date", "source"]).reset_index()


def _portrait(rng: np.random.Generator, people: People) -> pd.DataFrame:
    of_month = np.flatnonzero(DAYS.isin(DAYS[DAYS.slice_indexer(PORTRAIT_DAYS.start, PORTRAIT_DAYS.stop)]))
    active = np.unique(people.user[np.isin(people.day, of_month)])
    groups = {"new": np.flatnonzero(np.isin(people.first, of_month)), "active": active}
    parts = []
    for dimension, weights in PORTRAIT.items():
        trait = pick(rng, weights, len(people.first))
        for population, users in groups.items():
            value, count = np.unique(trait[users], return_counts=True)
            parts.append(
                pd.DataFrame({"population": population, "dimension": dimension, "value": value, "users": count})
            )
    return pd.concat(parts).assign(start=PORTRAIT_DAYS.start, end=PORTRAIT_DAYS.stop)
