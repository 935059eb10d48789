"""Questionnaires of the demo clients, as form services export them: a row per respondent, several answers in a cell."""

from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.sample import files
from toolkit.sample.people import pick

TEA_MARGINS = {"女": 0.52, "男": 0.48}
_TEA_ASKED = {"女": 0.7, "男": 0.3}
_AGES = {"18-24岁": 0.24, "25-34岁": 0.41, "35-44岁": 0.23, "45岁及以上": 0.12}
_LIKES = {  # answer -> chance among women and men
    "花茶": (0.60, 0.30),
    "乌龙茶": (0.42, 0.45),
    "冷泡茶": (0.38, 0.22),
    "白茶": (0.20, 0.24),
    "礼盒": (0.16, 0.12),
    "茶具": (0.01, 0.01),
}
_INTERESTS = {"美食": 0.62, "旅行": 0.48, "健身": 0.27, "阅读": 0.25, "宠物": 0.22}
_RECOMMEND = {"女": (0.55, 0.30, 0.15), "男": (0.30, 0.40, 0.30)}  # 9 or 10, 7 or 8, 0 to 6
_SATISFIED = {"女": (0.01, 0.04, 0.13, 0.38, 0.44), "男": (0.04, 0.08, 0.22, 0.36, 0.30)}
_VISIT = {"洁牙": 0.34, "补牙": 0.22, "正畸": 0.18, "种植": 0.12, "儿童齿科": 0.13, "其他": 0.01}


def write_tea(folder: Path) -> list[Path]:
    """The tea shop's: seven in ten answers are women's, who recommend it more."""
    rng = np.random.default_rng(20261014)
    n = 640
    sex = pick(rng, _TEA_ASKED, n)
    is_man = (sex == "男").astype(int)
    table = pd.DataFrame(
        {
            "提交时间": _times(rng, n),
            "性别": sex,
            "年龄段": pick(rng, _AGES, n),
            "兴趣": _several(rng, {answer: (chance, chance) for answer, chance in _INTERESTS.items()}, is_man),
            "常喝的茶": _several(rng, _LIKES, is_man),
            "满意度": _scored(rng, sex, _SATISFIED, [(1,), (2,), (3,), (4,), (5,)]),
            "推荐意愿": _scored(rng, sex, _RECOMMEND, [(9, 10), (7, 8), (2, 4, 5, 6)]),
        }
    )
    table.loc[rng.random(n) < 0.03, "常喝的茶"] = None
    return [files.csv(folder / "survey.csv", table, date_format="%Y-%m-%d %H:%M:%S")]


def write_clinics(folder: Path) -> list[Path]:
    """The clinics': few answers, so that much of the cross-table stays blank."""
    rng = np.random.default_rng(20261021)
    n = 96
    visit = pick(rng, _VISIT, n)
    everyone = np.full(n, "all")
    table = pd.DataFrame(
        {
            "提交时间": _times(rng, n),
            "到店方式": pick(rng, {"小程序预约": 0.55, "电话预约": 0.25, "直接到店": 0.2}, n),
            "就诊项目": visit,
            "等候满意度": _scored(
                rng, everyone, {"all": (0.04, 0.09, 0.25, 0.37, 0.25)}, [(1,), (2,), (3,), (4,), (5,)]
            ),
            "推荐意愿": _scored(rng, everyone, {"all": (0.45, 0.35, 0.2)}, [(9, 10), (7, 8), (3, 5, 6)]),
        }
    )
    return [files.csv(folder / "survey.csv", table, date_format="%Y-%m-%d %H:%M:%S")]


def _times(rng: np.random.Generator, n: int) -> pd.Series:
    """From 14 September to 25 October 2026, by day."""
    seconds = np.sort(rng.integers(0, 42 * 86400, n))
    return pd.Series(pd.Timestamp("2026-09-14") + pd.to_timedelta(seconds, unit="s"))


def _several(rng: np.random.Generator, chances: dict[str, tuple[float, float]], is_man: np.ndarray) -> list[str | None]:
    """Answers chosen, parted by ┋ as the form service does; None where nothing was."""
    chosen = {answer: rng.random(len(is_man)) < np.array(pair)[is_man] for answer, pair in chances.items()}
    return ["┋".join(answer for answer in chosen if chosen[answer][i]) or None for i in range(len(is_man))]


def _scored(
    rng: np.random.Generator, group: np.ndarray, chances: dict[str, tuple[float, ...]], scores: list[tuple[int, ...]]
) -> np.ndarray:
    """A score each: first which of the ranges, by the chances of the respondent's group, then one of it."""
    found = np.zeros(len(group), int)
    for name, chance in chances.items():
        rows = np.flatnonzero(group == name)
        kinds = rng.choice(len(scores), len(rows), p=chance)
        found[rows] = [scores[kind][rng.integers(len(scores[kind]))] for kind in kinds]
    return found
