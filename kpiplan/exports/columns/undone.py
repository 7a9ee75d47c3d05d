"""Orders and payments that were taken back: counted where nothing says that they are to be left out, and so told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.numbers import read_number
from kpiplan.exports.cells.record_names import is_undone
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.readings import KpiReading
from kpiplan.exports.results import Listed, Suggested
from kpiplan.plan.export_rules import CellTest, Rule, Values

MOST = 40  # texts of a column that says what became of its rows


def is_counted(cells: Sequence[str], reading: KpiReading) -> bool:
    """Whether a row counts: it is dated, and what is counted or summed is there."""
    at = [*reading.dating.columns, *([] if reading.value is None else [reading.value])]
    return all(index < len(cells) and cells[index].strip() for index in at)


def rule_of(context: Context, reading: KpiReading, where: dict[str, Values | CellTest]) -> Rule:
    """The rule that reads the same under a condition."""
    date = context.columns[reading.dating.columns[0]].name
    unit = None if reading.distinct is None else context.columns[reading.distinct].name
    if reading.value is None:
        by = None if reading.label == date else date
        return Rule(count=reading.label, by=by, where=where, distinct=unit)
    return Rule(sum=reading.label, by=date, where=where, distinct=unit)


def warn_of_undone(context: Context, readings: Iterable[KpiReading]) -> None:
    """Says where customers or revenue are counted under no condition though a column says that some rows were cancelled
    or paid back. What is paid back as an amount below nothing takes itself out.
    """
    columns = [column for column in context.of_kind("text") if _says(column)]
    for reading in readings if columns else ():
        known = context.words.known_as(reading.kpi)
        if known not in ("customers", "revenue") or reading.where or reading.dating.stated:
            continue
        rows = [cells for _, cells in context.table.rows if is_counted(cells, reading)]
        for column in columns[:1]:
            undone = [cells for cells in rows if column.index < len(cells) and is_undone(cells[column.index].strip())]
            undone = [cells for cells in undone if not _takes_itself_out(context, cells, reading)]
            texts = tuple(dict.fromkeys(cells[column.index].strip() for cells in undone))
            if undone and len(undone) < len(rows):
                rule = rule_of(context, reading, {column.name: CellTest(denied=texts)})
                context.problem(
                    "undone-counted",
                    kpi=reading.kpi,
                    rows=len(undone),
                    all=len(rows),
                    column=column.name,
                    texts=Listed(texts),
                    rules=Suggested(((reading.kpi, rule),), context.file),
                )


def _says(column: ExportColumn) -> bool:
    return len(column.texts) <= MOST and any(map(is_undone, column.texts))


def _takes_itself_out(context: Context, cells: Sequence[str], reading: KpiReading) -> bool:
    if reading.value is None:
        return False
    number = read_number(cells[reading.value].strip(), reading.decimal)
    return number.kind == "number" and number.value <= 0
