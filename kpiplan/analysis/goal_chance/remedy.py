"""The line whose better knowledge or improvement moves the chance most: what it would be, were that line as planned."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kpiplan.analysis.goal_chance.factors import Factor
from kpiplan.analysis.goal_chance.moments import Key, Part, Spread, all_factors, expected, factor_keys
from kpiplan.analysis.goal_chance.results import Remedy
from kpiplan.analysis.goal_chance.standing import chance_of

_LEAST = 1e-12  # a variance


def remedy(parts: Sequence[Part], total: Spread, won: float, goal: float, now: float) -> Remedy | None:
    """The line that gains most where it is certain and as planned; None where no line gains anything.

    Which one is told by mean and variance alone, as if counts were normal: that ranks lines, and costs no integral. The
    chance without it is exact. `now` is the chance with all lines, `total` the spread of what is still to come.
    """
    ranked = _deviations(parts, total, goal - won)
    if not ranked:
        return None
    key = max(ranked, key=lambda each: ranked[each])
    chance = chance_of([_without(part, key) for part in parts], won, goal)
    return Remedy(key[0], key[1], chance) if chance > now else None


def _deviations(parts: Sequence[Part], total: Spread, left: float) -> dict[Key, float]:
    """How far above what is left of the goal the mean lies, in deviations, were each factor 1 and certain."""
    sums = [math.fsum(expected(part)) for part in parts]
    whole = math.fsum(sums)
    found = {}
    for key in all_factors(parts):
        having = [(part, mean) for part, mean in zip(parts, sums, strict=True) if key in factor_keys(part)]
        mean = whole + math.fsum(math.fsum(expected(part, {key: 1.0})) - was for part, was in having)
        variance = max(_LEAST, total.variance - total.by_factor[key] + mean - whole)
        found[key] = (mean - left + 0.5) / math.sqrt(variance)
    return found


def _without(part: Part, key: Key) -> Part:
    """The same funnel with one factor taken out."""

    def kept(factor: Factor | None) -> Factor | None:
        return None if factor and factor.key == key else factor

    stages, market = part.factors.stages, part.factors.market
    return part._replace(factors=part.factors._replace(stages=tuple(map(kept, stages)), market=kept(market)))
