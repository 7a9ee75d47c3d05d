"""How a table was read, as its account says it."""

from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.readings import KpiReading, TablePlan
from kpiplan.exports.months.counting import TableCounts
from kpiplan.exports.months.tallies import Tally
from kpiplan.exports.results import Account, ColumnUse, LeftOut, Remark, Why
from kpiplan.months import Month
from kpiplan.tuples import NamedTuple

DELIMITER_NAMES = {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}


class Told(NamedTuple):
    """What is known of a table beside its rows: its first month, where days of it are missing, and how many rows are
    targets and nothing else.
    """

    cut: Month | None
    planned: int


def account_of(
    context: Context, plan: TablePlan, counted: TableCounts, kept: list[tuple[KpiReading, Tally]], told: Told
) -> Account:
    """How a table was read: the columns, the rows used, those left out and why."""
    cut, planned = told
    no_data = sorted(context.table.left_out.items(), key=lambda item: (-item[1], item[0]))
    left: dict[Why, int] = dict(no_data) | dict(plan.left_out)
    explained = 0
    if planned:
        left[Why("target")] = planned
    for reading, tally in kept:
        if tally.undated and reading.where:
            conditions = tuple(where.says for where in reading.where)
            left[Why("undated", reading.dating.label, reading.kpi, tally.matched, conditions)] = tally.undated
        if tally.unread:
            left[Why("unread-date", reading.dating.label)] = tally.unread
            explained = max(explained, tally.unread)
    for at, units in counted.units.items():
        why = Why("no-unit", context.columns[plan.readings[at].distinct or 0].name)
        if units.nameless:
            left[why] = max(units.nameless, left.get(why, 0))
            explained = max(explained, units.nameless)
    rest = counted.rows - counted.used - explained - planned
    if rest > 0:
        whole = all(not reading.where for reading, _ in kept)
        left[Why("no-date" if whole else "uncounted")] = rest
    unsplit = (Remark("no-segment", {"rows": counted.unsplit}),) if counted.unsplit else ()
    unknown = {
        Why("unknown-value", reading.label): cells
        for reading, tally in kept
        if (cells := tally.unknown + tally.unreadable)
    }
    sheet = context.sheet
    return Account(
        name=context.file,
        encoding=sheet.encoding.label,
        delimiter="" if sheet.container else DELIMITER_NAMES.get(sheet.delimiter, sheet.delimiter),
        table=context.table.name,
        system=context.system.name if context.system else None,
        shape=plan.shape,
        rows_used=counted.used,
        left_out=tuple(LeftOut(why, rows) for why, rows in (left | unknown).items()),
        columns={reading.kpi: _account(reading, plan) for reading, _ in kept},
        remarks=(*context.remarks, *plan.remarks, *_once(context, plan, counted), *unsplit),
        cut=cut,
        container=sheet.container,
    )


def _once(context: Context, plan: TablePlan, counted: TableCounts) -> list[Remark]:
    """How many units count where rows do not."""
    remarks = []
    for at, units in counted.units.items():
        unit = context.columns[plan.readings[at].distinct or 0].name
        remarks.append(Remark("units", {"kpi": plan.readings[at].kpi, "number": units.dated, "unit": unit}))
    return remarks


def _account(reading: KpiReading, plan: TablePlan) -> ColumnUse:
    """Which column became a KPI, of leads and deals of which rows."""
    date = None if reading.dating.stated else reading.dating.label
    where = tuple(each.says for each in reading.where) if plan.records else ()
    return ColumnUse(reading.label, date, "sum" if reading.direct else reading.over, where)
