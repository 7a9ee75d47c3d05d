"""The one place that counts: coded chunks and readings to monthly sums, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from kpiplan.exports.cells.numbers import read_number
from kpiplan.exports.cells.spans import Span
from kpiplan.exports.columns.readings import Dating, KpiReading, Splitting, TablePlan, Where
from kpiplan.exports.files.chunks import Chunk, Data, joined
from kpiplan.exports.months.tallies import (
    DAY_ZERO,
    DAYS,
    EMPTY,
    ORIGIN,
    SPANNING,
    UNREAD,
    Dates,
    Floats,
    Groups,
    Mask,
    Tally,
    account,
    add_up,
    book,
    miss,
)
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Quoted

CACHED_TEXTS = 50_000


@dataclass
class TableCounts:
    """All readings of a table: their tallies, the rows, those used by any reading, those of no segment."""

    tallies: list[Tally]
    rows: int = 0
    used: int = 0
    unsplit: int = 0
    unsplit_examples: set[str] = field(default_factory=set)
    segments: set[str] = field(default_factory=set)


class DateCache:
    """Spans by text, kept from chunk to chunk, within bounds."""

    def __init__(self, dating: Dating, weekly: bool) -> None:
        self._dating, self._weekly = dating, weekly
        self._known: dict[tuple[str, ...], tuple[int, int, int]] = {}

    def dates(self, chunk: Chunk) -> Dates:
        codes, texts = joined(chunk, self._dating.columns)
        known = self._known
        if len(known) > CACHED_TEXTS:
            known.clear()
        for text in texts:
            if text not in known:
                known[text] = self.read(text)
        values = np.array([known[text] for text in texts], np.int64).reshape(-1, 3)
        return Dates(codes, texts, values[:, 0], values[:, 1], values[:, 2])

    def read(self, texts: tuple[str, ...]) -> tuple[int, int, int]:
        """The month of a text (or why there is none), its first and its last day."""
        span = self._dating.read(texts)
        if span is None:
            return (UNREAD if any(texts) else EMPTY), 0, 0
        if self._weekly and span.grain == "day":
            span = Span(span.start, span.start + 6, "week")
        if not (0 <= span.start - DAY_ZERO <= span.end - DAY_ZERO < DAYS):
            return UNREAD, 0, 0  # a day counted from a start, far beyond the calendar
        month = span.month
        return (month.since(ORIGIN) if month else SPANNING), span.start - DAY_ZERO, span.end - DAY_ZERO


def count(data: Data, plan: TablePlan) -> TableCounts:
    """Goes through all rows once. Raises what the data raises."""
    caches = {reading.dating.columns: DateCache(reading.dating, plan.weekly) for reading in plan.readings}
    counted = TableCounts([Tally() for _ in plan.readings])
    for chunk in data.chunks(columns_of(plan)):
        counted.rows += chunk.rows
        dates = {columns: cache.dates(chunk) for columns, cache in caches.items()}
        segments = _segments(chunk, plan.split, counted)
        used: Mask | None = np.zeros(chunk.rows, np.bool_)
        for reading, tally in zip(plan.readings, counted.tallies, strict=True):
            days = dates[reading.dating.columns]
            mask = condition(chunk, reading.where, tally)
            _add(chunk, reading, tally, days, mask, segments, plan.spans == "spread")
            used = _used(used, days, mask)
        counted.used += chunk.rows if used is None else int(used.sum())
    return counted


def columns_of(plan: TablePlan) -> list[int]:
    """The positions of all columns that the readings need."""
    columns = {plan.split.column} if plan.split else set()
    for reading in plan.readings:
        columns |= {*reading.dating.columns, *(where.column for where in reading.where)}
        columns |= set() if reading.value is None else {reading.value}
    return sorted(columns)


def _used(used: Mask | None, dates: Dates, mask: Mask | None) -> Mask | None:
    """The rows used so far and those that this reading uses; None for all."""
    if used is None or (mask is None and (dates.month >= 0).all()):
        return None
    dated: Mask = (dates.month >= 0)[dates.codes]
    together: Mask = used | (dated if mask is None else dated & mask)
    return together


def condition(chunk: Chunk, wheres: Sequence[Where], tally: Tally) -> Mask | None:
    mask: Mask | None = None
    for where in wheres:
        coded = chunk.columns[where.column]
        accepted = np.fromiter((where.accepts(text) for text in coded.texts), np.bool_, len(coded.texts))
        if len(tally.offered) < 1000:
            tally.offered.update(text for text in coded.texts if text)
        part = accepted[coded.codes]
        mask = part if mask is None else mask & part
    return mask


def _segments(chunk: Chunk, split: Splitting | None, counted: TableCounts) -> Groups:
    """The segments of a chunk; the whole (None) where rows are not split. Raises RefusalError for too many."""
    if split is None:
        return Groups([None], None)
    coded = chunk.columns[split.column]
    names = [split.segment(text) for text in coded.texts]
    rows = np.bincount(coded.codes, minlength=len(names))
    for name, text, size in zip(names, coded.texts, rows.tolist(), strict=True):
        if name == "":
            counted.unsplit += size
            counted.unsplit_examples.update([text] if len(counted.unsplit_examples) < 50 else [])
    kept = [name for name in dict.fromkeys(names) if name != ""]
    counted.segments.update(name for name in kept if name)
    if split.most is not None and len(counted.segments) > split.most:
        raise RefusalError("too-many-values", column=Quoted(split.label), most=split.most)
    position = {name: number for number, name in enumerate(kept)}
    codes = np.array([position.get(name, -1) for name in names], np.int64)
    return Groups(kept, codes[coded.codes])


def _add(
    chunk: Chunk, reading: KpiReading, tally: Tally, dates: Dates, mask: Mask | None, groups: Groups, spread: bool
) -> None:
    values, unread = (None, None) if reading.value is None else _values(chunk, reading.value, reading, tally, mask)
    chosen = mask
    if groups.codes is not None:
        inside = groups.codes >= 0
        chosen = inside if mask is None else mask & inside
    parts = add_up(values, dates, groups, chosen)
    book(tally, groups.names, parts, dates, reading.over, spread)
    account(tally, parts, dates)
    if unread is not None:
        miss(tally, dates, unread if chosen is None else unread & chosen)


def _values(
    chunk: Chunk, column: int, reading: KpiReading, tally: Tally, mask: Mask | None
) -> tuple[Floats, Mask | None]:
    """The numbers of a column, NaN where unknown, and the rows whose cell is no number; both are counted."""
    coded = chunk.columns[column]
    rows = np.bincount(coded.codes if mask is None else coded.codes[mask], minlength=len(coded.texts))
    numbers = np.full(len(coded.texts), np.nan)
    unread = np.zeros(len(coded.texts), np.bool_)
    percent, share = (reading.direct.percent, reading.direct.share) if reading.direct else (False, False)
    for position, (text, size) in enumerate(zip(coded.texts, rows.tolist(), strict=True)):
        if not size:
            continue
        number = read_number(text, reading.decimal)
        if number.kind == "number":
            numbers[position] = number.value * reading.scale
            if number.value < 0:
                tally.negative += size
                tally.negative_example = tally.negative_example or text
            if share and abs(numbers[position]) > 1:
                tally.beyond_one = tally.beyond_one or text
        elif number.kind == "ratio" and percent:
            numbers[position] = number.value
        elif number.kind == "unknown":
            tally.unknown += size
        elif number.kind == "ratio":
            tally.ratios += size
        else:
            unread[position] = True
            tally.unreadable += size
            tally.unreadable_example = tally.unreadable_example or text
    values: Floats = numbers[coded.codes]
    return values, unread[coded.codes] if unread.any() else None
