"""Workbooks: each visible sheet as a table of texts. The one place that knows the library that reads them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kpiplan.exports.files.cell_formats import Formats, formats_of
from kpiplan.exports.files.cell_limits import refuse_wide_sheets
from kpiplan.exports.files.containers import OLE, WORKBOOKS, old_office, package
from kpiplan.exports.files.failures import failures
from kpiplan.exports.files.inputs import Input
from kpiplan.exports.files.parts import FilePart, KnownTexts, number_text, text_of, written
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Note
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MOST_BYTES = 256 << 20  # of a workbook, packed: it is read as a whole
_ACTUALS, _MARK = "Actuals", "kpiplan"  # sheets of a workbook of a plan
Cells = list[list[Any]]


class Sheets(NamedTuple):
    """The visible sheets of a workbook, and the names of those that are hidden."""

    parts: tuple[FilePart, ...]
    hidden: tuple[str, ...] = ()


def sheets_of(item: Input) -> Sheets:
    """The sheets of a workbook. Raises RefusalError for any other packed file, and for one that can't be read."""
    data = _bytes(item)
    formats: Sequence[Formats] = ()
    if data.startswith(OLE):
        what = old_office(data)
        _refuse_other(what)
    else:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                _refuse_other(package(archive) or "packed")
                refuse_wide_sheets(archive)
                formats = formats_of(archive)
        except failures() as error:
            raise RefusalError("unreadable-workbook", error=str(error)) from None
    return _read(item, data, formats)


def _bytes(item: Input) -> bytes:
    try:
        with item.open() as stream:
            data = stream.read(MOST_BYTES + 1)
    except failures() as error:
        raise RefusalError("unreadable-bytes", error=str(error)) from None
    if len(data) > MOST_BYTES:
        raise RefusalError("large-workbook", most=MOST_BYTES >> 20)
    return data


def _refuse_other(what: str) -> None:
    if what == "locked-workbook":
        raise RefusalError("locked-workbook")
    if what not in WORKBOOKS:
        raise RefusalError("other-format", what=Note(what))


def _read(item: Input, data: bytes, formats: Sequence[Formats]) -> Sheets:
    try:
        from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum, load_workbook
    except ImportError:
        raise RefusalError("no-workbook-reader") from None
    parts, hidden = [], []
    try:
        with load_workbook(io.BytesIO(data)) as book:
            own = _is_of_a_plan(book)
            if own and _ACTUALS not in book.sheet_names:
                raise RefusalError("no-actuals-sheet")
            for at, sheet in enumerate(book.sheets_metadata):
                if sheet.typ != SheetTypeEnum.WorkSheet or (own and sheet.name != _ACTUALS):
                    continue  # a chart, a macro; targets, which are no actuals
                if sheet.visible != SheetVisibleEnum.Visible and not own:
                    hidden.append(sheet.name)
                    continue
                found = _sheet(book, at)
                rows = _rows(found, formats[at] if at < len(formats) else {})
                if own:
                    rows = _months_known(rows)
                parts.append(FilePart(written(item, rows), "workbook", sheet.name))
    except CalamineError as error:
        raise RefusalError("unreadable-workbook", error=str(error)) from None
    return Sheets(tuple(parts), tuple(hidden))


def _is_of_a_plan(book: CalamineWorkbook) -> bool:
    """Whether kpiplan wrote it (`reports.workbook`): its sheet of that name, hidden or not, says so at the top."""
    if _MARK not in book.sheet_names:
        return False
    rows = _sheet(book, book.sheet_names.index(_MARK)).to_python(skip_empty_area=False)
    return bool(rows) and rows[0][:1] == [_MARK]


def _months_known(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """The sheet of actuals with empty rows for months of which nothing is known. Raises RefusalError for no other."""
    header = next(rows, [])
    figures = [at for at, name in enumerate(header) if name not in ("period", "segment")]
    yield header
    known = False
    for row in rows:
        filled = any(row[at].strip() for at in figures)
        known = known or filled
        yield row if filled else []
    if not known:
        raise RefusalError("no-actuals-typed")


def _sheet(book: CalamineWorkbook, at: int) -> CalamineSheet:
    """A sheet of a workbook. Raises RefusalError where the library breaks on it, which it does not as others do."""
    try:
        return book.get_sheet_by_index(at)
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise RefusalError("unreadable-workbook", error=str(error)) from None
        raise


def _rows(sheet: CalamineSheet, formats: Formats) -> Iterator[list[str]]:
    """The rows from the first of the sheet on, so that a row has the number that the workbook shows."""
    cells = sheet.to_python(skip_empty_area=False)
    _fill(cells, sheet.merged_cell_ranges or ())
    formatted: Mapping[int, Mapping[int, str]] = formats
    known = KnownTexts()
    for at, row in enumerate(cells):
        texts = [
            known[cell] if type(cell) is float else cell if type(cell) is str and "\n" not in cell else text_of(cell)
            for cell in row
        ]
        for column, form in formatted.get(at, {}).items():
            if column < len(row):
                texts[column] = _formatted(row[column], texts[column], form)
        yield texts


def _formatted(cell: object, text: str, form: str) -> str:
    """A cell as its format shows it: a part as per cent, a day that stands for its month."""
    if form == "percent" and type(cell) in (int, float):
        return f"{number_text(float(f'{cell:.15g}e2'))}%"
    return text[:7] if form == "month" and len(text) == 10 and text[4:5] == "-" else text


def _fill(cells: Cells, merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Gives every cell of a merged range its one value, where that is no number and the range no title.

    A number said once for several rows is not theirs each; a text alone on its row heads the table, not each column.
    """
    for (top, left), (bottom, right) in merged:
        if top >= len(cells) or left >= len(cells[top]):
            continue
        value = cells[top][left]
        if type(value) in (int, float, bool) or value == "":
            continue
        alone = all(cell == "" or left <= at <= right for at, cell in enumerate(cells[top]))
        last = left if alone else right
        for row in cells[top : bottom + 1]:
            row[left : last + 1] = [value] * (min(last + 1, len(row)) - left)
