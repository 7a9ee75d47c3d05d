"""Rows of a table that are no data: totals, footers, repeated headers, descriptions of the columns."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from kpiplan.exports.cells.dates import possible_orders, read_date, read_month_alone
from kpiplan.exports.cells.kinds import ExportColumn, Kind
from kpiplan.exports.cells.names import (
    EMPTY_REPORT,
    EMPTY_TEXTS,
    KEPT,
    KPI_NAME,
    STRICT_TOTAL,
    TOTAL_HINTS,
    is_total,
    key,
)
from kpiplan.exports.cells.numbers import UNKNOWN, is_number
from kpiplan.exports.cells.serials import serial_day
from kpiplan.exports.files.records import RowJudge
from kpiplan.exports.files.sheets import Row
from kpiplan.exports.files.tables import ExportTable
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Why

MANY_WIDE = 0.5
UNLABELLED = "unlabelled-total"
TOO_WIDE = "too-wide"


def refuse_cut_row(table: ExportTable, columns: list[ExportColumn]) -> None:
    """A last row without line end that is shorter than all others was cut. Raises RefusalError."""
    width = len(table.header)
    if len(table.rows) < 2 or width < 2:
        return
    line, last = table.rows[-1]
    if len(last) >= width or any(len(cells) < width for _, cells in table.rows[:-1]):
        return
    first = columns[0]
    alike = first.kind in ("date", "nth", "number", "year", "month") and last[0].strip()[:1].isdigit()
    if is_total(last[0]) or not (len(last) > 1 or alike):
        return
    raise RefusalError("cut-row", line)


def keep_data(table: ExportTable, columns: list[ExportColumn], *, records: bool) -> list[Row]:
    """The rows that are data; the others are counted in `table.left_out`. Raises RefusalError for rows too
    wide.
    """
    header = [key(cell) for cell in table.header]
    dates = [column for column in columns if column.kind in ("date", "month", "nth")]
    labels = [column.index for column in columns if column.kind == "text"]
    full = [i for i in labels if _filled_but_at_an_end(table.rows, i)]
    named = [i for i in labels if header[i] in KPI_NAME]  # a row with the name of a KPI is no total
    kept: list[Row] = []
    wide = 0
    for position, row in enumerate(table.rows):
        at_end = position in (0, len(table.rows) - 1)
        reason = _reason(row[1], header, dates, labels, first=position == 0, records=records)
        if (
            not reason
            and at_end
            and not records
            and full
            and len(table.rows) > 1
            and not any(_cell(row, i) for i in (*full, *named))
        ):
            reason = UNLABELLED
        wide += reason == TOO_WIDE
        if reason:
            table.leave(Why(reason), row[0])
        else:
            kept.append(row)
    refuse_wide(table, wide, len(table.rows))
    return kept


def refuse_wide(table: ExportTable, wide: int, rows: int) -> None:
    """Most rows have more cells than columns: what follows the first of them has slipped. Raises RefusalError."""
    if wide > MANY_WIDE * rows:
        raise RefusalError(
            "row-too-wide",
            table.rows[-1][0] if table.rows else table.line,
            wide=wide,
            rows=rows,
            number=len(table.header),
        )


def row_judge(columns: list[ExportColumn], *, records: bool) -> RowJudge:
    """Which rows of a large file are no data, by their cells alone, as of a small one (`keep_data`)."""
    header = [key(column.name) for column in columns]
    dates = [column for column in columns if column.kind in ("date", "month", "nth")]
    labels = [column.index for column in columns if column.kind == "text"]

    def why(cells: list[str]) -> Why | None:
        reason = _reason(cells, header, dates, labels, first=False, records=records)
        return Why(reason) if reason else None

    hints = {
        written.encode().lower()  # of bytes: letters beyond ASCII keep their case, so each case is looked for
        for text in (*TOTAL_HINTS, *EMPTY_TEXTS, columns[0].name)
        for written in (text, text.lower(), text.capitalize(), text.upper())
        if text
    }
    return RowJudge(why, tuple(sorted(hints)))


def _cell(row: Row, index: int) -> str:
    return row[1][index].strip() if index < len(row[1]) else ""


def _filled_but_at_an_end(rows: list[Row], index: int) -> bool:
    empty = [position for position, row in enumerate(rows) if not _cell(row, index)]
    return len(rows) > 1 and len(empty) == 1 and empty[0] in (0, len(rows) - 1)


def _reason(
    cells: list[str], header: list[str], dates: list[ExportColumn], labels: list[int], *, first: bool, records: bool
) -> str:
    """The code of why a row is no data; empty where it is."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    dated = any(_is_date(cells[d.index], d) for d in dates if d.index < len(cells))
    if filled and key(filled[0]) in header and [key(cell) for cell in cells[: len(header)]] == header:
        return "repeated-header"
    if len(filled) == 1 and key(filled[0]) in EMPTY_REPORT:
        return "empty-report"
    if any(cell.strip() for cell in cells[len(header) :]):
        return "total" if not dated or any(map(is_total, filled)) else TOO_WIDE
    if dated:
        shown = [cells[i].strip() for i in labels[:3] if i < len(cells)]
        total = any(STRICT_TOTAL.fullmatch(text) or is_total(text) for text in shown)
        return "total" if total and not records else ""
    reason = _undated_reason(filled, header, dates, labels, first=first)
    return "" if records and reason == UNLABELLED else reason


def _undated_reason(
    filled: list[str], header: list[str], dates: list[ExportColumn], labels: list[int], *, first: bool
) -> str:
    if any(map(is_total, filled)):
        return "total"
    numbers = [cell for cell in filled if is_number(cell)]
    if len(filled) == 1 and not numbers and len(header) > 2:
        return "footer"
    if len(numbers) == len(filled) and (dates or labels) and not any(cell.casefold() in UNKNOWN for cell in filled):
        return UNLABELLED
    if first and dates and not numbers and len(filled) * 2 > len(header):
        return "description"
    return ""


def _is_date(text: str, column: ExportColumn) -> bool:
    return _is_dated(text, column.kind) or bool(serial_day(text) and column.serial)


@lru_cache(maxsize=KEPT)  # days come again and again
def _is_dated(text: str, kind: Kind) -> bool:
    test: Callable[[str], object] = read_month_alone if kind == "month" else read_date
    if kind in ("nth", "month") and text.strip().isdecimal():
        return True
    return bool(test(text)) or bool(possible_orders(text))
