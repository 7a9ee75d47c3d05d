"""A table as the rules of a plan see it: its columns by name and type, and the readings that rules make of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.evidence import with_evidence
from kpiplan.exports.columns.guesses import guesses
from kpiplan.exports.columns.header import find_column
from kpiplan.exports.columns.interpretation import Request
from kpiplan.exports.columns.readings import KpiReading, TablePlan
from kpiplan.exports.columns.rule_use import Applied
from kpiplan.exports.columns.rules import breaking_column, ruled_readings, split_of
from kpiplan.exports.files.chunks import MemoryData
from kpiplan.exports.files.encodings import Encoding
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.exports.files.sheets import Sheet
from kpiplan.exports.files.tables import ExportTable
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import RECORDS, Listed, Quoted, Suggested
from kpiplan.exports.sentences.rules import quoted
from kpiplan.exports.warehouses.types import DAYS, NUMBERS, StoredColumn
from kpiplan.plan.export_rules import CellTest, Rule
from kpiplan.plan.rule_text import yaml_text

_TRUTHS = ("true", "false", "")


def context_of(name: str, title: str, columns: Sequence[StoredColumn], request: Request) -> Context:
    """A table without rows, as what is known of files stands."""
    sheet = Sheet(from_bytes(name, b""), Encoding("utf-8", ""), "", [], True, True)
    table = ExportTable(sheet, 1, "", "", [column.name for column in columns], 0, 0, [])
    known = [column.column(index) for index, column in enumerate(columns)]
    applied = request.applied or Applied()
    return Context(sheet, table, known, MemoryData([]), request.rules, request.words, None, request.by, applied)


def plan_of(context: Context, columns: Sequence[StoredColumn]) -> TablePlan:
    """The readings of the rules. Raises RefusalError for columns that are not there or hold something else, and without
    a rule.
    """
    for kpi, rule in context.rules.kpis.items():
        _refuse_types(context, columns, kpi, rule)
    readings = ruled_readings(context)
    if not readings:
        if context.rules.kpis:
            raise next(iter(context.applied.missed.values()))[1]
        names = Listed(tuple(f"{column.name} ({column.type})" for column in columns), 30)
        raise RefusalError("no-rule", rules=guesses(context), columns=names)
    for reading in readings:
        _refuse_dating(context, columns, reading)
    split = split_of(context)
    if split is not None:
        _refuse_other(columns, context.columns[split.column], "the split")
    records = any(reading.value is None for reading in readings)
    plan = TablePlan(
        RECORDS if records else "a row a period",
        readings,
        records=records,
        split=split,
        spans=context.rules.spans,
        ruled=frozenset(reading.kpi for reading in readings),
    )
    return with_evidence(context, plan)


def has_breakdown(request: Request, columns: Sequence[StoredColumn]) -> bool:
    """Whether a table has a column that figures are to be broken down by, if they are."""
    return not request.by or breaking_column(request.by, [column.name for column in columns]) is not None


def _refuse_dating(context: Context, columns: Sequence[StoredColumn], reading: KpiReading) -> None:
    """Raises RefusalError where it is open to which day a row belongs."""
    first, *more = reading.dating.columns
    if more:
        names = tuple(columns[at].name for at in reading.dating.columns)
        raise RefusalError(
            "several-dates",
            number=len(names),
            columns=Listed(names),
            date=yaml_text(names[0]),
            option=quoted(names[0]),
            rules=Suggested(((reading.kpi, Rule(sum=reading.label, by=names[0])),), context.file),
        )
    if columns[first].holds == "instant":
        if context.zone is None:
            raise RefusalError("no-timezone", column=Quoted(columns[first].name), type=columns[first].type)
        context.remark("zone-days", column=columns[first].name, zone=context.zone.key)


def _found(context: Context, name: str | None) -> ExportColumn | None:
    """The column of this name; None where there is none: who reads the rules says so."""
    if name is not None:
        with suppress(RefusalError):
            return find_column(context.columns, name)
    return None


def _refuse_types(context: Context, columns: Sequence[StoredColumn], kpi: str, rule: Rule) -> None:
    """Raises RefusalError for columns that do not hold what a rule needs of them."""
    for name in _dates(context, rule):
        column = _found(context, name)
        if column and columns[column.index].holds not in DAYS:
            raise _wrong(columns[column.index], kpi, "DATE", "days")
    summed = _found(context, rule.sum)
    if summed and columns[summed.index].holds not in NUMBERS:
        raise _wrong(columns[summed.index], kpi, "DOUBLE PRECISION", "numbers")
    for each in filter(None, (_found(context, rule.distinct), _found(context, rule.count))):
        _refuse_other(columns, each, kpi)
    for name, test in rule.where.items():
        if column := _found(context, name):
            _refuse_test(columns, column, kpi, test)


def _dates(context: Context, rule: Rule) -> Iterator[str]:
    """The columns that date the rows of a rule."""
    if rule.by or (rule.sum and context.rules.date):
        yield rule.by or context.rules.date or ""
    elif rule.count:
        yield rule.count


def _refuse_other(columns: Sequence[StoredColumn], column: ExportColumn, kpi: str) -> None:
    stored = columns[column.index]
    if stored.holds == "other":
        raise _wrong(stored, kpi, "VARCHAR", "texts")


def _refuse_test(columns: Sequence[StoredColumn], column: ExportColumn, kpi: str, test: CellTest) -> None:
    """Raises RefusalError for a comparison with what a column can't hold, which no row would meet."""
    stored, said = columns[column.index], (*test.values, *test.denied)
    _refuse_other(columns, column, kpi)
    if test.bounds and stored.holds not in NUMBERS:
        raise _wrong(stored, kpi, "DOUBLE PRECISION", "numbers")
    if stored.holds in NUMBERS:
        strange, right = [value for value in said if value.strip() and not _is_number(value)], "a number"
    elif stored.holds in DAYS:
        strange, right = [value for value in said if value.strip()], "{empty: false}"
    elif stored.holds == "truth":
        strange, right = [value for value in said if value.strip().casefold() not in _TRUTHS], "true or false"
    else:
        return
    if strange:
        raise RefusalError(
            "type-of-value", column=Quoted(stored.name), type=stored.type, value=Quoted(strange[0]), right=right
        )


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) < float("inf")
    except ValueError:
        return False


def _wrong(stored: StoredColumn, kpi: str, type: str, needed: str) -> RefusalError:
    name = '"' + stored.name.replace('"', '""') + '"'
    return RefusalError(
        "type-of-column",
        column=Quoted(stored.name),
        type=stored.type,
        kpi=kpi,
        needed=needed,
        cast=f"CAST({name} AS {type})",
    )
