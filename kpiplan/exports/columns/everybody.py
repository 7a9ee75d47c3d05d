"""Segments of analytics, which overlap: rows of everybody beside those of some count once, by everybody's."""

from __future__ import annotations

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import EVERYBODY, VISITOR_SEGMENT_NAME, key
from kpiplan.exports.cells.numbers import UNKNOWN
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.readings import Dating, Where
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Listed, Quoted, RowCondition, Suggested
from kpiplan.plan.export_rules import Rule


def is_of_everybody(preamble: str) -> bool:
    """Whether a line above a table says that it is of all visitors."""
    return any(key(line) in EVERYBODY for line in preamble.splitlines())


def everybody_alone(context: Context, kpi: str, column: ExportColumn, dating: Dating) -> tuple[Where, ...]:
    """The condition under which rows of several segments count each visitor once; its account says it. None where rows
    are of one, or of none. Raises RefusalError where none of several is everybody.
    """
    found = next((c for c in context.of_kind("text") if key(c.name) in VISITOR_SEGMENT_NAME), None)
    if found is None or not _is_watched(context) or _is_told(context, found):
        return ()
    texts = tuple(text for text in context.completed(found).texts if text.casefold() not in UNKNOWN)
    if len(texts) < 2:
        return ()
    everybody = tuple(text for text in texts if key(text) in EVERYBODY)
    if not everybody:
        rule = Rule(sum=column.name, by=dating.label, where={found.name: (texts[0],)})
        raise RefusalError(
            "segments-overlap",
            context.table.line,
            column=Quoted(found.name),
            texts=Listed(texts),
            rules=Suggested(((kpi, rule),), context.file),
        )
    says = RowCondition(found.name, everybody)
    context.remark("rows-of", condition=says)
    return (Where(found.index, everybody.__contains__, says),)


def _is_watched(context: Context) -> bool:
    return context.system is not None and context.system.segments


def _is_told(context: Context, column: ExportColumn) -> bool:
    """Whether somebody said what is to become of the column."""
    split = context.rules.split
    return column.name in context.by or (split is not None and key(split.column) == key(column.name))
