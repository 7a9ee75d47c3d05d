"""The decimal mark of a column: a point or a comma."""

from __future__ import annotations

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.numbers import decide_decimal
from kpiplan.exports.columns.context import Context
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Quoted
from kpiplan.locales.digits import Mark

SAMPLED = 50_000


def column_decimal(context: Context, column: ExportColumn) -> Mark:
    """The mark for the whole column. Raises RefusalError where the cells leave it open."""
    if context.rules.decimal:
        return context.rules.decimal
    delimiter = context.sheet.delimiter
    if context.own_format:
        return "."
    decided = decide_decimal(column.texts, delimiter)
    if decided is None and not context.data.whole:
        decided = decide_decimal(_texts(context, column), delimiter)
    if decided is None:
        decided = _of_others(context, column)
    if decided is None:
        raise RefusalError(
            "ambiguous-number",
            context.table.line,
            column=Quoted(column.name),
            example=Quoted(next(text for text in column.texts if decide_decimal([text], delimiter) is None)),
        )
    return decided


def _of_others(context: Context, column: ExportColumn) -> Mark | None:
    """The mark that the file's other columns are written with, where they show one."""
    marks = {
        mark
        for other in context.of_kind("number")
        if other is not column and any(not text.isdecimal() for text in other.texts)
        for mark in [decide_decimal((t for t in other.texts if "." in t or "," in t), context.sheet.delimiter)]
        if mark and any(("," in t or "." in t) for t in other.texts)
    }
    return marks.pop() if len(marks) == 1 else None


def _texts(context: Context, column: ExportColumn) -> list[str]:
    """Cells of a column of a large file, as many as decide."""
    texts: list[str] = []
    for chunk in context.data.chunks([column.index]):
        texts.extend(text for (text,) in chunk.texts((column.index,)))
        if len(texts) > SAMPLED:
            break
    return texts
