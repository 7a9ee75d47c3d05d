"""Rows that are orders, or lines of orders: those that came to nothing count for nothing, and what an order brings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import key
from kpiplan.exports.cells.record_names import is_given_back, is_numbering, is_of_order, is_void, says_status
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.readings import KpiReading, Where
from kpiplan.exports.columns.row_numbers import tells_apart
from kpiplan.exports.columns.sums import SumTerms, summed
from kpiplan.exports.languages import names
from kpiplan.exports.results import RowCondition

_AMOUNTS = tuple(dict.fromkeys(key(name) for name in names(lambda language: language.order_amounts)))


def are_orders(context: Context, customers: KpiReading) -> bool:
    """Whether the rows by which customers are counted are orders."""
    dates = [context.columns[index].name for index in customers.dating.columns]
    columns = context.of_kind("text", "number")
    named = [column.name for column in columns if is_numbering(column.name) or tells_apart(context, column)]
    return any(map(is_of_order, (*dates, *named)))


def kept_orders(context: Context) -> tuple[Where, ...]:
    """The orders that came to something: of each column of statuses the cells that say otherwise are left out."""
    return _without(context, is_void)


def paid_orders(context: Context) -> tuple[Where, ...]:
    """Those of them whose money was not given back."""
    return _without(context, lambda text: is_void(text) or is_given_back(text))


def _without(context: Context, denies: Callable[[str], bool]) -> tuple[Where, ...]:
    found = []
    for column in context.of_kind("text"):
        denied = tuple(text for text in column.texts if denies(text)) if says_status(column.name) else ()
        if denied:
            says = RowCondition(column.name, (), denied)
            found.append(Where(column.index, partial(_is_other, denied), says, rare=True))
    return tuple(found)


def _is_other(denied: Sequence[str], text: str) -> bool:
    return text not in denied


def order_revenue(context: Context, customers: KpiReading, amounts: Sequence[ExportColumn]) -> KpiReading | None:
    """What orders bring: the one amount, else the column that is called as the sum of an order is. One that each line
    of an order repeats counts once, others are amounts of lines. None where no column has it.
    """
    numbers = {key(column.name): column for column in reversed(context.of_kind("number"))}
    called = [numbers[name] for name in _AMOUNTS if name in numbers]
    column = amounts[0] if len(amounts) == 1 else called[0] if called and not amounts else None
    if column is None:
        return None
    reading = summed(context, "revenue", column, customers.dating, SumTerms(paid_orders(context), certain=False))
    once = customers.distinct is not None and _is_repeated(context, customers.distinct, column)
    return reading._replace(distinct=customers.distinct if once else None)


def _is_repeated(context: Context, unit: int, amount: ExportColumn) -> bool:
    """Whether every row of an order has the same amount, or the first one alone has it."""
    known: dict[str, set[str]] = {}
    for _, cells in context.table.rows:
        if max(unit, amount.index) < len(cells):
            known.setdefault(cells[unit].strip(), set()).add(cells[amount.index].strip())
    return all(len(texts - {""}) <= 1 for texts in known.values())
