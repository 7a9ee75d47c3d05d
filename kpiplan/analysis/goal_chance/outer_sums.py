"""What is summed over outside of the tree of funnels: the market, and factors that would stand in it twice.

Their nodes are those of Gauss, by the eigenvalues of the recurrence of the density's polynomials (G. H. Golub, J. H.
Welsch, Calculation of Gauss quadrature rules, 1969): of several sums at once each node counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence, Set

import numpy as np

from kpiplan.analysis.distributions.continuous import Gamma
from kpiplan.analysis.goal_chance.chain import FAR, NEAR, Range, Transform, deviates, turn_of
from kpiplan.analysis.goal_chance.factors import Factor
from kpiplan.analysis.goal_chance.moments import Key, Part
from kpiplan.analysis.goal_chance.quadrature import Nodes, Reals
from kpiplan.tuples import NamedTuple

MOST_DRAWS, FEWEST_DRAWS = 3000, 300  # of all sums together, at most, by how many frequencies are asked for
MOST_COLUMNS = 40_000  # draws times frequencies
ERRORS = (1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3)  # of one sum, the first that the draws allow

Suffix = tuple[Key, ...]


class Draws(NamedTuple):
    """Values of the factors that are summed over outside, and the weight of each combination."""

    values: Mapping[Key, Reals]
    weights: Reals


def draws_of(parts: Sequence[Part], rows: Sequence[Transform]) -> Draws:
    """The outer sums of some funnels; `rows` are the exponents of what is expected of each."""
    chosen = {part.factors.market.key: part.factors.market for part in parts if part.factors.market}
    turns = {key: _turn(factor, _moved(parts, rows, key)) for key, factor in _factors(parts).items()}
    chosen.update({key: _factors(parts)[key] for key in _apart(parts, turns)})
    values: dict[Key, Reals] = {}
    weights = np.ones(1)
    for (key, factor), count in zip(chosen.items(), _counts([turns[key] for key in chosen], len(rows[0])), strict=True):
        taken = gauss(factor, count)
        values = {other: np.repeat(held, len(taken.values)) for other, held in values.items()}
        values[key] = np.tile(taken.values, len(weights))
        weights = np.outer(weights, taken.weights).ravel()
    return Draws(values, weights)


def gauss(factor: Factor, count: int) -> Nodes:
    """Nodes of a factor that are exact for polynomials of twice as many terms."""
    n = np.arange(1.0, count)
    if isinstance(factor.belief, Gamma):
        shape, mean = factor.belief
        middle, beside = 2 * np.arange(count) + shape, np.sqrt(n * (n + shape - 1))
        scale, start = mean / shape, 0.0
    else:
        a, b = factor.belief.alpha - 1, factor.belief.beta - 1
        both = 2 * n + a + b
        middle = np.append((a - b) / (a + b + 2), (a * a - b * b) / (both * (both + 2)))
        first = 4 * (1 + a) * (1 + b) / ((2 + a + b) ** 2 * (3 + a + b))  # of which the general form is 0 / 0
        rest = 4 * n * (n + a) * (n + b) * (n + a + b) / np.maximum(both**2 * (both + 1) * (both - 1), 1e-300)
        beside = np.sqrt(np.append(first, rest[1:]) if count > 1 else rest)
        scale, start = 0.5, 0.5
    places, vectors = np.linalg.eigh(np.diag(middle) + np.diag(beside, 1) + np.diag(beside, -1))
    weights = vectors[0] ** 2
    return Nodes((start + scale * places) / factor.planned, weights / weights.sum())


def _counts(turns: Sequence[float], frequencies: int) -> list[int]:
    """How many nodes each sum has, so that all err alike and there are not too many together."""
    most = max(FEWEST_DRAWS, min(MOST_DRAWS, MOST_COLUMNS // max(1, frequencies)))
    for error in ERRORS:
        counts = [node_count(turn, error) for turn in turns]
        if math.prod(counts) <= most:
            return counts
    while math.prod(counts) > most:
        counts[counts.index(max(counts))] -= 1
    return counts


def node_count(turn: float, error: float) -> int:
    """How many nodes of Gauss a wave needs that turns by so many radians in a deviation of a normal density.

    Their error is turn^2n n! / (2n)! times the 2n-th derivative of the wave, at most 1.
    """
    count, reach = 2, math.log(max(turn, 1e-3))
    while 2 * count * reach + math.lgamma(count + 1) - math.lgamma(2 * count + 1) > math.log(error):
        count += 1
    return count


def _turn(factor: Factor, row: Transform) -> float:
    """How fast the transform turns with a factor, in radians a deviation of it."""
    mean, square = factor.mean, factor.variance / factor.mean**2
    reach = Range(*(mean * deviates(1 / square, far) for far in (-FAR, NEAR, FAR)))
    return turn_of(row / mean, reach) * math.sqrt(square)


def _factors(parts: Sequence[Part]) -> dict[Key, Factor]:
    every = (factor for part in parts for factor in (*part.factors.stages, part.factors.market))
    return {factor.key: factor for factor in every if factor}


def _moved(parts: Sequence[Part], rows: Sequence[Transform], key: Key) -> Transform:
    """The exponents of all funnels that have a factor."""
    moved = [row for part, row in zip(parts, rows, strict=True) if key in _keys(part, market=True)]
    return sum(moved, np.zeros(len(rows[0]), complex))


def _keys(part: Part, *, market: bool = False) -> list[Key]:
    """What a funnel depends on, from the top."""
    factors = (*part.factors.stages, part.factors.market if market else None)
    return [factor.key for factor in factors if factor]


def _apart(parts: Sequence[Part], turns: Mapping[Key, float]) -> list[Key]:
    """The factors to be summed over so that every other has one place in the tree: the cheapest of three ways."""
    chains = list(dict.fromkeys(tuple(_keys(part)) for part in parts))
    twice = _twice(chains, set())
    if not twice:
        return []
    tangled = [chain for chain in chains if twice & set(chain)]
    unlike = {key for chain in tangled for key in chain if not all(key in other for other in tangled)}
    ways = [twice, unlike | _twice(chains, unlike), _splits(chains)]
    cheapest = min(ways, key=lambda way: sum(math.log(node_count(turns[key], ERRORS[0])) for key in way))
    return [key for key in turns if key in cheapest]


def _twice(chains: Sequence[tuple[Key, ...]], outer: Set[Key]) -> set[Key]:
    """Factors that have more than one place in the tree, those that are summed over left out."""
    places: dict[Key, set[Suffix]] = {}
    for chain in chains:
        for key, suffix in _placed(chain, outer):
            places.setdefault(key, set()).add(suffix)
    return {key for key, found in places.items() if len(found) > 1}


def _placed(chain: tuple[Key, ...], outer: Set[Key]) -> Iterator[tuple[Key, Suffix]]:
    kept = [key for key in chain if key not in outer]
    for at, key in enumerate(kept):
        yield key, tuple(kept[at + 1 :])


def _splits(chains: Sequence[tuple[Key, ...]]) -> set[Key]:
    """The factors at which funnels part that have some in common above: from the bottom, until none is left."""
    outer: set[Key] = set()
    while twice := _twice(chains, outer):
        parting: dict[Suffix, set[Key]] = {}
        for chain in chains:
            for key, suffix in _placed(chain, outer):
                kept = [other for other in chain if other not in outer]
                if twice & set(kept[: len(kept) - len(suffix)]):
                    parting.setdefault(suffix, set()).add(key)
        found = [suffix for suffix, keys in parting.items() if len(keys) > 1]
        outer |= parting[min(found, key=len)] if found else twice
    return outer
