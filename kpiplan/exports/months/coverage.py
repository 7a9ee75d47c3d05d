"""Which days a table covers, told from the days in it and the period stated above it."""

import math
from collections.abc import Iterable
from itertools import accumulate, pairwise

from kpiplan.exports.cells.spans import first_day, last_day, month_of
from kpiplan.exports.months.tallies import DAY_ZERO
from kpiplan.months import Month
from kpiplan.tuples import NamedTuple

LONGEST_SILENCE = 400  # days between two rows of one export
NEAREST = 12  # gaps beside the first or last day, or those of as many days as here, tell whether the month goes on
SEASON = 92
FEW = 2  # days that lie apart are slips where a table has
MANY = 8  # times as many, and
FAR = 10  # times the gaps that it has elsewhere lie between, a month at least
MONTH = 31
USUAL = 0.95  # of the gaps of a table are no wider than what is usual there
QUIET = 7  # days at the begin of an export without a record that are nothing unusual: exports begin with a month


class Coverage(NamedTuple):
    """First and last day covered, as ordinals; a month that is as good as whole is whole."""

    first: int
    last: int

    @property
    def months(self) -> list[Month]:
        """Every month touched."""
        start = month_of(self.first)
        return [start.plus(k) for k in range(month_of(self.last).since(start) + 1)]


def coverage(
    seen: Iterable[int],
    start: int | None = None,
    end: int | None = None,
    *,
    records: bool = False,
    stamps: bool = False,
) -> Coverage | None:
    """What a table covers whose rows fall on the `seen` days; None where no row has a date.

    A stated period (`start`, `end`) counts where it reaches into the last (first) month or beyond. Else the
    month of the last day is whole when fewer days are left in it than the widest of the gaps near it: rows on working
    days, or a deal every other week, do not make a month incomplete; a table with a row every day that ends on the
    30th of 31 is. The first month likewise, a week without a record aside. A day or two far away from all others,
    measured by the table's own gaps, are taken for slips (December for February) and cover nothing; of `records`, so is
    whatever lies more than a year away from most others. With `stamps`, the one day of a month that is the first or
    last of each stands for it.
    """
    days = sorted(seen)
    if not days:
        return None
    if records:
        days = _main_part(days)
    days = _without_slips(days)
    first, last = days[0] + DAY_ZERO, days[-1] + DAY_ZERO
    begin, finish = first_day(month_of(first)), last_day(month_of(last))
    if stamps and _are_stamps(days):
        return Coverage(begin, finish)
    if end is not None and end >= first_day(month_of(last)):
        last = end
    elif finish - last < _widest(days[::-1]):
        last = finish
    if start is not None and start < last_day(month_of(first)):
        first = start
    elif first - begin < max(_widest(days), QUIET if records else 0):
        first = begin
    return Coverage(first, last)


def _widest(days: list[int]) -> int:
    """The widest gap near the first of the days."""
    gaps = [abs(later - earlier) for earlier, later in pairwise(days)]
    near = max(NEAREST, sum(1 for passed in accumulate(gaps) if passed < SEASON))
    return max(gaps[:near], default=1)


def _main_part(days: list[int]) -> list[int]:
    """The days without those that lie apart; of several parts the one with most days."""
    parts = [days[:1]]
    for earlier, later in pairwise(days):
        if later - earlier > LONGEST_SILENCE:
            parts.append([])
        parts[-1].append(later)
    return max(parts, key=len)


def _without_slips(days: list[int]) -> list[int]:
    """The days without a few at either end that lie farther from the rest than its own gaps let expect."""
    while True:
        for few in range(1, min(FEW, len(days) // MANY) + 1):
            if _is_far(days[-few] - days[-few - 1], days[:-few], few):
                days = days[:-few]
                break
            if _is_far(days[few] - days[few - 1], days[few:], few):
                days = days[few:]
                break
        else:
            return days


def _is_far(gap: int, rest: list[int], few: int) -> bool:
    if len(rest) < MANY * few:
        return False
    gaps = sorted(later - earlier for earlier, later in pairwise(rest))
    usual = gaps[math.ceil(USUAL * (len(gaps) - 1))]
    return gap > max(MONTH, FAR * usual)


def _are_stamps(days: list[int]) -> bool:
    """Whether there is one day a month, of two months at least, and each is the first of its month, or the last."""
    ordinals = [day + DAY_ZERO for day in days]
    months = [month_of(day) for day in ordinals]
    if len(months) < 2 or len(set(months)) < len(months):
        return False
    return any(
        all(day == edge(month) for day, month in zip(ordinals, months, strict=True)) for edge in (first_day, last_day)
    )
