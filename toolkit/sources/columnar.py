"""Parquet files: typed columns, read by DuckDB; damaged ones are refused by name."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from glob import escape
from pathlib import Path

import duckdb

from toolkit.errors import DataError
from toolkit.sources.places import Stamp, digest
from toolkit.sources.sql import literal


class Columnar:
    """One Parquet file: `header` and `types` at once, the rows through `rows`."""

    has_cells = False

    def __init__(self, path: Path, where: str, con: duckdb.DuckDBPyConnection) -> None:
        self.path, self.where, self.stamp = path, where, Stamp.of(path)
        self.sha256 = ""
        self._sql = _read([path])
        try:
            found = con.execute(f"DESCRIBE SELECT * FROM {self._sql}").fetchall()
        except duckdb.Error:
            raise self.refuse() from None
        self.header = tuple(str(row[0]) for row in found)
        self.types = tuple(str(row[1]) for row in found)

    def place(self, index: int) -> str:
        """How a message calls a data row, counted from 0."""
        return f"{self.where} row {index + 2}"

    @contextmanager
    def rows(self) -> Iterator[str]:
        """The rows as SQL to select from, columns c0, c1 …"""
        self.sha256 = digest(self.path)
        yield self._columns(self._sql)

    def with_others(self, files: Sequence["Columnar"]) -> str:
        """The rows of several files of the same columns, as `rows` gives those of one."""
        for file in files:
            file.sha256 = digest(file.path)
        return self._columns(_read([file.path for file in files]))

    def _columns(self, relation: str) -> str:
        return f"{relation} AS t({', '.join(f'c{position}' for position in range(len(self.header)))})"

    def confirm(self, count: int, open_rows: int) -> None:
        """Nothing to add: the format counts its rows itself."""

    def refuse(self) -> DataError:
        """Why DuckDB could not read the file."""
        return DataError(
            self.where, "a whole Parquet file", "one that is cut off or damaged", "Export or fetch it again."
        )


def count(con: duckdb.DuckDBPyConnection, files: Sequence[Columnar]) -> list[int]:
    """Rows of each file, as it states them itself."""
    found = con.execute(
        f"SELECT file_name, num_rows FROM parquet_file_metadata({_list(f.path for f in files)})"
    ).fetchall()
    rows = dict(found)
    return [int(rows[str(file.path)]) for file in files]


def _read(paths: Iterable[Path]) -> str:
    return f"read_parquet({_list(paths)}, hive_partitioning=false)"


def _list(paths: Iterable[Path]) -> str:
    return f"[{', '.join(literal(escape(str(path))) for path in paths)}]"
