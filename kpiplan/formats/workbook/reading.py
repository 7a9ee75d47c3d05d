"""What is in the inputs of a workbook: cells by the names of their ranges, and the plan that it was made of."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook as OpenBook

EXTRA = "kpiplan[excel]"
FORMAT = 1
MAX_BYTES = 50 * 2**20  # of a file, and twice as much of what it unpacks to
_BASE = "kpiplan_plan"
_FIRST_DAY = date(1899, 12, 30)  # from which spreadsheets count
_MOST_CELLS = 1_000  # of a range; a lag has 63 at the most

Why = Literal["no workbook", "too large", "macros", "unsafe", "not ours", "newer"]


class UnreadableWorkbookError(Exception):
    """A file that is no workbook of a plan; `why` says what it is."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


class Content(NamedTuple):
    """A cell: where it stands (`Inputs!D5`), what is in it (days as numbers), and whether that is a formula."""

    place: str
    value: float | str | None
    formula: bool


class Edited(NamedTuple):
    """The text of the plan that a workbook was made of, and the cells of every name."""

    plan: str
    cells: Mapping[str, tuple[Content, ...]]


def read_workbook(data: bytes) -> Edited:
    """Raises UnreadableWorkbookError for what is no workbook of a plan, ImportError where a library is missing."""
    import defusedxml  # noqa: F401  (openpyxl refuses entities where it is there)
    from openpyxl import load_workbook

    _check(data)
    try:
        book = load_workbook(io.BytesIO(data), data_only=False, keep_links=False)
        cells = {name: tuple(_cells(book, text)) for name, text in _names(book)}
    except UnreadableWorkbookError:
        raise
    except Exception as error:  # whatever is wrong with a file, openpyxl has no error of its own for it
        raise UnreadableWorkbookError("unsafe" if _forbidden(error) else "no workbook") from None
    return Edited(_plan(cells.pop(_BASE, ())), cells)


def _forbidden(error: BaseException | None) -> bool:
    """Whether entities are what is wrong, behind whatever openpyxl makes of it."""
    from defusedxml import DefusedXmlException

    while error is not None and not isinstance(error, DefusedXmlException):
        error = error.__cause__ or error.__context__
    return error is not None


def _check(data: bytes) -> None:
    """What can be told before anything is unpacked."""
    if len(data) > MAX_BYTES:
        raise UnreadableWorkbookError("too large")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            names = held.namelist()
            size = sum(each.file_size for each in held.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise UnreadableWorkbookError("no workbook") from None
    if size > 2 * MAX_BYTES:
        raise UnreadableWorkbookError("too large")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableWorkbookError("macros")
    if "xl/workbook.xml" not in names:
        raise UnreadableWorkbookError("no workbook")


def _names(book: OpenBook) -> Iterator[tuple[str, str]]:
    for name, defined in book.defined_names.items():
        yield name, defined.attr_text or ""


def _cells(book: OpenBook, text: str) -> Iterator[Content]:
    """The cells that a name stands for; none where it stands for something else by now (`#REF!`)."""
    from openpyxl.utils.cell import range_boundaries

    sheet, _, corners = text.rpartition("!")
    name = sheet.strip("'").replace("''", "'")
    if name not in book.sheetnames or "#" in corners or "," in text:
        return
    left, top, right, bottom = range_boundaries(corners.replace("$", ""))
    if not (left and top and right and bottom) or (right - left + 1) * (bottom - top + 1) > _MOST_CELLS:
        return
    for row in book[name].iter_rows(top, bottom, left, right):
        for cell in row:
            yield Content(f"{name}!{cell.coordinate}", _value(cell.value), cell.data_type == "f")


def _value(value: Any) -> float | str | None:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime | date):
        return float((date(value.year, value.month, value.day) - _FIRST_DAY).days)
    return float(value) if isinstance(value, int | float) else None if value is None else str(value)


def _plan(cells: tuple[Content, ...]) -> str:
    """The plan's text, out of the pieces that `reports.workbook.book` writes."""
    if len(cells) < 3 or cells[0].value != "kpiplan":
        raise UnreadableWorkbookError("not ours")
    if cells[1].value != FORMAT:
        raise UnreadableWorkbookError("newer")
    try:
        return str(json.loads("".join(str(each.value or "") for each in cells[2:])))
    except ValueError:
        raise UnreadableWorkbookError("not ours") from None
