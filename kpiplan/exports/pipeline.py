"""The whole pipeline: inputs, sheets, tables, readings, counts, one set of actuals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from kpiplan.exports.columns.interpretation import Request, interpret
from kpiplan.exports.columns.rows import TOO_WIDE, refuse_wide
from kpiplan.exports.columns.vocabulary import Vocabulary
from kpiplan.exports.files.chunks import FileData
from kpiplan.exports.files.gather import gather
from kpiplan.exports.files.inputs import Input
from kpiplan.exports.files.tables import ExportTable, Tables, open_tables
from kpiplan.exports.months.counting import count
from kpiplan.exports.months.figures import Found, findings
from kpiplan.exports.months.join import join
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Account, Exports, Listed, Progress, Refusal, Remark, Why
from kpiplan.exports.sentences import problem
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
) -> Exports:
    """See `kpiplan.exports.read_exports`."""
    rules = tuple(rules)
    items, problems = gather(inputs)
    found: list[Found] = []
    unused: list[tuple[Input, RefusalError]] = []
    for item in items:
        try:
            own = rules_for(item.called or item.name, rules)
            some, remarks = read_tables(open_tables(item, own), Request(own, words, progress=progress))
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
        Account(item.name, remarks=(Remark("not-used", {"problem": refusal.refusal}),)) for item, refusal in unused
    )
    return replace(actuals, sources=(*actuals.sources, *idle))


def read_tables(opened: Tables, request: Request) -> tuple[list[Found], list[Problem]]:
    """All tables of a file that say something, with remarks. Raises RefusalError where none does."""
    found: list[Found] = []
    remarks: list[Problem] = []
    refusals: list[tuple[ExportTable, RefusalError]] = []
    for table in opened.tables:
        try:
            one, problems = _read_table(table, request)
            found.append(one)
            remarks.extend(problems)
        except RefusalError as refusal:
            refusal.place = table.place
            useless = refusal.code in USELESS or refusal.code == "period-spans-months"
            if len(opened.tables) > 1 and useless:
                refusals.append((table, refusal))
            else:
                raise
    dated = [one for one in found if all(use.date is not None for use in one.source.columns.values())]
    found = dated or found
    if not found and refusals:
        raise _none(refusals)
    return _with_unused(found, refusals, opened), remarks


def _read_table(table: ExportTable, request: Request) -> tuple[Found, list[Problem]]:
    """One table, with remarks. Raises RefusalError; one that has nothing for the plan is useless, not wrong."""
    context, plan = interpret(table, request)
    try:
        counted = count(context.data, plan)
        if isinstance(context.data, FileData):
            left = context.data.left_out
            refuse_wide(table, left[Why(TOO_WIDE)], counted.rows + left.total())
            table.left_out.update(left)
        return findings(context, plan, counted), context.problems
    except RefusalError as refusal:
        kpis = [reading.kpi for reading in plan.readings]
        if any(request.words.wants(kpi) for kpi in kpis):
            raise
        raise RefusalError("not-in-plan", table.line, kpis=Listed(tuple(kpis)), problem=refusal.refusal) from None


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


def _with_unused(found: list[Found], refusals: list[tuple[ExportTable, RefusalError]], opened: Tables) -> list[Found]:
    """The account of the first table also says which others of the file, and which sheets, were not used."""
    remarks = []
    if refusals:
        names = Listed(tuple(table.name for table, _ in refusals), 6)
        remarks.append(Remark("other-tables", {"number": len(refusals), "tables": names}))
    if opened.hidden:
        remarks.append(Remark("hidden-sheets", {"sheets": Listed(opened.hidden, 6)}))
    if opened.bare:
        remarks.append(Remark("bare-sheets", {"sheets": Listed(opened.bare, 6)}))
    if not remarks or not found:
        return found
    source = found[0].source
    return [replace(found[0], source=replace(source, remarks=(*source.remarks, *remarks))), *found[1:]]
