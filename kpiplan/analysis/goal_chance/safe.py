"""How many times the work still to be done at the top makes the goal safe."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import NormalDist

from kpiplan.analysis.goal_chance.moments import Part
from kpiplan.analysis.goal_chance.results import Safe
from kpiplan.analysis.goal_chance.standing import chance_of

LARGEST = 64.0
SMALLEST = 1 / 1024
_SAME = 1e-10
_STEPS = 60


def safe(parts: Sequence[Part], won: float, goal: float, level: float) -> Safe:
    """The smallest factor on what is aimed at the top with which the goal's customers are reached with this chance.

    What is under way, direct arrivals and rates stay. The chance rises with the factor: bracketed, then narrowed.
    """

    def chance(factor: float) -> float:
        return chance_of([part.scaled(factor) for part in parts], won, goal)

    if (at_none := chance(0.0)) >= level:
        return Safe(level, 0.0, at_none, True)
    low = high = (1.0, chance(1.0))
    while high[1] < level and high[0] < LARGEST:
        low, high = high, (2 * high[0], chance(2 * high[0]))
    while low[1] >= level and low[0] > SMALLEST:
        low, high = (low[0] / 2, chance(low[0] / 2)), low
    if high[1] < level:
        return Safe(level, *high, False, late=not any(map(any, (part.flow.entries[0].aimed for part in parts))))
    return Safe(level, *(_crossing(chance, level, low, high) if low[1] < level else low), True)


def _crossing(
    chance: Callable[[float], float], level: float, low: tuple[float, float], high: tuple[float, float]
) -> tuple[float, float]:
    """Where a chance comes to a level, and what it is there.

    The rule of false position in its Illinois form, between the logarithm of the factor and the normal deviation of the
    chance, which nearly lie on a line; halving now and then.
    """
    wanted = _deviation(level)
    a, b = math.log(low[0]), math.log(high[0])
    at_a, at_b = _deviation(low[1]) - wanted, _deviation(high[1]) - wanted
    best, side = high, 0
    for step in range(_STEPS):
        if b - a <= _SAME:
            break
        middle = (a * at_b - b * at_a) / (at_b - at_a)
        if step % 8 == 7 or not a < middle < b:
            middle = (a + b) / 2
        best = math.exp(middle), chance(math.exp(middle))
        here = _deviation(best[1]) - wanted
        if abs(here) < _SAME:
            break
        if here > 0:
            b, at_b = middle, here
            at_a, side = (at_a / 2 if side > 0 else at_a), 1
        else:
            a, at_a = middle, here
            at_b, side = (at_b / 2 if side < 0 else at_b), -1
    return best


def _deviation(chance: float) -> float:
    return NormalDist().inv_cdf(min(max(chance, 1e-300), 1 - 1e-16))
