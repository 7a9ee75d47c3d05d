"""What single days brought, kept beside the months: a month that is covered in part is cut by them, not by shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from kpiplan.exports.cells.spans import first_day, last_day, month_of
from kpiplan.exports.months.tallies import DAY_ZERO, ORIGIN, SPANNING, DatePart, Day
from kpiplan.months import Month

DayValues = Mapping[int, float]  # day of the month, from 1 -> amount
DayLookup = Callable[[Month], DayValues | None]  # None: that month is not told by the day


class DailySums:
    """Sums by segment and day; of a month with rows of longer periods there are none."""

    def __init__(self) -> None:
        self._sums: dict[str | None, dict[int, float]] = {}
        self._coarse: set[int] = set()  # months, counted from ORIGIN

    def add(self, parts: Iterable[DatePart], days: Sequence[Day]) -> None:
        """Takes the parts of a chunk in."""
        for segment, date, _, _, total, _ in parts:
            month, start, end = days[date]
            if month >= 0 and start == end:
                sums = self._sums.get(segment)
                if sums is None:
                    sums = self._sums[segment] = {}
                sums[start] = sums.get(start, 0.0) + total
            elif month >= 0:
                self._coarse.add(month)
            elif month == SPANNING:
                self._coarse.update(_months(start, end))

    def of(self, segment: str | None, month: Month) -> DayValues | None:
        """The days of a month that have rows; None where some rows are of more than a day."""
        sums = self._sums.get(segment)
        if month.since(ORIGIN) in self._coarse or sums is None:
            return None
        begin = first_day(month) - DAY_ZERO
        days = range(begin, begin + last_day(month) - first_day(month) + 1)
        return {day - begin + 1: sums[day] for day in days if day in sums}


def _months(start: int, end: int) -> range:
    """The months that a period touches."""
    first, last = (month_of(day + DAY_ZERO).since(ORIGIN) for day in (start, end))
    return range(first, last + 1)


def added(days: Iterable[DayValues | None]) -> DayValues | None:
    """The same days of several tables together; None where one does not tell them."""
    total: dict[int, float] = {}
    for one in days:
        if one is None:
            return None
        for day, amount in one.items():
            total[day] = total.get(day, 0.0) + amount
    return total
