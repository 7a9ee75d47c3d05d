"""The whole pipeline: inputs, sheets, tables, readings, counts, one set of actuals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kpiplan.exports.columns.context import About, Context
from kpiplan.exports.columns.interpretation import Request, interpret, reconsidered
from kpiplan.exports.columns.readings import TablePlan
from kpiplan.exports.columns.rows import TOO_WIDE, refuse_wide
from kpiplan.exports.columns.rule_use import Applied
from kpiplan.exports.columns.rules import breaking_column
from kpiplan.exports.columns.unread import say_unread
from kpiplan.exports.columns.vocabulary import Vocabulary
from kpiplan.exports.files.file_tables import FileTables, look_below
from kpiplan.exports.files.gather import gather
from kpiplan.exports.files.inputs import Input
from kpiplan.exports.files.parquet import Named, apart, rules_of
from kpiplan.exports.files.tables import ExportTable
from kpiplan.exports.months.best_table import best_tables
from kpiplan.exports.months.counting import count
from kpiplan.exports.months.figures import Found, findings
from kpiplan.exports.months.join import join
from kpiplan.exports.months.same_figures import said_once
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Account, Exports, Listed, Progress, Refusal, Remark, Why
from kpiplan.exports.sentences import problem
from kpiplan.exports.sources import TableSource
from kpiplan.months import Month
from kpiplan.plan.export_rules import FileRules, rules_for
from kpiplan.problems import Problem

# What makes a table useless rather than wrong: others of the same file, zip or folder may still serve.
USELESS = frozenset({"no-date", "no-measure", "no-rows", "no-header", "empty-export", "unknown-column"})

_SETTLED = USELESS | {"ambiguous-column"}


def read(
    inputs: Iterable[Named],
    rules: Iterable[FileRules],
    words: Vocabulary,
    through: Month | None,
    progress: Progress | None = None,
) -> Exports:
    """See `kpiplan.exports.read_exports`."""
    rules = tuple(rules)
    files, sources = apart(inputs, rules)
    items, problems = gather(files)
    found: list[Found] = []
    unused: list[tuple[Input, RefusalError]] = []
    refused: list[tuple[Input | TableSource, RefusalError]] = []
    followed = [(each, Applied()) for each in rules]
    for source in sources:
        own = rules_of(source, rules)
        applied = next((kept for each, kept in followed if each is own), None)
        try:
            found.extend(asked(source, Request(own, words, progress=progress, applied=applied), problems))
        except RefusalError as refusal:
            refused.append((source, refusal))
    for item in items:
        own = rules_for(item.called or item.name, rules)
        applied = next((kept for each, kept in followed if each is own), None)
        try:
            opened = FileTables(item, own)
            some, remarks = read_tables(opened, Request(own, words, progress=progress, applied=applied))
            some = _with_sheets(some, opened)
            found.extend(some)
            problems.extend(remarks)
        except RefusalError as refusal:
            (unused if refusal.code in USELESS and not item.alone else refused).append((item, refusal))
    unmet = [problem for _, applied in followed for problem in applied.unmet]
    explained = {each.file for each in unmet}  # their rules, once right, settle what was open there
    refused = [(item, each) for item, each in refused if not (each.code in _SETTLED and item.name in explained)]
    problems.extend((*unmet, *(refusal.problem(item.name) for item, refusal in refused)))
    if found:
        problems.extend(_some_unused(unused))
    else:
        problems.extend(_none_used(unused))
    if not items and not sources and not problems:
        problems.append(problem(Refusal("no-file")))
    actuals = join(found, problems, through, words)
    idle = tuple(
        Account(item.name, remarks=(Remark("not-used", {"problem": refusal.refusal}),)) for item, refusal in unused
    )
    return actuals._replace(sources=(*actuals.sources, *idle))


def asked(source: TableSource, request: Request, problems: list[Problem]) -> list[Found]:
    """What a table says that is asked where it lies. What asks it is loaded where there is one. Raises RefusalError."""
    from kpiplan.exports.warehouses.reading import found_in

    answer = found_in(source, request)
    if answer is None:
        return []
    problems.extend(about.problem for about in answer[1])
    return [answer[0]]


def _some_unused(unused: Sequence[tuple[Input, RefusalError]]) -> Iterator[Problem]:
    """Of each folder and zip one warning for all files that are of no use for the same reason."""
    alike: dict[tuple[str, str], list[tuple[Input, RefusalError]]] = {}
    for item, refusal in unused:
        alike.setdefault((item.shelf or item.name, refusal.code), []).append((item, refusal))
    for (shelf, _), held in alike.items():
        item, refusal = held[0]
        if len(held) == 1:
            yield problem(Refusal("unused-file", {"problem": refusal.refusal}), item.name)
            continue
        fields = {"number": len(held), "problem": refusal.refusal, "files": _within(shelf, held)}
        yield problem(Refusal("unused-files", fields), shelf)


def _within(shelf: str, held: Sequence[tuple[Input, RefusalError]]) -> Listed:
    """The names of files as their folder or zip has them."""
    return Listed(tuple(each.name.removeprefix(shelf).lstrip("/\\") for each, _ in held))


def _none_used(unused: Sequence[tuple[Input, RefusalError]]) -> Iterator[Problem]:
    """Of each folder and zip, no file of which can be used, one problem: the gravest, with the files."""
    shelves: dict[str, list[tuple[Input, RefusalError]]] = {}
    for item, refusal in unused:
        shelves.setdefault(item.shelf or item.name, []).append((item, refusal))
    for shelf, held in shelves.items():
        item, refusal = min(held, key=lambda pair: pair[1].code in ("no-rows", "no-header", "no-date"))
        if len(held) == 1:
            yield refusal.problem(item.name)
            continue
        fields = {"number": len(held), "problem": refusal.refusal, "files": _within(shelf, held)}
        yield problem(Refusal("no-file-usable", fields), shelf)


def read_tables(tables: Iterable[ExportTable], request: Request) -> tuple[list[Found], list[Problem]]:
    """All tables of a file that say something, with remarks; of those without a column that rows are to be broken down
    by none. Raises RefusalError where none does.
    """
    found: list[Found] = []
    remarks: list[list[About]] = []
    refusals: list[tuple[ExportTable, RefusalError]] = []
    number = 0
    for table in tables:
        if request.by and breaking_column(request.by, table.header) is None:
            continue
        number += 1
        try:
            one, problems = _read_table(table, request)
            found.append(one)
            remarks.append(problems)
        except RefusalError as refusal:
            refusal.place = table.place
            if refusal.code not in USELESS and refusal.code != "period-spans-months":
                raise
            refusals.append((table, refusal))
    if number == len(refusals) == 1:
        raise refusals[0][1]
    if any(not one.unsplit for one in found):  # beside parts of segments their sum would count twice
        kept = [at for at, one in enumerate(found) if not one.unsplit]
        found, remarks = [found[at] for at in kept], [remarks[at] for at in kept]
    if not found and refusals:
        raise _none(refusals)
    best = best_tables(said_once(found))
    known = [{kpi for kpi, _ in one.values} for one in best]
    said = [
        each.problem
        for problems, kpis, one in zip(remarks, known, found, strict=True)
        for each in problems
        if kpis and (each.kpi is None or each.kpi in kpis or each.kpi not in {kpi for kpi, _ in one.values})
    ]
    idle = [one.source.table for one, kpis in zip(best, known, strict=True) if not kpis]
    return _with_unused([one for one in best if one.values], [*idle, *(table.name for table, _ in refusals)]), said


def _read_table(table: ExportTable, request: Request) -> tuple[Found, list[About]]:
    """One table, with remarks. Raises RefusalError; one that has nothing for the plan is useless, not wrong."""
    context, plan = interpret(table, request)
    try:
        return counted(context, plan)
    except RefusalError as refusal:
        kpis = [reading.kpi for reading in plan.readings]
        if not kpis or any(request.words.wants(kpi) for kpi in kpis):
            raise
        raise RefusalError("not-in-plan", table.line, kpis=Listed(tuple(kpis)), problem=refusal.refusal) from None


def counted(context: Context, plan: TablePlan) -> tuple[Found, list[About]]:
    """What a table says once all of its rows were gone through, with remarks. Raises RefusalError for rows that are not
    what the first ones are.
    """
    table = context.table
    counts = count(context.data, plan)
    context, plan, otherwise = reconsidered(context, plan)
    counts = count(context.data, plan) if otherwise else counts
    targets = count(context.data, plan._replace(readings=plan.targets)) if plan.targets else None
    met = context.data.met
    if met.cut is not None:
        raise RefusalError("cut-row", met.cut)
    refuse_wide(table, met.left_out.get(Why(TOO_WIDE), 0), met.rows)
    table.left_out.update(met.left_out)
    if table.goes_on:
        look_below(table, met.end)
    if wide := table.left_out[Why(TOO_WIDE)]:
        line = next(iter(table.left_lines.get(Why(TOO_WIDE), ())), met.lines.get(Why(TOO_WIDE)))
        rows = counts.rows + table.left_out.total()
        context.problem("wide-rows", line, wide=wide, rows=rows, number=len(table.header))
    say_unread(context, plan)
    return findings(context, plan, counts, targets), context.problems


def _none(refusals: list[tuple[ExportTable, RefusalError]]) -> RefusalError:
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


def _with_unused(found: list[Found], unused: Sequence[str]) -> list[Found]:
    """The account of the first table also says which others of the file were not used."""
    if not unused or not found:
        return found
    return _remarked(found, [Remark("other-tables", {"number": len(unused), "tables": Listed(tuple(unused), 6)})])


def _with_sheets(found: list[Found], opened: FileTables) -> list[Found]:
    """The account of the first table also says which sheets of a workbook were not used."""
    sheets = {"hidden-sheets": opened.hidden, "bare-sheets": opened.bare}
    return _remarked(found, [Remark(code, {"sheets": Listed(names, 6)}) for code, names in sheets.items() if names])


def _remarked(found: list[Found], remarks: list[Remark]) -> list[Found]:
    """The same with remarks in the account of the first table."""
    if not found or not remarks:
        return found
    source = found[0].source
    return [found[0]._replace(source=source._replace(remarks=(*source.remarks, *remarks))), *found[1:]]
