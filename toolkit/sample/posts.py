"""Posts of Lotus Tea on social channels: how many each reached, and how many of those did something."""

from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.sample import files
from toolkit.sample.people import pick

KINDS = {"短视频": 0.3, "图文": 0.5, "海报": 0.2}
ENGAGED = {"短视频": 0.060, "图文": 0.040, "海报": 0.020}  # of those reached


def write_tea(folder: Path) -> list[Path]:
    """One or two posts a day from August to October 2026; short videos set off most."""
    rng = np.random.default_rng(20261005)
    days = pd.date_range("2026-08-01", "2026-10-31", unit="s")
    at = days.repeat(rng.poisson(1.3, len(days))) + pd.to_timedelta(18, unit="h").as_unit("s")
    table = pd.DataFrame({"发布时间": at, "类型": pick(rng, KINDS, len(at))})
    table["付费"] = np.where(rng.random(len(at)) < 0.25, "是", "否")
    reach = rng.lognormal(7.2, 0.8, len(at)) * np.where(table["付费"] == "是", 2.5, 1.0)
    table["触达"] = reach.round().astype(int)
    appeal = table["类型"].map(ENGAGED).to_numpy() * rng.lognormal(-0.08, 0.4, len(at))
    table["互动人数"] = rng.binomial(table["触达"], appeal.clip(0, 0.5))
    table["点赞"] = rng.binomial(table["互动人数"], 0.7)
    table["评论"] = rng.binomial(table["互动人数"], 0.08)
    table["转发"] = rng.binomial(table["互动人数"], 0.12)
    return [files.csv(folder / "posts.csv", table)]
