"""What a screen or a page shows: a title, facts, tables of cells, remarks. Once for every format."""

from datetime import date
from typing import Literal

from kpiplan.figures import Unit
from kpiplan.months import Month
from kpiplan.tuples import NamedTuple

CellUnit = Unit | Literal["none"]
Style = Literal["plain", "dim", "good", "watch", "bad"]
RowKind = Literal["plain", "detail", "total", "section", "owner"]


class Column(NamedTuple):
    """A column: its heading (a second line in small), numbers to the right unless it holds words.

    `over` stands above the headings of neighbours that have it in common. `group` says what belongs together where a
    narrow screen must break the table: columns that lead, the periods, the tail. The first column, the labels, stands
    before every part. Columns in `spare` stand there only where the table has room for them, which is never broken for
    their sake; a line below says `instead` what those say.
    """

    title: str
    subtitle: str = ""
    words: bool = False
    group: Literal["lead", "period", "tail"] = "lead"
    over: str = ""
    spare: bool = False
    instead: str = ""


class LowHigh(NamedTuple):
    """From a number to another; None: without an end on that side."""

    low: float | None
    high: float | None


class Trend(NamedTuple):
    """Numbers month by month, drawn as one picture; None where one is not known."""

    months: tuple[float | None, ...]


class BarLength(NamedTuple):
    """A part of a whole, drawn as a bar; more than 1 is more than the whole."""

    part: float


CellValue = float | str | date | Month | LowHigh | Trend | BarLength | None


class Cell(NamedTuple):
    """What stands in one place of a table: the text that people read, and the exact value that it is of.

    Words are their own value. The value is None where there is none: an empty cell, a number not known (`-`), a blank
    to be filled in by hand. Money is in the currency of the report, ratios are parts of one. The style says what is
    good or bad about it; what its whole row is (a total, a detail) says the row.
    """

    text: str = ""
    value: CellValue = None
    unit: CellUnit = "none"
    style: Style = "plain"


class Row(NamedTuple):
    """A row of cells, fewer than columns where the rest is empty. Its first cell is the label."""

    cells: tuple[Cell, ...]
    kind: RowKind = "plain"


class Table(NamedTuple):
    """A table whose first column labels the rows."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class Fact(NamedTuple):
    """A labelled statement in one or more lines; the style says what is good or bad about what the label says."""

    label: str
    lines: tuple[str, ...]
    style: Style = "plain"


class FunnelStep(NamedTuple):
    """A stage of a funnel as it is drawn: how many reach it, and which part of the stage above that is."""

    label: str
    number: str
    rate: str = ""
    style: Style = "plain"


class FunnelPicture(NamedTuple):
    """A funnel to be drawn, from the top down; not to scale, for the last stage would not be seen."""

    title: str
    steps: tuple[FunnelStep, ...]


class Report(NamedTuple):
    """A whole screen, top to bottom."""

    title: str
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    remarks: tuple[str, ...] = ()
    example: str = ""  # lines of a plan, to be taken as they stand
    funnels: tuple[FunnelPicture, ...] = ()


class Book(NamedTuple):
    """Reports that stand together on a page, in parts with a heading."""

    title: str
    parts: tuple[tuple[str, tuple[Report, ...]], ...]
