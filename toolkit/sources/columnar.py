"""Parquet files: typed columns, read by DuckDB; damaged ones are refused by name."""

from collections.abc import Iterator
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
        self._sql = f"read_parquet({literal(escape(str(path)))}, hive_partitioning=false)"
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
        yield f"{self._sql} AS t({', '.join(f'c{position}' for position in range(len(self.header)))})"

    def confirm(self, count: int, open_rows: int) -> None:
        """Nothing to add: the format counts its rows itself."""

    def refuse(self) -> DataError:
        """Why DuckDB could not read the file."""
        return DataError(
            self.where, "a whole Parquet file", "one that is cut off or damaged", "Export or fetch it again."
        )
