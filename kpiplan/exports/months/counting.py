"""The one place that counts: chunks and readings to monthly sums, and what was left out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from kpiplan.exports.columns.readings import NO_SEGMENT, KpiReading, Splitting, TablePlan, Where
from kpiplan.exports.files.chunks import BELOW_ZERO, NUMBER, UNKNOWN, Amounts, Chunk, Data, ReadCell, RowGroup, RowKey
from kpiplan.exports.months.daily import DailySums
from kpiplan.exports.months.row_cells import (
    BEYOND_ONE,
    PERCENT,
    UNREADABLE,
    VALUES,
    Worths,
    cell_reader,
    count_cells,
    worths_of,
)
from kpiplan.exports.months.row_dates import DateCache, Dates
from kpiplan.exports.months.tallies import (
    SPANNING,
    UNREAD,
    DatePart,
    Day,
    Tally,
    account,
    book,
    miss,
)
from kpiplan.exports.months.units import UnitCounts, Units
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Quoted

CACHED_CELLS = 1 << 17
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
    units: dict[int, UnitCounts] = field(default_factory=dict)  # by the position of their reading


class Segments(NamedTuple):
    """The segments of a chunk, and which of them each row has; no key for one only."""

    names: list[str | None]
    rows: RowKey | None


WHOLE = Segments([None], None)


def count(data: Data, plan: TablePlan) -> TableCounts:
    """Goes through all rows once. Raises what the data raises."""
    caches = {reading.dating.columns: DateCache(reading.dating, plan.weekly) for reading in plan.readings}
    counted = TableCounts([Tally() for _ in plan.readings], [DailySums() for _ in plan.readings])
    readers = [lru_cache(CACHED_CELLS)(cell_reader(reading)) for reading in plan.readings]
    held = {at: Units() for at, reading in enumerate(plan.readings) if reading.distinct is not None}
    names: dict[str | None, None] = {}
    for chunk in data.chunks(columns_of(plan), _amounts_alone(plan)):
        counted.rows += chunk.rows
        dates = {columns: cache.dates(chunk) for columns, cache in caches.items()}
        segments = _segments(chunk, plan.split, counted)
        names.update(dict.fromkeys(segments.names))
        for at, (reading, tally) in enumerate(zip(plan.readings, counted.tallies, strict=True)):
            days = dates[reading.dating.columns]
            _look_beside(chunk, reading, tally, days)
            if units := held.get(at):
                take(chunk, reading, tally, units, days, segments, readers[at])
                continue
            parts = _add(chunk, reading, tally, days, segments, readers[at], spread=plan.spans == "spread")
            if reading.over == "sum":
                counted.days[at].add(parts, days.days)
        counted.used += _used(chunk, plan.readings, dates)
    for at, units in held.items():
        counted.units[at] = units.counts
        once = units.finish(counted.tallies[at], list(names), plan.readings[at].over, spread=plan.spans == "spread")
        if plan.readings[at].over == "sum":
            counted.days[at].add(*once)
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
        yield from (where.column for where in (*reading.where, *reading.beside))
        if reading.rates:
            yield from (c for c in (reading.rates.column, reading.value) if c is not None and c >= 0)
        if reading.distinct is not None:
            yield from (column for column in (reading.distinct, reading.value) if column is not None)


def _amounts_alone(plan: TablePlan) -> set[int]:
    """The columns that are summed and nothing else, with a point for decimal mark: they can be read all at once."""
    texts = {*_texts_of(plan)}
    texts |= {r.value for r in plan.readings if r.value is not None and (r.decimal != "." or r.direct)}
    return {r.value for r in plan.readings if r.value is not None} - texts


def _used(chunk: Chunk, readings: Sequence[KpiReading], dates: dict[tuple[int, ...], Dates]) -> int:
    """How many rows any reading uses: dated, and under its condition; of a unit all that name it. A row in two months
    counts in both.
    """
    keys: list[RowKey] = []
    places: dict[tuple[int, ...] | Where | int, int] = {}
    needs: list[list[int]] = []
    for reading in readings:
        days = dates[reading.dating.columns].days
        if not reading.where and reading.distinct is None and all(map(_counts, days)):
            return chunk.rows
        asked: list[tuple[int, ...] | Where | int] = [reading.dating.columns, *reading.where]
        asked += [] if reading.distinct is None else [reading.distinct]
        for one in asked:
            if one in places:
                continue
            places[one] = len(keys)
            if isinstance(one, Where):
                keys.append(_matching(chunk, one, 0))
            elif isinstance(one, int):
                keys.append(chunk.key((one,), [int(text != "") for (text,) in chunk.texts((one,))]))
            else:
                keys.append(chunk.key(one, [int(_counts(day)) for day in days]))
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


def _look_beside(chunk: Chunk, reading: KpiReading, tally: Tally, dates: Dates) -> None:
    """Notes the days of rows that show how far a table goes."""
    for where in reading.beside:
        for (date, *_), _, _ in chunk.groups([dates.rows, _matching(chunk, where, _LEFT_OUT)]):
            day = dates.days[date]
            if _counts(day):
                tally.beside.update(range(day.start, day.end + 1))


def _segments(chunk: Chunk, split: Splitting | None, counted: TableCounts) -> Segments:
    """The segments of a chunk; the whole (None) where rows are not split. Raises RefusalError for too many."""
    if split is None:
        return WHOLE
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
    chunk: Chunk, reading: KpiReading, tally: Tally, dates: Dates, segments: Segments, read: ReadCell, *, spread: bool
) -> list[DatePart]:
    """Adds the rows of a chunk to the tally of a reading; returns them by date and segment."""
    met = condition(chunk, reading.where, tally)
    inside = [dates.rows] if segments.rows is None else [dates.rows, segments.rows]
    amounts = None if reading.value is None else chunk.amounts(reading.value, read)
    factors = worths_of(chunk, reading)
    keys = [*inside, *([amounts.kinds] if amounts else []), *([factors.rows] if factors else []), *met]
    groups = chunk.groups(keys, amounts.values if amounts else None)
    parts = list(_parts(groups, reading, tally, dates, segments, factors))
    book(tally, segments.names, parts, dates.days, reading.over, spread)
    account(tally, parts, dates.days)
    if amounts:
        _cell_examples(chunk, reading, tally, amounts, met)
    _date_examples(chunk, reading, tally, dates, met)
    return parts


def take(
    chunk: Chunk, reading: KpiReading, tally: Tally, units: Units, dates: Dates, segments: Segments, read: ReadCell
) -> None:
    """Adds the rows of a chunk to the units of a reading."""
    met = condition(chunk, reading.where, tally)
    named = [text for (text,) in chunk.texts((reading.distinct or 0,))]
    value = None if reading.value is None else (reading.value,)
    cells = [read(text) for (text,) in chunk.texts(value)] if value else [(NUMBER, 1.0)]
    factors = worths_of(chunk, reading)
    keys = [dates.rows, chunk.key((reading.distinct or 0,)), *([chunk.key(value)] if value else [])]
    keys += [factors.rows] if factors else []
    counted = []
    for (date, unit, *labels), rows, _ in chunk.groups([*keys, *([segments.rows] if segments.rows else []), *met]):
        kind, amount = cells[labels.pop(0) if value else 0]
        worth = factors.worth[labels.pop(0)] if factors else 1.0
        kind = UNREADABLE if worth is None and kind in VALUES else kind
        count_cells(tally, kind, rows if value else 0)
        at = labels[0] if segments.rows else 0
        scaled = amount * (1.0 if kind == PERCENT or not value else reading.scale) * (worth or 0.0)
        units.take(named[unit], dates.days[date], segments.names[at], rows, scaled if kind in VALUES else None)
        counted.append(DatePart(segments.names[at], date, rows, 0, 0.0))
        if kind == UNREADABLE:
            units.miss(named[unit], dates.days[date])
    account(tally, counted, dates.days)
    if value:
        _cell_examples(chunk, reading, tally, chunk.amounts(value[0], read), met)
    _date_examples(chunk, reading, tally, dates, met)


def _parts(
    groups: Iterable[RowGroup],
    reading: KpiReading,
    tally: Tally,
    dates: Dates,
    segments: Segments,
    factors: Worths | None,
) -> Iterator[DatePart]:
    """The rows of segments by date; cells that are no numbers are counted."""
    if segments.rows is None and reading.value is None:
        name = segments.names[0]
        for (date, *_), rows, _ in groups:
            yield DatePart(name, date, rows, rows, float(rows))
        return
    for (date, *labels), rows, total in groups:
        at = 0 if segments.rows is None else labels.pop(0)
        kind = NUMBER if reading.value is None else labels.pop(0)
        worth = factors.worth[labels.pop(0)] if factors else 1.0
        kind = UNREADABLE if worth is None and kind in VALUES else kind
        if kind != NUMBER:
            count_cells(tally, kind, rows)
        if kind == UNREADABLE:
            miss(tally, dates.days[date])
        if reading.value is None:
            yield DatePart(segments.names[at], date, rows, rows, float(rows))
        else:
            known = rows if kind in VALUES else 0
            scale = (1.0 if kind == PERCENT else reading.scale) * (worth or 0.0)
            blank = kind == UNKNOWN and not reading.where
            yield DatePart(segments.names[at], date, rows, known, total * scale, blank)


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
