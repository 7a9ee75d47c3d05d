"""Formulas as values: what a cell computes, of which cells; how a spreadsheet writes it is said in one place, here.

A cell is a column of a line. Where lines stand on sheets is nobody's business here: who lays them out tells how a cell
and an input are called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Union

from kpiplan.tuples import NamedTuple

Line = tuple[str | int, ...]  # what a line is: ("arrivals", branch, stage), ("total", segment, kpi)


class At(NamedTuple):
    """One cell: a line in a column (a plan month, or a place that the line has of its own)."""

    line: Line
    column: int


class CellSpan(NamedTuple):
    """Neighbouring cells of a line, the first to the last column; those that are empty count as nothing."""

    line: Line
    first: int
    last: int


class Named(NamedTuple):
    """An input by the name of its range: one of its cells by position from 1, or (0) all of them."""

    name: str
    at: int = 0


class NamedPart(NamedTuple):
    """Some neighbouring cells of an input, by position from 1."""

    name: str
    first: int
    last: int


Function = Literal["SUM", "SUMPRODUCT", "IF", "AND", "MAX", "MIN", "INT", "COUNT", "ISNUMBER", "DATE", "YEAR", "MONTH"]
Sign = Literal["+", "-", "*", "/", "^", "=", "<>", "<", ">", "<=", ">="]


class Call(NamedTuple):
    """A function of the spreadsheet; all of them are in every spreadsheet program since 2007."""

    function: Function
    of: tuple[Formula, ...]


class Operation(NamedTuple):
    """Two formulas with a sign between them."""

    sign: Sign
    left: Formula
    right: Formula


Formula = Union[float, str, At, CellSpan, Named, NamedPart, Call, Operation]  # noqa: UP007 (refers to itself)
Cells = dict[Line, dict[int, Formula]]

EMPTY = ""  # what a cell shows that has no number; no formula takes it for 0


def call(function: Function, *of: Formula) -> Call:
    """A function of some formulas."""
    return Call(function, of)


def total(of: Formula) -> Formula:
    """The sum of a range."""
    return call("SUM", of)


def when(condition: Formula, then: Formula, other: Formula = EMPTY) -> Formula:
    """One formula or another."""
    return call("IF", condition, then, other)


def compared(left: Formula, sign: Sign, right: Formula) -> Formula:
    """Whether two formulas stand so to each other."""
    return Operation(sign, left, right)


def plus(first: Formula, *more: Formula) -> Formula:
    """The sum of formulas."""
    for each in more:
        first = Operation("+", first, each)
    return first


def minus(left: Formula, right: Formula) -> Formula:
    """left - right."""
    return Operation("-", left, right)


def times(first: Formula, *more: Formula) -> Formula:
    """The product of formulas; a factor of 1 is left out."""
    for each in more:
        first = each if first == 1 else first if each == 1 else Operation("*", first, each)
    return first


def over(part: Formula, whole: Formula) -> Formula:
    """part / whole."""
    return Operation("/", part, whole)


def ratio(part: Formula, whole: Formula, other: Formula = EMPTY) -> Formula:
    """part / whole, and something else where there is nothing to divide by."""
    return when(compared(whole, "=", 0), other, over(part, whole))


_BINDS: dict[str, int] = {"^": 4, "*": 3, "/": 3, "+": 2, "-": 2}  # comparisons: 0


class Places(NamedTuple):
    """How cells and inputs are written in formulas of one sheet."""

    cell: Callable[[Line, int], str]
    given: Callable[[Named | NamedPart], str]


def written(formula: Formula, places: Places) -> str:
    """A formula as spreadsheets write it, without the leading `=`."""
    match formula:
        case bool():
            return "TRUE" if formula else "FALSE"
        case int() | float():
            return f"({_number(formula)})" if formula < 0 else _number(formula)
        case str():
            return '"' + formula.replace('"', '""') + '"'
        case At(line, column):
            return places.cell(line, column)
        case CellSpan(line, first, last):
            cell = places.cell(line, first)
            return cell if first == last else f"{cell}:{places.cell(line, last).rpartition('!')[2]}"
        case Named() | NamedPart():
            return places.given(formula)
        case Call(function, of):
            return f"{function}({','.join(written(each, places) for each in of)})"
        case Operation(sign, left, right):
            return f"{_side(left, sign, places)}{sign}{_side(right, sign, places, right=True)}"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _side(formula: Formula, sign: str, places: Places, *, right: bool = False) -> str:
    """One side of an operation, in brackets where it binds less."""
    text = written(formula, places)
    if not isinstance(formula, Operation):
        return text
    inner, outer = _BINDS.get(formula.sign, 0), _BINDS.get(sign, 0)
    again = inner == outer and (right or sign == "^" or outer == 0)
    return f"({text})" if inner < outer or again else text
