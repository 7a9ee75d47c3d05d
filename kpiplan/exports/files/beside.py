"""Tables that stand beside each other on a sheet, with an empty column between, each with dates of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kpiplan.exports.cells.dates import possible_orders, read_date, read_month_alone
from kpiplan.exports.files.sheets import Row
from kpiplan.exports.files.tables import ExportTable

FEWEST = 2  # columns of a table


def each_apart(tables: Sequence[ExportTable]) -> list[ExportTable]:
    """The tables of a whole sheet, those that stand beside each other apart, and numbered so."""
    apart = [part for table in tables for part in _apart(table)]
    first = tables[0].number if tables else 1
    for number, table in enumerate(apart, start=first):
        table.number = number
    return apart


def _apart(table: ExportTable) -> list[ExportTable]:
    parts = parts_beside(table.header, [cells for _, cells in table.rows])
    if len(parts) == 1:
        return [table]
    return [
        replace(
            table,
            header=[table.header[column] for column in part],
            rows=[row for line, cells in table.rows if (row := _of_part(line, cells, part))],
            left_out=Counter() if number else table.left_out,
            left_lines={} if number else table.left_lines,
        )
        for number, part in enumerate(parts)
    ]


def _of_part(line: int, cells: Sequence[str], part: range) -> Row | None:
    own = [cells[column] for column in part if column < len(cells)]
    return (line, own) if any(map(str.strip, own)) else None


def parts_beside(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[range]:
    """The columns of each table; one range where they are one, because not each part begins with its own dates."""
    width = len(header)
    if all(cell.strip() for cell in header):
        return [range(width)]  # most tables
    parts = list(_parts(header, rows))
    apart = len(parts) > 1 and all(len(part) >= FEWEST and _begins_with_dates(rows, part[0]) for part in parts)
    return parts if apart else [range(width)]


def _parts(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[range]:
    begin = 0
    for column in range(len(header) + 1):
        end = column == len(header)
        if end or not (header[column].strip() or any(column < len(row) and row[column].strip() for row in rows)):
            if column > begin:
                yield range(begin, column)
            begin = column + 1


def _begins_with_dates(rows: Sequence[Sequence[str]], column: int) -> bool:
    texts = [row[column].strip() for row in rows if column < len(row)]
    known = [text for text in texts if text]
    dated = [text for text in known if read_date(text) or possible_orders(text) or read_month_alone(text)]
    return len(dated) * 2 > len(known) > 0
