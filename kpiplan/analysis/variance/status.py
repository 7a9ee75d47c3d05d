"""How an actual stands: how far below target it is, how likely that was given the stage above (docs/arithmetic.md)."""

import math
from typing import Literal

from kpiplan.analysis.distributions.counts import count_at_most, share_at_most
from kpiplan.locales.digits import NOISE
from kpiplan.plan.model import Status
from kpiplan.tuples import NamedTuple

Verdict = Literal["on_track", "within_chance", "follows", "watch", "behind"]

LOOKS = 5  # measured: what twelve monthly looks at a year that grows find by luck, over one look at a row
_MANY = 1e6  # counts from which the normal distribution says where a drop shows


class Basis(NamedTuple):
    """What a count is held against: its mean, and the variance of volumes beyond that of counts.

    `trials` are the units of which the mean comes through, where each of them is known and comes through or never.
    """

    mean: float
    extra: float = 0.0
    trials: float | None = None


class Judged(NamedTuple):
    """A status, and how likely by chance a shortfall beyond the tolerance is; None where nothing was weighed."""

    status: Verdict | None = None
    chance: float | None = None


class Judge(NamedTuple):
    """The plan's settings, and what they come to where so many rows are judged together."""

    settings: Status
    rows: int = 1

    @property
    def alpha(self) -> float:
        """Below this a shortfall is proven: `chance` of the on-plan years have a false alarm in any month or row."""
        return self.settings.chance / (LOOKS * max(1, self.rows))

    def of_count(self, actual: float | None, target: float | None, given: Basis, own: Basis) -> Judged:
        """The status of a stage's count; none where either number is missing.

        `given` is what was to come of the actual arrivals above, `own` the stage's own target.
        """
        if actual is None or target is None:
            return Judged()
        if not below(actual, target, self.settings):
            return Judged("on_track")
        chance = self.chance(actual, given)
        found: Verdict = self.weighed(chance)
        if found == "within_chance" and self.chance(actual, own) < self.settings.watch:
            found = "follows"
        return Judged(found, chance)

    def of_revenue(self, actual: float | None, target: float | None, wanted: Basis, customers: float | None) -> Judged:
        """The status of revenue, judged by the customers won, where they are known, and by the deals seen.

        `wanted` is the number of customers that the target wants: one is planned to bring target / wanted. Deals are
        judged by the customers that the revenue is worth, of as many as were won: as if they varied by as much as they
        are large. So neither few customers with large deals nor many with small ones are blamed for what they bring.
        """
        if actual is None or target is None:
            return Judged()
        if not below(actual, target, self.settings):
            return Judged("on_track")
        worth = actual / target * wanted.mean if target > 0 else -math.inf
        if customers is None:
            chance = self.chance(worth, wanted)
        else:
            chance = min(self.chance(max(customers, worth), wanted), self.chance(worth, Basis(customers)))
        return Judged(self.weighed(chance), chance)

    def weighed(self, chance: float) -> Literal["within_chance", "watch", "behind"]:
        """What a shortfall is that is so likely to happen by chance."""
        if chance < self.alpha:
            return "behind"
        return "watch" if chance < self.settings.watch else "within_chance"

    def chance(self, actual: float, basis: Basis) -> float:
        """P(X <= actual): Binomial where the trials are known, else Poisson, the variance as the settings have it."""
        spread = self._spread(basis)
        if basis.trials:
            return share_at_most(actual, basis.trials, min(1.0, basis.mean / basis.trials), spread)
        return count_at_most(actual, basis.mean, spread)

    def _spread(self, basis: Basis) -> float:
        """The variance of a count over its mean."""
        return self.settings.dispersion + (basis.extra / basis.mean if basis.mean > NOISE else 0.0)

    def shows(self, basis: Basis) -> float | None:
        """The smallest drop from the mean, a fraction, that would be proven; None where not even 0 would prove one.

        No drop within the tolerance shows.
        """
        mean, least = basis.mean, self.settings.tolerance
        if mean <= NOISE or self.chance(0.0, basis) >= self.alpha:
            return None
        spread = self._spread(basis)
        if mean / spread > _MANY:
            from statistics import NormalDist

            return max(least, -NormalDist().inv_cdf(self.alpha) * math.sqrt(spread / mean))
        low, high = 0, math.floor(mean * (1 - least))
        if high <= 0 or self.chance(high, basis) < self.alpha:
            return max(least, 1 - high / mean)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.chance(middle, basis) < self.alpha else (low, middle)
        return 1 - low / mean


def below(actual: float, target: float, settings: Status) -> bool:
    """Whether an actual is below its target by more than the tolerance."""
    return target - actual > settings.tolerance * target + NOISE * abs(target)
