"""Distributions of whole counts as lists of chances: tails, percentiles, and Poisson's."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from kpiplan.tuples import NamedTuple

_NOISE = 1e-9
_RARE = 1e-19  # chances, over the largest, that are left out


def whole_above(count: float) -> int:
    """The smallest whole number that is no less than a count, but for floating point."""
    return math.ceil(count - _NOISE)


class Counts(NamedTuple):
    """The chances of `first`, first + 1, … units, and one unit more with the chance `part`.

    What they lack of 1 is the chance of still more units, which nobody asks for one by one.
    """

    chances: tuple[float, ...]
    first: int = 0
    part: float = 0.0

    def at_least(self, count: float) -> float:
        """P(X >= count); a count is reached by the whole number above it."""
        least = whole_above(count) - self.first
        return min(1.0, (1 - self.part) * self._tail(least) + self.part * self._tail(least - 1))

    def _tail(self, least: int) -> float:
        return 1.0 if least <= 0 else min(1.0, max(0.0, 1 - math.fsum(self.chances[:least])))

    def quantile(self, chance: float) -> int:
        """The smallest count that is not exceeded with this chance."""
        up_to = [0.0, *accumulate(self.chances)]

        def at_most(at: int) -> float:
            return (1 - self.part) * up_to[at + 1] + self.part * up_to[at]

        return self.first + bisect_left(range(len(self.chances)), chance - _NOISE**1.25, key=at_most)


def counts(chances: Sequence[float], known: float = 0.0) -> Counts:
    """What comes with these chances (of 0, 1, 2, …) beside a known number of units."""
    whole = math.floor(known + _NOISE)
    return Counts(tuple(chances), whole, max(0.0, known - whole) if known - whole > _NOISE else 0.0)


def poisson(mean: float) -> tuple[float, ...]:
    """The chances of 0, 1, 2, … of a Poisson count, as far as they are above nothing."""
    if mean <= 0:
        return (1.0,)
    peak = math.floor(mean)
    up, down = [1.0], []
    while up[-1] > _RARE:
        up.append(up[-1] * mean / (peak + len(up)))
    value, at = 1.0, peak
    while at > 0 and value > _RARE:
        value *= at / mean
        at -= 1
        down.append(value)
    weights = [*reversed(down), *up]
    total = math.fsum(weights)
    return (*(0.0,) * at, *(weight / total for weight in weights))
