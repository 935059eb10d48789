"""From what stands in a file to what a canonical column holds, as SQL.

Every cast gives NULL where the value is not what it should be; the value before it, cleaned, is NULL only where there
is none. The difference is a bad value.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from toolkit.schema import FIRST_YEAR, LAST_YEAR, MONEY
from toolkit.sources.arithmetic import Node, Number, Operation, exact, inexact
from toolkit.sources.sql import literal

Family = Literal["text", "integer", "float", "decimal", "date", "timestamp", "instant", "other"]
SQL_TYPES = {
    "id": "VARCHAR",
    "text": "VARCHAR",
    "time": "TIMESTAMP",
    "date": "DATE",
    "money": MONEY,
    "number": "DOUBLE",
    "integer": "BIGINT",
    "share": "DOUBLE",
}
EPOCHS = {"epoch_s": 1_000_000, "epoch_ms": 1_000, "epoch_us": 1}
_NO_VALUE = ("-", "--", "NULL", "N/A")
_NO_WORDS = ("NAN", "<NA>", "NONE", "(NULL)", "UNDEFINED", "UNKNOWN", "(NOT SET)", "空", "(空)", "（空）", "未知")
_NO_ID = (*_NO_VALUE, *_NO_WORDS)  # what programs write when there is no user
_NO_TEXT = ("nan", "NaN", "NaT", "None", "<NA>")  # as programs write them, for NULL and - may be names
_NOBODY = (*_NO_ID, "0", "0.0")  # programs count users from 1
_BLANKS = " \t\n\r\u00a0\u3000"
_FULL_WIDTH = ("０１２３４５６７８９．，－＋−", "0123456789.,-+-")
_ISO = r"\d{4}[-/]\d{1,2}[-/]\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?"
_ISO_ZONE = r"\d{4}[-/]\d{1,2}[-/]\d{1,2}[ T]\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?( ?UTC|Z| ?[-+]\d{2}(:?\d{2})?)"
_LARGEST = 2**53  # whole numbers beyond it are not exact in a DOUBLE


@dataclass(frozen=True, slots=True)
class Manner:
    """How one source writes its values.

    Parameters
    ----------
    timezone : the client's, which all times are brought to
    file_timezone : of times in the file that do not name theirs
    """

    timezone: str
    file_timezone: str
    date_format: str | None = None
    decimal: str | None = None
    unit: str | None = None
    has_cells: bool = False  # a workbook: true dates may stand among texts


def family(type_: str) -> Family:
    """What sort of type a DuckDB type is."""
    type_ = type_.upper()
    if type_ in ("VARCHAR", "UUID", "BLOB") or type_.startswith("ENUM("):
        return "text"
    if type_.endswith("INT") or type_.endswith("INTEGER"):
        return "integer"
    if type_ in ("FLOAT", "DOUBLE"):
        return "float"
    if type_.startswith("DECIMAL("):
        return "decimal"
    if type_ == "DATE":
        return "date"
    if type_ == "TIMESTAMP WITH TIME ZONE":
        return "instant"
    return "timestamp" if type_.startswith("TIMESTAMP") else "other"


def clean(raw: str, type_: str) -> str:
    """The value without blanks around it; NULL where nothing is left."""
    if family(type_) == "float":
        return f"CASE WHEN isnan({raw}) THEN NULL ELSE {raw} END"
    if family(type_) != "text":
        return raw
    text = {"VARCHAR": raw, "BLOB": f"decode({raw})"}.get(type_, f"CAST({raw} AS VARCHAR)")
    has_blanks = f"{text} < '!' OR ends_with({text}, ' ') OR ends_with({text}, '\t')"
    is_wide = f"strlen({text}) <> length({text})"  # only then can it hold one of the two blanks that are not ASCII
    has_blanks += f" OR {is_wide} AND (contains({text}, '\u00a0') OR contains({text}, '\u3000'))"
    return f"CASE WHEN {has_blanks} THEN NULLIF(trim({text}, '{_BLANKS}'), '') ELSE {text} END"


def present(value: str, type_: str, kind: str, *, is_user: bool = False, is_optional: bool = False) -> str:
    """A clean value; NULL where it is a word for none, or the number that programs write where there is no user."""
    if is_user and family(type_) in ("integer", "float", "decimal"):
        return f"NULLIF({value}, 0)"
    if family(type_) != "text" or (kind == "text" and not is_optional):
        return value
    words = _NOBODY if is_user else {"id": _NO_ID, "text": _NO_TEXT}.get(kind, _NO_VALUE)
    known = value if kind == "text" else f"upper({value})"
    is_near = f"contains({literal(' '.join(words))}, {known})"  # one look for nearly every value, where words are many
    # no IN: a long one becomes a join, which loses the order of rows
    is_none = f"list_contains([{', '.join(map(literal, words))}], {known})"
    return f"CASE WHEN strlen({value}) < 10 AND {is_near} AND {is_none} THEN NULL ELSE {value} END"


def cast(kind: str, value: str, type_: str, manner: Manner) -> str:
    """A present value in the type of its kind, whole numbers as DOUBLE; `settled` and `wrong` do the rest."""
    match kind:
        case "text" | "id":
            return _words(kind, value, family(type_))
        case "time":
            return _time(value, family(type_), manner)
        case "date":
            return value if family(type_) == "date" else f"CAST({_time(value, family(type_), manner)} AS DATE)"
        case "money" if manner.unit == "fen":
            return f"TRY_CAST({number(value, type_, manner, MONEY)} * 0.01 AS {MONEY})"
        case "money":
            return number(value, type_, manner, MONEY)
    return number(value, type_, manner, "DOUBLE", kind == "integer")


def computed(kind: str, tree: Node, columns: Mapping[str, tuple[str, str]], manner: Manner) -> str:
    """An expression as a column of this kind holds it.

    Parameters
    ----------
    columns : name in the expression to the SQL of its cleaned value and its type
    """

    def column(name: str, target: str = "DOUBLE") -> str:
        return number(*columns[name], manner, target)

    if kind not in ("money", "integer"):
        return inexact(tree, column)
    if manner.unit == "fen" and kind == "money":
        tree = Operation("/", tree, Number("100"))
    return exact(tree, column)


def settled(kind: str, value: str) -> str:
    """A cast value as it is kept."""
    return f"TRY_CAST({value} AS BIGINT)" if kind == "integer" else value


def wrong(kind: str, value: str) -> str:
    """Whether a cast value is one that no column of the kind may hold, or none at all."""
    match kind:
        case "integer":
            return f"{value} IS NULL OR {value} <> trunc({value}) OR abs({value}) >= {_LARGEST}"
        case "number" | "share":
            return f"{value} IS NULL OR NOT isfinite({value})"
        case "time" | "date":
            first, beyond = f"DATE '{FIRST_YEAR}-01-01'", f"DATE '{LAST_YEAR + 1}-01-01'"
            return f"{value} IS NULL OR {value} < {first} OR {value} >= {beyond}"
    return f"{value} IS NULL"


def number(value: str, type_: str, manner: Manner, target: str, is_whole: bool = False) -> str:
    """A cleaned value as a number of the SQL type `target`."""
    match family(type_):
        case "float" if target.startswith("DECIMAL(28"):  # by its shortest digits: 1537874.62 is meant as it is written
            return f"TRY_CAST(CAST({value} AS VARCHAR) AS {target})"
        case "integer" | "float" | "decimal":
            return f"TRY_CAST({value} AS {target})"
        case "text":
            return _text_number(value, manner.decimal, target, is_whole)
    return f"CAST(NULL AS {target})"


def _text_number(value: str, decimal: str | None, target: str, is_whole: bool) -> str:
    """Numbers as people write them: full-width digits, and commas between thousands where they can be nothing else."""
    ascii_ = f"translate({value}, {literal(_FULL_WIDTH[0])}, {literal(_FULL_WIDTH[1])})"
    if decimal == ",":
        accepted = r"[-+]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?"
        plain = f"replace(replace({ascii_}, '.', ''), ',', '.')"
        return f"TRY_CAST(CASE WHEN regexp_full_match({ascii_}, '{accepted}') THEN {plain} END AS {target})"
    if decimal == "." or is_whole:
        accepted = r"[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?"
    else:
        accepted = r"[-+]?(\d+(\.\d+)?|\d{1,3}(,\d{3})+\.\d+|\d{1,3}(,\d{3}){2,})"
    with_commas = f"CASE WHEN regexp_full_match({ascii_}, '{accepted}') THEN replace({ascii_}, ',', '') END"
    at_once = f"CASE WHEN contains({value}, '_') THEN NULL ELSE TRY_CAST({value} AS {target}) END"
    return f"COALESCE({at_once}, TRY_CAST({with_commas} AS {target}))"


def _words(kind: str, value: str, family: Family) -> str:
    """A value as text, whole numbers without a point; an id that lost digits in a spreadsheet is none."""
    is_whole = f"{value} = trunc({value}) AND abs({value}) < {_LARGEST}"
    whole = f"WHEN {is_whole} THEN CAST(CAST({value} AS BIGINT) AS VARCHAR)"
    is_rounded = f"contains({value}, 'E+') AND regexp_full_match({value}, '[0-9](\\.[0-9]+)?E\\+[0-9]+')"
    match family:
        case "text":
            return f"CASE WHEN {is_rounded} THEN NULL ELSE {value} END" if kind == "id" else value
        case "integer":
            return f"CAST({value} AS VARCHAR)"
        case "float" | "decimal":
            return f"CASE {whole} END" if kind == "id" else f"CASE {whole} ELSE CAST({value} AS VARCHAR) END"
        case "date" | "timestamp" if kind == "text":
            return f"CAST({value} AS VARCHAR)"
    return "CAST(NULL AS VARCHAR)"


def _time(value: str, family: Family, manner: Manner) -> str:
    """A time in the client's time zone."""
    match family:
        case "text" | "integer" | "float" | "decimal" if manner.date_format in EPOCHS:
            return _epoch(value, family, manner)
        case "text":
            return _text_time(value, manner)
        case "integer" | "float" | "decimal" if manner.date_format:
            return _text_time(_words("id", value, family), manner)
        case "date":
            return f"CAST({value} AS TIMESTAMP)"
        case "timestamp":
            return _local(f"CAST({value} AS TIMESTAMP)", manner)
        case "instant":
            return f"timezone({literal(manner.timezone)}, {value})"
    return "CAST(NULL AS TIMESTAMP)"


