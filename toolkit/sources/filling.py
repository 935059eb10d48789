"""One canonical table from the files that a client file names for it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from toolkit.errors import DataError, HeaderError
from toolkit.params import Client, Source
from toolkit.schema import Column, Table
from toolkit.sources import asked, casting, checks, mapping, places, rows, sql, wording
from toolkit.sources.casting import EPOCHS, Manner
from toolkit.sources.checks import Loaded
from toolkit.sources.columnar import Columnar
from toolkit.sources.delimited import Delimited
from toolkit.sources.mapping import Field
from toolkit.sources.rows import File
from toolkit.warehouse import Finding, Input


def headers(con: duckdb.DuckDBPyConnection, client: Client, table: Table, source: Source) -> list[HeaderError]:
    """Everything wrong with a source as far as headers tell; files too damaged to have one are left to `fill`."""
    errors: list[HeaderError] = []
    given: list[list[Field]] = []
    try:
        _settled(con, client, table, source)
        for path in _paths(client, table, source):
            try:
                file = _open(con, client, source, path)
            except DataError:
                continue
            except HeaderError as error:
                errors.append(error)
            else:
                fields, wrong = _fields(table, source, file)
                given.append(fields)
                errors += wrong
    except HeaderError as error:
        errors.append(error)
    if any(given) and not errors:
        errors += asked.absent(client, table, {column.name for column in _columns(table, source, given)})
    return errors


def fill(con: duckdb.DuckDBPyConnection, client: Client, table: Table, source: Source) -> tuple[Input, list[Finding]]:
    """Create the table in `con`; what it was made of, and remarks on its quality."""
    manner = _settled(con, client, table, source)
    files = [_open(con, client, source, path) for path in _paths(client, table, source)]
    fields = [_resolved(table, source, file) for file in files]
    given = _columns(table, source, fields)
    columns = [column for column in (*table.columns, *given) if column in given or _is_always(table, column)]
    columns = list(dict.fromkeys(columns))
    rows.create(con, table.name, columns)
    loaded = _read(con, table, files, fields, manner)
    checks.values(con, table.name, loaded, manner)
    found = checks.findings(con, table, [column.name for column in given])
    _finish(con, table, [column for column in columns if table.column(column.name) is None], manner)
    checks.grain(con, table, [column.name for column in columns], loaded)
    checks.starts(con, table, loaded)
    if empty := sum(not file.header for file in files):
        found.append(Finding(table.name, "empty_file", empty))
    return _input(files, loaded), found


def _settled(con: duckdb.DuckDBPyConnection, client: Client, table: Table, source: Source) -> Manner:
    """How values are written, when the client file says all that must be said."""
    where = f"{client.path} data.{table.name}"
    if table.name == "spend" and source.unit is None:
        raise HeaderError(
            where, "`unit: fen` or `unit: yuan`", "no unit", "Advertising exports come in both: look it up."
        )
    manner = Manner(
        timezone=client.timezone,
        file_timezone=source.timezone or client.timezone,
        date_format=source.date_format,
        decimal=source.decimal,
        unit=source.unit,
    )
    for zone in dict.fromkeys((manner.timezone, manner.file_timezone)):
        _try(
            con,
            f"SELECT CAST(timezone({sql.literal(zone)}, TIMESTAMP '2026-01-01') AS VARCHAR)",
            where,
            "a known time zone",
            zone,
        )
    if manner.date_format and manner.date_format not in EPOCHS:
        query = f"SELECT CAST(try_strptime('', {sql.literal(manner.date_format)}) AS VARCHAR)"
        _try(con, query, where, f"a date_format such as %m/%d/%Y %H:%M, or {', '.join(EPOCHS)}", manner.date_format)
    for name, text in source.constants.items():
        if column := table.column(name):
            _check_constant(con, Field(column, constant=text), manner, where)
    return manner


def _check_constant(con: duckdb.DuckDBPyConnection, field: Field, manner: Manner, where: str) -> None:
    query = rows.select([field], ("",), ("VARCHAR",), "(SELECT '' AS c0)", manner)
    if con.execute(query).fetchall()[0][1] is not None:
        expected = wording.expected(field.column, manner)
        got = wording.got(field.column, field.constant)
        raise HeaderError(f"{where}.constants.{field.column.name}", expected, got, "Correct the client file.")


def _try(con: duckdb.DuckDBPyConnection, query: str, where: str, expected: str, got: str) -> None:
    try:
        con.execute(query).fetchall()
    except duckdb.Error:
        raise HeaderError(where, expected, f'"{got}"', "Correct the client file.") from None


def _paths(client: Client, table: Table, source: Source) -> list[Path]:
    where = f"{client.path} data.{table.name}"
    if source.path is None:
        raise HeaderError(where, "`path:` of files", "another source", "Export the table and name the file.")
    try:
        return places.find(source.path, where)
    except OSError as error:
        raise _closed(where, error) from None


def _open(con: duckdb.DuckDBPyConnection, client: Client, source: Source, path: Path) -> File:
    where = places.shown(path, client.path)
    suffix = path.suffix.lower()
    try:
        if suffix not in (".xlsx", ".parquet") or not path.stat().st_size:
            return Delimited(path, where, source)
        if suffix == ".parquet":
            return Columnar(path, where, con)
        from toolkit.sources.workbook import Workbook  # here: its reader is loaded only where there is a workbook

        return Workbook(path, where, source, con)
    except OSError as error:
        raise _closed(where, error) from None


def _closed(where: str, error: OSError) -> HeaderError:
    reason = error.strerror or "an error"
    return HeaderError(where, "a file that can be read", reason, "Check its place and permissions.")


def _fields(table: Table, source: Source, file: File) -> tuple[list[Field], list[HeaderError]]:
    return mapping.resolve(table, source, file.header, file.where) if file.header else ([], [])


def _resolved(table: Table, source: Source, file: File) -> list[Field]:
    fields, errors = _fields(table, source, file)
    if errors:
        raise errors[0]
    return fields


def _columns(table: Table, source: Source, fields: Iterable[Sequence[Field]]) -> list[Column]:
    """The columns some file gives, or would if it were not empty."""
    found = [field.column for part in fields for field in part]
    declared = [table.column(name) or Column(name, "text") for name in (*source.columns, *source.constants)]
    return list(dict.fromkeys([*found, *declared]))


def _is_always(table: Table, column: Column) -> bool:
    """Whether the canonical table has the column even when no file does: orders may be of unknown users."""
    return column.required or (table.name == "orders" and column.name == "user_id")


def _read(
    con: duckdb.DuckDBPyConnection, table: Table, files: Sequence[File], fields: Sequence[list[Field]], manner: Manner
) -> list[Loaded]:
    loaded: list[Loaded] = []
    first = 0
    counts = _read_together(con, table, files, fields, manner)
    for place, (file, wanted) in enumerate(zip(files, fields, strict=True)):
        count = 0
        if counts:
            count = counts[place]
        elif file.header:
            count = rows.read(con, table.name, file, wanted, replace(manner, has_cells=file.has_cells), first)
        loaded.append(Loaded(file, wanted, first, count))
        first += count
    return loaded


def _read_together(
    con: duckdb.DuckDBPyConnection, table: Table, files: Sequence[File], fields: Sequence[list[Field]], manner: Manner
) -> list[int]:
    """Rows of each of several Parquet files that are alike, read at once; none where they are not, or one is damaged.

    To plan a statement takes longer than to run it over the events of a month.
    """
    parts = [file for file in files if isinstance(file, Columnar)]
    if len(files) < 2 or len(parts) < len(files):
        return []
    if any((part.header, part.types) != (parts[0].header, parts[0].types) for part in parts):
        return []
    return rows.read_together(con, table.name, parts, fields[0], manner)


def _finish(con: duckdb.DuckDBPyConnection, table: Table, further: Sequence[Column], manner: Manner) -> None:
    """Leave out rows that need a user and have none, drop what only the checks needed, type what nobody declared."""
    name = sql.name(table.name)
    user = table.column("user_id")
    if user and user.required:
        con.execute(f"DELETE FROM {name} WHERE user_id IS NULL").fetchall()
    for helper in (rows.BAD, rows.WHOLE, rows.OPEN):
        con.execute(f"ALTER TABLE {name} DROP COLUMN {helper}").fetchall()
    for column in (sql.name(column.name) for column in further):
        text = f"({casting.present(casting.clean(column, 'VARCHAR'), 'VARCHAR', 'number')})"
        number = casting.cast("number", text, "VARCHAR", manner)
        is_text = f"{casting.wrong('number', f'({number})')} OR regexp_matches({text}, '^[-+]?0[0-9]')"
        counted = con.execute(
            f"SELECT count({text}), bool_or({text} IS NOT NULL AND ({is_text})) FROM {name}"
        ).fetchall()[0]
        if counted[0] and not counted[1]:
            con.execute(f"ALTER TABLE {name} ALTER COLUMN {column} TYPE DOUBLE USING {number}").fetchall()


def _input(files: Sequence[File], loaded: Sequence[Loaded]) -> Input:
    digests = [file.sha256 or places.digest(file.stamp.path) for file in files]
    whole = digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
    return Input(rows=sum(part.count for part in loaded), sha256=whole, files=len(files))
