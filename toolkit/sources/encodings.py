"""Text in bytes: one pass that hashes them, decodes them and sees how they end; and which encoding fits after all."""

import codecs
import gzip
import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 1 << 20
UNREADABLE = "\udcff"  # stands where bytes could not be decoded
_WIDE = re.compile("[\u0800-\U0010ffff]")
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
codecs.register_error("toolkit.unreadable", lambda error: (UNREADABLE, error.end))  # type: ignore[attr-defined]


class WrongEncoding(Exception):
    """The bytes are not text in the expected encoding."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one pass over a text file saw.

    Parameters
    ----------
    newlines : line ends
    is_mixed : not all of the same kind
    is_ended : the last line has one
    open_ends : lines that end with a separator, line ends in quotes included
    """

    sha256: str
    newlines: int
    is_mixed: bool
    is_ended: bool
    open_ends: int


class _Hashed(io.RawIOBase):
    """A file that is hashed as it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._sha256 = file, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        count = self._file.readinto(buffer)  # type: ignore[attr-defined]
        self._sha256.update(memoryview(buffer)[:count])
        return int(count)

    def hexdigest(self) -> str:
        while self.read(CHUNK):  # whatever gzip left unread
            pass
        return self._sha256.hexdigest()


def is_utf_8(encoding: str) -> bool:
    return codecs.lookup(encoding).name in ("utf-8", "utf-8-sig")


def codec(encoding: str) -> str:
    """The codec to read with: UTF-8 may begin with a mark."""
    return "utf-8-sig" if is_utf_8(encoding) else encoding


def is_rather_utf_8(data: bytes) -> bool:
    """Whether bytes declared as something else are UTF-8 with characters that do not come about by chance."""
    rival = _Rival()
    rival.see(data)
    return rival.has_won


@contextmanager
def content(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked where it is gzipped."""
    with path.open("rb") as file:
        yield gzip.GzipFile(fileobj=file) if path.name.lower().endswith(".gz") else file  # type: ignore[misc]


def look(path: Path, encoding: str, copy: BinaryIO | None = None, separator: str = ",") -> Seen:
    """Read the whole file once.

    Parameters
    ----------
    copy : where to write the text as UTF-8 with plain newlines

    Raises
    ------
    WrongEncoding : not text in this encoding, or NUL characters in it
    EOFError, OSError, zlib.error : a gzip file that is cut off or none
    """
    decoder = codecs.getincrementaldecoder(codec(encoding))()
    newlines = io.IncrementalNewlineDecoder(None, translate=True)
    rival = None if is_utf_8(encoding) else _Rival()
    feeds = returns = pairs = open_ends = 0
    last = ""
    with path.open("rb", buffering=0) as file:
        hashed = _Hashed(file)  # type: ignore[arg-type]
        stream = gzip.GzipFile(fileobj=hashed) if path.name.lower().endswith(".gz") else hashed  # type: ignore[arg-type]
        while chunk := stream.read(CHUNK):
            text = _decoded(decoder, chunk)
            if rival:
                rival.see(chunk)
            feeds += text.count("\n")
            if "\r" in text or last == "\r":
                returns += text.count("\r")
                pairs += text.count("\r\n") + (last == "\r" and text.startswith("\n"))
                open_ends += text.count(f"{separator}\r")
            open_ends += text.count(f"{separator}\n") + (last == separator and text.startswith(("\n", "\r")))
            last = text[-1:] or last
            if copy:
                copy.write(newlines.decode(text).encode())
        _decoded(decoder, b"", is_last=True)
        if copy:
            copy.write(newlines.decode("", final=True).encode())
        if rival and rival.has_won:
            raise WrongEncoding
        is_mixed = bool(feeds and returns) and not feeds == returns == pairs
        return Seen(hashed.hexdigest(), feeds or returns, is_mixed, last in ("\n", "\r", ""), open_ends)


def _decoded(decoder: codecs.IncrementalDecoder, chunk: bytes, is_last: bool = False) -> str:
    try:
        text = decoder.decode(chunk, is_last)
    except UnicodeError:
        raise WrongEncoding from None
    if "\0" in text:
        raise WrongEncoding
    return text


class _Rival:
    """Whether bytes declared as something else are UTF-8: GBK and Latin-1 turn it into rubbish without complaint."""

    def __init__(self) -> None:
        self._decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
        self.has_won = False

    def see(self, chunk: bytes) -> None:
        try:
            text = self._decoder.decode(chunk) if self._decoder else ""
        except UnicodeDecodeError:
            self._decoder, self.has_won = None, False
        else:
            self.has_won = self.has_won or bool(_WIDE.search(text))


def fitting(path: Path) -> str | None:
    """The encoding the whole file can be read in, if one of the usual ones fits."""
    with content(path) as stream:
        head = stream.read(CHUNK)
    if head.startswith(_UTF_16_MARKS):
        candidates = ["utf-16"]
    elif half := _half_of_pairs(head):
        candidates = [half]
    else:
        candidates = ["utf-8", "big5" if _is_traditional(head) else "gb18030", "shift_jis", "cp1252"]
    return next((name for name in candidates if _fits(path, name)), None)


def _fits(path: Path, encoding: str) -> bool:
    try:
        look(path, encoding)
    except WrongEncoding:
        return False
    return True


def _half_of_pairs(head: bytes) -> str | None:
    """The UTF-16 without a mark that plain letters look like: NUL bytes, nearly all of them on one side."""
    first, second = head[::2].count(0), head[1::2].count(0)
    if max(first, second) < max(len(head) / 20, 10 * min(first, second)):
        return None
    return "utf-16-le" if second > first else "utf-16-be"


def _is_traditional(head: bytes) -> bool:
    """Whether bytes that are valid in both are rather Big5: read as GB18030 it becomes characters nobody uses."""
    wide = [sign for sign in head.decode("gb18030", "ignore") if sign > "\x7f"]
    common = len("".join(wide).encode("gb2312", "ignore")) / 2
    return common < 0.9 * len(wide)
