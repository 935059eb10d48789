"""What a text in a client file means: numbers, dates, time zones, names, each refused with what was expected."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from os.path import realpath
from pathlib import Path
from typing import Annotated, Any, NoReturn, get_args
from zoneinfo import available_timezones

from babel.numbers import list_currencies
from pydantic import AfterValidator, BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from toolkit.params.reading import Plain
from toolkit.periods import Cadence

LANGUAGES = ("zh", "en")
EPOCHS = ("epoch_s", "epoch_ms", "epoch_us")
_NUMBER = re.compile(r"[-+]?[0-9]{1,18}(\.[0-9]{1,18})?([eE][-+]?[0-9]{1,2})?")
_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,15})(\.[0-9]{1,15})?")
_CLIENT_ID = re.compile("[a-z0-9][a-z0-9-]{0,62}")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


def refuse(expected: str, action: str = "Fix the value.", *, at: str = "", got: str = "") -> NoReturn:
    """Say what a value should have been; `at` names the key inside a group, `got` replaces the value itself."""
    context = {"expected": expected, "action": action, "at": at, "got": got}
    raise PydanticCustomError("toolkit", "{expected}", context)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name a person most likely meant."""
    by_case = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold(), by_case, n=1, cutoff=0.6)
    return by_case[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Advice for an unknown name: the nearest one, or all of them when they are few."""
    names = sorted(known)
    if name := nearest(word, names):
        return f'Did you mean "{name}"?'
    return f"Known: {', '.join(names)}." if 0 < len(names) <= 20 else "Check the spelling."


def line(value: Any) -> str:
    """Text on one line."""
    if not isinstance(value, str) or not value.strip() or "\n" in value or len(value) > 500:
        refuse("text on one line")
    return str(value)


def text(value: Any) -> str:
    """Text of any length."""
    if not isinstance(value, str) or not value.strip():
        refuse("text")
    return str(value)


def number(value: Any) -> float:
    """A finite number; `12:30`, `1,000` and `25%` are none."""
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        hint = "Write a share as 0.25, without units, per cent signs and thousands commas."
        refuse("a number", hint if isinstance(value, str) else "Fix the value.")
    return float(value)


def whole(value: Any) -> int:
    """A whole number of at least one."""
    found = number(value)
    if not found.is_integer() or found < 1:
        refuse("a whole number of at least 1")
    return int(found)


def positive(value: float) -> float:
    if value <= 0:
        refuse("a number above 0")
    return value


def amount(value: float) -> float:
    if value < 0:
        refuse("an amount of at least 0")
    return value


def share(value: float) -> float:
    if not 0 <= value <= 1:
        refuse("a share from 0 to 1", "Write 5 % as 0.05.")
    return value


def flag(value: Any) -> bool:
    if value not in ("true", "false"):
        refuse("true or false")
    return value == "true"


def day(value: Any) -> date:
    """A calendar date as 2026-11-01."""
    if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            refuse("a date that exists")
    refuse("a date such as 2026-11-01")


def client_id(value: Any) -> str:
    """A name fit for a folder on any machine."""
    if not isinstance(value, str) or not _CLIENT_ID.fullmatch(value):
        refuse("an id of a-z, 0-9 and -, at most 63 characters, such as lotus-tea", "The name people read is `name:`.")
    if value in _DEVICES:
        refuse("an id that is not a device of Windows", "Choose another id.")
    return str(value)


def identifier(value: str) -> str:
    """A name as programs write them: a-z, 0-9 and _."""
    if not re.fullmatch("[a-z][a-z0-9_]{0,62}", value):
        refuse("a name of a-z, 0-9 and _", "Fix the name.")
    return value


def metric_id(value: str, info: ValidationInfo) -> str:
    """A metric of the catalogue, where the catalogue is known."""
    known = (info.context or {}).get("metrics")
    if known is None:
        return identifier(value)
    if value not in known:
        refuse("the id of a metric", did_you_mean(value, known))
    return value


def language(value: str) -> str:
    if value not in LANGUAGES:
        refuse("zh or en", did_you_mean(value, LANGUAGES))
    return value


def currency(value: str) -> str:
    if value not in list_currencies():
        refuse("a currency code such as CNY", did_you_mean(value, list_currencies()))
    return value


def timezone(value: str) -> str:
    if value not in _packaged() and value not in _timezones():
        refuse("a time zone such as Asia/Shanghai", did_you_mean(value, _timezones()))
    return value


@lru_cache
def _packaged() -> frozenset[str]:
    """The time zones of the package tzdata, in one file; to look through those of the system takes long."""
    return frozenset(files("tzdata").joinpath("zones").read_text("utf-8").split())


@lru_cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())


def encoding(value: str) -> str:
    try:
        "".encode(value)
    except (LookupError, UnicodeError):
        refuse("a text encoding such as utf-8 or gb18030", did_you_mean(value, ("utf-8", "utf-16", "gbk", "gb18030")))
    return value


def separator(value: Any) -> str:
    if not isinstance(value, str) or len(value) != 1:
        refuse("one character", 'Write for example ";" or "\\t" in quotes.')
    return str(value)


def date_format(value: str) -> str:
    """A format that reads back what it writes, or the unit of a count from 1970."""
    if value in EPOCHS:
        return value
    expected = f"a format such as %Y-%m-%d %H:%M:%S, or {', '.join(EPOCHS)}"
    action = did_you_mean(value, EPOCHS) if nearest(value, EPOCHS) else "Fix the value."
    try:
        example = datetime(2026, 11, 1, 13, 30).strftime(value)
        if example == value:
            refuse(expected, action)
        datetime.strptime(example, value)
    except ValueError:
        refuse(expected, action)
    return value


def data_path(value: str, info: ValidationInfo) -> str:
    """An absolute glob; a relative one starts at the client file's folder."""
    if "://" in value:
        refuse("a file path", "Use `sql:` for a database.")
    return realpath(folder(info) / value)


def folder(info: ValidationInfo) -> Path:
    """Where relative paths start: the client file's own folder."""
    return Path(realpath((info.context or {}).get("folder", Path())))


def one_or_more(value: Any) -> Any:
    """A single value where a list of them may stand."""
    return [value] if isinstance(value, str) else value


def distinct(value: tuple[Any, ...]) -> tuple[Any, ...]:
    if not value:
        refuse("at least one")
    if doubled := [item for i, item in enumerate(value) if item in value[:i]]:
        refuse("each once", "Remove one.", got=f'"{doubled[0]}" twice')
    return value


def in_each_language(value: Any) -> Any:
    """One text for all languages where a text for each may stand."""
    return dict.fromkeys(LANGUAGES, line(value)) if isinstance(value, str) else value


def not_empty(value: dict[str, str]) -> dict[str, str]:
    if not value:
        refuse("at least one")
    return value


def plain_values(value: Any) -> Any:
    """A tree nobody declared: unquoted numbers and true/false become what they look like, all else stays text."""
    if isinstance(value, dict):
        return {key: plain_values(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain_values(item) for item in value]
    if isinstance(value, Plain):
        if value in ("true", "false"):
            return value == "true"
        if found := _JSON_NUMBER.fullmatch(value):
            return float(value) if found[2] else int(value)
    return str(value) if isinstance(value, str) else value


def options(value: Any) -> dict[str, Any]:
    """A report's own options; none is an empty group, and only `cadence:` means the same in every report."""
    if value is not None and not isinstance(value, dict):
        refuse("a group of keys")
    found = plain_values(value or {})
    known = get_args(Cadence)
    if "cadence" in found and found["cadence"] not in known:
        *others, last = (f'"{word}"' for word in known)
        action = did_you_mean(str(found["cadence"]), known)
        refuse(f"{', '.join(others)} or {last}", action, at="cadence")
    return found


Line = Annotated[str, BeforeValidator(line)]
Text = Annotated[str, BeforeValidator(text)]
Number = Annotated[float, BeforeValidator(number)]
Positive = Annotated[Number, AfterValidator(positive)]
Amount = Annotated[Number, AfterValidator(amount)]
Share = Annotated[Number, AfterValidator(share)]
Whole = Annotated[int, BeforeValidator(whole)]
Flag = Annotated[bool, BeforeValidator(flag)]
Day = Annotated[date, BeforeValidator(day)]
ClientId = Annotated[str, BeforeValidator(client_id)]
MetricId = Annotated[str, AfterValidator(metric_id)]
Language = Annotated[Line, AfterValidator(language)]
Currency = Annotated[Line, AfterValidator(currency)]
Timezone = Annotated[Line, AfterValidator(timezone)]
Encoding = Annotated[Line, AfterValidator(encoding)]
Separator = Annotated[str, BeforeValidator(separator)]
DateFormat = Annotated[Line, AfterValidator(date_format)]
DataPath = Annotated[Line, AfterValidator(data_path)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(one_or_more), AfterValidator(distinct)]
Languages = Annotated[tuple[Language, ...], BeforeValidator(one_or_more), AfterValidator(distinct)]
Translated = Annotated[dict[Language, Line], BeforeValidator(in_each_language), AfterValidator(not_empty)]
Options = Annotated[dict[str, Any], BeforeValidator(options)]
