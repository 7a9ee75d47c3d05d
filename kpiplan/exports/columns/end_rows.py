"""Whether a dated row at either end of a table, which lacks a label, is the sum of the others or one of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import chain

from kpiplan.exports.cells.dates import leading_month
from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import COLUMN_OF, STAGE_OF, is_identity, is_ratio, is_total, is_unique, key
from kpiplan.exports.cells.numbers import decide_decimal, read_number
from kpiplan.exports.files.sheets import Row
from kpiplan.locales.digits import Mark

FEWEST = 2  # rows that have a sum
MANY = 3  # rows and columns of which a total may say more than their sums, for a list of the largest alone
_ROUNDED = 0.01  # of a sum, at most


class EndSums:
    """Compares a row with the sums of the others; of a large table with those of its first rows, which are less."""

    def __init__(self, rows: Sequence[Row], columns: Sequence[ExportColumn], delimiter: str) -> None:
        self._all, self._delimiter = rows, delimiter
        self._given = columns

    @cached_property
    def _rows(self) -> list[list[str]]:
        """The rows that are called no total."""
        return [cells for _, cells in self._all if not any(map(is_total, cells))]

    @cached_property
    def _columns(self) -> list[tuple[int, Mark]]:
        """Where the columns stand that add up, and their decimal marks."""
        return [(c.index, decide_decimal(c.texts, self._delimiter) or ".") for c in _adding(self._given)]

    def is_total(self, cells: list[str]) -> bool:
        """Whether a row is no less than all others together in any column that adds up, and as much in one of them.

        It may be more in each where only the largest of many are listed. Where nothing is to be compared it is one.
        """
        others = list(self._rows)
        if cells in others:
            others.remove(cells)
        found = list(self._compared(cells, others))
        if not found or not others:
            return True
        alike = [abs(value - total) <= _slack(total, len(others)) for value, total in found]
        enough = all(same or value > total for same, (value, total) in zip(alike, found, strict=True))
        if len(others) == 1:
            return all(alike)
        return enough and (any(alike) or len(others) + len(found) > MANY)

    def is_sum(self, cells: list[str], dates: Collection[int]) -> bool:
        """Whether a row is what all others are together in every column that adds up, whatever it is called.

        Where `dates` tell it from others it is a row of its own time.
        """
        if any(_cell(row, at) != _cell(cells, at) for at in dates for _, row in self._all if not _is_bare(row, at)):
            return False
        others = [row for row in self._rows if row != cells]
        if len(others) < FEWEST:
            return False
        found = list(self._compared(cells, others))
        alike = all(abs(value - total) <= _slack(total, len(others)) for value, total in found)
        return bool(found) and alike and len(found) + len(others) > FEWEST + 1

    def _compared(self, cells: list[str], others: Sequence[list[str]]) -> Iterator[tuple[float, float]]:
        """What the row has in each column, and what the others have together, where both are known."""
        for at, mark in self._columns:
            value = _value(cells, at, mark)
            parts = [part for part in (_value(row, at, mark) for row in others) if part is not None]
            if value is not None and min(chain(parts, (0.0,))) >= 0 and sum(parts) > 0:
                yield value, sum(parts)


def _is_bare(cells: list[str], at: int) -> bool:
    return is_total(_cell(cells, 0)) or not _cell(cells, at)


def _adding(columns: Sequence[ExportColumn]) -> list[ExportColumn]:
    """The columns whose numbers add up, those that are known to alone if there are any; none of months."""
    found = [column for column in columns if column.kind == "number" and not _is_none(column.name)]
    return [c for c in found if key(c.name) in STAGE_OF or key(c.name) in COLUMN_OF] or found


def _is_none(name: str) -> bool:
    return is_ratio(name) or is_unique(name) or is_identity(name) or leading_month(name) is not None


def _slack(total: float, rows: int) -> float:
    """How far a sum may be off whose parts were rounded: whole numbers are not."""
    return min(0.01 * rows, _ROUNDED * total) if total % 1 else 1e-9 * total


def _cell(cells: list[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""


def _value(cells: list[str], at: int, mark: Mark) -> float | None:
    number = read_number(_cell(cells, at), mark)
    return number.value if number.kind == "number" else None
