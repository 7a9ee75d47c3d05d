"""Mean and variance of the customers of the year in closed form, and what the variance is made of.

Given the factors, the mean is multi-affine in them: down the funnel U_j = f_j U_{j-1} + B_j, B_j what enters at stage
j.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations_with_replacement
from types import MappingProxyType

from kpiplan.analysis.goal_chance.factors import Factor, Factors
from kpiplan.analysis.goal_chance.model import NOTHING, Entries, Flow
from kpiplan.months import Series
from kpiplan.tuples import NamedTuple

Key = tuple[str | None, str]
NOTHING_GIVEN: Mapping[Key, float] = MappingProxyType({})


class Part(NamedTuple):
    """A funnel from here with its factors, and the variance of its counts over that of chance."""

    flow: Flow
    factors: Factors
    dispersion: float = 1.0

    def scaled(self, factor: float) -> Part:
        """The same with so many times the work still to be done at the top."""
        top, *others = self.flow.entries
        more = top._replace(aimed=tuple(factor * value for value in top.aimed))
        return self._replace(flow=self.flow._replace(entries=(more, *others)))


class Spread(NamedTuple):
    """Customers still to come: their mean, the variance given the factors (luck), and that of the mean given them.

    `by_factor` is what each factor alone adds to the latter; what they add together is the rest.
    """

    mean: float
    luck: float
    known: float
    by_factor: Mapping[Key, float]

    @property
    def variance(self) -> float:
        """The variance of the count."""
        return self.luck + self.known


def spread(parts: Sequence[Part]) -> Spread:
    """Mean and variance of what comes of some funnels together."""
    months = [expected(part) for part in parts]
    mean = math.fsum(value for series in months for value in series)
    luck = math.fsum(_luck(part) for part in parts)
    alike = _alike(parts)
    by_factor = {}
    for key, factor in all_factors(parts).items():
        having = [one for one in alike if key in one.keys]
        slope = math.fsum(_whole(one, {key: 1.0}) - _whole(one, {key: 0.0}) for one in having)
        by_factor[key] = slope * slope * factor.variance
    pairs = combinations_with_replacement([one for one in alike if one.keys], 2)
    known = math.fsum((1 if one is two else 2) * _covariance(one, two) for one, two in pairs)
    return Spread(mean, luck, max(0.0, known), by_factor)


def all_factors(parts: Sequence[Part]) -> dict[Key, Factor]:
    """The factors that customers depend on, each once, from the top."""
    found: dict[Key, Factor] = {}
    for part in parts:
        for factor in (*part.factors.stages, part.factors.market):
            if factor:
                found.setdefault(factor.key, factor)
    return found


def factor_keys(part: Part) -> set[Key]:
    """What the customers of one funnel depend on."""
    return _keys(part.factors)


def _keys(factors: Factors) -> set[Key]:
    return {factor.key for factor in (*factors.stages, factors.market) if factor}


def expected(part: Part, given: Mapping[Key, float] = NOTHING_GIVEN) -> Series:
    """Customers still to come by month, at the mean of every factor but those given."""
    stages, market = part.factors.stages, _mean(part.factors.market, given)
    volume = _mean(stages[0], given)
    below = 1.0
    weights: list[tuple[float, Series]] = []
    for at in range(len(stages) - 1, -1, -1):
        entries = part.flow.entries[at]
        weights += [
            (below * market * volume, entries.aimed),
            (below * market, entries.direct),
            (below, entries.under_way),
            *((below * cohort.units, cohort.arrives) for cohort in entries.cohorts),
        ]
        below *= _mean(stages[at], given) if at else 1.0
    used = [(weight, series) for weight, series in weights if series is not NOTHING]
    return tuple(math.fsum(weight * series[month] for weight, series in used) for month in range(len(NOTHING)))


def _mean(factor: Factor | None, given: Mapping[Key, float] = NOTHING_GIVEN) -> float:
    if factor is None:
        return 1.0
    return given.get(factor.key, factor.mean)


def _square(factor: Factor | None) -> float:
    return 1.0 if factor is None else factor.mean**2 + factor.variance


def _luck(part: Part) -> float:
    """The mean of the variance given the factors: that of Poisson counts, less for units of a known number."""
    saved = 0.0
    below = 1.0
    for at in range(len(part.factors.stages) - 1, -1, -1):
        for cohort in part.flow.entries[at].cohorts:
            whole, rest = whole_units(cohort.units)
            saved += below * math.fsum(cohort.arrives) ** 2 * (whole + rest**2)
        below *= _square(part.factors.stages[at]) if at else 1.0
    return math.fsum(expected(part)) * part.dispersion - saved


def whole_units(units: float) -> tuple[int, float]:
    """A number of units as whole ones, and the chance of one more."""
    whole = math.floor(units + 1e-9)
    return whole, max(0.0, units - whole)


class _Amounts(NamedTuple):
    """What enters at each stage, in customers of the year: moved by volume and market, by the market, by neither."""

    stages: tuple[tuple[float, float, float], ...]
    factors: Factors

    @property
    def keys(self) -> set[Key]:
        """What these customers depend on."""
        return _keys(self.factors)


def _alike(parts: Sequence[Part]) -> list[_Amounts]:
    """The funnels, those with the same factors as one: what enters them adds up."""
    found: dict[tuple[Key | None, ...], _Amounts] = {}
    for part in parts:
        key = tuple(factor.key if factor else None for factor in (*part.factors.stages, part.factors.market))
        stages = tuple(map(_entering, part.flow.entries))
        if key in found:
            pairs = zip(found[key].stages, stages, strict=True)
            stages = tuple((a + x, b + y, c + z) for (a, b, c), (x, y, z) in pairs)
        found[key] = _Amounts(stages, part.factors)
    return list(found.values())


def _entering(entries: Entries) -> tuple[float, float, float]:
    still = math.fsum(entries.under_way) + math.fsum(c.units * math.fsum(c.arrives) for c in entries.cohorts)
    return math.fsum(entries.aimed), math.fsum(entries.direct), still


def _whole(one: _Amounts, given: Mapping[Key, float] = NOTHING_GIVEN) -> float:
    """The mean, at the mean of every factor but those given."""
    moved, still = _halves(one, given)
    return _mean(one.factors.market, given) * moved + still


def _halves(one: _Amounts, given: Mapping[Key, float] = NOTHING_GIVEN) -> tuple[float, float]:
    """The means of what the market moves and of what it does not, the market itself 1."""
    moved = still = 0.0
    for at, (factor, (aimed, direct, rest)) in enumerate(zip(one.factors.stages, one.stages, strict=True)):
        mean = _mean(factor, given)
        moved, still = (moved * mean + direct, still * mean + rest) if at else (aimed * mean + direct, rest)
    return moved, still


def _covariance(one: _Amounts, two: _Amounts) -> float:
    """Of the means, given the factors, of two funnels (of one with itself: its variance)."""
    if not one.keys & two.keys:
        return 0.0
    market = one.factors.market
    joint = _joint(one, two)
    squares = (_square(market), _mean(market), _mean(market), 1.0)
    pairs = ((0, 0), (0, 1), (1, 0), (1, 1))
    product = math.fsum(weight * joint[at] for weight, at in zip(squares, pairs, strict=True))
    return product - _whole(one) * _whole(two)


def _joint(one: _Amounts, two: _Amounts) -> dict[tuple[int, int], float]:
    """E[U_one U_two], each U in two halves: moved by the market and not. Shared factors stand at the same stage."""
    first, second = one.factors.stages, two.factors.stages
    if len(first) != len(second):  # nothing in common but the market
        parts = _halves(one), _halves(two)
        return {(a, b): parts[0][a] * parts[1][b] for a in (0, 1) for b in (0, 1)}
    means = [[0.0, 0.0], [0.0, 0.0]]
    joint = {(a, b): 0.0 for a in (0, 1) for b in (0, 1)}
    for at, pair in enumerate(zip(first, second, strict=True)):
        mean = [_mean(factor) for factor in pair]
        same = pair[0] is not None and pair[1] is not None and pair[0].key == pair[1].key
        both = _square(pair[0]) if same else mean[0] * mean[1]
        entering = [one.stages[at], two.stages[at]]
        if at == 0:
            tops = [parts[0] for parts in entering]
            joint[0, 0] = tops[0] * tops[1] * both
            means = [[amount * factor, 0.0] for amount, factor in zip(tops, mean, strict=True)]
            both, mean = 1.0, [1.0, 1.0]
        added = [(parts[1], parts[2]) for parts in entering]
        joint = {
            (a, b): both * joint[a, b]
            + mean[0] * means[0][a] * added[1][b]
            + added[0][a] * mean[1] * means[1][b]
            + added[0][a] * added[1][b]
            for a, b in joint
        }
        means = [[mean[p] * means[p][half] + added[p][half] for half in (0, 1)] for p in (0, 1)]
    return joint
