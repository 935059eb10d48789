"""Which columns of a file make which canonical column, and what is wrong with its header."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from toolkit.errors import HeaderError
from toolkit.params import Source
from toolkit.schema import Column, Table
from toolkit.sources import arithmetic

_ARITHMETIC_KINDS = ("money", "number", "integer", "share")
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Field:
    """Where the values of a canonical column come from: a column of the file, an expression over some, or a constant.

    Parameters
    ----------
    used : positions of the file's columns, in the order of `names`
    names : as the file calls them
    """

    column: Column
    used: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    expression: arithmetic.Node | None = None
    constant: str | None = None

    @property
    def label(self) -> str:
        """How a message calls it: by the file's name, and by ours where it differs."""
        ours = self.column.name
        theirs = " and ".join(f'"{name}"' for name in self.names)
        if theirs in ("", f'"{ours}"'):
            return f'column "{ours}"'
        return f"column{'s' * (len(self.names) > 1)} {theirs} ({ours})"


def resolve(table: Table, source: Source, header: tuple[str, ...], where: str) -> tuple[list[Field], list[HeaderError]]:
    """The columns of the table that the file gives, and everything that is wrong with its header.

    Raises nothing: a caller that checks wants all errors, one that loads raises the first.
    """
    fields: list[Field] = []
    errors = [_doubled(name, where) for name, count in Counter(header).items() if name and count > 1]
    wanted = {column.name: column for column in table.columns}
    for name in (*source.columns, *source.constants):
        if name in source.columns and name in source.constants:
            got = "both"
            errors.append(
                HeaderError(f"{where} {name}", "a column or a constant", got, "Remove one from the client file.")
            )
        if name not in wanted and table.is_open:
            wanted[name] = Column(name, "text")
        elif name not in wanted:
            expected = f"a column of {table.name} ({', '.join(wanted)})"
            errors.append(HeaderError(where, expected, f'"{name}" in the client file', _nearest(name, wanted)))
    for column in wanted.values():
        try:
            field = _field(column, source, header, where)
        except HeaderError as error:
            errors.append(error)
        else:
            fields += [field] if field else []
    if table.is_open:
        fields += _further(fields, header)
        errors += _twins(fields, where)
    return fields, errors


def _field(column: Column, source: Source, header: tuple[str, ...], where: str) -> Field | None:
    mapped = source.columns.get(column.name)
    if mapped is None and column.name in source.constants:
        return Field(column, constant=source.constants[column.name])
    text = column.name if mapped is None else mapped
    if text in header:
        return Field(column, (header.index(text),), (text,))
    if mapped is None and not column.required:
        return None
    if mapped is None:
        raise _absent(column.name, column, header, where)
    try:
        tree = arithmetic.parse(mapped)
    except arithmetic.WrongExpression as wrong:
        if _is_close(mapped, header) or column.kind not in _ARITHMETIC_KINDS:
            raise _absent(mapped, column, header, where) from None
        expected = f"a column of the file or arithmetic over its columns for {column.name}"
        action = "Use + - * / and brackets; put names with blanks or signs into backticks."
        raise HeaderError(where, expected, f'{wrong} in "{mapped}"', action) from None
    used = tuple(arithmetic.names(tree))
    if absent := [name for name in used if name not in header]:
        is_plain = column.kind not in _ARITHMETIC_KINDS or _is_close(mapped, header)
        raise _absent(mapped if is_plain else absent[0], column, header, where)
    if column.kind not in _ARITHMETIC_KINDS and not isinstance(tree, arithmetic.Name):
        raise HeaderError(
            where, f"one column of the file for {column.name}", f'"{mapped}"', "Only numbers are computed."
        )
    if not used:
        action = f"Write it under `constants:`, {column.name}: {mapped}."
        raise HeaderError(where, f"a column of the file for {column.name}", f'"{mapped}"', action)
    expression = None if isinstance(tree, arithmetic.Name) else tree
    return Field(column, tuple(map(header.index, used)), used, expression)


def _further(fields: list[Field], header: tuple[str, ...]) -> list[Field]:
    """The columns of an open table that nobody asked for by name."""
    taken = {position for field in fields for position in field.used}
    names = {field.column.name for field in fields}
    return [
        Field(Column(name, "text"), (position,), (name,))
        for position, name in enumerate(header)
        if name and position not in taken and name not in names
    ]


def _twins(fields: list[Field], where: str) -> list[HeaderError]:
    by_name = {"rowid": "rowid (the number of the row)"}
    errors = []
    for name in (field.column.name for field in fields):
        twin = by_name.setdefault(name.casefold(), name)
        if twin != name:
            action = "Map one of them to another name under `columns:`."
            errors.append(HeaderError(where, "names that differ in more than case", f'"{twin}" and "{name}"', action))
    return errors


def _doubled(name: str, where: str) -> HeaderError:
    return HeaderError(where, "each column once", f'"{name}" twice or more', "Rename or remove one in the export.")


def _absent(name: str, column: Column, header: tuple[str, ...], where: str) -> HeaderError:
    expected = f'a column "{name}"' if name == column.name else f'a column "{name}" for {column.name}'
    names = [f'"{title}"' for title in header if title]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    got = f"the header {', '.join(names[:_SHOWN])}{more}"
    if len(names) == 1 and (separator := next((sign for sign in ";\t|" if sign in header[0]), None)):
        written = "\\t" if separator == "\t" else separator
        action = f'Say `separator: "{written}"` in the client file.'
    elif len(names) == 1 and not _is_close(name, header):
        action = "If the columns' names stand further down, remove the rows above them; else map it under `columns:`."
    else:
        action = f"{_nearest(name, header)} Map it under `columns:` in the client file."
    return HeaderError(where, expected, got, action.strip())


def _is_close(text: str, header: Sequence[str]) -> bool:
    """Whether an expression is rather a misspelt column."""
    return bool(get_close_matches(text, header, n=1, cutoff=0.8))


def _nearest(name: str, names: Iterable[str]) -> str:
    by_case = {known.casefold(): known for known in names if known}
    found = get_close_matches(name.casefold(), by_case, n=1)
    return f'Did you mean "{by_case[found[0]]}"?' if found else ""
