"""Arithmetic over the columns of a file as SQL, exact where decimals can be."""

from collections.abc import Callable
from decimal import Decimal

from toolkit.expressions import Name, Negative, Node, Number, Operation, WrongExpression, names, parse
from toolkit.schema import MONEY

__all__ = ["Name", "Negative", "Node", "Number", "Operation", "WrongExpression", "exact", "inexact", "names", "parse"]

_PLACES, _MAX_DECIMALS = (10, 8, 6), 24  # of a column in exact arithmetic: as many as its 38 digits leave room for


def exact(node: Node, column: Callable[[str, str], str]) -> str:
    """The expression rounded once, as money is kept, as SQL; NULL where a divisor is zero or the result does not fit.

    Floating point gives a first result, decimals say how far it is from the true one: dividing long decimals in order
    to round them would take a minute for a million rows. Without decimals (a quotient, five factors) the first stands.

    Parameters
    ----------
    column : from a name and an SQL type to the SQL of its number in that type
    """
    near = inexact(node, lambda name: column(name, "DOUBLE"))
    places = next((places for places in _PLACES if _decimals(node, places) <= _MAX_DECIMALS), None)
    if places is None:
        return f"TRY_CAST(round({near}, 8) AS {MONEY})"
    first = f"TRY_CAST({near} - sign({near}) * 0.00005 AS {MONEY})"  # towards zero, so that halves round away from it
    true = _exact(node, lambda name: column(name, f"DECIMAL(28, {places})"))
    return f"COALESCE(TRY({first} + CAST(CAST({true} - {first} AS DOUBLE) AS {MONEY})), TRY_CAST({near} AS {MONEY}))"


def inexact(node: Node, column: Callable[[str], str]) -> str:
    """The expression in floating point, as SQL; NULL where a divisor is zero.

    Parameters
    ----------
    column : from a name to the SQL of its number as DOUBLE
    """
    match node:
        case Number(text):
            return f"CAST({text} AS DOUBLE)"
        case Name(text):
            return column(text)
        case Negative(of):
            return f"(-{inexact(of, column)})"
        case Operation("/", left, right):
            return f"({inexact(left, column)} / NULLIF({inexact(right, column)}, 0))"
        case Operation(sign, left, right):
            return f"({inexact(left, column)} {sign} {inexact(right, column)})"


def _exact(node: Node, column: Callable[[str], str]) -> str:
    match node:
        case Number(text):
            return text
        case Name(text):
            return column(text)
        case Negative(of):
            return f"(-{_exact(of, column)})"
        case Operation("/", left, Number(text)):
            return f"({_exact(left, column)} * {_inverse(text)})"
        case Operation(sign, left, right):
            return f"({_exact(left, column)} {sign} {_exact(right, column)})"


def _decimals(node: Node, of_column: int) -> int:
    """How many decimals the exact result has; too many to count for a quotient."""
    match node:
        case Number(text):
            return len(text.partition(".")[2])
        case Name():
            return of_column
        case Negative(of):
            return _decimals(of, of_column)
        case Operation("/", left, right):
            inverse = _inverse(right.text) if isinstance(right, Number) else None
            return _decimals(left, of_column) + (len(inverse.partition(".")[2]) if inverse else _MAX_DECIMALS + 1)
        case Operation("*", left, right):
            return _decimals(left, of_column) + _decimals(right, of_column)
        case Operation(_, left, right):
            return max(_decimals(left, of_column), _decimals(right, of_column))


def _inverse(text: str) -> str | None:
    """One divided by a number, where a few decimals write it exactly: dividing fen by 100 must not round."""
    number = Decimal(text)
    if not number:
        return None
    inverse = 1 / number
    is_exact = inverse * number == 1 and -int(inverse.as_tuple().exponent) <= 6
    return f"{inverse:f}" if is_exact else None
