"""What a screen or a page shows: a title, facts, tables of formatted cells, remarks. Once for every renderer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RowKind = Literal["plain", "detail", "total", "section", "owner"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading (a second line in small), numbers to the right unless it holds words."""

    title: str
    subtitle: str = ""
    words: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of formatted cells, fewer than columns where the rest is empty. Its first cell is the label."""

    cells: tuple[str, ...]
    kind: RowKind = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column labels the rows."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled statement in one or more lines."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole screen, top to bottom."""

    title: str
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    remarks: tuple[str, ...] = ()
