"""What cells say, as expressions: the same that is read from the texts of files, where the table lies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import reduce
from operator import and_, ge, gt, le, lt
from typing import Any

from kpiplan.exports.cells.spans import FIRST_YEAR, LAST_YEAR
from kpiplan.exports.columns.readings import Where
from kpiplan.exports.warehouses.engine import DatabaseEngine
from kpiplan.exports.warehouses.types import NUMBERS, StoredColumn
from kpiplan.tuples import NamedTuple

_HOLDS: dict[str, Callable[[Any, float], Any]] = {">": gt, ">=": ge, "<": lt, "<=": le}
# Instead of days: of rows without one, and of those whose day lies beyond the calendar.
UNDATED, BEYOND = date(1, 1, 1), date(1, 1, 2)
_FIRST, _LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)


class Cells(NamedTuple):
    """The columns of a table, by position, as expressions."""

    table: Any
    columns: tuple[StoredColumn, ...]
    engine: DatabaseEngine
    zone: str | None

    def of(self, index: int) -> Any:
        """A column as it is."""
        return self.table[self.columns[index].name]

    def day(self, index: int) -> Any:
        """The day of a row, UNDATED or BEYOND; an instant is put into the time zone first."""
        import ibis

        cell, holds = self.of(index), self.columns[index].holds
        if holds == "instant" and self.zone:
            cell = self.engine.local(cell, self.zone)
        day = cell if holds == "day" else cell.date()
        beyond = (day < ibis.literal(_FIRST)) | (day > ibis.literal(_LAST))
        return ibis.cases((day.isnull(), ibis.literal(UNDATED)), (beyond, ibis.literal(BEYOND)), else_=day)

    def text(self, index: int) -> Any:
        """The text of a cell without blanks around it; empty where there is none."""
        import ibis

        cell, holds = self.of(index), self.columns[index].holds
        return ibis.coalesce(cell if holds == "text" else cell.cast("string"), "").strip()

    def plain(self, index: int) -> Any:
        """The same in lower case."""
        return self.text(index).lower()

    def number(self, index: int) -> Any:
        """The number of a cell as a float; what is no number is unknown."""
        import ibis

        cell = self.of(index).cast("float64")
        if self.columns[index].holds in ("real", "double"):
            return ibis.ifelse(cell.isnan(), ibis.null("float64"), cell)
        return cell

    def filled(self, index: int) -> Any:
        """Whether there is anything in a cell."""
        return self.of(index).notnull() if self.columns[index].holds not in ("text", "word") else self.text(index) != ""

    def met(self, wheres: Sequence[Where]) -> Any:
        """Whether a row meets all conditions, of which there is one at least."""
        return reduce(and_, map(self._met, wheres))

    def _met(self, where: Where) -> Any:
        import ibis

        _, values, denied, bounds = where.says
        at = where.column
        is_one = self._is_number if self.columns[at].holds in NUMBERS else self.is_text
        found = [is_one(at, values)] if values else []
        found += [~is_one(at, denied)] if denied else []
        for sign, text in bounds:
            found.append(ibis.coalesce(_HOLDS[sign](self.number(at), float(text)), False))
        return reduce(and_, found) if found else self.filled(at)

    def is_text(self, at: int, values: Iterable[str]) -> Any:
        """Whether a cell is one of some texts: compared as stored where it is known what stands in the column."""
        import ibis

        column = self.columns[at]
        if column.cells:
            plain = {value.strip().casefold() for value in values}
            there = [cell for cell in column.cells if (cell or "").strip().casefold() in plain]
            texts = [cell for cell in there if cell is not None]
            found = ibis.coalesce(self.of(at).isin(texts), False) if texts else ibis.literal(False)
            return found | self.of(at).isnull() if None in there else found
        if column.holds not in ("text", "word", "truth"):  # of days: whether there is one
            return ~self.filled(at)
        return self.plain(at).isin(tuple(dict.fromkeys(form for value in values for form in spellings(value))))

    def _is_number(self, at: int, values: Iterable[str]) -> Any:
        import ibis

        numbers = [float(value) for value in values if value.strip()]
        cell = self.number(at)
        found = ibis.coalesce(cell.isin(numbers), False) if numbers else ibis.literal(False)
        return found | cell.isnull() if any(not value.strip() for value in values) else found


def spellings(value: str) -> tuple[str, ...]:
    """A value as its cells may be in lower case: engines differ in what that is beyond ASCII, and some know none."""
    plain = value.strip()
    forms = [plain.casefold(), plain.lower(), plain.upper().lower(), plain, plain.upper(), plain.title()]
    forms += [plain.casefold().replace("ss", "ß")]  # which are the same without regard to case
    return tuple(dict.fromkeys(_ascii_lower(form) for form in forms))


def _ascii_lower(text: str) -> str:
    return "".join(char.lower() if char.isascii() else char for char in text)
