"""Rows of a table that are no data: totals, footers, repeated headers, descriptions of the columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache, partial
from itertools import islice

from kpiplan.exports.cells.code_names import is_coded
from kpiplan.exports.cells.dates import possible_orders, read_date, read_month_alone
from kpiplan.exports.cells.kinds import JUDGED_TEXTS, ExportColumn, Kind
from kpiplan.exports.cells.names import EMPTY_REPORT, KEPT, KPI_NAME, is_coarse, is_sure_total, is_total, key
from kpiplan.exports.cells.numbers import UNKNOWN, is_number
from kpiplan.exports.cells.serials import serial_day
from kpiplan.exports.columns.end_rows import EndSums
from kpiplan.exports.columns.label_sums import summed_labels
from kpiplan.exports.files.judge import RowJudge, RowPlace
from kpiplan.exports.files.sheets import HEAD_ROWS, Row
from kpiplan.exports.files.tables import ExportTable
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Why

MANY_WIDE = 0.5
_COARSE = ("quarter", "year")  # that stand among months only as their totals
UNLABELLED = "unlabelled-total"
TOO_WIDE = "too-wide"


def keep_data(table: ExportTable, judge: RowJudge) -> list[Row]:
    """The rows that are data; the others are counted in `table.left_out`. Raises RefusalError for rows too
    wide.
    """
    kept: list[Row] = []
    wide = 0
    last, width = len(table.rows) - 1, len(table.header)
    for position, row in enumerate(table.rows):
        if 0 < position < last and len(row[1]) == width and _is_like_most(row[1], judge):
            kept.append(row)
            continue
        labels = frozenset(_filled(table.rows[:-1], judge.labels) if position == last else ())
        if why := judge.why(row[1], RowPlace(position == 0, position == last, labels)):
            table.leave(why, row[0])
            wide += why == Why(TOO_WIDE)
        else:
            kept.append(row)
    refuse_wide(table, wide, len(table.rows))
    return kept


def _is_like_most(cells: list[str], judge: RowJudge) -> bool:
    """Whether a row within a table is data at first sight."""
    for column in judge.labels:
        if judge.is_total(column, cells[column].strip()):
            return False
    return any(judge.is_date(column, cells[column].strip()) for column in judge.dates)


def cut_line(table: ExportTable, rows: list[Row], judge: RowJudge) -> int | None:
    """The line of the last of all rows where it is the only one that is shorter than the header, as if it was cut."""
    width = len(table.header)
    if len(rows) < 2 or any(len(cells) < width for _, cells in rows[:-1]):
        return None
    line, last = rows[-1]
    return line if judge.is_cut(last) else None


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


def judge_of(
    table: ExportTable, columns: list[ExportColumn], segments: Mapping[int, Collection[str]], *, records: bool
) -> RowJudge:
    """Which rows of a table are no data. Of a large file the first rows are at hand.

    `segments`: what cells of a column stand for segments, case aside; `Total` among them is a segment and no total.
    """
    header = [key(cell) for cell in table.header]
    dates = {column.index: column for column in columns if column.kind in ("date", "month", "nth")}
    finer = frozenset(index for index, column in dates.items() if column.kind != "nth" and _has_months(column))
    labels = [column.index for column in columns if column.kind == "text"]
    named = [i for i in labels if header[i] in KPI_NAME]  # a row with the name of a KPI is no total
    own = header[:1] == ["period"]  # a table of kpiplan, where a row without a segment is the whole
    shown = () if records else tuple(i for i in labels[:3] if not (own and header[i] == "segment"))
    below = _filled(table.rows[1:HEAD_ROWS], shown)  # of a large table no more are at hand
    summing = not (records or own or named)
    sums = cache(partial(EndSums, table.rows, columns, table.sheet.delimiter))  # asked of few tables

    wholes = summed_labels(table.rows, columns, table.sheet.delimiter, shown)

    def labels_total(column: int, text: str) -> bool:
        return (_labels_total(text) or text in wholes.get(column, ())) and not is_segment(column, text)

    def is_segment(column: int, text: str) -> bool:
        return column in segments and text.strip().casefold() in segments[column]

    def why(cells: list[str], place: RowPlace) -> Why | None:
        totals = [cell for i, cell in enumerate(cells) if is_total(cell) and not is_segment(i, cell)]
        reason = _reason(cells, header, list(dates.values()), labels, totals, first=place.first, records=records)
        if not reason and any(labels_total(i, _cell(cells, i)) for i in shown):
            reason = "total"
        if not reason and any(_is_coarse(_cell(cells, index)) for index in finer):
            reason = "total"  # of a quarter or a year, among its months
        for at_end, full in ((place.first, below), (place.last, place.labels)):
            unlabelled = any(not _cell(cells, i) for i in full) and not any(_cell(cells, i) for i in named)
            if not reason and at_end and unlabelled and not (place.first and place.last):
                reason = UNLABELLED if not _has_date(cells, dates.values()) or sums().is_total(cells) else ""
        if not reason and summing and (place.first or place.last) and sums().is_sum(cells, dates):
            reason = "total"
        return Why(reason) if reason else None

    return RowJudge(
        why,
        tuple(dates),
        lambda column, text: _is_date(text, dates[column]) and not (column in finer and _is_coarse(text)),
        shown,
        labels_total,
        partial(_is_cut, len(header), columns[0]),
    )


def _is_cut(width: int, first: ExportColumn, cells: list[str]) -> bool:
    """Whether the last row of a file is cut, whose table has so many columns."""
    alike = first.kind in ("date", "nth", "number", "year", "month") and cells[0].strip()[:1].isdigit()
    return 1 < width > len(cells) and not is_total(cells[0]) and (len(cells) > 1 or alike)


def _has_months(column: ExportColumn) -> bool:
    """Whether some cells of a column of dates are no quarters or years."""
    known = [text for text in islice(column.texts, JUDGED_TEXTS) if text]
    return not all(map(_is_coarse, known))


@lru_cache(maxsize=KEPT)
def _is_coarse(text: str) -> bool:
    span = read_date(text)
    return span.grain in _COARSE if span else is_coarse(text)


def _filled(rows: list[Row], labels: Sequence[int]) -> list[int]:
    """The columns of labels that have no empty cell."""
    return [i for i in labels if all(len(cells) > i for _, cells in rows) and _all_filled(rows, i)]


def _all_filled(rows: list[Row], column: int) -> bool:
    return all(map(str.strip, dict.fromkeys([cells[column] for _, cells in rows])))


@lru_cache(maxsize=KEPT)
def _labels_total(text: str) -> bool:
    return is_sure_total(text) or is_total(text)


def _cell(cells: list[str], index: int) -> str:
    return cells[index].strip() if index < len(cells) else ""


def _reason(
    cells: list[str],
    header: list[str],
    dates: list[ExportColumn],
    labels: list[int],
    totals: list[str],
    *,
    first: bool,
    records: bool,
) -> str:
    """The code of why a row is no data; empty where it is."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    dated = any(_is_date(cells[d.index], d) for d in dates if d.index < len(cells))
    if not dated and filled and key(filled[0]) in header and _repeats(cells, header, dates):
        return "repeated-header"
    if len(filled) == 1 and key(filled[0]) in EMPTY_REPORT:
        return "empty-report"
    if any(cell.strip() for cell in cells[len(header) :]):
        named = any(_cell(cells, i) for i in (*labels, *(d.index for d in dates)))
        return "total" if totals or not (dated or named) else TOO_WIDE
    if dated:
        return ""
    if totals:
        return "total"
    slipped = any(is_number(_cell(cells, d.index)) for d in dates)  # where days stand in other rows
    reason = "" if slipped else _undated_reason(filled, header, dates, labels, first=first)
    return "" if records and reason == UNLABELLED else reason


