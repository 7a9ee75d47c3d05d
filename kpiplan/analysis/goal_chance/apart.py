"""The chance of a number of customers, asked again and again with some funnel changed.

Funnels that share no factor are independent of each other, and the transform of their sum is the product of theirs: of
those that stay as they are it is computed once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from kpiplan.analysis.distributions.counts import poisson_at_most
from kpiplan.analysis.goal_chance.moments import Part, expected
from kpiplan.analysis.goal_chance.standing import numeric, plain

_NOISE = 1e-9


class ManyChances:
    """Some funnels, of which nothing is won yet, and a number of customers that they are to bring together."""

    def __init__(self, parts: Sequence[Part], goal: float) -> None:
        self._parts = tuple(parts)
        self._least = math.ceil(goal - _NOISE)
        self._plain = plain(parts)
        self._mean = _mean(parts)
        self._means = [_mean([part]) for part in parts]
        self._steady: Any = None if self._plain else numeric("steady").Steady(parts, self._least)

    def chance(self, changed: Mapping[int, Part]) -> float:
        """P(customers >= the goal) with some funnels, by position, in the place of those that are there."""
        if self._least <= 0:
            return 1.0
        if self._plain:
            more = math.fsum(_mean([part]) - self._means[at] for at, part in changed.items())
            return 1 - poisson_at_most(self._least - 1, self._mean + more)
        found: float = self._steady.chance(changed)
        return found


def _mean(parts: Sequence[Part]) -> float:
    return math.fsum(value for part in parts for value in expected(part))
