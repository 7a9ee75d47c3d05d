"""From a table of a file to what is read from it: columns judged, no rows but data, a reading for each KPI."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.header import judge
from kpiplan.exports.columns.layouts import is_records, plan_for
from kpiplan.exports.columns.readings import TablePlan
from kpiplan.exports.columns.rows import keep_data, refuse_cut_row, row_judge
from kpiplan.exports.columns.vocabulary import Vocabulary
from kpiplan.exports.files.chunks import Data, FileData, MemoryData
from kpiplan.exports.files.inputs import Input
from kpiplan.exports.files.tables import ExportTable
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Progress
from kpiplan.exports.systems import recognise
from kpiplan.plan.export_rules import FileRules


class Request(NamedTuple):
    """What is asked of a file: the `rules` for it, the plan's `words`, and the columns `by` whose values figures are
    broken down: the first that is there. `progress` is told how far a large file is read.
    """

    rules: FileRules
    words: Vocabulary
    by: tuple[str, ...] = ()
    progress: Progress | None = None


def interpret(table: ExportTable, request: Request) -> tuple[Context, TablePlan]:
    """A table as it is read, and its readings. Raises RefusalError where there are none, or too many."""
    return plan_for(_context(table, request))


def _context(table: ExportTable, request: Request) -> Context:
    """A table with its columns judged and its totals, footers and repeated headers taken out."""
    sheet = table.sheet
    rules, words = request.rules, request.words
    columns = judge(table.header, table.rows)
    system = recognise(columns, table.preamble)
    draft = Context(sheet, table, columns, MemoryData(table.rows), rules, words, system)
    if sheet.whole and not sheet.final_newline:
        refuse_cut_row(table, columns)
    records = is_records(draft)
    table.rows = keep_data(table, columns, records=records)
    if not table.rows:
        raise RefusalError("no-rows", table.line)
    data: Data = MemoryData(table.rows)
    if not sheet.whole:
        digits = {c.index for c in columns if any(map(_is_digits, c.texts)) or not any(c.texts)}
        judge_rows = row_judge(columns, records=records)
        line, cells = sheet.rows[table.index]
        above = line + sheet.above + sum(cell.count("\n") for cell in cells)
        data = FileData(sheet, above, len(table.header), digits, judge_rows, _watch(sheet.input, request.progress))
        table.left_out.clear()
    return Context(sheet, table, judge(table.header, table.rows), data, rules, words, system, request.by)


def _is_digits(text: str) -> bool:
    return text.strip("+-").replace(".", "").replace(",", "").isdigit()


def _watch(item: Input, progress: Progress | None) -> Callable[[int], None]:
    done = 0

    def watch(size: int) -> None:
        nonlocal done
        done += size
        if progress:
            progress(item.name, done, item.size)

    return watch
