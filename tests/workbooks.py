"""Workbooks of plans for tests: made, edited as people do, recalculated by another program, read back."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import formualizer
import openpyxl

from kpiplan.analysis.variance.actuals import Actuals
from kpiplan.analysis.workbook.inputs import Inputs, SheetInput
from kpiplan.figures import Figures
from kpiplan.formats.workbook.writing import workbook_bytes
from kpiplan.funnel.targets import plan_targets
from kpiplan.loader import Loaded, load
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.reports.workbook.book import workbook

FIRST_ROW, FIRST_MONTH, YEAR = 5, 3, 19  # of the sheets of targets, from 1
Book = Any


def loaded(text: str) -> Loaded:
    """A plan without errors."""
    found = load(text.encode(), "plan.yaml")
    assert found.plan is not None, [problem.message for problem in found.errors]
    return found


def made(found: Loaded, actuals: Actuals | None = None, locale: Locale = ENGLISH) -> bytes:
    """The workbook of a plan."""
    assert found.plan is not None
    return workbook_bytes(workbook(plan_targets(found.plan), found.source.text, locale, actuals))


def inputs_of(found: Loaded) -> list[SheetInput]:
    """The inputs of a plan."""
    assert found.plan is not None
    return Inputs(found.plan).all


def opened(data: bytes, *, values: bool = False) -> Book:
    """A workbook as openpyxl has it: its formulas, or what these came to when it was saved."""
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def saved(book: Book) -> bytes:
    """The bytes of a workbook; what its formulas came to is lost."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cells_of(book: Book, name: str) -> list[Any]:
    """The cells of a name, in one row."""
    sheet, _, corners = book.defined_names[name].attr_text.rpartition("!")
    found = book[sheet.strip("'").replace("''", "'")][corners.replace("$", "")]
    return list(found[0]) if isinstance(found, tuple) else [found]


def edited(data: bytes, edits: Mapping[str, Sequence[object]]) -> bytes:
    """The workbook with other values in the cells of some names."""
    book = opened(data)
    for name, values in edits.items():
        for cell, value in zip(cells_of(book, name), values, strict=True):
            cell.value = value
    return saved(book)


def recalculated(data: bytes) -> bytes:
    """The workbook with what another program than kpiplan makes of its formulas."""
    result = formualizer.recalculate_xlsx_bytes(data)
    assert result["summary"]["errors"] == 0, result["summary"]
    found: bytes = result["bytes"]
    return found


def differences(book: Book, results: Figures) -> Iterator[str]:
    """Where the numbers of a workbook are others than those of `target --format json`, by 1e-9."""
    segments = list(dict.fromkeys(figure.segment for figure in results.figures if figure.segment))
    sheets = [("Targets", None), *zip(book.sheetnames[1:], segments, strict=False)]
    for sheet, segment in sheets:
        figures = [figure for figure in results.figures if figure.segment == segment]
        for row, figure in enumerate(figures, start=FIRST_ROW):
            wanted = [*enumerate(figure.values, start=FIRST_MONTH), (YEAR, figure.total)]
            for column, value in wanted:
                found = book[sheet].cell(row, column).value
                if not same(found, value):
                    yield f"{sheet} {figure.kpi} column {column}: {found!r}, not {value!r}"
    yield from _carried(book["Before"], results)


def _carried(sheet: Any, results: Figures) -> Iterator[str]:
    """What must be under way: the rows that are filled, in the order of the results."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST_ROW, max_col=6)]
    filled = [row for row in rows if row[3] not in (None, "")]
    if len(filled) != len(results.carry_in):
        yield f"{len(filled)} rows before the plan, not {len(results.carry_in)}"
        return
    for row, carried in zip(filled, results.carry_in, strict=True):
        if not all(map(same, row[3:], (carried.needed, carried.brings, carried.stated))):
            yield f"{carried.stage} {carried.month}: {row[3:]}"


def same(found: object, wanted: float | None) -> bool:
    """Whether a cell holds a number, or nothing where there is none."""
    if wanted is None:
        return found in (None, "")
    number = float(found) if isinstance(found, int | float) else 0.0 if found is None else None
    return number is not None and abs(number - wanted) <= 1e-9 * max(abs(wanted), 1e-3)
