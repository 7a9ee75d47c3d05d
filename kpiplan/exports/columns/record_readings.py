"""Tables with a row a lead or deal as readings: by what the system says, else by what the table itself says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kpiplan.exports import results
from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import CLOSING, CURRENCY_NAME, key
from kpiplan.exports.cells.record_names import (
    closes,
    is_expected,
    is_lost,
    is_numbering,
    is_of_order,
    is_won_day,
    numbers_what,
    said_keys,
)
from kpiplan.exports.columns.amounts import amounts
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.dating import column_dating
from kpiplan.exports.columns.guesses import guessed_condition
from kpiplan.exports.columns.header import find_column, has_column
from kpiplan.exports.columns.long import too_many
from kpiplan.exports.columns.orders import are_orders, kept_orders, order_revenue
from kpiplan.exports.columns.readings import KpiReading, TablePlan, Where
from kpiplan.exports.columns.records import RecordDates, WonColumn, outcome_of, records_of
from kpiplan.exports.columns.rules import split_of
from kpiplan.exports.columns.sums import SumTerms, summed
from kpiplan.exports.columns.undone import is_counted, rule_of, warn_of_undone
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import RECORDS, Listed, Quoted, Refusal, Suggested
from kpiplan.exports.systems.system import Condition, Take
from kpiplan.locales.currencies import WITHOUT_CENTS
from kpiplan.plan.export_rules import CellTest, Rule, Values


def records_plan(context: Context) -> tuple[Context, TablePlan]:
    """The readings of a table with a row a lead or deal. Raises RefusalError where no date of a stage is there."""
    takes = context.system.takes if context.system else ()
    found = [reading for take in takes if (reading := _taken(context, take))]
    readings = [reading for reading in found if _is_free(context, reading)]
    if len(found) < len(takes) or not takes:
        records = records_of(replace(context, system=None))
        told = [r for r in _told(context, records) if _is_free(context, r)] if records else []
        if len(told) > len(readings):
            context, readings = replace(context, system=None), told
            _note_idle(context, records, told)
    if not readings:
        raise RefusalError("no-stage-date", context.table.line, columns=Listed(tuple(c.name for c in context.columns)))
    warn_of_lost(context, readings)
    return context, TablePlan(
        context.system.rows if context.system else RECORDS,
        tuple(readings),
        records=True,
        split=split_of(context),
        spans=context.rules.spans,
    )


def _is_free(context: Context, reading: KpiReading) -> bool:
    """Whether no rule speaks of a KPI or of what it is made of."""
    made_of = reading.dating.columns if reading.value is None else (reading.value,)
    return reading.kpi not in context.told and not context.claimed.intersection(made_of)


def _first(context: Context, names: Sequence[str]) -> ExportColumn | None:
    return next((find_column(context.columns, name) for name in names if has_column(context.columns, name)), None)


def _taken(context: Context, take: Take) -> KpiReading | None:
    """A reading that the known system declares; None where its columns are not in this export."""
    date = next((c for name in take.date if (c := _first(context, [name])) and c.kind == "date"), None)
    value = _first(context, take.value)
    if date is None or (take.value and value is None):
        return None
    conditions = [_loosely(find_column(context.columns, c.column), c) for c in take.where if _there(context, c)]
    met = [where for where in conditions if any(map(where.accepts, context.columns[where.column].texts))]
    outcome = outcome_of(context) if conditions and not met else None
    chosen = met[:1] or ([outcome.where] if outcome else conditions[:1])
    if take.where and not chosen:
        return None
    chosen += [_loosely(find_column(context.columns, c.column), c) for c in take.every if _there(context, c)]
    dating, where = column_dating(context, date), tuple(chosen)
    kpi = context.words.named(take.kpi)
    if value is None:
        return KpiReading(kpi, dating, date.name, where=where, certain=False)
    reading = summed(context, kpi, value, dating, SumTerms(where, certain=False))
    return reading._replace(scale=0.01) if take.cents and not _of_whole_units(context) else reading


def _of_whole_units(context: Context) -> bool:
    """Whether a column says that all amounts are of a currency that has no hundredths."""
    texts = [text for column in context.of_kind("text") if key(column.name) in CURRENCY_NAME for text in column.texts]
    return bool(texts) and all(text.upper() in WITHOUT_CENTS for text in texts if text)


def _there(context: Context, condition: Condition) -> bool:
    return has_column(context.columns, condition.column)


def _loosely(column: ExportColumn, condition: Condition) -> Where:
    if not condition.values:
        return Where(column.index, bool, results.RowCondition(column.name))
    if condition.exact:
        says = results.RowCondition(column.name, condition.values[:1])
        return Where(column.index, lambda text: text in condition.values, says, rare=True)
    wanted = {key(value) for value in condition.values}
    there = tuple(text for text in column.texts if not said_keys(text).isdisjoint(wanted))
    says = results.RowCondition(column.name, there or condition.values[:1])
    return Where(column.index, lambda text: not said_keys(text).isdisjoint(wanted), says)


def _told(context: Context, records: RecordDates) -> list[KpiReading]:
    """What a table says by itself: each stage counted by its date, customers by the date of closing of those that are
    won, revenue as the one amount of the customers.
    """
    found: dict[str, list[ExportColumn]] = {}
    for stage, column in records.dates:
        found.setdefault(stage, []).append(column)
    readings, won = [], context.words.named("customers")
    for stage, columns in found.items():
        if len(columns) > 1:
            raise too_many(context, stage, columns, "count")
        ended = stage == won and records.outcome and closes(columns[0].name) and not is_won_day(columns[0].name)
        where = (records.outcome.where,) if ended and records.outcome else ()
        dating, unit = column_dating(context, columns[0]), _repeated(context, columns[0])
        reading = KpiReading(stage, dating, columns[0].name, where=where, distinct=unit)
        if stage == won and not records.outcome and are_orders(context, reading):
            reading = reading._replace(where=kept_orders(context), certain=False)
        readings.append(reading)
    if records.outcome and records.closing and won not in found:
        dating = column_dating(context, records.closing)
        readings.append(KpiReading(won, dating, records.closing.name, where=(records.outcome.where,)))
    elif records.outcome and won not in found and (only := _only_date(context, records.outcome)):
        readings.append(KpiReading(won, column_dating(context, only), only.name, where=(records.outcome.where,)))
        context.remark("only-date", column=only.name, kpi=won)
    customers = next((reading for reading in readings if reading.kpi == won), None)
    parts = customers is not None and customers.distinct is not None
    if customers and not records.outcome and (parts or are_orders(context, customers)):
        sold = order_revenue(context, customers, amounts(context))
        readings += [sold] if sold else []
    elif customers and (revenue := _revenue(context, customers)):
        readings.append(revenue)
    return readings


def _revenue(context: Context, customers: KpiReading) -> KpiReading | None:
    """What the customers bring, where one column has it."""
    found = amounts(context)
    if len(found) == 1:
        return summed(context, "revenue", found[0], customers.dating, SumTerms(customers.where))
    if found:
        names = Listed(tuple(column.name for column in found))
        context.remark(
            "kpi-left-out", kpi="revenue", problem=Refusal("several-amounts", {"number": len(found), "columns": names})
        )
    return None


def _repeated(context: Context, date: ExportColumn) -> int | None:
    """The column that numbers what a date is of, where rows are parts of it: a row a line of an order."""
    for column in context.of_kind("text", "number"):
        if numbers_what(column.name, date.name) or (is_of_order(column.name) and is_numbering(column.name)):
            rows = [
                cells for _, cells in context.table.rows if column.index < len(cells) and cells[column.index].strip()
            ]
            return column.index if len(rows) > len([text for text in column.texts if text]) else None
    return None


def _only_date(context: Context, outcome: WonColumn) -> ExportColumn | None:
    """The one date that there is in a table where every row is won or lost: they ended on it, as far as it tells."""
    ended = all(text in outcome.won or is_lost(text) for text in outcome.column.texts if text)
    dates = context.of_kind("date")
    return dates[0] if ended and len(dates) == 1 and dates[0].index not in context.claimed else None


def _note_idle(context: Context, records: RecordDates | None, told: Sequence[KpiReading]) -> None:
    """A date of closing that is not used, because nothing says which deals are won; or that nothing says when."""
    won = context.words.named("customers")
    if records and records.outcome and records.dates and won not in {reading.kpi for reading in told}:
        likely = next((column for column in records.idle if _may_close(column)), records.dates[-1][1])
        date, where = likely.name, {records.outcome.column.name: records.outcome.won}
        rules = {won: Rule(count=date, where=where)}
        for amount in amounts(context)[:1]:
            rules["revenue"] = Rule(sum=amount.name, by=date, where=where)
        context.problem(
            "won-undated",
            column=records.outcome.column.name,
            texts=Listed(records.outcome.won),
            date=Quoted(date),
            rules=Suggested(tuple(rules.items()), context.file),
        )
    for column in records.idle if records else ():
        if _may_close(column) and not (records and records.outcome and is_expected(column.name)):
            rule = Rule(count=column.name, where=guessed_condition(context))
            suggested = Suggested(((won, rule),), context.file)
            context.problem("unused-date", quoted=Quoted(column.name), rules=suggested)


def _may_close(column: ExportColumn) -> bool:
    return any(word in key(column.name) for word in CLOSING)


def warn_of_lost(context: Context, readings: Iterable[KpiReading]) -> None:
    """Says where customers, or what they bring, are counted under no condition though a column says that some of the
    rows are lost, or were taken back.
    """
    readings = tuple(readings)
    warn_of_undone(context, readings)
    outcome = outcome_of(context)
    if outcome is None:
        return
    for reading in readings:
        won = context.words.named("customers")
        if reading.kpi in (won, "revenue") and not reading.where and not reading.dating.stated:
            rows = [cells for _, cells in context.table.rows if is_counted(cells, reading)]
            ended = [cells[outcome.column.index].strip() for cells in rows if outcome.column.index < len(cells)]
            others = tuple(dict.fromkeys(text for text in ended if text not in outcome.won))
            if any(map(is_lost, others)) or (others and outcome.box):
                where: dict[str, Values | CellTest] = {outcome.column.name: outcome.won}
                context.problem(
                    "lost-counted",
                    kpi=reading.kpi,
                    rows=sum(text not in outcome.won for text in ended),
                    all=len(ended),
                    column=outcome.column.name,
                    texts=Listed(others),
                    won=sum(text in outcome.won for text in ended),
                    rules=Suggested(((reading.kpi, rule_of(context, reading, where)),), context.file),
                )
