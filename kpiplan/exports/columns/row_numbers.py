"""Columns of bare numbers that count nothing, but tell the rows apart."""

from __future__ import annotations

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.record_names import creates, numbers_rows
from kpiplan.exports.columns.context import Context


def tells_apart(context: Context, column: ExportColumn) -> bool:
    """Whether the numbers of a column are those of the rows: `Order #`, or `Lead` beside the day it was created."""
    begun = any(creates(date.name) is not None for date in context.of_kind("date"))
    return column.kind == "number" and numbers_rows(column.name, column.texts, len(context.table.rows), begun=begun)
