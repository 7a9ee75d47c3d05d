"""Columns of bare numbers that count nothing, but tell the rows apart."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import key
from kpiplan.exports.cells.record_names import creates, record_of
from kpiplan.exports.columns.context import Context

_FIRST, _GAPS = 100, 3  # numbers of rows begin there at least, and leave out so many at most


def tells_apart(context: Context, column: ExportColumn) -> bool:
    """Whether the numbers of a column are those of the rows: `Order #`, or `Lead` beside the day it was created."""
    begun = any(creates(date.name) is not None for date in context.of_kind("date"))
    return column.kind == "number" and _number_rows(column.name, column.texts, len(context.table.rows), begun=begun)


def _number_rows(name: str, texts: Sequence[str], rows: int, *, begun: bool = False) -> bool:
    """Whether bare numbers under the name of something count nothing but tell rows apart: `Order #`, or an `Order` with
    one number of several digits after the other. `begun`: a date is that of the beginning of a row, so that `Lead` 1,
    2, 3 are no counts.
    """
    if len(texts) != rows or rows < 2 or not all(map(str.isdecimal, texts)):
        return False
    if name.strip().endswith(("#", "№")):
        return not key(name).endswith("s")  # `Leads #` is how many
    numbers = sorted(map(int, texts))
    close = numbers[0] >= _FIRST and numbers[-1] - numbers[0] <= _GAPS * rows
    counted = begun and not key(name).endswith("s") and numbers[-1] - numbers[0] == rows - 1
    return rows > 2 and (close or counted) and record_of(name) is not None
