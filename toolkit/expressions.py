"""Arithmetic as people write it in a client file: + - * /, brackets, numbers and names; never a call, never `eval`.

A name with blanks or odd characters stands in backticks or double quotes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import add, mul, sub, truediv

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
_OF_SIGN = {"+": add, "-": sub, "*": mul, "/": truediv}


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


def value(node: Node, numbers: Mapping[str, float]) -> float:
    """The expression with a number for each name.

    Raises
    ------
    ZeroDivisionError : a divisor is zero

    >>> value(parse("people * share / 2"), {"people": 100, "share": 0.3})
    15.0
    """
    match node:
        case Number(text):
            return float(text)
        case Name(text):
            return numbers[text]
        case Negative(of):
            return -value(of, numbers)
        case Operation(sign, left, right):
            return _OF_SIGN[sign](value(left, numbers), value(right, numbers))


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
