"""The conditions of a rule as what the cells of a row must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.numbers import read_number
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.decimals import column_decimal
from kpiplan.exports.columns.header import find_column
from kpiplan.exports.columns.readings import Where
from kpiplan.exports.results import RowCondition
from kpiplan.locales.digits import Mark
from kpiplan.plan.export_rules import CellTest, Values

_HOLDS: Mapping[str, Callable[[float, float], bool]] = {
    "above": lambda value, limit: value > limit,
    "at_least": lambda value, limit: value >= limit,
    "below": lambda value, limit: value < limit,
    "at_most": lambda value, limit: value <= limit,
}


def where_of(context: Context, name: str, test: CellTest) -> Where:
    """The rows whose cell in the column of this name passes the test. Raises RefusalError where there is none, and
    where its numbers can be read in two ways.
    """
    from kpiplan.plan.rule_text import SIGN_OF, plain_number  # few rules have conditions

    column = find_column(context.columns, name, context.table.title)
    signs = tuple((SIGN_OF[bound], plain_number(value)) for bound, value in test.bounds.items())
    says = RowCondition(column.name, test.values, test.denied, signs)
    return Where(column.index, _accepting(test, _mark(context, column, test)), says)


def _mark(context: Context, column: ExportColumn, test: CellTest) -> Mark:
    return column_decimal(context, column) if test.bounds else "."


def _accepting(test: CellTest, mark: Mark) -> Callable[[str], bool]:
    wanted, denied, bounds = _plain(test.values), _plain(test.denied), test.bounds

    def accepts(text: str) -> bool:
        plain = text.casefold()
        if (wanted and plain not in wanted) or plain in denied:
            return False
        return not bounds or _within(text, mark, bounds)

    return accepts


def _plain(values: Values) -> frozenset[str]:
    return frozenset(value.strip().casefold() for value in values)


def _within(text: str, mark: Mark, bounds: Mapping[str, float]) -> bool:
    """Whether a cell is a number within bounds; 40% is 0.4."""
    number = read_number(text, mark)
    return number.kind in ("number", "ratio") and all(
        _HOLDS[bound](number.value, limit) for bound, limit in bounds.items()
    )
