"""What was planned, beside what happened: no actual, and where no plan has targets the target of the same KPI."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import PLANNED_NAME, TARGET_NAME, VALUE_NAME, key
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.readings import KpiReading, Where
from kpiplan.exports.columns.sums import SumTerms, summed
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Listed, RowCondition

Place = TypeVar("Place")


def target_columns(
    context: Context, columns: Iterable[ExportColumn], readings: Sequence[KpiReading]
) -> tuple[KpiReading, ...]:
    """The target of each KPI that is read from a column, where one other column has it; says what became of them."""
    beside = [c for c in columns if c.index not in context.claimed and context.words.planned_for(c.name)]
    found = _one_each((context.words.target_for(column.name), column) for column in beside)
    taken = {
        column: target
        for reading in readings
        if (column := found.get(reading.kpi)) and (target := _summed(context, reading, column, SumTerms()))
    }
    return _said(context, tuple(column.name for column in beside), {c.name: r for c, r in taken.items()})


def target_rows(context: Context, planned: Sequence[str], readings: Sequence[KpiReading]) -> tuple[KpiReading, ...]:
    """The same of rows that are called so, or marked so by the column that says which rows are actuals."""
    found = _one_each((context.words.target_for(text), text) for text in planned)
    side = None if context.words.planned else side_of_rows(context, TARGET_NAME)
    taken: dict[str, KpiReading] = {}
    for reading in readings:
        named, *others = reading.where
        column = context.columns[reading.value or 0]
        if text := found.get(reading.kpi):
            where = named._replace(accepts=text.__eq__, says=RowCondition(named.says.column, (text,)))
            target = _summed(context, reading, column, SumTerms((where, *others), named=text))
        elif side and others:
            target = _summed(context, reading, column, SumTerms((named, side), named=reading.label))
        else:
            continue
        if target:
            taken[text or reading.label] = target
    return _said(context, planned, taken)


def side_of_rows(context: Context, names: frozenset[str]) -> Where | None:
    """The rows on one side, where a column says which are targets and which are actuals."""
    for column in context.of_kind("text"):
        kinds = {key(text) for text in column.texts if text}
        if kinds & PLANNED_NAME and kinds & VALUE_NAME and kinds <= PLANNED_NAME | VALUE_NAME:
            one = tuple(text for text in column.texts if key(text) in names)
            if names is not TARGET_NAME or len({key(text) for text in one}) == 1:
                says = RowCondition(column.name, ("actual",) if names is VALUE_NAME else one[:1])
                return Where(column.index, lambda text: key(text) in names, says)
    return None


def _one_each(pairs: Iterable[tuple[str | None, Place]]) -> dict[str, Place]:
    """What each KPI has one of: of a plan and a forecast nobody says which is the target."""
    found: dict[str, list[Place]] = {}
    for kpi, place in pairs:
        if kpi is not None:
            found.setdefault(kpi, []).append(place)
    return {kpi: places[0] for kpi, places in found.items() if len(places) == 1}


def _summed(context: Context, reading: KpiReading, column: ExportColumn, terms: SumTerms) -> KpiReading | None:
    """A target as its actual is read, None for what is no sum of days or can't be read."""
    if reading.over != "sum" or reading.direct:
        return None
    try:
        return summed(context, reading.kpi, column, reading.dating, terms)
    except RefusalError:
        return None


def _said(context: Context, planned: Sequence[str], taken: dict[str, KpiReading]) -> tuple[KpiReading, ...]:
    if taken:
        context.remark("targets", columns=Listed(tuple(taken)))
    if idle := tuple(name for name in planned if name not in taken):
        context.remark("planned", columns=Listed(idle))
    return tuple(taken.values())
