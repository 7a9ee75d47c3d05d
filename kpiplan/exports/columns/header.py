"""The columns of a table: all that its header names, and the one that a rule names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpiplan.exports.cells.kinds import ExportColumn, kind_of
from kpiplan.exports.cells.names import key
from kpiplan.exports.files.sheets import Row
from kpiplan.exports.refusal import RefusalError, did_you_mean
from kpiplan.exports.results import Listed, Note, Quoted
from kpiplan.problems import nearest


def judge(header: list[str], rows: list[Row]) -> list[ExportColumn]:
    """All columns of a table, by what they hold."""
    columns = []
    for index, name in enumerate(header):
        distinct = dict.fromkeys([cells[index] for _, cells in rows if len(cells) > index])
        texts = tuple(dict.fromkeys(map(str.strip, distinct)))
        called = name.strip()
        columns.append(ExportColumn(index, called, kind_of(called, texts), texts))
    return columns


def without_repeats(columns: Sequence[ExportColumn]) -> list[ExportColumn]:
    """The columns; one of numbers or days that repeats an earlier one, name and cells, is none: it counts once."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    kept = []
    for column in columns:
        same = (column.name, column.texts)
        again = column.name and column.kind not in ("text", "empty") and same in seen
        kept.append(ExportColumn(column.index, "", "empty", ()) if again else column)
        seen.add(same)
    return kept


def find_column(columns: Iterable[ExportColumn], name: str, title: str = "") -> ExportColumn:
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
    last = name.rpartition(".")[2]  # of keys within keys the last is the column's name, where it is the only one
    if last and last != name and has_column(everything, last):
        return find_column(everything, last, title)
    names = [column.name for column in everything]
    raise RefusalError(
        "unknown-column",
        column=Quoted(name),
        within=Note("in-table", {"title": Quoted(title)}) if title else "",
        near=did_you_mean(nearest(name, names)),
        columns=Listed(tuple(names)),
    )


def has_column(columns: Iterable[ExportColumn], name: str) -> bool:
    """Whether any column has this name, brackets and case aside."""
    return any(key(column.name) == key(name) for column in columns)
