"""Whole numbers: of the year's customers, and of every month's targets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from kpiplan.plan import Rounding

NOISE = 1e-9  # relative; what sums of floating point numbers are off by must not turn 10 into 11


def half_up(value: float) -> int:
    """The nearest whole number, halves up."""
    return math.floor(value + 0.5 + _noise(value))


def round_year(total: float, how: Rounding) -> int:
    """A year's customers as a whole number."""
    if how == "up":
        return math.ceil(total - _noise(total))
    return math.floor(total + _noise(total)) if how == "down" else half_up(total)


def whole(values: Sequence[float]) -> tuple[int, ...]:
    """Whole numbers that sum to the rounded sum: the running total is rounded (docs/arithmetic.md, whole numbers)."""
    running = [half_up(math.fsum(values[:count])) for count in range(len(values) + 1)]
    return tuple(after - before for before, after in pairwise(running))


def _noise(value: float) -> float:
    """What a sum of counts may be off by: never so much that it makes a whole unit."""
    return min(0.01, max(NOISE, 1e-13 * abs(value)))
