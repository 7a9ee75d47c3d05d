"""Several funnels together: factors that they share are one draw, everything else is independent.

Funnels with the same factors are one chain. A factor that chains share in part, and the market, which moves what enters
but not what is under way, is an outer sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from kpiplan.analysis.distributions.continuous import Gamma
from kpiplan.analysis.goal_chance.chain import FAR, NEAR, Fixed, Level, Range, Transform, deviates, transform, turn_of
from kpiplan.analysis.goal_chance.factors import Factor
from kpiplan.analysis.goal_chance.model import NOTHING, Entries
from kpiplan.analysis.goal_chance.moments import Key, Part, expected, whole_units
from kpiplan.analysis.goal_chance.quadrature import Nodes, Reals, nodes
from kpiplan.months import Series

WIDEST = 4000  # columns that are computed at once
MOST_DRAWS = 2000  # of all outer sums together


class Draws(NamedTuple):
    """Values of the factors that are summed over outside, and the weight of each combination."""

    values: Mapping[Key, Reals]
    weights: Reals


def joint(parts: Sequence[Part], gains: Sequence[Transform]) -> Transform:
    """The transform of what comes of some funnels; `gains` are what a customer of each month adds to 1, each a row."""
    rows = [np.asarray(expected(part)) @ gain for part, gain in zip(parts, gains, strict=True)]
    draws = _draws(parts, rows)
    chunk = max(1, WIDEST // max(1, gains[0].shape[1]))
    found = np.zeros(gains[0].shape[1], complex)
    for start in range(0, len(draws.weights), chunk):
        cut = slice(start, start + chunk)
        some = Draws({key: values[cut] for key, values in draws.values.items()}, draws.weights[cut])
        product = np.ones(len(some.weights) * len(found), complex)
        for group in _groups(parts, some):
            product *= transform(_levels([(parts[at], gains[at]) for at in group], some))
        found += some.weights @ product.reshape(len(some.weights), -1)
    return found


def _ways(part: Part) -> list[Factor]:
    return [factor for factor in part.factors.stages if factor]


def _groups(parts: Sequence[Part], draws: Draws) -> list[list[int]]:
    """The positions of funnels that share all factors which are not summed over outside."""
    found: dict[tuple[Key, ...], list[int]] = {}
    for at, part in enumerate(parts):
        keys = tuple(factor.key for factor in _ways(part) if factor.key not in draws.values)
        found.setdefault(keys, []).append(at)
    return list(found.values())


def _draws(parts: Sequence[Part], rows: Sequence[Transform]) -> Draws:
    """The outer sums: the market, and as few factors as make chains independent of each other."""
    chosen = {part.factors.market.key: part.factors.market for part in parts if part.factors.market}
    chosen.update(_tangled(parts))
    values: dict[Key, Reals] = {}
    weights = np.ones(1)
    most = round(MOST_DRAWS ** (1 / len(chosen))) if chosen else 1
    for key, factor in chosen.items():
        moved = [row for part, row in zip(parts, rows, strict=True) if _has(part, key)]
        taken = _some(factor, sum(moved, np.zeros(1, complex)), most)
        values = {other: np.repeat(held, len(taken.values)) for other, held in values.items()}
        values[key] = np.tile(taken.values, len(weights))
        weights = np.outer(weights, taken.weights).ravel()
    return Draws(values, weights)


def _some(factor: Factor, row: Transform, most: int) -> Nodes:
    mean, square = factor.mean, factor.variance / factor.mean**2
    reach = Range(*(mean * deviates(1 / square, far) for far in (-FAR, NEAR, FAR)))
    return nodes(factor.belief, factor.planned, turn_of(row / mean, reach), most)


def _has(part: Part, key: Key) -> bool:
    market = part.factors.market
    return (market is not None and market.key == key) or any(factor.key == key for factor in _ways(part))


def _tangled(parts: Sequence[Part]) -> dict[Key, Factor]:
    """Factors to be summed over so that no two chains share one: those shared, or those that tell the chains apart."""
    chains = list({tuple(factor.key for factor in _ways(part)): part for part in parts}.values())
    users: dict[Key, list[Part]] = {}
    for part in chains:
        for factor in _ways(part):
            users.setdefault(factor.key, []).append(part)
    shared = {key for key, having in users.items() if len(having) > 1}
    if not shared:
        return {}
    tangled = [part for part in chains if any(factor.key in shared for factor in _ways(part))]
    apart = {factor.key: factor for part in tangled for factor in _ways(part) if len(users[factor.key]) < len(tangled)}
    common = {f.key: f for part in tangled for f in _ways(part) if f.key in shared}
    return min(apart, common, key=len)


def _levels(group: Sequence[tuple[Part, Transform]], draws: Draws) -> list[Level]:
    """The levels of a chain: what enters between two of its factors, of all its funnels together."""
    kept = [factor for factor in _ways(group[0][0]) if factor.key not in draws.values]
    volume = group[0][0].factors.stages[0]
    by_volume = volume is not None and volume in kept
    links = kept[1:] if by_volume else kept
    columns = len(draws.weights) * group[0][1].shape[1]
    steady = [np.zeros(columns, complex) for _ in range(len(links) + 1)]
    aimed = np.zeros(columns, complex)
    fixed: list[list[Fixed]] = [[] for _ in steady]
    for part, gain in group:
        for level, entries, scale in _entering(part, draws):
            market = _drawn(part.factors.market, draws)
            aims = _column(entries.aimed, gain, scale * market * _drawn(part.factors.stages[0], draws))
            if by_volume:
                aimed += aims
            else:
                steady[level] += aims
            steady[level] += _column(entries.direct, gain, scale * market) + _column(entries.under_way, gain, scale)
            for cohort in entries.cohorts:
                same = scale[:1] if np.ptp(scale) == 0 else scale  # most draws leave what is under way as it is
                fixed[level].append(Fixed(*whole_units(cohort.units), _column(cohort.arrives, gain, same)))
    levels = [
        Level(own, tuple(cohorts), factor) for own, cohorts, factor in zip(steady, fixed, [*links, None], strict=True)
    ]
    if by_volume and volume and isinstance(volume.belief, Gamma):
        levels[0] = levels[0]._replace(aimed=aimed, volume=Gamma(volume.belief.shape, volume.mean))
    return levels


def _entering(part: Part, draws: Draws) -> list[tuple[int, Entries, Reals]]:
    """Every stage's entries with their level, and the product of the factors below that are summed over outside."""
    stages = part.factors.stages
    links = [at for at, factor in enumerate(stages) if at and factor and factor.key not in draws.values]
    found = []
    scale = np.ones(len(draws.weights))
    for at in range(len(stages) - 1, -1, -1):
        found.append((sum(link <= at for link in links), part.flow.entries[at], scale))
        scale = scale * _drawn(stages[at], draws)
    return found


def _drawn(factor: Factor | None, draws: Draws) -> Reals:
    one = np.ones(len(draws.weights))
    return one if factor is None else draws.values.get(factor.key, one)


def _column(series: Series, gain: Transform, scale: Reals) -> Transform:
    """What entries add to the exponent, for every draw and frequency."""
    if series is NOTHING:
        return np.zeros(len(scale) * gain.shape[1], complex)
    return np.outer(scale, np.asarray(series) @ gain).ravel()
