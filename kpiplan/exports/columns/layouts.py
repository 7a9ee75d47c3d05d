"""From a table and what is known about it to the readings: which columns become which KPIs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import STATUS_NAME, key
from kpiplan.exports.cells.record_names import closes, dates_nothing
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.dating import is_weekly, row_dating
from kpiplan.exports.columns.everybody import everybody_alone
from kpiplan.exports.columns.guesses import guesses
from kpiplan.exports.columns.header import has_column
from kpiplan.exports.columns.long import long_columns, long_plan, too_many
from kpiplan.exports.columns.measure_columns import measure_columns, numbers_of
from kpiplan.exports.columns.readings import LONG, WIDE, Dating, KpiReading, TablePlan
from kpiplan.exports.columns.record_readings import records_plan, warn_of_lost
from kpiplan.exports.columns.records import records_of
from kpiplan.exports.columns.result_kinds import are_results, leads_alone
from kpiplan.exports.columns.rules import claimed_columns, ruled_readings, segment_column, split_of
from kpiplan.exports.columns.sums import SumTerms, summed
from kpiplan.exports.columns.targets import target_columns
from kpiplan.exports.columns.undone import warn_of_undone
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import RECORDS, Listed

if TYPE_CHECKING:
    from kpiplan.exports.columns.wide import MonthColumn

_NOTHING = frozenset({"no-measure", "no-date"})  # codes that say that a table has nothing to be read


def is_records(context: Context) -> bool:
    """Whether a row is a lead or deal: a system says so, or columns date stages and none counts them."""
    rules = context.rules.kpis.values()
    if any(rule.count is not None and has_column(context.columns, rule.count) for rule in rules):
        return True
    if context.system:
        return bool(context.system.takes)
    records = records_of(context)
    if records is None or not long_columns(context):
        return records is not None
    ends = records.closing is not None or any(closes(column.name) for _, column in records.dates)
    return records.outcome is not None and ends  # `Stage, Close Date, Value`: no KPI by month


def plan_for(context: Context) -> tuple[Context, TablePlan]:
    """The readings of a table, and the table as they read it. Raises RefusalError where there are none, or
    too many.
    """
    if context.rules.kpis and not _rows_are_kpis(context) and (readings := ruled_readings(context)):
        return context, _ruled(context, readings)
    return _untold(context)


def _untold(context: Context) -> tuple[Context, TablePlan]:
    """The same by the names of columns and rows, but for what rules say of rows."""
    if is_records(context):
        return records_plan(context)
    if months := _month_columns(context):
        from kpiplan.exports.columns.wide import melt

        context = melt(context, months)
        return context, long_plan(context, WIDE)
    if long_columns(context):
        return context, long_plan(context, LONG)
    return context, _periods(context)


def _rows_are_kpis(context: Context) -> bool:
    """Whether rules name KPIs that are rows here, so that there is no column for them to name."""
    names = [rule.sum or rule.count or "" for rule in context.rules.kpis.values()]
    return not any(has_column(context.columns, name) for name in names) and (
        bool(long_columns(context)) or bool(_month_columns(context))
    )


def _month_columns(context: Context) -> list[MonthColumn]:
    """The columns that are months or days, where no column dates the rows."""
    if context.of_kind("date", "nth"):
        return []
    from kpiplan.exports.columns.wide import month_columns  # in most tables a column does

    return month_columns(context)


def _ruled(context: Context, readings: tuple[KpiReading, ...]) -> TablePlan:
    """What rules say, and beside it what the names of the other columns do: a rule replaces what it names alone."""
    warn_of_lost(context, readings)
    rest = _beside(context, readings)
    records = any(reading.value is None for reading in readings) or bool(rest and rest.records)
    return TablePlan(
        RECORDS if records else "a row a period",
        (*readings, *(rest.readings if rest else ())),
        records=records,
        split=rest.split if rest else split_of(context),
        spans=context.rules.spans,
        weekly=not records and _weekly(context, readings[0].dating),
        ruled=frozenset(reading.kpi for reading in readings),
        targets=rest.targets if rest else (),
    )


def _beside(context: Context, readings: Sequence[KpiReading]) -> TablePlan | None:
    """What the columns that no rule speaks of say untold; None where that is nothing. What is open is left out."""
    told = frozenset(reading.kpi for reading in readings)
    rest = replace(context, told=told, claimed=claimed_columns(context, readings), problems=[], remarks=[])
    dated = {reading.dating.columns: reading.dating for reading in readings if reading.value is not None}
    try:
        plan = (
            records_plan(rest)[1] if is_records(rest) else _periods(rest, *(dated.values() if len(dated) == 1 else ()))
        )
    except RefusalError as refusal:
        if refusal.code not in _NOTHING or refusal.refusal.code == "won-unknown":
            context.remark("beside-rules", problem=refusal.refusal)
        return None
    context.problems += rest.problems
    context.remarks += rest.remarks
    return plan


def _weekly(context: Context, dating: Dating) -> bool:
    return len(dating.columns) == 1 and is_weekly(context.columns[dating.columns[0]].texts, dating)


def _periods(context: Context, dating: Dating | None = None) -> TablePlan:
    dating = dating or row_dating(context)
    split = segment_column(context) or split_of(context)
    found = _free(context, measure_columns(context, dating, beside=split.column if split else None))
    flows = {kpi for kpi in found if context.words.direct(kpi) is None and context.words.over(kpi) == "sum"}
    money_alone = flows <= {"revenue"} <= set(found)
    undecided = any(key(c.name) in STATUS_NAME for c in context.of_kind("text")) and money_alone
    elsewhere = money_alone and context.rules.date is None and dates_nothing(dating.label)  # a refund, a day expected
    if not found or undecided or elsewhere:
        columns = Listed(tuple(c.name for c in context.of_kind("number", "text")))
        rules = guesses(context)
        if not found and not rules.rules:
            raise RefusalError("nothing-adds-up", context.table.line, columns=columns)
        raise RefusalError(
            "won-unknown" if undecided and found else "no-measure", context.table.line, rules=rules, columns=columns
        )
    readings = _summed(context, found, dating)
    warn_of_undone(context, readings)
    return TablePlan(
        "a row a period",
        readings,
        split=split,
        spans=context.rules.spans,
        weekly=_weekly(context, dating),
        targets=target_columns(context, numbers_of(context, dating), readings),
    )


def _free(context: Context, found: Mapping[str, list[ExportColumn]]) -> dict[str, list[ExportColumn]]:
    """The columns of each KPI, but for KPIs and columns that rules speak of."""
    free = {kpi: [c for c in columns if c.index not in context.claimed] for kpi, columns in found.items()}
    return {kpi: columns for kpi, columns in free.items() if columns and kpi not in context.told}


def _summed(context: Context, found: Mapping[str, Sequence[ExportColumn]], dating: Dating) -> tuple[KpiReading, ...]:
    """A reading for each KPI. What can't be read is refused where it is a stage, money or wanted, else left out."""
    readings: list[KpiReading] = []
    refusals: list[RefusalError] = []
    for kpi, columns in found.items():
        try:
            if len(columns) > 1:
                raise too_many(context, kpi, columns, "sum")
            direct = context.words.direct(kpi)
            optional = direct._replace(optional=True) if direct else None
            where = everybody_alone(context, kpi, columns[0], dating)
            if are_results(context, columns[0]):
                where += leads_alone(context, kpi, columns[0])
            readings.append(summed(context, kpi, columns[0], dating, SumTerms(where, direct=optional)))
        except RefusalError as refusal:
            if context.words.grave(kpi) and not context.told:
                raise
            refusals.append(refusal)
            context.remark("kpi-left-out", kpi=kpi, problem=refusal.refusal)
    if not readings:
        raise refusals[0]
    return tuple(readings)
