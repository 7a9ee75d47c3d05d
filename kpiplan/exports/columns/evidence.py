"""Which rows, beside those that count, show how far a table goes: that there was nothing to count is an actual too."""

from __future__ import annotations

from collections.abc import Iterator

from kpiplan.exports import results
from kpiplan.exports.cells.record_names import closes, is_lost
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.readings import LONG, WIDE, KpiReading, TablePlan, Where
from kpiplan.exports.columns.records import outcomes


def with_evidence(context: Context, plan: TablePlan) -> TablePlan:
    """The readings, each with the rows that show how far it goes.

    Of rows under a condition those that it leaves out do, by their dates. A date of closing is also filled in for deals
    that are still open, and lies ahead: there what a column calls lost, or won, has happened, and nothing else.
    """
    if plan.shape in (LONG, WIDE) or not any(reading.where for reading in plan.readings):
        return plan
    return plan._replace(readings=tuple(r._replace(beside=_beside(context, r)) for r in plan.readings))


def _beside(context: Context, reading: KpiReading) -> tuple[Where, ...]:
    if not reading.where:
        return ()
    if not closes(reading.dating.label):
        column = reading.where[0].column
        return (Where(column, lambda text: True, results.RowCondition(context.columns[column].name)),)
    return tuple(_ended(context, reading))


def _ended(context: Context, reading: KpiReading) -> Iterator[Where]:
    for outcome in outcomes(context):
        if not outcome.box:
            yield _lost_or(outcome.won, outcome.column.index, outcome.column.name)
            return
    for where in reading.where:
        column = context.columns[where.column]
        if any(map(is_lost, column.texts)):
            yield _lost_or((), column.index, column.name)
            return


def _lost_or(won: tuple[str, ...], column: int, name: str) -> Where:
    return Where(column, lambda text: text in won or is_lost(text), results.RowCondition(name))
