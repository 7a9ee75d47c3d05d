"""Tables of other reports as tables of a page: a mark where text draws a bar or a line, a status as a chip."""

from __future__ import annotations

from collections.abc import Callable

from kpiplan.reports.model import Cell, Row, Table, Trend
from kpiplan.reports.page.model import Chip, PageCell, PageRow, PageTable, Sparkline


def page_table(table: Table, caption: str, *, wide: bool = False) -> PageTable:
    """A table as it stands, its trends as lines and its statuses as chips."""
    return PageTable(caption, table.columns, tuple(page_row(row) for row in table.rows), wide)


def page_row(row: Row, change: Callable[[int, Cell], PageCell | None] = lambda _at, _cell: None) -> PageRow:
    """A row whose cells become marks where `change` says so, by their place; the rest is as it stands."""
    return PageRow(tuple(change(at, cell) or _mark(cell) for at, cell in enumerate(row.cells)), row.kind)


def _mark(cell: Cell) -> PageCell:
    if isinstance(cell.value, Trend):
        return Sparkline(cell.value.months)
    if cell.text and cell.style in ("good", "watch", "bad"):
        return Chip(cell.text, cell.style)
    return cell