def _epoch(value: str, family: Family, manner: Manner) -> str:
    """An instant counted from 1970 in UTC."""
    factor = EPOCHS[str(manner.date_format)]
    count = f"TRY_CAST({value} AS {'BIGINT' if family == 'integer' else 'DOUBLE'})"
    low, high = ((year - 1970) * 31_556_952 * (1_000_000 // factor) for year in (FIRST_YEAR - 1, LAST_YEAR + 2))
    utc = f"make_timestamp(CAST({count} * {factor} AS BIGINT))"
    local = f"timezone({literal(manner.timezone)}, timezone('UTC', {utc}))"
    return f"CASE WHEN {count} BETWEEN {low} AND {high} THEN {local} END"


def _text_time(value: str, manner: Manner) -> str:
    if manner.date_format is None:
        return _iso_time(value, manner)
    read = f"try_strptime({value}, {literal(manner.date_format)})"
    if "%z" in manner.date_format or "%Z" in manner.date_format:
        time = f"timezone({literal(manner.timezone)}, {read})"
    else:  # without an hour it is a calendar day, the same in every zone
        time = _local(read, manner) if re.search("%-?[HIcXTs]", manner.date_format) else read
    if not manner.has_cells:
        return time
    is_cell = rf"regexp_full_match({value}, '\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?')"
    return f"CASE WHEN {is_cell} THEN {_local(f'TRY_CAST({value} AS TIMESTAMP)', manner)} ELSE {time} END"


def _iso_time(value: str, manner: Manner) -> str:
    """Year first, with or without a time, with or without an offset; anything else could be two dates."""
    read = f"TRY_CAST({value} AS TIMESTAMP)"
    if (local := _local(read, manner)) != read:  # a day without a time is the same day everywhere
        local = f"CASE WHEN strlen({value}) <= 10 THEN {read} ELSE {local} END"
    zoned = f"replace(regexp_replace({value}, ' ?(UTC|[-+][0-9:]+)$', '\\1'), 'UTC', 'Z')"
    instant = f"timezone({literal(manner.timezone)}, TRY_CAST({zoned} AS TIMESTAMPTZ))"
    return (
        f"CASE WHEN regexp_full_match({value}, '{_ISO}') THEN {local} "
        f"WHEN regexp_full_match({value}, '{_ISO_ZONE}') THEN {instant} END"
    )


def _local(time: str, manner: Manner) -> str:
    """A time of the file's zone as the client's clocks showed it."""
    if manner.file_timezone == manner.timezone:
        return time
    return f"timezone({literal(manner.timezone)}, timezone({literal(manner.file_timezone)}, {time}))"
