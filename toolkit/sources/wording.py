"""How a wrong value is told: what its column expects, what stands there, what to do; never a user id."""

import re
from collections.abc import Sequence

from toolkit.schema import FIRST_YEAR, LAST_YEAR, Column
from toolkit.sources.casting import EPOCHS, Manner

_LONGEST = 40
_FIX = "Fix the rows or map another column."
_KINDS = {
    "id": "an id",
    "text": "text",
    "money": "a number",
    "number": "a number",
    "integer": "a whole number",
    "share": "a share",
}


def expected(column: Column, manner: Manner) -> str:
    """What a column takes.

    >>> expected(Column("users", "integer", minimum=0), Manner("Asia/Shanghai", "Asia/Shanghai"))
    'a whole number of at least 0'
    """
    if column.choices:
        return f"{', '.join(column.choices[:-1])} or {column.choices[-1]}"
    if column.kind in ("time", "date"):
        if manner.date_format:
            return f"a {column.kind} written as {manner.date_format} in the years {FIRST_YEAR} to {LAST_YEAR}"
        example = "2026-10-01 09:30" if column.kind == "time" else "2026-10-01"
        return f"a {column.kind} such as {example} in the years {FIRST_YEAR} to {LAST_YEAR}"
    words = _KINDS[column.kind]
    if column.minimum is not None and column.maximum is not None:
        return f"{words} from {column.minimum:g} to {column.maximum:g}"
    return words if column.minimum is None else f"{words} of at least {column.minimum:g}"


def got(column: Column, value: str | None, names: Sequence[str] = ()) -> str:
    """What stands there, or its shape where it could be an id; None where nothing does.

    Parameters
    ----------
    names : columns of an expression, whose values are all in `value`

    >>> got(Column("amount", "money"), "5\\x1fabc", ["quantity", "price"])
    'quantity "5", price "abc"'
    """
    if value is None:
        return "nothing"
    if column.kind == "id":
        return "another value"
    if len(names) < 2:
        return described(value, is_time=column.kind in ("time", "date"))
    return ", ".join(f"{name} {described(part)}" for name, part in zip(names, value.split("\x1f"), strict=False))


def described(value: str, is_time: bool = False) -> str:
    """A value fit to be printed.

    >>> described("abc"), described("oLt7Q5x9"), described("13800001111")
    ('"abc"', 'a text like "aAa0A0a0"', 'a text like "00000000000"')
    """
    if _may_be_id(value) or (is_time and value.isdecimal()):
        shape = re.sub("[0-9]", "0", re.sub("[a-z]", "a", re.sub("[A-Z]", "A", value)))
        return f'a text like "{_short(shape)}"'
    return f'"{_short(value)}"'


def action(column: Column, value: str | None, manner: Manner) -> str:
    """The one thing that most probably helps."""
    text = value or ""
    if value is None:
        return f"Fill in {column.name}, or map another column."
    if column.kind == "id":
        return "Export ids as text: stored as numbers they lose digits."
    if column.kind in ("time", "date") and not manner.date_format:
        if re.match(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", text):
            return (
                'Say in the client file how dates are written: `date_format: "%m/%d/%Y"` or "%d/%m/%Y", with the time.'
            )
        if re.fullmatch(r"\d{8}", text):
            return 'Say `date_format: "%Y%m%d"` in the client file.'
        if re.fullmatch(r"\d{10,16}(\.\d+)?", text):
            return f"Say `date_format:` {', '.join(EPOCHS)} in the client file if it counts from 1970."
    is_number = column.kind in ("money", "number", "share")
    if is_number and manner.decimal is None and re.fullmatch(r"[-+]?\d{1,3},\d{3}|[-+]?\d+,\d+", text):
        return (
            'Say `decimal: "."` in the client file if the comma groups thousands, `decimal: ","` if decimals follow it.'
        )
    return _FIX


def _may_be_id(value: str) -> bool:
    """Letters with digits, long digits, long words: a header may be swapped and the value be somebody."""
    if re.match(r"\d{4}[-/.]\d", value):
        return False
    has_both = re.search("[A-Za-z]", value) and re.search("[0-9]", value)
    return bool(has_both or re.search("[0-9]{11}|[-_A-Za-z0-9]{16}", value))


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
