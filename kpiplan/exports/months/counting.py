"""The one place that counts: chunks and readings to monthly sums, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kpiplan.exports.cells.numbers import read_number
from kpiplan.exports.cells.spans import Span
from kpiplan.exports.columns.readings import NO_SEGMENT, Dating, KpiReading, Splitting, TablePlan, Where
from kpiplan.exports.files.chunks import BELOW_ZERO, NUMBER, UNKNOWN, Amounts, Chunk, Data, ReadCell, RowGroup, RowKey
from kpiplan.exports.months.daily import DailySums
from kpiplan.exports.months.tallies import (
    DAY_ZERO,
    DAYS,
    EMPTY,
    ORIGIN,
    SPANNING,
    UNREAD,
    DatePart,
    Day,
    Tally,
    account,
    book,
    miss,
)
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Quoted

CACHED_TEXTS = 50_000
RATIO, UNREADABLE, BEYOND_ONE, PERCENT = 3, 4, 5, 6  # further labels of amounts
_VALUES = (NUMBER, BELOW_ZERO, BEYOND_ONE, PERCENT)
_LEFT_OUT = -1


@dataclass
class TableCounts:
    """All readings of a table: their tallies and days, the rows, those used by any reading, those of no segment."""

    tallies: list[Tally]
    days: list[DailySums]
    rows: int = 0
    used: int = 0
    unsplit: int = 0
    unsplit_examples: set[str] = field(default_factory=set)
    segments: set[str] = field(default_factory=set)


class Dates(NamedTuple):
    """The distinct dates of a chunk, and which of them each row has."""

    days: list[Day]
    rows: RowKey


class Segments(NamedTuple):
    """The segments of a chunk, and which of them each row has; no key for one only."""

    names: list[str | None]
    rows: RowKey | None


class DateCache:
    """Days by text, kept from chunk to chunk, within bounds."""

    def __init__(self, dating: Dating, weekly: bool) -> None:
        self._dating, self._weekly = dating, weekly
        self._known: dict[tuple[str, ...], Day] = {}

    def dates(self, chunk: Chunk) -> Dates:
        """The dates of a chunk."""
        known = self._known
        if len(known) > CACHED_TEXTS:
            known.clear()
        texts = chunk.texts(self._dating.columns)
        for text in texts:
            if text not in known:
                known[text] = self._read(text)
        return Dates([known[text] for text in texts], chunk.key(self._dating.columns))

    def _read(self, texts: tuple[str, ...]) -> Day:
        span = self._dating.read(texts)
        if span is None:
            return Day(UNREAD if any(texts) else EMPTY, 0, 0)
        if self._weekly and span.grain == "day":
            span = Span(span.start, span.start + 6, "week")
        if not (0 <= span.start - DAY_ZERO <= span.end - DAY_ZERO < DAYS):
            return Day(UNREAD, 0, 0)  # a day counted from a start, far beyond the calendar
        month = span.month
        return Day(month.since(ORIGIN) if month else SPANNING, span.start - DAY_ZERO, span.end - DAY_ZERO)


def count(data: Data, plan: TablePlan) -> TableCounts:
    """Goes through all rows once. Raises what the data raises."""
    caches = {reading.dating.columns: DateCache(reading.dating, plan.weekly) for reading in plan.readings}
    counted = TableCounts([Tally() for _ in plan.readings], [DailySums() for _ in plan.readings])
    for chunk in data.chunks(columns_of(plan), _amounts_alone(plan)):
        counted.rows += chunk.rows
        dates = {columns: cache.dates(chunk) for columns, cache in caches.items()}
        segments = _segments(chunk, plan.split, counted)
        for reading, tally, daily in zip(plan.readings, counted.tallies, counted.days, strict=True):
            days = dates[reading.dating.columns]
            parts = _add(chunk, reading, tally, days, segments, plan.spans == "spread")
            if reading.over == "sum":
                daily.add(parts, days.days)
        counted.used += _used(chunk, plan.readings, dates)
    return counted


def columns_of(plan: TablePlan) -> list[int]:
    """The positions of all columns that the readings need."""
    columns = {*_texts_of(plan)}
    columns |= {reading.value for reading in plan.readings if reading.value is not None}
    return sorted(columns)


def _texts_of(plan: TablePlan) -> Iterator[int]:
    """The columns whose texts say something."""
    if plan.split:
        yield plan.split.column
    for reading in plan.readings:
        yield from reading.dating.columns
        yield from (where.column for where in reading.where)


def _amounts_alone(plan: TablePlan) -> set[int]:
    """The columns that are summed and nothing else, with a point for decimal mark: they can be read all at once."""
    texts = {*_texts_of(plan)}
    texts |= {r.value for r in plan.readings if r.value is not None and (r.decimal != "." or r.direct)}
    return {r.value for r in plan.readings if r.value is not None} - texts


def _used(chunk: Chunk, readings: Sequence[KpiReading], dates: dict[tuple[int, ...], Dates]) -> int:
    """How many rows any reading uses: dated, and under its condition. A row in two months counts in both."""
    keys: list[RowKey] = []
    places: dict[tuple[int, ...] | Where, int] = {}
    needs: list[list[int]] = []
    for reading in readings:
        days = dates[reading.dating.columns].days
        if not reading.where and all(map(_counts, days)):
            return chunk.rows
        asked: list[tuple[int, ...] | Where] = [reading.dating.columns, *reading.where]
        for one in asked:
            if one not in places:
                places[one] = len(keys)
                keys.append(
                    _matching(chunk, one, 0)
                    if isinstance(one, Where)
                    else chunk.key(one, [int(_counts(day)) for day in days])
                )
        needs.append([places[one] for one in asked])
    return sum(group.rows for group in chunk.groups(keys) if any(all(group.labels[p] for p in need) for need in needs))


def _counts(day: Day) -> bool:
    return day.month >= 0 or day.month == SPANNING


def _matching(chunk: Chunk, where: Where, others: int) -> RowKey:
    """The rows that a condition accepts, labelled one more than the `others`."""
    return chunk.key((where.column,), [others + where.accepts(text) for (text,) in chunk.texts((where.column,))])


def condition(chunk: Chunk, wheres: Sequence[Where], tally: Tally) -> list[RowKey]:
    """Keys that leave out the rows that do not meet the conditions."""
    for where in wheres:
        if len(tally.offered) < 1000:
            tally.offered.update(text for (text,) in chunk.texts((where.column,)) if text)
    return [_matching(chunk, where, _LEFT_OUT) for where in wheres]


def _segments(chunk: Chunk, split: Splitting | None, counted: TableCounts) -> Segments:
    """The segments of a chunk; the whole (None) where rows are not split. Raises RefusalError for too many."""
    if split is None:
        return Segments([None], None)
    texts = [text for (text,) in chunk.texts((split.column,))]
    names = [split.segment(text) for text in texts]
    for (code,), rows, _ in chunk.groups([chunk.key((split.column,))]) if NO_SEGMENT in names else ():
        if names[code] == NO_SEGMENT:
            counted.unsplit += rows
            counted.unsplit_examples.update([texts[code]] if len(counted.unsplit_examples) < 50 else [])
    kept = list(dict.fromkeys(names))
    counted.segments.update(name for name in kept if name)
    if split.most is not None and len(counted.segments) > split.most:
        raise RefusalError("too-many-values", column=Quoted(split.label), most=split.most)
    position = {name: number for number, name in enumerate(kept)}
    return Segments(kept, chunk.key((split.column,), [position[name] for name in names]))


def _add(
    chunk: Chunk, reading: KpiReading, tally: Tally, dates: Dates, segments: Segments, spread: bool
) -> list[DatePart]:
    """Adds the rows of a chunk to the tally of a reading; returns them by date and segment."""
    met = condition(chunk, reading.where, tally)
    inside = [dates.rows] if segments.rows is None else [dates.rows, segments.rows]
    amounts = None if reading.value is None else chunk.amounts(reading.value, _cell_reader(reading))
    keys = [*inside, *([amounts.kinds] if amounts else []), *met]
    groups = chunk.groups(keys, amounts.values if amounts else None)
    parts = list(_parts(groups, reading, tally, dates, segments))
    book(tally, segments.names, parts, dates.days, reading.over, spread)
    account(tally, parts, dates.days)
    if amounts:
        _cell_examples(chunk, reading, tally, amounts, met)
    _date_examples(chunk, reading, tally, dates, met)
    return parts


def _parts(
    groups: Iterable[RowGroup], reading: KpiReading, tally: Tally, dates: Dates, segments: Segments
) -> Iterator[DatePart]:
    """The rows of segments by date; cells that are no numbers are counted."""
    for (date, *labels), rows, total in groups:
        at = 0 if segments.rows is None else labels.pop(0)
        kind = NUMBER if reading.value is None else labels.pop(0)
        if kind != NUMBER:
            _count_cells(tally, kind, rows)
        if kind == UNREADABLE:
            miss(tally, dates.days[date])
        if reading.value is None:
            yield DatePart(segments.names[at], date, rows, rows, float(rows))
        else:
            known = rows if kind in _VALUES else 0
            yield DatePart(segments.names[at], date, rows, known, total * (1.0 if kind == PERCENT else reading.scale))


def _cell_reader(reading: KpiReading) -> ReadCell:
    """What a cell of a column of numbers is for a reading, and its value."""
    percent, share = (reading.direct.percent, reading.direct.share) if reading.direct else (False, False)

    def read(text: str) -> tuple[int, float]:
        number = read_number(text, reading.decimal)
        if number.kind == "number":
            if share and abs(number.value * reading.scale) > 1:
                return BEYOND_ONE, number.value
            return BELOW_ZERO if number.value < 0 else NUMBER, number.value
        if number.kind == "ratio" and percent:
            return PERCENT, number.value
        return {"unknown": UNKNOWN, "ratio": RATIO}.get(number.kind, UNREADABLE), 0.0

    return read


def _count_cells(tally: Tally, kind: int, rows: int) -> None:
    tally.negative += rows if kind == BELOW_ZERO else 0
    tally.unknown += rows if kind == UNKNOWN else 0
    tally.ratios += rows if kind == RATIO else 0
    tally.unreadable += rows if kind == UNREADABLE else 0


def _cell_examples(chunk: Chunk, reading: KpiReading, tally: Tally, amounts: Amounts, met: list[RowKey]) -> None:
    """The first cell of each kind that a message may show."""

    def first(kind: int) -> str:
        found = chunk.first(met, amounts.kinds, kind, (reading.value or 0,))
        return found[0] if found else ""

    if tally.negative and not tally.negative_example:
        tally.negative_example = first(BELOW_ZERO)
    if tally.unreadable and not tally.unreadable_example:
        tally.unreadable_example = first(UNREADABLE)
    if reading.direct and reading.direct.share:
        tally.beyond_one = tally.beyond_one or first(BEYOND_ONE)


def _date_examples(chunk: Chunk, reading: KpiReading, tally: Tally, dates: Dates, met: list[RowKey]) -> None:
    """The first cells that are no date, or a period in two months."""

    def first(month: int) -> str:
        labels = [int(day.month == month) for day in dates.days]
        columns = reading.dating.columns
        return " ".join(chunk.first(met, chunk.key(columns, labels), 1, columns) or ())

    if tally.unread and not tally.unread_example:
        tally.unread_example = first(UNREAD)
    if tally.spanning and not tally.spanning_example:
        tally.spanning_example = first(SPANNING)
