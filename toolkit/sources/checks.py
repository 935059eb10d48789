"""What must hold for the rows of a table, and what is only worth a remark."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from toolkit.errors import DataError
from toolkit.schema import Table
from toolkit.sources import sql, wording
from toolkit.sources.casting import Manner
from toolkit.sources.mapping import Field
from toolkit.sources.rows import BAD, WHOLE, File
from toolkit.warehouse import Finding


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rows of one file within its table, from number `first` on."""

    file: File
    fields: Sequence[Field]
    first: int
    count: int


def values(con: duckdb.DuckDBPyConnection, table: str, loaded: Sequence[Loaded], manner: Manner) -> None:
    """Raise DataError for the first wrong value, with the number of further rows that have one."""
    query = f"SELECT rowid, {BAD} FROM {sql.name(table)} WHERE {BAD} IS NOT NULL ORDER BY rowid"
    found = con.execute(query).fetchall()
    if not found:
        return
    row, bad = found[0]
    part = _part(loaded, row)
    number, _, value = bad.partition(":")
    field = part.fields[int(number)]
    given = value if ":" in bad else None
    more = sum(other < part.first + part.count for other, _ in found) - 1
    action = wording.action(field.column, given, manner)
    raise DataError(
        f"{part.file.place(row - part.first)} {field.label}",
        wording.expected(field.column, manner),
        wording.got(field.column, given, field.names),
        f"{more} more in this file. {action}" if more else action,
    )


def grain(con: duckdb.DuckDBPyConnection, table: Table, columns: Sequence[str], loaded: Sequence[Loaded]) -> None:
    """Raise DataError where two rows are the same by what makes a row of this table one of its kind."""
    keys = [name for name in table.grain if name in columns]
    if not keys:
        return
    names = ", ".join(map(sql.name, keys))
    if not con.execute(f"SELECT 1 FROM {sql.name(table.name)} GROUP BY {names} HAVING count(*) > 1 LIMIT 1").fetchall():
        return
    twins = f"SELECT list(rowid ORDER BY rowid)[1:2] AS twins FROM {sql.name(table.name)}"
    query = f"{twins} GROUP BY {names} HAVING count(*) > 1 ORDER BY twins[2] LIMIT 1"
    first, second = con.execute(query).fetchall()[0][0]
    got = f"the same as in {_place(loaded, first)}"
    action = "Keep one of them, or check whether two exports overlap."
    raise DataError(_place(loaded, second), f"one row per {', '.join(keys)}", got, action)


def starts(con: duckdb.DuckDBPyConnection, table: Table, loaded: Sequence[Loaded]) -> None:
    """Raise DataError where a week does not start on a Monday or a month on its first day."""
    if not {"grain", "start"} <= set(table.grain):
        return
    for unit, day, rule in (("week", "Monday", "isodow(start) <> 1"), ("month", "first", "day(start) <> 1")):
        query = f"SELECT rowid, CAST(start AS VARCHAR) FROM {sql.name(table.name)} WHERE grain = '{unit}' AND {rule}"
        if found := con.execute(f"{query} ORDER BY rowid LIMIT 1").fetchall():
            row, start = found[0]
            where = f'{_place(loaded, row)} column "start"'
            expected = f"a {unit} that starts on a {day}" if unit == "week" else "a month that starts on its first day"
            raise DataError(where, expected, f'"{start}"', "Fix the row, or correct `grain`.")


def findings(con: duckdb.DuckDBPyConnection, table: Table, columns: Sequence[str]) -> list[Finding]:
    """Remarks: rows that repeat another in every column of the file, rows without a user."""
    name, found = sql.name(table.name), []
    if not table.grain:
        found.append(("duplicate_rows", f"SELECT count(*) - count(DISTINCT {WHOLE}) FROM {name}"))
    if "user_id" in columns:
        found.append(("missing_user_id", f"SELECT count(*) FROM {name} WHERE user_id IS NULL"))
    counted = [(kind, int(con.execute(query).fetchall()[0][0])) for kind, query in found]
    return [Finding(table.name, kind, count) for kind, count in counted if count]


def _part(loaded: Sequence[Loaded], row: int) -> Loaded:
    return next(part for part in loaded if part.first <= row < part.first + part.count)


def _place(loaded: Sequence[Loaded], row: int) -> str:
    part = _part(loaded, row)
    return part.file.place(row - part.first)