def _repeats(cells: list[str], header: list[str], dates: list[ExportColumn]) -> bool:
    """Whether a row is the header again: as it is, or with some names changed, if a column of dates has its own."""
    keys = [key(cell) for cell in cells[: len(header)]]
    if keys == header:
        return True
    named = any(d.index < len(keys) and keys[d.index] and keys[d.index] == header[d.index] for d in dates)
    return named and not any(is_number(cell.strip()) for cell in cells if cell.strip())


def _undated_reason(
    filled: list[str], header: list[str], dates: list[ExportColumn], labels: list[int], *, first: bool
) -> str:
    numbers = [cell for cell in filled if is_number(cell) and not is_coded(cell)]
    if len(filled) == 1 and not numbers and len(header) > 2:
        return "footer"
    if len(numbers) == len(filled) and (dates or labels) and not any(cell.casefold() in UNKNOWN for cell in filled):
        return UNLABELLED
    if first and dates and not numbers and len(filled) * 2 > len(header):
        return "description"
    return ""


def _has_date(cells: list[str], dates: Iterable[ExportColumn]) -> bool:
    return any(_is_date(_cell(cells, column.index), column) for column in dates)


def _is_date(text: str, column: ExportColumn) -> bool:
    return _is_dated(text, column.kind) or bool(serial_day(text) and column.serial)


@lru_cache(maxsize=KEPT)  # days come again and again
def _is_dated(text: str, kind: Kind) -> bool:
    test: Callable[[str], object] = read_month_alone if kind == "month" else read_date
    if kind in ("nth", "month") and text.strip().isdecimal():
        return True
    return bool(test(text)) or bool(possible_orders(text))
