"""Several funnels together: factors that they share are one draw, everything else is independent.

Funnels that have the factors from some stage down in common are one from there on: a tree, whose root is the bottom.
The market, which moves what enters but not what is under way, is an outer sum; so are as few factors as make of the
others a tree in which each has one place.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kpiplan.analysis.distributions.continuous import Gamma
from kpiplan.analysis.goal_chance.chain import Fixed, Junction, Level, Transform, junction, transform
from kpiplan.analysis.goal_chance.factors import Factor
from kpiplan.analysis.goal_chance.model import NOTHING
from kpiplan.analysis.goal_chance.moments import Key, Part, expected, whole_units
from kpiplan.analysis.goal_chance.outer_sums import Draws, draws_of
from kpiplan.analysis.goal_chance.quadrature import Reals
from kpiplan.months import Series

WIDEST = 4000  # columns that are computed at once


def joint(parts: Sequence[Part], gains: Sequence[Transform]) -> Transform:
    """The transform of what comes of some funnels; `gains` are what a customer of each month adds to 1, each a row."""
    rows = [np.asarray(expected(part)) @ gain for part, gain in zip(parts, gains, strict=True)]
    draws = draws_of(parts, rows)
    chunk = max(1, WIDEST // max(1, gains[0].shape[1]))
    found = np.zeros(gains[0].shape[1], complex)
    for start in range(0, len(draws.weights), chunk):
        cut = slice(start, start + chunk)
        some = Draws({key: values[cut] for key, values in draws.values.items()}, draws.weights[cut])
        found += some.weights @ transform(_tree(parts, gains, some)).reshape(len(some.weights), -1)
    return found


class _Branch:
    """A level of the tree in the making: what enters there, and what comes down to it."""

    def __init__(self, columns: int) -> None:
        self.steady = np.zeros(columns, complex)
        self.fixed: list[Fixed] = []
        self.aimed: dict[Key, tuple[Transform, Gamma]] = {}
        self.above: dict[Key, tuple[Factor, _Branch]] = {}

    def upper(self, factor: Factor) -> _Branch:
        """The level above through a factor."""
        if factor.key not in self.above:
            self.above[factor.key] = factor, _Branch(len(self.steady))
        return self.above[factor.key][1]

    def made(self) -> Junction:
        """The same, made."""
        level = Level(self.steady, tuple(self.fixed), tuple(self.aimed.values()))
        return junction(level, [(factor, upper.made()) for factor, upper in self.above.values()])


def _tree(parts: Sequence[Part], gains: Sequence[Transform], draws: Draws) -> Junction:
    """All funnels as one tree, from the bottom up; factors that are drawn outside scale what is above them."""
    root = _Branch(len(draws.weights) * gains[0].shape[1])
    for part, gain in zip(parts, gains, strict=True):
        branch, scale = root, np.ones(len(draws.weights))
        stages = part.factors.stages
        for at in range(len(stages) - 1, -1, -1):
            _enter(branch, part, at, gain, scale, draws)
            factor = stages[at]
            if at and factor and factor.key not in draws.values:
                branch = branch.upper(factor)
            else:
                scale = scale * _drawn(factor, draws)
    return root.made()


def _enter(branch: _Branch, part: Part, at: int, gain: Transform, scale: Reals, draws: Draws) -> None:
    """Add what enters a funnel at a stage."""
    entries, volume = part.flow.entries[at], part.factors.stages[0]
    market = scale * _drawn(part.factors.market, draws)
    branch.steady += _column(entries.direct, gain, market) + _column(entries.under_way, gain, scale)
    for cohort in entries.cohorts:
        same = scale[:1] if np.ptp(scale) == 0 else scale  # most draws leave what is under way as it is
        branch.fixed.append(Fixed(*whole_units(cohort.units), _column(cohort.arrives, gain, same)))
    if volume and volume.key not in draws.values and isinstance(volume.belief, Gamma) and entries.aimed is not NOTHING:
        aims = _column(entries.aimed, gain, market)
        had = branch.aimed.get(volume.key)
        branch.aimed[volume.key] = aims + had[0] if had else aims, Gamma(volume.belief.shape, volume.mean)
    else:
        branch.steady += _column(entries.aimed, gain, market * _drawn(volume, draws))


def _drawn(factor: Factor | None, draws: Draws) -> Reals:
    one = np.ones(len(draws.weights))
    return one if factor is None else draws.values.get(factor.key, one)


def _column(series: Series, gain: Transform, scale: Reals) -> Transform:
    """What entries add to the exponent, for every draw and frequency."""
    if series is NOTHING:
        return np.zeros(len(scale) * gain.shape[1], complex)
    return np.outer(scale, np.asarray(series) @ gain).ravel()
