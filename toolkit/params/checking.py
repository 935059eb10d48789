"""From a client file to a client, or to the list of what is wrong with it, line by line."""

import re
from collections.abc import Iterable
from os.path import realpath
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from toolkit.errors import ParamsError
from toolkit.params import rates
from toolkit.params.fields import did_you_mean
from toolkit.params.model import Model
from toolkit.params.models import Client
from toolkit.params.reading import Group, Items, describe, dotted, read

_SHOWN = 50  # a file with more mistakes than this is not a client file
_File = TypeVar("_File", bound=Model)


def load(path: str | Path, metrics: Iterable[str] | None = None) -> Client:
    """The client of a file; raises the first of its mistakes and says how many more there are.

    Its rate card is not looked at: `rate_card` does that, for the reports that need one.
    """
    client, errors = _client(Path(path), metrics)
    if client is None:
        first, more = errors[0], len(errors) - 1
        action = f"{first.action} {more} more in this file." if more else first.action
        raise ParamsError(first.where, first.expected, first.got, action)
    return client


def check(path: str | Path, metrics: Iterable[str] | None = None) -> tuple[Client | None, list[ParamsError]]:
    """The client of a file, or all its mistakes in the order of its lines.

    Parameters
    ----------
    metrics : ids of the catalogue, to check `targets:` and the like against; None takes any id
    """
    return _with_card(Path(path), metrics, {})


def _client(path: Path, metrics: Iterable[str] | None) -> tuple[Client | None, list[ParamsError]]:
    known = None if metrics is None else frozenset(metrics)
    return _checked(path, Client, {"path": path, "folder": path.parent, "metrics": known})


def _with_card(
    path: Path, metrics: Iterable[str] | None, cards: dict[Path, list[ParamsError]]
) -> tuple[Client | None, list[ParamsError]]:
    """A client and the mistakes in its file, else those in its rate card; many share one card, which is read once."""
    client, errors = _client(path, metrics)
    if client is not None and (card := rate_card_path(client)) is not None:
        if card not in cards:
            cards[card] = _checked(card, rates.RateCard, {})[1]
        errors = cards[card]
    return None if errors else client, errors


def rate_card_path(client: Client) -> Path | None:
    """The rate card that a client's proposal and the offers made to it are measured by; None without them or a card."""
    options = client.wanted.proposal
    if options is None and client.wanted.quote_comparison is None:
        return None
    return rates.find(None if options is None else options.rate_card, client.path.parent)


def rate_card(client: Client) -> rates.RateCard | None:
    """Its ranges; raises the first mistake of the file."""
    path = rate_card_path(client)
    if path is None:
        return None
    card, errors = _checked(path, rates.RateCard, {})
    if card is None:
        raise errors[0]
    return card


def _checked(path: Path, kind: type[_File], context: dict[str, Any]) -> tuple[_File | None, list[ParamsError]]:
    """What a file says as one kind of model, or all its mistakes."""
    try:
        tree, errors = read(path)
    except ParamsError as error:
        return None, [error]
    try:
        found = kind.model_validate(tree, context=context)
    except ValidationError as invalid:
        mistakes = invalid.errors(include_url=False)[:_SHOWN]
        errors += [_explain(error, path, tree, kind) for error in mistakes]
    if errors:
        return None, sorted(errors, key=_line)
    return found, []


def check_all(
    paths: Iterable[str | Path], metrics: Iterable[str] | None = None
) -> tuple[list[Client], list[ParamsError]]:
    """The clients of a set of files, and all mistakes in it, ids and file names that only one may have included."""
    known = None if metrics is None else frozenset(metrics)
    clients: list[Client] = []
    errors: list[ParamsError] = []
    ids: dict[str, Path] = {}
    names: dict[str, Path] = {}
    cards: dict[Path, list[ParamsError]] = {}
    for path in dict.fromkeys(map(Path, paths)):
        client, mistakes = _with_card(path, known, cards)
        errors += mistakes
        clients += [client] if client else []
        twin = names.setdefault(realpath(path).casefold(), path)
        if twin is not path:
            expected = "a file name that differs by more than case"
            errors.append(ParamsError(str(path), expected, f"a twin of {twin}", "Rename one of them."))
        elif client and (owner := ids.setdefault(client.id, path)) is not path:
            where = f"{path}:{read(path)[0].lines['client']} client"
            errors.append(ParamsError(where, "an id of its own", f'"{client.id}", as in {owner}', "Choose another id."))
    return clients, errors


def _explain(error: Any, path: Path, tree: Group, kind: type[Model]) -> ParamsError:
    """One line for a person out of a validation error."""
    place = [part for part in error["loc"] if part != "[key]"]
    if place and isinstance(place[-1], int) and not isinstance(_walk(tree, place[:-1])[0], Items):
        place.pop()  # a single value where a list may stand
    context = error.get("ctx", {})
    got, action = describe(error["input"]), "Fix the value."
    match error["type"]:
        case "toolkit":
            expected, action = context["expected"], context["action"]
            got = context["got"] or got
            if at := context["at"]:
                place += at.split(".")
                got = context["got"] or describe(_walk(tree, place)[0])
        case "missing":
            expected, got = "a value", "no such key"
            action = f"Add `{place[-1]}:`."
        case "extra_forbidden":
            expected, got = "a known key", describe(place[-1])
            action = did_you_mean(str(place[-1]), _keys(kind, place[:-1]))
        case "literal_error":
            expected = context["expected"].replace("'", '"')
            action = did_you_mean(str(error["input"]), re.findall('"([^"]+)"', expected))
        case "dict_type" | "model_type":
            expected, action = "a group of keys", "Indent its keys below it, or remove it."
        case "tuple_type":
            expected, action = "a list", "Write [one, two], or one per line after a dash."
        case _:
            expected = "text" if error["type"] == "string_type" else error["msg"]
    return ParamsError(f"{path}:{_walk(tree, place)[1]} {dotted(place)}".strip(), expected, got, action)


def _walk(tree: Group, place: list[str | int]) -> tuple[Any, int]:
    """The value at a place, and the line of the place or of the nearest group around it."""
    value: Any = tree
    line = tree.line
    for part in place:
        try:
            value, line = value[part], value.lines[part]
        except (KeyError, IndexError, TypeError, AttributeError):  # the place is a missing key, or a text has no inside
            return None, line
    return value, line


def _keys(kind: Any, place: list[str | int]) -> list[str]:
    """The keys a group may have."""
    for part in place:
        kind = _inside(kind, part)
    return [field.alias or name for name, field in kind.model_fields.items()]


def _inside(kind: Any, part: str | int) -> Any:
    """The model, dict or tuple that stands at a part of another."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        found = next(field for name, field in kind.model_fields.items() if part in (field.alias, name)).annotation
    else:
        found = get_args(kind)[1 if get_origin(kind) is dict else 0]
    if get_origin(found) is Annotated:
        found = get_args(found)[0]
    if get_origin(found) in (Union, UnionType):
        found = next(kind for kind in get_args(found) if kind is not type(None))
    return found


def _line(error: ParamsError) -> int:
    return int(error.where.partition(" ")[0].rpartition(":")[2])
