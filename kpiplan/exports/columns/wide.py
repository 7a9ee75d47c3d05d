"""Tables with a column a month: turned into rows of month, name, segment and value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kpiplan.exports.cells.dates import leading_day, leading_month, two_languages
from kpiplan.exports.cells.names import PLANNED_NAME, SURE_KPI_NAME, UNIT_NAME, VALUE_NAME, is_total, key
from kpiplan.exports.cells.numbers import UNKNOWN
from kpiplan.exports.cells.spans import Span, first_day, last_day, month_of
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.dating import month_years
from kpiplan.exports.columns.day_order import header_order
from kpiplan.exports.columns.header import judge
from kpiplan.exports.columns.rules import breaking_column, segment_cells
from kpiplan.exports.columns.unread import say_odd
from kpiplan.exports.files.chunks import MemoryData
from kpiplan.exports.files.sheets import Row
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Listed, Quoted, Why

HEADER = ["month", "kpi", "value"]
MOST_BYTES = 64 << 20  # of a file with a column a month: all of its cells are held at once
FEWEST = 2  # columns of months that make a table wide


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """A column that holds one month; `measure` is the rest of its name, `year` None where a column has the
    years. With `days` it holds those days alone.
    """

    index: int
    year: int | None
    month: int
    measure: str
    days: Span | None = None

    def written(self, year: str) -> str:
        """The period as a cell; `year` where the header does not say it."""
        if self.days is None:
            return f"{self.year or year}-{self.month:02}"
        first, last = (date.fromordinal(day) for day in self.days[:2])
        return f"{first}" if first == last else f"{first} ~ {last}"


def month_columns(context: Context) -> list[MonthColumn]:
    """The columns that are months or days, empty where the table is not of this shape. Raises RefusalError without a
    year.
    """
    if days := _day_columns(context):
        return days
    found, header = [], []
    for column in context.columns:
        name = column.name
        if read := leading_month(name):
            found.append((column.index, *read))
            header.append(name.removesuffix(read[2]).strip(" _:·-"))
        elif name.isdecimal() and 1 <= int(name) <= 12:
            found.append((column.index, None, int(name), ""))
    if len({(year, month) for _, year, month, _ in found}) < FEWEST:
        return []
    if mixed := two_languages(header):
        raise RefusalError(
            "header-in-two-languages", context.table.line, first=Quoted(mixed[0]), other=Quoted(mixed[1])
        )
    distinct = list(dict.fromkeys(month for _, year, month, _ in found if year is None))
    if not distinct or len(context.of_kind("year")) == 1:
        return [MonthColumn(index, year, month, rest) for index, year, month, rest in found]
    years = dict(zip(distinct, month_years(context, distinct), strict=True))
    return [MonthColumn(index, year or years[month], month, rest) for index, year, month, rest in found]


def _day_columns(context: Context) -> list[MonthColumn]:
    """The columns that are called by days. The first day of each month, or the last, stands for the month."""
    names = [column.name for column in context.columns]
    order = header_order(context, names)
    found = [(column.index, *read) for column in context.columns if (read := leading_day(column.name, order))]
    spans = list(dict.fromkeys(span for _, span, _ in found))
    if len(spans) < FEWEST:
        return []
    months = [span.month for span in spans]
    if None not in months and len(set(months)) == len(months):
        for edge in (first_day, last_day):
            if all(month and span.start == span.end == edge(month) for span, month in zip(spans, months, strict=True)):
                return [MonthColumn(at, *month_of(span.start), rest) for at, span, rest in found]
    return [MonthColumn(at, *month_of(span.start), rest, span) for at, span, rest in found]


def melt(context: Context, months: list[MonthColumn]) -> Context:
    """The same table as rows `month, kpi, value`, its totals left out.

    The KPI is the rest of the column's name (`1월 순매출액`), else what the row is called. Of targets beside
    actuals (`1월 목표,1월 실적`, in columns or rows) the actuals alone are kept.
    """
    months = _each_once(context, months)
    used = {column.index for column in months}
    labels = [c.index for c in context.columns if c.index not in used and c.kind in ("text", "empty")]
    years = context.of_kind("year")
    named = next((i for i in labels if key(context.columns[i].name) in SURE_KPI_NAME), None)
    unit = next((c.index for c in context.columns if key(c.name) in UNIT_NAME), None)
    labels = [i for i in labels if i != unit]
    broken = _broken(context, labels)
    segments = {} if context.by else segment_cells(context.rules, context.words.segments, context.columns)
    rows: list[Row] = []
    dropped: dict[str, None] = {}  # columns of what was planned
    for line, cells in _filled_down(_all_rows(context), labels, named):
        said = {i: cells[i].strip() for i in labels if i < len(cells) and cells[i].strip()}
        texts = list(said.values())
        year = cells[years[0].index].strip() if years and years[0].index < len(cells) else ""
        total = any(is_total(text) and text.casefold() not in segments.get(i, ()) for i, text in said.items())
        if total or (labels and not texts):
            context.table.leave(Why("total"), line)
            continue
        label = _label(cells, [i for i in labels if i != broken], named, unit)
        if planned := next((text for text in texts if key(text) in PLANNED_NAME), ""):
            label = f"{label} {planned}"
            if context.words.target_for(label) is None:
                context.table.leave(Why("target"), line)
                continue
        if _is_left_out(context, label) and not any(c.measure for c in months):
            context.table.leave(Why("ratio", label), line)
            continue
        for column in months:
            cell = cells[column.index].strip() if column.index < len(cells) else ""
            name = column.measure or label
            if key(column.measure) in PLANNED_NAME:
                name = f"{label} {column.measure}"
                if context.words.target_for(name) is None:
                    dropped[context.columns[column.index].name] = None
                    continue
            if cell.casefold() not in UNKNOWN and not _is_left_out(context, name):
                beside = [cells[broken].strip() if broken < len(cells) else ""] if broken is not None else []
                rows.append((line, [column.written(year), name, cell, *beside]))
    if dropped:
        context.remark("planned", columns=Listed(tuple(dropped)))
    columns = judge(HEADER if broken is None else [*HEADER, context.columns[broken].name], rows)
    table = replace(context.table, rows=rows)
    return replace(context, table=table, columns=columns, data=MemoryData(rows, context.data.met), system=None)


def _each_once(context: Context, months: Sequence[MonthColumn]) -> list[MonthColumn]:
    """The columns, of what happened without a word for that. The account says which others are odd. Two
    that say the same of a month do not add up: raises RefusalError.
    """
    months = [replace(c, measure="") if key(c.measure) in VALUE_NAME else c for c in months]
    columns: dict[MonthColumn, list[int]] = {}
    for column in months:
        columns.setdefault(replace(column, index=0), []).append(column.index)
    for found in columns.values():
        if len(found) > 1:
            name = context.columns[found[0]].name
            raise RefusalError("same-name", context.table.line, number=len(found), column=Quoted(name))
    say_odd(context)
    return months


def _label(cells: list[str], labels: Sequence[int], named: int | None, unit: int | None) -> str:
    """What a row is called, with its unit."""
    names = [cells[i].strip() for i in labels if i < len(cells)]
    label = next((text for text in reversed(names) if text and key(text) not in VALUE_NAME | PLANNED_NAME), "")
    if named is not None and named < len(cells):
        label = cells[named].strip()
    if unit is not None and unit < len(cells) and cells[unit].strip():
        label = f"{label} ({cells[unit].strip()})"
    return label


def _all_rows(context: Context) -> Iterable[Row]:
    """The rows of the table, of a large one those below its first too. Raises RefusalError where that is too many."""
    size = context.sheet.input.size
    if not context.data.whole and (size is None or size > MOST_BYTES):
        raise RefusalError("wide-and-large", context.table.line, most=MOST_BYTES >> 20)
    return context.data.rows()


def _is_left_out(context: Context, name: str) -> bool:
    return context.words.is_ratio(name) and not context.words.given(name)


def _broken(context: Context, labels: Sequence[int]) -> int | None:
    """The column of labels by which the rows are broken down."""
    names = context.by or (("segment",) if context.words.segments and not context.rules.split else ())
    name = breaking_column(names, [column.name for column in context.columns])
    return next((i for i in labels if name is not None and key(context.columns[i].name) == key(name)), None)


def _filled_down(rows: Iterable[Row], labels: Sequence[int], named: int | None) -> Iterator[Row]:
    """The rows with the KPI's name beside each target and actual: of merged cells only the first has it."""
    last = ""
    named = labels[0] if named is None and len(labels) > 1 else named
    for line, cells in rows:
        if named is not None and named < len(cells):
            last = cells[named].strip() or last
            kinds = {key(cell) for cell in cells if cell}
            if not cells[named].strip() and kinds & (PLANNED_NAME | VALUE_NAME):
                yield line, [*cells[:named], last, *cells[named + 1 :]]
                continue
        yield line, cells
