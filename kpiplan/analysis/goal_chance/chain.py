"""The chain of one-dimensional integrals: from what enters at each stage to the transform of what comes of it.

With P the product of the factors below a stage, G(P) is the transform of what its own entries bring, and

    V_0(P) = G_0(P)        V_j(P) = G_j(P) * E[ V_{j-1}(f_j P) ]        the answer is V_n(1)

for every stage's entries depend on one product alone (docs/chance.md). Between two stages V is kept on a grid that is
even in the root of P: so spaced, no part of it turns much faster than another while it is still above nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kpiplan.analysis.distributions.continuous import Gamma
from kpiplan.analysis.goal_chance.factors import Factor
from kpiplan.analysis.goal_chance.quadrature import STENCIL, Grid, Reals, nodes

Transform = NDArray[np.complex128]

GONE = 27.0  # e^-27, 2e-12: so little of a transform is nothing
TURN = 1.5  # radians between two points of a grid, at most, of what turns fastest
MOST_POINTS = 500
DAMPED = 0.7
FAR, NEAR = 6.5, 3.5  # normal deviations within which a product is kept, and within which it must be seen sharply


class Fixed(NamedTuple):
    """A cohort: so many whole units, one more with the chance `part`, and what the transform of each adds to 1.

    Gains may be one row of frequencies for all draws of what is summed over outside.
    """

    units: int
    part: float
    gains: Transform


class Level(NamedTuple):
    """What enters between two factors: the exponent of what is Poisson, the cohorts, and the factor below.

    Columns are frequencies, the same for each draw of what is summed over outside, draw after draw. `aimed` is the part
    that the volume's own Gamma multiplies. `factor` None: nothing is below.
    """

    steady: Transform
    fixed: tuple[Fixed, ...] = ()
    factor: Factor | None = None
    aimed: Transform | None = None
    volume: Gamma | None = None

    def slope(self) -> Transform:
        """How fast the logarithm of the transform changes with P, near P = 0."""
        total = self.steady.copy()
        for one in self.fixed:
            total.reshape(-1, len(one.gains))[:] += one.gains * (one.units + one.part)
        if self.aimed is not None:
            total += self.aimed * (self.volume.mean if self.volume else 1.0)
        return total

    def at(self, points: Reals) -> Transform:
        """G at some products, a row each."""
        column = points[:, None]
        power = column * self.steady
        if self.aimed is not None and self.volume is not None:
            shape, mean = self.volume
            power -= shape * np.log(1 - column * (self.aimed * (mean / shape)))
        value: Transform = np.exp(power)
        for one in self.fixed:
            grown = column * one.gains
            brought = (1 + grown) ** one.units
            if one.part:
                brought *= 1 + one.part * grown
            drawn = value.reshape(len(points), -1, len(one.gains))
            drawn *= brought[:, None, :]
        return value


def transform(levels: Sequence[Level]) -> Transform:
    """V_n(1) of a funnel, its levels from the top; the last has no factor below."""
    if len(levels) == 1:
        return _row(levels[0].at(np.ones(1)))
    ranges = _products(levels)
    slope = levels[0].slope()
    grid = _grid(slope, ranges[0]) if len(levels) > 2 else None
    value = levels[0].at(grid.points**2) if grid else np.empty((0, 0), complex)
    for at, (upper, lower) in enumerate(pairwise(levels), start=1):
        factor = upper.factor
        assert factor is not None
        taken = nodes(factor.belief, factor.planned, turn_of(slope, ranges[at - 1]))
        last = at == len(levels) - 1
        slope = slope * factor.mean + lower.slope()
        below = None if last else _grid(slope, ranges[at])
        points = np.ones(1) if below is None else below.points**2
        if grid is None:
            mean = taken.weights[None, :] @ upper.at(taken.values)
        else:
            mean = _times(grid.averaging(taken, points), value)
        value = mean * lower.at(points)
        grid = below
    return _row(value)


def _row(value: Transform) -> Transform:
    found: Transform = value[0]
    return found


def _times(matrix: Reals, value: Transform) -> Transform:
    """A real matrix times a complex one, by real arithmetic."""
    found: Transform = (matrix @ np.ascontiguousarray(value).view(float)).view(complex)
    return found


class Range(NamedTuple):
    """Where the product of the factors below a level lies, and how far up it must be seen sharply."""

    low: float
    near: float
    high: float


def _products(levels: Sequence[Level]) -> list[Range]:
    """The ranges of the products below each level."""
    found = [Range(1.0, 1.0, 1.0)]
    mean, square = 1.0, 1.0
    for level in reversed(levels[:-1]):
        factor = level.factor
        assert factor is not None
        mean *= factor.mean
        square *= 1 + factor.variance / factor.mean**2
        shape = 1 / (square - 1) if square > 1 else math.inf
        found.append(Range(*(mean * deviates(shape, z) for z in (-FAR, NEAR, FAR))))
    return found[::-1]


def deviates(shape: float, deviations: float) -> float:
    """A Gamma of mean 1, so many normal deviations away (E. B. Wilson, M. M. Hilferty, 1931)."""
    if math.isinf(shape):
        return 1.0
    return max(0.0, 1 - 1 / (9 * shape) + deviations / (3 * math.sqrt(shape))) ** 3


def _seen(slope: Transform, high: float) -> Reals:
    """Up to which product a transform is still above nothing."""
    falls = np.maximum(-slope.real, 1e-300)
    reach: Reals = np.minimum(high, GONE / falls)
    return reach


def turn_of(slope: Transform, products: Range) -> float:
    """How fast a transform turns, in radians, as a factor grows e-fold: at most, less where mixing has damped it."""
    return DAMPED * float(np.max(np.abs(slope) * _seen(slope, products.near), initial=0.0))


def _grid(slope: Transform, products: Range) -> Grid:
    low, high = math.sqrt(products.low), math.sqrt(products.high)
    turn = float(np.max(2 * np.abs(slope) * np.sqrt(_seen(slope, products.near)), initial=0.0))
    count = min(MOST_POINTS, 2 * STENCIL + math.ceil(turn * (high - low) / TURN))
    return Grid(low, (high - low) / (count - 1), count)
