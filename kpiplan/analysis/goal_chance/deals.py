"""Revenue where every deal has the same mean: from the chances of the counts alone, in closed form."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kpiplan.analysis.distributions.continuous import gamma_above
from kpiplan.analysis.distributions.whole import Counts
from kpiplan.analysis.goal_chance.factors import Factor
from kpiplan.analysis.goal_chance.moments import Part, expected
from kpiplan.tuples import NamedTuple

_SAME = 1e-12
_RARE = 1e-15
_FAR = 12.0  # deviations beyond which a sum of deals does not lie


class Deals(NamedTuple):
    """Deals of one mean and spread (standard deviation over the mean)."""

    mean: float
    spread: float


def level_deals(parts: Sequence[Part]) -> Deals | None:
    """The mean and spread of every deal still to come, where they are the same all over."""
    found = {
        (deal, part.factors.deal_spread)
        for part in parts
        for deal, count in zip(part.flow.deal or (), expected(part), strict=True)
        if count > 0
    }
    if not found:
        return Deals(1.0, 0.0)  # nothing is to come
    means = [mean for mean, _ in found]
    spreads = {spread for _, spread in found}
    return Deals(means[0], spreads.pop()) if max(means) - min(means) <= _SAME * means[0] and len(spreads) == 1 else None


def common_factor(parts: Sequence[Part]) -> tuple[bool, Factor | None]:
    """Whether the mean deal of all funnels has one factor (or none has any), and which."""
    found = {part.factors.deal.key if part.factors.deal else None: part.factors.deal for part in parts}
    return (True, next(iter(found.values()))) if len(found) == 1 else (False, None)


def at_least(counts: Counts, deals: Deals, factor: Factor | None, amount: float) -> float:
    """P(revenue >= amount) of so many deals, which are either spread or of an uncertain mean, not both."""
    if amount <= 0:
        return 1.0
    if deals.spread == 0 and factor is None:
        return counts.at_least(amount / deals.mean)
    short = math.fsum(
        chance * (1 - _reached(counts.first + at, deals, factor, amount / deals.mean))
        for at, chance in enumerate(counts.chances)
        if chance > _RARE
    )
    return min(1.0, max(0.0, 1 - short))


def _reached(units: int, deals: Deals, factor: Factor | None, amount: float) -> float:
    """P(so many deals of mean 1 come to an amount)."""
    if units == 0:
        return 0.0
    if factor is not None:
        belief, planned = factor.belief, factor.planned
        return 1 - belief.at_most(planned * amount / units)
    deviation = deals.spread * math.sqrt(units)
    if abs(units - amount) > _FAR * deviation + _FAR**2 * deals.spread**2:
        return float(units > amount)
    shape = 1 / deals.spread**2
    return gamma_above(units * shape, amount * shape)
