"""Growth as people write it: +300 %, five-fold, 5倍, 增长三倍, 8个百分点."""

import re
from typing import Literal

Unit = Literal["percent", "times", "points"]

_ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDS = {word: float(value) for value, word in enumerate(_ENGLISH, start=1)}
_WORDS |= {"double": 2.0, "doubled": 2.0, "triple": 3.0, "tripled": 3.0}
_WORDS |= {"翻倍": 2.0, "翻一倍": 2.0, "翻番": 2.0, "翻一番": 2.0, "翻两番": 4.0}
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_NUMBER = r"[+\-−]?\s*[0-9][0-9,]*(?:\.[0-9]+)?"
_CHINESE = "[一二两三四五六七八九十]{1,3}"
_GROWN = "(?:增长|增加|提升|提高|上涨|上升|涨|多)了?(?:将近|接近|大约|约|近|超过|超|逾)?"
_FALLEN = re.compile(  # right before the number: what it states is a loss
    r"(?:(?:下降|降低|减少|下跌|下滑|缩减|降|跌)了?(?:将近|接近|大约|约|近|超过|超|逾)?"
    r"|\b(?:down|fell|fallen|dropped|decreased|reduced|cut|lower|less|minus)(?:\s+by)?)\s*$",
    re.IGNORECASE,
)
_FORMS = re.compile(
    rf"(?P<points>{_NUMBER})\s*(?:个?百分点|pp\b|(?:percentage\s+)?points?\b)"
    rf"|(?P<percent>{_NUMBER})\s*(?:[%％]|per\s?cent\b)"
    r"|(?P<turn>翻了?(?:[一两]番|番|一?倍))"
    rf"|(?P<grown>{_GROWN}\s*)?(?P<times>{_NUMBER}|{_CHINESE})\s*倍"
    rf"|\b(?P<fold>{_NUMBER}|{'|'.join(_ENGLISH)})(?:\s*-?\s*fold\b|\s+times\b|\s*[x×](?![A-Za-z]))"
    r"|\b(?P<word>doubled?|tripled?)\b",
    re.IGNORECASE,
)


def read(text: str) -> list[tuple[float, Unit]]:
    """Every growth that a text states, each as number and unit.

    Growth by n times is n + 1 times: 增长5倍 is +500 %, 5倍 is five times, that is +400 %. A fall is a growth below 0.

    Returns
    -------
    (3.0, "percent") for +300 %, (5.0, "times") for five-fold, (0.08, "points") for eight percentage points

    Examples
    --------
    >>> read("+300 % users"), read("five-fold sales"), read("销售额增长五倍"), read("留存提升8个百分点")
    ([(3.0, 'percent')], [(5.0, 'times')], [(5.0, 'percent')], [(0.08, 'points')])
    """
    found: list[tuple[float, Unit]] = []
    for match in _FORMS.finditer(text):
        if part := match["points"] or match["percent"]:
            value = round(_value(part) / 100, 10)
            is_fall = _FALLEN.search(text, 0, match.start()) is not None
            found.append((-abs(value) if is_fall else value, "points" if match["points"] else "percent"))
        elif match["times"]:
            found.append((_value(match["times"]), "percent" if match["grown"] else "times"))
        else:
            found.append((_value(match["fold"] or match["word"] or match["turn"]), "times"))
    return found


def _value(text: str) -> float:
    plain = re.sub(r"[\s,了]", "", text).replace("−", "-").lower()
    if plain in _WORDS:
        return _WORDS[plain]
    if plain[-1] in _DIGITS or "十" in plain:
        tens, has_tens, ones = plain.rpartition("十")
        return float((_DIGITS.get(tens, 1) * 10 if has_tens else 0) + _DIGITS.get(ones, 0))
    return float(plain)
