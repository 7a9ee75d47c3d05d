"""Columns of numbers that became nothing: they are said, so that nobody takes silence for zero."""

from __future__ import annotations

from collections.abc import Iterator

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import is_identity
from kpiplan.exports.cells.record_names import is_numbered
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.readings import WIDE, TablePlan
from kpiplan.exports.columns.vocabulary import MONEY
from kpiplan.exports.results import Joined, Listed, Refusal, Remark


def say_unread(context: Context, plan: TablePlan) -> None:
    """The account says which columns of numbers became nothing: by their names, or where they stand without one; and
    which stand there twice.
    """
    if names := unread(context, plan):
        context.remark("not-read", columns=Listed(names))
    if plan.shape != WIDE:  # of such a table it was said before it was turned into rows
        say_odd(context)


def say_odd(context: Context) -> None:
    """The account says where columns of numbers stand that have no name, and which stand there twice."""
    header, unnamed = context.table.header, [column for column in context.columns if not column.name]
    if nameless := [str(column.index + 1) for column in unnamed if column.kind == "number"]:
        context.remark("nameless", columns=Joined(tuple(nameless)))
    if twice := [name for column in unnamed if (name := header[column.index].strip())]:
        context.remark("twice", columns=Listed(tuple(twice)))


def unread(context: Context, plan: TablePlan) -> tuple[str, ...]:
    """The names of columns that are no KPI of the plan, no ratio and no mere identifier, and hold numbers or should."""
    if context.own_format:
        return ()
    used = {plan.split.column} if plan.split else set()
    for reading in plan.readings:
        used |= {*(() if reading.dating.stated else reading.dating.columns), *(where.column for where in reading.where)}
        used |= {column for column in (reading.value, reading.distinct) if column is not None}
    said = {name for remark in context.remarks for name in _named(remark)}
    return tuple(
        column.name
        for column in context.columns
        if column.index not in used and column.name and column.name not in said and _counts(context, column)
    )


def _named(remark: Remark) -> Iterator[object]:
    """The columns that a remark speaks of, and those of the problem that it tells."""
    yield remark.fields.get("column")
    if isinstance(listed := remark.fields.get("columns"), Listed):
        yield from listed.texts
    problem = remark.fields.get("problem")
    if isinstance(problem, Refusal) and isinstance(columns := problem.fields.get("columns"), Listed):
        yield from columns.texts


def _counts(context: Context, column: ExportColumn) -> bool:
    if context.words.is_ratio(column.name) or is_identity(column.name) or is_numbered(column.name):
        return False
    if context.words.planned_for(column.name):  # what became of those is said where targets are
        return False
    stage = context.words.stage(column.name)
    named = stage in MONEY or (stage is not None and context.words.closest(stage, [column.name, ""]) == [column.name])
    return column.kind == "number" or (column.kind == "text" and named)
