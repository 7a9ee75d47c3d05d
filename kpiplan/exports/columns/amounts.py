"""Columns that hold the amounts of deals and orders, whatever they are called."""

from __future__ import annotations

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import SOLD_NAME, UNITS_NAME, VALUE_NAME, key
from kpiplan.exports.cells.numbers import currency_sign, read_number
from kpiplan.exports.cells.record_names import is_amount, is_numbering, own_part, record_of
from kpiplan.exports.columns.context import Context


def amounts(context: Context) -> list[ExportColumn]:
    """The columns of numbers that are called like revenue, else those that are called a value, else sales in money,
    else the one that is called like the amount of a deal.
    """
    numbers = [c for c in context.of_kind("number") if not (is_numbering(c.name) and record_of(c.name))]
    called = {column.index: (column.name, own_part(column.name)) for column in numbers}
    named = [c for c in numbers if any(context.words.measure(name) == "revenue" for name in called[c.index])]
    named = named or [c for c in numbers if any(key(name) in VALUE_NAME for name in called[c.index])]
    named = named or [column for column in numbers if is_money_sold(context, column)]
    likely = [] if named else [column for column in numbers if any(map(is_amount, called[column.index]))]
    return named or (likely if len(likely) == 1 else [])


def is_money_sold(context: Context, column: ExportColumn) -> bool:
    """Whether a column called `Sales` holds amounts, and not how many were sold: parts of a unit or a currency are
    there, or another column has the pieces.
    """
    if key(column.name) not in SOLD_NAME or column.kind != "number":
        return False
    beside = any(key(other.name) in UNITS_NAME for other in context.of_kind("number"))
    return beside or any(currency_sign(text) or _has_parts(text) for text in column.texts)


def is_count_sold(context: Context, column: ExportColumn) -> bool:
    """Whether a column called `Sales` is how many were sold: bare numbers beside a column that has the revenue."""
    if key(column.name) not in SOLD_NAME or column.kind != "number" or is_money_sold(context, column):
        return False
    return any(context.words.measure(other.name) == "revenue" for other in context.of_kind("number"))


def _has_parts(text: str) -> bool:
    number = read_number(text)
    return number.kind == "number" and number.value % 1 != 0
