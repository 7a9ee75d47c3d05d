"""What the months so far teach: a rate learns from what came through, a volume from what came."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from kpiplan.analysis.distributions.continuous import Beta, Gamma
from kpiplan.analysis.goal_chance.factors import Factor, Factors
from kpiplan.analysis.goal_chance.model import Known
from kpiplan.funnel.stages import Targets, chance
from kpiplan.funnel.targets import Outcome
from kpiplan.tuples import NamedTuple

_STEP = 0.1  # between two points, at most; the integrand is analytic up to pi from them, whatever the counts
_FEWEST, _MOST = 240, 4000  # points: the trapezoidal rule converges exponentially (`quadrature`)
_DEEP = 40.0  # a density, in its logarithm, so far below its peak is nothing
_NOTHING = 1e-12


class Evidence(NamedTuple):
    """`came` of `units` came through so far, of which the `elapsed` part of those who ever will could have.

    Units are of a month with the mean rate: one of a month whose planned rate is double counts double. `counted` are
    the units as they are.
    """

    came: float
    units: float
    elapsed: float
    counted: float

    def __add__(self, other: object) -> Evidence:
        """What two funnels with the same rate show together."""
        if not isinstance(other, Evidence):
            return NotImplemented
        units = self.units + other.units
        elapsed = (self.units * self.elapsed + other.units * other.elapsed) / units if units > 0 else 1.0
        return Evidence(self.came + other.came, units, elapsed, self.counted + other.counted)


Branches = Sequence[tuple[Outcome, Known, Factors]]
_Key = tuple[str | None, str]


def learnt(branches: Branches) -> list[Factors]:
    """The factors of every funnel after the months so far; funnels with the same factor teach it together.

    A rate without a line starts as sure as one conversion; a volume without one stays as planned.
    """
    found: dict[_Key, Evidence] = {}
    started: dict[_Key, Factor] = {}
    places: list[list[_Key | None]] = []
    for outcome, known, factors in branches:
        keys: list[_Key | None] = []
        for at in range(len(factors.stages)):
            evidence = _evidence(outcome.targets, known, at)
            factor = factors.stages[at] or (_start(outcome, at) if evidence and at else None)
            keys.append(factor.key if factor else None)
            if factor:
                started.setdefault(factor.key, factor)
            if factor and evidence:
                found[factor.key] = found[factor.key] + evidence if factor.key in found else evidence
        places.append(keys)
    after = {key: _after(factor, found.get(key)) for key, factor in started.items()}
    return [
        factors._replace(stages=tuple(after[key] if key else None for key in keys))
        for (_, _, factors), keys in zip(branches, places, strict=True)
    ]


def _start(outcome: Outcome, at: int) -> Factor:
    """A rate that nothing is said of: as sure as one conversion."""
    branch = outcome.branch
    stage = branch.stages[at]
    rate = math.fsum(stage.rate) / len(stage.rate)
    owner = branch.segment if branch.own.funnel else None
    if stage.each:
        return Factor(owner, stage.name, Gamma(1.0, rate), rate)
    trials = 1 / min(rate, 1 - rate) if rate < 1 else 1 / _NOTHING
    return Factor(owner, stage.name, Beta(rate * trials, max((1 - rate) * trials, _NOTHING)), rate)


def _evidence(targets: Targets, known: Known, at: int) -> Evidence | None:
    """What the actual months say of a stage; None where they say nothing."""
    months = known.arrivals[at]
    if not months:
        return None
    covered = {month: known.share(month) for month in months}
    if at == 0:
        wanted = math.fsum(targets.arrivals[0].at(month) * part for month, part in covered.items())
        return Evidence(math.fsum(months.values()), wanted, 1.0, wanted)
    if not known.arrivals[at - 1]:
        return None
    direct = math.fsum(targets.direct[at].at(month) * part for month, part in covered.items())
    came = max(0.0, math.fsum(months.values()) - direct)
    lag = targets.stages[at].lag
    rate = math.fsum(targets.stages[at].rate) / len(targets.stages[at].rate)
    units = through = counted = 0.0
    for cohort in range(1 - lag.longest, known.through + 1):
        size = _size(targets, known, at - 1, cohort)
        if size is None:
            continue
        passed = math.fsum(
            chance(targets, at, month, cohort) * (covered[month] if cohort < month else 1.0)
            for month in months
            if cohort <= month <= cohort + lag.longest
        )
        whole = math.fsum(chance(targets, at, cohort + age, cohort) for age in range(lag.longest + 1))
        if passed > 0:  # a rate that changes over the year keeps its shape: a unit of a better month is worth more
            counted += size
            units += size * whole / rate
            through += size * passed / rate
    return Evidence(came, units, through / units, counted) if units > 0 else None


def _size(targets: Targets, known: Known, stage: int, cohort: int) -> float | None:
    """The units of a cohort: counted, or before the plan at their target; None in a month that nobody counted."""
    if cohort < 1:
        return known.before[stage].get(cohort, targets.arrivals[stage].at(cohort))
    return known.arrivals[stage].get(cohort)


def _after(factor: Factor, evidence: Evidence | None) -> Factor:
    if evidence is None:
        return factor
    came, units, elapsed, counted = evidence
    belief = factor.belief
    seen = (came, counted)
    if isinstance(belief, Gamma):  # a volume, or several of each unit: Poisson counts
        shape = belief.shape + came
        return factor._replace(belief=Gamma(shape, shape / (belief.shape / belief.mean + units * elapsed)), seen=seen)
    return factor._replace(belief=rate_after(belief, evidence), seen=seen)


def rate_after(belief: Beta, evidence: Evidence) -> Beta:
    """A rate after `came` of `units`: conjugate where all time has elapsed, else matched in mean and deviation.

    The likelihood is r^came (1 - r elapsed)^(units - came), in the logarithm of the odds.
    """
    came = evidence.came
    failed = max(0.0, evidence.units - came)
    if evidence.elapsed >= 1 - _NOTHING:
        return Beta(belief.alpha + came, belief.beta + failed)
    alpha, beta, elapsed = belief.alpha + came, belief.beta, evidence.elapsed

    def height(at: float) -> float:
        rate = 1 / (1 + math.exp(-at)) if at > -700 else 0.0
        rest = -at - math.log1p(math.exp(-at)) if at > 0 else -math.log1p(math.exp(at))
        share = at - math.log1p(math.exp(at)) if at < 0 else -math.log1p(math.exp(-at))
        return alpha * share + beta * rest + failed * math.log1p(-rate * elapsed)

    low, high, peak = _around(height)
    points = min(_MOST, max(_FEWEST, math.ceil((high - low) / _STEP)))
    step = (high - low) / (points - 1)
    weights, rates = [], []
    for index in range(points):
        at = low + index * step
        weights.append(math.exp(height(at) - peak))
        rates.append(1 / (1 + math.exp(-at)))
    total = math.fsum(weights)
    mean = math.fsum(w * r for w, r in zip(weights, rates, strict=True)) / total
    variance = math.fsum(w * (r - mean) ** 2 for w, r in zip(weights, rates, strict=True)) / total
    trials = mean * (1 - mean) / variance - 1
    return Beta(mean * trials, (1 - mean) * trials)


def _around(height: Callable[[float], float]) -> tuple[float, float, float]:
    """Where a concave-like height stands out: both ends, and its peak."""
    low, high = -60.0, 60.0
    for _ in range(60):  # golden section would save little
        first, second = low + (high - low) / 3, high - (high - low) / 3
        low, high = (first, high) if height(first) < height(second) else (low, second)
    at = (low + high) / 2
    peak = height(at)
    ends = []
    for sign in (-1, 1):
        near, far = 0.0, 1.0
        while height(at + sign * far) > peak - _DEEP and far < 600:
            near, far = far, 2 * far
        for _ in range(10):
            middle = (near + far) / 2
            near, far = (middle, far) if height(at + sign * middle) > peak - _DEEP else (near, middle)
        ends.append(at + sign * far)
    return ends[0], ends[1], peak
