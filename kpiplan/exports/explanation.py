"""How each table was read, row by row: the decisions of the pipeline, asked again of every row that it holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import PLANNED_NAME, TARGET_NAME, key
from kpiplan.exports.cells.spans import month_of
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.header import judge
from kpiplan.exports.columns.interpretation import Request, interpret
from kpiplan.exports.columns.readings import LONG, WIDE, KpiReading, TablePlan
from kpiplan.exports.columns.vocabulary import Vocabulary
from kpiplan.exports.columns.wide import month_columns
from kpiplan.exports.files.chunks import UNKNOWN
from kpiplan.exports.files.file_tables import FileTables
from kpiplan.exports.files.gather import gather
from kpiplan.exports.files.parquet import Named, apart, rules_of
from kpiplan.exports.files.sheets import Row
from kpiplan.exports.files.tables import ExportTable
from kpiplan.exports.months.row_cells import PERCENT, VALUES, cell_of, row_amount
from kpiplan.exports.months.row_dates import DateCache
from kpiplan.exports.months.tallies import DAY_ZERO, EMPTY, ORIGIN, SPANNING, UNREAD, Tally
from kpiplan.exports.months.units import UnitStanding, name_of, standing
from kpiplan.exports.pipeline import counted
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Account, ColumnRole, Explanation, Lines, Refusal, Why
from kpiplan.exports.sources import TableSource
from kpiplan.months import Month
from kpiplan.plan.export_rules import FileRules, rules_for
from kpiplan.tuples import NamedTuple

MOST_LINES = 20  # of each reason


def explanations(inputs: Iterable[Named], rules: Iterable[FileRules], words: Vocabulary) -> tuple[Explanation, ...]:
    """See `kpiplan.exports.explain`."""
    rules = tuple(rules)
    files, sources = apart(inputs, rules)
    items, problems = gather(files)
    found = [_told(source, Request(rules_of(source, rules), words)) for source in sources]
    for item in items:
        own = rules_for(item.called or item.name, rules)
        try:
            found.extend(_explained(table, Request(own, words)) for table in FileTables(item, own))
        except RefusalError as refusal:
            found.append(Explanation(Account(item.name), refusal=refusal.refusal))
    broken = [(each.file, Refusal("unused-file", {"problem": each.message})) for each in problems]
    return (*found, *(Explanation(Account(file), refusal=refusal) for file, refusal in broken))


def _explained(table: ExportTable, request: Request) -> Explanation:
    named = Account(table.sheet.input.name, table=table.name, container=table.sheet.container)
    try:
        context, plan = interpret(table, request)
        columns = _roles(context, plan, table)
        account = counted(context, plan)[0].source
    except RefusalError as refusal:
        roles = tuple(ColumnRole(c.name, c.kind, "unread") for c in judge(table.header, table.rows))
        return Explanation(named, roles, refusal=refusal.refusal)
    rows = _Rows(plan, [column.name for column in context.columns])
    for row in context.table.rows:
        rows.look_at(row)
    rows.finish()
    left = {why: _lines(lines) for why, lines in (table.left_lines | rows.left).items()}
    months = {key: _lines(rows.counted[key]) for key in sorted(rows.counted, key=rows.place)}
    seen = None if context.data.whole else len(context.table.rows)
    return Explanation(account, columns, months, left, seen=seen)


def _told(source: TableSource, request: Request) -> Explanation:
    """How a table was asked: of its rows how many count and how many don't, for they have no lines."""
    from kpiplan.exports.warehouses.reading import ask

    try:
        answer = ask(source, request)
        assert answer is not None, "no breakdown is asked for"
        account = answer.found().source
    except RefusalError as refusal:
        return Explanation(Account(source.name), refusal=refusal.refusal)
    context, plan, counts = answer.context, answer.plan, answer.counts
    counted: dict[tuple[str, Month], Lines] = {}
    left: dict[Why, Lines] = {}
    for reading, tally in zip(plan.readings, counts.tallies, strict=True):
        for month in sorted({month for known in tally.known.values() for month, number in known.items() if number}):
            rows = sum(known.get(month, 0) for known in tally.known.values())
            counted[reading.kpi, ORIGIN.plus(month)] = Lines(round(rows))
        left |= {why: Lines(rows) for why, rows in _left(reading, tally, counts.rows) if rows > 0}
    return Explanation(account, tuple(_role(context, plan, column) for column in context.columns), counted, left)


