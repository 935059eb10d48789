"""CSV files as they come: any separator, quoting and encoding, gzipped or not, whole or refused with the row.

Python looks at all bytes once, DuckDB reads the rows once; only when one of them objects is the file searched for the
row to name. DuckDB's own messages print whole rows with the ids in them and are never passed on.
"""

import codecs
import csv
import io
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from glob import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from toolkit.errors import DataError, HeaderError
from toolkit.params import Source
from toolkit.sources import encodings
from toolkit.sources.places import Stamp
from toolkit.sources.sql import literal

_HEAD = 1 << 16
_LONGEST_FIELD = 1 << 28
_UNPACKING = (EOFError, OSError, zlib.error)
_BROKEN = (csv.Error, UnicodeError, *_UNPACKING)
_AGAIN = "Export the file again; it was probably cut off."


class Delimited:
    """One CSV file: `header` and `types` at once, the rows through `rows`."""

    has_cells = False

    def __init__(self, path: Path, where: str, source: Source) -> None:
        self.path, self.where, self.stamp = path, where, Stamp.of(path)
        self.sha256 = ""
        self._is_packed = path.name.lower().endswith(".gz")
        self._encoding = source.encoding or "utf-8"
        if source.separator and source.separator in '"\r\n':
            got = "a quote or a line end"
            raise HeaderError(where, "a separator between fields", got, "Correct `separator:` in the client file.")
        self._separator = source.separator or ("\t" if path.suffix.lower() == ".tsv" else ",")
        self._above = self._newlines = self._open_ends = 0
        self.header = self._read_header()
        self.types = ("VARCHAR",) * len(self.header)

    def place(self, index: int) -> str:
        """How a message calls a data row, counted from 0."""
        with suppress(*_BROKEN):
            for count, (row, _) in enumerate(self._rows()):
                if count == index:
                    return f"{self.where}:{row}"
        return f"{self.where}:{index + 2 + self._above}"

    @contextmanager
    def rows(self) -> Iterator[str]:
        """The rows as SQL to select from, columns c0, c1 …; everything temporary is gone afterwards."""
        with ExitStack() as stack:
            path, is_packed = self.path, self._is_packed
            is_foreign = not encodings.is_utf_8(self._encoding)
            seen = None if is_foreign else self._look(None)
            if seen is None or seen.is_mixed:
                path = Path(stack.enter_context(TemporaryDirectory(prefix="toolkit-"))) / "rows.csv"
                seen, is_packed = self._look(path), False
            if not seen.is_ended:
                raise DataError(self._last(), "a line end after the last row", "none", _AGAIN)
            self.sha256, self._newlines = seen.sha256, seen.newlines
            self._open_ends = seen.open_ends - (not self.header[-1])
            columns = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(len(self.header)))
            yield (
                f"read_csv({literal(escape(str(path)))}, columns={{{columns}}}, auto_detect=false, header=true, "
                f"skip={self._above}, delim={literal(self._separator)}, quote='\"', escape='\"', nullstr='', "
                f"compression='{'gzip' if is_packed else 'none'}', hive_partitioning=false, "
                "strict_mode=true, null_padding=false, ignore_errors=false, parallel=false)"
            )

    def confirm(self, count: int, open_rows: int) -> None:
        """Raise DataError unless DuckDB gave every row: it passes over some files, and an empty last field, in silence.

        Parameters
        ----------
        open_rows : rows whose last field is empty
        """
        is_row_per_line = count == self._newlines - self._above - 1  # neither blank lines nor line ends in quotes
        if is_row_per_line and self._open_ends <= open_rows:
            return
        if fault := self._fault():
            raise fault
        if (rows := sum(1 for _ in self._rows())) != count:
            action = "Save it as UTF-8 with one kind of line ends."
            raise DataError(self.where, f"{rows} rows", f"{count} that can be read", action)

    def refuse(self) -> DataError:
        """Why DuckDB could not read the file."""
        got = "rows that cannot be read"
        return self._fault() or DataError(self.where, "comma-separated rows", got, "Check `separator:` and the quotes.")

    def _read_header(self) -> tuple[str, ...]:
        try:
            with encodings.content(self.path) as stream:
                head = stream.read(_HEAD)
        except _UNPACKING as error:
            raise self._unreadable(error) from None
        try:
            text = codecs.getincrementaldecoder(encodings.codec(self._encoding))("toolkit.unreadable").decode(head)
        except UnicodeError:  # UTF-16 without its mark
            raise self._wrong_encoding() from None
        text = text.removeprefix("\ufeff")
        header: list[str] = []
        try:
            for record in csv.reader(io.StringIO(text, newline=""), delimiter=self._separator, strict=True):
                if any(title.strip() for title in record):
                    header = record
                    break
                self._above += 1
        except csv.Error:
            raise DataError(f"{self.where}:1", "a header row", "a quote that is not closed", _AGAIN) from None
        is_rival = not encodings.is_utf_8(self._encoding) and encodings.is_rather_utf_8(head[: head.rfind(b"\n")])
        if is_rival or any(sign in "".join(header) for sign in (encodings.UNREADABLE, "\0")):
            raise self._wrong_encoding()
        return tuple(title.strip() for title in header)

    def _look(self, copy: Path | None) -> encodings.Seen:
        try:
            if copy is None:
                return encodings.look(self.path, self._encoding, separator=self._separator)
            with copy.open("wb") as file:
                return encodings.look(self.path, self._encoding, file, self._separator)
        except encodings.WrongEncoding:
            raise self._wrong_encoding() from None
        except _UNPACKING as error:
            raise self._unreadable(error) from None

    def _wrong_encoding(self) -> DataError:
        row, got = 1, "bytes that are no text in any usual encoding"
        with suppress(*_BROKEN):
            for number, record in self._records():
                text = "".join(record)
                if encodings.UNREADABLE in text or "\0" in text:
                    row, got = number, "NUL characters" if "\0" in text else got
                    break
        expected = f"text in {'UTF-8' if encodings.is_utf_8(self._encoding) else self._encoding}"
        action = "Export the file again; it is damaged or of another format."
        if (fitting := encodings.fitting(self.path)) and encodings.codec(fitting) != encodings.codec(self._encoding):
            got, action = f"text in {fitting}", f"Say `encoding: {fitting}` in the client file."
        return DataError(f"{self.where}:{row}", expected, got, action)

    def _unreadable(self, error: Exception) -> DataError:
        if not self._is_packed:
            reason = getattr(error, "strerror", None) or "an error"
            return DataError(self.where, "a file that can be read", reason, "Check the file and its permissions.")
        got = "one that is cut off" if isinstance(error, EOFError) else "one that is damaged, or no gzip"
        return DataError(self.where, "a whole gzip file", got, "Fetch it again.")

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """Everything in the file as spreadsheets count rows: the header is the first, blank lines count."""
        before = csv.field_size_limit(_LONGEST_FIELD)
        try:
            with encodings.content(self.path) as stream:
                encoding = encodings.codec(self._encoding)
                text = io.TextIOWrapper(stream, encoding=encoding, errors="toolkit.unreadable", newline="")
                yield from enumerate(csv.reader(text, delimiter=self._separator, strict=True), 1)
        finally:
            csv.field_size_limit(before)

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows below the header; blank lines are none where a row has several fields."""
        is_single = len(self.header) == 1
        for row, record in self._records():
            if row > self._above + 1 and (record or is_single):
                yield row, record

    def _last(self) -> str:
        row = 1
        with suppress(*_BROKEN):
            for row, _ in self._records():  # noqa: B007
                pass
        return f"{self.where}:{row}"

    def _fault(self) -> DataError | None:
        """The first row that is not like the header, as Python's csv module sees it."""
        row, width = self._above + 1, len(self.header)
        try:
            for row, record in self._rows():
                if record and len(record) != width:
                    action = "Fix the row, or export the file again."
                    return DataError(
                        f"{self.where}:{row}", f"{width} fields as in the header", str(len(record)), action
                    )
        except csv.Error:
            got = "one that stays open or ends before its field does"
            return DataError(f"{self.where}:{row + 1}", "a quote around a whole field", got, "Fix the row.")
        except _UNPACKING as error:
            return self._unreadable(error)
        return None
