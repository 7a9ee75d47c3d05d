"""What single days brought, kept beside the months: a month that is covered in part is cut by them, not by shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from kpiplan.exports.cells.spans import first_day, last_day, month_of
from kpiplan.exports.months.tallies import DAY_ZERO, DAYS, MONTHS, ORIGIN, SPANNING, Dates, Floats, Ints, Mask, Parts
from kpiplan.months import Month

DayValues = Mapping[int, float]  # day of the month, from 1 -> amount
DayLookup = Callable[[Month], DayValues | None]  # None: that month is not told by the day


class DailySums:
    """Sums by segment and day; of a month with rows of longer periods there are none."""

    def __init__(self) -> None:
        self._segments: list[str | None] = []
        self._places: Ints = np.zeros(0, np.int64)  # position of the segment times DAYS, plus the day
        self._sums: Floats = np.zeros(0)
        self._coarse: Mask = np.zeros(MONTHS, np.bool_)

    def add(self, names: list[str | None], parts: Parts, dates: Dates) -> None:
        """Takes the parts of a chunk in."""
        there = parts.rows > 0
        single = (dates.month >= 0) & (dates.start == dates.end)
        long = parts.date[there & ~single[parts.date]]
        for date in np.unique(long).tolist():
            if dates.month[date] >= 0:
                self._coarse[dates.month[date]] = True
            elif dates.month[date] == SPANNING:
                self._coarse[_months(int(dates.start[date]), int(dates.end[date]))] = True
        self._segments += [name for name in names if name not in self._segments]
        position = np.array([self._segments.index(name) for name in names], np.int64)
        taken = there & single[parts.date]
        new = position[parts.segment[taken]] * DAYS + dates.start[parts.date[taken]]
        self._places, back = np.unique(np.concatenate([self._places, new]), return_inverse=True)
        sums = np.concatenate([self._sums, parts.sums[taken].astype(np.float64)])
        self._sums = np.bincount(back, weights=sums, minlength=len(self._places)).astype(np.float64)

    def of(self, segment: str | None, month: Month) -> DayValues | None:
        """The days of a month that have rows; None where some rows are of more than a day."""
        if self._coarse[month.since(ORIGIN)] or segment not in self._segments:
            return None
        begin = self._segments.index(segment) * DAYS + first_day(month) - DAY_ZERO
        low, high = np.searchsorted(self._places, [begin, begin + last_day(month) - first_day(month) + 1])
        found = zip(self._places[low:high].tolist(), self._sums[low:high].tolist(), strict=True)
        return {place - begin + 1: amount for place, amount in found}


def _months(start: int, end: int) -> slice:
    """The months that a period touches, as positions."""
    first, last = (month_of(day + DAY_ZERO).since(ORIGIN) for day in (start, end))
    return slice(first, last + 1)


def added(days: Iterable[DayValues | None]) -> DayValues | None:
    """The same days of several tables together; None where one does not tell them."""
    total: dict[int, float] = {}
    for one in days:
        if one is None:
            return None
        for day, amount in one.items():
            total[day] = total.get(day, 0.0) + amount
    return total
