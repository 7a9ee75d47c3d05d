"""Where things stand: sheets as they are drawn, the places of lines and inputs, and formulas written with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kpiplan.analysis.workbook.formulas import Cells, Formula, Line, Named, NamedPart, Places, written
from kpiplan.analysis.workbook.inputs import SheetInput
from kpiplan.analysis.workbook.values import SheetValues, Value
from kpiplan.problems import printable
from kpiplan.reports.workbook.model import CellLimit, CellRange, DrawnSheet, Filled, Look, Picture, Signal
from kpiplan.tuples import NamedTuple

PLAIN = Look()
_NARROWEST, _WIDEST = 9.0, 60.0


class _Spot(NamedTuple):
    """Where a line stands: its sheet, and the row and column of its column 0; the others stand beside it, or below."""

    sheet: str
    row: int
    left: int
    down: bool = False

    def cell(self, column: int) -> tuple[int, int]:
        """The row and column of one of its cells."""
        return (self.row + column, self.left) if self.down else (self.row, self.left + column)


class _Drawn(NamedTuple):
    row: int
    column: int
    content: Formula | None
    look: Look
    line: tuple[Line, int] | None


class Atlas:
    """The places of all lines and inputs of a workbook."""

    def __init__(self) -> None:
        self.lines: dict[Line, _Spot] = {}
        self.inputs: dict[str, CellRange] = {}
        self.labels: Cells = {}

    def places(self, sheet: str) -> Places:
        """How cells and inputs are written in formulas of a sheet."""

        def cell(line: Line, column: int) -> str:
            spot = self.lines[line]
            at = address(*spot.cell(column))
            return at if spot.sheet == sheet else f"{quoted(spot.sheet)}!{at}"

        def given(found: Named | NamedPart) -> str:
            if isinstance(found, NamedPart):
                held = self.inputs[found.name]
                first = address(held.top, held.left + found.first - 1, fixed=True)
                last = address(held.top, held.left + found.last - 1, fixed=True)
                return f"{quoted(held.sheet)}!{first}" + (f":{last}" if last != first else "")
            return f"INDEX({found.name},1,{found.at})" if found.at else found.name

        return Places(cell, given)


class Drawing:
    """A sheet as it is drawn. Texts of the plan are texts here, whatever they look like."""

    def __init__(self, name: str, atlas: Atlas) -> None:
        self.name = name
        self.atlas = atlas
        self._drawn: list[_Drawn] = []
        self.frozen = (0, 0)
        self.hidden = False
        self.printed: CellRange | None = None
        self.limits: list[CellLimit] = []
        self.signals: list[Signal] = []
        self.pictures: list[Picture] = []
        self.folded: list[int] = []
        self._wide: set[int] = set()  # rows whose texts may run over the cells beside them

    def put(self, row: int, column: int, content: Formula | None, look: Look = PLAIN) -> None:
        """A text, a number or a formula."""
        self._drawn.append(_Drawn(row, column, content, look, None))

    def say(self, row: int, text: str, look: Look, line: Line | None = None) -> None:
        """A text that needs no column of its own width; one that others name is a line."""
        self._wide.add(row)
        if line is None:
            self.put(row, 0, text, look)
        else:
            self.label(row, text, look, line)

    def label(self, row: int, text: str, look: Look, line: Line) -> None:
        """A text in the first column that formulas can name."""
        self.atlas.lines[line] = _Spot(self.name, row, 0)
        self.atlas.labels[line] = {0: printable(text)}
        self.put(row, 0, text, look)

    def line(
        self,
        row: int,
        left: int,
        line: Line,
        cells: Mapping[int, Formula],
        look: Look,
        other: Mapping[int, Look] | None = None,
    ) -> None:
        """A line whose column 0 stands at `left`; some of its columns may have another look."""
        self.atlas.lines[line] = _Spot(self.name, row, left)
        looks = other or {}
        self._drawn += [
            _Drawn(row, left + column, content, looks.get(column, look), (line, column))
            for column, content in cells.items()
        ]

    def down(self, top: int, column: int, line: Line, cells: Mapping[int, Formula], look: Look) -> None:
        """A line that stands upright, its column 0 at the row `top`."""
        self.atlas.lines[line] = _Spot(self.name, top, column, down=True)
        self._drawn += [_Drawn(top + at, column, content, look, (line, at)) for at, content in cells.items()]

    def named(self, row: int, column: int, name: str, content: Formula, look: Look) -> None:
        """A cell that has a name."""
        self.put(row, column, content, look)
        self.atlas.inputs[name] = CellRange(self.name, row, column, row, column)

    def input(self, row: int, left: int, each: SheetInput, look: Look) -> CellRange:
        """The cells of an input; gives their range."""
        for at, value in enumerate(each.values):
            self.put(row, left + at, value, look)
        found = CellRange(self.name, row, left, row, left + len(each.values) - 1)
        self.atlas.inputs[each.name] = found
        return found

    def range(self, top: int, left: int, bottom: int, right: int) -> CellRange:
        """Cells of this sheet."""
        return CellRange(self.name, top, left, bottom, right)

    def sheet(self, values: SheetValues) -> DrawnSheet:
        """The sheet with formulas and what they come to, once all is in its place."""
        places = self.atlas.places(self.name)
        cells = tuple(_filled(each, places, values) for each in self._drawn)
        return DrawnSheet(
            self.name,
            cells,
            _widths(cell for cell in cells if cell.row not in self._wide),
            self.frozen,
            tuple(self.limits),
            tuple(self.signals),
            tuple(self.pictures),
            tuple(self.folded),
            self.hidden,
            self.printed,
        )


def _filled(drawn: _Drawn, places: Places, values: SheetValues) -> Filled:
    row, column, content, look, line = drawn
    if content is None or isinstance(content, str):
        return Filled(row, column, None if content is None else printable(content), look)
    if isinstance(content, int | float):
        return Filled(row, column, float(content), look)
    value: Value = values.at(*line) if line else values.of(content)
    return Filled(row, column, value, look, written(content, places))


def address(row: int, column: int, *, fixed: bool = False) -> str:
    """A cell as formulas name it: B3, or $B$3."""
    letters, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"${letters}${row + 1}" if fixed else f"{letters}{row + 1}"


def quoted(sheet: str) -> str:
    """The name of a sheet as formulas name it."""
    plain = sheet.isascii() and sheet.isalpha() and len(sheet) > 3  # R and C mean rows and columns
    return sheet if plain and sheet.upper() not in ("TRUE", "FALSE") else "'" + sheet.replace("'", "''") + "'"


def range_text(where: CellRange) -> str:
    """A range as formulas name it."""
    first, last = address(where.top, where.left, fixed=True), address(where.bottom, where.right, fixed=True)
    return f"{quoted(where.sheet)}!{first}" + (f":{last}" if last != first else "")


def _widths(cells: Iterable[Filled]) -> tuple[float, ...]:
    """The width of every column: as wide as what it holds."""
    widths: dict[int, float] = {}
    for cell in cells:
        widths[cell.column] = max(widths.get(cell.column, _NARROWEST), _width(cell) + 2)
    return tuple(min(widths.get(at, _NARROWEST), _WIDEST) for at in range(max(widths, default=-1) + 1))


def _width(cell: Filled) -> float:
    if isinstance(cell.value, str):
        return sum(2 if ord(char) > 0x1100 else 1 for char in cell.value)
    if cell.value is None:
        return 0
    if "y" in cell.look.number:
        return 7
    digits = cell.look.number.partition(".")[2]
    decimals = len(digits) - len(digits.lstrip("0#"))
    symbol = 4 if '"' in cell.look.number or "[" in cell.look.number else 0
    value = cell.value * 100 if "%" in cell.look.number else cell.value
    return len(f"{value:,.{decimals}f}") * 1.05 + symbol


def decimals_for(values: Sequence[Value], kind: str) -> int:
    """How many decimals show numbers of a row: the more the smaller they are."""
    known = [abs(value) for value in values if isinstance(value, float) and value]
    largest = max(known, default=0.0)
    if kind == "ratio":
        return 1 if all(abs(value * 1000 - round(value * 1000)) < 1e-9 for value in known) else 2
    return 0 if largest >= (1000 if kind == "count" else 100) else 1 if kind == "count" and largest >= 100 else 2
