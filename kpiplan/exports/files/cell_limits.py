"""Workbooks whose cells lie so far apart that reading them would take all memory: refused before they are read."""

from __future__ import annotations

import re
import zipfile
from typing import IO
from xml.parsers import expat

from kpiplan.exports.files.cell_formats import BLOCK_BYTES, blocks, column_number
from kpiplan.exports.refusal import RefusalError

MOST_CELLS = 25_000_000  # of a sheet from its first to its last cell, empty ones too
MOST_UNPACKED = 2 << 30  # bytes
_FILLED = re.compile(rb'\sr="([A-Z]{1,3})\d{1,7}"[^>/]*>')
_ROW = re.compile(rb'\sr="[A-Z]{1,3}(\d{1,7})"[^>/]*>')


def refuse_wide_sheets(archive: zipfile.ZipFile) -> None:
    """Raises RefusalError for a sheet of more cells than are read, counting the empty ones between."""
    if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
        raise RefusalError("large-workbook", most=MOST_UNPACKED >> 20)
    for name in archive.namelist():
        measure = None
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            measure = _text_sheet
        elif name.startswith("xl/worksheets/") and name.endswith(".bin"):
            measure = _binary_sheet
        elif name == "content.xml":
            measure = _open_document
        if measure:
            with archive.open(name) as stream:
                rows, columns = measure(stream)
            if rows * columns > MOST_CELLS:
                raise RefusalError("far-cells", row=rows, column=columns)


def _text_sheet(stream: IO[bytes]) -> tuple[int, int]:
    """The last row and column with a value, in a sheet of XML."""
    letters: set[bytes] = set()
    last = 0
    for block in blocks(stream):
        letters.update(_FILLED.findall(block))
        last = max(last, max(map(int, set(_ROW.findall(block))), default=0))
    return last, max(map(column_number, letters), default=0)


def _binary_sheet(stream: IO[bytes]) -> tuple[int, int]:
    """The same in a sheet of records ([MS-XLSB] 2.1.4): 0 begins a row, 2 to 11 are cells with values."""
    data = stream.read()
    at, row, last, columns = 0, 0, 0, 0
    while at + 2 <= len(data):
        kind, at = data[at], at + 1
        if kind & 0x80:
            kind, at = (kind & 0x7F) | (data[at] & 0x7F) << 7, at + 1
        size = 0
        for place in range(4):
            byte = data[at : at + 1] or b"\0"
            size, at = size | (byte[0] & 0x7F) << 7 * place, at + 1
            if not byte[0] & 0x80:
                break
        if kind == 0:
            row = int.from_bytes(data[at : at + 4], "little") + 1
        elif 2 <= kind <= 11:
            last = max(last, row)
            columns = max(columns, int.from_bytes(data[at : at + 4], "little") + 1)
        at += size
    return last, columns


class _Table:
    """The last row and column with a value in the table of an OpenDocument file whose cells and rows are repeated."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._row = self._column = self._repeated = 0
        self._filled = 0

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self._row = 0
        elif tag == "table:table-row":
            self._repeated = _times(attributes, "table:number-rows-repeated")
            self._column = self._filled = 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._column += _times(attributes, "table:number-columns-repeated")
            if any(name.startswith(("office:value", "office:date", "office:string", "calcext")) for name in attributes):
                self._filled = self._column

    def end(self, tag: str) -> None:
        if tag == "table:table-row":
            self._row += self._repeated
            if self._filled:
                self.rows = max(self.rows, self._row)
                self.columns = max(self.columns, self._filled)


def _times(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return int(text) if text.isdecimal() and len(text) < 10 else 1


def _open_document(stream: IO[bytes]) -> tuple[int, int]:
    table = _Table()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = table.begin, table.end
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        while data := stream.read(BLOCK_BYTES):
            parser.Parse(data, False)
    except expat.ExpatError as error:
        raise RefusalError("unreadable-workbook", error=str(error)) from None
    return table.rows, table.columns


def _refuse_doctype(*_: object) -> None:
    raise RefusalError("unreadable-workbook", error="it defines what it is made of")
