"""Which value of one input alone brings the goal: on average, and with a chance that one can rely on."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Literal

from kpiplan.analysis.crossing import crossing
from kpiplan.analysis.levers.inputs import PlanInput
from kpiplan.tuples import NamedTuple

SAFE = 0.8  # the chance that is relied on
Why = Literal["above", "late"]

_MOST = 64.0  # times what is there; more is no plan
_CLOSE = 1e-12
_NOTHING = 1e-7  # normal deviations
_STRIDE = 1e-3


class Close(NamedTuple):
    """The value that brings the goal; None where none does, and why: above what is possible, or too late."""

    value: float | None
    why: Why | None = None


def on_average(found: PlanInput, missing: float, brings: float) -> Close:
    """The value that is expected to bring the goal, of which so much is missing; `brings`: what comes of all of it."""
    if brings <= 0:
        return Close(None, "late")
    return _close(found, max(0.0, 1 + missing / brings))


def reliably(found: PlanInput, chance: Callable[[float], float], now: float, then: tuple[float, float]) -> Close:
    """The value with which the chance is SAFE.

    `chance` is that of so many times what is there, `now` that of what is there, `then` another factor and its chance.
    The deviation of the chance is nearly a line in the logarithm of the factor.
    """
    wanted = _deviation(SAFE)

    def off(place: float) -> float:
        return _deviation(chance(math.exp(place))) - wanted

    most, least = math.log(min(_MOST, found.limit)), -math.log(_MOST)
    low, high = sorted([(0.0, _deviation(now) - wanted), (math.log(then[0]), _deviation(then[1]) - wanted)])
    if high[1] - low[1] <= _NOTHING:
        return Close(None, "late")
    slope = (high[1] - low[1]) / (high[0] - low[0])
    while high[1] < 0 and high[0] < most:
        place = min(most, high[0] + max(_STRIDE, -1.05 * high[1] / slope))
        low, high = high, (place, off(place))
    while low[1] > 0 and low[0] > least:
        place = max(least, low[0] - max(_STRIDE, 1.05 * low[1] / slope))
        low, high = (place, off(place)), low
    if high[1] < 0:
        return Close(None, "above")
    return _close(found, math.exp(low[0] if low[1] > 0 else crossing(off, low, high, _CLOSE, _NOTHING)))


def _close(found: PlanInput, factor: float) -> Close:
    if factor > min(_MOST, found.limit) * (1 + _CLOSE):
        return Close(None, "above")
    return Close(found.mean * factor)


def _deviation(chance: float) -> float:
    return NormalDist().inv_cdf(min(max(chance, 1e-300), 1 - 1e-16))
