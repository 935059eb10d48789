"""What no page may tell: where it was made, by what credentials, and about whom. Findings are named, never repeated."""

import os
import re
import socket
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import toolkit
from toolkit.errors import GateError
from toolkit.export.markup import Page

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MIN_USER_ID = 6
MIN_SECRET = 8

# Each with a word that its finding holds, in small letters: looking for that first takes a hundredth of the time.
_TRACES = {
    "traceback": re.compile(r"\bTraceback\b"),
    ".py": re.compile(r"\.py[\"']?, line \d+"),
    "site-packages": re.compile(r"\bsite-packages\b"),
    "ipykernel_": re.compile(r"\bipykernel_\d+"),
    "at 0x": re.compile(r"\bat 0x[0-9a-fA-F]{6,}"),
}
_HOMES = {
    "/home/": re.compile(r"(?<![\w.])/home/"),
    "users": re.compile(r"(?<![\w.])(?:/Users/|[A-Za-z]:[\\/]+Users[\\/])"),
    "/root": re.compile(r"(?<![\w./])/root\b"),
}
_SECRETS = {
    "akia": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "access_token": re.compile(r"access_token[\"']?\s*[=:]\s*[\"']?[\w-]{8,}", re.IGNORECASE),
    "private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
    "secret": re.compile(r"secret\W{1,5}[0-9a-f]{32}\b", re.IGNORECASE),
    "://": re.compile(r"\b[a-zA-Z][\w+.-]{1,20}://[^\s/:@\"'<>]*:[^\s/@\"'<>]+@\w"),
}
_KINDS = {
    "akia": "an AWS key",
    "access_token": "an access token",
    "private key": "a private key",
    "secret": "an app secret",
    "://": "a password in an address",
}
_SECRET_NAME = re.compile(r"secret|token|passw|key", re.IGNORECASE)
_OPENID = re.compile(r"(?<![A-Za-z0-9_-])o[A-Za-z0-9_-]{27}(?![A-Za-z0-9_-])")
_HASH = re.compile(r"(?<![A-Za-z0-9])(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64})(?![A-Za-z0-9])")
_WORDS = re.compile(r"[^\s<>\"'(),;，。；：、（）“”《》]+")
_NAMES = re.compile(r"[A-Za-z0-9_@.+-]+")
_DECIMAL = re.compile(r"-?\d*\.\d+")
_GEOMETRY = frozenset(("d", "points", "transform", "viewbox"))


def tracebacks(page: Page) -> None:
    """No traceback, source line of a program or memory address."""
    for text in page.readable:
        if found := _found(_TRACES, text):
            raise _refused("no message of a program", f'"{found[1]}"', "Correct the cell or end its last line with ;.")


def paths(page: Page) -> None:
    """No path of the machine the report was made on."""
    places = [str(Path.home()), str(Path(toolkit.__file__).parents[1]), str(Path.cwd()), tempfile.gettempdir()]
    own = {place.casefold(): _as_path(place) for place in places if len(place) > 1}
    for text in page.readable:
        if _found(_HOMES, text) or _found(own, text):
            raise _refused("no path of this machine", "one", "Show the file's name only.")


def host(page: Page) -> None:
    """No name of the machine; a name that is a plain word proves nothing and is let through."""
    name = socket.gethostname()
    if name == "localhost" or not re.search(r"[\d.A-Z-]|.{12}", name):
        return
    pattern = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    if any(_found({name.casefold(): pattern}, text) for text in page.readable):
        raise _refused("no host name", "this machine's", "Remove it from the output.")


def secrets(page: Page, values: Mapping[str, str]) -> None:
    """No credential: none of the given values (by the name to report), nothing that has the shape of one."""
    for text in page.readable:
        for name, value in values.items():
            if value in text:
                raise _refused("no secret", f"the value of {name}", "Remove it from the output and change it.")
        if found := _found(_SECRETS, text):
            raise _refused("no secret", _KINDS[found[0]], "Remove it from the output and change it.")


def environment_secrets() -> dict[str, str]:
    """Values of the environment that are secret by their variable's name."""
    return {name: value for name, value in os.environ.items() if _SECRET_NAME.search(name) and len(value) >= MIN_SECRET}


def openids(page: Page) -> None:
    """Nothing that has the shape of a WeChat openid."""
    for text, place in _said(page):
        if _OPENID.search(text):
            raise GateError(place, "no user id", "an openid", "Count users, never list them.")


