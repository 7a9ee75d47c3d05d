"""Cells that were merged over several rows, of which the first alone has the text: its year, month or day is theirs."""

from __future__ import annotations

from dataclasses import replace

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.columns.context import Context
from kpiplan.exports.files.chunks import filled


def filled_down(context: Context) -> Context:
    """A table whose periods stand once for several rows, with all of them; the account of the file says so."""
    columns = [column for column in context.columns if _is_merged(context, column)]
    if not columns:
        return context
    indices = [column.index for column in columns]
    context.table.rows = list(filled(context.table.rows, indices))
    context = replace(context, data=context.data.filled_down(indices))
    for column in columns:
        context.remark("filled-down", column=column.name)
    return context


def _is_merged(context: Context, column: ExportColumn) -> bool:
    """Whether the empty cells of a column mean what is above them: of years beside months, and of the first column
    where the rows below each of its cells are of the same things, such as channels.
    """
    cells = [(row[column.index].strip() if column.index < len(row) else "") for _, row in context.table.rows]
    if all(cells) or not cells[0]:
        return False
    if column.kind == "year":
        return bool(context.of_kind("month"))
    if column.kind not in ("date", "month") or column.index > 0:
        return False
    return any(_comes_again(context, cells, other) for other in context.of_kind("text"))


def _comes_again(context: Context, cells: list[str], labels: ExportColumn) -> bool:
    """Whether a column says the same things below each period, each of them once."""
    groups: list[list[str]] = []
    for cell, (_, row) in zip(cells, context.table.rows, strict=True):
        label = row[labels.index].strip() if labels.index < len(row) else ""
        if cell:
            groups.append([])
        groups[-1].append(label)
    known = set(groups[0])
    return (
        len(groups) > 1
        and max(map(len, groups)) > 1
        and all(all(group) and len(set(group)) == len(group) and known & set(group) for group in groups)
    )
