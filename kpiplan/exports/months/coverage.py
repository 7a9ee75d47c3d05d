"""Which days a table covers, told from the days in it and the period stated above it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from kpiplan.exports.cells.spans import first_day, last_day, month_of
from kpiplan.exports.months.tallies import DAY_ZERO
from kpiplan.months import Month

LONGEST_SILENCE = 400  # days between two rows of one export


@dataclass(frozen=True, slots=True)
class Coverage:
    """First and last day covered, as ordinals; a month that is as good as whole is whole."""

    first: int
    last: int

    @property
    def months(self) -> list[Month]:
        """Every month touched."""
        start = month_of(self.first)
        return [start.plus(k) for k in range(month_of(self.last).since(start) + 1)]


def coverage(
    seen: Iterable[int], start: int | None = None, end: int | None = None, *, isolated: bool = False
) -> Coverage | None:
    """What a table covers whose rows fall on the `seen` days; None where no row has a date.

    A stated period (`start`, `end`) counts where it reaches into the last (first) month or beyond. Else the
    month of the last day is whole when fewer days are left in it than the widest gap between two days of the
    table: rows on working days, or a deal every other week, do not make a month incomplete; a table with a
    row every day that ends on the 30th of 31 is. With `isolated`, days more than a year away from most others
    are taken for slips (2042 for 2024) and cover nothing.
    """
    days = sorted(seen)
    if not days:
        return None
    if isolated:
        days = _main_part(days)
    gap = max((later - earlier for earlier, later in pairwise(days)), default=1)
    first, last = days[0] + DAY_ZERO, days[-1] + DAY_ZERO
    begin, finish = first_day(month_of(first)), last_day(month_of(last))
    if end is not None and end >= first_day(month_of(last)):
        last = end
    elif finish - last < gap:
        last = finish
    if start is not None and start < last_day(month_of(first)):
        first = start
    elif first - begin < gap:
        first = begin
    return Coverage(first, last)


def _main_part(days: list[int]) -> list[int]:
    """The days without those that lie apart; of several parts the one with most days."""
    parts = [days[:1]]
    for earlier, later in pairwise(days):
        if later - earlier > LONGEST_SILENCE:
            parts.append([])
        parts[-1].append(later)
    return max(parts, key=len)
