"""A report that may be published without telling whose it is: its client's name, id and files are nowhere in it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from toolkit.errors import GateError
from toolkit.export.markup import parse

ID = "anonymous"
NAME = {"en": "A client", "zh": "某客户"}
_WORDS = ("alt", "aria-label", "title")  # attributes that are read out


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


def check(html: str, facts: Mapping[str, Any], hidden: Iterable[str]) -> None:
    """Nothing, when none of the words can be read in a page or its facts; else a GateError that keeps them."""
    page = parse(html)
    told = [text.text for text in page.texts if "style" not in text.parents]
    told += [value for element in page.elements for name, value in element.attributes if name in _WORDS]
    told += [str(value) for fact in facts["facts"] for value in fact["dims"].values()]
    if any(map(_pattern(hidden).search, told)):
        expected, action = "no name of the client, as the report is anonymous", "Take it out of names and of own cells."
        raise GateError("page", expected, "one", action)


def _pattern(hidden: Iterable[str]) -> re.Pattern[str]:
    """The words by themselves, in any case; a longer word that holds one, as "tea" in "steady", is another."""
    spelt = "|".join(re.escape(word) for word in hidden)
    return re.compile(rf"(?<![A-Za-z0-9])(?:{spelt})(?![A-Za-z0-9])", re.IGNORECASE)
