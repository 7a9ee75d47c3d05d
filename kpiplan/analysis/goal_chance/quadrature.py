"""Nodes and weights that integrate over what is uncertain, and interpolation between two stages.

A Beta is integrated in the logarithm of its odds, a Gamma in its logarithm, by the trapezoidal rule: there their
densities are analytic and fall exponentially on both sides, so that the error falls exponentially with the number of
nodes (L. N. Trefethen, J. A. C. Weideman, The exponentially convergent trapezoidal rule, 2014). How many there must be
follows from the fastest turn of the function that is integrated: a fixed number looks right and is wrong for large
counts.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kpiplan.analysis.distributions.continuous import Beta, Gamma, log_beta
from kpiplan.tuples import NamedTuple

Reals = NDArray[np.float64]

FALL = 26.0  # e^-26, 5e-12: nodes that weigh less are left out
MOST_NODES = 500
STENCIL = 12  # points that an interpolated value is made of


class Nodes(NamedTuple):
    """Values of a factor, rising, and their weights, which sum to 1."""

    values: Reals
    weights: Reals


def node_count(reach: float, deviation: float, turn: float) -> int:
    """How many nodes a function needs that turns by at most `turn` radians in a unit of the variable.

    `reach` is the width that is integrated over, `deviation` that of the density: its own spectrum, and that of the
    function, must lie within the frequency that the nodes can tell from 0.
    """
    step = 2 * math.pi / (turn + 7.5 / deviation + 11)
    return min(MOST_NODES, max(8, math.ceil(reach / step)))


def nodes(belief: Beta | Gamma, planned: float, turn: float, most: int = MOST_NODES) -> Nodes:
    """Nodes of the factor belief / planned for functions that turn by at most `turn` radians as it grows e-fold."""
    return _nodes(belief, planned, min(most, _count(belief, turn)))


def _count(belief: Beta | Gamma, turn: float) -> int:
    reach = _reach(belief)
    return rounded_up(node_count(reach.high - reach.low, reach.deviation, turn), MOST_NODES)


def rounded_up(count: int, most: int) -> int:
    """A number of points that is not less, of few that there are: so those for functions much alike are the same."""
    unit = 1 << max(0, count.bit_length() - 3)
    return min(most, -(-count // unit) * unit)


class _Reach(NamedTuple):
    """Between which values of its variable a density is more than nothing, and its deviation there."""

    low: float
    high: float
    deviation: float


@lru_cache(maxsize=256)
def _reach(belief: Beta | Gamma) -> _Reach:
    shapes = belief if isinstance(belief, Beta) else (belief.shape, math.inf)
    deviation = math.sqrt(1 / shapes[0] + 1 / shapes[1])
    centre = math.log(shapes[0] / shapes[1]) if isinstance(belief, Beta) else 0.0
    fall = _beta_fall(belief, centre) if isinstance(belief, Beta) else _gamma_fall(belief)
    low = centre - _distance(lambda far: fall(centre - far), deviation)
    high = centre + _distance(lambda far: fall(centre + far), deviation)
    return _Reach(low, high, deviation)


@lru_cache(maxsize=256)
def _nodes(belief: Beta | Gamma, planned: float, count: int) -> Nodes:
    low, high, _ = _reach(belief)
    at, step = np.linspace(low, high, count, retstep=True)
    if isinstance(belief, Gamma):
        weights = np.exp(belief.shape * (at - np.exp(at) + 1))
        return Nodes(np.exp(at) * belief.mean / planned, weights / weights.sum())
    a, b = belief
    weights = np.exp(a * at - (a + b) * np.logaddexp(0.0, at) - log_beta(a, b)) * step
    left, right = weights[0] / a, weights[-1] / b  # beyond the ends the value changes no more, but there is some mass
    missing = max(0.0, 1 - float(weights.sum()))
    weights[0] += missing * left / (left + right)
    weights[-1] += missing * right / (left + right)
    return Nodes(1 / (1 + np.exp(-at)) / planned, weights / weights.sum())


def _beta_fall(belief: Beta, centre: float) -> Callable[[float], float]:
    """How far the logarithm of density times what the share still changes has fallen since the centre."""
    a, b = belief

    def height(at: float, left: float, right: float) -> float:
        return (
            (a + left) * at
            - (a + b + left + right) * max(at, 0.0)
            - (a + b + left + right) * math.log1p(math.exp(-abs(at)))
        )

    def fall(at: float) -> float:
        sides = (1.0, 0.0) if at < centre else (0.0, 1.0)
        return height(centre, *sides) - height(at, *sides)

    return fall


def _gamma_fall(belief: Gamma) -> Callable[[float], float]:
    def fall(at: float) -> float:
        return belief.shape * (math.exp(min(at, 50.0)) - 1 - at) - min(at, 0.0)

    return fall


def _distance(fall: Callable[[float], float], deviation: float) -> float:
    """How far from the centre the fall reaches `FALL`."""
    low, high = 0.0, deviation
    while fall(high) < FALL:
        low, high = high, 2 * high
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if fall(middle) < FALL else (low, middle)
    return high


class Grid(NamedTuple):
    """Evenly spaced points from `low` on, the roots of the products that they stand for."""

    low: float
    step: float
    size: int

    @property
    def points(self) -> Reals:
        """The points."""
        return np.linspace(self.low, self.low + self.step * (self.size - 1), self.size)

    def averaging(self, factor: Nodes, points: Reals) -> Reals:
        """The matrix from values on this grid to the means of the function at factor * product, for some products.

        Values between grid points are interpolated by the polynomial through the `STENCIL` nearest ones, those beyond
        an end are taken at the end.
        """
        places = np.sqrt(np.outer(points, factor.values)).ravel()
        places = np.clip((places - self.low) / self.step, 0.0, self.size - 1.0)
        first = np.clip(np.floor(places).astype(np.intp) - STENCIL // 2 + 1, 0, self.size - STENCIL)
        away = (places - first)[:, None] - np.arange(STENCIL)
        away[np.abs(away) < 1e-13] = 1e-13
        parts = _BARYCENTRIC / away
        parts *= np.tile(factor.weights, len(points))[:, None] / parts.sum(axis=1)[:, None]
        rows = np.repeat(np.arange(len(points)), len(factor.values)) * self.size + first
        cells = rows[:, None] + np.arange(STENCIL)
        summed: Reals = np.bincount(cells.ravel(), parts.ravel(), len(points) * self.size).astype(float)
        return summed.reshape(len(points), self.size)


_BARYCENTRIC = np.array([(-1) ** at * math.comb(STENCIL - 1, at) for at in range(STENCIL)], dtype=float)


def averaging(belief: Beta | Gamma, planned: float, turn: float, grid: Grid, below: Grid | None) -> Reals:
    """The matrix from values on a grid to their means over the factor belief / planned, at the products of the grid
    below (None: at 1). The small ones are kept: a plan is asked for its chance again with one funnel changed a little.
    """
    small = grid.size * (below.size if below else 1) <= _SMALL
    return (_kept if small else _averaging)(belief, planned, _count(belief, turn), grid, below)


def _averaging(belief: Beta | Gamma, planned: float, count: int, grid: Grid, below: Grid | None) -> Reals:
    points = np.ones(1) if below is None else below.points**2
    return grid.averaging(_nodes(belief, planned, count), points)


_SMALL = 40_000  # values
_kept = lru_cache(maxsize=96)(_averaging)
