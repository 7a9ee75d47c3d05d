"""What a screen or a page shows: a title, facts, tables of cells, remarks. Once for every format."""

from __future__ import annotations

from typing import Literal, NamedTuple

RowKind = Literal["plain", "detail", "total", "section", "owner"]


class Column(NamedTuple):
    """A column: its heading (a second line in small), numbers to the right unless it holds words.

    `over` stands above the headings of neighbours that have it in common. `group` says what belongs together where a
    narrow screen must break the table: columns that lead, the periods, the tail. The first column, the labels, stands
    before every part.
    """

    title: str
    subtitle: str = ""
    words: bool = False
    group: Literal["lead", "period", "tail"] = "lead"
    over: str = ""


class Row(NamedTuple):
    """A row of formatted cells, fewer than columns where the rest is empty. Its first cell is the label."""

    cells: tuple[str, ...]
    kind: RowKind = "plain"


class Table(NamedTuple):
    """A table whose first column labels the rows."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class Fact(NamedTuple):
    """A labelled statement in one or more lines."""

    label: str
    lines: tuple[str, ...]


class Report(NamedTuple):
    """A whole screen, top to bottom."""

    title: str
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    remarks: tuple[str, ...] = ()
    example: str = ""  # lines of a plan, to be taken as they stand


class Book(NamedTuple):
    """Reports that stand together on a page, in parts with a heading."""

    title: str
    parts: tuple[tuple[str, tuple[Report, ...]], ...]
