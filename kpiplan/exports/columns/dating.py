"""Which column, or columns, say to which days a row belongs, and how their cells are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise

from kpiplan.exports.cells.dates import Order, consecutive_years, read_date, read_month_alone
from kpiplan.exports.cells.instants import day_in, of_several_places
from kpiplan.exports.cells.kinds import JUDGED_TEXTS, ExportColumn
from kpiplan.exports.cells.names import (
    DATE_NAME,
    DAY_NAME,
    PERIOD_PAIRS,
    WEEK_NAME,
    is_earlier_date,
    key,
    nth_unit,
    words,
)
from kpiplan.exports.cells.record_names import dates_nothing
from kpiplan.exports.cells.serials import seconds_of, serial_day
from kpiplan.exports.cells.spans import Span, month_of, months_span
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.day_order import column_order, refuse_two_languages
from kpiplan.exports.columns.guesses import guesses
from kpiplan.exports.columns.header import find_column
from kpiplan.exports.columns.jumps import warn_of_jump
from kpiplan.exports.columns.nested_dates import finest
from kpiplan.exports.columns.readings import Dating
from kpiplan.exports.files.tables import period_span
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Listed, Note, Quoted
from kpiplan.months import Month

DayReader = Callable[[str, Order | None], Span | None]

_YEAR = re.compile(r"(?<!\d)(19[7-9]\d|20\d\d)(?!\d)")


def row_dating(context: Context) -> Dating:
    """What dates the rows of a table with a row a period. Raises RefusalError for nothing or too much."""
    system = context.system
    dates = context.of_kind("date", "nth", "month")
    if context.rules.date is not None:
        return column_dating(context, stated_date(context))
    for name in system.dates if system else ():
        for column in dates:
            if key(column.name) == key(name):
                return column_dating(context, column)
    pair = _pair(context, dates)
    plain = [column for column in dates if column not in (pair or ())]
    plain = [column for column in plain if not is_earlier_date(column.name)] or plain
    if any(column.kind == "date" for column in plain):  # what is called January is a name beside days
        plain = [column for column in plain if column.kind != "month" or DATE_NAME.search(words(column.name))]
    preferred = [column for column in plain if key(column.name) in DAY_NAME]
    if len(preferred) == 1 or len(plain) == 1:
        return column_dating(context, (preferred if len(preferred) == 1 else plain)[0])
    if not plain:
        return _pair_dating(context, pair) if pair else _stated_dating(context)
    finer = [column for column in plain if column.kind == "nth"]
    if len(finer) == 1:
        return column_dating(context, finer[0])
    if finest := _finest(context, plain):
        return finest
    raise _several(context, plain)


def _several(context: Context, dates: Sequence[ExportColumn]) -> RefusalError:
    """That any of several columns may date the rows."""
    from kpiplan.exports.sentences.rules import quoted
    from kpiplan.plan.rule_text import yaml_text

    likely = next((column for column in dates if not dates_nothing(column.name)), dates[0])
    return RefusalError(
        "several-dates",
        context.table.line,
        number=len(dates),
        columns=Listed(tuple(column.name for column in dates)),
        date=yaml_text(likely.name),
        option=quoted(likely.name),
        rules=guesses(context),
    )


def stated_date(context: Context) -> ExportColumn:
    """The column of dates that rules name. Raises RefusalError where it is none, or not there."""
    column = find_column(context.columns, context.rules.date or "", context.table.title)
    if column.kind not in ("date", "month", "nth", "year", "empty"):
        example = Quoted(next((text for text in column.texts if text), ""))
        raise RefusalError("no-dates", context.table.line, column=Quoted(column.name), example=example)
    return column


def _finest(context: Context, columns: list[ExportColumn]) -> Dating | None:
    """The dating by the one of several columns of dates that all others are but rounded down; its account says so."""
    dates = [column for column in columns if column.kind == "date"]
    months = [column for column in columns if column.kind == "month"]
    if not dates or len(dates) + len(months) < len(columns):
        return None
    datings, rows = [column_dating(context, column) for column in dates], [cells for _, cells in context.table.rows]
    at = finest(rows, datings) if len(dates) > 1 else 0
    if at is None or not all(_is_month_of(rows, month.index, datings[at]) for month in months):
        return None
    others = (*(dating.label for dating in datings if dating is not datings[at]), *(month.name for month in months))
    context.remark("rounded", columns=Listed(others), taken=datings[at].label)
    return datings[at]


def _is_month_of(rows: Sequence[list[str]], column: int, dating: Dating) -> bool:
    """Whether a column has the months, without a year, of the days that rows are dated on."""
    needed = max(column, *dating.columns)
    full = [
        cells for cells in rows if len(cells) > needed and all(cells[at].strip() for at in (column, *dating.columns))
    ]
    spans = [dating.read(tuple(cells[at].strip() for at in dating.columns)) for cells in full]
    pairs = [
        (span.month, _month_number(cells[column].strip())) for cells, span in zip(full, spans, strict=True) if span
    ]
    return bool(pairs) and all(month is not None and month.month == number for month, number in pairs)


def column_dating(context: Context, column: ExportColumn) -> Dating:
    """The dating by one column, with the year beside it or elsewhere where it holds months alone."""
    if column.kind == "nth":
        return _nth_dating(context, column)
    if column.kind == "month":
        return _month_dating(context, column)
    orders = column_order(context, column)
    if column.kind == "year":
        raise RefusalError("rows-are-years", context.table.line)
    read = _day_reader(context, column)
    warn_of_jump(context, column, lambda text: read(text, orders.of(text)))
    if WEEK_NAME.search(words(column.name)):
        return Dating((column.index,), column.name, lambda cells: _week(read, cells[0], orders.of(cells[0])))
    return Dating((column.index,), column.name, lambda cells: read(cells[0], orders.of(cells[0])))


def _day_reader(context: Context, column: ExportColumn) -> DayReader:
    """How the days of a column are read: as people write them, as spreadsheets store them, as clocks show them in the
    plan's time zone.
    """
    zone = context.zone
    if zone and any(day_in(text, zone) for text in column.texts[:JUDGED_TEXTS]):
        context.remark("zone-days", column=column.name, zone=zone.key)
        return lambda text, order: day_in(text, zone) or read_date(text, order)
    if zone is None and (places := of_several_places(column.texts[:JUDGED_TEXTS])):
        context.remark("days-as-written", column=column.name, first=places[0], last=places[1])
    example = column.serial
    if example is None or (span := serial_day(example)) is None:
        return read_date
    code = "serial-days" if seconds_of(example) is None else "seconds-since-1970"
    context.remark(code, column=column.name, example=example, day=date.fromordinal(span.start))
    return lambda text, order: serial_day(text) or read_date(text, order)


def _week(read: DayReader, text: str, order: Order | None) -> Span | None:
    """A day in a column of weeks begins one; 202405 there is a week of the year, not a month."""
    if re.fullmatch(r"\d{6}", text):
        text = f"{text[:4]}-W{text[4:]}"
    span = read(text, order)
    return Span(span.start, span.start + 6, "week") if span and span.grain == "day" else span


def _nth_dating(context: Context, column: ExportColumn) -> Dating:
    start = context.table.start
    if start is None:
        raise RefusalError("no-start", context.table.line, column=Quoted(column.name))
    unit = nth_unit(column.name, column.texts)
    end = context.table.end

    def read(cells: tuple[str, ...]) -> Span | None:
        if not cells[0].isdecimal() or len(cells[0]) > 5:
            return None
        number = int(cells[0])
        if unit == "month":
            month = month_of(start).plus(number)
            return months_span(month.year, month.month, 1, "month")
        first = start + number * (7 if unit == "week" else 1)
        if unit == "day":
            return Span(first, first, "day")
        return Span(first, min(first + 6, end or first + 6), "week")

    return Dating((column.index,), column.name, read)


def _month_dating(context: Context, column: ExportColumn) -> Dating:
    refuse_two_languages(context, column.name, column.texts)
    years = context.of_kind("year")
    if len(years) == 1:
        return Dating(
            (column.index, years[0].index),
            f"{column.name} and {years[0].name}",
            lambda cells: _month_of_year(cells[0], int(cells[1])) if cells[1].isdecimal() else read_date(cells[0]),
        )
    months = [month for text in column.texts if (month := _month_number(text))]
    years_of = dict(zip(months, month_years(context, months), strict=True))

    def read(cells: tuple[str, ...]) -> Span | None:
        month = _month_number(cells[0])
        return _month_of_year(cells[0], years_of[month]) if month in years_of else read_date(cells[0])

    return Dating((column.index,), column.name, read)


def _month_number(text: str) -> int | None:
    return int(text) if text.isdecimal() and 1 <= int(text) <= 12 else read_month_alone(text)


def _month_of_year(text: str, year: int) -> Span | None:
    month = _month_number(text)
    return months_span(year, month, 1, "month") if month else None


def month_years(context: Context, months: list[int]) -> list[int]:
    """The years of months named without one: from the rules, the stated period, the title, or the file's
    name.
    """
    if context.rules.year is not None:
        return consecutive_years(months, context.rules.year)
    table = context.table
    if table.start is not None and table.end is not None and table.end - table.start < 366:
        first, last = month_of(table.start), month_of(table.end)
        within = {first.plus(k).month: first.plus(k).year for k in range(last.since(first) + 1)}
        if all(month in within for month in months):
            return [within[month] for month in months]
    base = re.split(r"[/\\]", context.file)[-1]
    for where, text in (
        ("lines-above", table.preamble),
        ("header", " ".join(table.header)),
        ("sheet", table.sheet.title),
        ("name", base),
    ):
        years = {int(year) for year in _YEAR.findall(text)}
        if len(years) == 1:
            year = years.pop()
            context.problem("year-taken", year=year, where=Note(where))
            return consecutive_years(months, year)
    raise RefusalError("no-year", table.line)


def _pair(context: Context, dates: list[ExportColumn]) -> tuple[ExportColumn, ExportColumn] | None:
    for first, last in PERIOD_PAIRS:
        start = [column for column in dates if key(column.name) == key(first)]
        end = [column for column in dates if key(column.name) == key(last)]
        if len(start) == len(end) == 1:
            return start[0], end[0]
    return None


def _pair_dating(context: Context, pair: tuple[ExportColumn, ExportColumn]) -> Dating:
    orders = [column_order(context, column) for column in pair]
    first, last = (_day_reader(context, column) for column in pair)

    def read(cells: tuple[str, ...]) -> Span | None:
        start, end = first(cells[0], orders[0].of(cells[0])), last(cells[1], orders[1].of(cells[1]))
        if not start or not end or end.end < start.start:
            return start if start and not cells[1] else None
        return Span(start.start, end.end, "range" if end.end > start.start else "day")

    return Dating((pair[0].index, pair[1].index), f"{pair[0].name} to {pair[1].name}", read)


def _stated_dating(context: Context) -> Dating:
    span = period_span(context.table)
    if span is None:
        named = tuple(name for name in context.table.header if name.strip())
        raise RefusalError("no-date", context.table.line, columns=Listed(named))
    if span.month is None:
        raise RefusalError(
            "rows-as-a-whole", context.table.line, first=date.fromordinal(span.start), last=date.fromordinal(span.end)
        )
    return Dating((0,), "the period above the header", lambda cells: span, stated=True)


def is_weekly(texts: Iterable[str], dating: Dating) -> bool:
    """Whether single days a whole number of weeks apart (three at least) stand for the weeks they begin."""
    spans = [span for text in texts if (span := dating.read((text,)))]
    if not spans or any(span.grain != "day" for span in spans):
        return False
    days = sorted({span.start for span in spans})
    gaps = {later - earlier for earlier, later in pairwise(days)}
    return len(days) > 3 and all(gap % 7 == 0 for gap in gaps) and min(gaps) == 7


def once_a_month(context: Context, dating: Dating, beside: int | None) -> bool:
    """Whether no two rows are dated in the same month (and have the same text in column `beside`), and none in two."""
    needed = max(*dating.columns, beside or 0)
    seen: set[tuple[Month | None, str]] = set()
    for _, cells in context.table.rows:
        span = dating.read(tuple(cells[i].strip() for i in dating.columns)) if len(cells) > needed else None
        if span is None:
            continue
        one = span.month, cells[beside].strip() if beside is not None else ""
        if one in seen or span.month is None:
            return False
        seen.add(one)
    return context.data.whole
