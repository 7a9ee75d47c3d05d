"""What each column of a table holds, judged by its cells and its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from kpiplan.exports.columns.dates import possible_orders, read_date, read_month_alone
from kpiplan.exports.columns.names import DATE_NAME, MONTH_NAME, YEAR_NAME, is_total, key, words
from kpiplan.exports.columns.numbers import UNKNOWN, is_number
from kpiplan.exports.files.sheets import Row
from kpiplan.exports.files.tables import nth_unit
from kpiplan.exports.refusal import RefusalError, did_you_mean
from kpiplan.exports.results import Listed, Note, Quoted
from kpiplan.problems import nearest

Kind = Literal["date", "month", "year", "nth", "number", "text", "empty"]
JUDGED_TEXTS = 400
MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its position, name, kind, and its distinct cells in order of appearance."""

    index: int
    name: str
    kind: Kind
    texts: tuple[str, ...]


def judge(header: list[str], rows: list[Row]) -> list[Column]:
    """All columns of a table."""
    columns = []
    for index, name in enumerate(header):
        cells = (cells[index].strip() for _, cells in rows if index < len(cells))
        texts = tuple(dict.fromkeys(cells))
        called = name.strip()
        columns.append(Column(index, called, _kind(called, texts), texts))
    return columns


def _kind(name: str, texts: tuple[str, ...]) -> Kind:
    cells = (t for t in texts if t.casefold() not in UNKNOWN and t != name and not is_total(t))
    known = list(islice(cells, JUDGED_TEXTS))
    if not known:
        return "empty"
    if nth_unit(name) and _share(known, str.isdecimal) > MOSTLY:
        return "nth"
    years = _share(known, lambda text: text.isdecimal() and len(text) == 4 and "1970" <= text <= "2100")
    if key(name) in YEAR_NAME and years > MOSTLY:
        return "year"
    if _is_month_column(name, known):
        return "month"
    if _share(known, lambda text: _is_date(text, name)) >= MOSTLY:
        return "date"
    return "number" if _share(known, is_number) > MOSTLY else "text"


def _share(texts: list[str], test: Callable[[str], object]) -> float:
    return sum(bool(test(text)) for text in texts) / len(texts)


def _is_month_column(name: str, known: list[str]) -> bool:
    if _share(known, lambda text: read_month_alone(text) is not None) > MOSTLY:
        return True
    return key(name) in MONTH_NAME and all(text.isdecimal() and 1 <= int(text) <= 12 for text in known)


def _is_date(text: str, name: str) -> bool:
    """Whether a cell is a date; bare digits only where the name speaks of time (ids and years are digits
    too).
    """
    if text.isdecimal() and not DATE_NAME.search(words(name)):
        return False
    return read_date(text) is not None or bool(possible_orders(text))


def find_column(columns: Iterable[Column], name: str, title: str = "") -> Column:
    """The column that a rule names, brackets and case aside.

    Raises RefusalError where there is none (with the nearest), or more than one.
    """
    everything = list(columns)
    for same in (
        lambda column: column.name == name,
        lambda column: column.name.casefold() == name.strip().casefold(),
        lambda column: key(column.name) == key(name),
    ):
        found = [column for column in everything if same(column)]
        if len(found) == 1:
            return found[0]
        if found:
            raise RefusalError("same-name", number=len(found), column=Quoted(name))
    names = [column.name for column in everything]
    raise RefusalError(
        "unknown-column",
        column=Quoted(name),
        within=Note("in-table", {"title": Quoted(title)}) if title else "",
        near=did_you_mean(nearest(name, names)),
        columns=Listed(tuple(names)),
    )


def has_column(columns: Iterable[Column], name: str) -> bool:
    """Whether any column has this name, brackets and case aside."""
    return any(key(column.name) == key(name) for column in columns)
