"""The one place that counts: coded chunks and readings to monthly sums, and what was left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kpiplan.actuals.data import Chunk, Data, joined
from kpiplan.actuals.dates import FIRST_YEAR, LAST_YEAR, Span, first_day, month_of
from kpiplan.actuals.numbers import Decimal, read_number
from kpiplan.actuals.readings import Dating, Plan, Reading, Splitting, Where
from kpiplan.months import Month

MONTHS = (LAST_YEAR - FIRST_YEAR + 2) * 12
ORIGIN = Month(FIRST_YEAR, 1)
DAY_ZERO = first_day(ORIGIN)
DAYS = (LAST_YEAR - FIRST_YEAR + 2) * 366
EMPTY, UNREAD, SPANNING = -1, -2, -3  # instead of a month
CACHED_TEXTS = 50_000

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass
class Tally:
    """What one reading found: by segment (row) and month (column) the sum and the number of known values."""

    segments: list[str | None] = field(default_factory=list)
    sums: dict[str | None, Floats] = field(default_factory=dict)
    known: dict[str | None, Floats] = field(default_factory=dict)
    seen: Mask = field(default_factory=lambda: np.zeros(DAYS, np.bool_))
    matched: int = 0  # rows that meet the condition
    undated: int = 0  # of them without a date
    unread: int = 0  # of them with a date that can't be read
    unread_example: str = ""
    spanning: int = 0  # of them with a period in two months
    spanning_example: str = ""
    unknown: int = 0
    ratios: int = 0
    unreadable: int = 0
    unreadable_example: str = ""
    accepted: set[str] = field(default_factory=set)
    offered: set[str] = field(default_factory=set)  # texts of the condition's column


@dataclass
class Counted:
    """All readings of a table: their tallies, the rows, those used by any reading, those of no segment."""

    tallies: list[Tally]
    rows: int = 0
    used: int = 0
    unsplit: int = 0
    unsplit_examples: set[str] = field(default_factory=set)


@dataclass
class Dates:
    """The distinct dates of a chunk: month number (or why there is none), first and last day."""

    codes: npt.NDArray[np.integer]
    texts: list[tuple[str, ...]]
    month: Ints
    start: Ints
    end: Ints


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
                known[text] = self._read(text)
        values = np.array([known[text] for text in texts], np.int64).reshape(-1, 3)
        return Dates(codes, texts, values[:, 0], values[:, 1], values[:, 2])

    def _read(self, texts: tuple[str, ...]) -> tuple[int, int, int]:
        span = self._dating.read(texts)
        if span is None:
            return (UNREAD if any(texts) else EMPTY), 0, 0
        if self._weekly and span.grain == "day":
            span = Span(span.start, span.start + 6, "week")
        month = span.month
        return (month.since(ORIGIN) if month else SPANNING), span.start - DAY_ZERO, span.end - DAY_ZERO


def count(data: Data, plan: Plan) -> Counted:
    """Goes through all rows once. Raises what the data raises."""
    caches = {reading.dating.columns: DateCache(reading.dating, plan.weekly) for reading in plan.readings}
    counted = Counted([Tally() for _ in plan.readings])
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


def columns_of(plan: Plan) -> list[int]:
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


def _segments(chunk: Chunk, split: Splitting | None, counted: Counted) -> list[tuple[str | None, Mask | None]]:
    """Each segment with the mask of its rows; the whole (None, None) where rows are not split."""
    if split is None:
        return [(None, None)]
    coded = chunk.columns[split.column]
    names = [split.segment(text) for text in coded.texts]
    rows = np.bincount(coded.codes, minlength=len(names))
    for name, text, size in zip(names, coded.texts, rows.tolist(), strict=True):
        if name == "":
            counted.unsplit += size
            counted.unsplit_examples.update([text] if len(counted.unsplit_examples) < 50 else [])
    kept = [name for name in dict.fromkeys(names) if name != ""]
    return [(name, np.array([other == name for other in names])[coded.codes]) for name in kept]


def _add(
    chunk: Chunk,
    reading: Reading,
    tally: Tally,
    dates: Dates,
    mask: Mask | None,
    segments: list[tuple[str | None, Mask | None]],
    spread: bool,
) -> None:
    values = None
    if reading.value is not None:
        values = _values(chunk, reading.value, reading.decimal, tally, mask) * reading.scale
    total = np.zeros(len(dates.texts), np.int64)
    for segment, rows in segments:
        chosen = rows if mask is None else mask if rows is None else mask & rows
        codes = dates.codes if chosen is None else dates.codes[chosen]
        each = np.bincount(codes, minlength=len(dates.texts))
        total += each
        known: Ints | Floats = each
        sums: Ints | Floats = each
        if values is not None:
            cells = values if chosen is None else values[chosen]
            there = ~np.isnan(cells)
            known = np.bincount(codes[there], minlength=len(dates.texts))
            sums = np.bincount(codes[there], weights=cells[there], minlength=len(dates.texts))
        _book(tally, segment, dates, sums, known, spread)
    _account(tally, dates, total, spread)


def _values(chunk: Chunk, column: int, decimal: Decimal, tally: Tally, mask: Mask | None) -> Floats:
    """The numbers of a column, NaN where unknown; what is no number is counted."""
    coded = chunk.columns[column]
    rows = np.bincount(coded.codes if mask is None else coded.codes[mask], minlength=len(coded.texts))
    numbers = np.full(len(coded.texts), np.nan)
    for position, (text, size) in enumerate(zip(coded.texts, rows.tolist(), strict=True)):
        if not size:
            continue
        number = read_number(text, decimal)
        if number.kind == "number":
            numbers[position] = number.value
        elif number.kind == "unknown":
            tally.unknown += size
        elif number.kind == "ratio":
            tally.ratios += size
        else:
            tally.unreadable += size
            tally.unreadable_example = tally.unreadable_example or text
    values: Floats = numbers[coded.codes]
    return values


def _book(
    tally: Tally, segment: str | None, dates: Dates, sums: Ints | Floats, known: Ints | Floats, spread: bool
) -> None:
    """Adds the sums of each distinct date to its month, or to the months over which it is spread."""
    if segment not in tally.sums:
        tally.segments.append(segment)
        tally.sums[segment] = np.zeros(MONTHS)
        tally.known[segment] = np.zeros(MONTHS)
    for target, parts in ((tally.sums[segment], sums), (tally.known[segment], known)):
        within = dates.month >= 0
        target += np.bincount(dates.month[within], weights=parts[within], minlength=MONTHS)
        for position in np.flatnonzero((dates.month == SPANNING) & (parts != 0)):
            start, end = int(dates.start[position]), int(dates.end[position])
            for month, share in _shares(start, end, spread):
                target[month] += float(parts[position]) * share


def _shares(start: int, end: int, spread: bool) -> list[tuple[int, float]]:
    """The months of a period and the share of its days in each; all in the first where it is not spread."""
    if not spread:
        return [(month_of(start + DAY_ZERO).since(ORIGIN), 1.0)]
    days = [month_of(day + DAY_ZERO).since(ORIGIN) for day in range(start, end + 1)]
    return [(month, days.count(month) / len(days)) for month in dict.fromkeys(days)]


def _account(tally: Tally, dates: Dates, rows: Ints, spread: bool) -> None:
    """Counts rows without a date, marks the days that are covered."""
    tally.matched += int(rows.sum())
    tally.undated += int(rows[dates.month == EMPTY].sum())
    unread = (dates.month == UNREAD) & (rows > 0)
    tally.unread += int(rows[unread].sum())
    if unread.any() and not tally.unread_example:
        tally.unread_example = " ".join(dates.texts[int(np.flatnonzero(unread)[0])])
    spanning = (dates.month == SPANNING) & (rows > 0)
    tally.spanning += int(rows[spanning].sum())
    if spanning.any() and not tally.spanning_example:
        tally.spanning_example = " ".join(dates.texts[int(np.flatnonzero(spanning)[0])])
    covered = ((dates.month >= 0) | (dates.month == SPANNING)) & (rows > 0)
    single = covered & (dates.start == dates.end)
    tally.seen[dates.start[single]] = True
    for position in np.flatnonzero(covered & ~single):
        tally.seen[dates.start[position] : dates.end[position] + 1] = True


def by_month(values: Floats, wanted: Callable[[int], bool]) -> dict[Month, float]:
    """An array over months as a mapping of the wanted ones."""
    return {ORIGIN.plus(int(m)): float(values[m]) for m in range(MONTHS) if wanted(m)}
