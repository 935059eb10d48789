"""The checked tables of one client, in memory, behind one Ibis connection."""

import os
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from toolkit.schema import TABLES

if TYPE_CHECKING:
    from datetime import date

    import ibis.expr.types as ir
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Input:
    """What a table was made of.

    Parameters
    ----------
    rows : rows of the files, headers not counted
    sha256 : of the file as stored; of the digests one after the other where there are several files
    files : how many
    """

    rows: int
    sha256: str
    files: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A remark on the quality of the data that is no error.

    Parameters
    ----------
    kind : missing_user_id (rows without one), duplicate_rows (rows that repeat another in every column of the file)
        or empty_file
    """

    table: str
    kind: str
    count: int


class Warehouse:
    """Checked tables by canonical name.

    Parameters
    ----------
    con : the DuckDB connection that holds them
    inputs : canonical table to what it was made of
    left : tables that the client has and nobody asked for
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        inputs: Mapping[str, Input],
        findings: list[Finding],
        left: Collection[str] = (),
    ) -> None:
        from ibis.backends.duckdb import Backend  # here, for whoever only checks headers does without its seconds

        self.con = con
        self.inputs = dict(inputs)
        self.findings = findings
        self._left = frozenset(left)
        backend = Backend.from_connection(con)
        self.tables: dict[str, ir.Table] = {name: backend.table(name) for name in inputs}

    def __contains__(self, name: str) -> bool:
        if name in self._left:  # to say that the client has none would be wrong
            raise LookupError(f"the table {name} was left out when the report was opened")
        return name in self.tables

    def frame(self, name: str) -> "pd.DataFrame":
        """The table in the order of its files; money as float yuan, missing values as NaN or NaT."""
        kinds = {column.name: column.kind for column in TABLES[name].columns}
        given = self.tables[name].columns
        columns = [f'CAST("{column}" AS DOUBLE) AS "{column}"' for column in given if kinds.get(column) == "money"]
        replaced = f"REPLACE ({', '.join(columns)})" if columns else ""
        found = self.con.sql(f'SELECT * {replaced} FROM "{name}"').to_arrow_table()
        days = {column: "datetime64[s]" for column in given if kinds.get(column) == "date"}
        return found.to_pandas(date_as_object=False).astype(days)

    def ends(self, name: str, column: str) -> tuple["date | None", "date | None"]:
        """First and last day in a column of dates or times, None where it holds none."""
        query = f'SELECT CAST(min("{column}") AS DATE), CAST(max("{column}") AS DATE) FROM "{name}"'
        return self.con.execute(query).fetchall()[0]

    def close(self) -> None:
        """Forget everything."""
        self.con.close()


def connect(threads: int = 1) -> duckdb.DuckDBPyConnection:
    """An empty DuckDB in memory that never downloads anything and writes only to a temporary folder.

    That folder is the run's own where a run gives one: what a killed kernel left there is removed with it.
    """
    scratch = os.environ.get("TOOLKIT_SCRATCH") or tempfile.gettempdir()
    con = duckdb.connect(
        config={
            "threads": threads,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "temp_directory": str(Path(scratch) / f"toolkit-duckdb-{os.getpid()}"),
            "python_enable_replacements": False,  # a name in a query is never a variable of this program
        },
    )
    con.execute("SET TimeZone = 'UTC'").fetchall()
    return con