def _left(reading: KpiReading, tally: Tally, rows: int) -> Iterator[tuple[Why, int]]:
    """How many rows of a table do not count for a KPI, and why. Of units nothing is known of their rows."""
    if reading.distinct is None and reading.where:
        says = tuple(where.says for where in reading.where)
        yield Why("unmet", says[0].column, reading.kpi, conditions=says), rows - tally.matched
    yield Why("no-day", reading.dating.label, reading.kpi), tally.undated
    yield Why("unread-date", reading.dating.label, reading.kpi), tally.unread
    yield Why("unknown-value", reading.label, reading.kpi), tally.unknown


def _lines(lines: Sequence[int]) -> Lines:
    return Lines(len(lines), tuple(dict.fromkeys(lines))[:MOST_LINES])


class _UnitRow(NamedTuple):
    """A row that its unit may count by; of several the smallest."""

    standing: UnitStanding
    line: int
    month: Month


class _Rows:
    """The lines of the rows that count for each KPI and month, and of those that don't for each reason."""

    def __init__(self, plan: TablePlan, header: Sequence[str]) -> None:
        self._plan, self._header = plan, header
        self._dates = [DateCache(reading.dating, plan.weekly) for reading in plan.readings]
        self._kpis = [reading.kpi for reading in plan.readings]
        self._named = plan.shape in (LONG, WIDE)
        self.counted: dict[tuple[str, Month], list[int]] = {}
        self.left: dict[Why, list[int]] = {}
        self._units: dict[tuple[int, str], list[_UnitRow]] = {}  # by the position of their reading, and name

    def place(self, key: tuple[str, Month]) -> tuple[int, Month]:
        """Where a KPI's month stands: by KPI as they are read, then by month."""
        return self._kpis.index(key[0]), key[1]

    def look_at(self, row: Row) -> None:
        line, cells = row
        segment = None
        if split := self._plan.split:
            segment = split.segment(cell_of(cells, split.column))
        whys: list[Why] = []
        for at, (reading, dates) in enumerate(zip(self._plan.readings, self._dates, strict=True)):
            why, month = self._judged(reading, dates, cells)
            if month is not None and reading.distinct is not None:
                unit = name_of(cell_of(cells, reading.distinct))
                rank = standing(dates.read(_days(reading, cells)), segment, _value(reading, cells))
                self._units.setdefault((at, unit), []).append(_UnitRow(rank, line, month))
            elif month is not None:
                self.counted.setdefault((reading.kpi, month), []).append(line)
            elif why is not None:
                whys.append(why)
        if self._named:  # of the readings, each of the rows with its name, the one that fits has its say
            others = [why for why in whys if why.code != "unmet"]
            planned = any(_meets(target, cells) for target in self._plan.targets)
            idle = Why("target") if planned else Why("uncounted")
            whys = others or ([idle] if len(whys) == len(self._kpis) else [])
        for why in whys:
            self.left.setdefault(why, []).append(line)

    def finish(self) -> None:
        """Of each unit one row counts, by the rule by which units are counted."""
        for (at, _), rows in self._units.items():
            reading = self._plan.readings[at]
            first, *others = sorted(rows)
            self.counted.setdefault((reading.kpi, first.month), []).append(first.line)
            same = Why("same-unit", self._header[reading.distinct or 0], reading.kpi)
            self.left.setdefault(same, []).extend(each.line for each in others)
        for lines in (*self.counted.values(), *self.left.values()):
            lines.sort()
        self.left = {why: lines for why, lines in self.left.items() if lines}

    def _judged(self, reading: KpiReading, dates: DateCache, cells: list[str]) -> tuple[Why | None, Month | None]:
        """Why a row does not count for a KPI, or the month that it counts in."""
        for where in reading.where:
            if not where.accepts(cell_of(cells, where.column)):
                return Why("unmet", where.says.column, reading.kpi, conditions=(where.says,)), None
        if reading.distinct is not None and not cell_of(cells, reading.distinct):
            return Why("no-unit", self._header[reading.distinct], reading.kpi), None
        month, first, _ = dates.read(_days(reading, cells))
        if month in (EMPTY, UNREAD):
            return Why("no-day" if month == EMPTY else "unread-date", reading.dating.label, reading.kpi), None
        if reading.value is not None:
            kind, _ = row_amount(reading, cells)
            if kind == UNKNOWN:
                return Why("unknown-value", reading.label, reading.kpi), None
            if kind not in VALUES:
                return Why("no-numbers", reading.label, reading.kpi), None
        return None, ORIGIN.plus(month) if month != SPANNING else month_of(first + DAY_ZERO)  # where it begins


