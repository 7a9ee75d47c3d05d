"""How likely revenue is to be at least an amount: step by step, or as a Fourier series; and an uncertain mean deal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpiplan.analysis.distributions.whole import Counts
from kpiplan.analysis.goal_chance.chain import Transform, deviates
from kpiplan.analysis.goal_chance.deals import Deals
from kpiplan.analysis.goal_chance.factors import Factor
from kpiplan.analysis.goal_chance.invert import FAR
from kpiplan.analysis.goal_chance.quadrature import Reals, nodes
from kpiplan.tuples import NamedTuple

MOST_WAVES, FEW_WAVES = 2048, 256
GRID = 1024
COARSE = 700  # points, for percentiles
_RARE = 1e-13
_SELDOM = 1e-9  # how seldom a factor lies beyond its table, on each side


class Tail(NamedTuple):
    """P(revenue >= first, first + step, …); in between the chance falls evenly, or (`steps`) at once."""

    step: float
    chances: Reals
    steps: bool
    first: float = 0.0

    def at(self, amounts: Reals) -> Reals:
        """P(revenue >= amount) for some amounts."""
        places = np.maximum((amounts - self.first) / self.step, 0.0)
        if self.steps:
            index = np.minimum(np.ceil(places - 1e-9), len(self.chances) - 1).astype(int)
            reached: Reals = self.chances[index]
            return reached
        found: Reals = np.interp(places, np.arange(len(self.chances)), self.chances)
        return found

    def quantile(self, chance: float) -> float:
        """The smallest amount that is not exceeded with this chance."""
        if self.steps:
            return self.step * float(np.argmax(np.append(self.chances[1:], 0.0) <= 1 - chance + 1e-12))
        falling = np.minimum.accumulate(self.chances)
        place = float(np.interp(chance, 1 - falling, np.arange(len(falling))))
        return max(0.0, self.first + self.step * place)

    @property
    def deviation(self) -> float:
        """The standard deviation of revenue over its mean."""
        amounts, chances = self.masses()
        mean = float(amounts @ chances)
        return math.sqrt(max(float(amounts**2 @ chances) - mean**2, 1e-12 * mean**2)) / mean

    def masses(self) -> tuple[NDArray[Any], Reals]:
        """Amounts above nothing and their chances."""
        chances = -np.diff(self.chances, append=0.0)
        amounts = self.first + self.step * (np.arange(len(chances)) + (0.0 if self.steps else 0.5))
        held = (chances > _RARE) & (amounts > self.step / 4)
        return amounts[held], chances[held]


class Waves(NamedTuple):
    """P(revenue >= x) = mean / period + weight (1/2 - x / period) + a Fourier series, 0 < x < period."""

    period: float
    mean: float
    weight: float
    deviation: float  # of revenue, over its mean
    waves: Transform  # of frequency 1, 2, … over the period

    def at(self, amounts: Reals) -> Reals:
        """P(revenue >= amount) for some amounts."""
        inside = np.minimum(amounts, self.period)
        turns = np.exp(-2j * np.pi * np.outer(inside / self.period, np.arange(1, len(self.waves) + 1)))
        level = self.mean / self.period + self.weight * (0.5 - inside / self.period)
        found: Reals = np.where(amounts <= 0, 1.0, np.clip(level + 2 * (turns @ self.waves).real, 0.0, 1.0))
        return found

    def tail(self) -> Tail:
        """The same as a list of chances."""
        padded = np.zeros(GRID // 2 + 1, complex)
        padded[1 : len(self.waves) + 1] = self.waves
        places = np.arange(GRID) / GRID
        values = np.fft.irfft(padded.conj(), GRID) * GRID + self.mean / self.period + self.weight * (0.5 - places)
        values[0] = self.weight  # above 0
        return Tail(self.period / GRID, np.clip(values, 0.0, 1.0), False)


def characteristic(mean: float, spread: float, frequencies: Reals) -> Transform:
    """The characteristic function of one Gamma deal; at an infinite frequency it is 0."""
    square = spread**2
    found = np.zeros(len(frequencies), complex)
    finite = np.isfinite(frequencies)
    found[finite] = np.exp(-np.log(1 - 1j * frequencies[finite] * (mean * square)) / square)
    return found


def of_counts(counts: Counts, deals: Deals, *, exact: bool) -> Tail | Waves:
    """Revenue of so many deals of one mean."""
    chances = np.maximum(counts.chances, 0.0)
    chances[-1] += max(0.0, 1 - float(chances.sum()))
    if deals.spread == 0:
        return Tail(deals.mean, np.append(chances[::-1].cumsum()[::-1], 0.0), True)
    units = np.arange(len(chances))
    mean = float(units @ chances)
    if mean <= 0:
        return Tail(deals.mean, np.array([1.0, 0.0]), True)
    variance = float(units**2 @ chances) - mean**2 + mean * deals.spread**2
    period = deals.mean * (mean * deviates(mean * mean / variance, FAR) + 2)
    waves = MOST_WAVES if exact else FEW_WAVES
    turns = np.linspace(1, waves, waves) * (2 * np.pi / period)
    one = characteristic(deals.mean, deals.spread, turns)
    found = np.zeros(len(turns), complex)
    for chance in chances[:0:-1]:  # Horner's rule
        found = (found + chance) * one
    deviation = math.sqrt(variance) / mean
    return Waves(period, mean * deals.mean, 1 - float(chances[0]), deviation, found / (1j * turns * period))


def with_factor(tail: Tail | Waves, factor: Factor, amounts: Reals) -> Reals:
    """The chances of some amounts where every deal is multiplied by one factor.

    Steps fall where the factor is spread over them, amount by amount; a smooth tail is integrated over the factor.
    """
    if isinstance(tail, Tail) and tail.steps:
        held, chances = tail.masses()
        places = factor.planned * amounts[:, None] / held
        above = np.vectorize(lambda place: 1 - factor.belief.at_most(place), otypes=[float])(places)
        found: Reals = above @ chances
        return found
    taken = nodes(factor.belief, factor.planned, 7 / tail.deviation)
    below = tail.at((amounts[:, None] / taken.values[None, :]).ravel()).reshape(len(amounts), -1)
    mixed: Reals = below @ taken.weights
    return mixed


def for_percentiles(tails: Sequence[Tail | Waves], factor: Factor | None) -> list[Tail]:
    """Tails as lists of chances, good enough for percentiles, every deal multiplied by a factor."""
    plain = [tail.tail() if isinstance(tail, Waves) else tail for tail in tails]
    if factor is None:
        return plain
    table = _table(factor) if any(tail.steps for tail in plain) else None
    return [_smeared(tail, *table) if table and tail.steps else _mixed(tail, factor) for tail in plain]


def _mixed(tail: Tail, factor: Factor) -> Tail:
    """A smooth tail where every deal is multiplied by one factor."""
    held, _ = tail.masses()
    if not len(held):
        return tail
    amounts = np.linspace(0, held[-1] * factor.belief.quantile(1 - _SELDOM) / factor.planned, COARSE)
    return Tail(float(amounts[1]), np.append(with_factor(tail, factor, amounts), 0.0), False)


def _table(factor: Factor) -> tuple[Reals, Reals]:
    """Values of a factor, rising, and the chances to exceed them."""
    low, high = (factor.belief.quantile(chance) for chance in (_SELDOM, 1 - _SELDOM))
    values = np.linspace(low, high, 400)
    above = [1.0, *(1 - factor.belief.at_most(float(value)) for value in values[1:-1]), 0.0]
    return values / factor.planned, np.array(above)


def _smeared(tail: Tail, values: Reals, above: Reals) -> Tail:
    """A tail where every deal is multiplied by one factor."""
    held, chances = tail.masses()
    if not len(held):
        return tail
    top = held[-1] * values[-1]
    amounts = np.linspace(0, top, COARSE)
    reached = np.interp(amounts[:, None] / held, values, above)
    return Tail(top / (COARSE - 1), np.append(reached @ chances, 0.0), False)
