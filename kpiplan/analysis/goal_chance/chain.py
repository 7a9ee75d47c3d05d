"""The chain of one-dimensional integrals: from what enters at each stage to the transform of what comes of it.

With P the product of the factors below a stage, G(P) is the transform of what its own entries bring, and

    V_0(P) = G_0(P)        V_j(P) = G_j(P) * E[ V_{j-1}(f_j P) ]        the answer is V_n(1)

for every stage's entries depend on one product alone (docs/chance.md). Funnels that have their lower factors in common
come down to one level, each through its own: a tree, whose values are multiplied there. Between two stages V is kept on
a grid that is even in the root of P: so spaced, no part of it turns much faster than another while it is above nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kpiplan.analysis.distributions.continuous import Gamma
from kpiplan.analysis.goal_chance.factors import Factor
from kpiplan.analysis.goal_chance.quadrature import STENCIL, Grid, Reals, averaging, nodes, rounded_up
from kpiplan.tuples import NamedTuple

Transform = NDArray[np.complex128]

GONE = 27.0  # e^-27, 2e-12: so little of a transform is nothing
TURN = 1.5  # radians between two points of a grid, at most, of what turns fastest
MOST_POINTS = 500
BLOCK = 24  # rows that follow from each other
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
    """What enters between two factors: the exponent of what is Poisson, cohorts, and what uncertain volumes multiply.

    Columns are frequencies, the same for each draw of what is summed over outside, draw after draw.
    """

    steady: Transform
    fixed: tuple[Fixed, ...] = ()
    aimed: tuple[tuple[Transform, Gamma], ...] = ()

    @property
    def idle(self) -> bool:
        """Whether nothing enters here: the transform is 1."""
        return not (self.fixed or self.steady.any() or any(exponent.any() for exponent, _ in self.aimed))

    def slope(self) -> Transform:
        """How fast the logarithm of the transform changes with P, near P = 0."""
        total = self.steady.copy()
        for one in self.fixed:
            total.reshape(-1, len(one.gains))[:] += one.gains * (one.units + one.part)
        for exponent, volume in self.aimed:
            total += exponent * volume.mean
        return total

    def at(self, points: Reals, grid: Grid | None = None) -> Transform:
        """G at some products, a row each; those of a grid take less."""
        column = points[:, None]
        value: Transform = np.exp(column * self.steady) if grid is None else _on_grid(self.steady, grid)
        for exponent, (shape, mean) in self.aimed:
            value *= np.exp(-shape * np.log(1 - column * (exponent * (mean / shape))))
        for one in self.fixed:
            grown = column * one.gains
            brought = (1 + grown) ** one.units
            if one.part:
                brought *= 1 + one.part * grown
            drawn = value.reshape(len(points), -1, len(one.gains))
            drawn *= brought[:, None, :]
        return value


class Junction(NamedTuple):
    """A level, and those that come down to it, each through a factor of its own; `slope` is that of them all."""

    level: Level
    above: tuple[tuple[Factor, Junction], ...]
    slope: Transform


def junction(level: Level, above: Sequence[tuple[Factor, Junction]]) -> Junction:
    """A level with what comes down to it."""
    slope = level.slope()
    for factor, upper in above:
        slope += factor.mean * upper.slope
    return Junction(level, tuple(above), slope)


def _on_grid(row: Transform, grid: Grid) -> Transform:
    """exp(P row) at the products of a grid: their roots are even, so that each value is the one before times a ratio
    which itself grows by a ratio. Every few rows it starts anew, so that no error builds up.
    """
    found = np.empty((grid.size, len(row)), complex)
    growth = np.exp(2 * grid.step**2 * row)
    for start in range(0, grid.size, BLOCK):
        root = grid.low + start * grid.step
        np.exp(root**2 * row, out=found[start])
        ratio = np.exp((2 * root + grid.step) * grid.step * row)
        for at in range(start + 1, min(start + BLOCK, grid.size)):
            np.multiply(found[at - 1], ratio, out=found[at])
            ratio *= growth
    return found


def transform(bottom: Junction) -> Transform:
    """V(1) of funnels that end in one level."""
    found: Transform = _value(bottom, Product(1.0, 1.0), None)[0]
    return found


def _value(at: Junction, product: Product, grid: Grid | None) -> Transform:
    """V of a level at the products of a grid (None: at 1), whatever comes down to it."""
    value = at.level.at(np.ones(1) if grid is None else grid.points**2, grid)
    for factor, upper in at.above:
        value *= _mean(factor, upper, product, grid)
    return value


def _mean(factor: Factor, upper: Junction, product: Product, below: Grid | None) -> Transform:
    """E[V(f P)] of the level above at the products P of a grid (None: at 1)."""
    steps: list[Reals] = []  # still to be taken, the last first
    while True:
        product = product.times(factor)
        turn = turn_of(upper.slope, product.range)
        if not upper.above and below is None:
            taken = nodes(factor.belief, factor.planned, turn)
            mean: Transform = taken.weights[None, :] @ upper.level.at(taken.values)
            return mean
        grid = _grid(upper.slope, product.range)
        steps.append(averaging(factor.belief, factor.planned, turn, grid, below))
        if not (upper.level.idle and len(upper.above) == 1):
            return _times(steps, _value(upper, product, grid))
        below, (factor, upper) = grid, upper.above[0]


def _times(matrices: Sequence[Reals], value: Transform) -> Transform:
    """Real matrices times a complex one, by real arithmetic and in the order that takes least."""
    found: Transform = np.linalg.multi_dot([*matrices, np.ascontiguousarray(value).view(float)]).view(complex)
    return found


class Range(NamedTuple):
    """Where the product of the factors below a level lies, and how far up it must be seen sharply."""

    low: float
    near: float
    high: float


class Product(NamedTuple):
    """The mean of the product of some factors, and its mean square over the square of that."""

    mean: float
    square: float

    def times(self, factor: Factor) -> Product:
        """The product with one factor more."""
        return Product(self.mean * factor.mean, self.square * (1 + factor.variance / factor.mean**2))

    @property
    def range(self) -> Range:
        """Where it lies."""
        shape = 1 / (self.square - 1) if self.square > 1 else math.inf
        return Range(*(self.mean * deviates(shape, z) for z in (-FAR, NEAR, FAR)))


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
    count = rounded_up(2 * STENCIL + math.ceil(turn * (high - low) / TURN), MOST_POINTS)
    return Grid(low, (high - low) / (count - 1), count)
