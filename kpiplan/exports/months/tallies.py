"""Rows added up by segment and date, and dates booked to their months."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kpiplan.exports.cells.spans import FIRST_YEAR, LAST_YEAR, first_day, month_of
from kpiplan.kpis.measures import Over
from kpiplan.months import Month

MONTHS = (LAST_YEAR - FIRST_YEAR + 2) * 12
ORIGIN = Month(FIRST_YEAR, 1)
DAY_ZERO = first_day(ORIGIN)
DAYS = first_day(ORIGIN.plus(MONTHS)) - DAY_ZERO
EMPTY, UNREAD, SPANNING = -1, -2, -3  # instead of a month
DENSE = 1 << 22  # pairs of segment and date that are counted in one array
NEVER = np.iinfo(np.int64).min

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass
class Tally:
    """What one reading found: by segment (row) and month (column) the sum and the number of known values."""

    segments: list[str | None] = field(default_factory=list)
    sums: dict[str | None, Floats] = field(default_factory=dict)
    known: dict[str | None, Floats] = field(default_factory=dict)
    marks: dict[str | None, Ints] = field(default_factory=dict)  # of levels: the day that each month's value is of
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
    unread_months: Mask = field(default_factory=lambda: np.zeros(MONTHS, np.bool_))  # with such a cell: unknown
    negative: int = 0
    negative_example: str = ""
    beyond_one: str = ""  # of a share: a plain number that is more than the whole
    offered: set[str] = field(default_factory=set)  # texts of the condition's column


class Groups(NamedTuple):
    """The segments of a chunk, and which of them each row has; `codes` None: all rows are of the one."""

    names: list[str | None]
    codes: Ints | None


class Parts(NamedTuple):
    """Rows added up by segment and date: for each pair the position of both, its rows, known values and their sum."""

    segment: Ints
    date: Ints
    rows: Ints
    known: Ints
    sums: Ints | Floats


@dataclass
class Dates:
    """The distinct dates of a chunk: month number (or why there is none), first and last day."""

    codes: npt.NDArray[np.integer]
    texts: list[tuple[str, ...]]
    month: Ints
    start: Ints
    end: Ints


def add_up(values: Floats | None, dates: Dates, groups: Groups, chosen: Mask | None) -> Parts:
    """Adds up the chosen rows; pairs that no row has may be among the parts, with 0 rows."""
    width = len(dates.texts)
    pairs = dates.codes if chosen is None else dates.codes[chosen]
    size = len(groups.names) * width
    places = np.arange(0)
    if groups.codes is not None:
        pairs = (groups.codes if chosen is None else groups.codes[chosen]) * width + pairs
    if size <= DENSE:
        places = np.arange(size)
    else:
        places, pairs = np.unique(pairs, return_inverse=True)
        size = len(places)
    rows = np.bincount(pairs, minlength=size)
    known: Ints = rows
    sums: Ints | Floats = rows
    if values is not None:
        cells = values if chosen is None else values[chosen]
        there = ~np.isnan(cells)
        known = np.bincount(pairs[there], minlength=size)
        sums = np.bincount(pairs[there], weights=cells[there], minlength=size)
    return Parts(places // width, places % width, rows, known, sums)


def book(tally: Tally, names: list[str | None], parts: Parts, dates: Dates, over: Over, spread: bool) -> None:
    """Takes the parts into the months of a tally: sums, or the last or first day of a level."""
    for name in names:
        if name not in tally.sums:
            tally.segments.append(name)
            tally.sums[name], tally.known[name] = np.zeros(MONTHS), np.zeros(MONTHS)
            tally.marks[name] = np.full(0 if over == "sum" else MONTHS, NEVER)
    if over == "sum":
        _book_sum(tally, names, parts, dates, spread)
    else:
        _book_level(tally, names, parts, dates, last=over == "last")


def _book_sum(tally: Tally, names: list[str | None], parts: Parts, dates: Dates, spread: bool) -> None:
    """Adds the sums of each distinct date to its month, or to the months over which it is spread."""
    months = dates.month[parts.date]
    within = months >= 0
    place, size = parts.segment[within] * MONTHS + months[within], len(names) * MONTHS
    for target, added in ((tally.sums, parts.sums), (tally.known, parts.known)):
        booked = np.bincount(place, weights=added[within], minlength=size).reshape(-1, MONTHS)
        for name, months_of_it in zip(names, booked, strict=True):
            target[name] += months_of_it
    for part in np.flatnonzero((months == SPANNING) & (parts.rows > 0)):
        name, date = names[parts.segment[part]], parts.date[part]
        for month, share in _shares(int(dates.start[date]), int(dates.end[date]), spread):
            tally.sums[name][month] += float(parts.sums[part]) * share
            tally.known[name][month] += float(parts.known[part]) * share


def _book_level(tally: Tally, names: list[str | None], parts: Parts, dates: Dates, *, last: bool) -> None:
    """Of each month keeps the known values of its last (or first) day; a period in two months counts where it starts.

    Rows of the same day are different things (a row a channel) and add up."""
    months = dates.month[parts.date].copy()
    for part in np.flatnonzero((months == SPANNING) & (parts.known > 0)):
        months[part] = month_of(int(dates.start[parts.date[part]]) + DAY_ZERO).since(ORIGIN)
    there = (months >= 0) & (parts.known > 0)
    place = parts.segment[there] * MONTHS + months[there]
    day = (dates.end if last else -dates.start)[parts.date[there]]
    size = len(names) * MONTHS
    best = np.full(size, NEVER)
    np.maximum.at(best, place, day)
    chosen = day == best[place]
    found = [
        np.bincount(place[chosen], weights=added[there][chosen], minlength=size).reshape(-1, MONTHS)
        for added in (parts.sums, parts.known)
    ]
    for name, days, *values in zip(names, best.reshape(-1, MONTHS), *found, strict=True):
        newer, same = days > tally.marks[name], days == tally.marks[name]
        for target, added in zip((tally.sums[name], tally.known[name]), values, strict=True):
            target[newer] = added[newer]
            target[same] += added[same]
        tally.marks[name][newer] = days[newer]


def miss(tally: Tally, dates: Dates, rows: Mask) -> None:
    """Marks the months of rows whose cells can't be read: what is known of them is not all."""
    for date in np.unique(dates.codes[rows]).tolist():
        if dates.month[date] >= 0:
            tally.unread_months[dates.month[date]] = True
        elif dates.month[date] == SPANNING:
            for month, _ in _shares(int(dates.start[date]), int(dates.end[date]), spread=True):
                tally.unread_months[month] = True


def _shares(start: int, end: int, spread: bool) -> list[tuple[int, float]]:
    """The months of a period and the share of its days in each; all in the first where it is not spread."""
    if not spread:
        return [(month_of(start + DAY_ZERO).since(ORIGIN), 1.0)]
    days = [month_of(day + DAY_ZERO).since(ORIGIN) for day in range(start, end + 1)]
    return [(month, days.count(month) / len(days)) for month in dict.fromkeys(days)]


def account(tally: Tally, parts: Parts, dates: Dates) -> None:
    """Counts rows without a date, marks the days that are covered."""
    rows = np.bincount(parts.date, weights=parts.rows, minlength=len(dates.texts)).astype(np.int64)
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


def by_month(values: Floats, wanted: Mask) -> dict[Month, float]:
    """An array over months as a mapping of the wanted ones."""
    return {ORIGIN.plus(month): float(values[month]) for month in np.flatnonzero(wanted).tolist()}
