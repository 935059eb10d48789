"""What no page may tell: where it was made, by what credentials, and about whom. Findings are named, never repeated."""

import html as entities
import os
import re
import socket
import tempfile
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import toolkit
from toolkit.errors import GateError
from toolkit.export.markup import Page

MIN_USER_ID = 6
MIN_SECRET = 8

_DATA_URI = re.compile(r"data:([\w/+.-]+);base64,([A-Za-z0-9+/=]*)")
_CURVE = re.compile(r"\sd=[\"'][0-9\s.,+MLHVCSQTAZmlhvcsqtaz-]*[\"']")
_TRACEBACK = re.compile(
    r"\bTraceback\b|\.py[\"']?, line \d+|\bsite-packages\b|\bipykernel_\d+|\bat 0x[0-9a-fA-F]{6,}", re.MULTILINE
)
_HOMES = re.compile(r"(?<![\w.])(?:/home/|/Users/|[A-Za-z]:[\\/]+Users[\\/])|(?<![\w./])/root\b")
_SECRETS = {
    "an AWS key": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "an access token": re.compile(r"access_token[\"']?\s*[=:]\s*[\"']?[\w-]{8,}", re.IGNORECASE),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
    "an app secret": re.compile(r"secret\W{1,5}[0-9a-f]{32}\b", re.IGNORECASE),
    "a password in an address": re.compile(r"\b[a-zA-Z][\w+.-]{1,20}://[^\s/:@\"'<>]*:[^\s/@\"'<>]+@\w"),
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
    for text in _readable(page):
        if found := _TRACEBACK.search(text):
            raise _refused("no message of a program", f'"{found[0]}"', "Correct the cell or end its last line with ;.")


def paths(page: Page) -> None:
    """No path of the machine the report was made on."""
    places = [str(Path.home()), str(Path(toolkit.__file__).parents[1]), str(Path.cwd()), tempfile.gettempdir()]
    own = [_as_path(place) for place in places if len(place) > 1]
    for text in _readable(page):
        if _HOMES.search(text) or any(pattern.search(text) for pattern in own):
            raise _refused("no path of this machine", "one", "Show the file's name only.")


def host(page: Page) -> None:
    """No name of the machine; a name that is a plain word proves nothing and is let through."""
    name = socket.gethostname()
    if name == "localhost" or not re.search(r"[\d.A-Z-]|.{12}", name):
        return
    pattern = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    if any(pattern.search(text) for text in _readable(page)):
        raise _refused("no host name", "this machine's", "Remove it from the output.")


def secrets(page: Page, values: Mapping[str, str]) -> None:
    """No credential: none of the given values (by the name to report), nothing that has the shape of one."""
    for text in _readable(page):
        for name, value in values.items():
            if value in text:
                raise _refused("no secret", f"the value of {name}", "Remove it from the output and change it.")
        for kind, pattern in _SECRETS.items():
            if pattern.search(text):
                raise _refused("no secret", kind, "Remove it from the output and change it.")


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
    words = {word: place for text, place in _said(page) for word in _tokens(text)}
    hashes = {word.lower(): place for text, place in _said(page) for word in _HASH.findall(text)}
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
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        try:
            return [row[0] for row in connection.execute(query, {"words": words, "ids": str(ids)}).fetchall()]
        except duckdb.Error as error:
            got = type(error).__name__
            raise GateError("user ids", "a Parquet file with a column user_id", got, "Run the report again.") from None


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


def _readable(page: Page) -> Iterator[str]:
    """The page without embedded bytes and curves, as written and as read, and the text of each embedded drawing."""
    bare = _CURVE.sub("", _DATA_URI.sub("", page.html))
    yield bare
    yield entities.unescape(bare)
    for kind, data in _DATA_URI.findall(page.html):
        if kind == "image/svg+xml":
            yield entities.unescape(b64decode(data + "===").decode("utf-8", "replace"))


def _as_path(place: str) -> re.Pattern[str]:
    """A folder as a path begins with it; a short one only with something inside, because /app may be a page's name."""
    return re.compile(rf"(?<![\w./]){re.escape(place)}" + (r"(?![\w-])" if place.count(os.sep) > 1 else r"[/\\]\w"))


def _refused(expected: str, got: str, action: str) -> GateError:
    return GateError("page", expected, got, action)
