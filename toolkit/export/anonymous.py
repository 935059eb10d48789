"""A report that may be published without telling whose it is: its client's name, id and files are nowhere in it."""

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any

from toolkit.errors import GateError

ID = "anonymous"
NAME = {"en": "A client", "zh": "某客户"}


def words(client_id: str, names: Mapping[str, str], path: str) -> tuple[str, ...]:
    """What would tell whose report it is: the name in each language, the id, and the file as the notebook knows it."""
    return tuple(sorted({path, client_id, *names.values()}, key=len, reverse=True))


def hide(value: Any, hidden: Iterable[str]) -> Any:
    """A document with these words replaced in every text; keys stay."""
    hidden = tuple(hidden)
    if isinstance(value, dict):
        return type(value)({key: hide(item, hidden) for key, item in value.items()})
    if isinstance(value, list):
        return [hide(item, hidden) for item in value]
    return _pattern(hidden).sub(ID, value) if isinstance(value, str) else value


def check(text: str, hidden: Iterable[str], where: str) -> None:
    """Nothing, when none of the words is in a page or document; a GateError that does not repeat them otherwise."""
    if _pattern(hidden).search(unescape(text)):
        action = "Take it out of `outcome_name:`, the names of metrics and units, and cells of your own."
        raise GateError(where, "no name of the client, as the report is anonymous", "one", action)


def _pattern(hidden: Iterable[str]) -> re.Pattern[str]:
    """The words by themselves, in any case; a longer word that holds one, as "tea" in "steady", is another."""
    spelt = "|".join(re.escape(word) for word in hidden)
    return re.compile(rf"(?<![A-Za-z0-9])(?:{spelt})(?![A-Za-z0-9])", re.IGNORECASE)
