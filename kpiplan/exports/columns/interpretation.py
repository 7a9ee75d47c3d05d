"""From a table of a file to what is read from it: columns judged, no rows but data, a reading for each KPI."""

from collections.abc import Callable
from dataclasses import replace

from kpiplan.exports.cells.kinds import ExportColumn, kind_of
from kpiplan.exports.cells.names import CURRENCY_NAME, DATE_NAME, key
from kpiplan.exports.cells.names import words as said
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.evidence import with_evidence
from kpiplan.exports.columns.header import judge, without_repeats
from kpiplan.exports.columns.layouts import is_records, plan_for
from kpiplan.exports.columns.merged_cells import filled_down
from kpiplan.exports.columns.readings import TablePlan, read_alike
from kpiplan.exports.columns.records import outcome_forms
from kpiplan.exports.columns.rows import cut_line, judge_of, keep_data
from kpiplan.exports.columns.rule_use import Applied
from kpiplan.exports.columns.rules import segment_cells
from kpiplan.exports.columns.vocabulary import Vocabulary
from kpiplan.exports.files.chunks import Data, MemoryData, Met
from kpiplan.exports.files.inputs import Input
from kpiplan.exports.files.judge import RowJudge
from kpiplan.exports.files.tables import ExportTable
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Progress
from kpiplan.exports.systems import recognise
from kpiplan.plan.export_rules import FileRules
from kpiplan.tuples import NamedTuple


class Request(NamedTuple):
    """What is asked of a file: the `rules` for it, the plan's `words`, and the columns `by` whose values figures are
    broken down: the first that is there. `progress` is told how far a large file is read.
    """

    rules: FileRules
    words: Vocabulary
    by: tuple[str, ...] = ()
    progress: Progress | None = None
    applied: Applied | None = None  # shared by the files that the same rules are for


def interpret(table: ExportTable, request: Request) -> tuple[Context, TablePlan]:
    """A table as it is read, and its readings. Raises RefusalError where there are none, or too many."""
    context = _context(table, request)
    try:
        return _planned(context)
    except RefusalError:
        if context.data.whole:
            raise
        for _ in context.data.chunks([]):
            pass  # only to see what comes up further below
        if not context.data.late:
            raise
        return _planned(replace(_with_late_cells(context), problems=[], remarks=[]))


def _planned(asked: Context) -> tuple[Context, TablePlan]:
    context, plan = plan_for(asked)
    return replace(context, asked=asked), with_evidence(context, plan)


def reconsidered(context: Context, plan: TablePlan) -> tuple[Context, TablePlan, bool]:
    """The same once all rows of a large file were gone through: where cells came up in forms that its first rows do not
    have, they say with them how the columns are read. And whether that is otherwise than it was, so that the rows are
    to be gone through again. Raises RefusalError where it is open now.
    """
    if not context.data.late or context.asked is None:
        return context, plan, False
    asked = replace(_with_late_cells(context.asked), problems=[], remarks=[])
    context, other = _planned(asked)
    texts = {column.index: column.texts for column in asked.columns}
    alike = len(other.readings) == len(plan.readings) and all(
        read_alike(one, again, texts) for one, again in zip(plan.readings, other.readings, strict=True)
    )
    return context, other, not alike


def _with_late_cells(context: Context) -> Context:
    """A table of a large file with the cells that came up further below in forms which its first rows do not have."""
    late = context.data.late
    columns = [
        replace(each, texts=tuple(dict.fromkeys((*each.texts, *late.get(each.index, ()))))) for each in context.columns
    ]
    return replace(context, columns=columns)


def _context(table: ExportTable, request: Request) -> Context:
    """A table with its columns judged and its totals, footers and repeated headers taken out."""
    sheet = table.sheet
    rules, words = request.rules, request.words
    columns = without_repeats(judge(table.header, table.rows))
    system = recognise(columns, table.preamble)
    draft = Context(sheet, table, columns, MemoryData(table.rows), rules, words, system)
    segments = {} if request.by else segment_cells(rules, words.segments, columns)
    row_judge = judge_of(table, columns, segments, records=is_records(draft))
    all_rows = table.rows
    table.rows = keep_data(table, row_judge)
    if not table.rows:
        raise RefusalError("no-rows", table.line)
    data: Data
    if table.goes_on:
        data = _large(table, columns, row_judge, all_rows[0][0], request.progress)
        table.keep_above(all_rows[0][0])
    else:
        at_end = not sheet.final_newline and all_rows[-1] is sheet.rows[-1]
        cut = cut_line(table, all_rows, row_judge) if at_end else None
        data = MemoryData(table.rows, Met(len(all_rows), cut=cut))
    applied = request.applied or Applied()
    if len(table.rows) < len(all_rows):
        columns = without_repeats(judge(table.header, table.rows))
    context = Context(sheet, table, columns, data, rules, words, system, request.by, applied)
    context = context if data.whole else _with_late_columns(context)
    return context if is_records(draft) else filled_down(context)


def _large(
    table: ExportTable, columns: list[ExportColumn], row_judge: RowJudge, line: int, progress: Progress | None
) -> Data:
    """The rows of a large file from a line on. What reads them is loaded where there are any."""
    from kpiplan.exports.files.forms import Forms
    from kpiplan.exports.files.large.data import FileData, Stretch

    plain = {c.index for c in columns if c.kind == "number"}
    stretch = Stretch(table.sheet, line, len(table.header), _watch(table.sheet.input, progress), not table.apart)
    codes = {c.index for c in columns if key(c.name) in CURRENCY_NAME}
    told = outcome_forms(columns)
    always = codes | set(told)
    forms = Forms({c.index: c.texts for c in columns if c.kind != "text" or c.index in always}, told)
    return FileData(stretch, plain, row_judge, forms, always)


def _with_late_columns(context: Context) -> Context:
    """What a column of a large file holds that is empty in its first rows: dates of late stages, mostly.

    Looked for where the name of the column says something, or a rule names it.
    """
    rules, words = context.rules, context.words
    asked = {key(name) for rule in rules.kpis.values() for name in (rule.count, rule.sum, rule.by, *rule.where) if name}
    late = [
        column
        for column in context.of_kind("empty")
        if key(column.name) in asked
        or words.stage(column.name)
        or words.dated_stage(column.name)
        or DATE_NAME.search(said(column.name))
    ]
    if not late:
        return context
    texts: dict[int, dict[str, None]] = {column.index: {} for column in late}
    for chunk in context.data.chunks(list(texts)):
        for index, known in texts.items():
            known.update(dict.fromkeys(text for (text,) in chunk.texts([index]) if text))
        if all(texts.values()):
            break
    columns = list(context.columns)
    for column in late:
        seen = tuple(texts[column.index])
        columns[column.index] = replace(column, kind=kind_of(column.name, seen), texts=seen)
    return replace(context, columns=columns)


def _watch(item: Input, progress: Progress | None) -> Callable[[int], None]:
    done = 0

    def watch(size: int) -> None:
        nonlocal done
        done += size
        if progress:
            progress(item.name, done, item.size)

    return watch
