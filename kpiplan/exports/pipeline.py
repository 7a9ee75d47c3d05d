"""The whole pipeline: inputs, sheets, tables, readings, counts, one set of actuals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.kinds import judge
from kpiplan.exports.columns.layouts import is_records, plan_for
from kpiplan.exports.columns.names import key
from kpiplan.exports.columns.vocabulary import Vocabulary
from kpiplan.exports.files.chunks import Data, FileData, MemoryData
from kpiplan.exports.files.inputs import Input, gather
from kpiplan.exports.files.rows import TOO_WIDE, keep_data, refuse_cut_row, refuse_wide, row_judge
from kpiplan.exports.files.sheets import Sheet, open_sheet
from kpiplan.exports.files.tables import MAX_TABLES, Table, split_tables
from kpiplan.exports.months.counting import count
from kpiplan.exports.months.figures import Found, findings
from kpiplan.exports.months.join import join
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Actuals, Listed, Progress, Refusal, Remark, Source, Why
from kpiplan.exports.sentences import problem
from kpiplan.exports.systems import recognise
from kpiplan.months import Month
from kpiplan.plan.export_rules import FileRules, rules_for
from kpiplan.problems import Problem

# What makes a table useless rather than wrong: others of the same file, zip or folder may still serve.
USELESS = frozenset({"no-date", "no-measure", "no-rows", "no-header", "empty-export", "unknown-column"})


def read(
    inputs: Iterable[str | Path | Input],
    rules: Iterable[FileRules],
    words: Vocabulary,
    through: Month | None,
    progress: Progress | None = None,
) -> Actuals:
    """See `kpiplan.exports.read_exports`."""
    rules = tuple(rules)
    items, problems = gather(inputs)
    found: list[Found] = []
    unused: list[tuple[Input, RefusalError]] = []
    for item in items:
        try:
            own = rules_for(item.called or item.name, rules)
            sheet, tables = open_tables(item, own)
            some, remarks = read_tables(sheet, tables, own, words, progress)
            found.extend(some)
            problems.extend(remarks)
        except RefusalError as refusal:
            if refusal.code in USELESS and not item.alone:
                unused.append((item, refusal))
            else:
                problems.append(refusal.problem(item.name))
    if found:
        problems.extend(
            problem(Refusal("unused-file", {"problem": refusal.refusal}), item.name) for item, refusal in unused
        )
    else:
        problems.extend(refusal.problem(item.name) for item, refusal in unused)
    if not items and not problems:
        problems.append(problem(Refusal("no-file")))
    actuals = join(found, problems, through, words)
    idle = tuple(
        Source(item.name, remarks=(Remark("not-used", {"problem": refusal.refusal}),)) for item, refusal in unused
    )
    return replace(actuals, sources=(*actuals.sources, *idle))


def read_tables(
    sheet: Sheet,
    tables: Sequence[Table],
    rules: FileRules,
    words: Vocabulary,
    progress: Progress | None = None,
    by: tuple[str, ...] = (),
) -> tuple[list[Found], list[Problem]]:
    """All tables of a file that say something, with remarks. Raises RefusalError where none does."""
    found: list[Found] = []
    remarks: list[Problem] = []
    refusals: list[tuple[Table, RefusalError]] = []
    for table in tables:
        try:
            one, problems = _read_table(sheet, table, rules, words, progress, by)
            found.append(one)
            remarks.extend(problems)
        except RefusalError as refusal:
            useless = refusal.code in USELESS or refusal.code == "period-spans-months"
            if len(tables) > 1 and useless:
                refusals.append((table, refusal))
            else:
                raise
    dated = [one for one in found if all(use.date is not None for use in one.source.columns.values())]
    found = dated or found
    if not found and refusals:
        raise _none(refusals)
    return _with_unused(found, refusals), remarks


def _read_table(
    sheet: Sheet,
    table: Table,
    rules: FileRules,
    words: Vocabulary,
    progress: Progress | None,
    by: tuple[str, ...],
) -> tuple[Found, list[Problem]]:
    """One table, with remarks. Raises RefusalError; one that has nothing for the plan is useless, not wrong."""
    context, plan = plan_for(open_context(sheet, table, rules, words, progress, by))
    try:
        counted = count(context.data, plan)
        if isinstance(context.data, FileData):
            left = context.data.left_out
            refuse_wide(table, left[Why(TOO_WIDE)], counted.rows + left.total())
            table.left_out.update(left)
        return findings(context, plan, counted), context.problems
    except RefusalError as refusal:
        kpis = [reading.kpi for reading in plan.readings]
        if any(words.wants(kpi) for kpi in kpis):
            raise
        raise RefusalError("not-in-plan", table.line, kpis=Listed(tuple(kpis)), problem=refusal.refusal) from None


def open_tables(item: Input, rules: FileRules) -> tuple[Sheet, list[Table]]:
    """The tables of a file, the one that the rules name alone. Raises RefusalError where there is none."""
    sheet = open_sheet(item, rules.encoding)
    tables = split_tables(sheet.rows)
    if not tables:
        raise RefusalError("no-header", 1)
    full, tables = len(tables) > MAX_TABLES, tables[:MAX_TABLES]
    if rules.table is None and not full:
        return sheet, tables
    chosen: list[Table] = []
    if isinstance(rules.table, int):
        chosen = [table for table in tables if table.number == rules.table]
    elif rules.table is not None:
        wanted = key(rules.table)
        chosen = [t for t in tables if wanted in key(t.title) or wanted in key(", ".join(t.header))]
    if not chosen and full:
        raise RefusalError("too-many-tables", most=MAX_TABLES)
    if not chosen:
        names = tuple(f"{table.number}: {table.name}" for table in tables)
        raise RefusalError("unknown-table", table=rules.table, tables=Listed(names))
    return sheet, chosen


def open_context(
    sheet: Sheet,
    table: Table,
    rules: FileRules,
    words: Vocabulary,
    progress: Progress | None = None,
    by: tuple[str, ...] = (),
) -> Context:
    """A table with its columns judged and its totals, footers and repeated headers taken out."""
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
        above = line + sum(cell.count("\n") for cell in cells)
        data = FileData(sheet, above, len(table.header), digits, judge_rows, _watch(sheet.input, progress))
        table.left_out.clear()
    return Context(sheet, table, judge(table.header, table.rows), data, rules, words, system, by)


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


def _none(refusals: list[tuple[Table, RefusalError]]) -> RefusalError:
    """No table of several can be used: the gravest reason, and what there is."""
    table, refusal = min(refusals, key=lambda pair: pair[1].code in ("no-rows", "no-header", "no-date"))
    names = tuple(f"{t.number}: {t.name}" for t, _ in refusals)
    return RefusalError(
        "no-table-usable",
        refusal.line or table.line,
        number=len(refusals),
        problem=refusal.refusal,
        tables=Listed(names),
    )


def _with_unused(found: list[Found], refusals: list[tuple[Table, RefusalError]]) -> list[Found]:
    """The account of the first table also says which others of the file were not used."""
    if not refusals or not found:
        return found
    names = Listed(tuple(table.name for table, _ in refusals), 6)
    source = found[0].source
    remark = Remark("other-tables", {"number": len(refusals), "tables": names})
    return [replace(found[0], source=replace(source, remarks=(*source.remarks, remark))), *found[1:]]