def _meets(reading: KpiReading, cells: list[str]) -> bool:
    return all(where.accepts(cell_of(cells, where.column)) for where in reading.where)


def _days(reading: KpiReading, cells: list[str]) -> tuple[str, ...]:
    return tuple(cell_of(cells, column) for column in reading.dating.columns)


def _value(reading: KpiReading, cells: list[str]) -> float:
    """What a row with a known amount brings."""
    if reading.value is None:
        return 1.0
    kind, value = row_amount(reading, cells)
    return value * (1.0 if kind == PERCENT else reading.scale)


def _roles(context: Context, plan: TablePlan, table: ExportTable) -> tuple[ColumnRole, ...]:
    """What became of every column of the file; of one that holds a month each cell is a value of its own."""
    columns = judge(table.header, table.rows)
    if context.table is table:
        return tuple(_role(context, plan, column) for column in columns)
    months = {each.index: each.measure for each in month_columns(replace(context, columns=columns))}
    return tuple(ColumnRole(c.name, c.kind, _of_months(c, months, planned=bool(plan.targets))) for c in columns)


def _of_months(column: ExportColumn, months: Mapping[int, str], *, planned: bool) -> str:
    """What became of a column of a table with a column a month."""
    if column.index in months:
        side = key(months[column.index])
        if side not in PLANNED_NAME:
            return "month"
        return "targets" if planned and side in TARGET_NAME else "planned"
    return "name" if column.kind in ("text", "year") else "unused"


def _role(context: Context, plan: TablePlan, column: ExportColumn) -> ColumnRole:
    for role, kpis in _uses(plan, column.index):
        if kpis:
            return ColumnRole(column.name, column.kind, role, kpis)
    if plan.split and plan.split.column == column.index:
        return ColumnRole(column.name, column.kind, "segment")
    return ColumnRole(column.name, column.kind, _unused(context, plan, column))


def _uses(plan: TablePlan, index: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The uses that a column can have, and the KPIs that it has each for."""
    readings = plan.readings
    yield "value", tuple(r.kpi for r in readings if r.value == index)
    yield "target", tuple(r.kpi for r in plan.targets if r.value == index)
    yield "count", tuple(r.kpi for r in readings if r.value is None and index in r.dating.columns)
    yield "date", tuple(r.kpi for r in readings if index in r.dating.columns and not r.dating.stated)
    yield "unit", tuple(r.kpi for r in readings if r.distinct == index)
    yield "currency", tuple(r.kpi for r in readings if r.rates and r.rates.column == index)
    yield "where", tuple(r.kpi for r in readings if any(where.column == index for where in r.where))


def _unused(context: Context, plan: TablePlan, column: ExportColumn) -> str:
    """Why a column is not used."""
    if column.kind in ("text", "empty"):
        return column.kind
    if column.kind != "number":
        return "other-date"
    if context.words.planned_for(column.name):
        return "planned"
    if context.words.is_ratio(column.name):
        return "ratio"
    kpi = context.words.measure(column.name)
    if kpi in [reading.kpi for reading in plan.readings]:
        return "synonym"
    return "unused" if kpi else "unknown-name"