def user_ids(page: Page, ids: Path) -> None:
    """No word of the page is a user id of the client's data, or its plain hash, which anyone with the ids can undo.

    Parameters
    ----------
    ids : Parquet file with one column, user_id; the page's words are looked up in it, it is never read into memory
    """
    said = dict(_said(page))
    words = {word: place for text, place in said.items() for word in _tokens(text)}
    hashes = {word.lower(): place for text, place in said.items() for word in _HASH.findall(text)}
    if hashed := _known(list(hashes), ids, of=("md5", "sha1", "sha256")) if hashes else ():
        action = "Count users, never list them."
        raise GateError(hashes[hashed[0]], "no user id", "the hash of one of the client's user ids", action)
    found = _known(list(words), ids)
    if found:
        got = f"{len(found)} of the client's user ids" if len(found) > 1 else "one of the client's user ids"
        raise GateError(words[found[0]], "no user id", got, "Count users, never list them.")


def without(line: str, ids: Path | None, values: Mapping[str, str]) -> str:
    """A message of a notebook without user ids and secrets: a KeyError repeats the id that was looked for.

    Parameters
    ----------
    ids : as for `user_ids`; None where no data was opened
    values : secrets by name
    """
    hidden = {*values.values(), *_OPENID.findall(line)}
    if ids is not None:
        hidden.update(_known([*dict.fromkeys(_tokens(line))], ids))
    for word in sorted(hidden, key=len, reverse=True):
        line = line.replace(word, "…")
    return line


def _known(words: list[str], ids: Path, of: Sequence[str] = ("",)) -> list[str]:
    """Which of the words are user ids, or what one of these functions makes of a user id."""
    import duckdb  # here: the agency's pages do without

    made = " UNION ALL ".join(f"SELECT {function}(user_id::VARCHAR) FROM read_parquet($ids)" for function in of)
    query = f"""
        SELECT word FROM (SELECT unnest($words::VARCHAR[]) AS word) AS page WHERE word IN ({made}) ORDER BY word
    """
    try:
        with _lookup().cursor() as cursor:
            return [row[0] for row in cursor.execute(query, {"words": words, "ids": str(ids)}).fetchall()]
    except duckdb.Error as error:
        _lookup.cache_clear()
        got = type(error).__name__
        raise GateError("user ids", "a Parquet file with a column user_id", got, "Run the report again.") from None


@cache
def _lookup() -> "DuckDBPyConnection":
    """The one connection of this process, because to open one takes longer than to ask it; it keeps no file it read."""
    import duckdb

    return duckdb.connect(":memory:", config={"threads": 1, "enable_external_file_cache": False})


def _tokens(text: str) -> Iterator[str]:
    for pattern in (_WORDS, _NAMES):
        for word in pattern.findall(text):
            bare = word.strip(".:!?*[]{}")
            if len(bare) >= MIN_USER_ID and not _DECIMAL.fullmatch(bare):
                yield bare


def _said(page: Page) -> Iterator[tuple[str, str]]:
    """Texts and attribute values with their places; drawing coordinates and embedded pictures say nothing."""
    for text in page.texts:
        if "style" not in text.parents:
            yield text.text, text.place
    for element in page.elements:
        for name, value in element.attributes:
            if name not in _GEOMETRY and not value.startswith("data:"):
                yield value, element.place


def _found(signs: Mapping[str, re.Pattern[str]], text: str) -> tuple[str, str] | None:
    """Word and finding of the first pattern that the text holds, each looked for only where its word is."""
    plain = _casefold(text)
    found = ((word, pattern.search(text)) for word, pattern in signs.items() if word in plain)
    return next(((word, match[0]) for word, match in found if match), None)


@lru_cache(maxsize=8)
def _casefold(text: str) -> str:
    """The text in small letters; every rule looks through the same few long ones."""
    return text.casefold()


def _as_path(place: str) -> re.Pattern[str]:
    """A folder as a path begins with it; a short one only with something inside, because /app may be a page's name."""
    return re.compile(rf"(?<![\w./]){re.escape(place)}" + (r"(?![\w-])" if place.count(os.sep) > 1 else r"[/\\]\w"))


def _refused(expected: str, got: str, action: str) -> GateError:
    return GateError("page", expected, got, action)
