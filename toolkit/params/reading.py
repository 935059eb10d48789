"""Client files as plain trees: every scalar stays text, every key knows its line, nothing YAML can hide gets in.

YAML guesses types (`NO` is false, `12:30` is 750), builds objects from tags and grows a bomb out of aliases. Here it is
only a notation for groups, lists and text; what a text means is decided by the field it stands in.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

from toolkit.errors import ParamsError

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
_LOADER = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
SECRET = re.compile("secret|token|passw|passphrase|pwd|credential|(api|access|private)key|密码|密钥|口令|令牌", re.I)


class Plain(str):
    """A scalar written without quotes."""

    __slots__ = ()


class Group(dict[str, Any]):
    """Keys and their values; `lines` says where each key stands, `line` where the group begins."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line, self.lines = line, dict[str, int]()


class Items(list[Any]):
    """Values in order; `lines` says where each stands, `line` where the list begins."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line, self.lines = line, list[int]()


def read(path: Path) -> tuple[Group, list[ParamsError]]:
    """The tree of a client file, and the keys that must not be in it (doubled, secret); raises when it is no tree."""
    text = _text(path)
    tree = _Tree(path)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            tree.add(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "text that is not YAML"
        _refuse(
            path,
            mark.line + 1 if mark else 1,
            "YAML",
            f"a slip in it ({problem})",
            "Look at spaces (no tabs), colons, brackets up to here; a value that begins with * & ! % @ # needs quotes.",
        )
    if not isinstance(tree.root, Group):
        _refuse(path, 1, "keys with values, such as client: acme", describe(tree.root), "Begin with `client:`.")
    return tree.root, tree.problems


def dotted(names: Iterable[str | int]) -> str:
    """How a place in a client file is written: campaigns[0].goal.metric."""
    parts = [f"[{name}]" if isinstance(name, int) else name if len(name) <= 60 else f"{name[:59]}…" for name in names]
    return ".".join(part for part in parts if part).replace(".[", "[")


def describe(value: object) -> str:
    """What to print of a value: never long, never something that may be a secret."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list | tuple):
        return "a list"
    text = re.sub("//[^/@ ]+@", "//…@", str(value))
    if re.fullmatch(r"(?=.*[0-9])(?=.*[A-Za-z])[0-9A-Za-z+=_]{24,}", text):
        return f"{len(text)} characters that may be a secret"
    return '"' + (text if len(text) <= 60 else text[:59] + "…") + '"'


@dataclass
class _Frame:
    node: Group | Items
    name: str  # what the parent calls it; for the root, nothing
    key: str | None = None  # the key whose value comes next


class _Tree:
    """Grows the tree from parser events, one at a time, so that a bomb is refused before it is composed."""

    def __init__(self, path: Path) -> None:
        self.path, self.problems = path, list[ParamsError]()
        self.root: Any = None
        self._open: list[_Frame] = []
        self._documents = 0

    def add(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._refuse(line, "one client", "a second document (---)", "Give each client a file of its own.")
            case yaml.AliasEvent():
                self._refuse(line, "the value itself", f"the alias *{event.anchor}", "Write it out, or quote it.")
            case yaml.ScalarEvent():
                self._no_magic(event, line)
                self._put(self._scalar(event, line), line)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._no_magic(event, line)
                if len(self._open) >= MAX_DEPTH:
                    self._refuse(line, f"at most {MAX_DEPTH} levels", "more brackets inside brackets", "Flatten it.")
                node = Group(line) if isinstance(event, yaml.MappingStartEvent) else Items(line)
                self._open.append(_Frame(node, self._put(node, line)))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._open.pop()

    def _no_magic(self, event: Any, line: int) -> None:
        if event.anchor:
            self._refuse(line, "the value itself", f"the anchor &{event.anchor}", "Remove it, or quote it.")
        if event.tag:
            self._refuse(line, "a value without a type tag", f"the tag {event.tag}", "Remove it, or quote it.")

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> str | None:
        if hidden := _UNREADABLE.search(event.value):
            self._refuse(line, "text", f"the character {ascii(hidden[0])}", "Remove it.")
        if event.style:
            return event.value
        return Plain(event.value) if event.value else None

    def _put(self, value: Any, line: int) -> str:
        """Hang the value where it belongs; what its parent calls it."""
        if not self._open:
            self.root = value
            return ""
        frame = self._open[-1]
        if isinstance(frame.node, Items):
            frame.node.append(value)
            frame.node.lines.append(line)
            return f"[{len(frame.node) - 1}]"
        if frame.key is None:
            frame.key = self._key(value, frame.node, line)
            return frame.key
        name, frame.key = frame.key, None
        frame.node.setdefault(name, value)
        return name

    def _key(self, value: Any, group: Group, line: int) -> str:
        if not isinstance(value, str):
            self._refuse(line, "a name before the colon", describe(value), "Give the key a name.")
        if value == "<<":
            self._refuse(line, "keys written out", "the merge key <<", "Copy the keys.")
        key = str(value)
        where = f"{self.path}:{line} {dotted([*(frame.name for frame in self._open), key])}"
        if key in group.lines:
            got = f"it again (first on line {group.lines[key]})"
            self.problems.append(ParamsError(where, "each key once", got, "Keep one of the two."))
        elif SECRET.search(re.sub("[-_. ]", "", key)):
            action = "Remove it, take the secret from the environment or the keyring, and change it if others saw it."
            self.problems.append(ParamsError(where, "no secret in a client file", "a key that holds one", action))
        group.lines.setdefault(key, line)
        return key

    def _refuse(self, line: int, expected: str, got: str, action: str) -> NoReturn:
        _refuse(self.path, line, expected, got, action)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "an error"
        raise ParamsError(str(path), "a client file", reason, "Name a file that can be read.") from None
    if len(raw) > MAX_BYTES:
        _refuse(path, 1, f"at most {MAX_BYTES // 1000:,} kB", "a larger file", "Keep data in the files under `data:`.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        _refuse(path, line, "UTF-8", f"the byte 0x{raw[error.start]:02x}", "Save the file as UTF-8.")
    if hidden := _UNREADABLE.search(text):
        line = text.count("\n", 0, hidden.start()) + 1
        _refuse(path, line, "text", f"the character {ascii(hidden[0])}", "Remove it and save the file as UTF-8.")
    return text


def _refuse(path: Path, line: int, expected: str, got: str, action: str) -> NoReturn:
    raise ParamsError(f"{path}:{line}", expected, got, action)
