"""The rules of a plan as readings of a table."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import key, words
from kpiplan.exports.columns.conditions import where_of
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.dating import column_dating, row_dating
from kpiplan.exports.columns.header import find_column
from kpiplan.exports.columns.readings import NO_SEGMENT, Dating, KpiReading, Splitting, Where
from kpiplan.exports.columns.rule_use import SPLIT
from kpiplan.exports.columns.sums import SumTerms, refuse_ratio, summed
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Joined, Listed, Quoted, RowCondition
from kpiplan.plan.export_rules import FileRules, Rule
from kpiplan.problems import nearest

MOST_VALUES = 1000  # that figures can be broken down by
NO_VALUE = "(none)"


def ruled_readings(context: Context) -> tuple[KpiReading, ...]:
    """One reading for each rule whose columns the table has. Raises RefusalError for rules that make no sense."""
    found = []
    for kpi, rule in context.rules.kpis.items():
        try:
            found.append(_reading(context, kpi, rule))
            context.applied.meet(kpi)
        except RefusalError as refusal:
            if refusal.code != "unknown-column":
                raise
            context.applied.miss(kpi, context.file, refusal)
    return tuple(found)


def claimed_columns(context: Context, readings: Sequence[KpiReading]) -> frozenset[int]:
    """The columns that rules make their KPIs of: what is summed, and dates that are counted."""
    counted = {key(context.rules.kpis[reading.kpi].count or "") for reading in readings}
    return frozenset(
        {reading.value for reading in readings if reading.value is not None}
        | {column.index for column in context.columns if key(column.name) in counted - {""}}
    )


def _reading(context: Context, kpi: str, rule: Rule) -> KpiReading:
    if (rule.count is None) == (rule.sum is None):
        raise RefusalError("bad-rule", kpi=kpi)
    where = tuple(where_of(context, name, test) for name, test in rule.where.items())
    unit = find_column(context.columns, rule.distinct, context.table.title) if rule.distinct else None
    units = None if unit is None else unit.index
    if rule.sum is not None:
        column = _named(context, rule.sum)
        direct = context.words.direct(kpi) if context.words.known(kpi) else None
        if direct is None:
            refuse_ratio(context, column)
        dating = _dating(context, rule.by) if rule.by else row_dating(context)
        return summed(context, kpi, column, dating, SumTerms(where, direct=direct))._replace(distinct=units)
    counted = _named(context, rule.count or "")
    if rule.by and rule.by != rule.count:
        there = Where(counted.index, lambda text: text != "", RowCondition(counted.name))
        return KpiReading(kpi, _dating(context, rule.by), counted.name, where=(*where, there), distinct=units)
    return KpiReading(kpi, _dating(context, counted.name), counted.name, where=where, distinct=units)


def _named(context: Context, name: str) -> ExportColumn:
    """The column of a rule; the title of a table stands for its one column of numbers called Primary."""
    title = context.table.title.strip().strip('"')
    if title and name.strip().casefold() == title.casefold():
        primary = [c for c in context.columns if c.name.casefold() == "primary"]
        if primary:
            return primary[0]
    return find_column(context.columns, name, context.table.title)


def _dating(context: Context, name: str) -> Dating:
    column = find_column(context.columns, name, context.table.title)
    if column.kind not in ("date", "month", "nth", "year") and (column.kind != "empty"):
        raise RefusalError(
            "no-dates",
            context.table.line,
            column=Quoted(column.name),
            example=Quoted(next((t for t in column.texts if t), "")),
        )
    return column_dating(context, column)


def split_of(context: Context) -> Splitting | None:
    """What splits rows to segments: the column that they are broken down by, else the rule; None without the column.

    Raises RefusalError for segments that the plan does not have.
    """
    if context.by:
        return _break_down(context)
    split = context.rules.split
    if split is None:
        return None
    try:
        column = find_column(context.columns, split.column, context.table.title)
    except RefusalError as refusal:
        if refusal.code != "unknown-column":
            raise
        context.applied.miss(SPLIT, context.file, refusal)
        context.remark("unsplit", column=split.column)
        return None
    context.applied.meet(SPLIT)
    for name in split.segments:
        if context.words.segments and name not in context.words.segments:
            near = nearest(name, context.words.segments)
            if near:
                raise RefusalError("mistaken-segment", segment=Quoted(name), near=near)
            raise RefusalError("unknown-segment", segment=Quoted(name), segments=Joined(context.words.segments))
    segment_of = {value.strip().casefold(): name for name, values in split.segments.items() for value in values}
    return Splitting(column.index, column.name, lambda text: segment_of.get(text.casefold(), NO_SEGMENT))


def segment_cells(
    rules: FileRules, names: Collection[str], columns: Sequence[ExportColumn]
) -> dict[int, frozenset[str]]:
    """By column what its cells call segments, case aside: by the rule that splits rows, else in a column `segment` by
    the plan's `names`.
    """
    if rules.split is None:
        own = frozenset(map(str.casefold, names))
        return {column.index: own for column in columns if own and words(column.name).casefold() == "segment"}
    said = frozenset(value.strip().casefold() for values in rules.split.segments.values() for value in values)
    return {column.index: said for column in columns if key(column.name) == key(rules.split.column)}


def segment_column(context: Context) -> Splitting | None:
    """A column `segment`, as kpiplan writes it, or as a plan with segments has it."""
    if context.by or context.rules.split or not (context.own_format or context.words.segments):
        return None
    column = next((c for c in context.columns if words(c.name).casefold() == "segment"), None)
    if column is None:
        return None
    known = {name.casefold(): name for name in context.words.segments}

    def segment(text: str) -> str | None:
        if not text:
            return None
        if known and text.casefold() not in known:
            raise RefusalError("unknown-segment", segment=Quoted(text), segments=Listed(context.words.segments))
        return known.get(text.casefold(), text)

    return Splitting(column.index, column.name, segment)


def breaking_column(names: Sequence[str], header: Sequence[str]) -> str | None:
    """The first of the names that a table has a column of."""
    keys = {key(cell) for cell in header}
    return next((name for name in names if key(name) in keys), None)


def _break_down(context: Context) -> Splitting | None:
    """Every value of a column as a segment of its own. In kpiplan's own tables a row without a segment is the whole."""
    name = breaking_column(context.by, [column.name for column in context.columns])
    if name is None:
        return None
    column = find_column(context.columns, name, context.table.title)
    own = key(context.columns[0].name) == "period" and key(name) == "segment"
    blank = None if own else NO_VALUE
    return Splitting(column.index, column.name, lambda text: text or blank, MOST_VALUES)
