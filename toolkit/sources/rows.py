"""The rows of a file into a table: one statement that cleans, casts and marks what is wrong, and no second look.

Beside its canonical columns a table being filled has BAD, the number of the first column that is wrong in a row with
what stands there, WHOLE, a hash over all columns of the file, to find rows given twice, and OPEN, whether the last
field of the row is empty.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

import duckdb

from toolkit.errors import DataError
from toolkit.schema import Column
from toolkit.sources import casting, sql
from toolkit.sources.casting import Manner
from toolkit.sources.columnar import Columnar, count
from toolkit.sources.mapping import Field
from toolkit.sources.places import Stamp

BAD, WHOLE, OPEN = '" bad"', '" whole"', '" open"'  # no column of a file begins with a blank
PARTS = "chr(31)"  # between the values of an expression


class File(Protocol):
    """What the formats have in common."""

    where: str
    has_cells: bool
    header: tuple[str, ...]
    types: tuple[str, ...]
    sha256: str
    stamp: Stamp

    def place(self, index: int) -> str: ...
    def rows(self) -> AbstractContextManager[str]: ...
    def confirm(self, count: int, open_rows: int) -> None: ...
    def refuse(self) -> DataError: ...


def create(con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Column]) -> None:
    """An empty table with these columns."""
    typed = [f"{sql.name(column.name)} {casting.SQL_TYPES[column.kind]}" for column in columns]
    typed += [f"{BAD} VARCHAR", f"{WHOLE} UBIGINT", f"{OPEN} BOOLEAN"]
    con.execute(f"CREATE TABLE {sql.name(table)} ({', '.join(typed)})").fetchall()


def read(
    con: duckdb.DuckDBPyConnection, table: str, file: File, fields: Sequence[Field], manner: Manner, first: int
) -> int:
    """Append the rows of the file, from number `first` on; how many there are. The only place where rows are read."""
    try:
        with file.rows() as relation:
            count = _insert(con, table, fields, select(fields, file.header, file.types, relation, manner))
    except duckdb.OutOfMemoryException:
        action = "Give the machine more, or load a shorter time."
        raise DataError(file.where, "rows that fit into memory", "too many", action) from None
    except (duckdb.Error, OSError):
        file.stamp.confirm(file.where)
        raise file.refuse() from None
    file.stamp.confirm(file.where)
    is_open = f"SELECT count(*) FROM {sql.name(table)} WHERE {OPEN} AND rowid >= {first}"
    file.confirm(count, int(con.execute(is_open).fetchall()[0][0]))
    return count


def read_together(
    con: duckdb.DuckDBPyConnection, table: str, files: Sequence[Columnar], fields: Sequence[Field], manner: Manner
) -> list[int]:
    """Append the rows of files of the same columns; how many each has, none where one is damaged: `read` says which."""
    try:
        counts = count(con, files)
        _insert(
            con, table, fields, select(fields, files[0].header, files[0].types, files[0].with_others(files), manner)
        )
    except (duckdb.Error, OSError, KeyError):  # one goes by another name there
        return []
    for file in files:
        file.stamp.confirm(file.where)
    return counts


def _insert(con: duckdb.DuckDBPyConnection, table: str, fields: Sequence[Field], query: str) -> int:
    """Append what a query gives; how many rows. It is planned as it stands, for there is nothing to gain by thought."""
    names = ", ".join([*(sql.name(field.column.name) for field in fields), BAD, WHOLE, OPEN])
    con.execute("PRAGMA disable_optimizer").fetchall()
    try:
        return int(con.execute(f"INSERT INTO {sql.name(table)} ({names}) {query}").fetchall()[0][0])
    finally:
        con.execute("PRAGMA enable_optimizer").fetchall()


def select(fields: Sequence[Field], header: Sequence[str], types: Sequence[str], relation: str, manner: Manner) -> str:
    """The statement that makes canonical rows, BAD, WHOLE and OPEN out of a relation with the columns c0, c1 …

    Each step stands in a query of its own, for a value used twice in one would be computed twice: blanks are cut off
    (b0_0 is the first input of the first field), words for nothing removed (p0_0), values cast (v0), then judged.
    """
    blanks, presents, casts, results, wrong = [], [], [], [], []
    for number, field in enumerate(fields):
        kind, inputs = field.column.kind, [(f"c{position}", types[position]) for position in field.used]
        if field.constant is not None:
            inputs = [(sql.literal(field.constant), "VARCHAR")]
        cells = [f"{number}_{part}" for part in range(len(inputs))]
        options = {"is_user": field.column.name == "user_id", "is_optional": not field.column.required}
        for cell, (raw, type_) in zip(cells, inputs, strict=True):
            blanks.append(f"{casting.clean(raw, type_)} AS b{cell}")
            presents.append(f"{casting.present(f'b{cell}', type_, kind, **options)} AS p{cell}")
        given = [f"p{cell}" for cell in cells]
        if field.expression is None:
            value = casting.cast(kind, given[0], inputs[0][1], manner)
        else:
            typed = [(name, type_) for name, (_, type_) in zip(given, inputs, strict=True)]
            value = casting.computed(kind, field.expression, dict(zip(field.names, typed, strict=True)), manner)
        casts += [f"{value} AS v{number}", *given]
        results.append(casting.settled(kind, f"v{number}"))
        is_checked = kind != "text" or field.expression or casting.family(inputs[0][1]) != "text"  # a text is itself
        wrong += _wrong(number, field, given, is_cast=bool(is_checked))
    in_order = sorted(
        range(len(header)), key=lambda position: header[position]
    )  # equal rows of files that order differently
    whole = ", ".join(f"c{position}" for position in in_order)
    query = f"SELECT {', '.join(blanks)}, hash({whole}) AS whole, c{len(header) - 1} IS NULL AS ends FROM {relation}"
    query = f"SELECT {', '.join(presents)}, whole, ends FROM ({query})"
    query = f"SELECT {', '.join(casts)}, whole, ends FROM ({query})"
    bad = f"CASE {' '.join(wrong)} END" if wrong else "NULL"
    return f"SELECT {', '.join(results)}, {bad}, whole, ends FROM ({query})"


def _wrong(number: int, field: Field, cells: Sequence[str], *, is_cast: bool) -> list[str]:
    """WHEN clauses: the column's number, a colon, what stands there; nothing after the colon of an id or a gap."""
    column, value = field.column, f"v{number}"
    is_given = " AND ".join(f"{cell} IS NOT NULL" for cell in cells)
    limits = [
        f"{value} {sign} {limit:g}"
        for sign, limit in (("<", column.minimum), (">", column.maximum))
        if limit is not None
    ]
    if column.choices:
        limits.append(" AND ".join(f"{value} <> {sql.literal(choice)}" for choice in column.choices))
    shown = "''" if column.kind == "id" else f" || {PARTS} || ".join(f"CAST({cell} AS VARCHAR)" for cell in cells)
    is_wrong = " OR ".join([casting.wrong(column.kind, value), *limits])
    clauses = [f"WHEN {is_given} AND ({is_wrong}) THEN '{number}:' || {shown}"] if is_cast or limits else []
    if column.required and column.name != "user_id":
        clauses.append(f"WHEN NOT ({is_given}) THEN '{number}'")
    return clauses
