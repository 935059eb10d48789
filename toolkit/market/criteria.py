"""What stands in a column of a comparison: numbers, yes and no, ratings, or words that nobody can count.

A blank, a dash, a question mark or a word for "unknown" is not known, and nothing else is: a value that cannot be read
is a mistake in the file, never a zero and never an unknown.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from toolkit.errors import DataError
from toolkit.params.competitor_comparison import Criterion

YES = frozenset(("yes", "y", "true", "t", "✓", "✔", "√", "是", "有", "支持", "已支持", "对"))
NO = frozenset(("no", "n", "false", "f", "✗", "✘", "×", "x", "否", "无", "没有", "不支持", "未支持"))
UNKNOWN = frozenset(("", "-", "--", "–", "—", "?", "？", "n/a", "na", "nan", "none", "null", "unknown", "tbd"))
UNKNOWN |= frozenset(("未知", "不详", "不明", "暂无", "暂无数据", "无数据", "待查", "待确认"))
STARS = (1.0, 5.0)
LARGEST = 1e15  # beyond it differences between numbers are not exact
_NUMBER = re.compile(
    r"(¥)?\s*([-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?)\s*([万亿])?\s*(%|元|yuan|cny|rmb|分|星|秒|s|小时|h|天|days?)?(?:/(\d+))?"
)
_TIMES = {None: 1, "万": 10_000, "亿": 100_000_000}
_UNITS = {"%": "share", "分": "score", "星": "score", "秒": "seconds", "s": "seconds", "小时": "hours", "h": "hours"}
_UNITS |= dict.fromkeys(("天", "day", "days"), "days") | dict.fromkeys(("元", "yuan", "cny", "rmb"), "money")
_WIDE = str.maketrans("０１２３４５６７８９．，－＋％￥／", "0123456789.,-+%¥/")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """One column of a comparison as numbers.

    Parameters
    ----------
    kind : number, yes_no, rating, or text where it cannot be counted
    values : float by name, NaN where not known; yes is 1, no is 0; all NaN of a text
    unit : as a fact's, money for the client's currency
    scale : the ends that values are placed between, None for those of the known values
    """

    kind: Literal["number", "yes_no", "rating", "text"]
    values: pd.Series
    unit: str = "count"
    scale: tuple[float, float] | None = None


def read(column: pd.Series, asked: Criterion | None = None) -> Reading:
    """What a column holds.

    Parameters
    ----------
    column : by name of competitor; numbers, booleans or text
    asked : what the client file says of it; without, a column that cannot be read is a text

    Raises
    ------
    DataError : a value that cannot be read, or lies outside of its scale, in a column that the client file names

    Examples
    --------
    >>> found = read(pd.Series({"a": "¥18", "b": "20.5元", "c": "未知"}))
    >>> found.kind, found.unit, found.values.tolist()
    ('number', 'money', [18.0, 20.5, nan])
    >>> read(pd.Series({"a": "是", "b": "否"})).values.to_dict()
    {'a': 1.0, 'b': 0.0}
    """
    known = {name: text for name, value in column.items() if (text := _text(value)).casefold() not in UNKNOWN}
    if asked is None:
        try:
            return _read(column, known, Criterion())
        except DataError:
            return Reading("text", pd.Series(math.nan, column.index))
    return _read(column, known, asked)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return f"{value:.17g}" if isinstance(value, float) else " ".join(str(value).translate(_WIDE).split())


def _read(column: pd.Series, known: Mapping[str, str], asked: Criterion) -> Reading:
    is_words = bool(known) and all(text.casefold() in YES | NO for text in known.values())
    if asked.kind == "yes_no" or (asked.kind is None and asked.scale is None and asked.unit is None and is_words):
        return Reading(
            "yes_no", _numbers(column, {name: _answer(column, name, known[name]) for name in known}), "count", (0, 1)
        )
    found = {name: _number(column, name, text) for name, text in known.items()}
    units = {unit for _, unit, _ in found.values() if unit}
    tops = {top for _, _, top in found.values() if top}
    values = _numbers(column, {name: value for name, (value, _, _) in found.items()})
    _agree(column, known, found, units | ({asked.unit} if asked.unit else set()), tops)
    kind = asked.kind or ("rating" if tops or (asked.scale and not asked.unit) else "number")
    scale = asked.scale or _scale(tops, kind)
    unit = asked.unit or next(iter(units), None) or ("score" if kind == "rating" else _plain(values))
    for name, value in values.dropna().items():
        if scale and not scale[0] <= value <= scale[1]:
            expected, action = f"a value from {scale[0]:g} to {scale[1]:g}", "Correct it, or the criterion's `scale:`."
            raise _wrong(column, name, expected, known[name], action)
        if unit == "share" and not scale and not 0 <= value <= 1:
            raise _wrong(column, name, "a share from 0 to 1", known[name], "Write 5 % as 5% or 0.05.")
    return Reading(kind, values, unit, scale)


def _numbers(column: pd.Series, found: Mapping[str, float]) -> pd.Series:
    return pd.Series({name: found.get(name, math.nan) for name in column.index}, dtype=float)


def _answer(column: pd.Series, name: str, text: str) -> float:
    word = text.casefold()
    if word in YES | {"1"}:
        return 1.0
    if word in NO | {"0"}:
        return 0.0
    raise _wrong(column, name, "yes or no", text, "Leave it blank where it is not known.")


def _number(column: pd.Series, name: str, text: str) -> tuple[float, str | None, float | None]:
    """The number, the unit written beside it, and the end of the scale it is written over."""
    found = _NUMBER.fullmatch(_ungrouped(text.casefold()))
    if found is None:
        raise _wrong(column, name, "a number", text, "Write the number alone, or leave it blank where it is not known.")
    sign, digits, times, word, top = found.groups()
    value = float(digits) * _TIMES[times] / (100 if word == "%" else 1)
    if abs(value) > LARGEST:
        raise _wrong(column, name, f"a number up to {LARGEST:g}", text, "Write it in a larger unit.")
    return value, "money" if sign else _UNITS.get(word or ""), float(top) if top and float(top) else None


def _ungrouped(text: str) -> str:
    """Without the commas between thousands; other commas stay, and stay wrong."""
    return re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", text) if re.search(r"(?<!\d)\d{1,3}(,\d{3})+(?!\d)", text) else text


def _agree(
    column: pd.Series,
    known: Mapping[str, str],
    found: Mapping[str, tuple[float, str | None, float | None]],
    units: set[str],
    tops: set[float],
) -> None:
    """Refuse a column whose values do not share one unit and one scale: 12% and 0.1 may be the same or not."""
    mixed = len(units) > 1 or len(tops) > 1
    bare = [name for name, (_, unit, top) in found.items() if not unit and not top]
    if "share" in units and len(bare) < len(found):
        mixed = mixed or bool(bare)
    if tops and bare:
        mixed = True
    if mixed:
        marks = {(unit, top): name for name, (_, unit, top) in found.items()}
        name = next(reversed(list(marks.values())))
        raise _wrong(column, name, "values in one unit", known[name], "Write all values of the column the same way.")


def _scale(tops: set[float], kind: str) -> tuple[float, float] | None:
    if tops:
        top = next(iter(tops))
        return STARS if top == STARS[1] else (0.0, top)
    return STARS if kind == "rating" else None


def _plain(values: pd.Series) -> str:
    return "count" if (values.dropna() % 1 == 0).all() else "ratio"


def _wrong(column: pd.Series, name: str, expected: str, got: str, action: str) -> DataError:
    shown = got if len(got) <= _SHOWN else got[:_SHOWN] + "…"
    return DataError(f'competitors "{str(name)[:_SHOWN]}" column "{column.name}"', expected, f'"{shown}"', action)
