"""Arithmetic over the columns of a file: + - * /, brackets, numbers and names; never a call, never `eval`.

A name with blanks or odd characters stands in backticks or double quotes.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from toolkit.schema import MONEY

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>[0-9]{1,15}(?:\.[0-9]{1,6})?)(?![\w.])
    | (?P<name>[^\W\d]\w*)
    | `(?P<tick>[^`]+)` | "(?P<quote>[^"]+)"
    | (?P<sign>[-+*/()])
    )""",
    re.VERBOSE,
)
_MAX_TOKENS, _MAX_DEPTH = 200, 20
_PLACES, _MAX_DECIMALS = (10, 8, 6), 24  # of a column in exact arithmetic: as many as its 38 digits leave room for


class WrongExpression(ValueError):
    """The text is no arithmetic; the message says what was found instead."""


@dataclass(frozen=True, slots=True)
class Number:
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    text: str


@dataclass(frozen=True, slots=True)
class Negative:
    of: "Node"


@dataclass(frozen=True, slots=True)
class Operation:
    sign: str
    left: "Node"
    right: "Node"


Node = Number | Name | Negative | Operation


def parse(text: str) -> Node:
    """The expression as a tree.

    >>> parse("a - 2")
    Operation(sign='-', left=Name(text='a'), right=Number(text='2'))
    """
    return _Parser(list(_tokens(text))).whole()


def names(node: Node) -> list[str]:
    """The columns an expression uses, each once, in order."""
    match node:
        case Name(text):
            return [text]
        case Negative(of):
            return names(of)
        case Operation(_, left, right):
            return list(dict.fromkeys(names(left) + names(right)))
    return []


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


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position, text = 0, text.rstrip()
    for _ in range(_MAX_TOKENS):
        if position == len(text):
            return
        found = _TOKEN.match(text, position)
        if found is None:
            raise WrongExpression(f'"{text[position:].strip()[:20]}"')
        kind = str(found.lastgroup)
        yield ("name" if kind in ("tick", "quote") else kind), found[kind]
        position = found.end()
    raise WrongExpression(f"more than {_MAX_TOKENS} parts")


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens, self._next, self._depth = tokens, 0, 0

    def whole(self) -> Node:
        node = self._sum()
        if self._next < len(self._tokens):
            raise WrongExpression(f'"{self._tokens[self._next][1]}" after a complete expression')
        return node

    def _sign(self, *signs: str) -> str | None:
        """The sign that comes next, taken, if it is one of these."""
        if self._next < len(self._tokens) and self._tokens[self._next] in [("sign", sign) for sign in signs]:
            self._next += 1
            return self._tokens[self._next - 1][1]
        return None

    def _sum(self) -> Node:
        node = self._product()
        while sign := self._sign("+", "-"):
            node = Operation(sign, node, self._product())
        return node

    def _product(self) -> Node:
        node = self._factor()
        while sign := self._sign("*", "/"):
            node = Operation(sign, node, self._factor())
        return node

    def _factor(self) -> Node:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise WrongExpression(f"more than {_MAX_DEPTH} brackets or signs inside each other")
        node = self._plain()
        self._depth -= 1
        return node

    def _plain(self) -> Node:
        if self._sign("-"):
            return Negative(self._factor())
        if self._sign("("):
            node = self._sum()
            if not self._sign(")"):
                raise WrongExpression("a bracket that is not closed")
            return node
        if self._next == len(self._tokens):
            raise WrongExpression("an end where a number or a column should stand")
        kind, text = self._tokens[self._next]
        self._next += 1
        if kind == "sign":
            raise WrongExpression(f'"{text}" where a number or a column should stand')
        return Number(text) if kind == "number" else Name(text)
