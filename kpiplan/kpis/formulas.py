"""Formulas over named measures: a small language, `marketing_spend / leads`, that can compute and nothing else.

Numbers, percentages, names, + - * / and parentheses. A text is parsed, never run: what is not one of these is refused
before anything is computed, and a formula is too short to nest deep.
"""

from __future__ import annotations

import ast
import keyword
import math
import re
import warnings
from collections.abc import Mapping

from kpiplan.tuples import NamedTuple

LONGEST = 300  # characters
DEEPEST = 40  # parentheses, signs and operators inside each other
LARGEST = 1e18  # of the numbers that a text states
_NUMBER = r"(?:\d+(?:_\d+)*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?(?!\w)"
_TOKEN = re.compile(rf"[ \t]+|(?P<number>(?a:{_NUMBER}))(?P<percent>[ \t]*%)?|[^\W\d]\w*|[-+*/()]", re.IGNORECASE)
_OPERATORS: tuple[type[ast.operator], ...] = (ast.Add, ast.Sub, ast.Mult, ast.Div)
_ONLY = "a formula has numbers, measures, + - * / and parentheses, nothing else"


class FormulaError(Exception):
    """A text that is no formula: what is wrong, and at which of its characters (from 0), how many of them."""

    def __init__(self, message: str, at: int = 0, length: int = 1) -> None:
        super().__init__(message)
        self.at = at
        self.length = length


class Formula(NamedTuple):
    """A formula that was understood: its text, its expression, and the measures that it names, in order."""

    text: str
    tree: ast.expr
    names: tuple[str, ...]

    def value(self, measures: Mapping[str, float]) -> float | None:
        """The result for some measures; None where something is divided by zero.

        Raises KeyError for a measure that is not there.
        """
        try:
            result = _value(self.tree, measures)
        except (ZeroDivisionError, OverflowError):
            return None
        return result if math.isfinite(result) else None

    @property
    def fraction(self) -> tuple[Formula, Formula] | None:
        """What stands above and below the line, where the whole formula is one division."""
        if not (isinstance(self.tree, ast.BinOp) and isinstance(self.tree.op, ast.Div)):
            return None
        return _of(self.tree.left), _of(self.tree.right)


def parse(text: str) -> Formula:
    """The formula that a text states. Raises FormulaError."""
    if len(text) > LONGEST:
        raise FormulaError(f"a formula has at most {LONGEST} characters, this one {len(text)}", LONGEST, 1)
    if not text.strip():
        raise FormulaError("an empty text is no formula")
    start = len(text) - len(text.lstrip())
    plain, percentages = _plain(text.rstrip(), start)
    try:
        with warnings.catch_warnings(action="ignore"):  # of literals such as `(1)(2)`, which are refused below
            tree = ast.parse(plain, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        at = (getattr(error, "offset", 0) or len(plain)) - 1 + start  # where it ends too early no place is told
        raise FormulaError(
            "this can't be read as a formula of numbers, measures, + - * / and parentheses",
            min(max(0, at), len(text) - 1),
        ) from None
    _Checked(plain.encode(), start, percentages).value(tree, 1)
    return Formula(text, tree, _names(tree))


def is_name(text: str) -> bool:
    """Whether a formula can name something by this text."""
    found = _TOKEN.fullmatch(text)
    return bool(found and not found["number"] and text.isidentifier() and not keyword.iskeyword(text))


def _plain(text: str, start: int) -> tuple[str, dict[int, float]]:
    """The text from `start` without its percent signs, every other character where it was, and what the percentages
    are, by the place of their numbers. Raises FormulaError for what is no part of a formula, a line break among them.
    """
    percentages, at, plain = {}, start, ""
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise FormulaError(_ONLY, at)
        if token["percent"]:
            percentages[len(plain.encode())] = float(token["number"]) / 100
        plain += token[0].replace("%", " ")
        at = token.end()
    return plain, percentages


class _Checked:
    """Refuses everything but numbers, names and the four operations; makes percentages fractions."""

    __slots__ = ("percentages", "source", "start")

    def __init__(self, source: bytes, start: int, percentages: Mapping[int, float]) -> None:
        self.source = source
        self.start = start
        self.percentages = percentages

    def value(self, node: ast.expr, depth: int) -> float | None:
        """What an expression comes to whatever is measured, None where that depends. Raises FormulaError.

        What can never be computed is refused too: a division by a constant that is 0, a constant without end.
        """
        if depth > DEEPEST:
            raise self._wrong(f"a formula is nested at most {DEEPEST} deep", node)
        match node:
            case ast.BinOp(left=left, op=op, right=right) if isinstance(op, _OPERATORS):
                one, two = self.value(left, depth + 1), self.value(right, depth + 1)
                if two == 0 and isinstance(op, ast.Div):
                    raise self._wrong("this is 0, and nothing can be divided by it", right)
                result = _computed(op, one, two) if one is not None and two is not None else None
                if result is not None and not math.isfinite(result):
                    raise self._wrong("a number as large as this has no place in a formula", node)
                return result
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as op, operand=operand):
                inner = self.value(operand, depth + 1)
                return -inner if inner is not None and isinstance(op, ast.USub) else inner
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                if not abs(value) <= LARGEST:
                    raise self._wrong("a number as large as this has no place in a formula", node)
                node.value = self.percentages.get(node.col_offset, value)
                return float(node.value)
            case ast.Name():
                return None
            case _:
                raise self._wrong(_ONLY, node)

    def _wrong(self, message: str, node: ast.expr) -> FormulaError:
        at = len(self.source[: node.col_offset].decode()) + self.start
        length = max(1, len(self.source[node.col_offset : node.end_col_offset].decode()))
        return FormulaError(message, at, length)


def _names(tree: ast.expr) -> tuple[str, ...]:
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return tuple(dict.fromkeys(node.id for node in sorted(found, key=lambda node: node.col_offset)))


def _of(tree: ast.expr) -> Formula:
    return Formula(ast.unparse(tree), tree, _names(tree))


def _value(node: ast.expr, measures: Mapping[str, float]) -> float:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return _computed(op, _value(left, measures), _value(right, measures))
        case ast.UnaryOp(op=op, operand=operand):
            value = _value(operand, measures)
            return -value if isinstance(op, ast.USub) else value
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name):
            return measures[name]
        case _:
            raise AssertionError(f"unchecked: {node!r}")


def _computed(op: ast.operator, one: float, two: float) -> float:
    match op:
        case ast.Add():
            return one + two
        case ast.Sub():
            return one - two
        case ast.Mult():
            return one * two
        case _:
            return one / two
