"""A workbook as values: sheets of cells with formulas and what they come to, ranges with names, charts."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kpiplan.tuples import NamedTuple

Style = Literal["plain", "title", "note", "head", "head left", "section", "label", "detail", "total", "input", "check"]
Rule = Literal["rate", "share", "above zero", "not negative", "rounding", "next year", "day", "month number"]


class Look(NamedTuple):
    """How a cell looks: the format of its number, as spreadsheets write it, and what it is."""

    number: str = ""
    style: Style = "plain"


class Filled(NamedTuple):
    """A cell, by row and column from 0: a text or number, or a formula (without `=`) and what it comes to."""

    row: int
    column: int
    value: float | str | None
    look: Look = Look()
    formula: str = ""


class CellRange(NamedTuple):
    """Cells of a sheet, corners included, by row and column from 0."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


class CellLimit(NamedTuple):
    """What may be typed into cells, and what is said of anything else."""

    where: CellRange
    rule: Rule
    said: str


class Signal(NamedTuple):
    """Cells that are called bad (red) or good (green) where a formula holds of their first."""

    where: CellRange
    formula: str
    good: bool = False


class Curve(NamedTuple):
    """Numbers of a chart, and the cell that names them: columns, or a dashed line beside them."""

    name: CellRange
    numbers: CellRange
    line: bool = False


class Picture(NamedTuple):
    """A chart over months at a cell, some pixels to the right of its edge, with numbers written in a format.

    The text of its title is in a cell too, so that no text is taken for a formula.
    """

    row: int
    column: int
    shift: int
    number: str
    title: CellRange
    months: CellRange
    curves: tuple[Curve, ...]


class DrawnSheet(NamedTuple):
    """A sheet. `frozen`: rows and columns that stay in sight. `folded`: rows that can be folded away.

    `printed`: the part that goes on paper, where that is not all.
    """

    name: str
    cells: tuple[Filled, ...]
    widths: tuple[float, ...] = ()
    frozen: tuple[int, int] = (0, 0)
    limits: tuple[CellLimit, ...] = ()
    signals: tuple[Signal, ...] = ()
    pictures: tuple[Picture, ...] = ()
    folded: tuple[int, ...] = ()
    hidden: bool = False
    printed: CellRange | None = None


class Workbook(NamedTuple):
    """A workbook: its sheets in their order, and ranges by name. `made` stands in for the day on which it was made."""

    title: str
    made: date
    sheets: tuple[DrawnSheet, ...]
    names: tuple[tuple[str, CellRange], ...]
