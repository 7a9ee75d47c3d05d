"""Day first or month first: decided for a whole column of dates, or asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kpiplan.exports.cells.dates import Order, decide_order, possible_orders
from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.columns.context import Context
from kpiplan.exports.files.chunks import FileData
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Quoted


def column_order(context: Context, column: ExportColumn) -> Order | None:
    """Day first or month first, for the whole column. Raises RefusalError where the cells leave it open."""
    stated = context.rules.day_first
    known: Order | None = context.system.order if context.system else None
    if stated is not None:
        return _stated_order(context, column, stated)
    order, remaining = decide_order(column.texts, known)
    if len(remaining) > 1 and isinstance(context.data, FileData):
        order, remaining = decide_order(_all_texts(context, column), known)
    if len(remaining) > 1:
        order = _order_of_others(context, column, remaining)
    if order is None and (remaining or _has_triples(column.texts)):
        example = next(text for text in column.texts if decide_order([text])[1] or _has_triples([text]))
        what = "or-year" if "ymd" in remaining else "or-month" if remaining else "and-month"
        raise RefusalError(f"day-{what}-first", context.table.line, column=Quoted(column.name), example=Quoted(example))
    return order


def _stated_order(context: Context, column: ExportColumn, day_first: bool) -> Order:
    if day_first:
        return "dmy"
    dotted = any(re.fullmatch(r"\d\d\.\s?\d\d?\.\s?\d\d\.?", text) for text in column.texts)
    return "ymd" if dotted else "mdy"


def _has_triples(texts: Iterable[str]) -> bool:
    return any(possible_orders(text) for text in texts)


def _all_texts(context: Context, column: ExportColumn) -> Iterator[str]:
    """Every distinct text of a column of a large file, chunk by chunk; ends once the order is decided."""
    seen: set[str] = set()
    for chunk in context.data.chunks([column.index]):
        new = [text for text in chunk.columns[column.index].texts if text not in seen]
        yield from new
        seen.update(new)
        if len(seen) > 200_000 or len(decide_order(new)[1]) == 1:
            return


def _order_of_others(context: Context, column: ExportColumn, remaining: frozenset[Order]) -> Order | None:
    """The order that the file's other date columns are decided in."""
    others = {
        next(iter(found))
        for other in context.of_kind("date")
        if other is not column and len(found := decide_order(other.texts)[1]) == 1
    }
    return next(iter(others)) if len(others) == 1 and others <= remaining else None
