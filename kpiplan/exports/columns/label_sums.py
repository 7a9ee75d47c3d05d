"""Labels whose rows are what all other rows of the same days are together, whatever they are called: `All channels`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpiplan.exports.cells.dates import leading_month
from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import COLUMN_OF, STAGE_OF, is_identity, is_ratio, is_total, is_unique, key
from kpiplan.exports.cells.numbers import decide_decimal, read_number
from kpiplan.exports.files.sheets import HEAD_ROWS, Row

FEWEST_SUMS = 4  # different sums that must agree: fewer may do so by chance
_FEWEST_PARTS = 2
_Group = list[list[str]]


def summed_labels(
    rows: Sequence[Row], columns: Sequence[ExportColumn], delimiter: str, labels: Sequence[int]
) -> Mapping[int, frozenset[str]]:
    """The texts of each column of labels that stand for the sum of the others: once among the rows of the same days,
    and always as much as they are together. The first rows alone are looked at, in every file.
    """
    dates = [column.index for column in columns if column.kind in ("date", "month", "year")]
    adding = [
        c for c in columns if c.kind == "number" and not any(f(c.name) for f in (is_ratio, is_unique, is_identity))
    ]
    across = any(leading_month(column.name) for column in adding)  # a column a month: all rows are of the same days
    if not adding or not (dates or across):
        return {}
    groups: dict[tuple[str, ...], _Group] = {}
    for _, cells in rows[:HEAD_ROWS]:
        days = tuple(_cell(cells, at) for at in dates)
        if all(days) and not any(map(is_total, cells)):
            groups.setdefault(days, []).append(cells)
    if len(groups) * len(adding) < FEWEST_SUMS or min(map(len, groups.values())) <= _FEWEST_PARTS:
        return {}
    values = [(column.index, decide_decimal(column.texts, delimiter) or ".") for column in adding]
    found: dict[int, frozenset[str]] = {}
    for column in labels:
        first, *others = ({_cell(cells, column) for cells in group} for group in groups.values())
        common = {text for text in first.intersection(*others) if text and not _is_measure(text)}
        if sums := frozenset(text for text in common if _are_sums(list(groups.values()), text, column, values)):
            found[column] = sums
    return found


def _is_measure(text: str) -> bool:
    """Whether a label is a KPI's own name, which may be the sum of others and is one all the same."""
    return key(text) in STAGE_OF or key(text) in COLUMN_OF


def _are_sums(groups: Sequence[_Group], text: str, label: int, values: Sequence[tuple[int, str]]) -> bool:
    """Whether in each group the one row with this text is the sum of all others."""
    sums = set()
    for group in groups:
        whole, *again = [cells for cells in group if _cell(cells, label) == text]
        parts = [cells for cells in group if cells is not whole]
        if again:
            return False
        for column, mark in values:
            total = sum(_value(cells, column, mark) for cells in parts)
            if abs(total - _value(whole, column, mark)) > 1e-6 * max(1.0, abs(total)):
                return False
            sums.add((column, total))
    return len({each for each in sums if each[1]}) >= FEWEST_SUMS


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""


def _value(cells: Sequence[str], at: int, mark: str) -> float:
    number = read_number(_cell(cells, at), "," if mark == "," else ".")
    return number.value if number.kind == "number" else 0.0
