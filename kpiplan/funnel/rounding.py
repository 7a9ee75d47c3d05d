"""Whole numbers: of the year's customers, and of every month's targets, for one funnel or several together."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise

from kpiplan.locales.digits import half_up, noise
from kpiplan.plan.model import Rounding


def round_year(total: float, how: Rounding) -> int:
    """A year's customers as a whole number."""
    if how == "up":
        return math.ceil(total - noise(total))
    return math.floor(total + noise(total)) if how == "down" else half_up(total)


def whole(values: Sequence[float]) -> tuple[int, ...]:
    """Whole numbers that sum to the rounded sum: the running total is rounded (docs/arithmetic.md, whole numbers)."""
    return tuple(after - before for before, after in pairwise((0, *map(half_up, accumulate(values)))))


def whole_parts(parts: Sequence[Sequence[float]]) -> list[tuple[int, ...]]:
    """Whole numbers of several parts by month, none below 0, whose sum in every month is `whole` of their sum.

    Each part by itself would be off by at most a half, and seven alike parts would all round up in the same month. So
    the running total of a part is the whole number below or above it (off by less than 1, and by nothing where it is
    whole), and which of them is decided month by month: units go first to the parts that reach their next whole number
    soonest, of these to the one that is furthest on its way. That always works out: the units of a part have to be
    given between two months each, and the earliest deadline first meets all that can be met together.
    """
    if len(parts) == 1:
        return [whole(parts[0])]
    running = [[_snapped(total) for total in accumulate(part)] for part in parts]
    given = [[0] for _ in parts]
    for month, totals in enumerate(zip(*running, strict=True)):
        left = half_up(math.fsum(totals))
        waiting = []
        for at, total in enumerate(totals):
            least = max(math.floor(total), given[at][-1])
            given[at].append(least)
            left -= least
            if total > least:
                due = bisect_left(running[at], least + 1, month)
                waiting.append((due, least - total, at))
        for _, _, at in sorted(waiting)[: max(0, left)]:
            given[at][-1] += 1
    return [tuple(after - before for before, after in pairwise(counts)) for counts in given]


def _snapped(total: float) -> float:
    """The whole number that a running total is, but for what floating point is off by."""
    nearest = round(total)
    return nearest if abs(total - nearest) <= noise(total) else total
