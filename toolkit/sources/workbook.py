"""Excel workbooks: one sheet as a table, its cells as typed as they are; a bomb is refused by its sizes first."""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
from python_calamine import CalamineError, load_workbook

from toolkit.errors import DataError, HeaderError
from toolkit.params import Source
from toolkit.sources.places import Stamp, digest
from toolkit.sources.sql import name

_MAX_BYTES = 1 << 30  # unpacked; a full sheet of a million rows stays below
_MAX_RATIO, _RATIO_FROM = 200, 10 << 20  # real sheets are packed 5 to 50 times
_CHUNK = 1 << 20
_TYPES: dict[type, str] = {
    float: "DOUBLE",
    datetime: "TIMESTAMP",
    date: "DATE",
    bool: "BOOLEAN",
    str: "VARCHAR",
}


class Workbook:
    """One sheet of a workbook: `header` and `types` at once, the rows through `rows`."""

    has_cells = True

    def __init__(self, path: Path, where: str, source: Source, con: duckdb.DuckDBPyConnection) -> None:
        self.path, self.where, self.stamp = path, where, Stamp.of(path)
        self.sha256 = ""
        self._con, self._decimal = con, source.decimal or "."
        self._refuse_bomb()
        cells = self._cells(source.sheet)
        filled = [(row, values) for row, values in enumerate(cells, 1) if any(map(_is_given, values))]
        head, *body = filled or [(1, [])]
        self._rows = [row for row, _ in body]
        self.header = tuple(str(self._text(_plain(title))).strip() for title in head[1])
        self._body = [values for _, values in body]

    @cached_property
    def _columns(self) -> list[tuple[Sequence[Any], str]]:
        return [self._column([row[place] for row in self._body]) for place in range(len(self.header))]

    @property
    def types(self) -> tuple[str, ...]:
        """What each column holds."""
        return tuple(type_ for _, type_ in self._columns)

    def place(self, index: int) -> str:
        """How a message calls a data row, counted from 0."""
        return f"{self.where} row {self._rows[index]}"

    @contextmanager
    def rows(self) -> Iterator[str]:
        """The rows as SQL to select from, columns c0, c1 …"""
        import pyarrow as pa  # here, for a header is checked without it

        types = {"DOUBLE": pa.float64(), "TIMESTAMP": pa.timestamp("us"), "DATE": pa.date32(), "BOOLEAN": pa.bool_()}
        arrays = [pa.array(values, types.get(type_, pa.string())) for values, type_ in self._columns]
        self.sha256 = digest(self.path)
        self._con.register("workbook", pa.table(arrays, names=[f"c{place}" for place in range(len(arrays))]))
        try:
            yield name("workbook")
        finally:
            self._con.unregister("workbook")

    def confirm(self, count: int, open_rows: int) -> None:
        """Nothing to add: the rows were counted here."""

    def refuse(self) -> DataError:
        """Why the file could not be read."""
        return DataError(
            self.where, "a whole .xlsx workbook", "one that is cut off or damaged", "Save it again in Excel."
        )

    def _refuse_bomb(self) -> None:
        """Refuse by the sizes in the directory of the archive, then unpack once to see that they are true."""
        try:
            with zipfile.ZipFile(self.path) as archive:
                parts = archive.infolist()
                size = sum(part.file_size for part in parts)
                ratio = size / max(1, self.stamp.size)
                if size > _MAX_BYTES or (size > _RATIO_FROM and ratio > _MAX_RATIO):
                    got = f"{size >> 20:,} MB packed {ratio:.0f} times"
                    action = "Export it as .csv if it is real."
                    raise DataError(self.where, f"a workbook of at most {_MAX_BYTES >> 20:,} MB", got, action)
                for part in parts:
                    with archive.open(part) as stream:
                        while stream.read(_CHUNK):
                            pass
        except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
            raise self.refuse() from None

    def _cells(self, sheet: str | None) -> list[list[Any]]:
        try:
            with load_workbook(self.path) as book:
                names = book.sheet_names
                if sheet is None and len(names) > 1:
                    listed = ", ".join(f'"{title}"' for title in names)
                    raise HeaderError(self.where, "one sheet", listed, "Say which with `sheet:` in the client file.")
                if sheet is not None and sheet not in names:
                    listed = ", ".join(f'"{title}"' for title in names)
                    raise HeaderError(self.where, f'a sheet "{sheet}"', listed, "Correct `sheet:` in the client file.")
                chosen = sheet if sheet is not None else names[0]
                self.where += f' sheet "{chosen}"'
                return book.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
        except (CalamineError, OSError):
            raise self.refuse() from None

    def _column(self, values: Sequence[Any]) -> tuple[Sequence[Any], str]:
        """The cells of a column in the one type they all have, or as text."""
        if (all_ := set(map(type, values))) in ({float}, {datetime}):
            return values, _TYPES[all_.pop()]
        given = [_plain(value) if _is_given(value) else None for value in values]
        kinds = {type(value) for value in given} - {type(None)}
        if kinds == {date, datetime}:
            given = [datetime.combine(value, time()) if type(value) is date else value for value in given]
            kinds = {datetime}
        if len(kinds) > 1:
            given, kinds = [self._text(value) for value in given], {str}
        return given, _TYPES[kinds.pop() if kinds else str]

    def _text(self, value: Any) -> str | None:
        """A cell among texts: numbers and times written as the texts around them are declared to be."""
        match value:
            case bool():
                return str(value).lower()
            case float():
                written = f"{value:.0f}" if value.is_integer() and abs(value) < 2**53 else repr(value)
                return written.replace(".", self._decimal)
            case datetime():
                return value.isoformat()
            case date():
                return datetime.combine(value, time()).isoformat()
        return value


def _is_given(value: Any) -> bool:
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def _plain(value: Any) -> Any:
    """A cell as one of the types a column may have."""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value if isinstance(value, bool | float | str | date) else str(value)
