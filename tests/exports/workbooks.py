"""Workbooks of each kind, made for tests."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

Rows = Sequence[Any]
DAY, MONTH, PERCENT = "yyyy-mm-dd", "mmm yy", "0.0%"


def xlsx(*sheets: tuple[str, Rows], hidden: Sequence[str] = (), macro: bool = False, **options: Any) -> bytes:
    """A workbook with these sheets; a cell may be (value, format), and ((value), rows, columns) is merged."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, options)
    formats: dict[str, Any] = {}

    def form(code: str) -> Any:
        return formats.setdefault(code, book.add_format({"num_format": code}))

    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                _write(sheet, at, column, cell, form)
    book.close()
    return packed.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Any, form: Callable[[str], Any]) -> None:
    match cell:
        case (value, int(down), int(across)):
            sheet.merge_range(row, column, row + down - 1, column + across - 1, value)
        case (date() as day, str(code)):
            sheet.write_datetime(row, column, datetime(day.year, day.month, day.day), form(code))
        case (value, str(code)):
            sheet.write(row, column, value, form(code))
        case datetime():
            sheet.write_datetime(row, column, cell, form("yyyy-mm-dd hh:mm"))
        case date():
            sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), form(DAY))
        case None:
            pass
        case _:
            sheet.write(row, column, cell)


def xls(name: str, rows: Rows) -> bytes:
    """A workbook as Excel wrote them before 2007."""
    book = xlwt.Workbook()
    sheet = book.add_sheet(name)
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write(at, column, cell, xlwt.easyxf(num_format_str="YYYY-MM-DD"))
            elif cell is not None:
                sheet.write(at, column, cell)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def ods(name: str, rows: Rows, more: str = "") -> bytes:
    """An OpenDocument spreadsheet; `more` are rows in its own words."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="{name}">{body}{more}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return package(mimetype=kind, **{"content.xml": content, "META-INF/manifest.xml": manifest})


def _ods_cell(cell: Any) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"/>'
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'


def package(**members: str | bytes) -> bytes:
    """A zip of these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def xlsb(name: str, rows: Rows) -> bytes:
    """A binary workbook ([MS-XLSB]): the fewest records that hold texts and numbers."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
    )
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{link}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
    )
    bundle = _record(0x9C, struct.pack("<II", 0, 1) + _wide("rId1") + _wide(name))
    book = _record(0x83) + _record(0x8F) + bundle + _record(0x90) + _record(0x84)
    last, width = len(rows) - 1, max(map(len, rows)) - 1
    sheet = _record(0x81) + _record(0x94, struct.pack("<IIII", 0, last, 0, width)) + _record(0x91)
    for at, row in enumerate(rows):
        sheet += _record(0x00, struct.pack("<I", at) + b"\0" * 21)
        for column, cell in enumerate(row):
            place = struct.pack("<II", column, 0)
            if isinstance(cell, str):
                sheet += _record(0x06, place + _wide(cell))
            elif cell is not None:
                sheet += _record(0x05, place + struct.pack("<d", cell))
    sheet += _record(0x92) + _record(0x82)
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": links,
        "xl/worksheets/sheet1.bin": sheet,
    }
    return package(**members)


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(data)
    while True:
        more = size > 0x7F
        head += bytes([size & 0x7F | (0x80 if more else 0)])
        size >>= 7
        if not more:
            return head + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
