"""A workbook as the bytes of an .xlsx file, the same for the same workbook."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kpiplan.reports.workbook.drawing import range_text
from kpiplan.reports.workbook.model import CellLimit, DrawnSheet, Filled, Look, Picture, Rule, Style, Workbook

if TYPE_CHECKING:
    from xlsxwriter import Workbook as Book_
    from xlsxwriter.format import Format as CellFormat
    from xlsxwriter.worksheet import Worksheet

EXTRA = "kpiplan[excel]"

# no text becomes a formula, a link or a number
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_STYLES: dict[Style, dict[str, Any]] = {
    "plain": {},
    "title": {"bold": True, "font_size": 14},
    "note": {"font_color": "#666666"},
    "head": {"bold": True, "bottom": 1, "bottom_color": "#8EA9C1", "bg_color": "#EEF3F8", "align": "right"},
    "head left": {"bold": True, "bottom": 1, "bottom_color": "#8EA9C1", "bg_color": "#EEF3F8"},
    "section": {"bold": True, "font_size": 12, "font_color": "#1F4E79"},
    "label": {},
    "detail": {"indent": 1, "font_color": "#666666"},
    "total": {"bold": True, "top": 1, "top_color": "#BFBFBF"},
    "input": {"bg_color": "#FFF8D6", "font_color": "#0000C8", "border": 1, "border_color": "#E5D9A0"},
    "check": {"font_color": "#666666"},
}
_GOOD = {"bg_color": "#E3F4E1", "font_color": "#1B5E20"}
_BAD = {"bg_color": "#FBE3E1", "font_color": "#9C1C13"}
_RULES: dict[Rule, dict[str, Any]] = {
    "rate": {"validate": "decimal", "criteria": "between", "minimum": 1e-9, "maximum": 1},
    "share": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1},
    "above zero": {"validate": "decimal", "criteria": ">", "value": 0},
    "not negative": {"validate": "decimal", "criteria": ">=", "value": 0},
    "rounding": {"validate": "list", "source": ["nearest", "up", "down"]},
    "next year": {"validate": "custom"},
    "month number": {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 12},
    "day": {"validate": "date", "criteria": ">=", "value": datetime(1900, 3, 1)},
}


def workbook_bytes(found: Workbook) -> bytes:
    """The file. Raises ImportError without XlsxWriter."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, _OPTIONS)
    made = datetime(found.made.year, found.made.month, found.made.day)
    book.set_properties({"title": found.title[:200], "created": made})
    book.set_calc_mode("auto")
    looks: dict[Look, CellFormat] = {}
    for sheet in found.sheets:
        _write(book, sheet, looks)
    for name, where in found.names:
        book.define_name(name, f"={range_text(where)}")
    book.close()
    return stream.getvalue()


def _write(book: Book_, sheet: DrawnSheet, looks: dict[Look, CellFormat]) -> None:
    page = book.add_worksheet(sheet.name)
    for cell in sheet.cells:
        if cell.look not in looks:
            number = {"num_format": cell.look.number} if cell.look.number else {}
            looks[cell.look] = book.add_format({**_STYLES[cell.look.style], **number})
        _cell(page, cell, looks[cell.look])
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    for row in sheet.folded:
        page.set_row(row, None, None, {"level": 1})
    if sheet.frozen != (0, 0):
        page.freeze_panes(*sheet.frozen)
    for limit in sheet.limits:
        _limit(page, limit)
    for signal in sheet.signals:
        where, look = signal.where, book.add_format(_GOOD if signal.good else _BAD)
        rule = {"type": "formula", "criteria": f"={signal.formula}", "format": look}
        page.conditional_format(where.top, where.left, where.bottom, where.right, rule)
    for picture in sheet.pictures:
        _chart(book, page, picture)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)  # inches
    if sheet.printed:
        page.print_area(sheet.printed.top, sheet.printed.left, sheet.printed.bottom, sheet.printed.right)
    if sheet.hidden:
        page.hide()


def _cell(page: Worksheet, cell: Filled, look: CellFormat) -> None:
    at = (cell.row, cell.column)
    if cell.formula:
        # XlsxWriter takes the empty text for 0
        page.write_formula(*at, f"={cell.formula}", look, "" if cell.value is None else cell.value)
    elif cell.value is None or cell.value == "":
        page.write_blank(*at, None, look)
    elif isinstance(cell.value, str):
        page.write_string(*at, cell.value, look)
    else:
        page.write_number(*at, cell.value, look)


def _limit(page: Worksheet, limit: CellLimit) -> None:
    where, rule = limit.where, dict(_RULES[limit.rule])
    if limit.rule == "next year":
        first = range_text(where).rpartition("!")[2].partition(":")[0].replace("$", "")
        rule["value"] = f'=OR({first}="none",AND(ISNUMBER({first}),{first}>-1))'
    said = {"ignore_blank": True, "error_title": "kpiplan", "error_message": limit.said[:255]}
    page.data_validation(where.top, where.left, where.bottom, where.right, {**rule, **said})


def _chart(book: Book_, page: Worksheet, picture: Picture) -> None:
    """Columns, and lines beside them; every text of it stands in a cell."""
    chart = book.add_chart({"type": "column"})
    lines = book.add_chart({"type": "line"})
    for curve in picture.curves:
        series = {
            "name": f"={range_text(curve.name)}",
            "categories": f"={range_text(picture.months)}",
            "values": f"={range_text(curve.numbers)}",
        }
        if curve.line:
            lines.add_series({**series, "line": {"color": "#444444", "width": 1.5, "dash_type": "dash"}})
        else:
            chart.add_series({**series, "fill": {"color": "#5B8DB8"}, "gap": 60})
    chart.combine(lines)
    chart.set_title({"name": f"={range_text(picture.title)}", "name_font": {"size": 11}})
    chart.set_x_axis({"num_format": "mmm", "text_axis": True, "num_font": {"size": 8}})
    grid = {"visible": True, "line": {"color": "#E6E6E6"}}
    chart.set_y_axis({"major_gridlines": grid, "num_format": picture.number, "num_font": {"size": 8}, "min": 0})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 480, "height": 240})
    page.insert_chart(picture.row, picture.column, chart, {"x_offset": picture.shift})
