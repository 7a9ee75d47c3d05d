"""What formulas come to: the numbers that a spreadsheet would compute, to be shown before any has."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from kpiplan.analysis.workbook.formulas import (
    At,
    Call,
    Cells,
    CellSpan,
    Formula,
    Line,
    Named,
    NamedPart,
    Operation,
)
from kpiplan.months import Month

Value = float | str | None  # None: an empty cell; days are numbers, as spreadsheets count them
_Many = list[Value]


class SheetValues:
    """The values of cells, each computed when it is first asked for."""

    def __init__(self, cells: Cells, given: Mapping[str, Sequence[Value]]) -> None:
        self._cells = cells
        self._given = given
        self._known: dict[tuple[Line, int], Value] = {}

    def fill(self) -> None:
        """Compute all cells in the order of their lines: what is built first comes first, and nothing nests deep."""
        for line, cells in self._cells.items():
            for column in cells:
                self.at(line, column)

    def at(self, line: Line, column: int) -> Value:
        """The value of a cell; None where there is none."""
        key = (line, column)
        if key not in self._known:
            formula = self._cells.get(line, {}).get(column)
            self._known[key] = None if formula is None else self.of(formula)
        return self._known[key]

    def of(self, formula: Formula) -> Value:
        """What a formula comes to. Raises TypeError for a range where one value belongs."""
        match formula:
            case bool() | int() | float():
                return float(formula)
            case str():
                return formula
            case At(line, column):
                return self.at(line, column)
            case Named(name, at) if at or len(self._given[name]) == 1:
                return self._given[name][max(at, 1) - 1]
            case Call("IF", (condition, then, other)):
                return self.of(then if self._number(condition) else other)
            case Call(function, of):
                return float(_FUNCTIONS[function]([self._many(each) for each in of]))
            case Operation(sign, left, right):
                return self._operation(sign, left, right)
        raise TypeError(f"no single value: {formula}")

    def _many(self, formula: Formula) -> _Many:
        match formula:
            case CellSpan(line, first, last):
                return [self.at(line, column) for column in range(first, last + 1)]
            case Named(name, 0):
                return list(self._given[name])
            case NamedPart(name, first, last):
                return list(self._given[name][first - 1 : last])
        return [self.of(formula)]

    def _number(self, formula: Formula) -> float:
        value = self.of(formula)
        if isinstance(value, str):
            raise TypeError(f"no number: {value!r} of {formula}")
        return value or 0.0

    def _operation(self, sign: str, left: Formula, right: Formula) -> Value:
        if sign in ("=", "<>"):
            same = _same(self.of(left), self.of(right))
            return float(same if sign == "=" else not same)
        return float(_SIGNS[sign](self._number(left), self._number(right)))


def _same(one: Value, other: Value) -> bool:
    """An empty cell is the same as 0 and as no text."""
    if one is None or other is None:
        return (one or other) in (None, 0, "")
    return one == other


def _numbers(ranges: Sequence[_Many]) -> Iterator[float]:
    """The numbers of ranges; texts and empty cells are none."""
    return (value for many in ranges for value in many if isinstance(value, float))


def _sum_of_products(ranges: Sequence[_Many]) -> float:
    rows = zip(*ranges, strict=True)
    return math.fsum(math.prod(value if isinstance(value, float) else 0.0 for value in row) for row in rows)


_FIRST_DAY = date(1899, 12, 30)


def day_number(day: date) -> float:
    """A day as spreadsheets count it."""
    return float((day - _FIRST_DAY).days)


def day_of(number: float) -> date:
    """The day that a spreadsheet means by a number."""
    return _FIRST_DAY + timedelta(days=int(number))


def _date(ranges: Sequence[_Many]) -> float:
    year, month, day = (int(value) for value in _numbers(ranges))
    first = Month(year, 1).plus(month - 1)
    return day_number(date(first.year, first.month, 1)) + day - 1


_SIGNS: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}
_FUNCTIONS: dict[str, Callable[[Sequence[_Many]], float]] = {
    "SUM": lambda ranges: math.fsum(_numbers(ranges)),
    "SUMPRODUCT": _sum_of_products,
    "AND": lambda ranges: all(_numbers(ranges)),
    "MAX": lambda ranges: max(_numbers(ranges), default=0.0),
    "MIN": lambda ranges: min(_numbers(ranges), default=0.0),
    "INT": lambda ranges: math.floor(next(_numbers(ranges))),
    "DATE": _date,
    "YEAR": lambda ranges: day_of(next(_numbers(ranges))).year,
    "MONTH": lambda ranges: day_of(next(_numbers(ranges))).month,
    "COUNT": lambda ranges: len(list(_numbers(ranges))),
    "ISNUMBER": lambda ranges: isinstance(ranges[0][0], float),
}
