"""What a column of cells holds, judged by the cells and by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from kpiplan.exports.cells.code_names import numbers_among
from kpiplan.exports.cells.dates import possible_orders, read_date, read_month_alone
from kpiplan.exports.cells.names import DATE_NAME, MONTH_NAME, YEAR_NAME, is_coarse, is_total, key, nth_unit, words
from kpiplan.exports.cells.numbers import UNKNOWN
from kpiplan.exports.cells.serials import are_serials, serial_day

Kind = Literal["date", "month", "year", "nth", "number", "text", "empty"]
JUDGED_TEXTS = 400
MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column: its position, name, kind, and its distinct cells in order of appearance."""

    index: int
    name: str
    kind: Kind
    texts: tuple[str, ...]

    @property
    def serial(self) -> str | None:
        """A day that stands there as a spreadsheet's number, where the column is one of dates."""
        return next((text for text in self.texts if serial_day(text)), None) if self.kind == "date" else None


def kind_of(name: str, texts: tuple[str, ...]) -> Kind:
    """What the distinct texts of a column are, most of them; empty where none says anything."""
    cells = (t for t in texts if t.casefold() not in UNKNOWN and t != name and not is_total(t))
    known = list(islice(cells, JUDGED_TEXTS))
    if not known:
        return "empty"
    if nth_unit(name, known) and _share(known, str.isdecimal) > MOSTLY:
        return "nth"
    years = _share(known, lambda text: text.isdecimal() and len(text) == 4 and "1970" <= text <= "2100")
    if key(name) in YEAR_NAME and years > MOSTLY:
        return "year"
    if _is_month_column(name, known):
        return "month"
    dates = _share(known, lambda text: _is_date(text, name))
    if dates >= MOSTLY or _has_serials(name, known):
        return "date"
    if dates or _share(known, read_month_alone):  # quarters among months are their totals
        finer = tuple(text for text in known if not is_coarse(text))
        if 0 < len(finer) < len(known):
            return kind_of(name, finer)
    return "number" if len(numbers_among(name, known)) > MOSTLY * len(known) else "text"


def _share(texts: list[str], test: Callable[[str], object]) -> float:
    return sum(bool(test(text)) for text in texts) / len(texts)


def _is_month_column(name: str, known: list[str]) -> bool:
    if _share(known, lambda text: read_month_alone(text) is not None) > MOSTLY:
        return True
    return key(name) in MONTH_NAME and all(text.isdecimal() and 1 <= int(text) <= 12 for text in known)


def _has_serials(name: str, known: list[str]) -> bool:
    """Whether what is no date as people write it is one as spreadsheets store it."""
    plain = words(name)  # a name is asked last: most numbers are no such days, whatever they are called
    serials = are_serials(plain, [text for text in known if not _is_date(text, name)])
    return serials and DATE_NAME.search(plain) is not None


def _is_date(text: str, name: str) -> bool:
    """Whether a cell is a date; bare digits only where the name speaks of time (ids and years are digits
    too).
    """
    if read_date(text) is None and not possible_orders(text):
        return False
    return not text.isdecimal() or DATE_NAME.search(words(name)) is not None
